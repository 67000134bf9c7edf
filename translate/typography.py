"""Punctuation and spacing as each language has them."""

from collections.abc import Sequence

from translate.protect import Mark


def polish(
    text: str,
    language: str,
    *,
    periodicals: Sequence[str] = (),
    marks: Sequence[Mark] = (),
    capital: bool = False,
) -> str:
    """Bring a text into the house typography of its language; a second pass changes nothing.

    Args:
        text: prose, with or without marks; each mark stays once, in order.
        language: BCP 47 code.
        periodicals: names in `language` that take 《》 in Chinese.
        marks: what the marks stand for, `marks[n]` for `chr(MARK_BASE + n)`; link text that is only a
            periodical's name is a credit and takes no 《》.
        capital: in English, also make the first letter of the text a capital (for a whole segment).
    """
    raise NotImplementedError
