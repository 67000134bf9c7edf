"""Guards of what a text is made of: characters that no reader sees, another script, what only a model writes."""

import re
from collections import Counter
from collections.abc import Iterator

from translate.language import script
from translate.language.guards.case import HAN_RE, LOWER_RE, WORD_RE, GuardInput
from translate.language.guards.markup import ADDRESS_RE

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
_SHORT = 3


def empty(case: GuardInput) -> Iterator[str]:
    """Find a target with no word in it."""
    if WORD_RE.search(case.ours) and not WORD_RE.search(case.theirs):
        yield "nothing is left of the text"


def control(case: GuardInput) -> Iterator[str]:
    """Find characters that no reader sees."""
    found = Counter(_CONTROL.findall(case.theirs)) - Counter(_CONTROL.findall(case.ours))
    if found:
        yield "invisible or control characters: " + ", ".join(f"U+{ord(character):04X}" for character in sorted(found))


def garbage(case: GuardInput) -> Iterator[str]:
    """Find what only a model writes: its tokens, its chatter."""
    for match in _GARBAGE.finditer(case.theirs):
        if match[0] not in case.ours:
            yield f"`{match[0]}` is the model's, not the text's"
            return


def other_script(case: GuardInput) -> Iterator[str]:
    """Find text of another script, or of the source language."""
    foreign = {found for found in _FOREIGN.findall(case.theirs) if found not in case.ours}
    if foreign:
        yield f"`{''.join(sorted(foreign))[:8]}` is of another script"
    if case.target == "zh-Hans":
        traditional = [character for character in _TRADITIONAL.findall(case.theirs) if character not in case.ours]
        if traditional:
            yield f"`{''.join(dict.fromkeys(traditional))[:8]}` is traditional; simplified is expected"
        yield from _not_chinese(case)
        return
    allowed = case.kept_forms
    left = [character for character in HAN_RE.findall(case.theirs) if character not in allowed]
    if left:
        yield f"`{''.join(left)[:12]}` is still Chinese"


def _not_chinese(case: GuardInput) -> Iterator[str]:
    han, lower = len(HAN_RE.findall(case.theirs)), len(LOWER_RE.findall(case.theirs))
    if case.translatable and not han:
        yield "there is no Chinese in it"
    elif lower > max(han, _SHORT):
        yield "there is more English than Chinese in it"
    elif case.translatable:
        invented = script.foreign_words(case.ours, ADDRESS_RE.sub("", case.theirs), case.kept_forms)
        if invented:
            yield f"`{invented}` is neither Chinese nor a name of the source"
