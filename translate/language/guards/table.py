"""Is this output fit to publish? One function per way in which machine output fails.

Each guard sees the same `GuardInput` and says what it found; the table here is all there is. A guard judges the target
against the source: what the source does itself (repeat, stay unbalanced, hold Latin names) it may do as well. Bounds
were learned on human translations (TICO-19, NTREX-128, FLORES-200; `make evaluate-guards`).
"""

from collections.abc import Callable, Iterator, Sequence

from translate.language import glossary as terms
from translate.language import values
from translate.language.glossary import Glossary
from translate.language.guards import (
    characters,
    concepts,
    extent,
    leftovers,
    markup,
    meaning,
    punctuation,
    sentences,
)
from translate.language.guards.case import Finding, GuardInput
from translate.language.names import comparison as names
from translate.markdown.marks import Mark


def _term(case: GuardInput) -> Iterator[str]:
    if case.glossary:
        for match in terms.missing(
            case.source_text, case.target_text, case.glossary, source=case.source, target=case.target
        ):
            yield f"`{match.term.form(case.source)}` should be `{match.target}`"


def _value(case: GuardInput) -> Iterator[str]:
    for problem in values.compare(
        case.source_text, case.target_text, source=case.source, target=case.target, glossary=case.glossary
    ):
        yield problem.message


GUARDS: dict[str, Callable[[GuardInput], Iterator[str]]] = {
    "empty": characters.empty,
    "control": characters.control,
    "garbage": characters.garbage,
    "marks": markup.marks,
    "nesting": markup.nesting,
    "link": markup.link,
    "conflict": leftovers.conflict,
    "already": leftovers.already_translated,
    "echo": leftovers.echo,
    "left": leftovers.source_words,
    "cutoff": extent.broken_off,
    "loop": extent.loop,
    "clause": extent.clause_twice,
    "length": extent.length,
    "script": characters.other_script,
    "balance": punctuation.balance,
    "negation": meaning.negation,
    "opposite": meaning.opposite,
    "report": meaning.report,
    "omission": concepts.lost,
    "addition": sentences.invented,
    "term": _term,
    "value": _value,
    "name": names.names,
}
"""Every guard by name, cheap ones first."""

DOUBTS: dict[str, Callable[[GuardInput], Iterator[str]]] = {
    "length": extent.length_deviation,
    "quotation": punctuation.quotation,
    "negation": meaning.negation_difference,
    "direction": meaning.direction_lost,
    "lost": concepts.lost_one,
    "added": concepts.added,
}
"""What is mistaken too often to refuse, and still says where to look first."""


def check(
    source_text: str,
    target_text: str,
    *,
    source: str,
    target: str,
    glossary: Glossary | None = None,
    marks: Sequence[Mark] = (),
) -> list[Finding]:
    """Run every guard; empty where the target may be published.

    Args:
        source_text: with marks.
        target_text: with marks.
        source: BCP 47 code of the source.
        target: BCP 47 code of the target.
        glossary: terms to hold; None holds none.
        marks: what the marks stand for; without it they are only counted.
    """
    case = GuardInput(source_text, target_text, source, target, glossary, marks)
    return [Finding(name, message) for name, guard in GUARDS.items() for message in guard(case)]


def doubts(
    source_text: str,
    target_text: str,
    *,
    source: str,
    target: str,
    glossary: Glossary | None = None,
    marks: Sequence[Mark] = (),
) -> list[Finding]:
    """Say what is doubtful; none of it refuses the target. The arguments are those of `check`."""
    case = GuardInput(source_text, target_text, source, target, glossary, marks)
    return [Finding(name, message) for name, doubt in DOUBTS.items() for message in doubt(case)]
