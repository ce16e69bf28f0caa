"""The typesetter: a program of its own, started for one paper and gone after it (UP-09).

It reads one order as JSON from standard input and writes a line of JSON, then the PDF. It knows the sheet's folder
and the fonts, nothing else: no secrets (its environment is empty), no file to write, little memory and time.
"""

import base64
import io
import json
import re
import resource
import sys

STANDARDS = ["a-2u", "ua-1"]  # for the archive: the typesetter says of which letter no font knows
MEGABYTE = 1024 * 1024
LACKING = re.compile(r'the text `"(.*?)"` could not be displayed with font', re.DOTALL)
BLANK = "□"  # to be filled in by hand


def main():
    order = json.load(sys.stdin)
    memory, seconds = order["memory"] * MEGABYTE, order["seconds"]
    limits = [(resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)]
    if sys.platform != "darwin":  # which refuses this one
        limits.append((resource.RLIMIT_AS, memory))
    for what, most in limits:
        resource.setrlimit(what, (most, most))
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*order["font_folders"]])
    if "sheet" not in order:
        print(json.dumps(fonts.families()))
        return
    if "leaf" in order:
        png, pages = leaf(typst, fonts, order)
        sys.stdout.buffer.write(json.dumps({"pages": pages}).encode() + b"\n" + png)
        return
    if "page" in order:
        pages = pictures(typst, fonts, order)
        sys.stdout.buffer.write(
            json.dumps({"pages": len(pages)}).encode() + b"\n" + b"".join(pages[order["page"] - 1 :][:1])
        )
        return
    papers = parsed(order.pop("papers", []))
    if papers:
        order["content"]["leaves"] = [len(paper.pages) for paper in papers]
    try:
        pdf, lacking = compiled(typst, fonts, order)
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
    told = {"lacking": lacking}
    if "leaves" in order["content"] or order.get("counts"):
        pdf, told["pages"] = bound(pdf, papers)
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + pdf)


def parsed(papers):
    if not papers:
        return []
    import pypdf

    return [pypdf.PdfReader(io.BytesIO(base64.b64decode(paper))) for paper in papers]


def bound(pdf, papers):
    """The PDF with the pages of `papers` lying under its last ones, which the sheet has left free; how many in all.

    What lies under is as it was set; so the whole no longer claims to be for the archive.
    """
    import pypdf

    whole = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    leaves = [page for paper in papers for page in paper.pages]
    for page, leaf in zip(whole.pages[len(whole.pages) - len(leaves) :], leaves, strict=True):
        lay_under(whole, page, leaf)
    if leaves:
        whole.root_object.pop("/Metadata", None)
    done = io.BytesIO()
    whole.write(done)
    return done.getvalue(), len(whole.pages)


def compiled(typst, fonts, order):
    """The PDF, and the letters that no font has: they are left blank."""
    content, lacking, standards = json.dumps(order["content"], ensure_ascii=False), [], STANDARDS
    while True:
        try:
            pdf = typst.compile(
                order["sheet"],
                root=order["root"],
                font_paths=fonts,
                ignore_system_fonts=True,
                sys_inputs={"content": content, "faces": json.dumps(order["faces"])},
                timestamp=order["timestamp"],
                pdf_standards=standards,
                package_path=order["root"],
                package_cache_path=order["root"],
            )
            return pdf, lacking
        except typst.TypstError as error:
            letters = [as_typed(letter) for letter in LACKING.findall(error.diagnostic)]
            if not letters or not standards:
                raise
            if not all(letter in content for letter in letters):
                standards = []  # a mark of its own for what nobody can name
            lacking += letters
            for letter in sorted(letters, key=len, reverse=True):
                content = content.replace(letter, BLANK)


def pictures(typst, fonts, order):
    """Each page as PNG, for the screen; what no font has is a box there."""
    try:
        pages = typst.compile(
            order["sheet"],
            format="png",
            ppi=order["ppi"],
            root=order["root"],
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={
                "content": json.dumps(order["content"], ensure_ascii=False),
                "faces": json.dumps(order["faces"]),
            },
            package_path=order["root"],
            package_cache_path=order["root"],
        )
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
    return pages if isinstance(pages, list) else [pages]


def lay_under(whole, page, leaf):
    """Draw `leaf` below what stands on `page`, as one object: its drawing is taken over unread, which is quick."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

    drawing = leaf["/Contents"].get_object()
    if isinstance(drawing, ArrayObject):
        joined = DecodedStreamObject()
        joined.set_data(b"\n".join(part.get_object().get_data() for part in drawing))
        drawing = joined.flate_encode()
        reference = whole._add_object(drawing)
    else:
        drawing = drawing.clone(whole)
        reference = drawing.indirect_reference
    drawing.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(leaf.mediabox),
            NameObject("/Resources"): leaf["/Resources"].get_object().clone(whole),
        }
    )
    means = DictionaryObject(page["/Resources"].get_object())
    objects = DictionaryObject(means.get("/XObject", DictionaryObject()).get_object())
    objects[NameObject("/Leaf")] = reference
    means[NameObject("/XObject")] = objects
    page[NameObject("/Resources")] = means
    first = DecodedStreamObject()
    first.set_data(b"q /Leaf Do Q\n")
    own = page.raw_get("/Contents")
    own = own.get_object() if isinstance(own.get_object(), ArrayObject) else [own]
    page[NameObject("/Contents")] = ArrayObject([whole._add_object(first), *own])


def leaf(typst, fonts, order):
    """A page of a file that somebody brought, drawn anew as PNG, and how many there are; empty beyond the last.

    Whatever else the file held stays behind.
    """
    data, kind, pages = base64.b64decode(order["leaf"]), order["format"], 1
    if kind == "pdf":
        import pypdf

        whole = pypdf.PdfReader(io.BytesIO(data))
        pages = len(whole.pages)
        if not 1 <= order["page"] <= pages:
            return b"", pages
        if lacks_letters(whole.pages[order["page"] - 1]):
            sys.exit("its letters are not in the file")
        one, single = io.BytesIO(), pypdf.PdfWriter()
        single.add_page(whole.pages[order["page"] - 1])
        single.write(one)
        data = one.getvalue()
    try:
        png = typst.compile(
            order["sheet"],
            format="png",
            ppi=order["ppi"],
            root=order["root"],
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(list(data)), "format": kind},
            package_path=order["root"],
            package_cache_path=order["root"],
        )
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
    return (png[0] if isinstance(png, list) else png), pages


def lacks_letters(page):
    """Whether a font of many letters is only named: the page would come out blank where they stand."""
    fonts = page.get("/Resources", {}).get("/Font", {})
    for font in [fonts[name].get_object() for name in fonts]:
        for inner in font.get("/DescendantFonts", []):
            held = inner.get_object().get("/FontDescriptor", {})
            if not any(name.startswith("/FontFile") for name in held):
                return True
    return False


def as_typed(letter):
    """A letter as it stands in the text; the typesetter spells what cannot be seen."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda spelt: chr(int(spelt[1], 16)), letter)


if __name__ == "__main__":
    main()
