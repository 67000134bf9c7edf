"""Writing systems: what is Han, what is Latin, what is a mark, and which stretches are already translated."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from translate.markdown.marks import MARK_BASE, MARK_LAST

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇"
"""Body of a regular expression's character class: Han ideographs and the numeral zero."""
MARK = f"{chr(MARK_BASE)}-{chr(MARK_LAST)}"
"""Body of a character class: marks."""

_MARKS = re.compile(f"[{MARK}]")
_HAN = re.compile(f"[{HAN}]")
_CHINESE_RUN = re.compile(f"[{HAN}][{HAN}{MARK}\\d０-９，、。；：！？“”‘’（）《》·・%％\\-—–～~]*")
_ENGLISH_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_PLAIN_WORD = re.compile(r"[A-Za-z]+")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_ENGLISH_RUN = re.compile(
    f"(?:[A-Za-z0-9][A-Za-z0-9'’.&/+#@-]*)(?:[ ,;:.()&/{MARK}–-]+(?:[A-Za-z0-9][A-Za-z0-9'’.&/+#@-]*))*"
)
_OPENERS = re.compile(
    "an?|and|but|dear|for|good|hello|here|hi|how|if|in|it|no|now|on|please|so|thanks?|that|the|there|these|they|this|to"
    "|we|welcome|what|when|where|why|yes|you",
    re.IGNORECASE,
)
"""Words that begin sentences and are capitalised only there."""
_CHINESE_MINIMUM = 4
_CHINESE_PER_WORD = 6
"""Characters that a Chinese sentence has for each Latin word in it, at least."""
_ENGLISH_MINIMUM = 3
_INVENTED_MINIMUM = 6


def is_han(character: str) -> bool:
    """Return whether this one character is a Han ideograph."""
    return _HAN.match(character) is not None


def is_mark(character: str) -> bool:
    """Return whether this one character is a mark."""
    return MARK_BASE <= ord(character) <= MARK_LAST


@dataclass(frozen=True)
class UnmarkedText:
    """A text with its marks taken out, and the way back to the marked text's offsets."""

    marked: str
    """With marks."""

    @cached_property
    def text(self) -> str:
        """Without marks."""
        return _MARKS.sub("", self.marked)

    @cached_property
    def _positions(self) -> list[int] | None:
        if len(self.text) == len(self.marked):
            return None
        return [index for index, character in enumerate(self.marked) if not is_mark(character)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Turn a non-empty range of `text` into the smallest one of `marked` with the same characters."""
        if self._positions is None:
            return start, end
        return self._positions[start], self._positions[end - 1] + 1


@dataclass(frozen=True)
class TextRange:
    """A run of text in one language within a line that mixes two."""

    start: int
    """0-based code point, marks counted."""
    end: int
    """Exclusive."""


def target_language_ranges(text: str, target: str) -> list[TextRange]:
    """Find stretches of a source text that are already in the target language and stay as they are.

    A bilingual address such as `1172 Jile Road, Minhang District 上海市闵行区季乐路1172号` has one for either way:
    four Han characters or more in a row, or three English words of which one is not a name's or an abbreviation's.
    Names and abbreviations inside a sentence of the other script are not meant.
    """
    if target == "zh-Hans":
        if not re.search("[A-Za-z]", text):
            return []
        runs = (match for match in _CHINESE_RUN.finditer(text) if len(_HAN.findall(match[0])) >= _CHINESE_MINIMUM)
    else:
        if not _HAN.search(text):
            return []
        runs = (match for match in _ENGLISH_RUN.finditer(text) if _is_english(match[0]))
    return [TextRange(run.start(), run.start() + len(run[0].rstrip(" ,;:-–—"))) for run in runs]


def is_in(text: str, language: str) -> bool:
    """Return whether a sentence is in this of the two languages already, as its writing tells.

    Chinese may have single Latin words, English single Chinese names in brackets. Names alone, numbers alone and what
    mixes both are in neither.

    Args:
        text: with or without marks; marks hide code.
        language: BCP 47 code.
    """
    plain = _BRACKETED.sub(" ", UnmarkedText(text).text)
    characters, words = len(_HAN.findall(plain)), len(_ENGLISH_WORD.findall(plain))
    if language == "en":
        return not characters and _is_english(plain)
    return characters >= _CHINESE_MINIMUM and characters >= _CHINESE_PER_WORD * words


def foreign_words(source_text: str, target_text: str, kept: str = "") -> str:
    """Return the English words of a Chinese text that its English source has not as names, where they outweigh it.

    Args:
        source_text: English.
        target_text: Chinese.
        kept: forms that the glossary keeps in Latin letters.
    """
    names = Counter(
        word
        for word in _PLAIN_WORD.findall(f"{source_text} {kept}")
        if not word.islower() and not _OPENERS.fullmatch(word)
    )
    # What stands in brackets is how the source says it.
    words = list((Counter(_PLAIN_WORD.findall(_BRACKETED.sub("", target_text))) - names).elements())
    letters = sum(map(len, words))
    return " ".join(words) if letters > max(len(_HAN.findall(target_text)), _INVENTED_MINIMUM - 1) else ""


def _is_english(run: str) -> bool:
    words = _ENGLISH_WORD.findall(" ".join(part for part in run.split() if not _is_address(part)))
    return len(words) >= _ENGLISH_MINIMUM and any(len(word) > 1 and not word.isupper() for word in words)


def _is_address(part: str) -> bool:
    return "@" in part or "/" in part or "." in part[1:-1]
