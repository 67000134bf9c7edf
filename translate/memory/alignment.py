"""Alignment of the segments of two versions of a file: equal, edited, moved, inserted or deleted."""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from translate.memory.store import words

MIN_SIMILARITY_IN_PLACE = 0.3
"""Least similarity of two texts between the same neighbours to be versions of one text, where their number changed."""
MIN_SIMILARITY_MOVED = 0.6
"""The same for texts that moved as well."""
_UNKNOWN = 0.5
# So many texts that changed at once are another document; comparing each with each would take minutes.
_MANY_EACH = 100
_MANY = _MANY_EACH**2


@dataclass(frozen=True)
class Token:
    """One text of a sequence, as far as it is known."""

    key: str
    """Equal keys are equal texts."""
    kind: str = ""
    """Texts of different kinds are never versions of one text; empty for a kind that is not known."""
    text: str | None = None
    """The text; None where only its digest is known."""


def align(old: Sequence[Token], new: Sequence[Token]) -> list[int | None]:
    """Find for each new text the old one that it is or was made from.

    Equal texts first, wherever they moved; then, between neighbours that kept their order, texts in the same place;
    at last texts that moved and were edited, where they are similar enough.

    Returns:
        For each new text an index into `old`, each at most once, or None.
    """
    found: list[int | None] = [None] * len(new)
    _equal_in_place(old, new, found)
    _equal_anywhere(old, new, found)
    _between_neighbours(old, new, found)
    _similar_anywhere(old, new, found)
    return found


def similarity(left: Token, right: Token) -> float:
    """Return 0 to 1: the share of words that two texts have in common (Dice), -1 where their kinds differ."""
    if left.kind and right.kind and left.kind != right.kind:
        return -1.0
    if left.text is None or right.text is None:
        return _UNKNOWN
    left_words, right_words = Counter(words(left.text.casefold())), Counter(words(right.text.casefold()))
    total = left_words.total() + right_words.total()
    return 2 * (left_words & right_words).total() / total if total else 1.0


def _equal_in_place(old: Sequence[Token], new: Sequence[Token], found: list[int | None]) -> None:
    """Match what the two sequences begin and end with, so that repeated texts stay where they are."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and _same(old[start], new[start]):
        found[start] = start
        start += 1
    for back in range(1, shorter - start + 1):
        if not _same(old[-back], new[-back]):
            break
        found[len(new) - back] = len(old) - back


def _same(left: Token, right: Token) -> bool:
    return left.key == right.key and (not left.kind or not right.kind or left.kind == right.kind)


def _equal_anywhere(old: Sequence[Token], new: Sequence[Token], found: list[int | None]) -> None:
    used = {index for index in found if index is not None}
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for index, token in enumerate(old):
        if index not in used:
            places[token.key].append(index)
    for at, token in enumerate(new):
        if found[at] is None:
            candidates = places[token.key]
            first = next((index for index in candidates if _same(old[index], token)), None)
            if first is not None:
                candidates.remove(first)
                found[at] = first


def _between_neighbours(old: Sequence[Token], new: Sequence[Token], found: list[int | None]) -> None:
    anchors = _in_order([(at, index) for at, index in enumerate(found) if index is not None])
    used = {index for index in found if index is not None}
    for (at_before, before), (at_after, after) in zip(
        [(-1, -1), *anchors], [*anchors, (len(new), len(old))], strict=True
    ):
        ats = [at for at in range(at_before + 1, at_after) if found[at] is None]
        indexes = [index for index in range(before + 1, after) if index not in used]
        least = 0.0 if len(ats) == len(indexes) else MIN_SIMILARITY_IN_PLACE
        if len(ats) * len(indexes) > _MANY:
            ats, indexes = ats[:_MANY_EACH], indexes[:_MANY_EACH]
        scores = [[similarity(old[index], new[at]) for at in ats] for index in indexes]
        for row, column in _best_in_order(scores, least):
            found[ats[column]] = indexes[row]


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of `pairs` that rises in both numbers (patience sorting)."""
    tails: list[int] = []
    chains: list[list[tuple[int, int]]] = []
    for pair in pairs:
        place = bisect_left(tails, pair[1])
        chain = [*(chains[place - 1] if place else []), pair]
        if place == len(tails):
            tails.append(pair[1])
            chains.append(chain)
        else:
            tails[place] = pair[1]
            chains[place] = chain
    return chains[-1] if chains else []


def _best_in_order(scores: list[list[float]], least: float) -> list[tuple[int, int]]:
    """Pair rows with columns without crossing: as many pairs of at least `least` as can be, of those the best sum."""
    rows, columns = len(scores), len(scores[0]) if scores else 0
    best: list[list[tuple[int, float]]] = [[(0, 0.0)] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            options = [best[row + 1][column], best[row][column + 1]]
            if scores[row][column] >= least:
                count, total = best[row + 1][column + 1]
                options.append((count + 1, total + scores[row][column]))
            best[row][column] = max(options)
    pairs: list[tuple[int, int]] = []
    row = column = 0
    while row < rows and column < columns:
        count, total = best[row + 1][column + 1]
        taken = (count + 1, total + scores[row][column])
        if scores[row][column] >= least and best[row][column] == taken:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _similar_anywhere(old: Sequence[Token], new: Sequence[Token], found: list[int | None]) -> None:
    used = {index for index in found if index is not None}
    ats = [at for at, index in enumerate(found) if index is None]
    indexes = [index for index, token in enumerate(old) if index not in used and token.text is not None]
    if len(ats) * len(indexes) > _MANY:
        return
    scored = [
        (score, index, at)
        for index in indexes
        for at in ats
        if (score := similarity(old[index], new[at])) >= MIN_SIMILARITY_MOVED
    ]
    for _, index, at in sorted(scored, key=lambda match: (-match[0], match[1], match[2])):
        if index not in used and found[at] is None:
            found[at] = index
            used.add(index)
