"""Writing files so that a killed run leaves whole ones and a second run changes nothing."""

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> bool:
    """Write `data` to `path` by way of a temporary file beside it.

    Returns:
        False where the file held just that already; it is not touched then.
    """
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp is private to its user; what we publish is for every reader.
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    return True


def synchronise(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` hold exactly `files` (name with `/` → content), touching only what differs."""
    for name, data in files.items():
        write_atomically(folder / name, data)
    wanted = {folder / name for name in files}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path not in wanted:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
