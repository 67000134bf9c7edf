"""Plain text → runs: each of one language, and what must not be torn apart at the end of a line on its own.

1. A PDF reader speaks, hyphenates and justifies by language: Han inside English is Chinese, words in Latin letters
   inside Chinese are English. A single letter (`A股`, `B超`) stays with the Chinese around it.
2. A number stays with its unit, its scale and the other end of its range: `2–8 °C`, `1.61 billion`, `555.1亿元`. No
   invisible joiners are added to the text, so that searching and copying find what was written.
"""

import re
from dataclasses import dataclass

from build.content.model import CHINESE, Language

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_HAN = re.compile(f"[{_HAN}]")
# Full-width marks belong to the Chinese words they stand between or close, so that their glyphs come from one font.
_CHINESE = re.compile(
    rf"[《「『（〈]*[{_HAN}](?:[{_HAN}0-9、。，；：？！（）《》「」『』〈〉·…—]*[{_HAN}])?[。，；：？！）》」』〉]*"
)
_WORD = r"[A-Za-zÀ-ɏḀ-ỿ](?:(?![\u2e80-\U0003ffff])[\w’'.&+/@-])*[A-Za-zÀ-ɏḀ-ỿ0-9]"
_ENGLISH = re.compile(rf"{_WORD}(?:[ \u00a0](?:{_WORD}|&|\d+))*")

_CURRENCY = r"(?:(?:US|HK|CN)?[$¥€£]|RMB )?"
_NUMBER = rf"(?<![A-Za-z0-9_.,]){_CURRENCY}\d[\d.,]*(?:\s?[–~～-]\s?{_CURRENCY}\d[\d.,]*)?"
_UNIT = r"(?:°[CF]?|℃|℉|%|％|‰|[kmcnµμ]?g|[kmcnµμ]?m[²³]?|[mµμ]?[lL]|[kMGT]?W|mmHg|mmol/L|kWh|Hz)"
_SCALE = r"(?:hundred|thousand|million|billion|trillion)"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_COUNTED = (
    r"[十百千]?[万亿兆]*(?:美元|欧元|港元|人民币|元|平方米|平方公里|公里|千米|米|吨|人次|人|家|张|床|例|岁|倍|个|名|项"
    r"|所|种|届|年|月|日|号|周|天|小时|分钟|万|亿)"
)
_KEPT_ENGLISH = re.compile(
    rf"{_NUMBER}[ \u00a0]?{_UNIT}(?![\w-])|{_NUMBER}[ \u00a0]{_SCALE}\b(?!-)|\b\d{{1,2}}[ \u00a0]{_MONTH}\b"
    rf"|(?<![A-Za-z0-9_.,])\d[\d.,]*–\d[\d,]*(?:\.\d+)?(?![\w-])"
)
_KEPT_CHINESE = re.compile(rf"{_NUMBER}[ \u00a0]?(?:{_UNIT}(?![A-Za-z])|{_COUNTED})")
_LONGEST_KEPT = 24


@dataclass(frozen=True)
class Run:
    """A stretch of text."""

    text: str
    """Never empty."""
    language: str = ""
    """BCP 47 code where it differs from the text around it, else empty."""
    kept: bool = False
    """Whether it must stay on one line."""
    gap_before: bool = False
    """Whether a kept run needs the narrow gap between Han and Latin before it; a box hides it from the typesetter."""
    gap_after: bool = False
    """The same behind it."""


def runs(text: str, language: Language) -> tuple[Run, ...]:
    """Return `text`, which is in `language` on the whole, as runs; joined they give `text` again."""
    found: list[Run] = []
    kept = _KEPT_CHINESE if language is CHINESE else _KEPT_ENGLISH
    end = 0
    for match in kept.finditer(text):
        if len(match[0]) > _LONGEST_KEPT:
            continue
        found += _by_language(text[end : match.start()], language)
        before, after = text[: match.start()][-1:], text[match.end() : match.end() + 1]
        found.append(
            Run(
                match[0],
                kept=True,
                gap_before=bool(_IS_HAN.match(before)),
                gap_after=bool(_IS_HAN.match(after)) and not _IS_HAN.match(match[0][-1]),
            )
        )
        end = match.end()
    return (*found, *_by_language(text[end:], language))


def _by_language(text: str, language: Language) -> list[Run]:
    pattern, code = (_ENGLISH, "en") if language is CHINESE else (_CHINESE, CHINESE.code)
    found: list[Run] = []
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            found.append(Run(text[end : match.start()]))
        found.append(Run(match[0], language=code))
        end = match.end()
    if text[end:]:
        found.append(Run(text[end:]))
    return found


def fold(text: str) -> str:
    """Return `text` with white space as a browser shows it; a line break between Han disappears, as readers expect."""
    joined = re.sub(rf"(?<=[{_HAN}，。、；：？！）》”])[ \t]*\n\s*(?=[{_HAN}（《“])", "", text)
    return re.sub(r"[ \t\r\n\f]+", " ", joined)


def curl(text: str, language: Language) -> str:
    """Return `text` with typographic quotation marks and apostrophes for the straight ones of an English keyboard."""
    if language is CHINESE:
        return text
    text = re.sub(r"(^|[\s(\[{—–“])'(?=\w)", r"\1‘", text).replace("'", "’")
    return re.sub(r"(^|[\s(\[{—–‘])\"(?=[\w$€£¥‘(])", r"\1“", text).replace('"', "”")
