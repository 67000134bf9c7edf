"""Characters that deceive: those nobody sees, and those that look like others; and how any text is printed.

1. Control, directional and zero-width characters, noncharacters, surrogates and private-use characters are *hidden*
   (CVE-2021-42574); all characters that XML 1.0 forbids are among them. Where one is part of how a script or an emoji
   is written (UTS #51; The Unicode Standard, 23.2 and 23.4), it is allowed beside just those neighbours.
2. A word whose letters come from several alphabets that look alike is *mixed* (UTS #39, mixed-script confusables).
3. In what is printed, hidden characters are escaped, and no line is a command to the CI that shows it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_HIDDEN_RANGES = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F),  # controls; tab and line feed are white space
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C),  # soft hyphen, grapheme joiner, Arabic letter mark
    (0x115F, 0x1160), (0x17B4, 0x17B5), (0x3164, 0x3164), (0xFFA0, 0xFFA0),  # letters without a shape
    (0x180B, 0x180F),  # Mongolian variation selectors and vowel separator
    (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F),  # zero width, line separators, directions, operators
    (0x2800, 0x2800),  # Braille pattern blank
    (0xD800, 0xF8FF),  # surrogates, private use
    (0xFDD0, 0xFDEF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF),
    (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),  # shorthand and musical format controls
    *((plane | 0xFFFE, plane | 0xFFFF) for plane in range(0x10000, 0xE0000, 0x10000)),
    (0xE0000, 0x10FFFF),  # tags, variation selectors, private use
)  # fmt: skip
_HIDDEN = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _HIDDEN_RANGES) + "]")
UNSAFE = re.compile(f"[{_HIDDEN.pattern[1:-1]}\t\n]")
"""What is escaped when a text is printed."""
_PILE = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{6,}")
# England, Scotland, Wales: a black flag, then the region's code in tag characters (UTS #51, ED-14a).
_FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{3,6}\U000e007f")
# Scripts in which a joiner changes the shape of letters.
_JOINED = frozenset(
    (
        *("ARABIC", "SYRIAC", "MONGOLIAN", "NKO", "MANDAIC", "PHAGS", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI"),
        *("ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "TIBETAN"),
    )
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]")

_ALPHABETS = frozenset(
    (
        *("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN", "HEBREW", "LISU", "DESERET"),
        "MATHEMATICAL",
    )
)
"""First words of the names of letters that can be taken for one another."""
_WORD = re.compile(r"[^\W\d_]+")
# Greek symbols of medicine and physics in Latin words (TNFα, β-hCG, kΩ); none has the shape of a Latin letter.
_GREEK_SYMBOLS = frozenset("αβγδεζηθλμπσφψωΓΔΘΛΠΣΦΨΩ")

_CI_COMMAND = re.compile(r"^\s*::|##(?=\w*\[)")


@dataclass(frozen=True)
class Found:
    """A place in a text where something deceives."""

    start: int
    """0-based code point."""
    what: str
    """What is there, for a message: `the hidden character U+200B`."""


def hidden(text: str) -> Iterator[Found]:
    """Find every hidden character that is not part of how a script or an emoji is written, in order."""
    flags = [match.span() for match in _FLAG.finditer(text)]
    for match in _HIDDEN.finditer(text):
        start = match.start()
        if not any(first < start < end for first, end in flags) and not _allowed(text, start):
            yield Found(start, f"the hidden character U+{ord(match[0]):04X}")
    for match in _PILE.finditer(text):
        yield Found(match.start(), f"{len(match[0])} combining marks on one letter")


def mixed(text: str) -> Iterator[Found]:
    """Find every word whose letters come from several alphabets that look alike, in order."""
    if text.isascii():
        return
    for match in _WORD.finditer(text):
        scripts = {script for letter in match[0] if (script := _script(letter)) in _ALPHABETS}
        if len(scripts) > 1 and not _is_symbol(match[0], scripts):
            yield Found(
                match.start(), f"the word “{match[0]}” of {' and '.join(sorted(map(str.title, scripts)))} letters"
            )


def without_hidden(text: str) -> str:
    """Return `text` with a replacement character for every hidden one, so that offsets stay."""
    places = {found.start for found in hidden(text) if _HIDDEN.match(text, found.start)}
    return "".join("\ufffd" if place in places else sign for place, sign in enumerate(text)) if places else text


def escaped(text: str) -> str:
    r"""Return `text` as one line that is safe to print: hidden characters and line ends as `\n`, `\x1b`, `\u202e`.

    A line that GitHub or another CI would take for a command (`::error::`, `##[group]`) is broken by an escape, too.
    """
    line = UNSAFE.sub(_escape, text)
    return _CI_COMMAND.sub(lambda command: command[0].replace("::", r"\x3a:").replace("##", r"#\x23"), line)


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape", "surrogatepass").decode("ascii")


def _allowed(text: str, place: int) -> bool:
    """Whether the hidden character at `place` is part of a spelling."""
    sign, before, after = text[place], text[max(0, place - 1) : place], text[place + 1 : place + 2]
    if sign in "\u200c\u200d" and _script(before) in _JOINED:
        return True
    if sign == "\u200d":
        # The modifier before a joiner: a skin tone or the emoji variation selector.
        return (_is_emoji(before) or before == "\ufe0f") and _is_emoji(after)
    if sign in "\u200e\u200f\u061c":
        line = text[text.rfind("\n", 0, place) + 1 : place + 200].partition("\n")[0]
        return _RIGHT_TO_LEFT.search(line) is not None
    if "\ufe00" <= sign <= "\ufe0f":
        return _is_emoji(before) or _script(before) == "CJK" or (before != "" and before in "#*0123456789")
    if "\U000e0100" <= sign <= "\U000e01ef":  # ideographic variation sequences of names
        return _script(before) == "CJK"
    return "\u180b" <= sign <= "\u180f" and _script(before) == "MONGOLIAN"


def _is_emoji(sign: str) -> bool:
    return sign != "" and (unicodedata.category(sign) in ("So", "Sk", "Sm") or sign in "‼⁉〰〽©®™")


def _is_symbol(word: str, scripts: set[str]) -> bool:
    """Whether the Greek letters of a Latin word are one or two symbols at its beginning or end."""
    if scripts != {"LATIN", "GREEK"}:
        return False
    latin = word.strip("".join(_GREEK_SYMBOLS))
    return len(word) - len(latin) <= 2 and all(_script(letter) != "GREEK" for letter in latin)


@lru_cache(maxsize=4096)
def _script(sign: str) -> str:
    """Return the first word of a character's name, which is its script for letters; empty where it has none."""
    return unicodedata.name(sign, "").partition(" ")[0] if sign else ""
