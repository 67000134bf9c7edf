"""Pictures that travel with an edition."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from build.editions import places
from build.editions.document import image_path
from build.model import Issue, IssuePair
from translate.problem import Problem

_SIGNATURES = {
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF8": "gif",
    b"RIFF": "webp",
    b"<svg": "svg",
    b"<?xm": "svg",
}
MEDIA_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
"""By suffix."""


@dataclass(frozen=True)
class Picture:
    """One image of one issue."""

    issue: Issue
    """Which shows it."""
    address: str
    """As the text has it."""
    content: bytes
    """Of the file; empty where there is none."""

    @property
    def kind(self) -> str:
        """Suffix by the content's own signature, not by the file's name; empty where it is no picture."""
        return next((kind for mark, kind in _SIGNATURES.items() if self.content.startswith(mark)), "")

    @property
    def name(self) -> str:
        """A name that depends on the content alone."""
        return f"{hashlib.sha256(self.content).hexdigest()[:32]}.{self.kind or 'none'}"

    def problem(self, root: Path, found: str = "") -> Problem:
        """Say at the picture's place in the content file what is wrong with it; by default that it is none."""
        exists = image_path(root, self.issue, self.address).is_file()
        said = found or ("is no PNG, JPEG, GIF, WebP or SVG" if exists else "does not exist")
        message = f"the image `{self.address}` {said}; expected a whole picture below content/images. Replace the file."
        return places.find(self.address, (IssuePair((self.issue,)),), root, message)[0]


def picture(root: Path, issue: Issue, address: str) -> Picture:
    """Read an image of an issue."""
    path = image_path(root, issue, address)
    return Picture(issue, address, path.read_bytes() if path.is_file() else b"")
