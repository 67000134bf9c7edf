"""Terms are found as people write them, held in both directions, and repaired only where that is certain."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translate.language import glossary
from translate.language.glossary import Glossary, Term

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "eval"
PAIRS = list(
    csv.DictReader(
        (Path(__file__).parent / "cases" / "terms.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"
    )
)
OURS, PROBLEMS = glossary.load(Path(__file__).parent / "cases" / "glossary.csv")
A, B = "\ue000", "\ue001"


def found(text: str, language: str, terms: Glossary = OURS) -> list[str]:
    return [re.sub("[\ue000-\uf8ff]", "", text[match.start : match.end]) for match in terms.find(text, language)]


def test_our_own_glossary_has_no_problems() -> None:
    assert PROBLEMS == []
    assert len(OURS.terms) > 40


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Parkway Shanghai Hospital, Shanghai", "en", ["Parkway Shanghai Hospital", "Shanghai"]),
        ("memoranda of understanding and two-way referrals", "en", ["memoranda of understanding", "two-way referrals"]),
        ("Shanghai's and ShanghaiTech", "en", ["Shanghai's"]),
        ("AI-assisted, ai-assisted, AIR", "en", ["AI"]),
        (
            "in-vitro diagnostics, Brain–computer interfaces",
            "en",
            ["in-vitro diagnostics", "Brain–computer interfaces"],
        ),
        (f"the National {A}Health{B} Commission", "en", ["National Health Commission"]),
        ("上海市第一人民医院在上海", "zh-Hans", ["上海市第一人民医院", "上海"]),
        ("脐带血库储存脐带血", "zh-Hans", ["脐带血库", "脐带血"]),
        ("不符合资格的人", "zh-Hans", []),
        ("合资企业", "zh-Hans", ["合资"]),
        ("自然环境与《自然》杂志", "zh-Hans", ["《自然》"]),
        ("“健康上海2030”与健康上海2030", "zh-Hans", ["“健康上海2030”", "健康上海2030"]),
        ("隶属IHH 医疗保健集团", "zh-Hans", ["IHH 医疗保健集团"]),
    ],
)
def test_find(text: str, language: str, expected: list[str]) -> None:
    assert found(text, language) == expected


def test_verbs_are_found_in_their_forms() -> None:
    terms = Glossary([Term("admit", "收治", pos="verb"), Term("diagnose", "诊断", pos="verb")])
    assert found("admit admits admitted admitting diagnosing diagnosed", "en", terms) == [
        "admit",
        "admits",
        "admitted",
        "admitting",
        "diagnosing",
        "diagnosed",
    ]


def test_the_first_of_several_rows_is_preferred_and_the_others_accepted() -> None:
    [match] = OURS.find("the National Health Commission", "en")
    assert match.target == "国家卫生健康委员会"
    assert match.accepted == ("国家卫生健康委员会", "国家卫健委")
    [match] = OURS.find("人工智能", "zh-Hans")
    assert match.accepted == ("artificial intelligence", "AI")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["en"][:30])
def test_a_right_translation_lacks_nothing(pair: dict[str, str]) -> None:
    assert OURS.find(pair["en"], "en")
    assert not glossary.missing(pair["en"], pair["zh"], OURS, source="en", target="zh-Hans")
    assert not glossary.missing(pair["zh"], pair["en"], OURS, source="zh-Hans", target="en")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["en"][:30])
def test_every_term_taken_out_is_missed(pair: dict[str, str]) -> None:
    """Each rendering in turn is replaced by a word that is none; the one that is gone must be reported."""
    for source, target, ours, theirs in (("en", "zh-Hans", "en", "zh"), ("zh-Hans", "en", "zh", "en")):
        for match in OURS.find(pair[theirs], target):
            spoilt = pair[theirs][: match.start] + "□□" + pair[theirs][match.end :]
            wanted = [term.accepted for term in OURS.find(pair[ours], source)]
            if any(match.term.form(target) in accepted for accepted in wanted) and "(AI)" not in pair["en"]:
                assert glossary.missing(pair[ours], spoilt, OURS, source=source, target=target), spoilt


def test_said_twice_is_asked_for_twice() -> None:
    args = {"source": "en", "target": "zh-Hans"}
    assert len(glossary.missing("Shanghai and Shanghai", "上海", OURS, **args)) == 1
    assert not glossary.missing("Shanghai and Shanghai", "上海和上海", OURS, **args)
    assert len(glossary.missing("Shanghai: Parkway Shanghai Hospital", "上海百汇医院", OURS, **args)) == 1


@pytest.mark.parametrize(
    ("source_text", "target_text", "source", "repaired"),
    [
        ("Ruijin Hospital opened.", "Ruijin Hospital开业。", "en", "瑞金医院开业。"),
        (f"{A}Ruijin Hospital{B} opened.", f"{A}Ruijin Hospital{B}开业。", "en", f"{A}瑞金医院{B}开业。"),
        ("Ruijin Hospital opened.", f"Ruijin {A}Hospital{B}开业。", "en", f"瑞金医院{A}{B}开业。"),
        ("瑞金医院开业。", "瑞金医院 opened.", "zh-Hans", "Ruijin Hospital opened."),
        ("新华社报道", "xinhua reported", "zh-Hans", "Xinhua reported"),
        ("Ruijin Hospital opened.", "瑞金医院（Ruijin Hospital）开业。", "en", "瑞金医院（Ruijin Hospital）开业。"),
        ("Ruijin Hospital opened.", "锐进医院开业。", "en", "锐进医院开业。"),
    ],
)
def test_apply_repairs_what_is_certain(source_text: str, target_text: str, source: str, repaired: str) -> None:
    target = "zh-Hans" if source == "en" else "en"
    assert glossary.apply(source_text, target_text, OURS, source=source, target=target) == repaired


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("en,zh\nA,甲\na,甲\n", 3, "stands on line 2 already"),
        ("en,zh\nA,\n", 2, "`zh` is empty"),
        ("en,zh\n,甲\n", 2, "`en` is empty"),
        ("en,zh,case\nA,甲,upper\n", 2, "`case` is `upper`"),
        ("en,zh,note,case,pos,keep\nA,甲,,,,maybe\n", 2, "`keep` is `maybe`"),
        ("en,zh\nA,甲,b\n", 2, "3 cells"),
        ("zh,en\n甲,A\n", 1, "the columns are `zh,en`"),
        ("en,zh,colour\nA,甲,b\n", 1, "the columns are"),
        ('en,zh,note\nA,甲,"two\nlines"\nB,,\n', 4, "`zh` is empty"),
    ],
)
def test_problems_have_their_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = tmp_path / "glossary.csv"
    path.write_text(text, encoding="utf-8")
    _, problems = glossary.load(path)
    assert [problem.line for problem in problems] == [line]
    assert message in problems[0].message
    assert f"glossary.csv:{line}:1: " in str(problems[0])


def test_a_file_that_is_not_utf8_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "glossary.csv"
    path.write_bytes("en,zh\nA,甲\n".encode("gb18030"))
    assert "is not UTF-8" in glossary.load(path)[1][0].message
    assert "cannot be read" in glossary.load(tmp_path / "none.csv")[1][0].message


def test_a_byte_order_mark_and_comments_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "glossary.csv"
    path.write_bytes("\ufeffen,zh\r\n# names\r\nA,甲\r\n".encode())
    terms, problems = glossary.load(path)
    assert (problems, [term.en for term in terms.terms]) == ([], ["A"])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the TICO-19 terms are not beside this checkout")
def test_every_tico_term_is_found_in_a_sentence_that_holds_it() -> None:
    rows: list[Term] = []
    for name in ("tico19_f_en-zh_CN.csv", "tico19_g_en_zh-CN.csv"):
        with (SHARED / "terms" / name).open(encoding="utf-8", newline="") as file:
            rows += [Term(row["sourceString"].strip(), row["targetString"].strip()) for row in csv.DictReader(file)]
    terms = Glossary([row for row in rows if row.en and row.zh])
    lost = [row.en for row in terms.terms if not terms.find(f"They saw {row.en} twice.", "en")]
    assert len(terms.terms) > 500
    assert not lost


ROW = "hospital,医院\n"


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (f"en,zh\n{ROW}a,\0\n".encode(), 3, "`zh` holds the hidden character U+0000"),
        (f"en,zh\n{ROW}a\x1b[2K,甲\n".encode(), 3, "`en` holds the hidden character U+001B"),
        (f"en,zh\n{ROW}a\u202eb,甲\n".encode(), 3, "`en` holds the hidden character U+202E"),
        (f"en,zh\n{ROW}a,甲\ue000\n".encode(), 3, "`zh` holds the hidden character U+E000"),
        (f"en,zh\n{ROW}{'a' * 20_001},甲\n".encode(), 3, "`en` has 20,001 characters; expected at most 20,000"),
        (f"en,zh\n{ROW}{'a' * 200_000},甲\nb,乙\n".encode(), 3, "a row that cannot be read"),
        (f'en,zh\n{ROW}"a,甲\n{ROW * 20_000}'.encode(), 3, "a row that cannot be read"),
        (b'"' + b"a" * 200_000, 1, "a row that cannot be read"),
        (f"en,zh\n{ROW}a,".encode() + b"\xff\n", 3, "byte 0xff is not UTF-8"),
        (f"en,zh,case\n{ROW}a,甲,{'x' * 10_000}\n".encode(), 3, "`case` is `xxx"),
        (b"x" * 10_000, 1, "the columns are `xxx"),
        (b"en,zh\n" + ROW.encode() * 100_000, 0, "more than 1048576 bytes"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else str(value)[:30],
)
def test_a_file_that_is_damaged_says_where(tmp_path: Path, data: bytes, line: int, said: str) -> None:
    path = tmp_path / "glossary.csv"
    path.write_bytes(data)
    _, problems = glossary.load(path)
    assert len(problems) == 1
    assert problems[0].line == line
    assert said in problems[0].message
    assert len(problems[0].message) < 300


def test_a_folder_in_place_of_the_file_says_so(tmp_path: Path) -> None:
    _, problems = glossary.load(tmp_path)
    assert "a folder; expected a file" in problems[0].message


@given(st.binary(max_size=60) | st.text(alphabet='en,zh\n\r"\0#a甲', max_size=60).map(str.encode))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_a_glossary_or_problems(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "glossary.csv"
    for begun in (b"", b"en,zh,note\n"):
        path.write_bytes(begun + data)
        found, _ = glossary.load(path)
        assert all(term.en.isprintable() or "\n" in term.en or "\r" in term.en for term in found.terms)
