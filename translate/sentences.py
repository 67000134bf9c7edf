"""A protected segment → sentences, and back without loss."""

from collections.abc import Sequence

from translate.protect import Protected


def split(protected: Protected, language: str) -> list[str]:
    """Split a segment into sentences.

    Args:
        protected: a segment with marks.
        language: BCP 47 code of its text.

    Returns:
        The sentences with their marks; each carries the white space that follows it, so that `"".join` gives
        `protected.text` back. A pair of marks never spans two of them: sentences inside one pair stay together.
    """
    raise NotImplementedError


def join(parts: Sequence[str], language: str) -> str:
    """Join translated sentences as the target language does: a blank between them in English, none in Chinese.

    Args:
        parts: the sentences, without or with white space at their ends.
        language: BCP 47 code of the target.
    """
    raise NotImplementedError
