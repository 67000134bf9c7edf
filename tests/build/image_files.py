"""Images of every format, made here, for tests to publish or to break."""

import io
import zlib

from PIL import Image

FORMATS = ("png", "jpg", "gif", "webp", "avif")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30">{}</svg>'
DRAWING = SVG.format('<title>A drawing</title><rect width="40" height="30" fill="teal"/>').encode()
_NAMES = {"jpg": "JPEG"}


def picture(suffix: str, frames: int = 1, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """Return an image of one format with noise in it, so that its pixels take room."""
    if suffix == "svg":
        return DRAWING
    first, *more = [Image.effect_noise(size, 40 + number).convert("RGB") for number in range(frames)]
    written = io.BytesIO()
    animated = {"save_all": True, "append_images": more} if more else {}
    first.save(written, _NAMES.get(suffix, suffix.upper()), **animated, **options)
    return written.getvalue()


def located() -> Image.Exif:
    """Return EXIF with a place, a note, and an orientation."""
    exif = Image.Exif()
    exif[0x010E] = "NOTE OF THE CAMERA"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a PNG chunk."""
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def huge(suffix: str, side: int = 60_000) -> bytes:
    """Return an image whose header promises more pixels than there are."""
    data = bytearray(picture(suffix))
    if suffix == "png":
        wide = side.to_bytes(4, "big")
        data[8:33] = chunk(b"IHDR", wide + wide + data[24:29])
    elif suffix == "jpg":
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = side.to_bytes(2, "big") * 2
    elif suffix == "gif":
        data[6:10] = side.to_bytes(2, "little") * 2
    elif suffix == "webp":
        body = b"VP8X\x0a\0\0\0\0\0\0\0" + (side - 1).to_bytes(3, "little") * 2 + bytes(data[12:])
        return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body
    elif suffix == "avif":
        at = data.index(b"ispe") + 8
        data[at : at + 8] = side.to_bytes(4, "big") * 2
    return bytes(data)
