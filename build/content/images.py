"""The newsletter's images: which files below content/images are some, and the bytes of each that may be published.

1. A suffix and the signature of a format that browsers show, and both the same; everything else is an error.
2. Every image is decoded once, whole; SVG is cleaned. What fails is an error and is published nowhere.
3. What is published are the verified bytes, laid below `.cache/images`, never the file that a contributor sent: pages,
   feeds and editions take the same ones.
4. An address in a text means an image only if it leads, by its letters alone, to one of these files.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote

from build.content import raster, svg
from build.content.image_containers import ImageError
from build.content.model import LANGUAGES, Image
from build.files import write_atomically
from translate.core import content as content_files
from translate.core import limits
from translate.core.problem import Problem

FOLDER = content_files.IMAGES
CACHE = Path(".cache/images")
_FORMATS = {
    ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WebP", ".avif": "AVIF", ".svg": "SVG",
}  # fmt: skip
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_FOLDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
# Files by these names cannot be checked out on Windows.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CODE = ("images.py", "image_containers.py", "raster.py", "svg.py")


@dataclass(frozen=True)
class Images:
    """The images that may be published."""

    by_path: dict[Path, Image]
    """By path relative to the project's root, sorted."""
    refused: frozenset[Path] = frozenset()
    """Files that have a problem of their own, relative to the project's root."""

    def find(self, page: Path, address: str) -> Image | None:
        """Return the image that `address` means in the content file `page`, which is relative to the root."""
        path = _resolve(page, address)
        return self.by_path.get(path) if path else None

    def unfit(self, page: Path, address: str) -> str:
        """Say why `address` in the content file `page` shows no image: what was found; expected. What to do."""
        path = _resolve(page, address)
        if path in self.by_path:
            return ""
        if path in self.refused:
            return f"the image `{address}` is not fit; expected a fit file at {path}. Mend that file."
        if path is None:
            return f"the image `{address}` lies elsewhere; expected a file below content/images. Add the file."
        return f"the image `{address}` does not exist; expected a file below content/images. Mend the address."


def _resolve(page: Path, address: str) -> Path | None:
    """Return what `address` means in `page`, relative to the root; None where it leads out of content/images.

    By its letters, as a browser does it (WHATWG URL, path state), never by what is on the disk: no link and no folder
    that happens to be there has a say. An address that climbs out of content/ and in again would mean something else on
    a page than in the file; so would an empty part or a backslash.
    """
    written = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    parts = list(page.parent.parts)
    for part in written.split("/"):
        if part == "..":
            if len(parts) <= 1:
                return None
            parts.pop()
        elif part and _NAME.fullmatch(part):
            parts.append(part)
        elif part != ".":
            return None
    path = Path(*parts)
    return path if len(path.parts) > len(FOLDER.parts) and path.is_relative_to(FOLDER) else None


def load(root: Path) -> tuple[Images, tuple[Problem, ...]]:
    """Read every file below `root`/content/images, and lay what may be published below `root`/.cache/images.

    Returns:
        The images that have no problem, and all problems, sorted by place.
    """
    found: dict[Path, Image] = {}
    paths, problems = _walk(root)
    for path in paths:
        image, faults = content_files.isolated(path, partial(_read, root, path))
        problems += faults
        if image:
            found[path] = image
    return Images(found, frozenset(problem.path for problem in problems)), tuple(sorted(problems))


def content(root: Path, image: Image) -> bytes:
    """Return the verified bytes of an image.

    Raises:
        OSError: they are no longer there; whoever ran `load` on the same root laid them there.
    """
    data = (root / _staged(image)).read_bytes()
    if hashlib.sha256(data).hexdigest() != image.digest:
        raise OSError(f"{_staged(image)} is damaged; expected what was verified. Delete it and run again.")
    return data


def publish(root: Path, images: Images, site_dir: Path) -> None:
    """Write the images into both languages of a site that is being built, and forget those that are no longer used."""
    for image in images.by_path.values():
        data = content(root, image)
        for language in LANGUAGES:
            write_atomically(site_dir / language.prefix / image.uri, data)
    if (root / CACHE).is_dir():
        kept = {_staged(image).name for image in images.by_path.values()}
        for path in (root / CACHE).iterdir():
            if path.suffix != ".json" and path.name not in kept:
                path.unlink()


def _staged(image: Image) -> Path:
    return CACHE / f"{image.digest}.{image.format.lower()}"


def _walk(root: Path) -> tuple[list[Path], list[Problem]]:
    """List every file below content/images that has the name of an image, and a problem for everything else."""
    paths, problems = content_files.walk(root, FOLDER)
    if len(paths) > limits.IMAGES.value:
        limit = limits.IMAGES
        found = f"it has more than {limit.value} {limit.unit}; expected fewer. Remove what no page shows."
        return [], [*problems, Problem(FOLDER, 0, 0, found)]
    names: dict[str, Path] = {}
    fit: list[Path] = []
    for path in paths:
        known = names.setdefault(path.as_posix().lower(), path)
        if fault := _unfit_name(path):
            problems.append(Problem(path, 0, 0, fault))
        elif known != path:
            found = f"the name differs from `{known.name}` only in small and capital letters"
            problems.append(Problem(path, 0, 0, f"{found}; expected names that differ otherwise. Rename one."))
        else:
            fit.append(path)
    return fit, problems


def _unfit_name(path: Path) -> str:
    """Say why a path cannot be part of an address everywhere; empty where it can."""
    *folders, name = path.relative_to(FOLDER).parts
    if len(folders) > limits.IMAGE_FOLDERS.value:
        limit = limits.IMAGE_FOLDERS
        return f"it lies too deep; expected at most {limit.value} {limit.unit}. Move it up."
    for part in (*folders, name):
        if len(part) > limits.IMAGE_NAME.value:
            return f"the name has {len(part)} characters; expected at most {limits.IMAGE_NAME.value}. Shorten it."
        if not (_NAME if part is name else _FOLDER_NAME).fullmatch(part) or _RESERVED.fullmatch(part):
            signs = "letters A to Z, digits, `-` and `_`, in the name of a file also dots between them"
            return f"the name cannot be part of an address everywhere; expected {signs}. Rename it."
    return ""


def _read(root: Path, path: Path) -> tuple[Image | None, list[Problem]]:
    """Verify one file and lay its bytes below `.cache/images`, or say what stands against it."""
    named = _FORMATS[path.suffix.lower()]
    data, problems = content_files.read_bytes(root, path, limits.SVG_FILE if named == "SVG" else limits.IMAGE_FILE)
    if data is None:
        return None, problems
    if image := _known(root, path, data):
        return image, []
    shown = raster.format_of(data) or ("SVG" if named == "SVG" or b"<svg" in data[:1000].lower() else "")
    if shown != named:
        content_is = f"is {shown}" if shown else "is no image of a kind that can be published"
        todo = f"Name it x{_suffix(shown)}, or replace it." if shown else "Replace it."
        message = f"its name says {named}, its content {content_is}; expected both the same. {todo}"
        return None, [Problem(path, 0, 0, message)]
    if named == "SVG":
        return _read_drawing(root, path, data)
    try:
        verified = raster.verify(data, named)
    except ImageError as error:
        return None, [Problem(path, 0, 0, str(error))]
    image = Image(path, named, verified.width, verified.height, hashlib.sha256(verified.content).hexdigest())
    write_atomically(root / _staged(image), verified.content)
    facts = {name: value for name, value in asdict(image).items() if name != "path"}
    write_atomically(root / _record(data), json.dumps(facts, sort_keys=True).encode())
    return image, []


def _suffix(format_name: str) -> str:
    return next(suffix for suffix, name in _FORMATS.items() if name == format_name)


def _read_drawing(root: Path, path: Path, data: bytes) -> tuple[Image | None, list[Problem]]:
    # Cleaned in every run: it takes no longer than trusting a record, and no record can vouch for what runs.
    drawing, faults = svg.clean(data)
    if drawing is None:
        return None, [Problem(path, fault.line, int(fault.line > 0), fault.message) for fault in faults]
    image = Image(path, "SVG", drawing.width, drawing.height, hashlib.sha256(drawing.content).hexdigest())
    write_atomically(root / _staged(image), drawing.content)
    return image, []


def _record(data: bytes) -> Path:
    """Return where it is noted that just these bytes were verified by just this program."""
    return CACHE / f"{hashlib.sha256(_program() + hashlib.sha256(data).digest()).hexdigest()}.json"


@cache
def _program() -> bytes:
    hashed = hashlib.sha256(raster.DECODER.encode())
    for name in _CODE:
        hashed.update(Path(__file__).with_name(name).read_bytes())
    hashed.update(Path(limits.__file__).read_bytes())
    return hashed.digest()


def _known(root: Path, path: Path, data: bytes) -> Image | None:
    """Return the image that an earlier run verified, where its bytes still lie there."""
    try:
        facts = json.loads((root / _record(data)).read_bytes())
        image = Image(path, facts["format"], facts["width"], facts["height"], facts["digest"])
        there = _DIGEST.fullmatch(image.digest) and (root / _staged(image)).is_file()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return image if there and image.format == _FORMATS[path.suffix.lower()] == raster.format_of(data) else None
