"""Guards of what a sentence says: negation, opposites, who said it."""

from collections.abc import Iterator, Mapping

from translate.language.guards.case import GuardInput
from translate.language.guards.extent import length_deviations
from translate.language.guards.words import WordList, count, opposites, word_lists

_SHORTER = -0.8
"""Standard deviations of length by which a sentence is shorter that lost who said it: measured on real output."""


def negation(case: GuardInput) -> Iterator[str]:
    """Find sure negations of the source without any in the target; into English also such as the source has not."""
    source, target = word_lists()["negation"][case.source], word_lists()["negation"][case.target]
    lost = source.sure.search(case.ours)
    # Into English several negations often become one: 不仅没有…也不会….
    least = 1 if case.target == "en" else count(source.sure, case.ours)
    if lost and count(target.possible, case.theirs) < least:
        yield f"`{lost[0]}` is not negated in the translation"
    added = target.sure.search(case.theirs)
    # Chinese negates where English has other words: 不同于, 不得不, 不可思议.
    if case.target == "en" and added and not source.possible.search(case.ours):
        yield f"`{added[0]}` is not in the source"


def negation_difference(case: GuardInput) -> Iterator[str]:
    """Doubt a translation that has fewer negations than the source, or more."""
    lost, added = negations_lost(case), negations_added(case)
    if lost:
        yield f"the source has {lost} more {'negations' if lost > 1 else 'negation'} than the translation"
    if added:
        yield f"the translation has {added} more {'negations' if added > 1 else 'negation'} than the source"


def negations_lost(case: GuardInput) -> int:
    """Return how many sure negations of the source are more than anything the target may negate with."""
    ours, theirs = _count(case, "negation", lost=True)
    return max(0, ours - theirs)


def negations_added(case: GuardInput) -> int:
    """Return how many sure negations of the target are more than anything the source may negate with."""
    ours, theirs = _count(case, "negation", lost=False)
    return max(0, theirs - ours)


def _count(case: GuardInput, name: str, *, lost: bool) -> tuple[int, int]:
    """Count sure words of one side and possible ones of the other: of the source and the target."""
    source, target = word_lists()[name][case.source], word_lists()[name][case.target]
    if lost:
        return count(source.certain, case.ours), count(target.possible, case.theirs)
    return count(source.possible, case.ours), count(target.sure, case.theirs)


def _first(text: str, words: WordList) -> str:
    match = words.certain.search(text)
    return match[0] if match else ""


def report(case: GuardInput) -> Iterator[str]:
    """Find a report (`she said`, `according to`) that became a statement."""
    ours, theirs = _count(case, "report", lost=True)
    if ours and not theirs and length_deviations(case) < _SHORTER:
        yield f"`{_first(case.ours, word_lists()['report'][case.source])}` is missing: a report became a statement"


def opposite(case: GuardInput) -> Iterator[str]:
    """Find a word that became its opposite: the target lacks one of the source, and has one too many of the other."""
    for name, one, other in opposites():
        for said, contrary in ((one, other), (other, one)):
            word = _became(case, said, contrary)
            if word:
                yield f"`{_first(case.ours, said[case.source])}` became `{word}` ({name})"


def _became(case: GuardInput, said: Mapping[str, WordList], contrary: Mapping[str, WordList]) -> str:
    ours = count(said[case.source].certain, case.ours)
    if not ours:
        return ""
    theirs = count(contrary[case.target].certain, case.theirs)
    if theirs <= count(contrary[case.source].possible, case.ours):
        return ""
    return _first(case.theirs, contrary[case.target]) if count(said[case.target].possible, case.theirs) < ours else ""


def direction_lost(case: GuardInput) -> Iterator[str]:
    """Doubt a translation that has nothing of a pair of opposites where the source has one."""
    for name, one, other in opposites():
        for said, contrary in ((one, other), (other, one)):
            if said[case.source].certain.search(case.ours) and not (
                said[case.target].possible.search(case.theirs) or contrary[case.target].possible.search(case.theirs)
            ):
                yield f"`{_first(case.ours, said[case.source])}` has nothing like it in the translation ({name})"
