"""Is this output fit to publish? One function per way in which machine output fails."""

from collections.abc import Sequence
from dataclasses import dataclass

from translate.glossary import Glossary
from translate.protect import Mark


@dataclass(frozen=True)
class Finding:
    """Why a translation should not be published."""

    guard: str
    """Name of the guard: loop, echo, empty, length, script, marks, nesting, link, balance, term, value, control, garbage."""
    message: str
    """For people."""


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
    raise NotImplementedError
