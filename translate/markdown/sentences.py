"""Sentence splitting: a protected segment → sentences, and back without loss.

`sentencex` finds the sentences. What it does not know is set right here: abbreviations before numbers and names, dots
inside Chinese text, brackets that hold whole sentences, who says what stands in quotes; and where marks belong.
"""

import re
from collections.abc import Iterator, Sequence

import sentencex  # type: ignore[import-untyped]

from translate.markdown.marks import MARK_BASE, MARK_LAST, Mark, Protected

_CODES = {"zh-Hans": "zh", "zh-Hant": "zh"}
# Shown to the splitter as a word; what is not shown is nothing to it.
_WORDS = frozenset(("code", "math", "address", "template", "image", "html", "opaque", "private", "emoji"))
_SILENT = frozenset(("html", "emoji", "image"))
_NO_END = re.compile(
    r"(?:\b(?:approx|art|ca|cf|ch|ed|est|excl|ext|fig|figs|incl|messrs|mr|mrs|ms|mx|no|nos|p|para|pp|resp|sec|tel|vol|vols|vs)"
    r"|\b(?:Adm|Assoc|Brig|Capt|Cdr|Col|Dr|Fr|Gen|Gov|Hon|Lt|Maj|Mmes|Mt|Prof|Rep|Rev|Sen|Sgt|St)|\be\.g|\bi\.e"
    r"|(?:\A|\s)\(?\d{1,3}|(?:\A|\s)[A-Z])\.\s*\Z",
    re.IGNORECASE,
)
_EN_BRACKET_END = re.compile(r"[.!?][\"'”’]?[)\]][ \t]+(?=[\"'“‘(\[]?[A-Z])")
_ZH_END = re.compile(r"[。！？!?]+[”’」』）)】》]*")
_ZH_DOT = re.compile(r"[a-z]{3,}\.[\"')]?\s+\Z")
_ZH_SAYS = re.compile(
    r"[^，。！？；：“”「」]{0,12}(?:说|道|问|称|答|表示|认为|指出|强调|补充|写道|宣布|回应|呼吁|介绍)[^，。！？：]{0,6}[。，：！？]"
)
_ZH_QUOTE_END = re.compile(r"[。！？!?…][”」』’]\Z")
_OPEN, _CLOSE = "“‘「『（(【《〈[", "”’」』）)】》〉]"


def split(protected: Protected, language: str) -> list[str]:
    """Split a segment into sentences.

    A pair of marks never spans two parts, except one that wraps the whole segment: its two ends become parts of their
    own. So does a hard break. A part without a letter is to be carried over as it is.

    Args:
        protected: a segment with marks.
        language: BCP 47 code of its text.

    Returns:
        The sentences with their marks; each carries the white space that follows it, so that `"".join` gives
        `protected.text` back.
    """
    head, body, tail = _unwrapped(protected)
    parts = [part for piece in _pieces(body, protected.marks) for part in _sentences(piece, protected.marks, language)]
    if len(parts) < 2:
        return [protected.text] if protected.text else []
    return [*([head] if head else []), *parts, *([tail] if tail else [])]


def join(parts: Sequence[str], language: str) -> str:
    """Join translated sentences as the target language does: a blank between them in English, none in Chinese.

    Parts that hold only marks and blanks keep the blanks they have, and get none.

    Args:
        parts: the sentences, without or with white space at their ends.
        language: BCP 47 code of the target.
    """
    blank = "" if language in _CODES else " "
    out: list[str] = []
    for part in parts:
        bare = _is_bare(part)
        if out and not bare and not _is_bare(out[-1]):
            out[-1] = out[-1].rstrip(" ")
            out.append(blank + part.lstrip(" "))
        elif part:
            out.append(part)
    return "".join(out)


def _is_bare(part: str) -> bool:
    return all(character.isspace() or _is_mark(character) for character in part)


def _is_mark(character: str) -> bool:
    return MARK_BASE <= ord(character) <= MARK_LAST


def _mark(character: str, marks: Sequence[Mark]) -> Mark | None:
    index = ord(character) - MARK_BASE
    return marks[index] if 0 <= index < len(marks) else None


def _unwrapped(protected: Protected) -> tuple[str, str, str]:
    """Take off pairs of marks that wrap the whole text."""
    start, end = 0, len(protected.text)
    while end - start > 1:
        first, last = (_mark(protected.text[index], protected.marks) for index in (start, end - 1))
        if (
            first is None
            or last is None
            or first.kind != "open"
            or MARK_BASE + first.pair != ord(protected.text[end - 1])
        ):
            break
        start, end = start + 1, end - 1
    return protected.text[:start], protected.text[start:end], protected.text[end:]


def _pieces(text: str, marks: Sequence[Mark]) -> Iterator[str]:
    """Cut at hard breaks that no pair of marks spans; the break is a piece of its own."""
    start = depth = 0
    for index, character in enumerate(text):
        mark = _mark(character, marks)
        if mark is None:
            continue
        depth += (mark.kind == "open") - (mark.kind == "close")
        if mark.role == "break" and not depth:
            yield from filter(None, (text[start:index], character))
            start = index + 1
    if start < len(text):
        yield text[start:]


def _sentences(text: str, marks: Sequence[Mark], language: str) -> list[str]:
    """Split a text without hard breaks."""
    bare, places = _bare(text, marks)
    inside = _inside_pairs(text, marks)
    cuts: list[int] = []
    for end in _boundaries(bare, language):
        at = places[end - 1] + 1
        # What follows the last sign without a blank belongs to it, opening marks aside: closing marks, a footnote.
        while at < len(text) and (mark := _mark(text[at], marks)) and mark.kind != "open" and at < places[end]:
            if mark.kind == "atom" and bare[end - 1].isspace():
                break
            at += 1
        if not inside[at]:
            cuts.append(at)
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True) if start < end]


def _bare(text: str, marks: Sequence[Mark]) -> tuple[str, list[int]]:
    """Return what the splitter sees, and for each of its characters the place in the text."""
    out: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        mark = _mark(character, marks)
        if mark is not None:
            if mark.role in ("escape", "entity") and len(mark.text) == 1:
                character = mark.text
            elif mark.kind == "atom" and mark.role in _WORDS and (mark.role not in _SILENT or mark.text):
                character = "Xx"  # one letter would be an initial
            else:
                continue
        out.append(character)
        places += [place] * len(character)
    return "".join(out), places


def _inside_pairs(text: str, marks: Sequence[Mark]) -> list[bool]:
    """For every place between two characters: is a pair of marks open there?"""
    depth = 0
    inside = [False]
    for character in text:
        mark = _mark(character, marks)
        if mark is not None:
            depth += (mark.kind == "open") - (mark.kind == "close")
        inside.append(depth > 0)
    return inside


def _boundaries(bare: str, language: str) -> list[int]:
    """Return where sentences end in a text without marks; its own end is not counted."""
    code = _CODES.get(language, language.split("-")[0])
    # A line end or an odd space would be a paragraph to the splitter; here everything is one.
    even = re.sub(r"\s", " ", re.sub("[\ud800-\udfff]", "\ufffd", bare))
    found = list(sentencex.segment(code, even))
    if "".join(found) != even:
        return []
    ends, at = set(), 0
    for sentence in found:
        at += len(sentence)
        ends.add(at)
    ends |= set(_more(even, code))
    kept: list[int] = []
    last = 0
    for end in sorted({_past_blanks(even, end) for end in ends} - {len(even)}):
        left, right = even[last:end], even[end:]
        if left.strip() and right.strip() and not _goes_on(left, right, code):
            kept.append(end)
            last = end
    return kept


def _more(text: str, code: str) -> Iterator[int]:
    """Yield ends that the splitter does not see: outside quotes and brackets in Chinese, behind brackets in English."""
    depths: list[int] = []
    depth = 0
    for character in text:
        depth = max(0, depth + (character in _OPEN) - (character in _CLOSE))
        depths.append(depth)
    for match in (_ZH_END if code == "zh" else _EN_BRACKET_END).finditer(text):
        last = match.end() - 1
        while last > match.start() and text[last].isspace():
            last -= 1
        ascii_between = code == "zh" and match[0] in "!?" and text[match.end() : match.end() + 1].isascii()
        if depths[last] == 0 and not ascii_between:
            yield match.end()


def _goes_on(left: str, right: str, code: str) -> bool:
    """Whether what looks like an end is none."""
    if right[0] in "，、。；：！？,;:!?…—" or right[0] in _CLOSE:
        return True
    if _NO_END.search(left) or (right[0] in "*_~" and not left[-1].isspace()):
        return True
    if code == "zh":
        if left.rstrip()[-1:] == "." or left.rstrip()[-2:] in ('."', ".)", ".'"):
            return not _ZH_DOT.search(left)
        return bool(_ZH_QUOTE_END.search(left) and _ZH_SAYS.match(right))
    if left[-1].isspace():
        # A small letter goes on after an abbreviation that nobody listed.
        return right[0].islower() and left.rstrip().endswith(".")
    # `One.Two`, `example.org`: no blank, no end.
    return left[-1] in ".!?" and right[0].isalnum()


def _past_blanks(text: str, place: int) -> int:
    while place < len(text) and text[place] == " ":
        place += 1
    return place
