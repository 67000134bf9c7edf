"""A second engine that reads after the first: it mends what the guards refused, or says where it would say otherwise.

Repair: units without a publishable translation, or with a doubtful one, go to a second engine together with the reason
in words; what it makes passes the same guards or does not count. Second opinion: how much a second engine disagrees
with a translation, 0 to 1, and in one sentence how; it refuses nothing, it tells people where to look first.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol, runtime_checkable

from translate.core.languages import Direction
from translate.language import risk
from translate.machine.engine import Decoding, Engine, Opinion, Repairs, SegmentContext, plain_requests
from translate.machine.fallback import Outcome, Strategy, translate_units
from translate.markdown.protect import Protected


@runtime_checkable
class Comparing(Protocol):
    """An engine that can read a translation beside its source."""

    def compare(self, pairs: Sequence[tuple[str, str]], direction: Direction) -> list[Opinion]:
        """Say of each (source, translation) whether they say the same.

        Raises:
            EngineError: the engine cannot be reached.
        """


def repair(
    units: Sequence[Protected],
    outcomes: Sequence[Outcome],
    direction: Direction,
    *,
    engine: Engine,
    contexts: Sequence[SegmentContext] | None = None,
    risky: Callable[[Protected, Outcome], bool] | None = None,
    **options: Any,
) -> tuple[list[Outcome], Repairs]:
    """Send what was refused, or is risky, to a second engine.

    Args:
        units: as for `translate_units`.
        outcomes: what the first engine came to, one per unit.
        direction: from the units' language into the other.
        engine: the second one.
        contexts: what stands around each unit.
        risky: whether a translation that passed is to be made again all the same; the new one takes its place only
            where it passes as well.
        options: `glossary`, `decoding` and `accept` of `translate_units`.

    Returns:
        The outcomes, those repaired in their places with the second engine's name and the earlier findings, and how
        many there were.

    Raises:
        EngineError: the second engine cannot translate at all.
    """
    chosen = [
        at
        for at, (unit, outcome) in enumerate(zip(units, outcomes, strict=True))
        if outcome.strategy is Strategy.SOURCE or (risky is not None and risky(unit, outcome))
    ]
    if not chosen:
        return list(outcomes), Repairs()
    chosen_contexts = [
        replace(
            contexts[at] if contexts is not None else SegmentContext(),
            findings=outcomes[at].findings,
            earlier="" if outcomes[at].strategy is Strategy.SOURCE else _plain(outcomes[at].protected.text),
        )
        for at in chosen
    ]
    made = translate_units([units[at] for at in chosen], direction, engine=engine, contexts=chosen_contexts, **options)
    found = list(outcomes)
    repaired = 0
    for at, outcome in zip(chosen, made, strict=True):
        before = outcomes[at]
        if outcome.strategy is not Strategy.SOURCE:
            repaired += 1
            found[at] = replace(outcome, findings=before.findings + outcome.findings)
        elif before.strategy is Strategy.SOURCE:
            found[at] = replace(before, findings=tuple(dict.fromkeys(before.findings + outcome.findings)))
    return found, Repairs(len(chosen), repaired)


def opinions(pairs: Sequence[tuple[str, str]], direction: Direction, *, engine: Engine) -> list[Opinion]:
    """Return what a second engine thinks of translations.

    An engine that can compare is asked; the own translation of any other is compared, by n-grams of characters.

    Args:
        pairs: (source, translation), without marks.
        direction: from the sources' language into the other.
        engine: the second one.

    Raises:
        EngineError: it cannot be reached.
    """
    if not pairs:
        return []
    if isinstance(engine, Comparing):
        return engine.compare(pairs, direction)
    asked = plain_requests(source for source, _ in pairs)
    drafts = engine.translate(asked, source=direction.source, target=direction.target, decoding=Decoding())
    return [
        Opinion(risk.disagreement(target, draft[0].text), f"the second engine says “{_short(draft[0].text)}”")
        for (_, target), draft in zip(pairs, drafts, strict=True)
    ]


def _plain(text: str) -> str:
    return "".join(char for char in text if not "\ue000" <= char <= "\uf8ff")


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
