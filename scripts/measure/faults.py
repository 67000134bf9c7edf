"""Faults as machine translation makes them, put into good translations: what the guards are measured with."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from translate.language import guards, values
from translate.language.glossary import Glossary
from translate.language.names import known_names
from translate.language.script import HAN
from translate.markdown.marks import MARK_BASE, Mark

_TOKEN = re.compile(rf"[{HAN}]|[A-Za-z]+|\d[\d,.]*")
_NUMBER = re.compile(r"(?<![\d.,:A-Za-z-])\d+(?:[.,]\d+)*(?![\d.,A-Za-z-])")
_SCALES = {"万": "亿", "亿": "万", "million": "billion", "billion": "million", "thousand": "million"}
_SCALE = re.compile(r"(?<=\d)\s?[万亿]|(?<=\d )(?:million|billion|thousand)\b")
_BRACKET = re.compile("[()（）]")
_LONG = 28
_FILLER = {
    "en": "In addition, the officials explained at length how the work would go on over the coming months and years. ",
    "zh-Hans": "此外，有关负责人还详细说明了今后一段时间内工作将如何推进以及各方面将如何配合的具体安排。",
}
_MARKS = (
    Mark("open", "[", "link", 1),
    Mark("close", "](https://example.org/a)", "link", 0),
    Mark("atom", "`make`", "code", text="make"),
)
_OPEN, _CLOSE, _ATOM = (chr(MARK_BASE + index) for index in range(3))


@dataclass(frozen=True)
class Pair:
    """A source and its good translation."""

    source_text: str
    """With or without marks."""
    target_text: str
    """With or without marks."""
    source: str
    """BCP 47 code of the source."""
    target: str
    """BCP 47 code of the target."""
    glossary: Glossary | None = None
    """Terms to hold."""
    marks: tuple[Mark, ...] = ()
    """What the marks stand for."""

    def findings(self, spoilt: str | None = None) -> list[guards.Finding]:
        """Run the guards on the translation, or on a spoilt one."""
        return guards.check(
            self.source_text,
            self.target_text if spoilt is None else spoilt,
            source=self.source,
            target=self.target,
            glossary=self.glossary,
            marks=self.marks,
        )

    def marked(self) -> "Pair":
        """Put a link around the first half of both sides and code at their ends."""
        sides = []
        for text in (self.source_text, self.target_text):
            middle = max(1, len(text) // 2)
            sides.append(f"{_OPEN}{text[:middle]}{_CLOSE}{text[middle:]}{_ATOM}")
        return Pair(sides[0], sides[1], self.source, self.target, self.glossary, _MARKS)


Fault = Callable[[Pair, random.Random], str | None]
"""Spoils a pair's target; None where the pair has nothing to spoil."""


def _stuttered(pair: Pair, chance: random.Random) -> str | None:
    spans = list(_TOKEN.finditer(pair.target_text))
    spans = [span for span in spans if not span[0][0].isdigit()]
    if not spans:
        return None
    span = chance.choice(spans)
    gap = " " if pair.target == "en" else ""
    return pair.target_text[: span.end()] + (gap + span[0]) * chance.randint(3, 9) + pair.target_text[span.end() :]


def _phrase_loop(pair: Pair, chance: random.Random) -> str | None:
    spans = list(_TOKEN.finditer(pair.target_text))
    size = chance.randint(2, 8)
    if len(spans) < size + 1:
        return None
    start = chance.randrange(len(spans) - size)
    phrase = pair.target_text[spans[start].start() : spans[start + size - 1].end()]
    gap = " " if pair.target == "en" else ""
    return pair.target_text[: spans[start + size - 1].end()] + (gap + phrase) * 3


def _said_twice(pair: Pair, _: random.Random) -> str | None:
    if len(_TOKEN.findall(pair.target_text)) < 12:
        return None
    return pair.target_text + (" " if pair.target == "en" else "") + pair.target_text


def _echo(pair: Pair, _: random.Random) -> str | None:
    return pair.source_text if re.search(rf"[a-z]{{2}} [a-z]{{2,}}|[{HAN}]{{2}}", pair.source_text) else None


def _half_echo(pair: Pair, _: random.Random) -> str | None:
    words = pair.source_text.split(" ")
    if pair.source != "en" or len(words) < 16 or sum(word.islower() for word in words[-10:]) < 7:
        return None
    return pair.target_text[: len(pair.target_text) // 2] + " ".join(words[-10:])


def _emptied(_: Pair, __: random.Random) -> str | None:
    return "。"


def _cut(pair: Pair, _: random.Random) -> str | None:
    spans = list(_TOKEN.finditer(pair.target_text))
    if len(spans) < _LONG or len(_TOKEN.findall(pair.source_text)) < _LONG // 2:
        return None  # of a short text a fifth may be all that a free translator would say
    return pair.target_text[: spans[len(spans) // 5].end()]


def _rambling(pair: Pair, _: random.Random) -> str | None:
    size = len(_TOKEN.findall(pair.target_text))
    return pair.target_text + _FILLER[pair.target] * 2 if 6 < size < 22 else None


def _foreign(pair: Pair, chance: random.Random) -> str | None:
    return _inserted(pair, chance, "のために" if pair.target == "zh-Hans" else "并且")


def _traditional(pair: Pair, _: random.Random) -> str | None:
    table = str.maketrans("国时个们说这来为会学", "國時個們說這來為會學")
    spoilt = pair.target_text.translate(table)
    return spoilt if pair.target == "zh-Hans" and spoilt != pair.target_text else None


def _inserted(pair: Pair, chance: random.Random, piece: str) -> str | None:
    spans = list(_TOKEN.finditer(pair.target_text))
    if not spans:
        return None
    end = chance.choice(spans).end()
    return pair.target_text[:end] + piece + pair.target_text[end:]


def _number_changed(pair: Pair, chance: random.Random) -> str | None:
    numbers = list(_NUMBER.finditer(pair.target_text))
    if not numbers:
        return None
    match = chance.choice(numbers)
    last = match[0][-1]
    changed = match[0][:-1] + str((int(last) + chance.randint(2, 7)) % 10)
    known = {value.number for value in values.find(pair.source_text, pair.source)}
    known |= {value.number for value in values.find(pair.target_text, pair.target)}
    now = Fraction(changed.replace(",", ""))
    if now in known or last == changed[-1] or now < 1:
        return None
    return pair.target_text[: match.start()] + changed + pair.target_text[match.end() :]


def _number_lost(pair: Pair, chance: random.Random) -> str | None:
    numbers = [match for match in _NUMBER.finditer(pair.target_text) if len(match[0]) > 1]
    numbers = [match for match in numbers if pair.target_text.count(match[0]) == 1]
    if not numbers:
        return None
    match = chance.choice(numbers)
    return pair.target_text[: match.start()] + pair.target_text[match.end() :]


def _scale_changed(pair: Pair, chance: random.Random) -> str | None:
    scales = list(_SCALE.finditer(pair.target_text))
    if not scales:
        return None
    match = chance.choice(scales)
    return pair.target_text[: match.start()] + _SCALES[match[0].strip()] + pair.target_text[match.end() :]


def _percent_lost(pair: Pair, _: random.Random) -> str | None:
    spoilt = re.sub(r"(?<=\d)\s?%(?!\s?(?:[-–—~和至到、,]|and|to|或|or))", "", pair.target_text, count=1)
    return spoilt if spoilt != pair.target_text else None


def _number_added(pair: Pair, chance: random.Random) -> str | None:
    return _inserted(pair, chance, " 4271 ")


def _unbalanced(pair: Pair, chance: random.Random) -> str | None:
    marks = list(_BRACKET.finditer(pair.target_text))
    if guards.breaks_off(pair.source_text) or len(re.findall("[()（）]", pair.source_text)) % 2:
        return None
    if not marks:
        return _inserted(pair, chance, "（" if pair.target == "zh-Hans" else " (")
    match = chance.choice(marks)
    return pair.target_text[: match.start()] + pair.target_text[match.end() :]


def _term_lost(pair: Pair, chance: random.Random) -> str | None:
    if not pair.glossary:
        return None
    wanted = {form for match in pair.glossary.find(pair.source_text, pair.source) for form in match.accepted}
    matches = [
        match for match in pair.glossary.find(pair.target_text, pair.target) if match.term.form(pair.target) in wanted
    ]
    asked = [match for match in pair.glossary.find(pair.source_text, pair.source) if wanted & set(match.accepted)]
    if not matches or len(matches) > len(asked):
        return None
    match = chance.choice(matches)
    other = "某机构" if pair.target == "zh-Hans" else "some body"
    return pair.target_text[: match.start] + other + pair.target_text[match.end :]


def _hidden(pair: Pair, character: str) -> str | None:
    # Where it stands does not matter; with a chance of its own, the places of all other faults stay what they were.
    return _inserted(pair, random.Random(0), character)  # noqa: S311 -- not for secrets


def _marked(spoil: Callable[[str], str]) -> Fault:
    return lambda pair, _: spoil(pair.target_text) if pair.marks else None


def _address_lost(pair: Pair, chance: random.Random) -> str | None:
    return _inserted(pair, chance, " https://example.net/b ")


def _name_exchanged(pair: Pair, chance: random.Random) -> str | None:
    """Put another country where one stands that the source has: Iceland for France."""
    ours, theirs = (
        known_names.in_english(text) if language == "en" else known_names.in_chinese(text)
        for text, language in ((pair.source_text, pair.source), (pair.target_text, pair.target))
    )
    said = {match.name for match in ours}
    found = [match for match in theirs if match.name in said and not match.name.place]
    if not found:
        return None
    match = chance.choice(found)
    other = "Iceland" if pair.target == "en" else "冰岛"
    spoilt = pair.target_text[: match.start] + other + pair.target_text[match.end :]
    return None if match.name.stands_in(spoilt, pair.target) else spoilt


FAULTS: dict[str, Fault] = {
    "loop: a word": _stuttered,
    "loop: a phrase": _phrase_loop,
    "loop: all of it twice": _said_twice,
    "echo": _echo,
    "echo: half of it": _half_echo,
    "empty": _emptied,
    "length: cut short": _cut,
    "length: rambling": _rambling,
    "script: foreign characters": _foreign,
    "script: traditional": _traditional,
    "value: changed": _number_changed,
    "value: lost": _number_lost,
    "value: wrong scale": _scale_changed,
    "value: % lost": _percent_lost,
    "value: added": _number_added,
    "balance": _unbalanced,
    "term: lost": _term_lost,
    "name: another country": _name_exchanged,
    "marks: lost": _marked(lambda text: text.replace(_ATOM, "")),
    "marks: doubled": _marked(lambda text: text + _ATOM),
    "marks: invented": _marked(lambda text: text + chr(MARK_BASE + 40)),
    "nesting": _marked(lambda text: text.replace(_OPEN, "\0").replace(_CLOSE, _OPEN).replace("\0", _CLOSE)),
    "link: hollow": _marked(lambda text: text.replace(_CLOSE, "").replace(_OPEN, _OPEN + _CLOSE)),
    "link: invented": _address_lost,
    "link: syntax": lambda pair, chance: _inserted(pair, chance, "](http"),
    "control": lambda pair, chance: _inserted(pair, chance, "\x02"),
    "control: line end": lambda pair, _: _hidden(pair, "\n"),
    "control: surrogate": lambda pair, _: _hidden(pair, "\ud83d"),
    "control: direction": lambda pair, _: _hidden(pair, "\u2067"),
    "control: separator": lambda pair, _: _hidden(pair, "\u2028"),
    "control: tag": lambda pair, _: _hidden(pair, "\U000e0041"),
    "control: noncharacter": lambda pair, _: _hidden(pair, "\U0001fffe"),
    "garbage: unknown token": lambda pair, chance: _inserted(pair, chance, "<unk>"),
    "garbage: word boundary": lambda pair, chance: _inserted(pair, chance, "▁"),
    "garbage: preamble": lambda pair, _: ("译文：" if pair.target == "zh-Hans" else "Translation: ") + pair.target_text,
}
"""Every fault; the part before the colon names the guard that is there for it. Another one may catch it as well."""
