"""Argos packages on disk: which are pinned, which are installed, and how one gets in without harm."""

import os
from dataclasses import dataclass
from pathlib import Path


class PackageError(Exception):
    """A package is refused; the message is one line and says what to do. What was installed stays."""


@dataclass(frozen=True)
class Installed:
    """A package that lies unpacked in the folder of models."""

    path: Path
    """Its folder."""
    source: str
    """BCP 47 code it translates from."""
    target: str
    """BCP 47 code it translates into."""
    version: str
    """Package version, such as `1.9`."""
    bytes: int
    """Size of the package file it came from; 0 where not recorded."""
    sha256: str
    """Digest of that file, hexadecimal; empty where not recorded."""


def models_folder() -> Path:
    """Return where models live: the environment's `TWOFOLD_MODELS`, else `.cache/models` of this checkout."""
    given = os.environ.get("TWOFOLD_MODELS", "")
    return Path(given) if given else Path(__file__).resolve().parent.parent / ".cache" / "models"


def installed(folder: Path | None = None) -> list[Installed]:
    """List the installed packages of `folder`, sorted by direction. Reads two small files each and loads no model."""
    raise NotImplementedError


def find(source: str, target: str, folder: Path | None = None) -> Installed | None:
    """Return the installed package for a direction, or None."""
    raise NotImplementedError


def install(file: Path, folder: Path | None = None) -> Installed:
    """Install one local `.argosmodel` file: checked, unpacked beside its place, loaded for trial, then swapped in.

    Raises:
        PackageError: the file is corrupt, unsafe, of other languages or too new.
    """
    raise NotImplementedError
