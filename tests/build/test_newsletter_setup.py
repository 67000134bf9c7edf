"""`make init`: what answers are accepted, and that only values change in `mkdocs.yml`."""

import difflib
from pathlib import Path

import pytest
import yaml

from build.content import newsletter_setup, settings
from build.content.newsletter_setup import NewsletterSetup, answer_fault, edited_settings, newsletter_from
from tests.newsletter import SETTINGS
from translate.core import limits

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = {
    "NAME": 'Ocean & "Coast": <b>news</b>',
    "NAME_ZH": "海洋#快讯",
    "TAGLINE": "yes",
    "TAGLINE_ZH": "‘海’：每两周一期，\\n。",
    "EDITION": "tides",
    "EDITION_NAME": "- Tides",
    "EDITION_NAME_ZH": "潮汐",
    "ADDRESS": "HTTPS://Ocean.example/news",
    "LICENCE": "CC0",
    "LICENCE_ZH": "公有领域",
}
MINIMAL = """\
site_name: A  # kept
site_url: ''
extra:
  twofold:
    # kept, too
    name:
      en: A
      zh-Hans: 甲
    tagline: {en: a, zh-Hans: '甲'}
    editions:
      one: {en: One, zh-Hans: 一}
      two:
        en: Two
        zh-Hans: 二
    people:
      Ann: {en: Ann, zh-Hans: 安}
      Bob: {en: Bob, zh-Hans: 鲍}
nav: [index.md]
"""


def newsletter(**other: str) -> NewsletterSetup:
    found, faults = newsletter_from(ANSWERS | other)
    assert found is not None, faults
    return found


@pytest.mark.parametrize(
    ("key", "answer", "fault"),
    [
        ("NAME", "", "NAME: nothing; expected an answer. Name of the newsletter, in English."),
        ("NAME", "A\u202eB", "NAME: the hidden character U+202E; expected text that readers see."),
        ("NAME", "Оcean", "NAME: the word “Оcean” of Cyrillic and Latin letters; expected text"),
        ("NAME", "A\nB", "NAME: a tab or a line end; expected one line."),
        ("TAGLINE", "x" * 301, "TAGLINE: 301 characters; expected at most 300."),
        ("EDITION", "Tides", "EDITION: `Tides` is no slug; expected lower-case letters a-z"),
        ("EDITION", "archive", "EDITION: `archive` is the name of a page of the site;"),
        ("EDITION", "about", "EDITION: `about` is the name of a page of the site;"),
        ("ADDRESS", "ocean.example", "ADDRESS: `ocean.example` has no scheme;"),
    ],
)  # fmt: skip
def test_an_unfit_answer_is_refused_in_one_line(key: str, answer: str, fault: str) -> None:
    said = answer_fault(key, answer)
    assert said.startswith(fault)
    assert newsletter_from(ANSWERS | {key: answer}) == (None, (said,))
    assert not answer_fault(key, ANSWERS[key])


def test_all_unfit_answers_are_told_at_once_and_some_may_be_empty() -> None:
    found, faults = newsletter_from({"LICENCE": "CC0"})
    assert found is None
    lacking = [key for key in newsletter_setup.QUESTIONS if key not in newsletter_setup.OPTIONAL]
    assert [fault.partition(":")[0] for fault in faults] == [*lacking, "LICENCE_ZH"]
    bare = newsletter(ADDRESS="", LICENCE="", LICENCE_ZH="")
    assert bare.address == ""
    assert bare.licence.en == f"© {ANSWERS['NAME']}. Software: Twofold, MIT."
    assert not answer_fault("TAGLINE", "x" * limits.NEWSLETTER_TEXT.value)


@pytest.mark.parametrize("text", [MINIMAL, SETTINGS.read_text(encoding="utf-8")], ids=["minimal", "ours"])
def test_settings_say_the_answers_and_keep_every_other_line(tmp_path: Path, text: str) -> None:
    new = edited_settings(text, newsletter())
    (tmp_path / "mkdocs.yml").write_text(new, encoding="utf-8")
    found = settings.load(tmp_path)
    assert [found.name.en, found.name.zh, found.tagline.en, found.tagline.zh] == list(ANSWERS.values())[:4]
    ((slug, edition),) = found.editions.items()
    assert (slug, edition.name.en, edition.name.zh) == ("tides", "- Tides", "潮汐")
    assert found.site_url == "https://ocean.example/news/"
    assert (found.licence.en, found.licence.zh) == ("CC0", "公有领域")
    assert [name.zh for name in found.people.values()] == ["海洋#快讯编辑部"]
    before, after = text.splitlines(), new.splitlines()
    gone = [line[2:] for line in difflib.ndiff(before, after) if line.startswith("- ")]
    words = ("site_name:", "site_url:", "en:", "zh-Hans:", "example:", "two:", "`make init`")
    assert all(any(word in line for word in words) for line in gone), gone
    assert sum("# kept" in line for line in after) == sum("# kept" in line for line in before)


def test_another_set_up_of_a_newsletter_gives_the_same_as_the_first() -> None:
    text = SETTINGS.read_text(encoding="utf-8")
    once = edited_settings(text, newsletter())
    assert edited_settings(once, newsletter()) == once
    assert edited_settings(edited_settings(text, newsletter(NAME="X", EDITION="x")), newsletter()) == once


def test_a_name_stands_in_the_pages_as_it_was_typed() -> None:
    files = newsletter_setup.content_files(newsletter())
    front = files[Path("pages/about.en.md")].split("---\n")[1]
    assert yaml.safe_load(front) == {"title": f"About {ANSWERS['NAME']}", "summary": "yes"}
    assert "<b>" not in files[Path("pages/about.en.md")].split("---\n")[2]
