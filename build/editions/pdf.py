"""PDF editions with Typst: tagged, PDF/UA-1 and PDF/A-2a at once, the same bytes wherever they are made.

Texts reach the template as JSON, never as markup. Only the fonts of `build.editions.fonts` are seen. The standards are
always asked for: without them a character that no font has would become an empty box in silence.
"""

import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build.content.model import Issue
from build.content.settings import Settings
from build.editions import fonts, source_positions
from build.editions.pdf_data import PdfContent, data
from build.editions.pictures import Picture, picture
from build.editions.store import STORE, Artifact
from build.files import write_atomically
from translate.core.problem import Problem

if TYPE_CHECKING:
    from typst import PDFStandard

FONTS = Path(".cache/fonts")
_TEMPLATE = Path(__file__).parents[1] / "templates" / "typst" / "edition.typ"
_STAGE = STORE / "stage"
_STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]


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

    def set(self, output: Artifact) -> tuple[bytes, tuple[Problem, ...]]:
        """Return one edition as PDF, or nothing and the problems that stand against it."""
        import typst

        staged: dict[str, Picture] = {}
        document = data(
            PdfContent(output.pairs, output.languages, int(output.slug) if output.is_volume else 0),
            self.settings,
            lambda issue, address: self._picture(issue, address, staged),
        )
        problems = [
            *self._unset(document, output),
            *(entry.problem(self.root) for entry in staged.values() if not entry.content),
        ]
        if problems:
            return b"", tuple(problems)
        year, month, day = document["date"]
        try:
            pdf = self._compiler.compile(
                input=self._template,
                format="pdf",
                sys_inputs={"data": json.dumps(document, ensure_ascii=False)},
                pdf_standards=_STANDARDS,
                timestamp=datetime.combine(datetime(year, month, day, tzinfo=UTC), time(), UTC),
            )
        except typst.TypstError as error:
            broken = [problem for entry in staged.values() for problem in self._broken(entry)]
            if broken:
                return b"", tuple(broken)
            message = (
                f"{error.message}; expected text that can be set. Mend the text, or report this to the developers."
            )
            return b"", (Problem(output.pairs[0].original.path, 0, 0, message),)
        if not isinstance(pdf, bytes):
            raise TypeError("Typst returned pages; expected one PDF.")
        return pdf, ()

    def _unset(self, document: dict[str, Any], output: Artifact) -> Iterator[Problem]:
        """Find characters without a glyph before the typesetter does, which knows no line of ours."""
        for char in sorted(fonts.missing(_texts(document), self.fonts)):
            name = unicodedata.name(char, "unnamed")
            message = (
                f"“{char}” (U+{ord(char):04X} {name}) is in no font of the PDF editions; expected a character that "
                "Noto Serif SC, Noto Sans SC or Source Serif has. Write it in words, or use another sign."
            )
            yield from source_positions.find(char, output.pairs, self.root, message)

    def _picture(self, issue: Issue, address: str, staged: dict[str, Picture]) -> str:
        entry = picture(self.root, issue, address)
        if entry.content:
            write_atomically(self.stage / "images" / entry.name, entry.content)
        staged.setdefault(entry.name, entry)
        return entry.name

    def _broken(self, entry: Picture) -> Iterator[Problem]:
        """Set one image alone to see whether it is at fault."""
        import typst

        source = f'#set document(title: "-")\n#image("/images/{entry.name}", alt: "-")'
        try:
            self._compiler.compile(input=source.encode(), format="pdf", sys_inputs=None, pdf_standards=_STANDARDS)
        except typst.TypstError as error:
            yield entry.problem(self.root, f"cannot be shown, {error.message}")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry)
