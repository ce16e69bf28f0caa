"""docs/petition-states.md as a picture: the stages in a row, what leads from one to another drawn between them."""

from collections import defaultdict
from html import escape
from itertools import dropwhile, takewhile

from cases.models import Case

Stage = Case.Stage
SAME = "same"
WIDTH, DEEP, LEFT, BOX, HIGH, MIDDLE, APART = 1360, 720, 80, 104, 40, 300, 170
ROW = [Stage.REGISTERED, Stage.TRIAGED, Stage.ACCEPTED, Stage.INVESTIGATING, Stage.ANSWERED, Stage.SERVED]
PLACES = {stage: (LEFT + APART * place, MIDDLE) for place, stage in enumerate(ROW)}
PLACES[Stage.ROUTED] = (LEFT + APART * 3, MIDDLE + 170)
PLACES[Stage.CLOSED] = (LEFT + APART * 7, MIDDLE)
STYLE = (
    "text{font-family:'Noto Sans SC','Microsoft YaHei',sans-serif;fill:#1d2733;"
    "paint-order:stroke;stroke:#fff;stroke-width:4px}"
    "rect{fill:#fff;stroke:#1d2733}path{fill:none;stroke:#6b7785}.back{stroke-dasharray:5 4}"
    ".stage{font-size:15px;font-weight:600;text-anchor:middle}.step{font-size:12px;text-anchor:middle}"
    ".same{font-size:12px;fill:#4a5663}"
)


def rows_of(text):
    """The first table of the page `text`, as dicts by the heading of each column."""
    lines = list(takewhile(lambda line: line[:1] == "|", dropwhile(lambda line: line[:1] != "|", text.splitlines())))
    heading, _rule, *cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(heading, row, strict=True)) for row in cells]


def transitions_of(text):
    """{(from, to): [Chinese names of the steps]} and {stage: [steps that leave it where it is]}."""
    led, same = defaultdict(list), defaultdict(list)
    for row in rows_of(text):
        name = row["step"].split(" ", 1)[1]
        for before in row["from"].split():
            for after in [before] if row["to"] == SAME else row["to"].split():
                steps = same[before] if after == before else led[before, after]
                if name not in steps:
                    steps.append(name)
    return led, same


def drawn(text):
    """The picture of the table in the page `text`, as SVG."""
    led, same = transitions_of(text)
    arrows = [_arrow(Stage(before), Stage(after), names) for (before, after), names in led.items()]
    parts = [path for path, _words in arrows] + [words for _path, words in arrows]  # words above every line
    parts += [_stage(stage) for stage in PLACES]
    parts += [_stays(place, Stage(stage), names) for place, (stage, names) in enumerate(same.items())]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {DEEP}" role="img" aria-label="信访程序">'
    marker = (
        '<marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z" style="fill:#6b7785;stroke:none"/></marker>'
    )
    ground = f'<rect width="{WIDTH}" height="{DEEP}" style="stroke:none"/>'
    return "\n".join([head, f"<style>{STYLE}</style>", f"<defs>{marker}</defs>", ground, *parts, "</svg>\n"])


def _stage(stage):
    x, y = PLACES[stage]
    return (
        f'<rect x="{x - BOX / 2:g}" y="{y - HIGH / 2:g}" width="{BOX}" height="{HIGH}" rx="6"/>'
        f'<text class="stage" x="{x}" y="{y + 5}">{escape(stage.label)}</text>'
    )


def _stays(place, stage, names):
    words = f"在“{stage.label}”不改变阶段的：{'、'.join(names)}"
    return f'<text class="same" x="{LEFT - BOX / 2:g}" y="{MIDDLE + 250 + 22 * place}">{escape(words)}</text>'


def _arrow(before, after, names):
    """Straight to the neighbour; over the others on the way on; dashed below on the way back."""
    (x1, y1), (x2, y2) = PLACES[before], PLACES[after]
    words = "、".join(names)
    if Stage.ROUTED in (before, after):
        down = after == Stage.ROUTED
        start, end = (x1, y1 + HIGH / 2), (x2 - BOX / 2, y2)
        if not down:
            start, end = (x1 + BOX / 2, y1), (x2, y2 + HIGH / 2)
        corner = (x1, y2) if down else (x2, y1)
        middle = ((start[0] + end[0]) / 2, (y2 if down else y1) - 8)
        return _path(start, [corner, corner], end, words, middle)
    if x2 - x1 == APART or (before, after) == (Stage.SERVED, Stage.CLOSED):
        return _path((x1 + BOX / 2, y1), [], (x2 - BOX / 2, y2), words, ((x1 + x2) / 2, y1 - 8), is_stacked=True)
    far = abs(x2 - x1)
    if x2 > x1:
        top = y1 - HIGH / 2 - far * 0.42
        start, end = (x1 + 20, y1 - HIGH / 2), (x2 - 20, y2 - HIGH / 2)
        return _path(start, [(start[0], top), (end[0], top)], end, words, ((x1 + x2) / 2, y1 - 26 - far * 0.315))
    low = y1 + HIGH / 2 + 40 + far * 0.3
    start, end = (x1 - 30, y1 + HIGH / 2), (x2 + 30, y2 + HIGH / 2)
    middle = ((x1 + x2) / 2, y1 + HIGH / 2 + (40 + far * 0.3) * 0.75 + 14)
    return _path(start, [(start[0], low), (end[0], low)], end, words, middle, is_back=True)


def _path(start, bends, end, words, at, *, is_back=False, is_stacked=False):
    """The line and its words, as two pieces."""
    point = "{0[0]:g} {0[1]:g}".format
    way = f"M{point(start)}" + (f"C{point(bends[0])} {point(bends[1])} {point(end)}" if bends else f"L{point(end)}")
    lines = words.split("、") if is_stacked else [words]
    said = "".join(
        f'<text class="step" x="{at[0]:g}" y="{at[1] - 15 * (len(lines) - 1 - number):g}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return f'<path class="{"back" if is_back else "on"}" d="{way}" marker-end="url(#to)"/>', said
