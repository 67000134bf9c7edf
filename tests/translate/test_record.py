"""The `translation:` block: read, written, and left as people wrote it where nothing changes."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from translate.markdown.document import Document
from translate.stages import record
from translate.stages.record import Record, Stale
from translate.stages.revision import Provenance, SegmentState


def document(block: str) -> Document:
    text = f"---\ntitle: x\n{block}---\n\nText.\n"
    found, problems = Document.parse(text.encode(), Path("x.zh-Hans.md"))
    assert problems == ()
    return found


FULL = Record(
    source_language="en",
    engine="argos en-zh 1.9",
    status="machine",
    source="sha256:00",
    shape="aa",
    copied={"edition": "0a", "period": "1b"},
    entries=(
        SegmentState("01", "02"),
        SegmentState("03", "04", Provenance.PERSON, "05"),
        SegmentState("", "06", Provenance.PERSON),
        SegmentState("07", ""),
    ),
    stale=(Stale(2, "It was: “so” #1", "- now\\"),),
    untranslated=1,
    unplaced=("无处可放",),
    reviewed={"item-2": {"by": "Li Hua"}},
    other={"note": "kept"},
)


def test_written_and_read_again_it_is_the_same() -> None:
    block = record.write(FULL, None, "\n")
    assert record.read(document(block)) == FULL
    assert "  segments: 01/02 03>05/04+ -/06+ 07/-\n" in block
    assert "  copied: edition/0a period/1b\n" in block


def test_a_short_record_has_no_empty_keys() -> None:
    block = record.write(Record("en", "editors", source="sha256:00", entries=()), None, "\n")
    assert block == "translation:\n  from: en\n  engine: editors\n  status: machine\n  source: sha256:00\n"


def test_lines_that_say_the_same_stay_as_they_are() -> None:
    theirs = (
        "translation:\n  engine: editors  # all of us\n  from: 'en'\n  status: reviewed\n  by: Li Hua\n"
        "  on: 2025-12-08\n  # checked twice\n  source: sha256:00\n"
    )
    before = document(theirs)
    found = record.read(before)
    assert found is not None
    assert found.day == "2025-12-08"
    assert record.write(found, before, "\n") == theirs


def test_block_in_one_line_is_written_out() -> None:
    before = document("translation: {from: en, engine: editors, on: 2025-12-08}\n")
    found = record.read(before)
    assert found is not None
    assert record.write(found, before, "\r\n") == (
        "translation:\r\n  from: en\r\n  engine: editors\r\n  status: machine\r\n  on: 2025-12-08\r\n"
    )


@pytest.mark.parametrize(
    "block",
    [
        "translation:\n",
        "translation: no block\n",
        "translation: [a, b]\n",
        "translation:\n  segments: 01/02 <<<<<<< 03\n",
        "translation:\n  segments: [a]\n  stale: 3\n  untranslated: many\n  reviewed: yes\n  unplaced: one\n",
        "translation:\n  stale: [{segment: x}, 4]\n",
    ],
)
def test_a_damaged_block_is_a_block_without_record(block: str) -> None:
    found = record.read(document(block))
    assert found is not None
    assert found.entries is None
    assert found.stale == ()


def test_an_original_has_none() -> None:
    assert record.read(document("")) is None


texts = st.text().filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text))


@given(st.lists(st.tuples(st.none() | texts, texts), max_size=3), st.lists(texts, max_size=3))
def test_any_text_survives_yaml(stale: list[tuple[str | None, str]], unplaced: list[str]) -> None:
    marks = tuple(Stale(number, was, now) for number, (was, now) in enumerate(stale, 1))
    block = record.write(Record("en", stale=marks, unplaced=tuple(unplaced)), None, "\n")
    assert yaml.safe_load(block)["translation"]["from"] == "en"
    found = record.read(document(block))
    assert found is not None
    assert (found.stale, found.unplaced) == (marks, tuple(unplaced))
