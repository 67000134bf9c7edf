"""Generated files: written only where they differ, so that a second run changes nothing."""

from collections.abc import Mapping
from pathlib import Path

from translate.core import files


def write_atomically(path: Path, data: bytes) -> bool:
    """Write `data` to `path`, whole or not at all.

    Returns:
        False where the file had just that content already; it is not touched then.
    """
    if path.is_file() and path.read_bytes() == data:
        return False
    # What is generated can be generated again: it need not outlive a power cut.
    files.write_atomically(path, data, durable=False)
    return True


def synchronise(folder: Path, wanted: Mapping[str, bytes]) -> None:
    """Make `folder` hold exactly the files `wanted` (name with `/` → content), touching only what differs."""
    for name, data in wanted.items():
        write_atomically(folder / name, data)
    kept = {folder / name for name in wanted}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path not in kept:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
