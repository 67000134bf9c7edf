"""The record beside a translation: read, written, and left as people wrote it where nothing changes."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from translate.core import limits
from translate.memory.digest import digest
from translate.stages import record
from translate.stages.record import Record
from translate.stages.segment_state import Provenance, SegmentState

PATH = Path("content/pages/x.zh-Hans.translation.yml")
A, B, C, D, E = ("a" * 10, "b" * 10, "c" * 10, "d" * 10, "e" * 10)
ON = date(2025, 12, 8)
FULL = Record(
    segments=(
        SegmentState(A, B, who="argos en-zh 1.9", form="012345"),
        SegmentState(A, C, form="012345"),
        SegmentState(B, C, Provenance.PERSON, D, "Wang Min", ON, "678901"),
        SegmentState(C, D, Provenance.PERSON),
        SegmentState(D, E, Provenance.MACHINE, who="李华", on=ON, form="678901"),
        SegmentState(E, A, Provenance.SOURCE, who="fake 1", form="678901"),
        SegmentState(E, "", Provenance.PERSON, form="678901"),
        SegmentState("", E, Provenance.PERSON),
    ),
    fields={"edition": frozenset((A,)), "topics": frozenset((A, B)), "我的 field": frozenset((C,))},
    ends=("abcdef",),
    sources={digest("It was: “so” #1"): "It was: “so” #1"},
    unplaced=("无处可放",),
)
LINES = f"""\
- {A} {B} 012345 machine argos en-zh 1.9  # A source: with a sign

- {A} {C} 012345 memory

- {B}>{D} {C} 678901 person Wang Min 2025-12-08

- {C} {D} ~ person

- {D} {E} 678901 reviewed 李华 2025-12-08

- {E} {A} 678901 untranslated fake 1

- {E} ~ 678901 person

- ~ {E} ~ person

- end abcdef
"""


def read(text: str) -> Record:
    found, problems = record.read(text.encode(), PATH)
    assert problems == []
    assert found is not None
    return found


def test_written_and_read_again_it_is_the_same() -> None:
    written = record.write(FULL, None).decode()
    assert read(written) == FULL
    assert record.write(FULL, written.encode()).decode() == written
    assert all(line.startswith(("- ", "#")) or not line for line in written.split("\n"))


def test_each_line_says_what_the_documentation_says() -> None:
    found = read(LINES)
    assert found.segments == FULL.segments
    assert found.ends == ("abcdef",)
    assert [state.word for state in found.segments] == [
        "machine", "memory", "person", "person", "reviewed", "untranslated", "person", "person"
    ]  # fmt: skip
    assert [state.checked for state in found.segments] == [False, False, True, False, True, False, False, False]


def test_a_fact_keeps_its_line_comments_and_line_ends() -> None:
    theirs = f"# Ours\r\n\r\n- {A} {B} 012345 machine argos en-zh 1.9  # seen by Li\r\n"
    written = record.write(Record((FULL.segments[0], FULL.segments[1])), theirs.encode(), ["A source: with a sign"])
    assert written.decode() == f"{theirs}\r\n- {A} {C} 012345 memory\r\n"


def test_a_new_line_shows_how_its_source_begins() -> None:
    text = "A  source\nof more than forty characters, all in one: \u202eline"
    state = SegmentState(digest(text), B, who="fake 1", form="012345")
    line = record.write(Record((state,)), None, [text]).decode().split("\n")[2]
    assert line.endswith("  # A source of more than forty characters,…")
    assert read(f"{line}\n").segments == (state,)


def test_every_record_is_yaml_and_a_list_of_texts() -> None:
    found = yaml.safe_load(record.write(FULL, None, ["x # y: z"]))
    assert isinstance(found, list)
    assert all(isinstance(fact, str) for fact in found)
    assert len(found) == len(FULL.segments) + 7


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"- {A} {B} 012345 machine", "no line of a record"),
        (f"- {A} {B} 012345 memory of an elephant", "no line of a record"),
        (f"- {A} {B} 012345 reviewed Wang Min", "no line of a record"),
        (f"- {A} {B} 012345 reviewed 2025-12-08", "no line of a record"),
        (f"- {A} {B} 012345 reviewed Wang Min 2025-13-08", "no line of a record"),
        (f"- {A} {B} 012345 reviewed {'W' * 101} 2025-12-08", "no line of a record"),
        (f"- {A} {B} 012345 reviewed Wang: Min 2025-12-08", "no line of a record"),
        (f"- {A} {B} 012345 person Wang Min", "no line of a record"),
        (f"- {A} {B} 012345 approved Wang Min 2025-12-08", "no line of a record"),
        (f"- {A} {B} 01234 memory", "no line of a record"),
        (f"- {A[:9]} {B} 012345 memory", "no line of a record"),
        (f"- {A.upper()} {B} 012345 memory", "no line of a record"),
        ("- ~ ~ 012345 person", "no line of a record"),
        (f"- ~>{A} {B} 012345 person", "no line of a record"),
        (f"{A} {B} 012345 memory", "no line of a record"),
        (f"-  {A} {B} 012345 memory", "no line of a record"),
        ("from: en", "no line of a record"),
        ("- field a b", "no line of a record"),
        ('- source "unfinished', "no line of a record"),
        ('- source "a\\z"', "a text that is not quoted as JSON"),
        (f"- {A} {B} 012345 person Wang\u200bMin 2025-12-08", "the hidden character U+200B"),
    ],
)  # fmt: skip
def test_a_line_that_says_nothing_is_a_problem_at_its_place(line: str, said: str) -> None:
    found, problems = record.read(f"# A comment\n\n{line}\n\n- end abcdef\n".encode(), PATH)
    assert found is None
    assert [str(problem).partition(";")[0] for problem in problems] == [f"{PATH}:3:1: {said}"]


def test_a_record_is_bounded() -> None:
    assert record.read(b"\n- end \xff\n", PATH)[1][0].line == 2
    many = "- end abcdef\n" * (limits.RECORD_LINES.value + 1)
    found, problems = record.read(many.encode(), PATH)
    assert found is None
    assert [problem.message.partition(";")[0] for problem in problems] == [f"{limits.RECORD_LINES.value + 1} lines"]


def test_a_record_lies_beside_its_translation() -> None:
    assert record.path_of(Path("content/pages/x.zh-Hans.md")) == PATH
    assert record.translation_of(PATH) == Path("content/pages/x.zh-Hans.md")


def test_both_states_of_a_record_stand_in_one_between_two_writes() -> None:
    before = record.write(Record(FULL.segments[:3]), None)
    newer = SegmentState(A, E, who="argos en-zh 1.9", form="012345")
    after = record.write(Record((newer, *FULL.segments[1:3])), before)
    assert read(record.joined(before, after).decode()).segments == (newer, *FULL.segments[:3])


@given(st.text(min_size=1), st.lists(st.text(), max_size=3))
def test_any_text_survives(source: str, unplaced: list[str]) -> None:
    kept = Record(sources={digest(source): source}, unplaced=tuple(dict.fromkeys(unplaced)))
    assert read(record.write(kept, None).decode()) == kept


@given(st.binary(max_size=200) | st.text(alphabet="-~>#: abcdef0123456789\n", max_size=200).map(str.encode))
def test_any_bytes_are_read_or_reported(data: bytes) -> None:
    found, problems = record.read(data, PATH)
    assert (found is None) == bool(problems)
