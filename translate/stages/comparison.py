"""Whether a translation says what its source says, as far as the guards can tell: pairs of texts, or two documents."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from translate.core.languages import Direction
from translate.language import consistency, guards, risk
from translate.language.glossary import Glossary
from translate.language.guards import Finding
from translate.language.script import UnmarkedText
from translate.markdown.mark_encoder import protect
from translate.markdown.marks import Mark, Protected
from translate.markdown.segment import Segment
from translate.stages.pairing import pair
from translate.stages.source_file import SourceFile

_COUNTED_ROLES = ("address", "code", "image", "link", "math")
"""Markup that carries a fact: what it holds is in the translation as often as in the source."""


@dataclass(frozen=True)
class TextComparison:
    """What is known about one text and its translation."""

    findings: tuple[Finding, ...]
    """Why it should not be published; empty where no guard refuses it."""
    doubts: tuple[Finding, ...] = ()
    """What a reviewer should look at; may well be right."""
    risk: float = 0.0
    """0 to 1: how likely it misleads a reader (`risk.risk`)."""

    @property
    def refused(self) -> bool:
        """Whether a guard refuses it."""
        return bool(self.findings)


@dataclass(frozen=True)
class SegmentComparison:
    """A segment of two documents and what is known about it."""

    source: Segment | None
    """The original's; None where only the translation has it."""
    target: Segment | None
    """The translation's; None where it is missing."""
    comparison: TextComparison = field(default_factory=lambda: TextComparison(()))
    """What the guards say."""


def compare(
    source_text: str, target_text: str, direction: Direction, glossary: Glossary | None = None, *, second: str = ""
) -> TextComparison:
    """Compare a plain text with its translation.

    Args:
        source_text: the source, without markup.
        target_text: its translation.
        direction: the languages.
        glossary: terms to hold; None holds none.
        second: another engine's translation, which sharpens the risk; empty where there is none.
    """
    source, target = direction.source, direction.target
    case = guards.GuardInput(source_text, target_text, source, target, glossary)
    findings = guards.check(source_text, target_text, source=source, target=target, glossary=glossary)
    doubts = guards.doubts(source_text, target_text, source=source, target=target, glossary=glossary)
    return TextComparison(tuple(findings), tuple(doubts), risk.risk(case, findings, doubts, second=second))


def compare_files(
    source: SourceFile, target: SourceFile, direction: Direction, glossary: Glossary | None = None
) -> list[SegmentComparison]:
    """Compare two documents segment by segment, in the order of the original.

    Args:
        source: the original.
        target: its translation, with the same front matter fields read as prose.
        direction: the languages.
        glossary: terms to hold.
    """
    found: list[SegmentComparison] = []
    for our_place, their_place in pair(source.text.parts, target.text.parts):
        ours = None if our_place is None else source.segments[our_place]
        theirs = None if their_place is None else target.segments[their_place]
        if ours is None or theirs is None:
            found.append(SegmentComparison(ours, theirs, TextComparison((_unpaired(ours, theirs),), risk=1.0)))
        else:
            found.append(SegmentComparison(ours, theirs, _compare_segments(ours, theirs, direction, glossary)))
    return _with_other_names(found, direction, glossary)


def _with_other_names(
    compared: Sequence[SegmentComparison], direction: Direction, glossary: Glossary | None
) -> list[SegmentComparison]:
    """Add, as a doubt, where a name is called otherwise than in the other segments."""
    places = [place for place, one in enumerate(compared) if one.source and one.target]
    texts = [(_prose(one.source), _prose(one.target)) for one in compared if one.source and one.target]
    passages = texts if direction.source == "en" else [(english, chinese) for chinese, english in texts]
    found = list(compared)
    for other in consistency.other_renderings(passages, glossary):
        place = places[other.passage]
        segment, usual = found[place], f"expected `{other.usual}`" if other.usual else "no two passages agree"
        doubt = Finding("consistency", f"`{other.name}` is rendered otherwise than in other passages; {usual}")
        known = replace(segment.comparison, doubts=(*segment.comparison.doubts, doubt))
        found[place] = replace(segment, comparison=known)
    return found


def _prose(segment: Segment) -> str:
    return UnmarkedText(protect(segment.source_md, segment.context).text).text


def _unpaired(ours: Segment | None, theirs: Segment | None) -> Finding:
    if theirs is None:
        assert ours is not None
        return Finding("missing", f"the {ours.kind} has no counterpart in the translation")
    return Finding("added", f"the {theirs.kind} has no counterpart in the original")


def _compare_segments(
    ours: Segment, theirs: Segment, direction: Direction, glossary: Glossary | None
) -> TextComparison:
    source, target = protect(ours.source_md, ours.context), protect(theirs.source_md, theirs.context)
    # Code, addresses and maths are compared as markup: they are not prose, and the guards read prose.
    compared = compare(_prose(ours), _prose(theirs), direction, glossary)
    markup = _markup(source, target)
    if not markup:
        return compared
    return TextComparison((*compared.findings, *markup), compared.doubts, risk.above(compared.risk))


def is_refused(ours: Segment, theirs: Segment, direction: Direction, glossary: Glossary | None = None) -> bool:
    """Return whether a guard refuses a segment's translation; no doubts, no risk, and so in a quarter of the time."""
    return bool(
        guards.check(_prose(ours), _prose(theirs), source=direction.source, target=direction.target, glossary=glossary)
    )


def _markup(source: Protected, target: Protected) -> Sequence[Finding]:
    ours, theirs = _carried(source), _carried(target)
    lost = [f"{role} {md} was lost" for role, md in (ours - theirs).elements()]
    added = [f"{role} {md} was added" for role, md in (theirs - ours).elements()]
    return [Finding("marks", message) for message in (*lost, *added)]


def _carried(protected: Protected) -> Counter[tuple[str, str]]:
    return Counter(
        (mark.role, _without_prose(mark))
        for mark in protected.marks
        if mark.role in _COUNTED_ROLES and mark.kind != "open"
    )


def _without_prose(mark: Mark) -> str:
    """Return a mark's Markdown without what is translated: a link's title, an image's description, a label."""
    pieces, start = [], 0
    for begin, end in mark.prose:
        pieces.append(mark.md[start:begin])
        start = end
    return "".join([*pieces, mark.md[start:]]).strip()
