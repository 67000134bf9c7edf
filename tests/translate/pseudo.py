"""A translation that changes all prose and nothing else, for tests of structure; and what must hold of it."""

import re

from translate.markdown import parity, protect, segment, splice
from translate.markdown.document import Document

_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀćďéƒǵĥíĵķĺḿńőṕɋŕśťúṽẃẍýźÁɃĆĎÉƑǴĤÍĴĶĹḾŃŐṔɊŔŚŤÚṼẂẌÝŹ",
)
_WORD = re.compile("[A-Za-z]{2,}")
# What stays as it is though a reader sees it: addresses, dead links, templates, snippet lines (shown here because the
# renderer that compares does not read other files), and words that Python-Markdown itself puts there.
_LITERAL = re.compile(
    r"""[\w+.-]+://\S+|www\.\S+|(?:MAILTO:)?\S+@\S+|made-up-scheme\S+|\]?[ ]?\(/?[^()\s]*\)|\]\[[^\]]*\]|&\w+;|\[TOC\]
    |-+8<-+[ ].*|-+8<-+\n(?:.*\n)*?-+8<-+|\{[{%].*?[%}]\}|Jump[ ]back[ ]to[ ]footnote.*|\ANote\Z""",
    re.VERBOSE,
)


def accented(unit: protect.Protected) -> protect.Protected:
    """Put accents on every letter and brackets around a unit and around the texts inside its marks."""
    inner = [_wrapped(one) for one in protect.inner(unit)]
    return _wrapped(protect.with_inner(unit, inner))


def _wrapped(unit: protect.Protected) -> protect.Protected:
    return protect.Protected(f"⟦{unit.text.translate(_ACCENTS)}⟧", unit.marks)


def translated(document: Document) -> Document:
    """Return the pseudo-translation of a file."""
    edits = []
    for found in segment.segments(document):
        unit = protect.protect(found.source_md, found.context)
        edits.append(splice.replacement(document, found, protect.restore(accented(unit))))
    return document.edited(edits)


def check(text: str) -> list[str]:
    """Try the standing properties on a text; say which do not hold."""
    data = text.encode("utf-8", "surrogateescape")
    document, _ = Document.parse(data)
    found = segment.segments(document)
    wrong = []
    last = 0
    for one in found:
        if not last <= one.start < one.end <= len(document.text):
            wrong.append(f"segment {one.start}:{one.end} overlaps or is empty")
        last = one.end
    same = [protect.restore(protect.protect(one.source_md, one.context)) for one in found]
    if document.replace(splice.replacement(document, one, md) for one, md in zip(found, same, strict=True)) != data:
        wrong.append("the identity translation changed bytes")
    for one in found:
        target_md = protect.restore(accented(protect.protect(one.source_md, one.context)))
        if one.kind not in ("field", "html") and not parity.same_structure(one.source_md, target_md, one.context):
            wrong.append(f"{one.source_md!r} differs in structure from {target_md!r}")
    target = translated(document)
    wrong += parity.compare(document.body, target.body)
    wrong += [f"{left!r} was left" for left in left_over(target)]
    if len(segment.segments(target)) != len(found):
        wrong.append(f"{len(found)} segments became {len(segment.segments(target))}")
    return wrong


def left_over(document: Document) -> list[str]:
    """Return rendered prose that still has a word without accents."""
    rendered = parity.prose(parity.tree(parity.render(document.body)))
    return [text for text in rendered if _WORD.search(_LITERAL.sub("", text))]
