"""What a sentence says: each guard with what it must stop, and beside it the neighbour that must pass."""

import pytest

from translate.language import guards
from translate.language.guards import DOUBTS, GUARDS, GuardInput
from translate.language.guards.concepts import concept_words, without_counterpart
from translate.language.guards.sentences import sentences
from translate.language.guards.words import opposites, word_lists

EN, ZH = "en", "zh-Hans"
CASES = [
    # Broken off.
    ("cutoff", EN, "It is that they would then team up with Novavax Inc.", "他们与Novavax合作，", "他们与Novavax合作"),
    ("cutoff", EN, "I write the blog Wait But Why.", "我写博客，", "我写博客《等等为什么》。"),
    ("cutoff", EN, "He was fined twice, for unsportsmanlike conduct.", "他被罚款两次；", "他因行为不当被罚款两次。"),
    ("cutoff", EN, "The nurse said that it hurt a little.", "护士表示：", "护士说有点疼。"),
    (
        "cutoff",
        EN,
        "Be the one who always talks about poverty and the duty to be a warrior for the poor.",
        "做一个总是谈论贫穷的人",
        "做一个总是谈论贫穷的人，谈论为穷人而战的义务，做他们的战士",
    ),
    (
        "cutoff",
        EN,
        "It hurts, the nurse said. (China Daily)",
        "护士表示，（中国日报）",
        "护士说有点疼。（中国日报）",
    ),
    (
        "cutoff",
        ZH,
        "护士说有点疼，很快就好。（健康报）",
        "The nurse said, (Health News)",
        "It hurts, the nurse said. (Health News)",
    ),
    ("cutoff", EN, "“It hurts,” he said.", "他说：“很疼，", "他说：“很疼，”"),
    (
        "cutoff",
        ZH,
        "价格上涨了百分之三，门票也贵了。",
        "Prices rose by 3 per cent,",
        "Prices rose by 3 per cent, tickets too.",
    ),
    # A clause twice.
    (
        "clause",
        ZH,
        "冰刀向右倾斜，溜冰者就转向右边。",
        "The skater turns right, and the skater turns right.",
        "The blade leans right, and the skater turns right.",
    ),
    ("clause", ZH, "他来了，他真的来了，他来了。", "He is here now, he is here now.", "He is here now, he really is."),
    ("clause", EN, "He likes dogs and cats.", "他非常喜欢狗，他非常喜欢狗。", "他非常喜欢狗，也喜欢猫。"),
    # Negation.
    ("negation", EN, "She did not sign the letter.", "她签了这封信。", "她没有签这封信。"),
    ("negation", EN, "Nobody was hurt.", "有人受伤。", "无人受伤。"),
    ("negation", EN, "He could never pay.", "他可以付钱。", "他从来付不起。"),
    ("negation", ZH, "我却没有被带走。", "But I was taken away.", "But I wasn't taken away."),
    ("negation", ZH, "他不能走路。", "He can walk.", "He is unable to walk."),
    ("negation", ZH, "他走了。", "He did not go.", "He went."),
    # A word that became its opposite.
    (
        "report",
        EN,
        "The rate was very low in that year, Nielsen said.",
        "该年利率低。",
        "在那一年里，利率水平一直都是非常低的。",
    ),
    ("opposite", ZH, "缴存比例下调1个百分点。", "The rate increased by 1 point.", "The rate was lowered by 1 point."),
    ("opposite", EN, "Sales fell sharply.", "销售额大幅上升。", "销售额大幅下滑。"),
    ("opposite", EN, "They live in the northern hills.", "他们住在南部山区。", "他们住在北部山区。"),
    ("opposite", EN, "Her mother works.", "他父亲在工作。", "她母亲在工作。"),
    ("opposite", ZH, "多数人支持。", "Most people opposed it.", "Most people supported it."),
    # A report that became a statement.
    ("report", EN, "The firm is bankrupt, the report said.", "公司破产。", "报告称，公司破产。"),
    ("report", EN, "According to a study, tea helps.", "茶有帮助。", "研究表明，茶有帮助。"),
    (
        "report",
        ZH,
        "《卫报》指出，银行控制了公司。",
        "The bank controls firms.",
        "The Guardian reports that the bank controls firms.",
    ),
    # Something left out.
    (
        "omission",
        EN,
        "He was arrested at the airport, and the passengers saw the police.",
        "他在机场被捕。",
        "他在机场被捕，乘客看到了警察。",
    ),
    (
        "omission",
        ZH,
        "记者来到医院，护士和医生在厨房。",
        "Reporters came to the hospital.",
        "Reporters came to the hospital, nurses and doctors were in the kitchen.",
    ),
    # A sentence too many.
    ("addition", EN, "He went home.", "他回家了。警方在机场逮捕了一名乘客。", "他回家了。家里没人。"),
    ("addition", ZH, "他走了。", "He left. It's not like it's a bad idea.", "He left."),
    ("addition", EN, "The clinic opened today.", "诊所今天开业。我真没想到。", "诊所今天开业。真没想到。"),
    ("addition", ZH, "诊所开业。", "The clinic opened. We thank her.", "The clinic opened. She was thanked."),
    # Words of the source left in.
    ("left", EN, "The company helps people.", "公司helps人们。", "公司帮助人们。"),
    ("left", EN, "He probably left.", "他 probably走了。", "他大概走了。"),
    ("left", EN, "We sell wifi at Bed Bath and Beyond.", "我们在商店sell网络。", "我们在Bed Bath and Beyond卖网络。"),
    # A text that is in the target language already.
    ("already", EN, "新诊所今天开业了。", "新医院昨天开张。", "新诊所今天开业了。"),
    ("already", ZH, "The new clinic opened today.", "A clinic was opened.", "The new clinic opened today."),
    # What a merge left.
    ("conflict", EN, "It opened.", "<<<<<<< HEAD 开业了。 =======", "开业了。"),
    ("conflict", EN, "It opened.", "开业了。>>>>>>> main", "开业了>>。"),
]


@pytest.mark.parametrize(("guard", "source", "source_text", "bad", "good"), CASES)
def test_each_guard_stops_what_it_is_for_and_passes_its_neighbour(
    guard: str, source: str, source_text: str, bad: str, good: str
) -> None:
    case = GuardInput(source_text, bad, source, EN if source == ZH else ZH)
    assert list(GUARDS[guard](case)) != []
    case = GuardInput(source_text, good, source, EN if source == ZH else ZH)
    assert list(GUARDS[guard](case)) == []


def test_a_source_that_goes_on_may_go_on_in_the_target() -> None:
    assert list(GUARDS["cutoff"](GuardInput("What she needs,", "她需要的，", EN, ZH))) == []


@pytest.mark.parametrize(
    "source_text",
    [
        "他不仅会唱，也会跳。",
        "两者不同。",
        "他不断努力。",
        "不过他来了。",
        "差不多好了。",
        "未来很好。",
        "这是特别的。",
        "你是不是来了？",
    ],
)
def test_words_that_only_look_like_negations_are_none(source_text: str) -> None:
    assert not word_lists()["negation"][ZH].certain.search(source_text)


@pytest.mark.parametrize(
    "text", ["No. 5 is here.", "not only that", "no longer", "no more than five", "or not", "nothing but"]
)
def test_english_words_of_other_use_are_no_negations(text: str) -> None:
    assert not word_lists()["negation"][EN].certain.search(text)


def test_opposites_are_read_in_both_directions_and_their_sides_differ() -> None:
    assert len(opposites()) > 20
    for _, one, other in opposites():
        for language in (EN, ZH):
            assert one[language].certain.pattern != other[language].certain.pattern


def test_only_what_the_target_has_too_much_and_the_source_does_not_have_is_an_opposite() -> None:
    both = GuardInput("Sales rose in May and fell in June.", "五月销售额上升，六月下降。", EN, ZH)
    assert list(GUARDS["opposite"](both)) == []
    other_word = GuardInput("The number of children grew.", "孩子的数量多了，死亡率下降。", EN, ZH)
    assert list(GUARDS["opposite"](other_word)) == []


@pytest.mark.parametrize(
    ("doubt", "source", "source_text", "target_text"),
    [
        (
            "length",
            EN,
            "The clinic that opened is closed until spring because of repairs.",
            "那家诊所关闭至春天。",
        ),
        ("quotation", EN, '"It opened."', "“开业了。"),
        ("negation", EN, "He spoke.", "他没有说话。"),
        ("direction", EN, "Prices rose.", "价格有变。"),
        ("lost", EN, "He met a nurse.", "他见了一个人。"),
        ("added", EN, "He met her.", "他见了护士。"),
    ],
)
def test_doubts_refuse_nothing(doubt: str, source: str, source_text: str, target_text: str) -> None:
    target = EN if source == ZH else ZH
    assert doubt in {finding.guard for finding in guards.doubts(source_text, target_text, source=source, target=target)}
    assert guards.check(source_text, target_text, source=source, target=target) == []


def test_every_doubt_is_tested_above() -> None:
    marks = test_doubts_refuse_nothing.pytestmark  # type: ignore[attr-defined]
    assert {row[0] for row in marks[0].args[1]} == set(DOUBTS)


@pytest.mark.parametrize(
    ("source", "source_text", "target_text", "stopped"),
    [
        (EN, "He did not go and never came.", "他没有去，来了。", True),
        (EN, "He did not go and never came.", "他没有去，也没有来。", False),
        (ZH, "他没有去，也没有来。", "He went and came.", True),
        # Into English several negations often become one.
        (ZH, "他没有去，也没有来。", "He did not go or come.", False),
    ],
)
def test_each_negation_is_counted_into_chinese(source: str, source_text: str, target_text: str, stopped: bool) -> None:
    case = GuardInput(source_text, target_text, source, ZH if source == EN else EN)
    assert bool(list(GUARDS["negation"](case))) is stopped


@pytest.mark.parametrize(
    ("source_text", "target_text", "said"),
    [
        ("He did not go.", "他去了。", "the source has 1 more negation than the translation"),
        ("He did not go and never came.", "他去了，来了。", "the source has 2 more negations than the translation"),
        ("He went.", "他没有去。", "the translation has 1 more negation than the source"),
        ("He went.", "他没有去，也不会来。", "the translation has 2 more negations than the source"),
    ],
)
def test_a_doubt_says_how_many_negations_differ(source_text: str, target_text: str, said: str) -> None:
    assert list(DOUBTS["negation"](GuardInput(source_text, target_text, EN, ZH))) == [said]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Mr. Li went. He left at 5 p.m. today.", EN, ["Mr. Li went. ", "He left at 5 p.m. today."]),
        ("好了。走吧！", ZH, ["好了。", "走吧！"]),
        ("他说：“好。”然后走了。", ZH, ["他说：“好。”", "然后走了。"]),
        ("3.", EN, []),
    ],
)
def test_sentences(text: str, language: str, expected: list[str]) -> None:
    assert sentences(text, language) == expected


def test_concepts_are_found_by_word_stem_and_longest_chinese_word() -> None:
    assert without_counterpart("The nurses met physicians", EN, "他们见面") == ["nurses", "physicians"]
    assert without_counterpart("护士在医院", ZH, "in a hospital") == ["护士"]
    assert [word.word for word in concept_words("the nurse's hospital", EN, "")] == ["nurse", "hospital"]


def test_a_word_of_two_meanings_is_kept_where_one_of_them_is() -> None:
    # A vehicle, and what teachers do.
    words = concept_words("the train is late", EN, "培训晚了")
    assert [(word.word, word.kept) for word in words] == [("train", True)]


def test_words_of_a_name_say_nothing() -> None:
    assert [word.word for word in concept_words("Fisher Scientific sells soap", EN, "")] == ["soap"]


@pytest.mark.parametrize(
    ("target_text", "stopped"),
    [("They evolved into llamas or camels.", True), ("They evolved into llamas or alpacas.", False)],
)
def test_a_precise_word_may_not_be_left_out(target_text: str, stopped: bool) -> None:
    case = GuardInput("它们演化成美洲驼或者羊驼。", target_text, ZH, EN)
    assert bool(list(GUARDS["omission"](case))) == stopped
