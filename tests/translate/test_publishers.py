"""Titles of publications from the publisher list reach the typography of a run."""

from pathlib import Path

from tests.newsletter import CONTENT
from translate.core.languages import EN_ZH
from translate.language import publishers
from translate.machine.engine import Decoding
from translate.machine.strategies import SentenceTranslator
from translate.markdown import protect
from translate.stages.pretranslation import glossary_at

ROOT = Path(__file__).resolve().parents[2]


def test_names_come_from_the_list_of_publishers(tmp_path: Path) -> None:
    known = publishers.load(CONTENT / "publishers.yml")
    assert "中国日报" in known.periodicals
    assert "新华社" not in known.periodicals
    names = {term.en: term.zh for term in known.terms}
    assert names["PR Newswire"] == "美通社"
    assert "Nature" not in names, "a single word is as often no name"
    assert publishers.load(tmp_path / "none.yml") == publishers.Publishers()
    (tmp_path / "broken.yml").write_text("a: [")
    assert publishers.load(tmp_path / "broken.yml") == publishers.Publishers()


def test_a_credit_is_a_term_of_every_run() -> None:
    glossary, _ = glossary_at(CONTENT / "glossary.csv", CONTENT / "publishers.yml")
    assert glossary
    (match,) = glossary.find("PR Newswire", "en")
    assert match.target == "美通社"


def test_a_run_puts_them_around_titles_in_chinese_and_not_around_credits() -> None:
    glossary, problems = glossary_at(CONTENT / "glossary.csv", CONTENT / "publishers.yml")
    assert problems == []
    translator = SentenceTranslator(EN_ZH, glossary, Decoding())
    assert translator.polish("据中国日报报道，双方签约。", protect.protect("x")) == "据《中国日报》报道，双方签约。"
    credit = protect.protect("双方签约。（[中国日报](https://www.chinadaily.com.cn/)）")
    assert translator.polish(credit.text, credit) == credit.text
    assert SentenceTranslator(EN_ZH, None, Decoding()).polish("据中国日报报道。", credit) == "据中国日报报道。"
