"""Numbers, dates and amounts: found in either language, compared by value, put right where that is certain.

`find` reads a text (`english.py`, `chinese.py`), `compare` reports what has no equal on the other side, and `repair`
rewrites a value that stands in the right place with the wrong scale, unit, currency or part of a date.
"""

from translate.language.values.comparison import ValueProblem, compare
from translate.language.values.reading import find, read
from translate.language.values.repair import REPAIRED, repair
from translate.language.values.value import Value

__all__ = ["REPAIRED", "Value", "ValueProblem", "compare", "find", "read", "repair"]
