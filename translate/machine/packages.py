"""Argos packages on disk: which are pinned, which are installed, and how one gets in without harm.

An installed package is a folder named after its digest plus a small record `<from>_<to>.json` that points to it. The
record is replaced in one step, so that a direction has its old package or its new one, never half of one.
"""

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from importlib import metadata as distributions
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""A package's language code → ours; packages of other languages are refused."""
MAX_UNPACKED = 1_000_000_000
"""Bytes; the official packages unpack to 86 million."""
MAX_ENTRIES = 1000
MAX_RATIO = 200
"""Unpacked to packed size of one entry; deflate reaches 1000 on zeros, models stay under 3, vocabularies under 20."""
UNUSED = ("stanza", "spacy", "minisbd")
"""Folders of a package that hold other splitters' models; not unpacked."""


class PackageError(Exception):
    """A package is refused; the message is one line and says what to do. What was installed stays."""


@dataclass(frozen=True)
class Pin:
    """A package that `make models` downloads."""

    name: str
    """Name in the Argos index, such as `translate-en_zh`."""
    source: str
    """BCP 47 code it translates from."""
    target: str
    """BCP 47 code it translates into."""
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

    source: str
    """BCP 47 code it translates from."""
    target: str
    """BCP 47 code it translates into."""
    version: str
    """Package version."""


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


def pins() -> tuple[Pin, ...]:
    """Return the pinned packages, `models.toml`."""
    data = tomllib.loads((Path(__file__).parent / "models.toml").read_text(encoding="utf-8"))
    return tuple(
        Pin(
            name=row["name"],
            source=row["source"],
            target=row["target"],
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
                source=data["source"],
                target=data["target"],
                version=data["version"],
                bytes=data["bytes"],
                sha256=data["sha256"],
            )
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if (here.path / "metadata.json").is_file():
            found.append(here)
    return found


def find(source: str, target: str, folder: Path | None = None) -> Installed | None:
    """Return the installed package for a direction, or None."""
    return next((here for here in installed(folder) if (here.source, here.target) == (source, target)), None)


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
    here = {(one.source, one.target): one for one in installed(folder)}
    blocks = []
    for pin in pins():
        found = here.pop((pin.source, pin.target), None)
        if found is None:
            state = "not installed; run `make models`"
        elif found.sha256 == pin.sha256:
            state = f"installed in {found.path}"
        else:
            state = f"not installed; in its place {_described(found)}"
        blocks.append(
            f"{pin.name} {pin.version}  {pin.source}→{pin.target}  {pin.bytes:,} bytes\n"
            f"  SHA-256 {pin.sha256}\n  licence {pin.licence}: {pin.credit}\n  {state}\n"
        )
    blocks += [f"{_described(found)}\n" for found in here.values()]
    return "".join(blocks)


def _described(found: Installed) -> str:
    return (
        f"{found.source}→{found.target} {found.version}, {found.bytes:,} bytes, SHA-256 {found.sha256}, "
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
        before = find(described.source, described.target, folder)
        place = folder / f"{described.source}-{described.target}-{digest[:12]}"
        if before is not None and before.path == place:
            place = place.with_name(place.name + "-again")
        shutil.rmtree(place, ignore_errors=True)
        unpacked.replace(place)
    here = Installed(place, described.source, described.target, described.version, file.stat().st_size, digest)
    _record(folder, here)
    if before is not None and before.path != place:
        shutil.rmtree(before.path, ignore_errors=True)
    return here


def unpack(file: Path, scratch: Path) -> Path:
    """Unpack a package file into `scratch`, refusing every entry that is not a plain file inside one folder.

    Returns:
        The folder that holds `metadata.json`.

    Raises:
        PackageError: not a zip, damaged, or unsafe.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            top = _check_entries(entries, file.name)
            for entry in entries:
                parts = PurePosixPath(entry.filename).parts
                if parts[1] in UNUSED:
                    continue
                place = scratch.joinpath(*parts)
                place.parent.mkdir(parents=True, exist_ok=True)
                _extract(archive, entry, place)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        # zipfile and its decompressors report damage with any of these.
        raise PackageError(
            f"{file.name}: damaged ({_one_line(error)}); a whole .argosmodel file expected. Get it again."
        ) from error
    return scratch / top


def read_metadata(folder: Path, name: str = "") -> Metadata:
    """Read and check what an unpacked package says of itself.

    Raises:
        PackageError: incomplete, of other languages, or made for a later Argos Translate.
    """
    name = name or folder.name
    try:
        data = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PackageError(f"{name}: no readable metadata.json; an Argos package expected. Get it again.") from error
    if not isinstance(data, dict) or data.get("type", "translate") != "translate":
        raise PackageError(f"{name}: not a translation package; one expected. Use a translate-… package.")
    codes = (str(data.get("from_code")), str(data.get("to_code")))
    if set(codes) != set(LANGUAGES):
        raise PackageError(
            f"{name}: translates {codes[0]}→{codes[1]}; en→zh or zh→en expected. Use a package of these languages."
        )
    made_for, ours = str(data.get("argos_version", "")), distributions.version("argostranslate")
    if _major(made_for) > _major(ours):
        raise PackageError(
            f"{name}: made for Argos Translate {made_for}; at most {ours.split('.')[0]}.x expected. "
            "Use an older package, or update Twofold."
        )
    missing = [part for part in ("model/model.bin",) if not (folder / part).is_file()]
    if not any((folder / part).is_file() for part in ("sentencepiece.model", "bpe.model")):
        missing.append("sentencepiece.model")
    if missing:
        raise PackageError(f"{name}: {' and '.join(missing)} not in it; a complete package expected. Get it again.")
    version = str(data.get("package_version") or "0")
    return Metadata(LANGUAGES[codes[0]], LANGUAGES[codes[1]], version)


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


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> str:
    """Refuse archives that could write elsewhere or fill the disk; return the name of their one folder."""
    if len(entries) > MAX_ENTRIES:
        raise PackageError(f"{name}: {len(entries)} files in it; at most {MAX_ENTRIES} expected. Do not use it.")
    size = sum(entry.file_size for entry in entries)
    if size > MAX_UNPACKED:
        raise PackageError(f"{name}: unpacks to {size:,} bytes; at most {MAX_UNPACKED:,} expected. Do not use it.")
    tops, seen = set(), set()
    for entry in entries:
        path = PurePosixPath(entry.filename)
        mode = entry.external_attr >> 16
        if (
            path.is_absolute()
            or ".." in path.parts
            or "\\" in entry.orig_filename
            or ":" in path.parts[0]
            or entry.filename in seen
            or (stat.S_IFMT(mode) and not stat.S_ISREG(mode))
        ):
            raise PackageError(
                f"{name}: entry {entry.filename!r} leaves the folder, is no plain file or comes twice; "
                "plain files in one folder expected. Do not use it."
            )
        if entry.file_size > 1_000_000 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise PackageError(
                f"{name}: entry {entry.filename!r} unpacks to {entry.file_size // max(entry.compress_size, 1)} times "
                f"its size; at most {MAX_RATIO} expected. Do not use it."
            )
        seen.add(entry.filename)
        tops.add(path.parts[0] if len(path.parts) > 1 else "")
    if len(tops) != 1 or "" in tops:
        raise PackageError(f"{name}: {len(tops)} folders at its top; one expected. Use an Argos package.")
    return str(tops.pop())


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path) -> None:
    """Write one entry, at most as many bytes as it declares; zipfile checks the CRC at its end."""
    left = entry.file_size
    with archive.open(entry) as source, place.open("xb") as sink:
        while chunk := source.read(min(1 << 20, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise ValueError(f"{entry.filename} is longer than declared")
            sink.write(chunk)


def _check_loads(folder: Path, name: str) -> None:
    """Load the model in a process of its own: a damaged one may crash it."""
    code = (
        "import sys; from pathlib import Path\n"
        "from translate.machine import argos, engine, packages\n"
        "try: argos.trial(Path(sys.argv[1]))\n"
        "except (engine.EngineError, packages.PackageError, RuntimeError, ValueError, MemoryError) as error:\n"
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
        said, ended = run.stdout.strip(), run.returncode
    except subprocess.TimeoutExpired:
        said, ended = "no answer within 300 s", 1
    if ended:
        reason = said.splitlines()[-1] if said else f"the trial process ended with code {ended}"
        reason = reason.replace(str(folder), name).removesuffix(" Run `make models` again.").rstrip(".")
        raise PackageError(f"{name}: {reason}; a model that loads expected. Get it again, or use an older package.")


def _record(folder: Path, here: Installed) -> None:
    data = {
        "folder": here.path.name,
        "source": here.source,
        "target": here.target,
        "version": here.version,
        "bytes": here.bytes,
        "sha256": here.sha256,
    }
    handle, temporary = tempfile.mkstemp(prefix=".record-", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(json.dumps(data, indent=1) + "\n")
    Path(temporary).replace(folder / f"{here.source}_{here.target}.json")


def _major(version: str) -> int:
    first = version.split(".")[0]
    return int(first) if first.isdecimal() else 0


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
