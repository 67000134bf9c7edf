"""Makes the artifacts that are out of date and puts them into the store; where one is refused, the last one stays."""

import importlib.metadata
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from build.content.model import IssuePair
from build.content.settings import Settings
from build.editions import fonts, store
from build.editions.fonts import FontError
from build.editions.store import Artifact
from translate.core.problem import Problem

_log = logging.getLogger(__name__)

Maker = Callable[[Artifact], tuple[dict[str, bytes], tuple[Problem, ...]]]
"""Makes the files of an edition by suffix, or says what stands against it."""


@dataclass(frozen=True)
class RunResult:
    """What a run did."""

    written: int
    """Editions made."""
    current: int
    """Editions that were up to date."""
    refused: int
    """Editions that could not be made; what lay there before stays."""
    problems: tuple[Problem, ...]
    """Why, sorted."""


def make(kind: str, pairs: tuple[IssuePair, ...], root: Path, settings: Settings, *, volumes: bool = True) -> RunResult:
    """Make the editions of one kind that are missing or out of date.

    Args:
        kind: a key of MAKERS.
        pairs: the issues, newest first.
        root: of the project.
        settings: the newsletter.
        volumes: whether years are made; a year that lacks an issue is none.

    Raises:
        FontError: a font or a tool is missing; the message says what to run.
    """
    opened, tools = MAKERS[kind]
    wanted = [output for output in store.artifacts(kind, pairs) if volumes or not output.is_volume]
    due = []
    for output in wanted:
        why = store.why_out_of_date(output, root, settings, tools())
        _log.debug("%s: %s", output.path, f"made: {why}" if why else "reused")
        due += [output] if why else []
    if not due:
        return RunResult(0, len(wanted), 0, ())
    maker = opened(root, settings)
    problems: set[Problem] = set()
    refused = 0
    for output in due:
        files, found = maker(output)
        if found:
            _log.debug("%s: refused: %s", output.path, "; ".join(problem.message for problem in found))
            refused += 1
            problems |= set(found)
        else:
            store.save(output, root, settings, files, tools())
    return RunResult(len(due) - refused, len(wanted) - len(due), refused, tuple(sorted(problems)))


def _pdf(root: Path, settings: Settings) -> Maker:
    from build.editions.pdf import Typesetter

    typesetter = Typesetter(root, settings)

    def maker(output: Artifact) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
        content, problems = typesetter.set(output)
        return {"pdf": content}, problems

    return maker


def _pdf_tools() -> str:
    return f"{_versions('typst')}, fonts {fonts.identity()[:16]}"


def _mail(_: Path, settings: Settings) -> Maker:
    from build.editions import mail

    return lambda output: (mail.make(output, settings), ())


def _mail_tools() -> str:
    return _versions("css-inline", "Jinja2")


def _epub(root: Path, settings: Settings) -> Maker:
    from build.editions import epub

    def maker(output: Artifact) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
        content, problems = epub.make(output, root, settings)
        return {"epub": content}, problems

    return maker


def _epub_tools() -> str:
    return _versions("Jinja2", "lxml")


def _versions(*packages: str) -> str:
    try:
        return ", ".join(f"{package} {importlib.metadata.version(package)}" for package in packages)
    except importlib.metadata.PackageNotFoundError as error:
        message = f"The package {error.name} is not installed; expected for editions. Run `make pdf` or `make email`."
        raise FontError(message) from error


MAKERS: dict[str, tuple[Callable[[Path, Settings], Maker], Callable[[], str]]] = {
    "pdf": (_pdf, _pdf_tools),
    "mail": (_mail, _mail_tools),
    "epub": (_epub, _epub_tools),
}
"""How to open the production of a kind, and the name of its tools."""
