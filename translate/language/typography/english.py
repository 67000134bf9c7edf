"""English punctuation and spacing.

1. Full-width punctuation becomes ASCII, with the spaces English wants; quotation marks and apostrophes are straight.
2. 《》 becomes quotation marks; 、 becomes a comma; —— becomes a spaced en dash, …… three dots.
3. No space before , . ; : ? ! ) and %, one after them where a word follows; never inside numbers, times or names
   with a point.
4. A sentence begins with a capital, unless its first word has a shape of its own (mRNA, iPhone, p53) or the point
   before it belongs to an abbreviation.
"""

import re
from collections.abc import Callable

from translate.language.marked_text import MarkedTextEdit
from translate.language.script import target_language_ranges

_PLAIN = {
    "，": ", ", "。": ". ", "；": "; ", "：": ": ", "？": "? ", "！": "! ", "、": ", ", "（": " (", "）": ") ",
    "【": " [",
    "】": "] ", "《": ' "', "》": '" ', "〈": ' "', "〉": '" ', "「": ' "', "」": '" ', "『": " '", "』": "' ",
    "～": "–",
    "％": "%", "．": ".", "\u3000": " ", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "￥": "¥",
}  # fmt: skip
_FULL = re.compile(f"[{''.join(_PLAIN)}]")
_WIDE_FORMS = re.compile("[０-９Ａ-Ｚａ-ｚ＋－＝＄＃＆＠]")
_ELLIPSES = re.compile("…+")
_DASHES = re.compile(r"(?:(?<!\s)\s++)?(?:—{2,}|―+|(?<!-)--(?!-))\s*")
_SPACES = re.compile(r"[ \t\u00a0]{2,}|\u00a0(?![\d])")
_SPACE_BEFORE = re.compile(r"(?<=\S) +(?=[,;?!)\]%](?!\w)|[.:](?:\s|$|[\"')]))")
_SPACE_AFTER_OPEN = re.compile(r"(?<=[(\[]) +(?=\S)")
_SPACED_GENITIVE = re.compile(r"(?<=[^\W\d_]) ' s(?=[\s,.;:!?)]|$)")
"""As documents of the United Nations have it, cut into tokens, on which engines are trained: Viet Nam ' s exports."""
_AFTER_COMMA = re.compile(
    r"(?<=[a-z0-9)%], )(?:The|An|And|But|Or|To|Of|Its|Their|This|These|That|Which|Although|While|With|From)(?= [a-z])"
)
_NO_SPACE_AFTER = re.compile(r"(?<=[^\W\d_])[,;](?=[^\W_])|(?<=\d)[,;](?=[^\W\d_])|(?<=[)\"])[,;](?=[^\W_])")
_NO_SPACE_STOP = re.compile(r"(?<=[a-z0-9)\"])[.?!](?=[A-Z][a-z]+(?:\s|,|$))|(?<=[a-z)])[?!](?=[A-Za-z])")
_SENTENCE = re.compile(r"[.?!][\"')\]]* +[\"'(\[]*(?P<first>[a-z])(?P<rest>[\w'-]*)")
_ABBREVIATION = re.compile(
    r"(?:^|[(\[\"'])(?:[A-Za-z]|[A-Za-z](?:\.[A-Za-z])+|Inc|Ltd|Co|Corp|Dr|Mr|Mrs|Ms|St|Jr|Sr|No|Nos|vs|etc|al|Prof"
    r"|Figs?|Vol|approx"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|cf|pp|ca|est|dept|Gen|Gov|Sen|Rep|Lt|Col)$",
    re.IGNORECASE,
)
_LOOK_BACK = 40
"""Characters before a full stop that can belong to an abbreviation."""


def _protect_chinese(edit: MarkedTextEdit) -> None:
    edit.protect((stretch.start, stretch.end) for stretch in target_language_ranges(edit.text, "zh-Hans"))


def ascii_marks(edit: MarkedTextEdit) -> None:
    """Write full-width punctuation as ASCII, spaced."""
    _protect_chinese(edit)
    edit.substitute(_WIDE_FORMS, lambda match: chr(ord(match[0]) - 0xFEE0))
    text = edit.text
    for match in _FULL.finditer(text):
        start, end = match.span()
        if match[0] == "…":
            continue
        new = _PLAIN[match[0]]
        if new.startswith(" ") and (start == 0 or text[start - 1].isspace() or text[start - 1] in "([\"'“‘（《「"):
            new = new[1:]
        after = text[end : end + 1]
        if (
            new.endswith(" ")
            and len(new) > 1
            and (not after or after.isspace() or after in ",.;:?!)]\"'，。；：？！、）》」』”’】%")
        ):
            new = new[:-1]
        if match[0] in "：，" and text[start - 1 : start].isdigit() and after.isdigit():
            new = new[0]
        edit.replace(start, end, new)


def ellipses(edit: MarkedTextEdit) -> None:
    """Write an ellipsis as three dots."""
    _protect_chinese(edit)
    edit.substitute(_ELLIPSES, "...")


def dashes(edit: MarkedTextEdit) -> None:
    """Write a Chinese or typewriter's dash as a spaced en dash; between figures unspaced."""
    _protect_chinese(edit)
    for match in _DASHES.finditer(edit.text):
        left, right = edit.text[match.start() - 1 : match.start()], edit.text[match.end() : match.end() + 1]
        if left and right:
            edit.replace(*match.span(), "–" if left.isdigit() and right.isdigit() else " – ")


def spaces(edit: MarkedTextEdit) -> None:
    """Put spaces where English has them and nowhere else."""
    edit.substitute(_SPACES, " ")
    edit.substitute(_SPACE_BEFORE, "")
    edit.substitute(_SPACE_AFTER_OPEN, "")
    edit.substitute(_SPACED_GENITIVE, "'s")


def gaps(edit: MarkedTextEdit) -> None:
    """Put the missing space after commas and between sentences."""
    for match in _NO_SPACE_AFTER.finditer(edit.text):
        edit.replace(match.start(), match.end(), match[0] + " ")
    for match in _NO_SPACE_STOP.finditer(edit.text):
        edit.replace(match.start(), match.end(), match[0] + " ")


def capitals(edit: MarkedTextEdit) -> None:
    """Begin sentences with a capital."""
    for match in _SENTENCE.finditer(edit.text):
        if edit.text[: match.start("first")].rstrip("\"'( [").endswith("..."):
            continue
        before = edit.text[max(0, match.start() - _LOOK_BACK) : match.start()].rpartition(" ")[2]
        if not _ABBREVIATION.search(before) and _ordinary(match["first"] + match["rest"]):
            edit.replace(match.start("first"), match.end("first"), match["first"].upper())


def capital_first(edit: MarkedTextEdit) -> None:
    """Begin the text with a capital."""
    match = re.match(r"[\s\"'(\[]*([a-z])([\w'-]*)(?![\w.@/])", edit.text)
    if match and _ordinary(match[1] + match[2]):
        edit.replace(match.start(1), match.end(1), match[1].upper())


def _ordinary(word: str) -> bool:
    return word.islower() and not any(character.isdigit() for character in word)


def after_commas(sheet: MarkedTextEdit) -> None:
    """Go on in lower case after a comma: a clause that was translated by itself began with a capital."""
    sheet.substitute(_AFTER_COMMA, lambda match: match[0].lower())


STEPS: tuple[Callable[[MarkedTextEdit], None], ...] = (
    ellipses,
    dashes,
    ascii_marks,
    spaces,
    gaps,
    capitals,
    after_commas,
)
"""In this order: marks first, then what stands around them."""
