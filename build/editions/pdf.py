"""PDF editions with Typst: tagged, PDF/UA-1 and PDF/A-2a at once, the same bytes wherever they are made.

Texts reach the template as JSON, never as markup. Only the fonts of `build.editions.fonts` are seen. The standards are
always asked for: without them a character that no font has would become an empty box in silence.
"""

import hashlib
import importlib.metadata
import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from build.editions import fonts, places
from build.editions.document import Edited, data, image_path
from build.editions.shelf import SHELF, Output
from build.files import write_atomically
from build.model import Issue, IssuePair
from build.settings import Settings
from translate.problem import Problem

FONTS = Path(".cache/fonts")
_TEMPLATE = Path(__file__).parents[1] / "templates" / "typst" / "edition.typ"
_STAGE = SHELF / "stage"
_TYPES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"RIFF": "webp", b"<svg": "svg", b"<?xm": "svg"}


class Typesetter:
    """Sets many editions; loading fonts costs more than a short edition."""

    def __init__(self, root: Path, settings: Settings) -> None:
        """Load typesetter and fonts.

        Raises:
            FontError: one is missing; the message says what to run.
        """
        try:
            import typst
        except ImportError as error:
            message = "The package typst is not installed; expected for PDF. Run `make pdf`."
            raise fonts.FontError(message) from error
        self.root = root
        self.settings = settings
        self.fonts = fonts.prepare(root / FONTS)
        self.stage = root / _STAGE
        (self.stage / "images").mkdir(parents=True, exist_ok=True)
        self._compiler = typst.Compiler(
            root=str(self.stage),
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(self.fonts)]
            ),
            ignore_system_fonts=True,
        )
        self._template = _TEMPLATE.read_bytes()

    def set(self, output: Output) -> tuple[bytes, tuple[Problem, ...]]:
        """Return one edition as PDF, or nothing and the problems that stand against it."""
        import typst

        staged: dict[str, tuple[Issue, str]] = {}
        document = data(
            Edited(output.pairs, output.languages, int(output.slug) if output.is_volume else 0),
            self.settings,
            lambda issue, address: self._picture(issue, address, staged),
        )
        problems = [*self._unset(document, output), *self._missing(staged)]
        if problems:
            return b"", tuple(problems)
        year, month, day = document["date"]
        try:
            pdf = self._compiler.compile(
                input=self._template,
                format="pdf",
                sys_inputs={"data": json.dumps(document, ensure_ascii=False)},
                pdf_standards=["a-2a", "ua-1"],
                timestamp=datetime.combine(datetime(year, month, day, tzinfo=UTC), time(), UTC),
            )
        except typst.TypstError as error:
            broken = [problem for name, place in staged.items() for problem in self._broken(name, *place)]
            if broken:
                return b"", tuple(broken)
            message = (
                f"{error.message}; expected text that can be set. Mend the text, or report this to the developers."
            )
            return b"", (Problem(output.pairs[0].original.path, 0, 0, message),)
        if not isinstance(pdf, bytes):
            raise TypeError("Typst returned pages; expected one PDF.")
        return pdf, ()

    def _unset(self, document: dict[str, Any], output: Output) -> Iterator[Problem]:
        """Find characters without a glyph before the typesetter does, which knows no line of ours."""
        for char in sorted(fonts.missing(_texts(document), self.fonts)):
            name = unicodedata.name(char, "unnamed")
            message = (
                f"“{char}” (U+{ord(char):04X} {name}) is in no font of the PDF editions; expected a character that "
                "Noto Serif SC, Noto Sans SC or Source Serif has. Write it in words, or use another sign."
            )
            yield from places.find(char, output.pairs, self.root, message)

    def _picture(self, issue: Issue, address: str, staged: dict[str, tuple[Issue, str]]) -> str:
        path = image_path(self.root, issue, address)
        content = path.read_bytes() if path.is_file() else b""
        kind = _TYPES.get(content[:4], "") or _TYPES.get(content[:3], "")
        name = f"{hashlib.sha256(content).hexdigest()[:32]}.{kind}" if kind else f"missing-{len(staged)}"
        if kind:
            write_atomically(self.stage / "images" / name, content)
        staged.setdefault(name, (issue, address))
        return name

    def _missing(self, staged: dict[str, tuple[Issue, str]]) -> Iterator[Problem]:
        for name, (issue, address) in staged.items():
            if name.startswith("missing-"):
                exists = image_path(self.root, issue, address).is_file()
                found = "is no PNG, JPEG, GIF, WebP or SVG" if exists else "does not exist"
                yield self._image_problem(issue, address, found)

    def _broken(self, name: str, issue: Issue, address: str) -> Iterator[Problem]:
        """Set one image alone to see whether it is at fault."""
        import typst

        source = f'#set document(title: "-")\n#image("/images/{name}", alt: "-")'
        try:
            self._compiler.compile(input=source.encode(), format="pdf", sys_inputs=None, pdf_standards=["a-2a", "ua-1"])
        except typst.TypstError as error:
            yield self._image_problem(issue, address, f"cannot be shown, {error.message}")

    def _image_problem(self, issue: Issue, address: str, found: str) -> Problem:
        message = f"the image `{address}` {found}; expected a whole picture below content/images. Replace the file."
        return places.find(address, (IssuePair((issue,)),), self.root, message)[0]


def tools() -> str:
    """Name the typesetter and the fonts; an edition is made anew when one changes."""
    return f"typst {importlib.metadata.version('typst')}, fonts {fonts.identity()[:16]}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
