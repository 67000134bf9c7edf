"""Plain text with marks → inline Markdown that renders as the marks mean it.

After translation a mark may stand where its Markdown would not work: `**“重点”**字` is no emphasis for CommonMark's
flanking rules, nor is `_重点_` inside Chinese text. The result is read back, and if the marks are not all there it is
written another way that renders the same.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from translate.markdown.mark_encoder import protect
from translate.markdown.marks import MARK_BASE, Context, Mark, Protected, naive, used

_HTML = {
    "emphasis": "em", "strong": "strong", "delete": "del", "insert": "ins", "subscript": "sub", "superscript": "sup",
    "highlight": "mark",
}  # fmt: skip
_REFERENCE = re.compile(r"\A\][ \n]?\[([^\]]+)\]|\A!\[.*\][ \n]?\[([^\]]+)\]\Z", re.DOTALL)
_BOTH = re.compile(r"</?(?:em|strong)>(?=<|\Z)")
_ESCAPABLE = re.compile(r"[\\`*_\[\]$~^=]")


def restore(protected: Protected) -> str:
    """Put markup back: the inverse of `protect`, also for a text whose marks were moved with their words.

    Emphasis that would not render where it now stands is written with other signs, in the end as an HTML element, and
    signs in the prose that would be taken for markup are escaped. Where nothing helps the plain result is returned;
    `parity.same_structure` tells.
    """
    plain = "".join(naive(protected))
    if not protected.marks and not re.search(r"[\\`*_\[\]<$~^=&:{]", protected.text):
        return plain
    context = _context(protected)
    if _agrees(plain, protected, context):
        return plain
    # From the least change to the greatest; each way builds on the one before.
    changed = protected
    for way in _WAYS:
        changed = way(changed)
        written = "".join(naive(changed))
        if _agrees(written, changed, context):
            return written
    return plain


def _agrees(md: str, protected: Protected, context: Context) -> bool:
    """Whether reading a text gives the marks that it was written with, in their order."""
    read = protect(md, context)
    expected = [mark for mark in _written(protected) if mark[1] not in ("escape", "entity")]
    found = [(read.marks[index].md, read.marks[index].role) for index in used(read)]
    return expected == [mark for mark in found if mark[1] not in ("escape", "entity")]


def _written(protected: Protected) -> list[tuple[str, str]]:
    """Return each used mark's Markdown as it is written, with its role; `<em><strong>` is two when it is read."""
    found: list[tuple[str, str]] = []
    for character, piece in zip(protected.text, naive(protected), strict=True):
        index = ord(character) - MARK_BASE
        if not 0 <= index < len(protected.marks):
            continue
        role = protected.marks[index].role
        found += [(tag, role) for tag in _BOTH.findall(piece)] if _BOTH.match(piece) else [(piece, role)]
    return found


def _context(protected: Protected) -> Context:
    """Derive what must be defined from the marks themselves."""
    labels: set[str] = set()
    notes: set[str] = set()
    for mark in protected.marks:
        if mark.label:
            labels.add(mark.label)
        elif mark.role == "footnote":
            notes.add(mark.md[2:-1])
        elif found := _REFERENCE.match(mark.md):
            labels.add(found[1] or found[2])
    return Context(frozenset(" ".join(label.split()).lower() for label in labels), frozenset(notes))


def _tighten(protected: Protected) -> Protected:
    """Move blanks at the inner edges of emphasis outside, where a model's tokens may have put them in."""
    text = protected.text
    for index in used(protected):
        mark = protected.marks[index]
        if mark.role not in _HTML:
            continue
        sign = chr(MARK_BASE + index)
        if mark.kind == "open":
            text = re.sub(f"{sign}([ \u3000]+)", rf"\1{sign}", text)
        elif mark.kind == "close":
            text = re.sub(f"(?<![ \u3000])([ \u3000]++){sign}", rf"{sign}\1", text)
    return Protected(text, protected.marks)


def _with_marks(protected: Protected, change: Callable[[Mark], Mark]) -> Protected:
    return Protected(protected.text, tuple(change(mark) for mark in protected.marks))


def _as_stars(protected: Protected) -> Protected:
    """Write `_` as `*`, which works inside a word."""

    def change(mark: Mark) -> Mark:
        return replace(mark, md=mark.md.replace("_", "*")) if re.fullmatch("_+", mark.md) else mark

    return _with_marks(protected, change)


def _as_html(protected: Protected) -> Protected:
    """Write emphasis as the element that it becomes; an attribute list has nothing to hold on to then."""

    def change(mark: Mark) -> Mark:
        name = _HTML.get(mark.role)
        if name is None or mark.kind == "atom" or not re.fullmatch(r"[*_~^=]+", mark.md):
            return mark
        names = ["em", "strong"] if len(mark.md) == 3 and mark.role in ("emphasis", "strong") else [name]
        close = mark.kind == "close"
        md = "".join(f"</{name}>" for name in reversed(names)) if close else "".join(f"<{name}>" for name in names)
        return replace(mark, md=md, role="html")

    return _with_marks(protected, change)


def _escaped(protected: Protected) -> Protected:
    """Escape signs in the prose that could be taken for markup."""
    last = MARK_BASE + len(protected.marks)
    out: list[str] = []
    for character in protected.text:
        if MARK_BASE <= ord(character) < last:
            out.append(character)
        elif character == "<":
            out.append("&lt;")
        elif character == "&":
            out.append("&amp;")
        else:
            out.append(_ESCAPABLE.sub(r"\\\g<0>", character))
    return Protected("".join(out), protected.marks)


_WAYS: tuple[Callable[[Protected], Protected], ...] = (_tighten, _as_stars, _escaped, _as_html)
