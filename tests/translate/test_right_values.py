"""An engine that is right loses nothing: no value of a right translation is reported, and none is changed.

The pairs of `cases/right.tsv` are checked always. Files of parallel lines that people translated can be given as well:

    TWOFOLD_RIGHT_PAIRS="a.en:a.zh b.en:b.zh" python -m pytest tests/translate/test_right_values.py

In those nothing may be changed; some of their values are wrong, and then a repair must have been right to do so.
"""

import csv
import os
from pathlib import Path

import pytest

from tests.translate.fake import Fake, go
from translate.language import values
from translate.stages import report_text

CASES = Path(__file__).parent / "cases" / "right.tsv"
ROWS = list(csv.DictReader(CASES.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
GIVEN = [pair.split(":") for pair in os.environ.get("TWOFOLD_RIGHT_PAIRS", "").split()]


def test_there_are_enough_right_pairs() -> None:
    assert len(ROWS) >= 64


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["en"])
@pytest.mark.parametrize(("ours", "theirs"), [("en", "zh"), ("zh", "en")])
def test_a_right_translation_is_neither_reported_nor_changed(row: dict[str, str], ours: str, theirs: str) -> None:
    languages = {"en": "en", "zh": "zh-Hans"}
    text, problems = values.repair(row[ours], row[theirs], source=languages[ours], target=languages[theirs])
    assert text == row[theirs]
    assert not [problem.message for problem in problems]


@pytest.mark.skipif(not GIVEN, reason="no parallel files given in TWOFOLD_RIGHT_PAIRS")
@pytest.mark.parametrize("pair", GIVEN, ids=":".join)
def test_no_value_of_a_human_translation_is_changed(pair: list[str]) -> None:
    english, chinese = (Path(name).read_text(encoding="utf-8").splitlines() for name in pair)
    changed = []
    for en, zh in zip(english, chinese, strict=True):
        for ours, theirs, source, target in ((en, zh, "en", "zh-Hans"), (zh, en, "zh-Hans", "en")):
            text, problems = values.repair(ours, theirs, source=source, target=target)
            if text != theirs:
                changed.append([problem.message for problem in problems])
    assert not changed


class WrongScale(Fake):
    """An engine that takes billions for 亿 and is right otherwise."""

    def one(self, sentence: str, target: str) -> str:
        return "产值达到55.51亿元。" if "billion" in sentence else super().one(sentence, target)


def test_a_repair_is_printed_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.en.md").write_text("Output reached 55.51 billion yuan.\n", encoding="utf-8")
    report = go(tmp_path, WrongScale())
    assert (tmp_path / "a.zh-Hans.md").read_text(encoding="utf-8").endswith("产值达到555.1亿元。\n")
    (said,) = report_text.file_problems(report, report_text.Command.TRANSLATE)
    assert said.path == tmp_path / "a.zh-Hans.md"
    assert said.line > 1
    assert said.message == (
        "repaired: `55.51亿元` put right: `555.1亿` in the place of `55.51亿`, for `55.51 billion yuan`"
    )
