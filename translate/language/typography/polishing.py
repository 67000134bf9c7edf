"""Punctuation and spacing as each language has them; what a language wants stands in a room of its own.

1. Marks are transparent: a full-width comma after `**新华社**` is decided by the 社. Each mark stays, in order.
2. Addresses, file names, decimals, times, ratios and thousands are never touched.
3. A stretch of the other language (`script.already`) keeps its own punctuation and its distance.
4. Zero-width spaces go. A second pass changes nothing.
"""

import re
from collections.abc import Callable, Sequence

from translate.language.marked_text import MarkedTextEdit
from translate.language.typography import chinese as chinese_typography
from translate.language.typography import english as english_typography
from translate.markdown.marks import Mark

_ROUNDS = 4
_UNTOUCHED = re.compile(
    r"(?:https?://|ftp://|www\.)[!-~]*[A-Za-z0-9/#=_-]|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
    r"|(?<![A-Za-z0-9.-])[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,5}"
    r"\.(?:com|org|net|cn|gov|edu|io|asia|uk|eu|js|py|md|html?|pdf|csv|json|ya?ml)(?![A-Za-z0-9])"
    r"(?:/(?:[!-~]*[A-Za-z0-9/#=_-])?)?"
)


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
    steps: Sequence[Callable[[MarkedTextEdit], None]]
    if language == "zh-Hans":
        steps = (*chinese_typography.STEPS, chinese_typography.titles(periodicals))
    else:
        steps = (*english_typography.STEPS, *((english_typography.capital_first,) if capital else ()))
    text = text.replace("\u200b", "")
    for _ in range(_ROUNDS):
        before = text
        sheet = _sheet(text, marks)
        for step in steps:
            step(sheet)
            if sheet.changed:
                text = sheet.result()
                sheet = _sheet(text, marks)
        if text == before:
            break
    return text


def _sheet(text: str, marks: Sequence[Mark]) -> MarkedTextEdit:
    sheet = MarkedTextEdit(text, marks)
    sheet.protect(match.span() for match in _UNTOUCHED.finditer(sheet.text))
    return sheet
