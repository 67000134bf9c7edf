"""Short digests of texts, by which a translation's record knows its source and its target again."""

import hashlib
from collections.abc import Iterable

LENGTH = 10
"""Hexadecimal digits of a segment's digest: 40 bits, one chance in a thousand of a clash among 47,000 segments."""


def digest(text: str) -> str:
    """Return the digest of one segment: its words count, not how its lines are broken or indented."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogateescape")).hexdigest()[:LENGTH]


def source_digest(segments_md: Iterable[str]) -> str:
    """Return `sha256:…` over all segments of a source, for `translation.source`.

    What is not prose does not count: another address list, another date or another topic leaves a translation current.
    """
    whole = hashlib.sha256()
    for text in segments_md:
        whole.update(" ".join(text.split()).encode("utf-8", "surrogateescape") + b"\n")
    return f"sha256:{whole.hexdigest()}"
