"""Titles of publications from the publisher list reach the typography of a run."""

from pathlib import Path

from translate.filling import glossary_at
from translate.language import periodicals
from translate.machine.attempt import Climb
from translate.machine.engine import Decoding
from translate.markdown import protect

ROOT = Path(__file__).resolve().parents[2]


def test_names_come_from_the_list_of_publishers(tmp_path: Path) -> None:
    names = periodicals.load(ROOT / "content/publishers.yml")
    assert "中国日报" in names
    assert "新华社" not in names
    assert periodicals.load(tmp_path / "none.yml") == ()
    (tmp_path / "broken.yml").write_text("a: [")
    assert periodicals.load(tmp_path / "broken.yml") == ()


def test_a_run_puts_them_around_titles_in_chinese_and_not_around_credits() -> None:
    glossary, problems = glossary_at(ROOT / "content/glossary.csv", ROOT / "content/publishers.yml")
    assert problems == []
    climb = Climb("en", "zh-Hans", glossary, Decoding())
    assert climb.polish("据中国日报报道，双方签约。", protect.protect("x")) == "据《中国日报》报道，双方签约。"
    credit = protect.protect("双方签约。（[中国日报](https://www.chinadaily.com.cn/)）")
    assert climb.polish(credit.text, credit) == credit.text
    assert Climb("en", "zh-Hans", None, Decoding()).polish("据中国日报报道。", credit) == "据中国日报报道。"
