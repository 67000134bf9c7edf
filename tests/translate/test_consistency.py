"""One name, one rendering across the passages of a text."""

from pathlib import Path

import pytest

from translate import compare
from translate.language.consistency import OtherRendering, other_renderings
from translate.language.glossary import Glossary, Term

TERMS = Glossary([Term("Ruijin Hospital", "瑞金医院", case="exact", pos="name")])
PARK = [
    ("Lingang Medical Park opened.", "临港医学园开业。"),
    ("The Lingang Medical Park grows.", "临港医学园不断壮大。"),
    ("Doctors of Lingang Medical Park met.", "灵港医疗公园的医生开会。"),
    ("It rained.", "下雨了。"),
]


@pytest.mark.parametrize(
    ("passages", "expected"),
    [
        (PARK, [OtherRendering(2, "Lingang Medical Park", "临港医学园")]),
        (PARK[:2], []),
        (
            [("Fosun Pharma rose.", "复星医药上涨。"), ("Fosun Pharma fell.", "佛森制药下跌。")],
            [OtherRendering(1, "Fosun Pharma", "")],
        ),
        (
            [("BGI rose.", "BGI上涨。"), ("BGI fell.", "BGI下跌。"), ("BGI stood.", "华大持平。")],
            [OtherRendering(2, "BGI", "BGI")],
        ),
        ([("Ruijin Hospital met.", "瑞金医院开会。"), ("At Ruijin Hospital, it rained.", "锐进医院下雨。")], []),
        ([("The National Day passed.", "国庆节过去了。")], []),
    ],
)
def test_a_name_that_one_passage_calls_otherwise(
    passages: list[tuple[str, str]], expected: list[OtherRendering]
) -> None:
    assert other_renderings(passages, TERMS) == expected


@pytest.mark.parametrize("original", [0, 1])
def test_the_comparison_of_two_documents_says_it_and_refuses_nothing(
    original: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = (tmp_path / "a.en.md", tmp_path / "a.zh-Hans.md")
    for side, path in enumerate(files):
        path.write_text("\n\n".join(row[side] for row in PARK) + "\n", encoding="utf-8")
    assert compare.main([str(files[original]), str(files[1 - original])]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "consistency" in line]
    place = f"{files[1 - original].as_posix()}:5:1: "
    assert line.startswith(place)
    assert "`Lingang Medical Park`" in line
    assert "`临港医学园`" in line
