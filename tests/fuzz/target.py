"""What is done with a file that somebody sent, and what of it is a fault of ours."""

import logging
import re
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from build.content import newsletter
from build.content.model import LANGUAGES, IssuePair
from build.site import feeds, pages, search
from build.site.pages import PageContext
from tests.fuzz.mutation import ROOT, Mutant
from tests.newsletter import CONTENT, NEWSLETTER, SETTINGS
from translate import pipeline
from translate.core import content
from translate.core.deadline import TimeLimitExceeded, time_limit
from translate.core.limits import FILE_SECONDS
from translate.core.problem import Problem
from translate.stages import discovery

_PLACED = re.compile(r"[^:\x00-\x1f\x7f]+:[1-9]\d*:[1-9]\d*: [^\x00-\x1f\x7f]+; expected [^\x00-\x1f\x7f]+")
_OURS = ("build", "translate")


@dataclass(frozen=True)
class Fault:
    """Something that must not happen, whatever the file."""

    step: str
    """What was being done: check, stage, identity, pseudo."""
    kind: str
    """`hang`, `message`, or the name of the exception."""
    place: str
    """Module and line of our code that it came out of; of a message, its file."""
    said: str
    """The exception's message or the problem, shortened."""

    def __str__(self) -> str:
        return f"{self.step}: {self.kind} at {self.place}: {self.said}"


class Project:
    """A small newsletter that is used for one file after another."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("issues/healthcare", "issues/harbour", "pages"):
            (root / "content" / folder).mkdir(parents=True)
        (root / "content/snippets").mkdir()
        (root / "content/snippets/notice.md").write_text("A *notice*.\n", encoding="utf-8")
        shutil.copy(SETTINGS, root)
        shutil.copy(CONTENT / "topics.yml", root / "content")
        shutil.copytree(CONTENT / "images", root / "content/images")
        # It is read again for every file; a few publishers do.
        publishers = (CONTENT / "publishers.yml").read_text(encoding="utf-8").splitlines()
        few = [line for line in publishers if line.endswith("}")][:3]
        (root / "content/publishers.yml").write_text("\n".join(few), encoding="utf-8")
        self.content: newsletter.Newsletter | None = None

    def faults(self, mutant: Mutant, seconds: float = FILE_SECONDS.value) -> list[Fault]:
        """Do with a file all that is done with it, and return what must not have happened.

        Args:
            mutant: the file.
            seconds: the CPU time that each step may take.
        """
        path = self.root / mutant.path
        path.write_bytes(mutant.data)
        other = path.with_name(
            path.name.replace(*(".zh-Hans.", ".en.") if ".zh-" in path.name else (".en.", ".zh-Hans."))
        )
        if mutant.translation:
            shutil.copy(NEWSLETTER / other.relative_to(self.root), other)
        found: list[Fault] = []
        problems: list[Problem] = []
        self.content = None
        try:
            for step in (self._check, self._stage, self._identity, self._pseudo):
                name = step.__name__.strip("_")
                with _noted(name, found, seconds):
                    problems += [problem for problem in step() if problem not in problems]
        finally:
            for file in (path, other):
                file.unlink(missing_ok=True)
        said = [str(problem) for problem in problems]
        found += [
            Fault("check", "message", str(problem.path.name), text[:200])
            for problem, text in zip(problems, said, strict=True)
            if not _PLACED.fullmatch(text)
        ]
        return found

    @property
    def pairs(self) -> tuple[IssuePair, ...]:
        """The issues that the last file left fit to publish."""
        return self.content.pairs if self.content else ()

    def _check(self) -> list[Problem]:
        self.content, problems = newsletter.read(self.root, date(2099, 1, 1))
        return list(problems)

    def _stage(self) -> list[Problem]:
        # Without anything new they are the pages of an empty newsletter.
        if self.content is None or not (self.pairs or self.content.static_pages):
            return []
        for language in LANGUAGES:
            pages.stage(PageContext(self.content.settings, language, self.pairs, self.content.static_pages, {}))
            search.entries(self.pairs, language, self.content.static_pages)
            feeds.write(self.pairs, language, self.content.settings, self.root / "feeds")
        return []

    def _identity(self) -> list[Problem]:
        return self._translate("identity")

    def _pseudo(self) -> list[Problem]:
        return self._translate("pseudo")

    def _translate(self, engine: str) -> list[Problem]:
        folders = [self.root / "content/issues", self.root / "content/pages"]
        with _restored(*folders):
            tasks, _ = discovery.find(folders, source=None, target=None)
            report = pipeline.run(tasks, pipeline.Options(engine=engine))
        return [problem for problem in report.problems if problem.line]


class _Caught(logging.Handler):
    """Keeps the exceptions that `content.isolated` turns into problems."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the exception of a record."""
        if record.exc_info and record.exc_info[1]:
            self.errors.append(record.exc_info[1])


@contextmanager
def _restored(*folders: Path) -> Iterator[None]:
    """Take away what a translation writes."""
    before = {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}
    try:
        yield
    finally:
        for folder in folders:
            for path in folder.rglob("*"):
                if path.is_file() and path not in before:
                    path.unlink()
        for path, data in before.items():
            path.write_bytes(data)


@contextmanager
def _noted(step: str, found: list[Fault], seconds: float) -> Iterator[None]:
    """Note how a step ends that must not end so."""
    logger, caught = logging.getLogger(content.__name__), _Caught()
    level = logger.level
    logger.addHandler(caught)
    logger.setLevel(logging.DEBUG)
    try:
        with time_limit(seconds):
            yield
    except TimeLimitExceeded as error:
        found.append(Fault(step, "hang", _place(error), str(error)))
    except Exception as error:  # noqa: BLE001 -- what the fuzzer is there to find
        found.append(Fault(step, type(error).__name__, _place(error), str(error)[:120]))
    finally:
        logger.removeHandler(caught)
        logger.setLevel(level)
        # The program goes on after these and asks for a report; here is where they are to be found.
        found += [Fault(step, type(error).__name__, _place(error), str(error)[:120]) for error in caught.errors]


def _place(error: BaseException) -> str:
    """Return the last place in our own code that an exception came through."""
    place = "?"
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in _OURS and path.stem != "deadline":
            place = f"{path.relative_to(ROOT).as_posix()}:{frame.lineno}"
    return place


def in_a_folder(work: Callable[[Project], None]) -> None:
    """Run `work` with a project in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        work(Project(Path(folder)))
