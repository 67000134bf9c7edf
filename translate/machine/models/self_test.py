"""Is a model that was just installed worth its place? Thirty sentences of known content, and what became of them.

The engine's first output is looked at for values, names and traps, the layer's for what would be published: a model
that answers nonsense is found out before an issue is. It says nothing about the finer points of a language; public
figures do that (`make models LIST=1`).
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from translate.core.languages import Direction
from translate.language import values
from translate.machine.engine import Decoding, Engine, plain_requests
from translate.machine.fallback import Strategy, translate_units
from translate.markdown.protect import protect

KINDS = ("value", "name", "trap")
"""What a sentence is for."""
_TABLES = {Direction("en", "zh-Hans"): "en_zh", Direction("zh-Hans", "en"): "zh_en"}


@dataclass(frozen=True)
class SelfTestCase:
    """One sentence."""

    kind: str
    """One of `KINDS`."""
    text: str
    """The sentence."""
    has: tuple[str, ...] = ()
    """Regular expressions, each of which the output must hold."""

    def passed(self, output: str, direction: Direction) -> bool:
        """Tell whether an output keeps what the sentence is for."""
        if self.kind == "value":
            return not values.compare(self.text, output, source=direction.source, target=direction.target)
        return all(re.search(pattern, output, re.IGNORECASE) for pattern in self.has)


@dataclass(frozen=True)
class Scorecard:
    """How a model did."""

    name: str
    """Of the engine."""
    passed: Mapping[str, tuple[int, int]]
    """`published` and each kind → (sentences that passed, sentences)."""

    @property
    def shortfalls(self) -> list[str]:
        """What is worse than expected."""
        expected = _data()["expected"]
        return [name for name, (passed, count) in self.passed.items() if passed < expected[name] * count]

    def lines(self) -> list[str]:
        """Return five lines for people."""
        expected = _data()["expected"]
        total = self.passed["published"][1]
        said = {
            "published": "pass the guards",
            "value": "keep their figures and dates",
            "name": "keep their names",
            "trap": "keep negation, direction, order",
        }
        return [
            f"{self.name}: self-test with {total} sentences",
            *(
                f"  {passed:2} of {count} {said[name]}; {_least(expected[name], count)} or more expected"
                for name, (passed, count) in self.passed.items()
            ),
        ]

    def warning(self) -> str:
        """Return what a user is told about a bad model; empty for one as good as expected."""
        if not self.shortfalls:
            return ""
        return (
            f"{self.name} is worse than expected ({', '.join(self.shortfalls)}): much of what it makes would be "
            "refused or would mislead. Use another package; `make models LIST=1` shows how good the pinned ones are."
        )


def cases(direction: Direction) -> tuple[SelfTestCase, ...]:
    """Return the sentences of a direction."""
    return tuple(
        SelfTestCase(row["kind"], row["text"], tuple(row.get("has", ()))) for row in _data()[_TABLES[direction]]
    )


def run(engine: Engine, direction: Direction, chosen: Sequence[SelfTestCase] | None = None) -> Scorecard:
    """Put the sentences through an engine.

    Args:
        engine: what is tested.
        direction: which way.
        chosen: other sentences; None for `cases`.

    Raises:
        EngineError: the engine cannot translate at all.
    """
    tried = cases(direction) if chosen is None else chosen
    asked = plain_requests(case.text for case in tried)
    answers = engine.translate(asked, source=direction.source, target=direction.target, decoding=Decoding())
    outcomes = translate_units([protect(case.text) for case in tried], direction, engine=engine)
    passed = {"published": (sum(one.strategy is not Strategy.SOURCE for one in outcomes), len(tried))}
    for kind in KINDS:
        found = [
            case.passed(answer[0].text, direction)
            for case, answer in zip(tried, answers, strict=True)
            if case.kind == kind
        ]
        passed[kind] = (sum(found), len(found))
    return Scorecard(engine.name, passed)


def _least(share: float, count: int) -> int:
    """Return the smallest number of sentences that is no shortfall."""
    return next(number for number in range(count + 1) if number >= share * count)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "self_test.toml").read_text(encoding="utf-8"))
