"""Wrong values are put right where only one reading is possible, and left alone otherwise."""

import pytest

from translate.language import glossary, values
from translate.language.glossary import Glossary, Term

A, B = "\ue000", "\ue001"


@pytest.mark.parametrize(
    ("english", "wrong", "right"),
    [
        ("Output reached 55.51 billion yuan in 2024.", "2024年产值达到55.51亿元。", "2024年产值达到555.1亿元。"),
        ("They store 2.45 million units.", "共存储245亿份。", "共存储245万份。"),
        (
            "cost 10 billion yuan (1.41 billion US dollars)",
            "花费10亿元（1.41亿美元）",
            "花费100亿元（14.1亿美元）",
        ),
        ("84,400 m²", "8440平方米", "84400平方米"),
        ("$1.41 billion", "1.41亿美元", "14.1亿美元"),
        ("1–7 December 2025", "2025年12月1日至9日", "2025年12月1日至7日"),
        ("on 17 November 2025", "2025年11月7日", "2025年11月17日"),
        ("5 km away", "5英里外", "5公里外"),
    ],
)
def test_into_chinese(english: str, wrong: str, right: str) -> None:
    text, problems = values.repair(english, wrong, source="en", target="zh-Hans")
    assert text == right
    assert problems
    assert all(problem.repaired for problem in problems)
    assert not values.compare(english, right, source="en", target="zh-Hans")


@pytest.mark.parametrize(
    ("chinese", "wrong", "right"),
    [
        ("产值达到555.1亿元。", "Output reached 555.1 billion yuan.", "Output reached 55.51 billion yuan."),
        ("共存储245万份", "They store 245 million units", "They store 2.45 million units"),
        ("2025年12月1日至7日", "1–8 December 2025", "1–7 December 2025"),
        ("14.1亿美元", "14.1 billion US dollars", "1.41 billion US dollars"),
    ],
)
def test_into_english(chinese: str, wrong: str, right: str) -> None:
    text, problems = values.repair(chinese, wrong, source="zh-Hans", target="en")
    assert text == right
    assert [problem.repaired for problem in problems] == [True]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("three of 12 and 15", "3个，15个"),
        ("30 beds and 40 rooms", "50张床位和60间房"),
        ("over 500 beds", "不到500张床位"),
        ("over 500 beds", "很多床位"),
        ("many beds", "500张床位"),
        ("over 500 beds", "超过50张床位"),
        ("45,000 units", "45万份"),
        ("seven banks", "八家银行"),
        ("about 70% of centres", "约60%的中心"),
        ("Tel: 3359 1588", "电话：3359 1589"),
        ("the 12th symposium", "第20届研讨会"),
        ("A clinic needs 200 nurses.", "一家诊所需要护士。"),
        ("There are 38 patients in a ward.", "一个病房里有病人。"),
        ("It serves patients on Sunday.", "周六接诊。"),
        ("Two sisters devoted their lives to it.", "一生致力于此。"),
        ("Sales rose 5% to 300 million yuan.", "销售额增长300%至5亿元。"),
        ("The man is aged 60.", "60个月男子。"),
        ("It cost $500.", "花费500元。"),
        ("It rose by 2 percentage points.", "上升2%。"),
        ("It opened on 3 March.", "它于2025年3月3日开业。"),
        ("It opened on 3 March 2025.", "它于3月3日开业。"),
        ("It opened on 3 March 2025.", "它于2025年4月5日开业。"),
        ("It cost 20 million yuan and 2 billion yuan.", "花费2亿元和2000亿元。"),
        ("It has 2.45 million units and 30 beds.", "它有245亿份和50张床位。"),
        ("It spent 55.51 billion yuan, then 3 billion yuan.", "它先花费30亿元，后花费55.51亿元。"),
        ("It raised 6 billion Hong Kong dollars.", "它募资6。"),
        ("It was open at 3 pm.", "它凌晨3点开放。"),
        ("It spent 3 billion yuan, 3 billion yuan and 55.51 billion yuan.", "它花费30亿元和55.51亿元。"),
    ],
)
def test_what_is_not_certain_is_reported_and_left(english: str, chinese: str) -> None:
    text, problems = values.repair(english, chinese, source="en", target="zh-Hans")
    assert text == chinese
    assert problems
    assert not any(problem.repaired for problem in problems)


def test_a_repair_says_what_was_there_and_what_stands_now() -> None:
    _, problems = values.repair("$1.41 billion", "1.41亿美元", source="en", target="zh-Hans")
    assert [(problem.before, problem.after, problem.message) for problem in problems] == [
        ("1.41亿", "14.1亿", "`1.41亿美元` put right: `14.1亿` in the place of `1.41亿`, for `$1.41 billion`")
    ]


@pytest.mark.parametrize(
    ("chinese", "wrong", "right"),
    [
        ("2025年11月17日", "on November 7th, 2025", "on November 17, 2025"),
        ("2025年11月17日", "on 17 December 2025", "on 17 November 2025"),
        ("2025年11月17日", "on 17 November 2024", "on 17 November 2025"),
        ("耗时30分钟", "It took 30 hours.", "It took 30 minutes."),
        ("投资300亿欧元", "It invested 30 billion yen.", "It invested €30 billion."),
    ],
)
def test_only_the_part_that_is_wrong_is_rewritten(chinese: str, wrong: str, right: str) -> None:
    text, problems = values.repair(chinese, wrong, source="zh-Hans", target="en")
    assert text == right
    assert all(problem.repaired for problem in problems)


def test_right_values_are_not_touched() -> None:
    pair = ("55.51 billion yuan on 17 November 2025", "2025年11月17日的555.1亿元")
    assert values.repair(*pair, source="en", target="zh-Hans") == (pair[1], [])


def test_numerals_inside_terms_belong_to_the_term() -> None:
    terms = Glossary(
        [Term("Class A tertiary hospital", "三级甲等医院"), Term("Three-North Shelterbelt", "十三北防护林")]
    )
    pair = ("Class A tertiary hospitals in the Three-North Shelterbelt", "十三北防护林中的三级甲等医院")
    assert not glossary.missing(*pair, terms, source="en", target="zh-Hans")
    assert values.compare(*pair, source="en", target="zh-Hans")
    assert not values.compare(*pair, source="en", target="zh-Hans", glossary=terms)
