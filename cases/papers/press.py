"""The typesetter: a program of its own, started for one paper and gone after it (UP-09).

It reads one order as JSON from standard input and writes a line of JSON, then the PDF. It knows the sheet's folder
and the fonts, nothing else: no secrets (its environment is empty), no file to write, little memory and time.
"""

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
    if "page" in order:
        pages = pictures(typst, fonts, order)
        sys.stdout.buffer.write(
            json.dumps({"pages": len(pages)}).encode() + b"\n" + b"".join(pages[order["page"] - 1 :][:1])
        )
        return
    try:
        pdf, lacking = compiled(typst, fonts, order)
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
    sys.stdout.buffer.write(json.dumps({"lacking": lacking}).encode() + b"\n" + pdf)


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


def as_typed(letter):
    """A letter as it stands in the text; the typesetter spells what cannot be seen."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda spelt: chr(int(spelt[1], 16)), letter)


if __name__ == "__main__":
    main()
