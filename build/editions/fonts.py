"""The fonts of the PDF editions: which files, proof that they are those, and which characters they have.

All three families are under the SIL Open Font License and come as packages of requirements-editions.txt:

- Noto Serif SC for Chinese text, with all of GBK but one mathematical sign;
- Noto Sans SC, a variable font, for headings, emphasis and furniture in both languages. Bold Song type is no custom of
  Chinese printing: headings and emphasis take Hei type, which is what Noto Sans SC is;
- Source Serif, from which the Latin letters of Noto Serif SC were drawn, for English text with its italic.
"""

import hashlib
import importlib.metadata
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from build.files import write_atomically


@dataclass(frozen=True)
class FontFile:
    """A file that a package brings."""

    package: str
    """Name of the distribution."""
    path: str
    """Below the folder that distributions are installed into; `*` stands for the version."""
    name: str
    """Its file name in our folder of fonts."""
    sha256: str
    """Of the content, in hexadecimal."""


_SERIF, _SANS, _LATIN = "pylopdf-fonts-zh-cn", "justmytype-intl-cjk", "font-source-serif-pro"
_NOTO_SANS = "justmytype_intl_cjk/fonts/ofl/notosanssc/"
_SOURCE = "font_source_serif_pro/files/"
FONTS = (
    FontFile(
        _SERIF,
        "pylopdf_fonts_zh_cn/NotoSerifSC-Regular.otf",
        "NotoSerifSC-Regular.otf",
        "e8f396decc1f0963a016a989c3d8852e863d1350996f573860a80767c83a1cd3",
    ),
    FontFile(
        _SANS,
        f"{_NOTO_SANS}NotoSansSC[wght].ttf",
        "NotoSansSC.ttf",
        "a3041811a78c361b1de50f953c805e0244951c21c5bd412f7232ef0d899af0da",
    ),
    FontFile(
        _LATIN,
        f"{_SOURCE}SourceSerifPro-Regular.otf",
        "SourceSerifPro-Regular.otf",
        "199c8adc83479480d9aa5d942afe8f52085af4e6c2093819b190807702fbcfe2",
    ),
    FontFile(
        _LATIN,
        f"{_SOURCE}SourceSerifPro-It.otf",
        "SourceSerifPro-It.otf",
        "929c92384dee90dfc6d736743e006f31fc7b7e73ab9863726d60a978ff77207c",
    ),
    FontFile(
        _LATIN,
        f"{_SOURCE}SourceSerifPro-Semibold.otf",
        "SourceSerifPro-Semibold.otf",
        "fa0fa85d115316bb1541607373a8e6676f2430f42d38806f2bc0b5f9a8424c91",
    ),
    FontFile(
        _LATIN,
        f"{_SOURCE}SourceSerifPro-SemiboldIt.otf",
        "SourceSerifPro-SemiboldIt.otf",
        "a9ed6d553fe4ff3a635efc5467c1dfce9747815422c01570b02eb5eda3dc7ea0",
    ),
)
LICENCES = (
    FontFile(
        _SERIF,
        "pylopdf_fonts_zh_cn-*.dist-info/licenses/LICENSE",
        "NotoSerifSC-OFL.txt",
        "6a73f9541c2de74158c0e7cf6b0a58ef774f5a780bf191f2d7ec9cc53efe2bf2",
    ),
    FontFile(
        _SANS,
        f"{_NOTO_SANS}OFL.txt",
        "NotoSansSC-OFL.txt",
        "1c05c68c34f9708415aada51f17e1b0092d2cea709bf4a94cd38114f9e73d7d9",
    ),
    FontFile(
        _LATIN,
        f"{_SOURCE}LICENSE.txt",
        "SourceSerifPro-OFL.txt",
        "caa697668c3cf3e622753fb202c6c2e29648b94a3499dc7b869a14192e38c553",
    ),
)
_INVISIBLE = frozenset(map(ord, "\n\t\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"))


class FontError(Exception):
    """A font is missing or is not the one we know; the message says what to do."""


def prepare(folder: Path) -> Path:
    """Lay the fonts and their licences into `folder`, each proved by its digest.

    Returns:
        `folder`, for the typesetter.

    Raises:
        FontError: a package is missing or brings another file.
    """
    for font in (*FONTS, *LICENCES):
        target = folder / font.name
        if target.is_file() and _sha256(target) == font.sha256:
            continue
        source = _installed(font)
        if _sha256(source) != font.sha256:
            found = f"{font.package} brings another {font.name} than the pinned one; expected sha256:{font.sha256}."
            message = f"{found} Run `make pdf`, which installs the locked version."
            raise FontError(message)
        write_atomically(target, source.read_bytes())
    known = {font.name for font in (*FONTS, *LICENCES)}
    for stranger in folder.iterdir():
        # The typesetter takes every font it finds here.
        if stranger.name not in known and not stranger.name.startswith((".", "coverage-")):
            stranger.unlink()
    return folder


def identity() -> str:
    """Return a digest of all fonts; it changes when one is exchanged."""
    return hashlib.sha256("".join(font.sha256 for font in FONTS).encode()).hexdigest()


def missing(text: Iterable[str], folder: Path) -> frozenset[str]:
    """Return the characters of `text` that no font in `folder` has a glyph for."""
    covered = _coverage(folder)
    return frozenset(char for char in set().union(*map(set, text)) if ord(char) not in covered)


def _installed(font: FontFile) -> Path:
    try:
        files = importlib.metadata.files(font.package) or []
    except importlib.metadata.PackageNotFoundError as error:
        message = f"The package {font.package} with {font.name} is not installed; expected for PDF. Run `make pdf`."
        raise FontError(message) from error
    for file in files:
        # PurePath.match would read the brackets of a variable font's name as a pattern.
        if str(file.as_posix()) == font.path or ("*" in font.path and file.match(font.path)):
            path = Path(os.fspath(file.locate()))
            if path.is_file():
                return path
    message = f"The package {font.package} brings no {font.path}; expected its locked version. Run `make pdf`."
    raise FontError(message)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _coverage(folder: Path) -> frozenset[int]:
    """Which code points the fonts have, kept between runs: reading a large font's table takes a while."""
    path = folder / f"coverage-{identity()[:16]}.json"
    if not path.is_file():
        from fontTools.ttLib import TTFont

        points: set[int] = set()
        for font in FONTS:
            with TTFont(folder / font.name, lazy=True) as opened:
                points |= set(opened.getBestCmap())
        write_atomically(path, json.dumps(_ranges(points)).encode())
    ranges = json.loads(path.read_text(encoding="utf-8"))
    return frozenset(point for first, last in ranges for point in range(first, last + 1)) | _INVISIBLE


def _ranges(points: set[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for point in sorted(points):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1] = (ranges[-1][0], point)
        else:
            ranges.append((point, point))
    return ranges
