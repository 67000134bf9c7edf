"""A problem in a file, as people read it: where, what was found, what was expected, what to do."""

from dataclasses import dataclass
from pathlib import Path

from translate.core.characters import escaped


@dataclass(frozen=True, order=True)
class Problem:
    """One thing found in one file, printed as `path:line:column: found; expected. What to do.` and nothing more."""

    path: Path
    """The file, as the user would name it: relative to the project's root where it lies inside."""
    line: int
    """1-based; 0 where the file as a whole is meant."""
    column: int
    """1-based; 0 where the line as a whole is meant."""
    message: str
    """What was found; what was expected. What to do."""

    def __str__(self) -> str:
        place = f"{self.path.as_posix()}:{self.line}:{self.column}" if self.line else self.path.as_posix()
        # File names and quoted text may come from anybody; nothing of them may act on a terminal or in a log.
        return escaped(f"{place}: {self.message}")
