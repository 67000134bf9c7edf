"""Back into the model's output: slots, marks, each at its place or not at all (see `inline.py` for the rules)."""

import logging
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from translate.language.script import is_mark
from translate.machine.engine import Hypothesis
from translate.machine.model_input import ModelInput, Placeholder, core, pairs_of
from translate.markdown.protect import MARK_BASE

_log = logging.getLogger(__name__)

_WORDS = re.compile(r"[^\W_\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]+(?:['’.\-_][^\W_\u3000-\u9fff]+)*")
"""Runs that may not be cut: words and numbers of alphabetic scripts; Han may be cut anywhere."""
SURE = 0.5
"""Least share of attention that must agree before a place is told. Measured (EVALUATION.md): with half, three of four
places that a weak model tells are right, and nine of ten in the other direction; without, six and eight of ten."""
_MANY = 10_000
"""More than a segment has marks."""


@dataclass(frozen=True)
class Projection:
    """A hypothesis with everything put back."""

    text: str | None
    """Target text with marks; None where a mark's place could not be told."""
    repaired: int
    """Slots whose output was not there and was written over what the attention tied to it."""
    lost: int
    """Slots whose output was not there and whose place could not be told."""


def project(carried: ModelInput, hypothesis: Hypothesis, alone: dict[str, str] | None = None) -> Projection:
    """Put slots and marks back into a hypothesis.

    Args:
        carried: what the hypothesis translates.
        hypothesis: with alignment where the engine has one.
        alone: the words inside pairs of marks, as the plain text has them → their translation by themselves.
    """
    work = _Projector(carried, hypothesis, alone or {})
    work.fill_slots()
    found = work.put_marks()
    if not found:
        _log.debug("marks find no place: %s → %s", carried.plain, hypothesis.text)
    elif work.repaired or work.missing:
        _log.debug("%d terms written over, %d without a place: %s", work.repaired, len(work.missing), hypothesis.text)
    return Projection(work.written() if found else None, work.repaired, len(work.missing))


@dataclass
class _Projector:
    """One hypothesis while slots and marks are put back; all offsets are in its text."""

    carried: ModelInput
    hypothesis: Hypothesis
    alone: dict[str, str]
    repaired: int = 0
    missing: list[Placeholder] = field(default_factory=list)
    """Slots whose output is not there and whose place could not be told."""
    claims: list[tuple[int, int, Placeholder, str]] = field(default_factory=list)
    """(start, end, slot, what is written there instead)."""
    inserts: list[tuple[int, float, str]] = field(default_factory=list)
    """(offset, order among marks of one offset, mark)."""

    def fill_slots(self) -> None:
        """Find each slot's output, or make it."""
        text = self.hypothesis.text
        waiting = []
        for slot in sorted(self.carried.slots, key=lambda slot: -max(map(len, slot.wanted), default=0)):
            found = self._find(slot)
            if found is None:
                waiting.append(slot)
            else:
                self.claims.append((*found, slot, slot.output or text[found[0] : found[1]]))
        for slot in sorted(waiting, key=lambda slot: slot.start):
            run = self._run(slot.start, slot.end, 0, len(text))
            if run is None:
                self.missing.append(slot)
                continue
            self.repaired += 1
            self.claims.append((*run, slot, slot.output or slot.wanted[0]))

    def put_marks(self) -> bool:
        """Find the place of every mark that is no slot; False where one cannot be told."""
        text, plain = self.hypothesis.text, self.carried.plain
        inner, outer = core(plain), core(text)
        taken: list[tuple[int, int]] = []
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        order = {mark: number for number, (_, mark) in enumerate(self.carried.places)}
        if any(slot.output and is_mark(slot.output[0]) for slot in self.missing):
            return False
        for start, end, opening, closing, depth in sorted(pairs_of(self.carried), key=lambda p: (p[4], p[0] - p[1])):
            if start == end:
                continue
            edges = start <= inner[0] and end >= inner[1]
            if edges:
                run: tuple[int, int] | None = (
                    0 if start == 0 else outer[0],
                    len(text) if end > inner[1] else outer[1],
                )
            elif (start, end) in spans:
                run = spans[(start, end)]
            else:
                low, high = self._window(start, end, spans, len(text))
                run = self._span(start, end, low, high, [one for one in taken if _within(one, (low, high))])
            if run is None or run[0] >= run[1]:
                return False
            spans[(start, end)] = run
            taken.append(run)
            # At one offset: what ends there, inner first; what has no width or wraps all, as the source has it; what
            # begins there, outer first.
            if opening:
                self.inserts.append((run[0], order[opening] - _MANY if edges else _MANY + depth, opening))
            if closing:
                self.inserts.append((run[1], order[closing] if edges else -_MANY - depth, closing))
        placed = {mark: (at, rank) for at, rank, mark in self.inserts}
        for number, (offset, mark) in enumerate(self.carried.places):
            if mark in placed:
                continue
            found = self._beside(number, placed)
            if found is None:
                at = self._point(offset)
                if at is None:
                    return False
                found = at, float(number - (_MANY if offset <= inner[0] else 0))
            placed[mark] = found
            self.inserts.append((*found, mark))
        return True

    def written(self) -> str:
        """Return the text with claims written and marks inserted."""
        text, out, position = self.hypothesis.text, [], 0
        inserts = sorted(self.inserts)
        claims = sorted(self.claims, key=lambda claim: claim[:2])
        for start, end, _slot, instead in claims:
            while inserts and inserts[0][0] <= start:
                at, _, mark = inserts.pop(0)
                out += [text[position:at], mark]
                position = max(position, at)
            out += [text[position:start], _spaced(text, start, end, instead)]
            position = max(position, end)
        for at, _, mark in inserts:
            out += [text[position:at], mark]
            position = max(position, at)
        return "".join([*out, text[position:]])

    def _find(self, slot: Placeholder) -> tuple[int, int] | None:
        """Find the slot's output, not claimed by another, nearest to where the attention or the order expects it."""
        text = self.hypothesis.text
        expected = self._expected(slot)
        best: tuple[float, int, int] | None = None
        own = (re.compile(re.escape(wanted), re.IGNORECASE if wanted.isascii() else 0) for wanted in slot.wanted)
        for pattern in (slot.pattern,) if slot.pattern else own:
            for match in pattern.finditer(text):
                start, end = match.span()
                if self._claimed(start, end) or _cuts_word(text, start) or _cuts_word(text, end):
                    continue
                rank = (abs(start - expected), start, end)
                if best is None or rank < best:
                    best = rank
            if best:
                return best[1], best[2]
        return None

    def _expected(self, slot: Placeholder) -> float:
        weights = [
            (weight, start)
            for (low, high, start, _), weight in zip(self.hypothesis.alignment, self.hypothesis.weights, strict=False)
            if low < slot.end and high > slot.start
        ]
        if weights:
            return max(weights)[1]
        return slot.start / max(len(self.carried.plain), 1) * len(self.hypothesis.text)

    def _claimed(self, start: int, end: int) -> bool:
        return any(start < high and end > low for low, high, *_ in self.claims)

    def _window(
        self, start: int, end: int, spans: dict[tuple[int, int], tuple[int, int]], length: int
    ) -> tuple[int, int]:
        """Return the target span of the narrowest pair around this one."""
        around = [span for span in spans if span[0] <= start and end <= span[1] and span != (start, end)]
        return spans[min(around, key=lambda span: span[1] - span[0])] if around else (0, length)

    def _span(
        self, start: int, end: int, low: int, high: int, taken: Sequence[tuple[int, int]]
    ) -> tuple[int, int] | None:
        text = self.hypothesis.text
        words = self.carried.plain[start:end].strip()
        slots = [(one[0], one[1]) for one in self.claims if start <= one[2].start and one[2].end <= end]
        covered = sum(slot.end - slot.start for slot in self.carried.slots if start <= slot.start and slot.end <= end)
        if slots and covered >= len(words):
            run: tuple[int, int] | None = (min(slots)[0], max(slot[1] for slot in slots))
        else:
            run = self._alone(words, low, high) or self._run(start, end, low, high, taken)
        if run is None:
            return None
        run = (min([run[0], *(slot[0] for slot in slots)]), max([run[1], *(slot[1] for slot in slots)]))
        run = self._whole(*_whole_words(text, *run))
        if run[0] < low or run[1] > high or any(run[0] < other[1] and run[1] > other[0] for other in taken):
            return None
        return run

    def _alone(self, words: str, low: int, high: int) -> tuple[int, int] | None:
        """Find the words as they are, or as they are translated alone, once in the window."""
        text = self.hypothesis.text[low:high]
        for form in (words, self.alone.get(words, "")):
            wanted = form.strip(" .,;:!?。，；：！？、")
            found = [m.span() for m in re.finditer(re.escape(wanted), text, re.IGNORECASE)] if wanted else []
            if len(found) == 1:
                return found[0][0] + low, found[0][1] + low
        return None

    def _run(
        self, start: int, end: int, low: int, high: int, taken: Sequence[tuple[int, int]] = ()
    ) -> tuple[int, int] | None:
        """Return the maximum-sum run of target characters for the source stretch, or None without evidence."""
        gain = [-0.05] * len(self.hypothesis.text)
        for (first, last, target, stop), weight in zip(
            self.hypothesis.alignment, self.hypothesis.weights, strict=False
        ):
            share = max(0, min(last, end) - max(first, start)) / (last - first)
            for at in range(target, stop):
                gain[at] += weight * (1.6 * share - 0.8) / (stop - target)
        for first, last, slot, _ in self.claims:
            mine = start <= slot.start and slot.end <= end
            gain[first:last] = [1.0 if mine else -9.0] * (last - first)
        for first, last in taken:
            gain[first:last] = [-9.0] * (last - first)
        best, run, total, begin = 0.1, None, 0.0, low
        for at in range(low, high):
            if total <= 0:
                total, begin = 0.0, at
            total += gain[at]
            if total > best:
                best, run = total, (begin, at + 1)
        if run is None or min(self._evidence(start, end, *run)) < SURE:
            return None
        text = self.hypothesis.text
        run = _whole_words(text, *run)
        first, last = run
        while first < last and _is_edge(text[first]):
            first += 1
        while first < last and _is_edge(text[last - 1]):
            last -= 1
        if first == last or any(first < other[1] and last > other[0] for other in taken):
            return None
        others = [claim for claim in self.claims if not (start <= claim[2].start and claim[2].end <= end)]
        if any(first < claim[1] and last > claim[0] for claim in others):
            return None
        return first, last

    def _evidence(self, start: int, end: int, first: int, last: int) -> tuple[float, float]:
        """Return how much of the run's attention goes to the source stretch, and how much of the stretch's to the run.

        Slots found inside both count as links of full weight.
        """
        links = [*zip(self.hypothesis.alignment, self.hypothesis.weights, strict=False)]
        links += [((slot.start, slot.end, low, high), 1.0) for low, high, slot, _ in self.claims]
        both = of_run = of_stretch = 0.0
        for (low, high, begin, stop), weight in links:
            mine = max(0, min(high, end) - max(low, start)) / max(high - low, 1)
            here = max(0, min(stop, last) - max(begin, first)) / max(stop - begin, 1)
            both, of_run, of_stretch = both + weight * mine * here, of_run + weight * here, of_stretch + weight * mine
        return both / of_run if of_run else 0.0, both / of_stretch if of_stretch else 0.0

    def _beside(self, number: int, placed: dict[str, tuple[int, float]]) -> tuple[int, float] | None:
        """Return the place of a mark that stands right behind an opening mark or right before a closing one."""
        places = self.carried.places
        for step, kind in ((-1, "open"), (1, "close")):
            near = number + step
            while 0 <= near < len(places) and places[near][0] == places[number][0]:
                mark = places[near][1]
                if mark in placed and self.carried.marks[ord(mark) - MARK_BASE].kind == kind:
                    at, rank = placed[mark]
                    return at, rank - step * (0.5 - 0.4 / (1 + abs(near - number)))
                near += step
        return None

    def _point(self, offset: int) -> int | None:
        """Return where a mark without width goes: after the word before it, or before the word after it."""
        text, plain = self.hypothesis.text, self.carried.plain
        inner, outer = core(plain), core(text)
        if offset <= inner[0]:
            return 0
        if offset >= len(plain.rstrip()):
            return len(text)
        if offset >= inner[1]:
            return outer[1]
        before = _word_before(plain, offset)
        after = _word_after(plain, offset)
        glued = offset > 0 and not plain[offset - 1].isspace()
        for stretch, side in ((before, 1), (after, 0)) if glued else ((after, 0), (before, 1)):
            if stretch is None:
                continue
            run = self._run(*stretch, 0, len(text))
            if run is not None:
                return self._whole(*_whole_words(text, *run))[side]
        return None

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        """Widen a run so that it cuts no slot's output."""
        for low, high, *_ in self.claims:
            if low < start < high:
                start = low
            if low < end < high:
                end = high
        return start, end


def _is_edge(char: str) -> bool:
    return char.isspace() or (unicodedata.category(char).startswith("P") and char not in "%‰″′'’\"”“《》")


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[list[int], list[int]]:
    """Return starts and ends of the words of a text, in order; each is asked for once per slot and mark."""
    spans = [match.span() for match in _WORDS.finditer(text)]
    return [start for start, _ in spans], [end for _, end in spans]


def _around(text: str, at: int) -> tuple[int, int] | None:
    """Return the word that an offset lies within, or None."""
    starts, ends = _words(text)
    index = bisect_left(starts, at) - 1
    return (starts[index], ends[index]) if index >= 0 and at < ends[index] else None


def _cuts_word(text: str, at: int) -> bool:
    return _around(text, at) is not None


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = _around(text, start), _around(text, end)
    return first[0] if first else start, last[1] if last else end


def _word_before(text: str, offset: int) -> tuple[int, int] | None:
    end = len(text[:offset].rstrip(" .,;:!?。，；：！？、()（）"))
    start = max((match.start() for match in re.finditer(r"[^\W\d_]+|\d+", text[:end])), default=-1)
    return (max(start, end - 4) if "\u4e00" <= text[end - 1] <= "\u9fff" else start, end) if 0 <= start < end else None


def _word_after(text: str, offset: int) -> tuple[int, int] | None:
    match = re.compile(r"[^\W\d_]+|\d+").search(text, offset)
    if match is None:
        return None
    han = "\u4e00" <= match[0][0] <= "\u9fff"
    return match.start(), min(match.end(), match.start() + 4) if han else match.end()


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1] and inner != outer


def _spaced(text: str, start: int, end: int, instead: str) -> str:
    """Part a written slot from the letters beside it, where those are of an alphabet."""
    if not instead or is_mark(instead[0]):
        return instead
    left = text[start - 1] if start else " "
    right = text[end] if end < len(text) else " "
    before = " " if _joins(left) and _joins(instead[0]) else ""
    after = " " if _joins(instead[-1]) and _joins(right) else ""
    return f"{before}{instead}{after}"


def _joins(char: str) -> bool:
    return char.isalnum() and bool(_WORDS.fullmatch(char))
