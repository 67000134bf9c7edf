"""Which line of a record speaks of which text, after edits and merges of which nobody wrote anything down."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from translate.core.languages import EN_ZH
from translate.markdown.document import Document
from translate.memory.digest import digest
from translate.memory.store import PERSON, Memory
from translate.stages import revision
from translate.stages.discovery import Task
from translate.stages.job import TranslationJob, update_memory
from translate.stages.matching import Existing, Recollection, SegmentedText, SegmentText, match, settled
from translate.stages.revision import Action, revise
from translate.stages.segment_state import Provenance, SegmentState
from translate.stages.source_file import of_document

S1, S2, S3, S4 = (digest(f"source {number}") for number in range(1, 5))
T1, T2, T3, T4 = (digest(f"target {number}") for number in range(1, 5))
LI = {"who": "Li Na", "on": date(2025, 12, 8)}


def line(source: str, target: str, **more: object) -> SegmentState:
    return replace(SegmentState(source, target, who="fake 1"), **more)  # type: ignore[arg-type]


PERSONS = {"provenance": Provenance.PERSON, "who": ""}


@pytest.mark.parametrize(
    ("states", "sources", "targets", "kept"),
    [
        # As they should be: nothing is surplus.
        ([line(S1, T1), line(S2, T2)], [S1, S2], [T1, T2], [0, 1]),
        ([line(S1, T1), line(S2, T2)], [S3, S2], [T3, T2], [0, 1]),
        ([line(S1, T1), line(S1, T1)], [S1, S1], [T1, T1], [0, 1]),
        # One side translated again: the text tells which line speaks of it.
        ([line(S1, T1), line(S3, T3), line(S2, T2)], [S3, S2], [T3, T2], [1, 2]),
        ([line(S1, T1), line(S3, T3), line(S2, T2)], [S1, S2], [T1, T2], [0, 2]),
        # The original of one side and the text of the other: the line of the text stays, whoever wrote it.
        ([line(S1, T1), line(S3, T3, **PERSONS), line(S2, T2)], [S1, S2], [T3, T2], [1, 2]),
        # What was edited keeps its line; one of which nothing is left goes.
        ([line(S1, T1), line(S2, T2), line(S3, T3)], [S1, S2], [T4, T2], [0, 1]),
        # Both lines speak of the text: the one that says more stays.
        ([line(S1, T1, **PERSONS), line(S1, T1, **LI), line(S2, T2)], [S1, S2], [T1, T2], [1, 2]),
        ([line(S1, T1, **LI), line(S1, T1, **PERSONS), line(S2, T2)], [S1, S2], [T1, T2], [0, 2]),
        # Blocks of the translation's own are no surplus.
        ([line(S1, T1), line("", T2, **PERSONS)], [S1], [T1, T2], [0, 1]),
    ],
)
def test_lines_that_a_merge_doubled_are_settled(
    states: list[SegmentState], sources: list[str], targets: list[str], kept: list[int]
) -> None:
    assert settled(states, sources, targets) == [states[at] for at in kept]


def test_a_stale_mark_of_either_side_stays() -> None:
    stale, signed = line(S1, T1, stale_against=S2, **PERSONS), line(S1, T1, **LI)
    for states in ([stale, signed], [signed, stale]):
        assert settled(states, [S2], [T1]) == [replace(signed, stale_against=S2)]


def text(*mds: str) -> SegmentedText:
    return SegmentedText(tuple(SegmentText("paragraph", md) for md in mds), (*["form"] * len(mds), "end"))


def existing(states: list[SegmentState], *mds: str, last_seen: dict[int, str] | None = None) -> Existing:
    return Existing(text(*mds), tuple(replace(state, form="form") for state in states), ("end",), last_seen or {})


def test_what_is_known_of_people_s_texts_tells_where_they_belong() -> None:
    states = [line(S1, T1), line(S2, T2), line(S3, T3)]
    # The second was edited, then the first taken out: by order alone the text would be the first's.
    there = existing(states, "edited", "target 3")
    recorded = ["form"] * 3 + ["end"]

    def places(known: Recollection, there: Existing = there) -> list[int | None]:
        return [segment.place for segment in match(there, recorded, known, "")[0]]

    assert places(Recollection()) != [None, 0, 1]
    people = {S2: frozenset((digest("edited"),))}
    assert places(Recollection(people=lambda key: people.get(key, frozenset()))) == [None, 0, 1]
    assert places(Recollection(), replace(there, last_seen={1: digest("edited")})) == [None, 0, 1]


@pytest.mark.parametrize(
    ("written_for", "action"),
    [({}, Action.KEEP), ({S1}, Action.MARK_STALE), ({S1, S2}, Action.KEEP), ({S2}, Action.KEEP)],
)
def test_an_edit_beside_a_stale_mark_clears_it_unless_it_was_written_before_it(
    written_for: set[str], action: Action
) -> None:
    there = existing([line(S1, T1, stale_against=S2, **PERSONS)], "edited")
    known = Recollection(people=lambda key: frozenset((digest("edited"),) if key in written_for else ()))
    (plan,) = revise(text("source 2"), there, known=known).plans
    assert plan.action is action


@pytest.mark.parametrize("known", [True, False])
def test_an_engine_s_text_without_a_line_is_not_remembered_as_a_person_s(known: bool) -> None:
    memory = Memory()
    if known:
        memory.add("source 1", "edited", "fake 1")
    decided = revise(
        text("source 1"), existing([line(S1, T1)], "edited"), known=Recollection(source_md={S1: "source 1"}.get)
    )
    file = of_document(Document.parse(b"source 1\n")[0])
    task = Task(Path("a.en.md"), Path("a.zh-Hans.md"), EN_ZH)
    update_memory([TranslationJob(task, file, revision=decided)], {EN_ZH: memory})
    assert [unit.origin for unit in memory] == (["fake 1"] if known else [PERSON])


@pytest.mark.parametrize(
    ("ends", "source_ends", "text_ends", "expected"),
    [
        (("older", "newer"), ("first", "newer"), ("first", "other"), "newer"),
        (("older", "newer"), ("first", "other"), ("first", "newer"), "newer"),
        (("older", "newer"), ("newer", "other"), ("newer", "another"), "older"),
        (("only",), ("first", "other"), ("first", "another"), "only"),
        ((), ("first", "other"), ("first", "another"), ""),
    ],
)
def test_of_several_ends_that_a_merge_leaves_the_one_of_today_counts(
    ends: tuple[str, ...], source_ends: tuple[str, ...], text_ends: tuple[str, ...], expected: str
) -> None:
    source = SegmentedText((SegmentText("paragraph", "A."),), ("start", *source_ends))
    existing = Existing(SegmentedText((SegmentText("paragraph", "甲。"),), ("start", *text_ends)), (), ends)
    assert revision._recorded_forms(existing, source)[-1] == expected
