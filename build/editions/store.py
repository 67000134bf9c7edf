"""The artifact store: which artifacts there should be, which are up to date, and which the site offers.

Editions lie below `.cache/editions`, each with a small record of what it was made from. An edition is up to date when a
digest of all its inputs (the issues, the newsletter's names, images, the code and templates of this package) is the one
in its record. The typesetter need not be installed to tell, so `make site` can offer what `make pdf` made.
"""

import hashlib
import json
import logging
import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from build.content.model import LANGUAGES, Download, Issue, IssuePair, Language
from build.content.settings import Settings
from build.editions.strings import text
from build.files import write_atomically

_log = logging.getLogger(__name__)

STORE = Path(".cache/editions")
BILINGUAL = "bilingual"
KINDS = {"pdf": "pdf", "mail": "html", "epub": "epub"}
"""Suffix of the file that readers get, by kind of edition."""
_BUILD = Path(__file__).parents[1]
_CODE = (
    "editions/*.py",
    "templates/typst/*",
    "templates/mail/*",
    "templates/epub/*",
    "content/dates.py",
    "content/strings.py",
    "content/wording.py",
)


@dataclass(frozen=True)
class Artifact:
    """One edition that there should be."""

    kind: str
    """A key of KINDS."""
    edition: str
    """Slug of the series."""
    slug: str
    """First day of an issue, or a year."""
    language_set: str
    """BCP 47 code, or `bilingual`."""
    pairs: tuple[IssuePair, ...]
    """What is in it, in the order of pages."""

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages it shows."""
        return tuple(language for language in LANGUAGES if self.language_set in (language.code, BILINGUAL))

    @property
    def is_volume(self) -> bool:
        """Whether it holds a year."""
        return len(self.slug) == 4

    @property
    def name(self) -> str:
        """File name without suffix."""
        return f"{self.edition}-{self.slug}.{self.language_set}"

    @property
    def path(self) -> Path:
        """Where it lies, relative to the project's root."""
        return STORE / self.kind / self.edition / self.slug / f"{self.name}.{KINDS[self.kind]}"

    @property
    def uri(self) -> str:
        """Where readers find it, relative to the root of the whole site: beside its issue, or beside all of them."""
        folder = self.edition if self.is_volume else f"{self.edition}/{self.slug}"
        return f"{folder}/{self.name}.{KINDS[self.kind]}"


def artifacts(kind: str, pairs: Iterable[IssuePair]) -> tuple[Artifact, ...]:
    """Return the editions of one kind that there should be of `pairs`, which are newest first.

    An issue has an edition in each language it exists in and a bilingual one, which says so where a language is
    missing. A year has all three as PDF and one in each language as EPUB; mails are made of issues only.
    """
    found: list[Artifact] = []
    years: dict[tuple[str, int], list[IssuePair]] = defaultdict(list)
    for pair in pairs:
        edition, slug = pair.original.key
        years[edition, pair.original.start.year].insert(0, pair)
        if kind != "epub":
            tongues = [language.code for language in LANGUAGES if pair.in_(language)]
            found += [Artifact(kind, edition, slug, language_set, (pair,)) for language_set in (*tongues, BILINGUAL)]
    if kind != "mail":
        tongues = [language.code for language in LANGUAGES] + ([BILINGUAL] if kind == "pdf" else [])
        for (edition, year), issues in years.items():
            found += [Artifact(kind, edition, str(year), language_set, tuple(issues)) for language_set in tongues]
    return tuple(found)


def digest(output: Artifact, settings: Settings) -> str:
    """Identify everything that an edition is made from, but for the tools that make it."""
    hashed = hashlib.sha256(_code().encode())
    names = (settings.name, settings.tagline, settings.licence, settings.site_url, sorted(settings.people.items()))
    hashed.update(json.dumps([output.kind, output.language_set, [str(name) for name in names]]).encode())
    for pair in output.pairs:
        for issue in pair.issues:
            hashed.update(_facts_digest(issue).encode())
    return hashed.hexdigest()


def why_out_of_date(output: Artifact, root: Path, settings: Settings, tools: str = "") -> str:
    """Say why an edition is to be made again; empty where it is up to date.

    Args:
        output: the edition.
        root: of the project.
        settings: the newsletter.
        tools: what would make it; empty where that does not matter.
    """
    record, path = _record(output, root), root / output.path
    if not record or not path.is_file():
        return "it is missing"
    if record.get("inputs") != digest(output, settings):
        return "its inputs changed"
    if tools and record.get("tools") != tools:
        return "it was made by other tools"
    return "" if path.stat().st_size == record.get("size") else "it is not as it was made"


def save(output: Artifact, root: Path, settings: Settings, files: dict[str, bytes], tools: str) -> None:
    """Lay an edition in the store: `files` by suffix, then its record, so that a killed run leaves no false record."""
    path = root / output.path
    for suffix, content in files.items():
        write_atomically(path.with_name(f"{output.name}.{suffix}"), content)
    record = {
        "inputs": digest(output, settings),
        "tools": tools,
        "size": len(files[KINDS[output.kind]]),
        "sha256": hashlib.sha256(files[KINDS[output.kind]]).hexdigest(),
    }
    write_atomically(_record_path(output, root), f"{json.dumps(record, indent=1)}\n".encode())


def ready(pairs: Iterable[IssuePair], root: Path, settings: Settings) -> tuple[Artifact, ...]:
    """Return the editions that are up to date, in the order in which readers are offered them."""
    known = tuple(pairs)
    if not (root / STORE).is_dir():
        return ()
    found = []
    for output in (output for kind in KINDS for output in artifacts(kind, known)):
        why = why_out_of_date(output, root, settings)
        _log.debug("%s: %s", output.path, f"not offered: {why}" if why else "offered")
        found += [] if why else [output]
    return tuple(found)


def downloads(
    offered: Iterable[Artifact], root: Path, language: Language
) -> dict[tuple[str, str], tuple[Download, ...]]:
    """Return what readers of `language` can take away: by edition and slug, which is a year for volumes."""
    found: dict[tuple[str, str], list[Download]] = defaultdict(list)
    for output in offered:
        language_set = text(f"language.{output.language_set}", language)
        label = text(f"label.{output.kind}", language, language_set=language_set)
        found[output.edition, output.slug].append(Download(label, output.uri, (root / output.path).stat().st_size))
    return {key: tuple(entries) for key, entries in found.items()}


def publish(offered: Iterable[Artifact], root: Path, site_dir: Path) -> None:
    """Copy editions into a site that is being built."""
    for output in offered:
        target = site_dir / output.uri
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / output.path, target)


def hint(pairs: Iterable[IssuePair], offered: Iterable[Artifact]) -> str:
    """Say in one line which editions a site lacks and what to run; empty where it lacks none."""
    known, here = tuple(pairs), set(offered)
    commands = {"pdf": "make pdf", "mail": "make email", "epub": "make epub"}
    lacking = {kind: sum(output not in here for output in artifacts(kind, known)) for kind in KINDS}
    parts = [
        f"{count} {kind.upper() if kind != 'mail' else kind} (`{commands[kind]}`)"
        for kind, count in lacking.items()
        if count
    ]
    return f"Editions not made or out of date, so the site does not offer them: {', '.join(parts)}." if parts else ""


def _record_path(output: Artifact, root: Path) -> Path:
    return (root / output.path).with_name(f"{output.name}.json")


def _record(output: Artifact, root: Path) -> dict[str, object]:
    try:
        record = json.loads(_record_path(output, root).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


@cache
def _code() -> str:
    hashed = hashlib.sha256()
    for path in sorted(path for pattern in _CODE for path in _BUILD.glob(pattern)):
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


@cache
def _facts_digest(issue: Issue) -> str:
    """Identify what an issue says and shows: its images are part of it, each with the digest of its bytes."""
    facts = asdict(issue) | {"path": issue.path.as_posix()}
    return hashlib.sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()
