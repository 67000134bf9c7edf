"""Unpacks a package's archive without harm, or refuses it in one line."""

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path, PurePosixPath

MAX_UNPACKED = 1_000_000_000
"""Bytes; the official packages unpack to 86 million."""
MAX_ENTRIES = 1000
MAX_RATIO = 200
"""Unpacked to packed size of one entry; deflate reaches 1000 on zeros, models stay under 3, vocabularies under 20."""
_DAMAGE = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, IndexError, OverflowError,
    MemoryError, struct.error, zlib.error, lzma.LZMAError,
)  # fmt: skip
"""What zipfile and its decompressors report damage with."""
UNUSED = ("stanza", "spacy", "minisbd")
"""Folders of a package that hold other splitters' models; not unpacked."""


class PackageError(Exception):
    """A package is refused; the message is one line and says what to do. What was installed stays."""

    def __init__(self, message: str) -> None:
        """Take a message that may hold file names and texts from outside: what is not printable is replaced."""
        super().__init__("".join(char if char.isprintable() else "\ufffd" for char in message))


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
    except _DAMAGE as error:
        raise PackageError(
            f"{file.name}: damaged ({_one_line(error)}); a whole .argosmodel file expected. Get it again."
        ) from error
    return scratch / top


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> str:
    """Refuse archives that could write elsewhere or fill the disk; return the name of their one folder."""
    if len(entries) > MAX_ENTRIES:
        raise PackageError(f"{name}: {len(entries)} files in it; at most {MAX_ENTRIES} expected. Do not use it.")
    size = sum(entry.file_size for entry in entries)
    if size > MAX_UNPACKED:
        raise PackageError(f"{name}: unpacks to {size:,} bytes; at most {MAX_UNPACKED:,} expected. Do not use it.")
    seen: set[str] = set()
    for entry in entries:
        _check_entry(entry, name, seen)
        seen.add(entry.filename)
    tops = {parts[0] if len(parts) > 1 else "" for parts in (PurePosixPath(path).parts for path in seen)}
    if len(tops) != 1 or "" in tops:
        raise PackageError(f"{name}: {len(tops)} folders at its top; one expected. Use an Argos package.")
    return tops.pop()


def _check_entry(entry: zipfile.ZipInfo, name: str, seen: Collection[str]) -> None:
    """Refuse an entry that could write elsewhere or fill the disk.

    Args:
        entry: to check.
        name: of the package, for the message.
        seen: names of the entries before it.
    """
    mode = entry.external_attr >> 16
    is_plain_file = not stat.S_IFMT(mode) or stat.S_ISREG(mode)
    if not is_plain_file or entry.filename in seen or not _stays_inside(entry):
        raise PackageError(
            f"{name}: entry {entry.filename!r} leaves the folder, is no plain file or comes twice; "
            "plain files in one folder expected. Do not use it."
        )
    ratio = entry.file_size // max(entry.compress_size, 1)
    if entry.file_size > 1_000_000 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise PackageError(
            f"{name}: entry {entry.filename!r} unpacks to {ratio} times its size; at most {MAX_RATIO} expected. "
            "Do not use it."
        )


def _stays_inside(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry's name is a relative path on every system, printable, and leads nowhere else."""
    path = PurePosixPath(entry.filename)
    return (
        not path.is_absolute()
        and bool(path.parts)
        and ".." not in path.parts
        and ":" not in path.parts[0]
        and "\\" not in entry.orig_filename
        and entry.filename.isprintable()
    )


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path) -> None:
    """Write one entry, at most as many bytes as it declares; zipfile checks the CRC at its end."""
    left = entry.file_size
    with archive.open(entry) as source, place.open("xb") as sink:
        while chunk := source.read(min(1 << 20, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise ValueError(f"{entry.filename} is longer than declared")
            sink.write(chunk)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
