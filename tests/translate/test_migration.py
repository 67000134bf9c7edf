"""Records that stood in the front matter move beside the translation: nothing else of the file changes."""

from datetime import date
from pathlib import Path

import pytest

from scripts import migrate_records
from translate.core.fields import PROSE_FIELDS
from translate.memory.digest import digest
from translate.stages import record, source_file
from translate.stages.former_record import migrated
from translate.stages.record import Record

ORIGINAL = "---\ntitle: One\ntopics: [a]\n---\n\n## First\n\nText one.\n\n## Second\n\nText two.\n"
BODY = "\n## 第一\n\n文字一。\n\n## 第二\n\n文字二。\n"
SOURCES = ("One", "First", "Text one.", "Second", "Text two.")
TARGETS = ("一", "第一", "文字一。", "第二", "文字二。")


def words(signs: str = "     ", newer: int | None = None) -> str:
    """Write the line of digests as it once stood in the block."""
    return " ".join(
        f"{digest('before') + '>' if at == newer else ''}{digest(one)}/{digest(two)}{sign.strip()}"
        for at, (one, two, sign) in enumerate(zip(SOURCES, TARGETS, signs, strict=True))
    )


def moved(block: str, newline: str = "\n") -> tuple[str, Record | None]:
    """Move the record of a file; return the file and the record."""
    front = f"---\ntitle: 一  # a comment\ntranslation:\n{block}\ntopics: [a]\n---\n{BODY}".replace("\n", newline)
    found = migrated(ORIGINAL.encode(), front.encode(), Path("week.zh-Hans.md"), PROSE_FIELDS)
    assert found is not None
    data, record_data = found
    assert migrated(ORIGINAL.encode(), data, Path("week.zh-Hans.md"), PROSE_FIELDS) is None, "once is enough"
    if record_data is None:
        return data.decode(), None
    read, problems = record.read(record_data, Path("week.zh-Hans.translation.yml"))
    assert problems == []
    return data.decode(), read


def states(read: Record | None) -> list[tuple[str, str, date | None]]:
    assert read is not None
    return [(state.word, state.who, state.on) for state in read.segments]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_reviewed_translation_by_people(newline: str) -> None:
    text, read = moved(
        "  from: en  # the original\n  engine: editors\n  status: reviewed\n  by: Li Na\n  on: 2025-12-08\n"
        f"  source: sha256:00\n  shape: aa\n  copied: topics/{'0' * 10}\n  segments: {words('+++++')}\n",
        newline,
    )
    assert text == (
        f"---\ntitle: 一  # a comment\ntranslation:\n  from: en  # the original\n\ntopics: [a]\n---\n{BODY}".replace(
            "\n", newline
        )
    )
    assert states(read) == [("person", "Li Na", date(2025, 12, 8))] * 5
    assert read is not None
    assert read.fields == {"topics": frozenset(("0" * 10,))}
    source, _ = source_file.read(ORIGINAL.encode(), Path("week.en.md"))
    assert [*(state.form for state in read.segments), *read.ends] == list(source.text.forms)


def test_a_machine_s_translation_with_one_reviewed_item() -> None:
    _, read = moved(
        f"  from: en\n  engine: argos en-zh 1.9\n  status: machine\n  segments: {words('  +! ')}\n"
        "  reviewed:\n    item-2: {by: Mei Lan, on: 2025-11-25}\n"
    )
    assert states(read) == [
        ("machine", "argos en-zh 1.9", None), ("machine", "argos en-zh 1.9", None), ("person", "", None),
        ("untranslated", "argos en-zh 1.9", None), ("reviewed", "Mei Lan", date(2025, 11, 25)),
    ]  # fmt: skip


def test_a_stale_text_keeps_the_source_that_it_was_made_from() -> None:
    _, read = moved(
        f"  from: en\n  engine: editors\n  status: machine\n  segments: {words('+++++', newer=2)}\n"
        "  stale:\n  - segment: 3\n    was: before\n    now: Text one.\n  unplaced:\n  - 无处可放\n"
    )
    assert read is not None
    assert (read.segments[2].source, read.segments[2].stale_against) == (digest("before"), digest("Text one."))
    assert (dict(read.sources), read.unplaced) == ({digest("before"): "before"}, ("无处可放",))


def test_a_translation_without_record_keeps_its_names() -> None:
    text, read = moved("  from: en\n  engine: editors\n  status: reviewed\n  by: Li Na\n  on: 2025-12-08\n")
    assert read is None
    assert "translation:\n  from: en\n  by: Li Na\n  on: 2025-12-08\n" in text


def test_an_accepted_translation_with_blocks_of_its_own() -> None:
    _, read = moved("  from: en\n  engine: editors\n  source: sha256:00\n  segments: unpaired\n")
    assert read is not None
    assert read.unpaired == {digest(text) for text in SOURCES}


def test_the_command_moves_what_it_finds_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "week.en.md").write_text(ORIGINAL, encoding="utf-8")
    old = f"---\ntitle: 一\ntranslation: {{from: en, engine: editors, segments: {words('+++++')}}}\n---\n{BODY}"
    (tmp_path / "week.zh-Hans.md").write_text(old, encoding="utf-8")
    assert migrate_records.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.endswith("1 record moved.\n")
    assert (tmp_path / "week.zh-Hans.md").read_text(encoding="utf-8") == (
        f"---\ntitle: 一\ntranslation:\n  from: en\n---\n{BODY}"
    )
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert migrate_records.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == "0 records moved.\n"
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
