"""Rewrites raster files from contributors, with nothing in them but the picture.

A file of pixels can hold much else: where a photograph was taken, comments, a second file behind the end. The
container formats are simple, so they are read and written again here, part by part, with only those parts that a
program needs to show the picture. Pixels are never touched: their compressed bytes stay as they are. One thing about a
photograph is kept because the picture would lie on its side without it: the orientation.

PNG: W3C PNG Specification (Third Edition). JPEG: ITU-T T.81, annex B. GIF: GIF89a. WebP: RFC 9649. AVIF, of which the
parts cannot be moved: ISO/IEC 14496-12, section 4.2.
"""

import re
import zlib
from collections.abc import Callable
from typing import NamedTuple

from translate.core import limits


class ImageError(Exception):
    """A file is no image that may be published; the message says what was found in it and what was expected."""


class Container(NamedTuple):
    """A file that was read and written again."""

    content: bytes
    """The file with only the picture in it."""
    width: int
    """Pixels, as the header says."""
    height: int
    """Pixels, as the header says."""
    frames: int
    """How many pictures; 1 where nothing moves. 0 where the container does not say (AVIF)."""


_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_JPEG_KEPT = {0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD}
_JPEG_FRAMES = {0xC0, 0xC1, 0xC2}
_JPEG_COLOURS = ((0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
_JPEG_DROPPED = {*range(0xE0, 0xF0), 0xFE}
# In compressed data FF is followed by 00 or a restart marker; anything else begins the next segment.
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_JPEG_EXIF = b"Exif\0\0"
_GIF_APPLICATIONS = {b"NETSCAPE2.0", b"ANIMEXTS1.0"}
_WEBP_KEPT = {b"VP8X", b"VP8 ", b"VP8L", b"ANIM", b"ANMF", b"ALPH", b"ICCP"}
_AVIF_KEPT = {b"ftyp", b"meta", b"mdat", b"moov", b"free"}
_HALVES = "it ends in the middle; expected a whole image. Save or copy it again."
_KIND = "it is a kind of JPEG that browsers do not show; expected a baseline or progressive one. Save it anew."
_DAMAGED = "it is damaged; expected a whole image. Save it again from the program that made it."


class _File:
    """The bytes of a file, of which parts are taken; a file of nothing but tiny parts is refused."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.taken = 0

    def take(self, at: int, length: int) -> bytes:
        """Return `length` bytes from `at` on, all of them."""
        self.taken += 1
        if at + length > len(self.data):
            raise ImageError(_HALVES)
        if self.taken > limits.IMAGE_PARTS.value:
            raise ImageError("it is cut into more parts than an image needs; expected fewer. Save it anew.")
        return self.data[at : at + length]


def _orientation(exif: bytes) -> int:
    """Return what EXIF says about how to turn the picture: 2 to 8 (CIPA DC-008, tag 0x0112), 1 for not at all."""
    exif = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "little", b"MM": "big"}.get(exif[:2])
    if not order:
        return 1

    def number(at: int, length: int) -> int:
        return int.from_bytes(exif[at : at + length], "little" if order == "little" else "big")

    first = number(4, 4)
    for entry in range(first + 2, min(first + 2 + 12 * number(first, 2), len(exif)), 12):
        if number(entry, 2) == 0x0112:
            return value if (value := number(entry + 8, 2)) in range(2, 9) else 1
    return 1


def _exif(orientation: int) -> bytes:
    """Return EXIF in which only the orientation stands."""
    return b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([orientation]) + b"\0\0\0\0\0\0"


def _png(data: bytes) -> Container:
    file = _File(data)
    parts = [data[:8]]
    at, width, height, frames, kind = 8, 0, 0, 0, b""
    while kind != b"IEND":
        length = int.from_bytes(file.take(at, 4), "big")
        kind = file.take(at + 4, 4)
        body = file.take(at + 8, length)
        if int.from_bytes(file.take(at + 8 + length, 4), "big") != zlib.crc32(kind + body):
            raise ImageError(_DAMAGED)
        if (kind == b"IHDR") != (at == 8) or (kind == b"IHDR" and length != 13):
            raise ImageError(_DAMAGED)
        if kind == b"IHDR":
            width, height = (int.from_bytes(body[place : place + 4], "big") for place in (0, 4))
        elif kind == b"fcTL":
            frames += 1
            across, down, left, top = (int.from_bytes(body[place : place + 4], "big") for place in (4, 8, 12, 16))
            _inside(left + across, top + down, width, height)
        elif kind == b"eXIf" and (turned := _orientation(body)) > 1:
            exif = _exif(turned)
            crc = zlib.crc32(b"eXIf" + exif).to_bytes(4, "big")
            parts.insert(2, len(exif).to_bytes(4, "big") + b"eXIf" + exif + crc)
        if kind in _PNG_KEPT:
            parts.append(data[at : at + 12 + length])
        elif not kind[0] & 0x20:
            raise ImageError(_DAMAGED)  # a critical chunk that no decoder knows
        at += 12 + length
    return Container(b"".join(parts), width, height, max(frames, 1))


def _inside(right: int, bottom: int, width: int, height: int) -> None:
    """Refuse a frame that is larger than its picture: decoders would make the picture larger."""
    if right > width or bottom > height:
        raise ImageError(_DAMAGED)


def _jpeg(data: bytes) -> Container:
    file = _File(data)
    parts = [b"\xff\xd8"]
    at, width, height, scans, turned = 2, 0, 0, 0, 1
    while (marker := _jpeg_marker(file, at)) != 0xD9:
        if marker == 0xFF:  # padding
            at += 1
            continue
        segment = _jpeg_segment(file, at, marker)
        body = segment[4:]
        at += len(segment)
        parts.append(_jpeg_kept(marker, segment))
        if marker == 0xE1 and body.startswith(_JPEG_EXIF):
            turned = _orientation(body)
        if marker in _JPEG_FRAMES and len(body) >= 5:
            if width:
                raise ImageError(_DAMAGED)
            height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
        if marker == 0xDA:
            scans += 1
            if scans > limits.JPEG_SCANS.value:
                raise ImageError(f"it has more than {limits.JPEG_SCANS.value} scans; expected about ten. Save it anew.")
            end = _jpeg_scan_end(data, at)
            parts.append(data[at:end])
            at = end
    if turned > 1:
        exif = _JPEG_EXIF + _exif(turned)
        parts.insert(1, b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif)
    return Container(b"".join([*parts, b"\xff\xd9"]), width, height, 1)


def _jpeg_marker(file: _File, at: int) -> int:
    """Return the marker that begins at `at`."""
    if file.take(at, 1) != b"\xff":
        raise ImageError(_DAMAGED)
    return file.take(at + 1, 1)[0]


def _jpeg_segment(file: _File, at: int, marker: int) -> bytes:
    """Return the segment that begins at `at`, with its marker and length."""
    length = int.from_bytes(file.take(at + 2, 2), "big")
    segment = file.take(at, 2 + length)
    if length < 2 or (marker not in _JPEG_KEPT and marker not in _JPEG_DROPPED):
        raise ImageError(_KIND)
    return segment


def _jpeg_kept(marker: int, segment: bytes) -> bytes:
    """Return what of a segment stays; the orientation is written anew."""
    body = segment[4:]
    if marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= 14:
        # Without the small picture that may follow.
        return b"\xff\xe0\0\x10" + body[:12] + b"\0\0"
    if marker in _JPEG_KEPT or any(marker == kind and body.startswith(head) for kind, head in _JPEG_COLOURS):
        return segment
    return b""


def _jpeg_scan_end(data: bytes, at: int) -> int:
    """Return where the compressed data ends that begins at `at`."""
    found = _JPEG_MARKER.search(data, at)
    if not found:
        raise ImageError(_HALVES)
    return found.start()


def _gif(data: bytes) -> Container:
    file = _File(data)

    def table(flags: int) -> int:
        return 3 << ((flags & 7) + 1) if flags & 0x80 else 0

    def blocks(at: int) -> int:
        """Return where the chain of sub-blocks that begins at `at` ends."""
        while size := file.take(at, 1)[0]:
            at += 1 + size
        return at + 1

    header = file.take(0, 13)
    width, height = (int.from_bytes(header[place : place + 2], "little") for place in (6, 8))
    at = 13 + table(header[10])
    parts = [file.take(0, at)]
    frames = 0
    while (kind := file.take(at, 1)) != b"\x3b":
        if kind == b"\x21":
            label = file.take(at + 1, 1)
            end = blocks(at + 2)
            kept = label == b"\xf9" or (label == b"\xff" and data[at + 3 : at + 14] in _GIF_APPLICATIONS)
        elif kind == b"\x2c":
            place = file.take(at, 10)
            left, top, across, down = (int.from_bytes(place[n : n + 2], "little") for n in (1, 3, 5, 7))
            _inside(left + across, top + down, width, height)
            end = blocks(at + 11 + table(place[9]))
            frames += 1
            kept = True
        else:
            raise ImageError(_DAMAGED)
        if kept:
            parts.append(data[at:end])
        at = end
    return Container(b"".join([*parts, b"\x3b"]), width, height, frames)


def _webp(data: bytes) -> Container:
    file = _File(data)
    end = 8 + int.from_bytes(file.take(4, 4), "little")
    if end > len(data):
        raise ImageError(_HALVES)
    data = data[:end]
    parts: list[bytes] = []
    at, width, height, frames, turned = 12, 0, 0, 0, 1
    while at < end:
        kind = file.take(at, 4)
        length = int.from_bytes(file.take(at + 4, 4), "little")
        body = file.take(at + 8, length)
        if kind == b"VP8X" or not width:
            width, height = _webp_size(kind, body) or (width, height)
        if kind == b"VP8X" and length == 10:
            body = bytes([body[0] & ~0x0C]) + body[1:]  # no EXIF, no XMP
        elif kind == b"ANMF" and length >= 16:
            frames += 1
            _check_webp_frame(body, width, height)
        elif kind == b"EXIF":
            turned = _orientation(body)
        if kind in _WEBP_KEPT:
            parts.append(_riff(kind, body))
        at += 8 + length + (length & 1)
    if turned > 1 and parts and parts[0].startswith(b"VP8X"):
        parts[0] = parts[0][:8] + bytes([parts[0][8] | 0x08]) + parts[0][9:]
        parts.append(_riff(b"EXIF", _exif(turned)))
    return Container(_riff(b"RIFF", b"".join([b"WEBP", *parts])), width, height, max(frames, 1))


def _check_webp_frame(body: bytes, width: int, height: int) -> None:
    left, top, across, down = (int.from_bytes(body[place : place + 3], "little") for place in (0, 3, 6, 9))
    _inside(2 * left + across + 1, 2 * top + down + 1, width, height)


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int] | None:
    """Return width and height where a chunk says them."""
    if kind == b"VP8X" and len(body) == 10:
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8 " and len(body) >= 10:
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    if kind == b"VP8L" and len(body) >= 5:
        packed = int.from_bytes(body[1:5], "little")
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    return None


def _riff(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) & 1)


def _avif(data: bytes) -> Container:
    file = _File(data)
    at = 0
    while at < len(data):
        length = int.from_bytes(file.take(at, 4), "big")
        kind = file.take(at + 4, 4)
        if kind not in _AVIF_KEPT:
            raise ImageError("something else stands in or behind it; expected an AVIF image alone. Save it anew.")
        if length < 8:  # 64-bit sizes and "to the end of the file": no image of ours needs them
            raise ImageError(_DAMAGED)
        file.take(at, length)
        at += length
    return Container(data, 0, 0, 0)


READERS: dict[str, Callable[[bytes], Container]] = {
    "PNG": _png,
    "JPEG": _jpeg,
    "GIF": _gif,
    "WebP": _webp,
    "AVIF": _avif,
}
"""By name of the format. Each raises ImageError where the file is not well formed."""
