"""A document in the general layout as .docx, for the office to work on; what goes out is the PDF (handbook 6).

The same content as the sheet `document.typ` sets, with the names of the official faces: the office's own programs have
them. Typed text comes in as text of runs; what XML cannot hold is left out. No macro, field to the outside, or link.
"""

import io
import re

from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from cases.papers.typesetting import OFFICIAL, seen

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DRAFT = "草稿，不是正式文书"
PITCH = Pt(28.95)  # 22 lines on 225 mm (clause 5.2.3)
UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def in_word(content, *, marks):
    """The bytes of a .docx with `content`, as a writer of papers gives it; `marks` stand at the head of each page."""
    content, paper = seen(content), Document()
    lay_out(paper, [DRAFT, *marks])
    properties = paper.core_properties
    properties.author, properties.title = content["office"], clean(f"{content['title']}（草稿）")
    properties.created = properties.modified = timezone.now()
    properties.comments = ""

    for words in (content["office"], content["title"]):
        line(paper, words, face="小标宋", size=22, align=ALIGN.CENTER)
    line(paper, "（草稿，未编号）", align=ALIGN.CENTER)
    line(paper, f"信访事项编号：{content['case_no']}", size=10.5)
    line(paper, "")
    if content["to"]:
        line(paper, f"{content['to']}：")
    for block in content["blocks"]:
        part(paper, block)
    for words in filter(None, content["closing"].split("\n")):
        line(paper, words, indent=True)
    for place, name in enumerate(content["enclosures"], 1):
        line(paper, f"{'附件：' if place == 1 else '　　　'}{place}. {name}", indent=True)
    line(paper, "")
    if "signatures" in content:
        for who in content["signatures"]:
            line(paper, f"{who}：　　　　　　　　　　年　　月　　日")
    else:
        line(paper, f"{content['office']}　　　　", align=ALIGN.RIGHT)
        line(paper, "　　　　年　　月　　日　　　　", align=ALIGN.RIGHT)
    done = io.BytesIO()
    paper.save(done)
    return done.getvalue()


def part(paper, block):
    first, *more = block["text"].split("\n")
    if block["kind"] == "heading":
        line(paper, first, face="黑体", indent=True).paragraph_format.keep_with_next = True
        return
    label = block.get("label", "") if block["kind"] == "item" else ""
    begun = line(paper, label, face="楷体", indent=True)
    if label and first and not label.endswith(("。", "：")):
        first = f"：{first}"
    run(begun, first)
    for words in more:
        line(paper, words, indent=True)


def line(paper, words, *, face="仿宋", size=16, align=None, indent=False):
    paragraph = paper.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH
    if align is not None:
        paragraph.alignment = align
    if indent:
        by = OxmlElement("w:ind")
        by.set(qn("w:firstLineChars"), "200")
        by.set(qn("w:firstLine"), "640")
        paragraph._p.get_or_add_pPr().append(by)
    if words:
        run(paragraph, words, face=face, size=size)
    return paragraph


def run(paragraph, words, *, face="仿宋", size=16, grey=False):
    added = paragraph.add_run(clean(words))
    added.font.size = Pt(size)
    fonts = added._r.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(script), OFFICIAL[face][0])
    if grey:
        added.font.color.rgb = RGBColor(0x58, 0x64, 0x70)
    return added


def clean(words):
    return UNHOLDABLE.sub("", words)


def lay_out(paper, marks):
    """The page of GB/T 9704: A4, 37/28/26/35 mm, page numbers at the outer side, the marks at the head."""
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.left_margin, page.right_margin, page.bottom_margin = Mm(37), Mm(28), Mm(26), Mm(35)
    page.header_distance, page.footer_distance = Mm(18), Mm(24)
    grid = page._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        page._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), f"{round(PITCH.pt * 20)}")
    paper.settings.odd_and_even_pages_header_footer = True
    for header, footer, side in (
        (page.header, page.footer, ALIGN.RIGHT),
        (page.even_page_header, page.even_page_footer, ALIGN.LEFT),
    ):
        run(header.paragraphs[0], "　".join(marks), face="黑体", size=10.5, grey=True)
        foot = footer.paragraphs[0]
        foot.alignment = side
        run(foot, "— ", face="宋体", size=14)
        number(foot)
        run(foot, " —", face="宋体", size=14)


def number(paragraph):
    """The number of the page: a field that asks for nothing from outside."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    held = run(paragraph, "1", face="宋体", size=14)._r
    paragraph._p.append(field)
    field.append(held)
