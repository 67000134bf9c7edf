"""One term, one rendering across all issues."""

from pathlib import Path

from translate.language.consistency import Passage, check
from translate.language.glossary import Glossary, Term

TERMS = Glossary([Term("Ruijin Hospital", "瑞金医院", case="exact", pos="name")])


def passages(*rows: tuple[str, str]) -> list[Passage]:
    return [Passage(Path(f"{index}.zh-Hans.md"), index, 1, *row) for index, row in enumerate(rows, start=1)]


def reports(*rows: tuple[str, str]) -> list[str]:
    return [str(problem) for problem in check(passages(*rows), TERMS, source="en", target="zh-Hans")]


def test_a_term_of_the_glossary_in_another_wording() -> None:
    [report] = reports(
        ("Ruijin Hospital opened.", "瑞金医院开业。"), ("At Ruijin Hospital, it rained.", "锐进医院下雨。")
    )
    assert report.startswith("2.zh-Hans.md:2:1: `Ruijin Hospital` is rendered in another way; expected `瑞金医院`. ")


def test_a_name_that_one_issue_calls_otherwise() -> None:
    [report] = reports(
        ("Lingang Medical Park opened.", "临港医学园开业。"),
        ("The Lingang Medical Park grows.", "临港医学园不断壮大。"),
        ("Doctors of Lingang Medical Park met.", "灵港医疗公园的医生开会。"),
        ("It rained.", "下雨了。"),
    )
    assert report.startswith(
        "3.zh-Hans.md:3:1: `Lingang Medical Park` is rendered in another way; expected `临港医学园`"
    )
    assert "as at 1.zh-Hans.md:1:1" in report


def test_two_wordings_of_a_name_that_have_nothing_in_common() -> None:
    [report] = reports(("Fosun Pharma rose.", "复星医药上涨。"), ("Fosun Pharma fell.", "佛森制药下跌。"))
    assert "`Fosun Pharma` is rendered in another way; expected the same words as at 1.zh-Hans.md:1:1" in report


def test_a_name_kept_in_latin_twice_and_lost_once() -> None:
    [report] = reports(
        ("BGI rose.", "BGI上涨。"),
        ("BGI fell.", "BGI下跌。"),
        ("BGI stood.", "华大持平。"),
    )
    assert report.startswith("3.zh-Hans.md")
    assert "expected `BGI`" in report


def test_the_same_wording_everywhere_is_no_problem() -> None:
    assert not reports(
        ("Lingang Medical Park opened.", "临港医学园开业。"),
        ("Lingang Medical Park grows.", "临港医学园不断壮大。"),
        ("Ruijin Hospital's staff met.", "瑞金医院员工开会。"),
        ("The National Day passed.", "国庆节过去了。"),
    )


def test_the_other_direction() -> None:
    rows = [("临港医学园开业。", "Lingang Medical Park opened."), ("瑞金医院开会。", "Rui Jin Hospital met.")]
    [problem] = check(passages(*rows), TERMS, source="zh-Hans", target="en")
    assert "`瑞金医院` is rendered in another way; expected `Ruijin Hospital`" in str(problem)
