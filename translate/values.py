"""Numbers, dates and amounts, compared by value and not by how they are written."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Value:
    """A quantity, date or number found in a text."""

    start: int
    """0-based code point, marks counted."""
    end: int
    """Exclusive."""
    kind: str
    """number, percent, money, date, ordinal, age, time, phone, decade, century, code, …"""
    text: str
    """As written, without marks."""


@dataclass(frozen=True)
class ValueProblem:
    """A value of one side that has no equal on the other."""

    source: Value | None
    """None for a value that only the target has."""
    target: Value | None
    """None for a value that the target lacks."""
    message: str
    """For people."""
    repaired: bool = False
    """Whether `repair` put it right."""


def find(text: str, language: str) -> list[Value]:
    """Find the values of `text` in order, not overlapping."""
    raise NotImplementedError


def compare(source_text: str, target_text: str, *, source: str, target: str) -> list[ValueProblem]:
    """Compare the values of two texts; empty where each has its equal."""
    raise NotImplementedError


def repair(source_text: str, target_text: str, *, source: str, target: str) -> tuple[str, list[ValueProblem]]:
    """Put values of the target right where that is certain.

    Returns:
        The target, and every problem found in it, `repaired` where it is no longer there.
    """
    raise NotImplementedError
