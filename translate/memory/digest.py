"""Short digests of texts, by which a translation's record knows its source and its target again."""

import hashlib

LENGTH = 10
"""Hexadecimal digits of a segment's digest: 40 bits, one chance in a thousand of a clash among 47,000 segments."""


def digest(text: str) -> str:
    """Return the digest of one segment: its words count, not how its lines are broken or indented."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogateescape")).hexdigest()[:LENGTH]
