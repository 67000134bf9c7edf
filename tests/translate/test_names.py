"""Names of the source are in the translation: each rule with a case it refuses and a neighbour it lets pass."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.language.glossary import Glossary, Term
from translate.language.guards import GUARDS, GuardInput
from translate.language.names import comparison as names
from translate.language.names import known_names, romanization, transliteration


def said(source_text: str, target_text: str, glossary: Glossary | None = None) -> list[str]:
    source, target = ("en", "zh-Hans") if source_text.isascii() else ("zh-Hans", "en")
    return list(names.names(GuardInput(source_text, target_text, source, target, glossary)))


REFUSED = [
    ("France won.", "德国赢了。", "the name `France` is lost; `德国` stands there"),
    ("The American company grew.", "这家公司壮大了。", "the name `American` is lost"),
    ("They met in Geneva.", "他们见面了。", "the name `Geneva` is lost"),
    ("法国赢了。", "Germany won.", "the name `法国` is lost; `Germany` stands there"),
    ("台商来了。", "Thai firms came.", "the name `台商` is lost; `Thai` stands there"),
    ("他用PTVS写程序。", "He writes programs with The V.", "`PTVS` is lost"),
    ("据@gibfahn说，这很好。", "It is said that this is good.", "`@gibfahn` is lost"),
    ("他喜欢reddit。", "He likes Adminmin.", "`reddit` is lost"),
    ("Thanks to @gibfahn for it.", "感谢称为它。", "`@gibfahn` is lost"),
    ("It is called RedisDesktopManager here.", "它在这里叫Redis编辑器。", "`RedisDesktopManager` is lost"),
    ("He spoke to Deadline.com today.", "他今天对Cateline.com说。", "`Cateline.com` is not in the source"),
    ("They hate banks and Jeremy Corbyn.", "他们讨厌银行和卡梅伦。", "the name `Corbyn` is lost or another"),
    ("That is so, Dr Atwine said.", "他说是这样。", "the name `Atwine` is lost or another"),
    ("齐晓光介绍，这很难。", "Zi Xiaogang explained that this is hard.", "the name `齐晓光` is lost or another"),
    ("徐阳认为这很好。", "Plum Yang thinks that this is good.", "the name `徐阳` is lost or another"),
    ("王忠良27日介绍了情况。", "Wang Zhonglang described it on the 27th.", "the name `王忠良` is lost or another"),
    ("姜在忠致辞指出，这很好。", "Kang Jian-hwan said that this is good.", "the name `姜在忠` is lost or another"),
    ("联合国新闻图片/张立", "United Nations News Photos/Change", "the name `张立` is lost or another"),
    ("湖北省保康县很大。", "The district in Hubei is large.", "the name `保康` is lost or another"),
    ("他见了她。", "He met Wang Zhonglang.", "the name `Zhonglang` is in pinyin, but not in the source"),
    ("她见了卡洛斯·阿尔瓦拉多。", "She met Peter Smith.", "sounds like no name of the other side"),
    ("He met Austin there.", "他在那里见了玛格丽特·穆勒。", "sounds like no name of the other side"),
    ("He met the man.", "他见了阿尔瓦拉多。", "sounds like no name of the other side"),
]
PASSED = [
    ("France won.", "法国赢了。"),
    ("French wines won.", "法语葡萄酒赢了。"),
    ("The U.S. won.", "美方赢了。"),
    ("Sino-US trade grew.", "中美贸易增长。"),
    ("The turkey was good.", "火鸡很好吃。"),
    ("Jordan Smith came.", "乔丹·史密斯来了。"),
    ("The Sydney Morning Herald said so.", "先驱晨报如此报道。"),
    ("法国赢了。", "The French won."),
    ("法国赢了。", "They won."),
    ("发展中国家赢了。", "Developing countries won."),
    ("印度尼西亚赢了。", "Indonesia won."),
    ("他用PTVS写程序。", "He writes programs with the PTVS."),
    ("距离是5km。", "It is five kilometres away."),
    ("冠状病毒 (Middle East Respiratory Syndrome, MERS) 来了。", "The MERS virus came."),
    ("详见 https://example.org/abc 一文。", "See the article."),
    ("It is called RedisDesktopManager here.", "它在这里叫RedisDesktopManager。"),
    ("He spoke to Deadline.com today.", "他今天对Deadline.com说。"),
    ("They left it there.", "他们用Instagram留言。"),
    ("They hate banks and Dick Cheney.", "他们讨厌银行和迪克·切尼。"),
    ("They hate banks and Dick Cheney.", "他们讨厌银行和Dick Cheney。"),
    ("He came to Virginia Beach with her.", "他和她来了。"),
    ("He came to Peter Faber Hospital.", "他来到医院。"),
    ("That is so, Dr Chen said.", "陈医生说是这样。"),
    ("齐晓光介绍，这很难。", "Qi Xiaoguang explained that this is hard."),
    ("齐晓光介绍，这很难。", "Mr Qi explained that this is hard."),
    ("李家超表示，这很难。", "John Lee said that this is hard."),
    ("马克龙表示，这很难。", "Macron said that this is hard."),
    ("白皮书指出，这很难。", "The paper said that this is hard."),
    ("日本的林真须美表示，这很难。", "Hayashi Masumi of Japan said that this is hard."),
    ("湖北省保康县很大。", "Baokang County in Hubei is large."),
    ("随后县里来了人。", "Later people came from the county."),
    ("他见了王忠良。", "He met Wang Zhongliang."),
    ("他打拳击。", "He likes Boxing."),
    ("他见了戴米恩。", "He met Damian."),
    ("林真须美表示，日本很好。", "Hayashi Masumi said that Japan is good."),
    ("她见了卡洛斯·阿尔瓦拉多。", "She met Carlos Alvarado."),
    ("He met Carlos Alvarado.", "他见了卡洛斯·阿尔瓦拉多。"),
    ("He met Alvarado.", "他见了阿尔瓦拉多。"),
    ("They took remdesivir.", "他们服用了瑞德西韦。"),
    ("看守总理朱莉娅·吉拉德来了。", "Prime Minister Julia Gillard came."),
    ("这里是“繁星村（Villa Las Estrellas）”。", "This is Villa Las Estrellas."),
    ("Cases in China rose.", "病例增加。"),
    ("It is generally the case.", "情况基本普遍如此。"),
]


@pytest.mark.parametrize(("source_text", "target_text", "message"), REFUSED)
def test_a_name_that_is_lost_or_another_is_refused(source_text: str, target_text: str, message: str) -> None:
    found = said(source_text, target_text)
    assert any(message in one for one in found), found


@pytest.mark.parametrize(("source_text", "target_text"), PASSED)
def test_a_name_by_any_right_word_passes(source_text: str, target_text: str) -> None:
    assert said(source_text, target_text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("中国和印度", ["中国", "印度"]),
        ("发展中国家", []),
        ("印度尼西亚", ["印度尼西亚"]),
        ("利比亚斯", []),
        ("卡洛斯·巴西", []),
        ("France, the U.S. and turkey", ["France", "U.S."]),
        ("The Sydney Morning Herald is read in Sydney", ["Sydney"]),
        ("He said us and it", []),
    ],
)
def test_known_names_are_found_as_words_of_their_own(text: str, found: list[str]) -> None:
    find = known_names.in_english if text.isascii() else known_names.in_chinese
    assert [match.text for match in find(text)] == found


def test_names_of_terms_are_the_term_guards() -> None:
    post = Glossary([Term("South Morning Post of Geneva", "南华早报", case="exact", pos="name")])
    assert said("The South Morning Post of Geneva said so.", "南华早报如此报道。", post) == []
    assert said("The South Morning Post of Geneva said so.", "南华早报如此报道。") != []


def test_a_name_repeated_many_times_is_refused() -> None:
    assert said("France won.", "法国、法国、法国、法国、法国赢了。") == [
        "the name `法国` is repeated more often than in the source"
    ]
    assert said("France won.", "法国赢了，法国真好。") == []


def test_the_guard_is_one_of_the_table() -> None:
    assert GUARDS["name"] is names.names


WORDS = st.sampled_from(
    [
        "Dick",
        "Cheney",
        "France",
        "U.S.",
        "齐晓光",
        "介绍",
        "卡洛斯",
        "·",
        "•",
        "保康县",
        "（AI, BBC）",
        "@a_b",
        "İ",
        "龘",
        "𠮷",
        " ",
        "’s",
        "-",
    ]
)


@given(st.lists(WORDS, max_size=12).map("".join) | st.text(max_size=40), st.lists(WORDS, max_size=12).map(" ".join))
@settings(deadline=None)
def test_any_two_texts_have_an_answer(one: str, other: str) -> None:
    for source, target in (("en", "zh-Hans"), ("zh-Hans", "en")):
        for pair in ((one, other), (other, one)):
            case = GuardInput(*pair, source, target)
            assert all(isinstance(message, str) for message in names.names(case))


def test_the_work_grows_with_the_length_and_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in alignments of two names, which is where the time goes."""
    calls = 0

    def counted(one: romanization.Sounds, other: romanization.Sounds) -> float:
        nonlocal calls
        calls += 1
        return romanization.similarity(one, other)

    monkeypatch.setattr(transliteration, "similarity", counted)

    def steps(times: int) -> int:
        nonlocal calls
        calls = 0
        chinese = "".join(f"卡洛斯·阿尔瓦拉多来了{number}次，" for number in range(times))
        english = " ".join(f"Name{chr(97 + number % 26) * (1 + number // 26)} came." for number in range(times))
        list(names.names(GuardInput(chinese, english, "zh-Hans", "en")))
        return calls

    assert 0 < steps(40) <= 2.2 * steps(20)
    assert steps(400) <= 11 * steps(40)
