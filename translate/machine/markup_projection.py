"""Puts placeholders and marks back into a model's output, each at its position or not at all.

The rules are in `model_input.py`.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from translate.language.script import is_mark
from translate.machine.engine import Hypothesis
from translate.machine.model_input import MarkPair, ModelInput, Placeholder, core_span, mark_pairs
from translate.machine.text_spans import (
    Span,
    cuts_word,
    is_inside,
    maximum_run,
    overlap,
    spaced,
    whole_words,
    without_edges,
    word_after,
    word_before,
)
from translate.markdown.protect import MARK_BASE

_log = logging.getLogger(__name__)

MIN_AGREEMENT = 0.5
"""Least share of attention that must agree before a position counts as known. Measured (EVALUATION.md): with half,
three of four positions are right with a weak model, nine of ten in the other direction; without, six and eight."""
_MANY = 10_000
"""More than a segment has marks."""


@dataclass(frozen=True)
class Projection:
    """A hypothesis with everything put back."""

    text: str | None
    """Target text with marks; None where a mark's position is not certain."""
    repaired: int
    """Placeholders whose output was missing and was written over what the attention aligns with them."""
    lost: int
    """Placeholders whose output was missing and whose position is not certain."""


def project(
    encoded: ModelInput, hypothesis: Hypothesis, phrase_translations: dict[str, str] | None = None
) -> Projection:
    """Put placeholders and marks back into a hypothesis.

    Args:
        encoded: what the hypothesis translates.
        hypothesis: with alignment where the engine has one.
        phrase_translations: phrase inside a pair of marks, as the plain text has it → its translation by itself.
    """
    projector = _Projector(encoded, hypothesis, phrase_translations or {})
    projector.fill_placeholders()
    complete = projector.place_marks()
    if not complete:
        _log.debug("marks find no place: %s → %s", encoded.plain, hypothesis.text)
    elif projector.repaired or projector.missing:
        _log.debug(
            "%d terms written over, %d without a place: %s", projector.repaired, len(projector.missing), hypothesis.text
        )
    return Projection(projector.rendered() if complete else None, projector.repaired, len(projector.missing))


class _Replacement(NamedTuple):
    """A stretch of the hypothesis that belongs to a placeholder."""

    start: int
    """0-based code point in the hypothesis."""
    end: int
    """Exclusive."""
    placeholder: Placeholder
    """Whose output it is."""
    text: str
    """What is written there instead."""


@dataclass
class _Projector:
    """One hypothesis while placeholders and marks are put back; all offsets are in its text unless said otherwise."""

    encoded: ModelInput
    hypothesis: Hypothesis
    phrase_translations: dict[str, str]
    repaired: int = 0
    missing: list[Placeholder] = field(default_factory=list)
    """Placeholders whose output is missing and whose position is not certain."""
    replacements: list[_Replacement] = field(default_factory=list)
    """One for each placeholder with a position, in the order in which they were found."""
    inserts: list[tuple[int, float, str]] = field(default_factory=list)
    """(offset, order among marks of one offset, mark)."""

    @cached_property
    def source_core(self) -> Span:
        """The plain text without outer white space and closing punctuation, in its own offsets."""
        return core_span(self.encoded.plain)

    @cached_property
    def target_core(self) -> Span:
        """The hypothesis without outer white space and closing punctuation."""
        return core_span(self.hypothesis.text)

    def fill_placeholders(self) -> None:
        """Find each placeholder's output, or write it over what the attention aligns with the placeholder."""
        text = self.hypothesis.text
        not_found = []
        # The longest first: a short form may be a part of a long one.
        for placeholder in sorted(
            self.encoded.placeholders, key=lambda placeholder: -max(map(len, placeholder.accepted), default=0)
        ):
            span = self._find_output(placeholder)
            if span is None:
                not_found.append(placeholder)
            else:
                written = placeholder.output or text[span[0] : span[1]]
                self.replacements.append(_Replacement(*span, placeholder, written))
        for placeholder in sorted(not_found, key=lambda placeholder: placeholder.start):
            span = self._aligned_span(placeholder.start, placeholder.end, (0, len(text)))
            if span is None:
                self.missing.append(placeholder)
                continue
            self.repaired += 1
            written = placeholder.output or placeholder.accepted[0]
            self.replacements.append(_Replacement(*span, placeholder, written))

    def place_marks(self) -> bool:
        """Find the position of every mark that is no placeholder; False where one is not certain."""
        if any(placeholder.output and is_mark(placeholder.output[0]) for placeholder in self.missing):
            return False
        return self._place_pairs() and self._place_points()

    def rendered(self) -> str:
        """Return the text with replacements written and marks inserted."""
        text, out, position = self.hypothesis.text, [], 0
        inserts = sorted(self.inserts)
        for start, end, _, written in sorted(self.replacements, key=lambda replacement: replacement[:2]):
            while inserts and inserts[0][0] <= start:
                offset, _, mark = inserts.pop(0)
                out += [text[position:offset], mark]
                position = max(position, offset)
            out += [text[position:start], spaced(text, start, end, written)]
            position = max(position, end)
        for offset, _, mark in inserts:
            out += [text[position:offset], mark]
            position = max(position, offset)
        return "".join([*out, text[position:]])

    def _find_output(self, placeholder: Placeholder) -> Span | None:
        """Find the placeholder's output, not taken by another, nearest to where attention or order expects it."""
        text = self.hypothesis.text
        expected = self._expected_offset(placeholder)
        for pattern in _output_patterns(placeholder):
            spans = [match.span() for match in pattern.finditer(text)]
            free = [span for span in spans if not self._is_replaced(span) and not cuts_word(text, span)]
            if free:
                return min(free, key=lambda span: (abs(span[0] - expected), span))
        return None

    def _expected_offset(self, placeholder: Placeholder) -> float:
        weights = [
            (weight, start)
            for (low, high, start, _), weight in zip(self.hypothesis.alignment, self.hypothesis.weights, strict=False)
            if low < placeholder.end and high > placeholder.start
        ]
        if weights:
            return max(weights)[1]
        return placeholder.start / max(len(self.encoded.plain), 1) * len(self.hypothesis.text)

    def _is_replaced(self, span: Span) -> bool:
        return any(overlap(span, (replacement.start, replacement.end)) for replacement in self.replacements)

    def _place_pairs(self) -> bool:
        """Find the span of every pair, outer pairs first; False where one is not certain."""
        spans: dict[Span, Span] = {}
        for pair in sorted(mark_pairs(self.encoded), key=lambda pair: (pair.depth, pair.start - pair.end)):
            source = (pair.start, pair.end)
            if pair.start == pair.end:
                continue
            at_edges = pair.start <= self.source_core[0] and pair.end >= self.source_core[1]
            if at_edges:
                span: Span | None = self._edge_span(source)
            elif source in spans:
                span = spans[source]
            else:
                span = self._phrase_span(source, spans)
            if span is None or span[0] >= span[1]:
                return False
            spans[source] = span
            self._insert_pair(pair, span, at_edges=at_edges)
        return True

    def _edge_span(self, source: Span) -> Span:
        """Return the span of a pair around the whole sentence, with or without its punctuation as in the source."""
        text = self.hypothesis.text
        return (
            0 if source[0] == 0 else self.target_core[0],
            len(text) if source[1] > self.source_core[1] else self.target_core[1],
        )

    def _insert_pair(self, pair: MarkPair, span: Span, *, at_edges: bool) -> None:
        # At one offset: what ends there, inner first; what has no width or wraps all, as the source has it; what
        # begins there, outer first.
        order = self._source_order
        if pair.opening:
            rank = order[pair.opening] - _MANY if at_edges else _MANY + pair.depth
            self.inserts.append((span[0], rank, pair.opening))
        if pair.closing:
            rank = order[pair.closing] if at_edges else -_MANY - pair.depth
            self.inserts.append((span[1], rank, pair.closing))

    @cached_property
    def _source_order(self) -> dict[str, int]:
        return {mark: number for number, (_, mark) in enumerate(self.encoded.mark_offsets)}

    def _phrase_span(self, source: Span, spans: dict[Span, Span]) -> Span | None:
        """Return where the phrase of a pair went, in whole words and outputs; None where that is not certain.

        Args:
            source: of the phrase, in the plain text.
            spans: of the pairs already placed, source span → target span.
        """
        window = self._window(source, spans)
        taken = [span for span in spans.values() if is_inside(span, window)]
        inside = [
            (replacement.start, replacement.end)
            for replacement in self.replacements
            if _contains(source, replacement.placeholder)
        ]
        span = self._words_span(source, window, taken, inside)
        if span is None:
            return None
        span = (min([span[0], *(start for start, _ in inside)]), max([span[1], *(end for _, end in inside)]))
        span = self._whole_outputs(whole_words(self.hypothesis.text, span))
        if span[0] < window[0] or span[1] > window[1] or any(overlap(span, other) for other in taken):
            return None
        return span

    def _window(self, source: Span, spans: dict[Span, Span]) -> Span:
        """Return the target span of the narrowest pair around this one."""
        around = [span for span in spans if span[0] <= source[0] and source[1] <= span[1] and span != source]
        if not around:
            return 0, len(self.hypothesis.text)
        return spans[min(around, key=lambda span: span[1] - span[0])]

    def _words_span(self, source: Span, window: Span, taken: Sequence[Span], inside: Sequence[Span]) -> Span | None:
        """Return where a phrase's words went: by its placeholders, its own translation or the attention."""
        phrase = self.encoded.plain[source[0] : source[1]].strip()
        covered = sum(
            placeholder.end - placeholder.start
            for placeholder in self.encoded.placeholders
            if _contains(source, placeholder)
        )
        if inside and covered >= len(phrase):
            return min(inside)[0], max(end for _, end in inside)
        return self._translated_phrase(phrase, window) or self._aligned_span(*source, window, taken)

    def _translated_phrase(self, phrase: str, window: Span) -> Span | None:
        """Find the phrase as it is, or as it is translated by itself, once in the window."""
        text = self.hypothesis.text[window[0] : window[1]]
        for form in (phrase, self.phrase_translations.get(phrase, "")):
            bare = form.strip(" .,;:!?。，；：！？、")
            spans = [match.span() for match in re.finditer(re.escape(bare), text, re.IGNORECASE)] if bare else []
            if len(spans) == 1:
                return spans[0][0] + window[0], spans[0][1] + window[0]
        return None

    def _place_points(self) -> bool:
        """Find the position of every mark that wraps nothing; False where one is not certain."""
        placed = {mark: (offset, rank) for offset, rank, mark in self.inserts}
        for number, (source_offset, mark) in enumerate(self.encoded.mark_offsets):
            if mark in placed:
                continue
            position = self._beside_pair(number, placed)
            if position is None:
                offset = self._point(source_offset)
                if offset is None:
                    return False
                position = offset, float(number - (_MANY if source_offset <= self.source_core[0] else 0))
            placed[mark] = position
            self.inserts.append((*position, mark))
        return True

    def _beside_pair(self, number: int, placed: dict[str, tuple[int, float]]) -> tuple[int, float] | None:
        """Return the position of a mark that is right behind an opening mark or right before a closing one."""
        offsets = self.encoded.mark_offsets
        for step, kind in ((-1, "open"), (1, "close")):
            near = number + step
            while 0 <= near < len(offsets) and offsets[near][0] == offsets[number][0]:
                mark = offsets[near][1]
                if mark in placed and self.encoded.marks[ord(mark) - MARK_BASE].kind == kind:
                    offset, rank = placed[mark]
                    return offset, rank - step * (0.5 - 0.4 / (1 + abs(near - number)))
                near += step
        return None

    def _point(self, source_offset: int) -> int | None:
        """Return where a mark without width goes: after the word before it, or before the word after it."""
        text, plain = self.hypothesis.text, self.encoded.plain
        if source_offset <= self.source_core[0]:
            return 0
        if source_offset >= len(plain.rstrip()):
            return len(text)
        if source_offset >= self.source_core[1]:
            return self.target_core[1]
        neighbours = [(word_before(plain, source_offset), 1), (word_after(plain, source_offset), 0)]
        if plain[source_offset - 1].isspace():
            neighbours.reverse()
        for word, side in neighbours:
            span = self._aligned_span(*word, (0, len(text))) if word else None
            if span is not None:
                return self._whole_outputs(whole_words(text, span))[side]
        return None

    def _aligned_span(self, start: int, end: int, window: Span, taken: Sequence[Span] = ()) -> Span | None:
        """Return the target span that the attention aligns with a stretch of the plain text.

        Args:
            start: of the stretch in the plain text.
            end: exclusive.
            window: where to look.
            taken: spans that belong to other phrases.

        Returns:
            The maximum-sum run of target characters, in whole words; None without enough evidence.
        """
        text = self.hypothesis.text
        span = maximum_run(self._gains((start, end), taken), window)
        if span is None or min(self._agreement((start, end), span)) < MIN_AGREEMENT:
            return None
        span = without_edges(text, whole_words(text, span))
        others = [
            (replacement.start, replacement.end)
            for replacement in self.replacements
            if not _contains((start, end), replacement.placeholder)
        ]
        if span[0] == span[1] or any(overlap(span, other) for other in (*taken, *others)):
            return None
        return span

    def _gains(self, source: Span, taken: Sequence[Span]) -> list[float]:
        """Return for each target character the evidence that it belongs to the stretch's translation."""
        gains = [-0.05] * len(self.hypothesis.text)
        for (low, high, first, last), weight in zip(self.hypothesis.alignment, self.hypothesis.weights, strict=False):
            share = max(0, min(high, source[1]) - max(low, source[0])) / (high - low)
            for offset in range(first, last):
                gains[offset] += weight * (1.6 * share - 0.8) / (last - first)
        for first, last, placeholder, _ in self.replacements:
            gains[first:last] = [1.0 if _contains(source, placeholder) else -9.0] * (last - first)
        for first, last in taken:
            gains[first:last] = [-9.0] * (last - first)
        return gains

    def _agreement(self, source: Span, target: Span) -> tuple[float, float]:
        """Return how much of the target's attention goes to the source stretch, and how much of that stretch's to it.

        Replaced placeholders count as links of full weight.
        """
        links = [*zip(self.hypothesis.alignment, self.hypothesis.weights, strict=False)]
        links += [
            ((placeholder.start, placeholder.end, start, end), 1.0) for start, end, placeholder, _ in self.replacements
        ]
        both = of_target = of_source = 0.0
        for (low, high, first, last), weight in links:
            in_source = max(0, min(high, source[1]) - max(low, source[0])) / max(high - low, 1)
            in_target = max(0, min(last, target[1]) - max(first, target[0])) / max(last - first, 1)
            both += weight * in_source * in_target
            of_target += weight * in_target
            of_source += weight * in_source
        return both / of_target if of_target else 0.0, both / of_source if of_source else 0.0

    def _whole_outputs(self, span: Span) -> Span:
        """Widen a span so that it cuts no placeholder's output."""
        start, end = span
        for low, high, *_ in self.replacements:
            if low < start < high:
                start = low
            if low < end < high:
                end = high
        return start, end


def _output_patterns(placeholder: Placeholder) -> Iterator[re.Pattern[str]]:
    """Yield what a placeholder's output is searched with, best first."""
    if placeholder.pattern:
        yield placeholder.pattern
        return
    for form in placeholder.accepted:
        yield re.compile(re.escape(form), re.IGNORECASE if form.isascii() else 0)


def _contains(source: Span, placeholder: Placeholder) -> bool:
    return source[0] <= placeholder.start and placeholder.end <= source[1]
