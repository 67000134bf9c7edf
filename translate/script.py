"""Writing systems: what is Han, what is Latin, what is a mark, and which stretches are already translated."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stretch:
    """A run of text in one language within a line that mixes two."""

    start: int
    """0-based code point, marks counted."""
    end: int
    """Exclusive."""


def already(text: str, target: str) -> list[Stretch]:
    """Find stretches of a source text that are already in the target language and stay as they are.

    A bilingual address such as `1172 Jile Road, Minhang District 上海市闵行区季乐路1172号` has one for either direction. Names
    and abbreviations inside a sentence of the other script are not meant.
    """
    raise NotImplementedError
