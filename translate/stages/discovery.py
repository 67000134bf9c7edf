"""Which files are originals, and where their translations lie: `name.en.md` beside `name.zh-Hans.md`."""

import logging
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate.core import content
from translate.core.languages import LANGUAGES, Direction
from translate.core.problem import Problem
from translate.markdown.document import Document
from translate.stages import record, translation_block
from translate.stages.translation_block import TranslationBlock

_log = logging.getLogger(__name__)

CONTENT = (Path("content/issues"), Path("content/pages"))
"""Where originals are looked for when no path is given."""
_SUFFIX = re.compile(rf"(?P<stem>.+)\.(?P<language>{'|'.join(map(re.escape, LANGUAGES))})")


@dataclass(frozen=True, order=True)
class Task:
    """One original and one language to put it into."""

    original: Path
    """The original."""
    translation: Path
    """Where its translation lies or goes."""
    direction: Direction
    """From the original's language into the translation's."""

    @property
    def record(self) -> Path:
        """Where the translation's record lies or goes."""
        return record.path_of(self.translation)

    @property
    def source(self) -> str:
        """BCP 47 code of the original."""
        return self.direction.source

    @property
    def target(self) -> str:
        """BCP 47 code of the translation."""
        return self.direction.target


def language_of(path: Path) -> str | None:
    """Return the language a file's name tells: `en` of `2025-12-01.en.md`."""
    match = _SUFFIX.fullmatch(path.stem)
    return match["language"] if match else None


def sibling(path: Path, language: str) -> Path:
    """Return where the same text in another language lies."""
    match = _SUFFIX.fullmatch(path.stem)
    return path.with_name(f"{match['stem'] if match else path.stem}.{language}{path.suffix}")


def find(paths: Sequence[Path], *, source: str | None, target: str | None) -> tuple[list[Task], list[Problem]]:
    """Find what there is to do.

    Args:
        paths: files and folders; a translation stands for its original, a folder for the originals in it. None given
            means `CONTENT`.
        source: take only originals in this language; also the language of files whose name tells none.
        target: translate only into this language.

    Returns:
        Tasks in the order of their paths, each once, and what is wrong with the paths.
    """
    tasks: set[Task] = set()
    problems: list[Problem] = []
    for path in paths or [folder for folder in CONTENT if folder.is_dir()]:
        if path.is_dir():
            tasks.update(_in_folder(path, source, target, problems))
        elif not path.is_file():
            problems.append(Problem(path, 0, 0, "no such file; expected a Markdown file or a folder. Check the path."))
        elif language_of(path) is None and source is None:
            message = f"the name tells no language; expected `{path.stem}.en.md` or `{path.stem}.zh-Hans.md`."
            problems.append(Problem(path, 0, 0, f"{message} Rename the file, or say --from en or --from zh-Hans."))
        else:
            original = _original(path)
            if isinstance(original, Problem):
                problems.append(original)
            else:
                tasks.update(_tasks(original, language_of(original) or source or "", source, target))
    return sorted(tasks), problems


def _in_folder(folder: Path, source: str | None, target: str | None, problems: list[Problem]) -> Iterator[Task]:
    """List the tasks of the originals below a folder; what is wrong there is added to `problems`."""
    for file in _files(folder, problems):
        language = language_of(file) or source
        if language is None:
            _log.debug("%s: skipped: its name tells no language", file)
        elif not is_translation(file):
            yield from _tasks(file, language, source, target)
        elif not any(sibling(file, other).is_file() for other in LANGUAGES if other != language):
            orphan = _original(file)
            problems += [orphan] if isinstance(orphan, Problem) else []
        else:
            _log.debug("%s: a translation, taken with its original", file)


def is_translation(path: Path) -> bool:
    """Whether a file's front matter has a `translation:` block."""
    data, _ = content.read_bytes(Path(), path)
    return data is not None and _block(data, path) is not None


def _block(data: bytes, path: Path) -> TranslationBlock | None:
    # This is asked of every file of every run, and most originals do not hold the word.
    if translation_block.NAME.encode() not in data:
        return None
    return translation_block.read(Document.parse(data, path)[0])


def _tasks(original: Path, language: str, source: str | None, target: str | None) -> Iterable[Task]:
    if source is not None and language != source:
        _log.debug("%s: skipped: in %s, not in %s", original, language, source)
        return
    for other in LANGUAGES:
        if other != language and target in (None, other):
            yield Task(original, sibling(original, other), Direction(language, other))


def _original(path: Path) -> Path | Problem:
    data, problems = content.read_bytes(Path(), path)
    if data is None:
        return problems[0]
    block = _block(data, path)
    if block is None:
        return path
    language = block.source
    expected = "expected `from: en` or `from: zh-Hans`, the language of the original"
    if language not in LANGUAGES:
        return Problem(path, 0, 0, f"`translation.from` is “{language}”; {expected}. Mend the block.")
    original = sibling(path, language)
    if original == path:
        return Problem(path, 0, 0, f"`translation.from` is the file's own language; {expected}. Mend the block.")
    if not original.is_file():
        found = f"a translation without its original; expected {original.as_posix()}"
        mend = "Restore it, give this file its new name, or delete the `translation:` block to make this the original."
        return Problem(path, 0, 0, f"{found}. {mend}")
    return original


def _files(folder: Path, problems: list[Problem]) -> list[Path]:
    """List the Markdown files below a folder, without following links, which are problems."""
    found: list[Path] = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = [Path(here) / name for name in [*folders, *names] if not name.startswith(".")]
        found += [path for path in paths if path.suffix == ".md" and path.is_file() and not path.is_symlink()]
        problems += [
            Problem(path, 0, 0, "a symbolic link; expected a file of its own. Put the file itself here.")
            for path in paths
            if path.is_symlink()
        ]
    return sorted(found)
