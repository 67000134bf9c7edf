"""Terms in whole sentences: what of an engine's sentence is right stays, and what is forced breaks nothing.

Each row is a sentence, what an engine made of it, and what is published. Where the engine was right, the two are equal.
"""

import re
from collections.abc import Sequence

import pytest

from translate.core.languages import Direction
from translate.language.glossary import Glossary, Term, missing
from translate.machine.engine import Capabilities, Decoding, Hypothesis, TranslationRequest
from translate.machine.fallback import translate_units
from translate.markdown.protect import protect, restore

TERMS = Glossary(
    [
        Term("artificial intelligence", "人工智能", pos="noun"),
        Term("AI", "人工智能", case="exact", pos="noun"),
        Term("US", "美国", case="exact", pos="name"),
        Term("IT", "信息技术", case="exact", pos="noun"),
        Term("medicine", "医学", pos="noun"),
        Term("analysis", "分析", pos="noun"),
        Term("diagnose", "诊断", pos="verb"),
        Term("ward", "病房", pos="noun"),
        Term("citywide", "全市", pos="adj"),
        Term("bid", "招标", pos="noun"),
        Term("trial", "试验", pos="noun", variants=("审判",)),
        Term("company", "公司", pos="noun"),
        Term("mouse", "小鼠", pos="noun"),
        Term("child", "儿童", pos="noun"),
        Term("hospital", "医院", pos="noun"),
        Term("general hospital", "综合医院", pos="noun"),
        Term("Ministry of Commerce", "商务部", case="exact", pos="name"),
        Term("India", "印度", case="exact", pos="name"),
        Term("Ruijin Hospital", "瑞金医院", case="exact", pos="name"),
        Term("admit", "收治", pos="verb"),
        Term("insulin", "胰岛素", pos="noun"),
        Term("Kenneth Tsang", "Kenneth Tsang", case="exact", pos="name", keep=True),
    ]
)

RIGHT_IN_CHINESE = [
    ("Artificial intelligence (AI) helps.", "人工智能（AI）有帮助。"),
    ("The use of artificial intelligence (AI) grows.", "人工智能（AI）的使用在增长。"),
    ("AI helps doctors.", "人工智能帮助医生。"),
    ("They bid farewell.", "他们告别。"),
    ("She will bid for it.", "她会竞购它。"),
    ("The bids were opened.", "招标已经开始。"),
    ("The trial of the minister began.", "对部长的审判开始了。"),
    ("The trial of the drug began.", "该药的试验开始了。"),
    ("Trust us with it.", "请放心交给我们。"),
    ("The US moved forward.", "美国向前迈进。"),
    ("It moved toward the wall.", "它移向墙壁。"),
    ("The hospital's wards are full.", "医院的病房满了。"),
    ("Mice were fed.", "小鼠已喂食。"),
    ("The children's companies grew.", "儿童的公司壮大了。"),
    ("A general hospital opened.", "一家综合医院开业。"),
    ("The clinic admitted them.", "诊所收治了他们。"),
    ("It was diagnosed early.", "它很早就被诊断出来。"),
    ("A hospital opened in India.", "一家医院在印度开业。"),
    ("Kenneth Tsang met them.", "Kenneth Tsang会见了他们。"),
    ("They would like to trial it.", "他们想试用它。"),
]
RIGHT_IN_ENGLISH = [
    ("他在医学院学习。", "He studies at a medical school."),
    ("她是数据分析师。", "She is a data analyst."),
    ("许多美国人来了。", "Many Americans came."),
    ("美国总统来了。", "The U.S. president came."),
    ("美国医院很大。", "Hospitals in the United States are large."),
    ("美国公司来了。", "American companies came."),
    ("专家诊断了他们。", "Experts diagnosed them."),
    ("专家诊断很重要。", "An expert diagnosis matters."),
    ("生物医学很重要。", "Biomedicine matters."),
    ("医学研究很重要。", "Medical research matters."),
    ("商务部长来了。", "The commerce minister came."),
    ("商务部门来了。", "The commercial departments came."),
    ("印度尼西亚来了。", "Indonesia came."),
    ("印度公司来了。", "Indian companies came."),
    ("公司帮助儿童。", "The company helps children."),
    ("胰岛素很贵。", "Insulin is expensive."),
    ("瑞金医院来了。", "Ruijin Hospital came."),
    ("人工智能（AI）有帮助。", "Artificial intelligence (AI) helps."),
]
PHRASES = [
    ("人工智能医学分析", "AI medical analysis", "AI medical analysis"),
    ("全市病房", "Wards across the city", "Citywide ward"),
    ("全市病房", "Citywide wards", "Citywide wards"),
    ("医院病房", "Hospital wards", "Hospital wards"),
    ("人工智能", "Machine brains", "Artificial intelligence"),
]


class Answers:
    """Gives a set answer for each sentence, whatever its full stop."""

    name = "answers"
    literal = False
    capabilities = Capabilities()

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = {_bare(source): target for source, target in answers.items()}

    def translate(
        self, requests: Sequence[TranslationRequest], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        return [[Hypothesis(self.answers.get(_bare(request.text), "?"))] for request in requests]


def _bare(text: str) -> str:
    return re.sub("[.。]$", "", text)


def published(source_md: str, answer: str, source: str) -> str:
    target = "zh-Hans" if source == "en" else "en"
    (outcome,) = translate_units(
        [protect(source_md)], Direction(source, target), engine=Answers({source_md: answer}), glossary=TERMS
    )
    return restore(outcome.protected)


@pytest.mark.parametrize(("source_md", "answer"), RIGHT_IN_CHINESE)
def test_a_right_chinese_sentence_stays(source_md: str, answer: str) -> None:
    assert published(source_md, answer, "en") == answer


@pytest.mark.parametrize(("source_md", "answer"), RIGHT_IN_ENGLISH)
def test_a_right_english_sentence_stays(source_md: str, answer: str) -> None:
    assert published(source_md, answer, "zh-Hans") == answer


@pytest.mark.parametrize(("source_md", "answer", "expected"), PHRASES)
def test_a_phrase_of_terms_is_the_engines_where_it_has_them_all(source_md: str, answer: str, expected: str) -> None:
    assert published(source_md, answer, "zh-Hans") == expected


class Aligned:
    """Gives one answer to all, and says which words of it came from which, as engines with attention do."""

    name = "aligned"
    literal = False
    capabilities = Capabilities(alignment=True)

    def __init__(self, text: str, links: Sequence[tuple[str, str]]) -> None:
        self.text, self.links = text, links

    def translate(
        self, requests: Sequence[TranslationRequest], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        return [[self.answer(request.text)] for request in requests]

    def answer(self, asked: str) -> Hypothesis:
        alignment = tuple(
            (
                asked.index(ours),
                asked.index(ours) + len(ours),
                self.text.index(theirs),
                self.text.index(theirs) + len(theirs),
            )
            for ours, theirs in self.links
            if ours in asked
        )
        return Hypothesis(self.text, alignment=alignment, weights=(1.0,) * len(alignment))


@pytest.mark.parametrize(
    ("source_md", "answer", "links", "source", "expected"),
    [
        (
            "Artificial intelligence (AI) helps.",
            "人工智能（AI）有帮助。",
            [("Artificial intelligence", "人工智能"), ("AI", "AI"), ("helps", "有帮助")],
            "en",
            "人工智能（AI）有帮助。",
        ),
        (
            "全市病房",
            "Wards across town",
            [("全市", "across town"), ("病房", "Wards")],
            "zh-Hans",
            "Citywide ward",
        ),
    ],
    ids=["the abbreviation of a first mention", "a phrase of terms"],
)
def test_what_is_right_or_certain_is_not_written_over(
    source_md: str, answer: str, links: Sequence[tuple[str, str]], source: str, expected: str
) -> None:
    direction = Direction(source, "zh-Hans" if source == "en" else "en")
    (outcome,) = translate_units([protect(source_md)], direction, engine=Aligned(answer, links), glossary=TERMS)
    assert restore(outcome.protected) == expected


def test_variants_are_of_the_language_that_their_letters_or_prefix_say() -> None:
    term = Term("AI", "人工智能", variants=("zh:AI", "智能技术", "machine intelligence", "en:中文AI"))
    assert term.forms("zh-Hans") == ("人工智能", "AI", "智能技术")
    assert term.forms("en") == ("AI", "machine intelligence", "中文AI")


@pytest.mark.parametrize(
    ("source_text", "target_text", "source", "lacking"),
    [
        ("The bid was opened.", "告别开始了。", "en", ["bid"]),
        ("The companies bid.", "公司告别。", "en", ["bid"]),
        ("The trial began.", "比赛开始了。", "en", ["trial"]),
        ("He was brought to trial.", "他来了。", "en", ["trial"]),
        ("Artificial intelligence and AI help.", "人工智能有帮助。", "en", ["AI"]),
        ("医学很重要。", "It matters.", "zh-Hans", ["医学"]),
        ("医学院士来了。", "A member came.", "zh-Hans", ["医学"]),
        ("美国人口增长。", "The population grows.", "zh-Hans", ["美国"]),
        ("美国来了。", "Russia came.", "zh-Hans", ["美国"]),
        ("美国院很大。", "It is large.", "zh-Hans", ["美国"]),
        ("分析师傅的话。", "A word.", "zh-Hans", ["分析"]),
        ("商务部来了。", "It came.", "zh-Hans", ["商务部"]),
        ("印度来了。", "Indonesia came.", "zh-Hans", ["印度"]),
        ("专家诊断了他们。", "Experts met them.", "zh-Hans", ["诊断"]),
    ],
)
def test_the_neighbour_of_each_rule_is_still_missed(
    source_text: str, target_text: str, source: str, lacking: list[str]
) -> None:
    target = "zh-Hans" if source == "en" else "en"
    found = missing(source_text, target_text, TERMS, source=source, target=target)
    assert [match.term.form(source) for match in found] == lacking
