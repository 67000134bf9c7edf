"""Atomic writes, locks on folders, and the cache folder."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_ORPHAN_SECONDS = 60


def cache() -> Path:
    """Return our folder for what may be deleted: in `TWOFOLD_CACHE` of the environment, or this checkout's `.cache`."""
    given = os.environ.get("TWOFOLD_CACHE", "")
    return (Path(given) if given else Path(__file__).resolve().parents[2] / ".cache") / "translate"


def write_atomically(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a file so that a reader, a second run or a kill finds either the old file or the new one, never half.

    The mode of an existing file stays. What a killed run left beside the file is removed. A `durable` file outlives a
    power cut, too, at the cost of waiting for the disk.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for orphan in path.parent.glob(f".{path.name}.*.tmp"):
        with suppress(OSError):
            if time.time() - orphan.stat().st_mtime > _ORPHAN_SECONDS:
                orphan.unlink()
    temporary = path.parent / f".{path.name}.{os.getpid()}.tmp"
    try:
        with temporary.open("wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def locked(folder: Path) -> Iterator[None]:
        """Hold the folder's lock; wait for it. Windows locks no folder, so a file in it stands for it."""
        with (folder / ".lock").open("ab") as file:
            while True:
                with suppress(OSError):
                    file.seek(0)
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
            try:
                yield
            finally:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    @contextmanager
    def locked(folder: Path) -> Iterator[None]:
        """Hold the folder's lock; wait for it. The system lets go of it when a process ends, however it ends."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
