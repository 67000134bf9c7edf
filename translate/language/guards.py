"""Is this output fit to publish? One function per way in which machine output fails.

Each guard sees the same `Case` and names what it found; the table at the end is all there is. A guard judges the target
against the source: what the source does itself (repeat, stay unbalanced, hold Latin names) it may do as well. Bounds
were learned on 5,109 human translations (TICO-19, NTREX-128, FLORES-200; `python -m scripts.measure.guards_eval`).
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from translate.language import glossary as terms
from translate.language import names, repetition, script, values
from translate.language.glossary import Glossary
from translate.language.script import HAN, UnmarkedText
from translate.markdown.marks import MARK_BASE, MARK_LAST, Mark


@dataclass(frozen=True)
class Finding:
    """Why a translation should not be published."""

    guard: str
    """Name of the guard, a key of `GUARDS`."""
    message: str
    """For people."""


@dataclass(frozen=True)
class GuardInput:
    """A source and its translation, looked at from all the sides guards need."""

    source_text: str
    """With marks."""
    target_text: str
    """With marks."""
    source: str
    """BCP 47 code of the source."""
    target: str
    """BCP 47 code of the target."""
    glossary: Glossary | None = None
    """Terms to hold."""
    marks: Sequence[Mark] = ()
    """What the marks stand for."""

    @cached_property
    def ours(self) -> str:
        """The source without marks."""
        return UnmarkedText(self.source_text).text

    @cached_property
    def theirs(self) -> str:
        """The target without marks."""
        return UnmarkedText(self.target_text).text


_WORD = re.compile(rf"[{HAN}]|[A-Za-z]+(?:['’][A-Za-z]+)?|\d[\d.,]*")
_MARK = re.compile(f"[{script.MARK}]")
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_LOWER = re.compile(r"(?<![A-Za-z'’-])[a-z]{2,}(?![A-Za-z])")
_LETTER = re.compile(r"[^\W\d_]")
_RATIO = 0.48
"""Mean of log(units of Chinese per word of English) in human translations, a unit being a character or a Latin word."""
_SPREAD = (0.12, 0.75)
"""Its standard deviation: of texts, and of one word."""
_DEVIATIONS = 3.5
_SHORT = 3
_HEADLINE = 6
"""So many words without a small letter in front are a headline in capitals, fewer may be a name."""
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffd-\uffff\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
"""What no reader sees: controls and line ends (a sentence has none), surrogates, format and directional controls, tag
characters, blank letters, noncharacters (Unicode 16, 23.7), and the replacement character.
Zero-width spaces are taken out by `typography.polish`, and human translations have some."""
_GARBAGE = re.compile(
    r"<unk>|</?s>|<pad>|\[UNK\]|\[(?:MASK|CLS|SEP)\]|<\|[^|>]*\|>|[⁇▁␣]|&(?:amp|quot|lt|gt|apos|nbsp|#\d+);"
    r"|^(?:translation|translated text|译文|翻译|中文翻译|英文翻译)\s*[:：]|\bas an ai\b|^(?:here is|sure,? here)"
    r"|作为(?:一个|一名)?(?:AI|人工智能)(?:语言)?(?:模型|助手)",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    "[\u0370-\u03ff]{3,}|[\u0400-\u052f\u0590-\u06ff\u0900-\u0e7f\u3040-\u30ff\u1100-\u11ff\uac00-\ud7af]"
)
_TRADITIONAL = re.compile(
    "[個們這為說對國學會過時來後發經還沒與種動從現開見長點間門問應體當將實關機無產業東車電話語讓進運遠達邊選總線級結統續變"
    "頭題願風飛馬驗黨龍歲萬億號觀處備衛護報導師醫療藥縣區廣場農價億優傳傷儀僅兒兩內軍決減劃劉創務勞勢協單參員問啟團園圍圖圓執壓壞夢婦孫寧審寫寶將專尋屆]"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s，。；、）)】》”\"]+|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
)
_SYNTAX = re.compile(r"\]\(|\]\[|</?[a-z][a-z0-9]*(?: [^<>]*)?/?>|\*\*|```")
_PAIRS = (("(（", ")）"), ("[【", "]】"), ("《", "》"), ("『", "』"))
_DOUBLE = re.compile('["“”„「」]')
_SINGLE = re.compile(r"(?<![A-Za-z0-9])['‘’](?=\w)|(?<=[.,;:?!)A-Za-rt-z])['‘’](?![A-Za-z])")
_NOT_CHINESE = re.compile(f"[^{HAN}，。；：？！、（）《》]+")
_ECHO_WORDS = 6
_ECHO_LOWER = 4


def _empty(case: GuardInput) -> Iterator[str]:
    if _WORD.search(case.ours) and not _WORD.search(case.theirs):
        yield "nothing is left of the text"


def _echo(case: GuardInput) -> Iterator[str]:
    ours, theirs = _letters(case.ours), _letters(case.theirs)
    if not ours or not _translatable(case):
        return
    if ours == theirs:
        yield "the source came back untranslated"
    elif case.target == "zh-Hans":
        copied = _copied(case)
        if copied:
            yield f"`{copied}` was left in the source language"


def _letters(text: str) -> str:
    return "".join(_LETTER.findall(text)).casefold()


def _translatable(case: GuardInput) -> bool:
    """Return whether the source has prose: something other than names, numbers and text of the target language."""
    text = case.ours
    for stretch in reversed(script.target_language_ranges(text, case.target)):
        text = text[: stretch.start] + " " + text[stretch.end :]
    if case.glossary:
        for match in reversed(case.glossary.find(text, case.source)):
            if match.term.keep:
                text = text[: match.start] + " " + text[match.end :]
    if case.source == "zh-Hans":
        return bool(_HAN.search(text))
    return bool(_LOWER.search(text)) or len(_LATIN.findall(text)) >= _HEADLINE


def _copied(case: GuardInput) -> str:
    """Return a run of the source's ordinary words that stands in the target."""
    source = " " + " ".join(_LATIN.findall(case.ours)).casefold() + " "
    for run in _NOT_CHINESE.finditer(case.theirs):
        words = _LATIN.findall(run[0])
        for start in range(len(words) - _ECHO_WORDS + 1):
            window = words[start : start + _ECHO_WORDS]
            if sum(word.islower() for word in window) >= _ECHO_LOWER and f" {' '.join(window).casefold()} " in source:
                return " ".join(window)
    return ""


def _loop(case: GuardInput) -> Iterator[str]:
    repeated = repetition.found(case.ours, case.theirs)
    if repeated:
        yield f"`{repeated}` is repeated more often than the source repeats anything"


def _length(case: GuardInput) -> Iterator[str]:
    ours, theirs = len(_WORD.findall(case.ours)), len(_WORD.findall(case.theirs))
    if not ours or not theirs or not _translatable(case):
        return
    words, units = (ours, theirs) if case.source == "en" else (theirs, ours)
    size = max(words, units / math.exp(_RATIO))
    offset = math.log(units / words) - _RATIO
    allowed = _DEVIATIONS * math.sqrt(_SPREAD[0] ** 2 + _SPREAD[1] ** 2 / size)
    if size <= _SHORT:
        allowed = math.log(8)
    if abs(offset) > allowed:
        longer = (offset > 0) == (case.source == "en")
        yield f"the translation is too {'long' if longer else 'short'}: {theirs} words or characters for {ours}"


def _script(case: GuardInput) -> Iterator[str]:
    foreign = {found for found in _FOREIGN.findall(case.theirs) if found not in case.ours}
    if foreign:
        yield f"`{''.join(sorted(foreign))[:8]}` is of another script"
    if case.target == "zh-Hans":
        traditional = [character for character in _TRADITIONAL.findall(case.theirs) if character not in case.ours]
        if traditional:
            yield f"`{''.join(dict.fromkeys(traditional))[:8]}` is traditional; simplified is expected"
        lower = _LOWER.findall(case.theirs)
        if _translatable(case) and not _HAN.search(case.theirs):
            yield "there is no Chinese in it"
        elif len(lower) > len(_HAN.findall(case.theirs)) and len(lower) > _SHORT:
            yield "there is more English than Chinese in it"
        elif _translatable(case):
            invented = script.foreign_words(case.ours, _ADDRESS.sub("", case.theirs), _kept(case))
            if invented:
                yield f"`{invented}` is neither Chinese nor a name of the source"
        return
    allowed = _kept(case)
    left = [character for character in _HAN.findall(case.theirs) if character not in allowed]
    if left:
        yield f"`{''.join(left)[:12]}` is still Chinese"


def _kept(case: GuardInput) -> str:
    if not case.glossary:
        return ""
    return "".join(form for match in case.glossary.find(case.ours, case.source) for form in match.accepted)


def _marks(case: GuardInput) -> Iterator[str]:
    ours, theirs = Counter(_MARK.findall(case.source_text)), Counter(_MARK.findall(case.target_text))
    if ours == theirs:
        return
    for name, difference in (("lost", ours - theirs), ("invented or doubled", theirs - ours)):
        if difference:
            described = ", ".join(_describe(case, character) for character in sorted(difference))
            yield f"markup was {name}: {described}"


def _describe(case: GuardInput, mark: str) -> str:
    index = ord(mark) - MARK_BASE
    return f"{case.marks[index].role} `{case.marks[index].md}`" if index < len(case.marks) else f"mark {index}"


def _nesting(case: GuardInput) -> Iterator[str]:
    if not case.marks or not _well_nested(case.source_text, case.marks):
        return
    if not _well_nested(case.target_text, case.marks):
        yield "markup closes before it opens, or crosses other markup"


def _well_nested(text: str, marks: Sequence[Mark]) -> bool:
    stack: list[int] = []
    for character in text:
        index = ord(character) - MARK_BASE
        if not MARK_BASE <= ord(character) <= MARK_LAST or index >= len(marks):
            continue
        if marks[index].kind == "open":
            stack.append(index)
        elif marks[index].kind == "close" and (not stack or marks[stack.pop()].pair != index):
            return False
    return not stack


def _link(case: GuardInput) -> Iterator[str]:
    ours, theirs = Counter(_ADDRESS.findall(case.ours)), Counter(_ADDRESS.findall(case.theirs))
    for name, difference in (("lost", ours - theirs), ("invented", theirs - ours)):
        for address in difference:
            yield f"the address {address} was {name}"
    invented = Counter(_SYNTAX.findall(case.theirs)) - Counter(_SYNTAX.findall(case.ours))
    if invented:
        yield f"`{next(iter(invented))}` was invented"
    for index, mark in enumerate(case.marks):
        if (
            mark.kind == "open"
            and _hollow(case.target_text, index, mark.pair)
            and not _hollow(case.source_text, index, mark.pair)
        ):
            yield f"the {mark.role} has lost its text"


def _hollow(text: str, opening: int, closing: int) -> bool:
    start, end = text.find(chr(MARK_BASE + opening)), text.find(chr(MARK_BASE + closing))
    return 0 <= start < end and not text[start + 1 : end].strip()


def _balance(case: GuardInput) -> Iterator[str]:
    for opening, closing in _PAIRS:
        if _open(case.theirs, opening, closing) and not _open(case.ours, opening, closing):
            yield f"`{opening[0]}` and `{closing[0]}` do not pair up"
    if len(_DOUBLE.findall(case.theirs)) % 2 and not breaks_off(case.ours):
        yield "a quotation mark has no partner"
    if case.target == "zh-Hans" and case.theirs.count("‘") > case.theirs.count("’"):
        yield "`‘` has no partner"


def breaks_off(text: str) -> bool:
    """Return whether a text begins or ends within a quotation, so that its translation may do so too."""
    return bool(len(_DOUBLE.findall(text)) % 2 or len(_SINGLE.findall(text)) % 2)


def _open(text: str, opening: str, closing: str) -> bool:
    depth = 0
    for character in text:
        depth += (character in opening) - (character in closing)
        if depth < 0:
            return True
    return depth != 0


def _term(case: GuardInput) -> Iterator[str]:
    if case.glossary:
        for match in terms.missing(
            case.source_text, case.target_text, case.glossary, source=case.source, target=case.target
        ):
            yield f"`{match.term.form(case.source)}` should be `{match.target}`"


def _value(case: GuardInput) -> Iterator[str]:
    for problem in values.compare(
        case.source_text, case.target_text, source=case.source, target=case.target, glossary=case.glossary
    ):
        yield problem.message


def _control(case: GuardInput) -> Iterator[str]:
    found = Counter(_CONTROL.findall(case.theirs)) - Counter(_CONTROL.findall(case.ours))
    if found:
        yield "invisible or control characters: " + ", ".join(f"U+{ord(character):04X}" for character in sorted(found))


def _garbage(case: GuardInput) -> Iterator[str]:
    for match in _GARBAGE.finditer(case.theirs):
        if match[0] not in case.ours:
            yield f"`{match[0]}` is the model's, not the text's"
            return


GUARDS: dict[str, Callable[[GuardInput], Iterator[str]]] = {
    "empty": _empty,
    "control": _control,
    "garbage": _garbage,
    "marks": _marks,
    "nesting": _nesting,
    "link": _link,
    "echo": _echo,
    "loop": _loop,
    "length": _length,
    "script": _script,
    "balance": _balance,
    "term": _term,
    "value": _value,
    "name": names.names,
}
"""Every guard by name, cheap ones first."""


def check(
    source_text: str,
    target_text: str,
    *,
    source: str,
    target: str,
    glossary: Glossary | None = None,
    marks: Sequence[Mark] = (),
) -> list[Finding]:
    """Run every guard; empty where the target may be published.

    Args:
        source_text: with marks.
        target_text: with marks.
        source: BCP 47 code of the source.
        target: BCP 47 code of the target.
        glossary: terms to hold; None holds none.
        marks: what the marks stand for; without it they are only counted.
    """
    case = GuardInput(source_text, target_text, source, target, glossary, marks)
    return [Finding(name, message) for name, guard in GUARDS.items() for message in guard(case)]
