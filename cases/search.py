"""Chinese search without a dictionary: bigrams made here, kept in `SearchText`, asked as exact substrings.

Every character of a run of letters and digits starts one token: the pair with its neighbour, or itself alone at the
end of the run. So one character is a prefix query, two are one token, more are a phrase of pairs, and a part of a
house number or of a Latin word is found as well as the whole. Blanks and punctuation part words, in the text and in
the query; width and case do not matter; traditional characters are not turned into simple ones.
"""

import re
import unicodedata
from collections import defaultdict
from typing import NamedTuple

from cases.identity import half_width

MAX_WORDS = 8
MAX_WORD = 40  # a longer one is asked in pieces
INDEXED_CHARACTERS = 40_000  # a tsvector holds 1 MB
# A tsvector knows positions up to 16383. Longer texts start again at 1, with an overlap in which both are noted.
BLOCK = 16_000


class _Letters(dict):
    """What a character is in the index: half-width, lower case; a blank if it parts words."""

    def __missing__(self, code):
        char = half_width(chr(code))
        lower = char.lower()
        is_letter = char.isalnum() or _is_late_han(char)
        self[code] = (lower if len(lower) == 1 else char) if is_letter else " "
        return self[code]


def _is_late_han(char):
    """Han and private characters that the interpreter's tables do not know."""
    return char > "\u2e7f" and unicodedata.category(char) in {"Cn", "Co"}


LETTERS = _Letters()


def normalised(text):
    """The text as the index sees it, character for character."""
    return text[:INDEXED_CHARACTERS].translate(LETTERS)


def tsvector(text):
    """The stored form: `'漏水':1 '水':2`."""
    places = defaultdict(list)
    line = normalised(text)
    for offset, char in enumerate(line):
        if char == " ":
            continue
        block, place = divmod(offset, BLOCK)
        token = line[offset : offset + 2].rstrip()
        places[token].append(place + 1)
        if block and place < MAX_WORD:
            places[token].append(BLOCK + place + 1)
    return " ".join(f"'{token}':{','.join(map(str, at))}" for token, at in places.items())


def words(query):
    """The words of a query, each at most MAX_WORD long."""
    found = []
    for word in normalised(query).split():
        found += [word[start : start + MAX_WORD] for start in range(0, len(word), MAX_WORD)]
    return list(dict.fromkeys(found))[:MAX_WORDS]


def tsquery(word):
    """One word as a query of its tokens: a prefix, a token, or a phrase."""
    if len(word) == 1:
        return f"'{word}':*"
    return " <-> ".join(f"'{word[start : start + 2]}'" for start in range(len(word) - 1))


def bigrams(text):
    """The pairs of a text in their order, with repeats: what likeness is measured on."""
    line = normalised(text)
    return [line[start : start + 2] for start in range(len(line) - 1) if " " not in line[start : start + 2]]


class Segment(NamedTuple):
    text: str
    is_hit: bool


def highlight(text, query, around=None):
    """The text in segments, hits marked: a template puts <mark> round them, nothing here is HTML.

    `around` cuts long text to so many characters before and after the first hit.
    """
    hits = words(query)
    if not hits:
        return [Segment(text, False)]
    pattern = re.compile("|".join(map(re.escape, sorted(hits, key=len, reverse=True))))
    line = normalised(text)
    start, end = 0, len(text)
    if around is not None:
        first = pattern.search(line)
        start = max(0, first.start() - around) if first else 0
        end = min(len(text), (first.end() if first else 0) + around)
    segments, last = [], start
    for found in pattern.finditer(line, start, end):
        segments += [Segment(text[last : found.start()], False), Segment(text[found.start() : found.end()], True)]
        last = found.end()
    segments.append(Segment(text[last:end], False))
    segments = [segment for segment in segments if segment.text]
    if start:
        segments.insert(0, Segment("…", False))
    if end < len(text):
        segments.append(Segment("…", False))
    return segments
