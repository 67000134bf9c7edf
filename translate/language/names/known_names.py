"""Names known in both languages: countries, cities, languages, currencies, bodies of states.

CLDR (through Babel) names them; `known_names.tsv` has what CLDR has not: the words that stand for a name (US, American;
美, 中方) and names that newsletters hold often. Its columns: English and Chinese forms that are looked for (`en`,
`zh`), and forms that are right as well but mean other things too often to be looked for (`en_also`, `zh_also`).
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from babel import Locale

_LANGUAGES = "en fr de ja ru es ar pt it ko hi he el tr vi th id uk pl nl sv fa ur bn"
_CURRENCIES = "USD EUR JPY GBP CHF CAD AUD NZD HKD SGD KRW INR RUB BRL ZAR SEK NOK DKK MXN THB VND IDR MYR PHP TRY"
_CURRENCY_SIGNS = {"USD": ("$",), "EUR": ("€",), "GBP": ("£", "sterling"), "JPY": ("¥",), "INR": ("₹",), "KRW": ("₩",)}
_NOT_ENGLISH_WORDS = (
    "Georgia Jordan Chad Jersey Guernsey Niger Guinea Montserrat Dominica Victoria Casey Davis Palmer Easter "
    "Chatham Center Phoenix Denver Johnston Midway Wake Man Creston Nelson Regina Nome Troll Rothera Mawson Syowa "
    "Vostok Fortaleza Currie Eucla Kerguelen Christmas Cocos Reunion Faroe Azores Mayotte Norfolk Gibraltar Boise "
    "Adak Resolute Rainy Swift Dawson Glace Goose Moncton Halifax Pangnirtung Belem Recife Cuiaba Bahia Maceio "
    "Thule Nuuk Lord Saint Adelaide Perth Darwin Brunei Togo Nauru Niue Turkey Congo Virgin Macau Holland "
    "Kinshasa Busingen Johannesburg Macquarie Hobart Lindeman Louisville Detroit Menominee Anguilla Aruba Stanley "
    "Palau Yap Chuuk Pohnpei Enderbury "
)
_NOT_ENGLISH = frozenset(_NOT_ENGLISH_WORDS.split())
"""English names that are persons or other things as often."""
_NOT_CHINESE_WORDS = (
    "苏丹 马里 阿曼 约旦 乍得 格鲁吉亚 泽西岛 根西岛 马恩岛 几内亚 关岛 中途岛 复活节岛 圣诞岛 凤凰城 "
    "底特律 丹佛 维多利亚 中部 胜利 戴维斯 凯西 帕尔默 世界 多哥 斯坦利 日本银行 纳尔逊 文莱 海地 汤加 "
    "刚果 里加 索马里 加沙 "
)
_NOT_CHINESE = frozenset(_NOT_CHINESE_WORDS.split())
"""Chinese names that stand in other words or names as often."""
_FOREIGN_SYLLABLES = frozenset("斯克特尔德拉姆尼卡莱弗诺森林伯顿娜利里丽罗洛维茨奇吉科塔达托雷哈米萨亚")
"""Characters that write foreign names: beside one of them, a short name is likely a part of a longer one."""
_ENGLISH_WORD = re.compile(r"(?<![A-Za-z0-9À-ÿ])[A-Z][A-Za-zÀ-ÿ]*")
_DEVELOPING = re.compile("发展中国家|发达国家中国")
_SHORTEST_STEM = 4


@dataclass(frozen=True)
class KnownName:
    """A name and all that may stand for it."""

    en: tuple[str, ...]
    """English forms that are looked for."""
    zh: tuple[str, ...]
    """Chinese forms that are looked for."""
    en_also: tuple[str, ...] = ()
    """English words that are right for it as well."""
    zh_also: tuple[str, ...] = ()
    """The same in Chinese, also single characters: 美 for 美国."""
    place: bool = False
    """Whether it is a city, whose English name is often part of another name."""

    def stands_in(self, text: str, language: str) -> bool:
        """Return whether any of its forms stands in a text without marks."""
        if language == "en":
            return self._english.search(text) is not None
        return any(form in text for form in (*self.zh, *self.zh_also)) or any(
            len(form) > 1 and form in text for form in self.en
        )

    @cached_property
    def _english(self) -> re.Pattern[str]:
        words, signs = [], ["(?!)"]
        for form in sorted({*self.en, *self.en_also}, key=len, reverse=True):
            if not form[0].isalnum():
                signs.append(re.escape(form))
            else:
                # Abbreviations are words in small letters: us, it.
                words.append(re.escape(form) if form.isupper() else f"(?i:{re.escape(form)})")
        words += [f"(?i:{re.escape(stem)}[a-zà-ÿ]*)" for stem in map(_stem, self.en) if len(stem) >= _SHORTEST_STEM]
        return re.compile(f"(?<![A-Za-z])(?:{'|'.join(words) or '(?!)'})s?(?![A-Za-z])|{'|'.join(signs)}")


def _stem(form: str) -> str:
    """Return what adjectives begin with: Nigeri for Nigerian, Keny for Kenyan."""
    return form.rstrip("aeiouy") if form.isalpha() and not form.isupper() else ""


@dataclass(frozen=True)
class NameMatch:
    """A known name in a text."""

    start: int
    """0-based code point."""
    end: int
    """Exclusive."""
    text: str
    """As it stands there."""
    name: KnownName
    """Which it is."""


def in_chinese(text: str) -> tuple[NameMatch, ...]:
    """Find known names in Chinese text without marks: the longest at each place, not overlapping, in order."""
    return _in_chinese(text)


@lru_cache(maxsize=256)
def _in_chinese(text: str) -> tuple[NameMatch, ...]:
    index = _by_first_character()
    found: list[NameMatch] = []
    position = 0
    while position < len(text):
        for form, name in index.get(text[position], ()):
            if text.startswith(form, position):
                found.append(NameMatch(position, position + len(form), form, name))
                position += len(form) - 1
                break
        position += 1
    return tuple(match for match in found if not _is_part(text, match))


def _is_part(text: str, match: NameMatch) -> bool:
    """Return whether a match belongs to a longer name or to other words."""
    if any(match.start >= other.start() and match.end <= other.end() for other in _DEVELOPING.finditer(text)):
        return True
    before, after = text[match.start - 1 : match.start], text[match.end : match.end + 1]
    if "·" in (before, after) or "•" in (before, after):
        return True
    written_by_sound = sum(character in _FOREIGN_SYLLABLES for character in match.text) * 2 >= len(match.text)
    return written_by_sound and bool(_FOREIGN_SYLLABLES & {before, after})


def in_english(text: str) -> tuple[NameMatch, ...]:
    """Find known names in English text without marks, capitalised as names are; a city inside a longer name is none."""
    return _in_english(text)


@lru_cache(maxsize=256)
def _in_english(text: str) -> tuple[NameMatch, ...]:
    index = _by_first_word()
    found: list[NameMatch] = []
    end = 0
    for word in _ENGLISH_WORD.finditer(text):
        if word.start() < end:
            continue
        for form, name in index.get(word[0], ()):
            stop = word.start() + len(form)
            if text.startswith(form, word.start()) and not text[stop : stop + 1].isalnum():
                end = stop
                if not (name.place and _within_name(text, word.start(), stop)):
                    found.append(NameMatch(word.start(), stop, form, name))
                break
    return tuple(found)


_CAPITALISED_BEFORE = re.compile(r"[A-Z][\w'’.-]*[ -]$")
_CAPITALISED_AFTER = re.compile(r"['’]?[ -][A-Z]|[-'’][A-Za-z]")


def _within_name(text: str, start: int, end: int) -> bool:
    return bool(_CAPITALISED_AFTER.match(text, end)) or bool(
        _CAPITALISED_BEFORE.search(text, max(0, start - 30), start)
    )


def covers(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]`, Chinese, is only a part of a known name."""
    return any(
        match.start <= start and match.end >= end and match.end - match.start > end - start
        for match in in_chinese(text)
    )


def renderings(form: str, language: str) -> tuple[str, ...]:
    """Return what stands for a name in `language`, given one of its forms in the other; empty where it is not known."""
    name = _by_form().get(form)
    if name is None:
        return ()
    if language == "en":
        return (*name.en, *name.en_also)
    return (*name.zh, *(word for word in name.zh_also if len(word) > 1))


@lru_cache(maxsize=1)
def _by_form() -> dict[str, KnownName]:
    return {form: name for name in reversed(_names()) for form in (*name.en, *name.zh)}


@lru_cache(maxsize=1)
def _by_first_character() -> dict[str, tuple[tuple[str, KnownName], ...]]:
    return _index((form, form[0], name) for name in _names() for form in name.zh)


@lru_cache(maxsize=1)
def _by_first_word() -> dict[str, tuple[tuple[str, KnownName], ...]]:
    first = re.compile("[A-Za-zÀ-ÿ]*")
    return _index((form, first.match(form)[0], name) for name in _names() for form in name.en)  # type: ignore[index]


def _index(entries: Iterable[tuple[str, str, KnownName]]) -> dict[str, tuple[tuple[str, KnownName], ...]]:
    """File forms under what they begin with, the longest first."""
    index: dict[str, dict[str, KnownName]] = defaultdict(dict)
    for form, first, name in entries:
        index[first].setdefault(form, name)
    return {first: tuple(sorted(forms.items(), key=lambda one: -len(one[0]))) for first, forms in index.items()}


@lru_cache(maxsize=1)
def _names() -> tuple[KnownName, ...]:
    """Return the rows of our own table, then what CLDR adds; a form that stands in both is the table's."""
    own = tuple(_own())
    en = {form for name in own for form in (*name.en, *name.en_also)}
    zh = {form for name in own for form in (*name.zh, *name.zh_also)}
    added: list[KnownName] = []
    for name in (*_territories(), *_cities(), *_languages(), *_currencies()):
        kept = replace(
            name,
            en=tuple(form for form in name.en if form not in en and form.split()[0] not in _NOT_ENGLISH),
            en_also=(*name.en_also, *name.en),
            zh=tuple(form for form in name.zh if form not in zh and form not in _NOT_CHINESE),
            zh_also=(*name.zh_also, *name.zh),
        )
        if kept.en or kept.zh:
            added.append(kept)
    return (*own, *added)


def _own() -> Iterator[KnownName]:
    text = Path(__file__).with_name("known_names.tsv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        columns = ("en", "zh", "en_also", "zh_also")
        en, zh, en_also, zh_also = (tuple(filter(None, row[column].split("|"))) for column in columns)
        yield KnownName(en, zh, en_also, zh_also)


def _territories() -> Iterator[KnownName]:
    english, chinese = Locale("en").territories, Locale("zh", script="Hans").territories
    for code in sorted(english.keys() & chinese.keys()):
        if code.isalpha() and len(code) == 2 and code not in ("EZ", "QO", "UN", "XA", "XB", "ZZ", "MF", "BL", "SX"):
            yield KnownName((english[code],), (chinese[code],))


def _cities() -> Iterator[KnownName]:
    english, chinese = Locale("en").time_zones, Locale("zh", script="Hans").time_zones
    for zone in sorted(chinese.keys()):
        area, _, last = zone.rpartition("/")
        city = english.get(zone, {}).get("city", last.replace("_", " "))
        if area in ("Africa", "America", "Asia", "Australia", "Europe") and "city" in chinese[zone]:
            yield KnownName((city,), (chinese[zone]["city"],), place=True)


def _languages() -> Iterator[KnownName]:
    english, chinese = Locale("en").languages, Locale("zh", script="Hans").languages
    for code in _LANGUAGES.split():
        yield KnownName((), (chinese[code],), (english[code],))


def _currencies() -> Iterator[KnownName]:
    english, chinese = Locale("en").currencies, Locale("zh", script="Hans").currencies
    for code in _CURRENCIES.split():
        word = english[code].split()[-1]
        yield KnownName((), (chinese[code],), (word, f"{word}s", code, *_CURRENCY_SIGNS.get(code, ())))
