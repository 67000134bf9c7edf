"""What a value is: the result of reading a number, date or amount in either language."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal["number", "ordinal", "date", "time", "phone", "code", "decade", "weekday", "vague"]
Bound = Literal["", "about", "over", "under"]


@dataclass(frozen=True)
class Value:
    """A quantity, date or number found in a text. A range is two values."""

    start: int
    """0-based code point, marks counted."""
    end: int
    """Exclusive."""
    text: str
    """As written, without marks."""
    kind: Kind
    """What sort of value; percentages, money and measures are numbers with a unit."""
    number: Fraction = Fraction(0)
    """The value: 55.51 billion is 55510000000, 70% is 70, a decade its first year, a time its minutes after midnight,
    a weekday 1 (Monday) to 7. Unused for dates, codes and phones."""
    unit: str = ""
    """Canonical unit (`units.py`), empty where none is known."""
    bound: Bound = ""
    """How exact the writer is: about 70%, over 500, nearly or at most 500."""
    when: tuple[int, int, int] = (0, 0, 0)
    """Year, month, day of a date, 0 for what is not said."""
    opaque: str = ""
    """What is compared of a phone (its digits) and of a code (its letters and digits)."""
    also: tuple[Fraction, ...] = ()
    """Other readings that are as good: the 10 of `10-15万` may be 100000."""
    strict: bool = True
    """Must have its equal in the other language. Not strict: numerals that are often no number at all (one, 一)."""
    counted: bool = False
    """Whether things are counted (`counting.py`), so that no unit of measure can belong to it."""
