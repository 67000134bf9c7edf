"""Pictures inside an edition: the verified bytes of images, in formats that editions can show."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from build.content import images
from build.content.model import Issue, IssuePair
from build.content.raster import for_editions
from build.editions import source_positions
from translate.core.problem import Problem

MEDIA_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
"""By suffix: the core media types for images of EPUB 3.3."""


@dataclass(frozen=True)
class Picture:
    """One image of one issue."""

    issue: Issue
    """Which shows it."""
    address: str
    """As the text has it."""
    content: bytes
    """What travels; empty where the address means no image that may be shown."""
    suffix: str
    """By the content, with its dot; `.none` where there is none."""

    @property
    def name(self) -> str:
        """A name that depends on the content alone."""
        return f"{hashlib.sha256(self.content).hexdigest()[:32]}{self.suffix}"

    def problem(self, root: Path, found: str = "is none of ours") -> Problem:
        """Say at the picture's place in the content file what is wrong with it."""
        message = f"the image `{self.address}` {found}; expected one below content/images. Replace the file."
        return source_positions.find(self.address, (IssuePair((self.issue,)),), root, message)[0]


def picture(root: Path, issue: Issue, address: str) -> Picture:
    """Return what stands for an image of an issue in editions."""
    image = issue.image(address)
    if image is None:
        return Picture(issue, address, b"", ".none")
    return Picture(issue, address, *for_editions(images.content(root, image), image.format))
