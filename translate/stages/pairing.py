"""Which segment of a translation renders which segment of the original, where nothing but the two files is known.

The same blocks in the same order pair by place. Else segments are aligned in order by their kind, length and figures,
each with one or with none: the dynamic programme of W. A. Gale and K. W. Church, "A Program for Aligning Sentences in
Bilingual Corpora", Computational Linguistics 19(1), 1993, without merging, since a segment is a whole block.
"""

import math
import re
from collections.abc import Sequence

from translate.core import limits
from translate.stages.matching import SegmentText

_SKIPPED = 2.2
"""Cost of a segment without counterpart; two of them cost more than a pair of rather unlike length."""
_ANOTHER_KIND = 1.5
"""Cost of pairing blocks of different kinds, such as a paragraph with a list item."""
_HEADING_WITH_TEXT = 4.0
"""The same for a heading or a field with anything else, which is hardly ever right."""
_FIGURE = re.compile(r"\d+")
_UNIT = re.compile(r"[\u3400-\u9fff]|[A-Za-z]+|\d+")


def pair(ours: Sequence[SegmentText], theirs: Sequence[SegmentText]) -> list[tuple[int | None, int | None]]:
    """Pair the segments of an original and its translation.

    Args:
        ours: the original's segments.
        theirs: the translation's.

    Returns:
        Pairs of indexes in document order; None where a segment has no counterpart.
    """
    if [part.kind for part in ours] == [part.kind for part in theirs]:
        return [(at, at) for at in range(len(ours))]
    if len(ours) * len(theirs) > limits.ALIGNED_PAIRS.value:
        # Too much to compare each with each; by place is the only guess left.
        count = max(len(ours), len(theirs))
        return [(at if at < len(ours) else None, at if at < len(theirs) else None) for at in range(count)]
    return _aligned(ours, theirs)


def _aligned(ours: Sequence[SegmentText], theirs: Sequence[SegmentText]) -> list[tuple[int | None, int | None]]:
    mean = _log_ratio(ours, theirs)
    costs = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    steps = [[""] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for row in range(len(ours) + 1):
        for column in range(len(theirs) + 1):
            ways = []
            if row and column:
                cost = _cost(ours[row - 1], theirs[column - 1], mean)
                ways.append((costs[row - 1][column - 1] + cost, "both"))
            if row:
                ways.append((costs[row - 1][column] + _SKIPPED, "ours"))
            if column:
                ways.append((costs[row][column - 1] + _SKIPPED, "theirs"))
            if ways:
                costs[row][column], steps[row][column] = min(ways)
    pairs: list[tuple[int | None, int | None]] = []
    row, column = len(ours), len(theirs)
    while row or column:
        step = steps[row][column]
        row -= step != "theirs"
        column -= step != "ours"
        pairs.append((row if step != "theirs" else None, column if step != "ours" else None))
    return pairs[::-1]


def _cost(our: SegmentText, their: SegmentText, mean: float) -> float:
    if our.kind == their.kind:
        cost = 0.0
    elif "heading" in (our.kind, their.kind) or our.kind.startswith("field") or their.kind.startswith("field"):
        cost = _HEADING_WITH_TEXT
    else:
        cost = _ANOTHER_KIND
    deviation = abs(math.log(_length(their) / _length(our)) - mean)
    figures, others = set(_FIGURE.findall(our.md)), set(_FIGURE.findall(their.md))
    common = len(figures & others) / len(figures | others) if figures | others else 0.5
    return cost + min(deviation, 2.0) + 1.0 - 2 * common


def _length(part: SegmentText) -> int:
    return 1 + len(_UNIT.findall(part.md))


def _log_ratio(ours: Sequence[SegmentText], theirs: Sequence[SegmentText]) -> float:
    """Return log(length of the translation / length of the original) as the two files have it, bounded."""
    total = math.log((1 + sum(map(_length, theirs))) / (1 + sum(map(_length, ours))))
    return max(-1.0, min(1.0, total))
