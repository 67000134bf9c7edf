"""Names of Chinese places in English, and English words in pinyin that no Chinese name is read as."""

import re
from collections.abc import Iterator
from itertools import pairwise

from translate.language.names import known_names, transliteration
from translate.language.names.romanization import pinyin, readings, syllables
from translate.language.script import HAN

_PLACE = re.compile(
    f"(?:(?<=[省市州县旗])|(?<=自治区)|(?<=位于)|(?<=来自)|(?<![{HAN}]))(?P<name>[{HAN}]{{2}})"
    "(?=(?:县|镇|乡|村|旗|市(?![场民委政值])|州(?!长))(?! ?[(（][A-Za-z]))"
)
_NOT_IN_PLACES = frozenset(
    "该本全各城两一二三四五六七八九十几每这那外上下小大新老乡农县市省区同个在了后当地直超的随和与"
)
_WORD = re.compile(r"""(?<![.!?"“] )(?<!^)\b[A-Z][a-z]{5,12}\b""")
_ONLY_PINYIN = re.compile("zh|x|q|uang|iang|ong(?!a)|iao", re.IGNORECASE)
"""Letters that few English words have: names from elsewhere are often two syllables of pinyin by chance."""
_SAME_SOUND = 0.6


def places_missing(source_text: str, target_text: str) -> Iterator[str]:
    """Give each place of a Chinese text, told by 县, 市 and the like, that an English text has not.

    Args:
        source_text: Chinese, without marks.
        target_text: English, without marks.
    """
    letters = re.sub("[^a-z]", "", target_text.lower())
    for match in _PLACE.finditer(source_text):
        name = match["name"]
        if _NOT_IN_PLACES & set(name) or known_names.in_chinese(name):
            continue
        forms = pinyin(name)
        unread = forms and not any(form in letters for form in forms)
        if unread and transliteration.best(name, target_text) < _SAME_SOUND:
            yield name


def invented(source_text: str, target_text: str) -> Iterator[str]:
    """Give each name in pinyin of an English text that no two characters of a Chinese text are read as.

    Args:
        source_text: Chinese, without marks.
        target_text: English, without marks.
    """
    pairs: set[tuple[str, str]] | None = None
    for word in _WORD.findall(target_text):
        halves = _halves(word.lower())
        if not halves or word.endswith("ing") or not _ONLY_PINYIN.search(word) or known_names.in_english(word):
            continue
        if pairs is None:
            if any("\u4e00" <= character <= "\u9fff" and not readings(character) for character in source_text):
                return
            pairs = _pairs(source_text)
        if not any(half in pairs for half in halves):
            yield word


def _halves(word: str) -> list[tuple[str, str]]:
    return [
        (word[:place], word[place:])
        for place in range(1, len(word))
        if word[:place] in syllables() and word[place:] in syllables()
    ]


def _pairs(text: str) -> set[tuple[str, str]]:
    """Return how each two neighbouring characters are read."""
    read = [{one.replace("v", "u") for one in readings(character)} for character in text]
    return {(one, two) for first, second in pairwise(read) for one in first for two in second}
