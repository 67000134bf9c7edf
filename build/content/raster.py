"""Raster images from contributors → what may be published: bounded, cut down to the picture, decoded once."""

import io
import warnings
from typing import NamedTuple

import PIL
from PIL import Image as Pillow

from build.content.image_containers import READERS, ImageError
from translate.core import limits

DECODER = f"Pillow {PIL.__version__}"
"""What decodes; a later version may see faults that an earlier one does not."""


class Raster(NamedTuple):
    """One image that was decoded."""

    content: bytes
    """The file to publish."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""


def format_of(data: bytes) -> str:
    """Return the format's name by the signature; empty where it is none of ours."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis", b"mif1", b"msf1") and b"avi" in data[8:64]:
        return "AVIF"
    return ""


def verify(data: bytes, format_name: str) -> Raster:
    """Return what of `data` may be published.

    Args:
        data: the file, of at most `limits.IMAGE_FILE` bytes.
        format_name: what `format_of` says.

    Raises:
        ImageError: it is damaged, or larger than our bounds; it is not decoded in the second case.
    """
    container = READERS[format_name](data)
    if format_name != "AVIF":
        check_size(container.width, container.height, container.frames)
    with warnings.catch_warnings():
        # Pillow warns of what it repairs; of a picture too large for itself it must not only warn.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Pillow.DecompressionBombWarning)
        try:
            width, height = _decode(container.content, format_name)
        except ImageError:
            raise
        except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
            message = f"it has more than {limits.IMAGE_PIXELS.value} pixels; expected a smaller image. Scale it down."
            raise ImageError(message) from error
        except Exception as error:
            message = "its pixels cannot be decoded; expected a whole image. Save it again."
            raise ImageError(message) from error
    if format_name != "AVIF" and (width, height) != (container.width, container.height):
        raise ImageError("two sizes stand in it; expected one. Save it again from the program that made it.")
    return Raster(container.content, width, height)


def check_size(width: int, height: int, frames: int) -> None:
    """Refuse an image by what its header says.

    Raises:
        ImageError: it has no pixels, or too many.
    """
    if min(width, height, frames) < 1:
        raise ImageError("it has no pixels; expected an image. Save it again from the program that made it.")
    for count, limit in (
        (max(width, height), limits.IMAGE_SIDE),
        (width * height, limits.IMAGE_PIXELS),
        (frames, limits.IMAGE_FRAMES),
        (width * height * frames, limits.ANIMATION_PIXELS),
    ):
        if count > limit.value:
            message = f"it has {count} {limit.unit}; expected at most {limit.value}. Make it smaller."
            raise ImageError(message)


def _decode(content: bytes, format_name: str) -> tuple[int, int]:
    """Decode every frame; return width and height."""
    with Pillow.open(io.BytesIO(content), formats=[format_name.upper()]) as image:
        width, height = image.size
        frames = getattr(image, "n_frames", 1)
        check_size(width, height, frames)
        if format_name == "AVIF":
            # The one format whose container we cannot take apart.
            _check_privacy(image)
        for frame in range(frames):
            image.seek(frame)
            image.load()
    return width, height


def _check_privacy(image: Pillow.Image) -> None:
    if image.getexif().get_ifd(0x8825) or b"GPS" in _bytes(image.info.get("xmp")):
        message = "it tells where it was taken (GPS); expected no place. Remove it, or save the image as JPEG."
        raise ImageError(message)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def for_editions(content: bytes, format_name: str) -> tuple[bytes, str]:
    """Return an image as PDF and EPUB can take it, with the suffix of that: AVIF becomes PNG or JPEG.

    Neither Typst nor EPUB 3.3 (core media types, section 3.2) knows AVIF. Others stay as they are.
    """
    if format_name != "AVIF":
        return content, {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WebP": ".webp", "SVG": ".svg"}[format_name]
    written = io.BytesIO()
    with Pillow.open(io.BytesIO(content), formats=["AVIF"]) as image:
        if image.has_transparency_data:
            image.convert("RGBA").save(written, "PNG")
            return written.getvalue(), ".png"
        image.convert("RGB").save(written, "JPEG", quality=90, optimize=True)
        return written.getvalue(), ".jpg"
