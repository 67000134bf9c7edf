"""Downloads a pinned package file: resumes it, tries the next address where one fails, checks its digest."""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from translate.core.limits import DOWNLOAD_RATE
from translate.machine.models.archive import PackageError
from translate.machine.models.packages import Pin, sha256_of

CHUNK = 1 << 16
TIMEOUT = 30.0
"""Seconds without a byte, or slower than `DOWNLOAD_RATE` on average, after which an address counts as failed."""


@dataclass(frozen=True)
class DownloadProgress:
    """How far a download has come."""

    name: str
    """Of the package."""
    done: int
    """Bytes on disk."""
    total: int
    """Bytes of the whole file."""


def fetch(
    pin: Pin, folder: Path, *, accept: str = "", progress: Callable[[DownloadProgress], None] = lambda _: None
) -> Path:
    """Download a pinned package into `folder`.

    What came before a break is kept as `.part` and continued by the next call, also from the other address. A file
    with another digest is kept as `.refused`, so that accepting it costs no second download.

    Args:
        pin: what to get.
        folder: where to put it; made where missing.
        accept: a SHA-256 that the user accepts instead of the pinned one.
        progress: called after every chunk.

    Returns:
        The file, its digest checked.

    Raises:
        PackageError: no address gave it, or its digest is neither the pinned nor the accepted one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{pin.name}-{pin.version.replace('.', '_')}.argosmodel"
    file, part, refused = folder / stem, folder / f"{stem}.part", folder / f"{stem}.refused"
    wanted = {pin.sha256, accept.lower()} - {""}
    for ready in (file, refused):
        if ready.is_file() and sha256_of(ready) in wanted:
            return ready.replace(file)
    failures: list[str] = []
    for address in pin.addresses:
        try:
            _download(address, part, pin, progress)
        except (OSError, http.client.HTTPException, ValueError) as error:
            failures.append(f"{urlsplit(address).netloc}: {_reason(error)}")
            continue
        digest = sha256_of(part)
        if digest in wanted:
            return part.replace(file)
        part.replace(refused)
        failures.append(f"{urlsplit(address).netloc}: SHA-256 {digest} ({refused.stat().st_size:,} bytes)")
    if refused.is_file() and any("SHA-256" in failure for failure in failures):
        raise PackageError(
            f"{pin.name} {pin.version}: SHA-256 {sha256_of(refused)} found; {pin.sha256} expected. If you know why it "
            f"changed, accept it with `.venv/bin/python scripts/models.py --accept-sha256 {sha256_of(refused)}`."
        )
    raise PackageError(
        f"{pin.name} {pin.version} could not be downloaded ({'; '.join(failures)}). "
        "Check the connection, or get the file elsewhere and run `make models FROM=<file>`."
    )


def _download(address: str, part: Path, pin: Pin, progress: Callable[[DownloadProgress], None]) -> None:
    """Download a file to `part`, continuing what is there already.

    Raises:
        ValueError: no HTTP address, or an answer that is too short, too long, too slow or another part of the file.
    """
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError("not an http or https address")
    offset = _resume_offset(part, pin)
    if offset == pin.bytes:
        return
    request = urllib.request.Request(address, headers={"User-Agent": "Twofold"})  # noqa: S310 -- checked above
    if offset:
        request.add_header("Range", f"bytes={offset}-")
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 -- checked above
        start = _start(answer.headers.get("Content-Range", "")) if answer.status == 206 else 0
        # The server may send the whole file, or another part than asked for: only the whole can be used.
        if start not in (0, offset):
            raise ValueError(f"sends from byte {start}, asked from {offset}")
        size = _write(answer, part, start, pin, progress)
        _check_whole(answer, size, pin)


def _resume_offset(part: Path, pin: Pin) -> int:
    """Return how many bytes of the file are there; what is too long or wrong is deleted."""
    size = part.stat().st_size if part.exists() else 0
    if size > pin.bytes or (size == pin.bytes and sha256_of(part) != pin.sha256):
        part.unlink()
        return 0
    return size


def _write(
    answer: http.client.HTTPResponse, part: Path, start: int, pin: Pin, progress: Callable[[DownloadProgress], None]
) -> int:
    """Write an answer's body to `part` from byte `start` on; return the size of the file then."""
    size, started = start, time.monotonic()
    with part.open("r+b" if start else "wb") as sink:
        sink.seek(start)
        while chunk := answer.read1(CHUNK):
            sink.write(chunk)
            size += len(chunk)
            seconds = time.monotonic() - started
            if seconds > TIMEOUT and size - start < DOWNLOAD_RATE.value * seconds:
                # A byte now and then starts the socket's own time-out anew.
                raise ValueError(f"slower than {DOWNLOAD_RATE.value:,} bytes a second")
            if size > 2 * pin.bytes:
                raise ValueError(f"more than twice the expected {pin.bytes:,} bytes")
            progress(DownloadProgress(pin.name, size, pin.bytes))
    return size


def _check_whole(answer: http.client.HTTPResponse, size: int, pin: Pin) -> None:
    """Refuse an answer that broke off."""
    length = answer.headers.get("Content-Length")
    expected = pin.bytes if answer.status == 206 else int(length) if answer.status == 200 and length else 0
    if size < expected:
        raise ValueError(f"broke off after {size:,} of {expected:,} bytes")


def _start(content_range: str) -> int:
    """Read the first byte's number from `bytes 100-199/200` (RFC 9110, 14.4)."""
    unit, _, rest = content_range.partition(" ")
    first = rest.partition("-")[0]
    return int(first) if unit == "bytes" and first.isdecimal() else 0


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        with error:
            return f"{error.code} {error.reason}"
    return " ".join(str(getattr(error, "reason", error)).split())[:120] or type(error).__name__
