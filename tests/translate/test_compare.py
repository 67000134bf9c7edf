"""`python -m translate.compare`: pairs and documents, whoever wrote them."""

import json
import random
from pathlib import Path

import pytest

from translate import compare
from translate.core import limits
from translate.core.languages import DIRECTIONS, EN_ZH, ZH_EN
from translate.language import risk
from translate.language.guards import GuardInput
from translate.stages.matching import SegmentText
from translate.stages.pairing import pair

GOOD = "The hospital treated 300 patients in May.\t这家医院5月收治了300名患者。"
WRONG = "The hospital treated 300 patients in May.\t这家医院5月收治了800名患者。"
ORIGINAL = """---
title: Two clinics
---

## A clinic opens

It has **300 beds** and [a site](https://example.org/a). It opened on 3 March 2025.

## A trial ends

The trial of `drug-7` ended with 45 patients.

## A law changes

The law of 1999 now covers 12 provinces.
"""
TRANSLATION = """---
title: 两家诊所
---

## 一家诊所开业

诊所有**300张床位**和[一个网站](https://example.org/a)，于2025年3月3日开业。

## 一项试验结束

`drug-7`的试验以45名患者结束。

## 一部法律修改

1999年的这部法律现在涵盖12个省份。
"""


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_pair_gets_one_object_with_its_line_and_blank_lines_are_counted_but_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_bytes(f"\ufeff{GOOD}\r\n\n{WRONG}\tnote\n".encode())
    assert compare.main([str(path), "--from", "en", "--to", "zh-Hans", "--json"]) == 0
    first, second = lines(capsys)
    assert (first["line"], first["refused"], first["findings"]) == (1, False, [])
    assert (second["line"], second["refused"]) == (3, True)
    assert any(finding["guard"] == "value" and "800" in finding["message"] for finding in second["findings"])  # type: ignore[attr-defined]
    assert 0 <= float(str(first["risk"])) < risk.REFUSED <= float(str(second["risk"])) <= 1


def test_for_people_each_finding_has_its_place_and_a_refusal_is_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(f"{GOOD}\n{WRONG}\n", encoding="utf-8")
    assert compare.main([str(path), "--from", "en"]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith(f"{path.as_posix()}:2:1: value: ")
    assert printed[-1] == "2 pairs compared, 1 refused."


BAD_LINES = [
    ("no tab here", "one column; expected `source<TAB>translation`"),
    ("A\t" + "字" * limits.LINE.value, "expected at most 20,000"),
]


@pytest.mark.parametrize(("line", "message"), BAD_LINES)
def test_a_line_that_is_no_pair_is_a_problem_at_its_place_and_the_others_are_compared(
    line: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(f"{line}\n{GOOD}\n", encoding="utf-8")
    assert compare.main([str(path), "--from", "en", "--json"]) == 1
    captured = capsys.readouterr()
    assert f"{path.as_posix()}:1:1: " in captured.err
    assert message in captured.err
    assert [json.loads(line)["line"] for line in captured.out.splitlines()] == [2]


def test_bytes_that_are_no_utf_8_are_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_bytes(b"ab\xff\tc\n")
    assert compare.main([str(path), "--from", "en"]) == 1
    assert f"{path.as_posix()}:1:3: bytes that are no UTF-8" in capsys.readouterr().err


USAGE = [
    (["pairs.tsv"], "no language is known"),
    (["pairs.tsv", "--from", "en", "--to", "en"], "two languages expected"),
    (["a.en.md", "b.en.md"], "two languages expected"),
    (["a.en.md", "a.zh-Hans.md", "b"], "3 paths found"),
]


@pytest.mark.parametrize(("arguments", "message"), USAGE)
def test_wrong_usage_is_exit_code_2(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        compare.main(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def documents(folder: Path, translation: str) -> list[str]:
    paths = [folder / "issue.en.md", folder / "issue.zh-Hans.md"]
    for path, text in zip(paths, (ORIGINAL, translation), strict=True):
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


def test_a_right_translation_of_a_document_has_no_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare.main(documents(tmp_path, TRANSLATION)) == 0
    assert capsys.readouterr().out == "7 segments compared, 0 refused.\n"


CHANGES = [
    # what is changed in the translation, where the finding stands, its guard and words of it
    (("45名", "54名"), "issue.zh-Hans.md:11:1", "value", "45"),
    (("https://example.org/a", "https://example.org/b"), "issue.zh-Hans.md:7:1", "marks", "https://example.org/a"),
    (("`drug-7`", "`drug-1`"), "issue.zh-Hans.md:11:1", "marks", "`drug-7`"),
    (("\n`drug-7`的试验以45名患者结束。\n", ""), "issue.en.md:11:1", "missing", "no counterpart in the translation"),
    (
        ("\n## 一项试验结束\n", "\n## 一项试验结束\n\n无人知道原因何在。\n"),
        "issue.zh-Hans.md:11:1",
        "added",
        "no counterpart",
    ),
    (("两家诊所", "三家诊所"), "issue.zh-Hans.md:2:8", "value", "Two"),
]


@pytest.mark.parametrize(("change", "place", "guard", "words"), CHANGES)
def test_what_differs_in_a_document_is_found_at_its_place_and_nothing_else(
    change: tuple[str, str],
    place: str,
    guard: str,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert change[0] in TRANSLATION
    assert compare.main(documents(tmp_path, TRANSLATION.replace(*change, 1))) == 1
    *found, _ = capsys.readouterr().out.splitlines()
    assert all(line.startswith(f"{(tmp_path / place).as_posix()}: {guard}: ") for line in found), found
    assert words.casefold() in "\n".join(found).casefold()


def test_segments_pair_by_kind_length_and_figures_when_some_were_taken_out_or_added() -> None:
    ours = [
        SegmentText("heading" if at % 2 == 0 else "paragraph", f"text {'word ' * (3 + at % 5)} {at + 100}")
        for at in range(12)
    ]
    generator = random.Random(5)
    for _ in range(30):
        gone = generator.randrange(12)
        theirs = [SegmentText(part.kind, part.md.replace("word", "词")) for at, part in enumerate(ours) if at != gone]
        expected = [(at, at if at < gone else at - 1) for at in range(12) if at != gone]
        assert [one for one in pair(ours, theirs) if None not in one] == expected
        assert (gone, None) in pair(ours, theirs)
        assert [(one, two) for two, one in pair(theirs, ours) if one is not None and two is not None] == expected


def test_rare_words_and_names_raise_the_risk_and_so_does_a_second_engine_that_disagrees() -> None:
    for direction, plain, rare in (
        (
            EN_ZH,
            ("The hospital is open.", "这家医院开放。"),
            ("Batten, Piquet and Nadal squabbled.", "巴滕、皮克特和纳达尔争吵。"),
        ),
        (
            ZH_EN,
            ("这家医院开放。", "The hospital is open."),
            ("巴滕、皮克特和纳达尔争吵。", "Batten, Piquet and Nadal squabbled."),
        ),
    ):
        low, high = (
            risk.risk(GuardInput(*texts, direction.source, direction.target), (), ()) for texts in (plain, rare)
        )
        assert 0 < low < high < 1
        case = GuardInput(*rare, direction.source, direction.target)
        assert risk.risk(case, (), (), second=rare[1]) < risk.risk(case, (), (), second="完全 another")


def test_disagreement_is_0_for_equal_and_1_for_disjoint_texts() -> None:
    assert risk.disagreement("一样的话", "一样的话") == 0
    assert risk.disagreement("abcdef", "ghijkl") == 1
    assert 0 < risk.disagreement("这家医院很大", "那家医院很大") < 1


def test_weights_cover_both_directions_with_and_without_a_second_engine() -> None:
    models = json.loads(Path(risk.__file__).with_name("risk.json").read_text(encoding="utf-8"))["models"]
    assert set(models) == {f"{direction}{second}" for direction in DIRECTIONS for second in ("", " second")}
    case = GuardInput("A b.", "甲乙。", "en", "zh-Hans")
    for name, model in models.items():
        assert set(model["features"]) == {*risk.features(case, (), ()), *(["disagreement"] if "second" in name else [])}
