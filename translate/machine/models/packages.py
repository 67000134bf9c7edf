"""Argos packages on disk: which are pinned, which are installed, and how one gets in without harm.

An installed package is a folder named after its digest plus a small record `<from>_<to>.json` that points to it. The
record is replaced in one step, so that a direction has its old package or its new one, never half of one.
"""

import hashlib
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from importlib import metadata as distributions
from pathlib import Path
from typing import Any

from translate.core.languages import Direction
from translate.core.limits import PACKAGE_METADATA, PACKAGE_STRING
from translate.machine.models.archive import PackageError, unpack

_log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""A package's language code → ours; packages of other languages are refused."""
_PLAIN = re.compile(rf"[A-Za-z0-9.+_-]{{1,{PACKAGE_STRING.value}}}")


@dataclass(frozen=True)
class Pin:
    """A package that `make models` downloads."""

    name: str
    """Name in the Argos index, such as `translate-en_zh`."""
    direction: Direction
    """Which way it translates."""
    version: str
    """Package version."""
    bytes: int
    """Size of the file."""
    sha256: str
    """Digest of the file, hexadecimal."""
    addresses: tuple[str, ...]
    """Where the file lies, in the order tried."""
    licence: str = ""
    """Licence of the model."""
    credit: str = ""
    """Whom to name."""


@dataclass(frozen=True)
class Metadata:
    """What `metadata.json` of a package says, as far as we need it."""

    direction: Direction
    """Which way it translates."""
    version: str
    """Package version."""


@dataclass(frozen=True)
class Installed:
    """A package that lies unpacked in the folder of models."""

    path: Path
    """Its folder."""
    direction: Direction
    """Which way it translates."""
    version: str
    """Package version, such as `1.9`."""
    bytes: int
    """Size of the package file it came from; 0 where not recorded."""
    sha256: str
    """Digest of that file, hexadecimal; empty where not recorded."""


def pins() -> tuple[Pin, ...]:
    """Return the pinned packages, `models.toml`."""
    data = tomllib.loads((Path(__file__).parent / "models.toml").read_text(encoding="utf-8"))
    return tuple(
        Pin(
            name=row["name"],
            direction=Direction(row["source"], row["target"]),
            version=row["version"],
            bytes=row["bytes"],
            sha256=row["sha256"],
            addresses=tuple(row["addresses"]),
            licence=row["licence"],
            credit=row["credit"],
        )
        for row in data["package"]
    )


def models_folder() -> Path:
    """Return where models live: the environment's `TWOFOLD_MODELS`, else `.cache/models` of this checkout."""
    given = os.environ.get("TWOFOLD_MODELS", "")
    return Path(given) if given else ROOT / ".cache" / "models"


def installed(folder: Path | None = None) -> list[Installed]:
    """List the installed packages of `folder`, sorted by direction. Reads one small file each and loads no model."""
    folder = folder or models_folder()
    found = []
    for record in sorted(folder.glob("*_*.json")):
        try:
            data = json.loads(record.read_text(encoding="utf-8"))
            here = Installed(
                path=folder / data["folder"],
                direction=Direction(data["source"], data["target"]),
                version=data["version"],
                bytes=data["bytes"],
                sha256=data["sha256"],
            )
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            _log.debug("%s: passed over: its record cannot be read (%s)", record, type(error).__name__)
            continue
        if (here.path / "metadata.json").is_file():
            found.append(here)
        else:
            _log.debug("%s: passed over: there is no package in %s", record, here.path)
    return found


def find(direction: Direction, folder: Path | None = None) -> Installed | None:
    """Return the installed package for a direction, or None."""
    return next((here for here in installed(folder) if here.direction == direction), None)


def files_in(origin: Path) -> list[Path]:
    """Return the package files that a user named: the file itself, or those of a folder.

    Raises:
        PackageError: nothing there.
    """
    files = sorted(origin.glob("*.argosmodel")) if origin.is_dir() else [origin]
    if not files or not files[0].exists():
        raise PackageError(f"{origin}: no .argosmodel file found; a file or a folder of them expected. Check FROM=.")
    return files


def table(folder: Path | None = None) -> str:
    """Describe what is pinned and what is installed, one block each, for people."""
    here = {package.direction: package for package in installed(folder)}
    blocks = []
    for pin in pins():
        found = here.pop(pin.direction, None)
        if found is None:
            state = "not installed; run `make models`"
        elif found.sha256 == pin.sha256:
            state = f"installed in {found.path}"
        else:
            state = f"not installed; in its place {_described(found)}"
        blocks.append(
            f"{pin.name} {pin.version}  {pin.direction}  {pin.bytes:,} bytes\n"
            f"  SHA-256 {pin.sha256}\n  licence {pin.licence}: {pin.credit}\n  {state}\n"
        )
    blocks += [f"{_described(found)}\n" for found in here.values()]
    return "".join(blocks)


def _described(found: Installed) -> str:
    return (
        f"{found.direction} {found.version}, {found.bytes:,} bytes, SHA-256 {found.sha256}, "
        f"licence as its README.md says, in {found.path}"
    )


def install(file: Path, folder: Path | None = None) -> Installed:
    """Install one local `.argosmodel` file: checked, unpacked beside its place, loaded for trial, then swapped in.

    Raises:
        PackageError: the file is corrupt, unsafe, of other languages or too new.
    """
    folder = folder or models_folder()
    digest = sha256_of(file)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unpack-", dir=folder) as scratch:
        unpacked = unpack(file, Path(scratch))
        described = read_metadata(unpacked, name=file.name)
        _check_loads(unpacked, file.name)
        before = find(described.direction, folder)
        place = folder / f"{described.direction.source}-{described.direction.target}-{digest[:12]}"
        if before is not None and before.path == place:
            place = place.with_name(place.name + "-again")
        shutil.rmtree(place, ignore_errors=True)
        unpacked.replace(place)
    here = Installed(place, described.direction, described.version, file.stat().st_size, digest)
    _record(folder, here)
    if before is not None and before.path != place:
        shutil.rmtree(before.path, ignore_errors=True)
    return here


def read_metadata(folder: Path, name: str = "") -> Metadata:
    """Read and check what an unpacked package says of itself.

    Raises:
        PackageError: incomplete, of other languages, or made for a later Argos Translate.
    """
    name = name or folder.name
    data = _metadata(folder, name)
    if data.get("type", "translate") != "translate":
        raise PackageError(f"{name}: not a translation package; one expected. Use a translate-… package.")
    _check_strings(data, name)
    codes = (data.get("from_code", "nothing"), data.get("to_code", "nothing"))
    if set(codes) != set(LANGUAGES):
        raise PackageError(
            f"{name}: translates {codes[0]}→{codes[1]}; en→zh or zh→en expected. Use a package of these languages."
        )
    made_for, ours = data.get("argos_version", ""), distributions.version("argostranslate")
    if _major(made_for) > _major(ours):
        raise PackageError(
            f"{name}: made for Argos Translate {made_for}; at most {ours.split('.')[0]}.x expected. "
            "Use an older package, or update Twofold."
        )
    _check_complete(folder, name)
    return Metadata(Direction(LANGUAGES[codes[0]], LANGUAGES[codes[1]]), data.get("package_version", "0"))


def _check_strings(data: dict[str, Any], name: str) -> None:
    """Refuse codes, versions and names that are no short printable texts."""
    for field in ("from_code", "to_code", "package_version", "argos_version"):
        if field in data and not _is_plain(data[field]):
            raise PackageError(
                f"{name}: `{field}` of metadata.json is {json.dumps(data[field])[:80]}; a text of 1 to "
                f"{PACKAGE_STRING.value} letters, figures, `.`, `-`, `_` and `+` expected. Do not use it."
            )
    for field in ("from_name", "to_name", "name"):
        given = data.get(field, "")
        if not isinstance(given, str) or not given.isprintable() or len(given) > PACKAGE_STRING.value:
            raise PackageError(
                f"{name}: `{field}` of metadata.json is {json.dumps(given)[:80]}; a text of at most "
                f"{PACKAGE_STRING.value} printable characters expected. Do not use it."
            )


def _check_complete(folder: Path, name: str) -> None:
    """Refuse a package without its model or its tokenizer."""
    missing = [part for part in ("model/model.bin",) if not (folder / part).is_file()]
    if not any((folder / part).is_file() for part in ("sentencepiece.model", "bpe.model")):
        missing.append("sentencepiece.model")
    if missing:
        raise PackageError(f"{name}: {' and '.join(missing)} not in it; a complete package expected. Get it again.")


def _metadata(folder: Path, name: str) -> dict[str, Any]:
    """Read `metadata.json`, which is small and an object."""
    try:
        with (folder / "metadata.json").open("rb") as stream:
            raw = stream.read(PACKAGE_METADATA.value + 1)
        if len(raw) > PACKAGE_METADATA.value:
            raise PackageError(
                f"{name}: metadata.json has more than {PACKAGE_METADATA.value:,} bytes; less expected. Do not use it."
            )
        data = json.loads(raw)
    except (OSError, ValueError, RecursionError) as error:
        raise PackageError(f"{name}: no readable metadata.json; an Argos package expected. Get it again.") from error
    if not isinstance(data, dict):
        raise PackageError(f"{name}: not a translation package; one expected. Use a translate-… package.")
    return data


def _is_plain(value: object) -> bool:
    """Return whether a value is a short text that no terminal, log or folder takes for anything else."""
    return isinstance(value, str) and bool(_PLAIN.fullmatch(value))


def sha256_of(file: Path) -> str:
    """Return a file's SHA-256, hexadecimal.

    Raises:
        PackageError: it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise PackageError(
            f"{file}: {error.strerror}; a readable .argosmodel file expected. Check the path."
        ) from error


def _check_loads(folder: Path, name: str) -> None:
    """Load the model in a process of its own: a damaged one may crash it."""
    code = (
        "import sys; from pathlib import Path\n"
        "from translate.machine import engine\n"
        "from translate.machine.engines import argos\n"
        "from translate.machine.models import archive\n"
        "try: argos.trial(Path(sys.argv[1]))\n"
        "except (engine.EngineError, archive.PackageError, RuntimeError, ValueError, MemoryError) as error:\n"
        "    print(' '.join(str(error).split()) or type(error).__name__); sys.exit(1)"
    )
    try:
        run = subprocess.run(
            [sys.executable, "-c", code, str(folder)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1"},
            timeout=300,
            check=False,
        )
        output, status = run.stdout.strip(), run.returncode
    except subprocess.TimeoutExpired:
        output, status = "no answer within 300 s", 1
    if status:
        reason = output.splitlines()[-1] if output else f"the trial process ended with code {status}"
        reason = reason.replace(str(folder), name).removesuffix(" Run `make models` again.").rstrip(".")
        raise PackageError(f"{name}: {reason}; a model that loads expected. Get it again, or use an older package.")


def _record(folder: Path, here: Installed) -> None:
    data = {
        "folder": here.path.name,
        "source": here.direction.source,
        "target": here.direction.target,
        "version": here.version,
        "bytes": here.bytes,
        "sha256": here.sha256,
    }
    handle, temporary = tempfile.mkstemp(prefix=".record-", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(json.dumps(data, indent=1) + "\n")
    Path(temporary).replace(folder / f"{here.direction.source}_{here.direction.target}.json")


def _major(version: str) -> int:
    first = version.split(".")[0]
    return int(first) if first.isdecimal() else 0
