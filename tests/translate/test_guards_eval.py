"""The measurement of the guards counts what it says, keeps the halves apart and notices what got worse."""

import lzma
from pathlib import Path

import pytest

from scripts.measure import annotated, guards_eval
from scripts.measure.faults import FAULTS
from scripts.measure.subtle_faults import SUBTLE_FAULTS
from scripts.measure.totals import CountKey, Totals, worse
from translate.language.guards import GUARDS

HEAD = "engine\tset\tline\tsource\toutput\tverdict\tkinds\tnote\n"
TUNING = [
    ("argos", "It has 40 beds.", "有500张床位。", "major", "number"),
    ("argos", "It has 60 beds and a garden.", "有60张床位和一个花园。", "major", "term"),
    ("local", "It has 40 beds.", "有40张床位。", "ok", ""),
    ("local", "Sales rose by 7%.", "销售额增长9%。", "minor", "sense"),
]
HELD_OUT = ("argos", "Water runs.", "水在流。", "ok", "")
TABLE = HEAD + "".join(
    f"{engine}\tnews\t1\t{source}\t{output}\t{verdict}\t{kinds}\tnote\n"
    for engine, source, output, verdict, kinds in [*TUNING, HELD_OUT]
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.en-zh.tsv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def rows(totals: Totals) -> dict[tuple[str, str, str], tuple[int, int]]:
    return {(key.half, key.group, key.kind): (totals.stopped[key], count) for key, count in totals.of.items()}


def test_the_rows_stand_in_the_halves_that_the_digest_says() -> None:
    assert {annotated.half(row[1]) for row in TUNING} == {"tuning"}
    assert annotated.half(HELD_OUT[1]) == "held out"


def test_annotated_outputs_are_counted_by_engine_verdict_and_kind(table: Path) -> None:
    totals = Totals()
    guards_eval.count_annotated(totals, annotated.read(table))
    assert rows(totals) == {
        ("tuning", "argos major", "any"): (1, 2),
        ("tuning", "argos major", "number"): (1, 1),
        ("tuning", "argos major", "term"): (0, 1),
        ("tuning", "all major", "any"): (1, 2),
        ("tuning", "all major", "number"): (1, 1),
        ("tuning", "all major", "term"): (0, 1),
        ("tuning", "local ok or minor", "any"): (1, 2),
        ("tuning", "all ok or minor", "any"): (1, 2),
        ("held out", "argos ok or minor", "any"): (0, 1),
        ("held out", "all ok or minor", "any"): (0, 1),
    }


def test_a_table_comes_back_as_it_was(table: Path) -> None:
    totals = Totals()
    guards_eval.count_annotated(totals, annotated.read(table))
    again = Totals.from_tsv(totals.to_tsv())
    assert (again.of, again.stopped) == (totals.of, +totals.stopped | totals.stopped)
    assert again.to_tsv() == totals.to_tsv()
    with pytest.raises(ValueError, match="expected table, half"):
        Totals.from_tsv("a\tb\n")


@pytest.mark.parametrize(
    ("group", "kind", "before", "now", "is_worse"),
    [
        ("argos major", "any", 2, 1, True),
        ("argos major", "any", 1, 2, False),
        ("argos major", "number", 2, 1, True),
        ("argos ok or minor", "any", 1, 2, True),
        ("argos ok or minor", "any", 2, 1, False),
        ("seeded", "value: lost", 2, 1, True),
        ("seeded", "value: lost", 2, 2, False),
    ],
)
def test_what_got_worse_is_said(group: str, kind: str, before: int, now: int, is_worse: bool) -> None:
    key = CountKey("annotated", "tuning", "en→zh-Hans", group, kind)
    first, second = Totals(), Totals()
    first.of[key] = second.of[key] = 3
    first.stopped[key], second.stopped[key] = before, now
    assert bool(worse(first, second)) == is_worse


def test_only_all_alarms_on_human_translations_count_not_one_guards(table: Path) -> None:
    key = CountKey("human", "tuning", "en→zh-Hans", "all", "value")
    first, second = Totals(), Totals()
    for totals, stopped in ((first, False), (second, True)):
        totals.add(key, stopped)
        totals.add(key._replace(kind="any"), stopped)
    assert worse(first, second) == ["human · tuning · en→zh-Hans · all · any: 0 of 1 (0.00%) → 1 of 1 (100.00%)"]


def test_a_table_of_systems_is_read_packed_and_its_direction_from_its_name(tmp_path: Path) -> None:
    path = tmp_path / "outputs.zh-en.tsv.xz"
    path.write_bytes(lzma.compress("set\tline\tsource\tone\ttwo\nnews\t1\t水。\tWater.\t\n".encode()))
    found = list(annotated.read_systems(path))
    assert [(system, pair.target_text, pair.source, pair.target) for system, pair in found] == [
        ("one", "Water.", "zh-Hans", "en")
    ]
    with pytest.raises(ValueError, match="no direction in the name"):
        annotated.directions(tmp_path / "outputs.tsv")


def test_the_command(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.en").write_text("It has 40 beds.\nIt has 60 beds.\n", encoding="utf-8")
    (tmp_path / "a.zh").write_text("有40张床位。\n有90张床位。\n", encoding="utf-8")
    sets = [str(tmp_path / "a.en"), str(tmp_path / "a.zh")]
    written = tmp_path / "totals.tsv"
    arguments = [*sets, "--annotated", str(table), "--every", "1"]
    assert guards_eval.main([*arguments, "--write", str(written)]) == 0
    totals = Totals.from_tsv(written.read_text(encoding="utf-8"))
    human = {key.direction: 0 for key in totals.of if key.table == "human" and key.group == "a" and key.kind == "any"}
    for key, count in totals.of.items():
        if key.table == "human" and key.group == "a":
            human[key.direction] += count
    assert human == {"en→zh-Hans": 2, "zh-Hans→en": 2}
    assert "beds" not in written.read_text(encoding="utf-8")
    assert "1/2 50.0%" in capsys.readouterr().out
    assert guards_eval.main([*arguments, "--compare", str(written)]) == 0
    (tmp_path / "a.zh").write_text("有70张床位。\n有90张床位。\n", encoding="utf-8")
    assert guards_eval.main([*arguments, "--compare", str(written)]) == 1
    assert "worse: human" in capsys.readouterr().out
    assert guards_eval.main([*sets, "--compare", str(tmp_path / "none.tsv")]) == 1
    assert "none.tsv" in capsys.readouterr().err


@pytest.mark.parametrize(("which", "shown"), [("missed", "60 beds"), ("alarms", "rose by 7%")])
def test_rows_to_look_at(which: str, shown: str, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guards_eval.main(["--annotated", str(table), "--show", which]) == 0
    out = capsys.readouterr().out
    assert shown in out
    assert "Water" not in out
    assert ("40 beds" in out) is False
    assert guards_eval.main(["--annotated", str(table), "--show", which, "--kind", "number"]) == 0
    assert capsys.readouterr().out == ""


def test_the_totals_that_are_kept_are_of_all_guards_and_faults_and_hold_no_text() -> None:
    text = (Path(guards_eval.__file__).parent / "guards_totals.tsv").read_text(encoding="utf-8")
    totals = Totals.from_tsv(text)
    assert totals.to_tsv() == text
    assert {key.kind for key in totals.of if key.table == "human"} == {"any", *GUARDS}
    seeded = {key.kind for key in totals.of if key.table == "seeded"}
    assert seeded == {name for name in FAULTS | SUBTLE_FAULTS if name != "term: lost"}
