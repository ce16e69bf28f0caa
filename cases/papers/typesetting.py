"""Plain content into a PDF, by a process that lives for one paper (UP-09).

What people typed reaches the typesetter as JSON and is text there, whatever it looks like. A sheet can read nothing
outside its folder; the process has no secret, no network, and limits of time and memory.
"""

import base64
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

import pylopdf_fonts_zh_cn
from django.conf import settings

from cases.text import UNSEEN

FOLDER = Path(__file__).parent
SHEETS = FOLDER / "sheets"
PRESS = FOLDER / "press.py"
SECONDS, MEGABYTES = 6, 1024  # a one-page paper takes a fifth of a second and 60 MB
BOOK_SECONDS = 60
AT_ONCE = BoundedSemaphore(2)  # in this process; a third paper waits for its turn

# The faces of GB/T 9704 and the names their fonts go by; an office that has them puts them into PDF_FONT_DIRS.
OFFICIAL = {
    "小标宋": ["方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"],
    "仿宋": ["仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong"],
    "黑体": ["黑体", "SimHei"],
    "楷体": ["楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"],
    "宋体": ["宋体", "SimSun"],
}
SERIF, SANS = "Noto Serif SC", "Noto Sans SC"  # in the environment; complete for the basic ideographs
HEAVY = {"小标宋"}  # thickened by a stroke where a regular font stands in


class TypesettingFailed(Exception):
    """The paper did not come about: too large, too slow, or a fault in the sheet. Never carries content."""


class Typeset(NamedTuple):
    pdf: bytes
    lacking: list  # letters that no font has: blank on the paper, to be written by hand


def typeset(sheet, content, *, timestamp=0):
    """The PDF of `sheet` (a name in `sheets/`) with `content`. The same arguments give the same bytes."""
    head, _newline, pdf = press(order_of(sheet, content) | {"timestamp": timestamp}).partition(b"\n")
    if not pdf.startswith(b"%PDF-"):
        raise TypesettingFailed(f"{sheet}: no PDF")
    return Typeset(pdf, json.loads(head)["lacking"])


class Book(NamedTuple):
    pdf: bytes
    lacking: list
    pages: int


def book(sheet, content, papers, *, timestamp=0):
    """The PDF of `sheet`, with the pages of `papers` (PDFs) at its end under what the sheet sets there.

    The sheet finds in `content.leaves` how many pages each takes. For a worker: it takes seconds.
    """
    order = order_of(sheet, content) | {"timestamp": timestamp, "counts": True}
    order["papers"] = [base64.b64encode(paper).decode() for paper in papers]
    head, _newline, pdf = press(order, seconds=BOOK_SECONDS).partition(b"\n")
    if not pdf.startswith(b"%PDF-"):
        raise TypesettingFailed(f"{sheet}: no PDF")
    told = json.loads(head)
    return Book(pdf, told["lacking"], told["pages"])


def picture(sheet, content, page, *, ppi=100):
    """Page `page` of `sheet` as PNG, empty beyond the last, and how many pages there are."""
    head, _newline, png = press(order_of(sheet, content) | {"page": page, "ppi": ppi}).partition(b"\n")
    return png, json.loads(head)["pages"]


def leaf(data, kind, page, *, ppi=100):
    """Page `page` of a file that people brought (pdf, png or jpg), drawn anew as PNG, and how many pages it has.

    The file is read in the typesetter's cage alone. Raises TypesettingFailed for one that does not open.
    """
    order = {"sheet": str(SHEETS / "leaf.typ"), "root": str(SHEETS), "page": page, "ppi": ppi, "format": kind}
    order["leaf"] = base64.b64encode(data).decode()
    head, _newline, png = press(order).partition(b"\n")
    return png, json.loads(head)["pages"]


def order_of(sheet, content):
    return {
        "sheet": str(SHEETS / f"{sheet}.typ"),
        "root": str(SHEETS),
        "content": seen(content),
        "faces": {face: {"fonts": fonts, "bold": bold} for face, (fonts, bold) in faces().items()},
    }


def faces():
    """For each face its fonts that are there, in order, and whether its titles need to be thickened."""
    there = families(tuple(settings.PDF_FONT_DIRS))
    chosen = {}
    for face, names in OFFICIAL.items():
        wanted = [*filter(None, [settings.PDF_FONTS.get(face)]), *names]
        own = [name for name in wanted if name.lower() in there]
        last = [SANS, SERIF] if face == "黑体" else [SERIF, SANS]
        chosen[face] = ([*own, *last], not own and face in HEAVY)
    return chosen


def substituted():
    """The faces for which this office has no font of its own: what the administrator is told, never the paper."""
    try:
        return [face for face, (fonts, _bold) in faces().items() if fonts[0] in (SERIF, SANS)]
    except TypesettingFailed:
        return []  # the print itself will say so


@cache
def families(folders):
    """The names of the font families in `folders` and in the environment, in small letters."""
    return frozenset(name.lower() for name in json.loads(press({}, folders)))


def press(order, folders=None, *, seconds=None):
    """Run the typesetter once; what it writes. Raises TypesettingFailed."""
    own, seconds = Path(pylopdf_fonts_zh_cn.__file__).parent, seconds or SECONDS
    order |= {
        "font_folders": [str(own), *map(str, settings.PDF_FONT_DIRS if folders is None else folders)],
        "memory": MEGABYTES,
        "seconds": seconds,
    }
    if not AT_ONCE.acquire(timeout=seconds):
        raise TypesettingFailed("the presses are busy")
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-I", str(PRESS)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=seconds,
            env=ENVIRONMENT,
            cwd=SHEETS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TypesettingFailed("too slow") from None
    finally:
        AT_ONCE.release()
    if done.returncode:
        # What the typesetter says may quote the content: it is for who writes the sheets, not for a log (PD-06).
        said = done.stderr.decode(errors="replace")[-2000:] if settings.TESTING or settings.DEBUG else ""
        raise TypesettingFailed(f"the typesetter ended with {done.returncode}. {said}".strip())
    return done.stdout


# Threads as few on a machine of many cores; and should a sheet ever ask for a package, no way to fetch it.
NOWHERE = "http://127.0.0.1:9"
ENVIRONMENT = {"RAYON_NUM_THREADS": "2", "http_proxy": NOWHERE, "https_proxy": NOWHERE, "all_proxy": NOWHERE}


def seen(content):
    """`content` without marks that turn the direction of writing or hide (IN-03); imported text may hold some."""
    match content:
        case str():
            return UNSEEN.sub("", content.replace("\0", ""))
        case dict():
            return {key: seen(value) for key, value in content.items()}
        case list() | tuple():
            return [seen(value) for value in content]
    return content
