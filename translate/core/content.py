"""Reads content files safely: what may lie below `content/`, and how its bytes are read. Nothing else opens them.

A pull request can hold more than text files: links that lead out of the checkout, pipes that never end, folders with
the name of a file, a page among the images. Nothing of the kind is opened. Files are listed without following links and
read without waiting, up to a bound.
"""

import logging
import os
import re
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from translate.core import limits
from translate.core.characters import UNSAFE
from translate.core.conflict_markers import conflict_problems
from translate.core.deadline import TimeLimitExceeded, time_limit
from translate.core.limits import Limit
from translate.core.problem import Problem

_LOG = logging.getLogger(__name__)
_Result = TypeVar("_Result")

FOLDER = Path("content")
"""Where content lies, relative to the project's root."""
# What editors and systems leave beside files; it is never read.
_IGNORED = re.compile(r"\..*|.*~|#.*#|Thumbs\.db|desktop\.ini")
# Emacs marks an open file by a link that leads nowhere.
_LOCK = re.compile(r"\.#")
_KINDS = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


@dataclass(frozen=True)
class Place:
    """One kind of file that the content model knows."""

    path: re.Pattern[str]
    """Matches the whole path below `content/`, with `/`."""
    limit: Limit
    """How large such a file may be."""
    example: str
    """Such a path, for messages."""


ISSUES, PAGES, SNIPPETS, IMAGES = (FOLDER / name for name in ("issues", "pages", "snippets", "images"))
PLACES = (
    Place(re.compile(r"issues/[^/]+/[^/]+\.md"), limits.MARKDOWN_FILE, "issues/<edition>/2025-12-01.en.md"),
    Place(re.compile(r"pages/[^/]+\.md"), limits.MARKDOWN_FILE, "pages/about.en.md"),
    Place(
        re.compile(r"(?:issues/[^/]+|pages)/[^/]+\.translation\.yml"),
        limits.RECORD_FILE,
        "pages/about.zh-Hans.translation.yml",
    ),
    Place(re.compile(r"snippets/(?:[^/]+/)*[^/]+\.md"), limits.SNIPPET_FILE, "snippets/notice.md"),
    Place(re.compile(r"images/(?:[^/]+/)*[^/]+\.(?i:png|jpe?g|gif|webp|avif|svg)"), limits.IMAGE_FILE, "images/x.png"),
    Place(re.compile(r"memory/[^/]+\.(?:tsv|journal)"), limits.MEMORY_FILE, "memory/en.zh-Hans.tsv"),
    Place(re.compile(r"glossary\.csv|(?:topics|publishers)\.yml"), limits.VOCABULARY_FILE, "topics.yml"),
)
"""Everything that may lie below `content/`."""
_FOLDERS = re.compile(r"issues(?:/[^/]+)?|pages|snippets(?:/.+)?|images(?:/.+)?|memory")


def walk(root: Path, folder: Path = FOLDER) -> tuple[list[Path], list[Problem]]:
    """List the files of the content model below `folder`, without following a link or opening anything.

    Args:
        root: the project's root.
        folder: `content` or a folder below it, relative to `root`.

    Returns:
        The files, relative to `root`, sorted, and a problem for everything else that lies there.
    """
    files: list[Path] = []
    problems: list[Problem] = []
    folders = [folder] if os.path.lexists(root / folder) else []
    while folders:
        here = folders.pop()
        if here != FOLDER and not stat.S_ISDIR((root / here).lstat().st_mode):
            problems.append(Problem(here, 0, 0, _unfit((root / here).lstat().st_mode, "a folder")))
            continue
        for entry in sorted(os.scandir(root / here), key=lambda entry: os.fsencode(entry.name)):
            path = here / entry.name
            mode = entry.stat(follow_symlinks=False).st_mode
            if _is_ignored(entry.name, mode):
                continue
            fault = _fault(path, mode)
            if fault:
                problems.append(Problem(path, 0, 0, fault))
            elif stat.S_ISDIR(mode):
                folders.append(path)
            else:
                files.append(path)
    return sorted(files), sorted(problems)


def _is_ignored(name: str, mode: int) -> bool:
    """Tell whether editors and systems leave such a file beside others."""
    is_plain = stat.S_ISREG(mode) or stat.S_ISDIR(mode)
    return bool(_IGNORED.fullmatch(name) and (is_plain or _LOCK.match(name)))


def _fault(path: Path, mode: int) -> str:
    """Return why a path is neither a content file nor a folder of them, as the message of a problem; else nothing."""
    inside = path.relative_to(FOLDER).as_posix()
    if UNSAFE.search(path.name):
        return "the name holds a hidden character; expected letters, digits, `.`, `-` and `_`. Rename it."
    if stat.S_ISDIR(mode) and _FOLDERS.fullmatch(inside) and not _is_known(inside):
        return ""
    if not stat.S_ISREG(mode):
        return _unfit(mode)
    return (
        ""
        if _is_known(inside)
        else f"no content file; expected such as {_examples(inside)}. Move, rename or remove it."
    )


def read_bytes(root: Path, path: Path, limit: Limit | None = None) -> tuple[bytes | None, list[Problem]]:
    """Read a file that is one: no link, no pipe, no folder, and no more than the bound of its place.

    Args:
        root: the project's root.
        path: the file, relative to `root` or absolute; problems name it so.
        limit: how large it may be; by default that of its place below `content/`, or of a Markdown file elsewhere.

    Returns:
        Its bytes, None where it must not or cannot be read, and why.
    """
    limit = limit or limit_of(path)
    # Without O_NONBLOCK opening a pipe waits for its other end; both flags are missing on Windows, which has neither.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        mode = (root / path).lstat().st_mode
        if not stat.S_ISREG(mode):
            return None, [Problem(path, 0, 0, _unfit(mode))]
        with os.fdopen(os.open(root / path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None, [Problem(path, 0, 0, _unfit(os.fstat(file.fileno()).st_mode))]
            data = file.read(limit.value + 1)
    except OSError as error:
        found = f"cannot be read ({error.strerror}); expected a readable file. Check it and its permissions."
        return None, [Problem(path, 0, 0, found)]
    if len(data) > limit.value:
        found = f"more than {limit.value} {limit.unit}; expected at most that ({limit.reason}). Make it smaller."
        return None, [Problem(path, 0, 0, found)]
    problems = _conflicts(data, path)
    return (None, problems) if problems else (data, [])


def _conflicts(data: bytes, path: Path) -> list[Problem]:
    """Report a merge that is not finished: no reader takes such a file for what anybody wrote.

    A memory is read line by line all the same, since each of its lines stands for itself.
    """
    if path.suffix not in (".md", ".yml", ".csv"):
        return []
    return conflict_problems(data.decode("utf-8-sig", "surrogateescape"), path, markdown=path.suffix == ".md")


def unfinished_merges(root: Path, paths: Iterable[Path]) -> list[Problem]:
    """Find what git left in the tables among content files, which no reader of issues and pages opens.

    Args:
        root: the project's root.
        paths: content files, relative to `root`.
    """
    problems: list[Problem] = []
    for path in paths:
        if path.suffix in (".csv", ".tsv"):
            data, found = read_bytes(root, path)
            problems += found
            problems += conflict_problems((data or b"").decode("utf-8", "surrogateescape"), path)
    return problems


def limit_of(path: Path) -> Limit:
    """Return how large a file may be."""
    parts = path.parts
    inside = "/".join(parts[parts.index(FOLDER.name) + 1 :]) if FOLDER.name in parts else ""
    return next((place.limit for place in PLACES if place.path.fullmatch(inside)), limits.MARKDOWN_FILE)


def _is_known(inside: str) -> bool:
    return any(place.path.fullmatch(inside) for place in PLACES)


def _unfit(mode: int, expected: str = "a file of its own") -> str:
    kind = _KINDS.get(stat.S_IFMT(mode), "a file" if stat.S_ISREG(mode) else "no file")
    return f"{kind}; expected {expected}. Put the real one here."


def _examples(inside: str) -> str:
    top = inside.partition("/")[0]
    same = [place.example for place in PLACES if place.example.startswith(f"{top}/")]
    return ", ".join(f"content/{example}" for example in same or [place.example for place in PLACES])


def isolated(
    path: Path, read: Callable[[], tuple[_Result | None, list[Problem]]]
) -> tuple[_Result | None, list[Problem]]:
    """Read one file so that whatever goes wrong in it is a problem of that file, and all others are still read.

    A mistake that we foresaw has a message of its own, with line and column. This is for what nobody foresaw: it must
    not hide the problems of other files, and its traceback means nothing to a contributor.

    Args:
        path: how the problem names the file.
        read: reads it; returns what it holds and its problems.
    """
    try:
        with time_limit(limits.FILE_SECONDS.value):
            return read()
    except TimeLimitExceeded as error:
        found = f"{error} to read; expected a text like the others of this folder. Simplify what was changed last."
        return None, [Problem(path, 1, 1, found)]
    except Exception as error:  # noqa: BLE001 -- the point of this function
        _LOG.debug("reading %s failed", path, exc_info=True)
        found = f"reading it failed ({type(error).__name__}); expected text as in the other files of this folder."
        mend = "Undo what was changed last, and report this as a fault of the program."
        return None, [Problem(path, 1, 1, f"{found} {mend}")]


def in_folder(paths: Iterable[Path], folder: Path, suffix: str) -> list[Path]:
    """Return those of `paths` that lie below `folder` and end in `suffix`."""
    return [path for path in paths if path.is_relative_to(folder) and path.suffix == suffix]
