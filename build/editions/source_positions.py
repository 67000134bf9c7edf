"""Source positions: the file and line that a character came from which the PDF's fonts cannot show."""

from collections.abc import Iterable
from pathlib import Path

from build.content.model import IssuePair
from translate.core.problem import Problem

_SHARED = ("content/publishers.yml", "content/topics.yml", "mkdocs.yml")


def find(needle: str, pairs: Iterable[IssuePair], root: Path, message: str) -> tuple[Problem, ...]:
    """Report `needle` at its first place in every content file that has it.

    Args:
        needle: what is at fault: a character or an address.
        pairs: the issues whose files are searched, after them the vocabulary.
        root: of the project.
        message: what to say of it.

    Returns:
        At least one problem; without a line, and of the first issue, where no file has `needle` in so many letters.
    """
    paths = [issue.path for pair in pairs for issue in pair.issues]
    found: list[Problem] = []
    for path in (*dict.fromkeys(paths), *map(Path, _SHARED)):
        place = _place(needle, root / path)
        if place:
            found.append(Problem(path, *place, message))
    return tuple(found) or (Problem(paths[0], 0, 0, message),)


def _place(needle: str, path: Path) -> tuple[int, int] | None:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    for number, line in enumerate(lines, start=1):
        column = line.find(needle)
        if column >= 0:
            return number, column + 1
    return None
