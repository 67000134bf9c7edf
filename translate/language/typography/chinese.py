"""Chinese punctuation and spacing, after GB/T 15834 and mainland newspapers.

1. Punctuation beside a Han character or a full-width mark is full-width; inside a run of Latin it stays as it is.
2. Brackets are full-width when they hold Chinese or stand beside it, also around wholly Latin content: （WHO）;
   always in pairs.
3. Quotation marks are “” outside and ‘’ inside; 「」 and 『』 become these. An apostrophe is no quotation mark.
4. A dash is ——, an ellipsis is ……; between figures a range is a single —. Hyphens stay.
5. No space beside a full-width mark, and none between Han and Latin or figures: the layout adds that gap
   (`text-autospace`). Spaces between Han characters stay, they mean something.
6. Figures, %, Latin letters are half-width; decimal points, thousands and times keep their ASCII marks. A number of
   four figures has no comma: 3800.
7. Names of periodicals take 《》 in running text. As a credit (link text, or brackets, with nothing but the name) they
   take none, and a name of two characters, which is a word as well (自然, 科学), only before 杂志 or 期刊.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

from translate.language.marked_text import OBJECT, MarkedTextEdit
from translate.language.script import is_han, is_mark, target_language_ranges
from translate.markdown.marks import MARK_BASE

FULL = "，。；：？！、（）“”‘’《》〈〉【】…—～"
_WIDE_FORMS = re.compile("[０-９Ａ-Ｚａ-ｚ％．＋－＝＄＃＆＠]")
_FULL_OF = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_STOP = re.compile(r"[,;:?!.]+")
_CLOSERS = "\"'”’）)】》"
_OPENERS = "\"'“‘（(【《"
_ABBREVIATION = re.compile(
    r"(?:(?<![A-Za-z])[A-Z]|\b(?:Inc|Ltd|Co|Corp|Dr|Mr|Mrs|Ms|St|Jr|Sr|No|vs|etc|al|Prof|Fig|Vol|[Ee]\.g|[Ii]\.e))$"
)
_ELLIPSIS = re.compile(r"(?:\.{3,}|…+|。{2,}|．{3,})")
_DASH = re.compile(r"(?:(?<!\s)(?P<before>\s++))?(?P<dash>-{2,}|—{1,}|―+|–|(?<= )-(?= ))(?P<after>\s*)")
_SPACE = re.compile(r"[ \u00a0\u3000\t]+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[：，](?=\d)")
_FOUR_FIGURES = re.compile(r"(?<![\d,.A-Za-z-])\d(,)\d{3}(?![\d,.A-Za-z-])")
_GAP = "[ \u00a0\u202f]"
_SPACED_THOUSANDS = re.compile(
    rf"(?<![\dA-Za-z.,-])(?<![\dA-Za-z.,-]{_GAP})[1-9]\d{{0,2}}(?P<rest>(?:{_GAP}\d{{3}})+)(?=[\u4e00-\u9fff])"
)
"""Figures as documents of the United Nations have them, on which engines are trained: 2 250万."""
_FIGURE_END = re.compile(r"[\d%‰年月日号时点分万亿元岁]$")


def _beside(edit: MarkedTextEdit, start: int, end: int) -> tuple[str, str]:
    """Return the nearest visible characters around a range, quotes, brackets and spaces aside; empty at the edge."""
    text = edit.text
    left, right = start - 1, end
    while left >= 0 and (text[left].isspace() or text[left] in _CLOSERS):
        left -= 1
    while right < len(text) and (text[right].isspace() or text[right] in _OPENERS):
        right += 1
    return (text[left] if left >= 0 else ""), (text[right] if right < len(text) else "")


def _chinese(character: str) -> bool:
    return bool(character) and (is_han(character) or character in FULL)


def _has_han(text: str) -> bool:
    return any(is_han(character) for character in text)


def half_width(edit: MarkedTextEdit) -> None:
    """Write figures, Latin letters and % half-width; a full-width colon or comma inside a number too."""
    edit.substitute(_WIDE_FORMS, lambda match: chr(ord(match[0]) - 0xFEE0))
    for match in _BETWEEN_DIGITS.finditer(edit.text):
        tail = re.match(r"\d+", edit.text[match.end() :])
        digits = len(tail[0]) if tail else 0
        if match[0] == "：" and digits == 2:
            edit.replace(*match.span(), ":")
        elif match[0] == "，" and digits == 3 and re.search(r"(?<!\d)\d{1,3}$", edit.text[: match.start()]):
            edit.replace(*match.span(), ",")


def thousands(edit: MarkedTextEdit) -> None:
    """Write four figures without a comma where Chinese stands beside them, and longer ones without spaces."""
    if _has_han(edit.text):
        for match in _SPACED_THOUSANDS.finditer(edit.text):
            parts = match["rest"].split()
            sign = "," if len(parts) > 1 or len(match[0].split()[0]) > 1 else ""
            edit.replace(match.start("rest"), match.end("rest"), "".join(sign + part for part in parts))
        for match in _FOUR_FIGURES.finditer(edit.text):
            left, right = _beside(edit, *match.span())
            if _chinese(left) or _chinese(right):
                edit.replace(match.start(1), match.end(1), "")


def quotes(edit: MarkedTextEdit) -> None:
    """Make quotation marks “” outside and ‘’ inside, where they pair up."""
    text = edit.text
    if not _has_han(text):
        return
    edit.substitute(re.compile("[「」『』]"), lambda match: "“”‘’"["「」『』".index(match[0])])
    doubles = [index for index, character in enumerate(text) if character in '"“”' and not _is_inch(text, index)]
    if any(text[index] in '"' for index in doubles) or not _in_order(text, doubles):
        if len(doubles) % 2 == 0:
            for turn, index in enumerate(doubles):
                edit.replace(index, index + 1, "“”"[turn % 2])
        return
    singles = [index for index, character in enumerate(text) if character in "'‘’" and not _is_apostrophe(text, index)]
    if _are_quotes(text, singles):
        _write_singles(edit, singles, doubles)


def _are_quotes(text: str, singles: list[int]) -> bool:
    """Return whether single marks come in pairs around something, Chinese or opened by a quotation mark."""
    if len(singles) % 2 or any(two - one == 1 for one, two in pairwise(singles)):
        return False
    return _has_han("".join(text[one:two] for one, two in pairwise(singles))) or "‘" in text


def _write_singles(edit: MarkedTextEdit, singles: list[int], doubles: list[int]) -> None:
    crosses = _crosses(singles, doubles)
    for turn, index in enumerate(singles):
        inside = _depth(edit.text, index) > 0
        if not inside and crosses:
            return
        edit.replace(index, index + 1, ("‘’" if inside else "“”")[turn % 2])


def _crosses(singles: list[int], doubles: list[int]) -> bool:
    pairs = zip(singles[::2], singles[1::2], strict=True)
    return any(bisect_right(doubles, one) < bisect_left(doubles, two) for one, two in pairs)


def _depth(text: str, position: int) -> int:
    return text.count("“", 0, position) - text.count("”", 0, position)


def _is_inch(text: str, index: int) -> bool:
    return text[index] == '"' and index > 0 and text[index - 1].isdigit() and text.count('"') % 2 == 1


def _is_apostrophe(text: str, index: int) -> bool:
    before = text[index - 1] if index else ""
    after = text[index + 1] if index + 1 < len(text) else ""
    return before.isascii() and before.isalnum() and (after.isascii() or not after) and text[index] != "‘"


def _in_order(text: str, doubles: list[int]) -> bool:
    return all(text[index] == "“”"[turn % 2] for turn, index in enumerate(doubles))


def brackets(edit: MarkedTextEdit) -> None:
    """Make brackets full-width, pair by pair, where they hold Chinese or stand beside it."""
    stack: list[int] = []
    han = [*accumulate(map(is_han, edit.text), initial=0)]
    for index, character in enumerate(edit.text):
        if character in "(（":
            stack.append(index)
        elif character in ")）" and stack:
            start = stack.pop()
            left, right = _printed_before(edit.text, start), _printed_from(edit.text, index + 1)
            if (
                han[index] > han[start]
                or _chinese(left)
                or (is_han(right) if right else False)
                or (right in FULL and right)
            ):
                edit.replace(start, start + 1, "（")
                edit.replace(index, index + 1, "）")
            elif edit.text[start] + character != "()" and edit.text[start] + character != "（）":
                edit.replace(start, start + 1, "(")
                edit.replace(index, index + 1, ")")


def _printed_before(text: str, end: int) -> str:
    """Return the last character before `end` that is no space, or an empty text."""
    while end and text[end - 1].isspace():
        end -= 1
    return text[max(end - 1, 0) : end]


def _printed_from(text: str, start: int) -> str:
    """Return the first character from `start` that is no space, or an empty text."""
    while start < len(text) and text[start].isspace():
        start += 1
    return text[start : start + 1]


def stops(edit: MarkedTextEdit) -> None:
    """Make commas, stops, colons, question and exclamation marks full-width beside Chinese."""
    if not _has_han(edit.text):
        return
    for match in _STOP.finditer(edit.text):
        one_mark = len(match[0]) == 1 or re.fullmatch("[?!]+", match[0])
        if one_mark and not _belongs_to_latin(edit.text, match) and _stops_chinese(edit, match):
            edit.replace(*match.span(), "".join(_FULL_OF[character] for character in match[0]))


def _belongs_to_latin(text: str, match: re.Match[str]) -> bool:
    """Return whether a mark is part of a number, a list's number, an abbreviation or an address."""
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isdigit() and (after.isdigit() or (match[0] == "." and re.fullmatch(r"\d+", text[:start].strip()))):
        return True
    if match[0] != ".":
        return False
    return bool(_ABBREVIATION.search(text[:start])) or (after.isascii() and after.isalnum())


def _stops_chinese(edit: MarkedTextEdit, match: re.Match[str]) -> bool:
    left, right = _beside(edit, *match.span())
    if _chinese(left) or is_han(right or " "):
        return True
    text, start = edit.text, match.start()
    opening = max(text.rfind(sign, 0, start) for sign in "（(")
    # What is Latin between brackets keeps its point: （Nancy Pelosi, D-Calif.）
    if right and right in "）)" and opening >= 0 and not _has_han(text[opening:start]):
        return False
    last = not right or right in "”’）"
    return last and match[0] in ".?!"


def ellipses(edit: MarkedTextEdit) -> None:
    """Write an ellipsis as …… where Chinese stands beside it."""
    for match in _ELLIPSIS.finditer(edit.text):
        left, right = _beside(edit, *match.span())
        if _chinese(left) or _chinese(right):
            edit.replace(*match.span(), "……")


def dashes(edit: MarkedTextEdit) -> None:
    """Write a dash as —— and a range of figures with a single —."""
    text = edit.text
    for match in _DASH.finditer(text):
        start, end = match.span()
        left, right = text[start - 1 : start], text[end : end + 1]
        if not left or not right:
            continue
        if _FIGURE_END.search(left) and right.isdigit():
            if match["dash"] in ("–", "—") and _has_han(text):
                edit.replace(start, end, "—")
            continue
        spaced = bool(match["before"] or match["after"])
        if (_chinese(left) or _chinese(right)) and (spaced or len(match["dash"]) > 1 or match["dash"] == "–"):
            edit.replace(start, end, "——")


def spaces(edit: MarkedTextEdit) -> None:
    """Take out spaces beside full-width marks and between Han and Latin or figures; fold the others into one."""
    text = edit.text
    if not _has_han(text):
        return
    foreign = {edge for stretch in target_language_ranges(text, "en") for edge in (stretch.start, stretch.end)}
    for match in _SPACE.finditer(text):
        start, end = match.span()
        if start == 0 or end == len(text):
            continue
        beside_foreign = start in foreign or end in foreign
        if _needs_no_space(text[start - 1], text[end], beside_foreign=beside_foreign):
            edit.replace(start, end, "")
        elif match[0] != " ":
            edit.replace(start, end, " ")


def _needs_no_space(left: str, right: str, *, beside_foreign: bool) -> bool:
    if (left in FULL or right in FULL) and not _apart(left, right):
        return True
    if right == "%" and left.isdigit():
        return True
    mixed = is_han(left) != is_han(right) and _letter(left) and _letter(right)
    return mixed and not beside_foreign


def _apart(left: str, right: str) -> bool:
    """Return whether a quote or dash stands on its Latin side, where its space is the Latin text's own."""
    quotes_only = "“”‘’—…"
    latin = left if right in FULL else right
    mark = right if right in FULL else left
    return mark in quotes_only and latin.isascii()


def _letter(character: str) -> bool:
    return character.isalnum() or character in f"%$€£¥°+-#&{OBJECT}"


def titles(names: Sequence[str]) -> Callable[[MarkedTextEdit], None]:
    """Return the step that puts the names of periodicals in 《》."""
    wanted = sorted({name for name in names if _has_han(name)}, key=len, reverse=True)
    found = re.compile("|".join(map(re.escape, wanted))) if wanted else None

    def step(edit: MarkedTextEdit) -> None:
        if not found:
            return
        for match in found.finditer(edit.text):
            if _is_title(edit, match):
                edit.replace(match.start(), match.start() + 1, "《" + match[0][0])
                edit.replace(match.end() - 1, match.end(), match[0][-1] + "》")

    return step


def _is_title(edit: MarkedTextEdit, match: re.Match[str]) -> bool:
    text, (start, end) = edit.text, match.span()
    before, after = text[:start], text[end:]
    if before.count("《") > before.count("》") or after[:1] == "》":
        return False
    if re.match("[网社告道名销警台端]", after):
        return False
    if len(match[0]) < 3 and not re.match("杂志|期刊", after):
        return False
    alone = (not before.strip() or before.rstrip()[-1] in "（(；;、") and (
        not after.strip() or after.lstrip()[0] in "）)；;、"
    )
    return not alone and not _is_link(edit, start, end)


def _is_link(edit: MarkedTextEdit, start: int, end: int) -> bool:
    """Return whether the range is the whole text of a link."""
    opening = {_index(mark) for mark in edit.marks_before(start) if is_mark(mark)}
    closing = {_index(mark) for mark in edit.marks_before(end) if is_mark(mark)}
    known = len(edit.marks)
    return any(
        index < known and edit.marks[index].role == "link" and edit.marks[index].pair in closing for index in opening
    )


def _index(mark: str) -> int:
    return ord(mark) - MARK_BASE


STEPS: tuple[Callable[[MarkedTextEdit], None], ...] = (
    half_width,
    thousands,
    quotes,
    brackets,
    ellipses,
    stops,
    dashes,
    spaces,
)
"""In this order: what stands beside what decides the next."""
