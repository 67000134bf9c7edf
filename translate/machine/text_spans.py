"""Spans of a text: overlaps, whole words, edges, the blanks beside what is written into one."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from translate.language.script import is_mark

Span = tuple[int, int]
"""Start and end (exclusive), 0-based code points."""
_WORDS = re.compile(r"[^\W_\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]+(?:['’.\-_][^\W_\u3000-\u9fff]+)*")
"""Runs that may not be cut: words and numbers of alphabetic scripts; Han may be cut anywhere."""


def maximum_run(gains: Sequence[float], window: Span) -> Span | None:
    """Return the run in the window whose gains have the largest sum (Bentley 1984); None where none gains."""
    best, run, total, start = 0.1, None, 0.0, window[0]
    for offset in range(*window):
        if total <= 0:
            total, start = 0.0, offset
        total += gains[offset]
        if total > best:
            best, run = total, (start, offset + 1)
    return run


def without_edges(text: str, span: Span) -> Span:
    """Take white space and punctuation off both ends of a span."""
    start, end = span
    while start < end and _is_edge(text[start]):
        start += 1
    while start < end and _is_edge(text[end - 1]):
        end -= 1
    return start, end


def overlap(first: Span, second: Span) -> bool:
    """Return whether two spans share a character."""
    return first[0] < second[1] and first[1] > second[0]


def is_inside(inner: Span, outer: Span) -> bool:
    """Return whether a span lies in another and is not all of it."""
    return outer[0] <= inner[0] and inner[1] <= outer[1] and inner != outer


def _is_edge(char: str) -> bool:
    return char.isspace() or (unicodedata.category(char).startswith("P") and char not in "%‰″′'’\"”“《》")


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[list[int], list[int]]:
    """Return starts and ends of the words of a text, in order. Cached: every placeholder and mark needs them."""
    spans = [match.span() for match in _WORDS.finditer(text)]
    return [start for start, _ in spans], [end for _, end in spans]


def _word_around(text: str, offset: int) -> Span | None:
    """Return the word that an offset is within, or None."""
    starts, ends = _words(text)
    index = bisect_left(starts, offset) - 1
    return (starts[index], ends[index]) if index >= 0 and offset < ends[index] else None


def cuts_word(text: str, span: Span) -> bool:
    """Return whether a span begins or ends within a word."""
    return any(_word_around(text, offset) is not None for offset in span)


def whole_words(text: str, span: Span) -> Span:
    """Widen a span so that it cuts no word."""
    first, last = _word_around(text, span[0]), _word_around(text, span[1])
    return first[0] if first else span[0], last[1] if last else span[1]


def word_before(text: str, offset: int) -> Span | None:
    """Return the word, or at most four Han characters, that ends before an offset, punctuation aside; None for none."""
    end = len(text[:offset].rstrip(" .,;:!?。，；：！？、()（）"))
    start = max((match.start() for match in re.finditer(r"[^\W\d_]+|\d+", text[:end])), default=-1)
    return (max(start, end - 4) if "\u4e00" <= text[end - 1] <= "\u9fff" else start, end) if 0 <= start < end else None


def word_after(text: str, offset: int) -> Span | None:
    """Return the word, or at most four Han characters, that begins at an offset or after it; None for none."""
    match = re.compile(r"[^\W\d_]+|\d+").search(text, offset)
    if match is None:
        return None
    han = "\u4e00" <= match[0][0] <= "\u9fff"
    return match.start(), min(match.end(), match.start() + 4) if han else match.end()


def spaced(text: str, start: int, end: int, written: str) -> str:
    """Put blanks between a written output and the letters beside it, where those are of an alphabet."""
    if not written or is_mark(written[0]):
        return written
    left = text[start - 1] if start else " "
    right = text[end] if end < len(text) else " "
    before = " " if _joins(left) and _joins(written[0]) else ""
    after = " " if _joins(written[-1]) and _joins(right) else ""
    return f"{before}{written}{after}"


def _joins(char: str) -> bool:
    return char.isalnum() and bool(_WORDS.fullmatch(char))
