from pathlib import Path

import pytest

from scripts.measure.variants import MarkTokenEncoder, encode_terms_as_tokens
from translate.core.languages import EN_ZH
from translate.machine import markup_projection, model_input
from translate.machine.engine import Decoding, Engine, EngineOptions, Hypothesis, plain_requests
from translate.machine.engines import open_engine
from translate.machine.model_input import Constraint, TermEncoder, encode, encode_target_terms
from translate.markdown.protect import Protected, protect, restore


@pytest.fixture(scope="module")
def engine(tiny_models: Path) -> Engine:
    return open_engine("argos", EN_ZH, options=EngineOptions(models=tiny_models))


def through(
    engine: Engine, md: str, constraints: dict[str, str] | None = None, encoder: TermEncoder = encode
) -> str | None:
    """Translate Markdown with the dictionary model and put everything back."""
    unit = protect(md)
    found = [Constraint(unit.text.index(a), unit.text.index(a) + len(a), (b,)) for a, b in (constraints or {}).items()]
    encoded = encoder(unit.text, unit.marks, found)
    decoding = Decoding(alignment=True)
    best = engine.translate(plain_requests([encoded.plain]), source="en", target="zh-Hans", decoding=decoding)[0][0]
    placed = markup_projection.project(encoded, best)
    return None if placed.text is None else restore(Protected(placed.text, unit.marks)).replace(" ", "")


@pytest.mark.parametrize(
    ("md", "target"),
    [
        ("Two **Shanghai** hospitals.", "两家**上海**医院。"),
        ("**Two Shanghai hospitals.**", "**两家上海医院。**"),
        ("**Two Shanghai hospitals**.", "**两家上海医院**。"),
        ("Hospitals [sign the plan](https://a.b/c_d) of *care*.", "医院[签署该计划](https://a.b/c_d)的*护理*。"),
        ("The *new **digital** plan* opens.", "该*新**数字**计划*开业。"),
        ("[**Doctors**](x) read.", "[**医生**](x)阅读。"),
        ("**Doctors** [read](x).", "**医生**[阅读](x)。"),
        ("Doctors read `make test` and `X_1`.", "医生阅读`make test`和`X_1`。".replace(" ", "")),
        ("Doctors read X1 and `a b`.", "医生阅读X1和`ab`。"),
        ("Welcome <https://a.b/c> doctors.", "欢迎<https://a.b/c>医生。"),
        ("![sign](a.png) welcome doctors", "![sign](a.png)欢迎医生"),
        ("welcome doctors ![sign](a.png)", "欢迎医生![sign](a.png)"),
        ("**![sign](a.png) welcome** doctors", "**![sign](a.png)欢迎**医生"),
        ("<br>Hello **world**!", "<br>你好**世界**！"),
        ("Doctors read the plan[^1], hello.", "医生阅读该计划[^1]，你好。"),
        ("Doctors read the plan.[^1]", "医生阅读该计划。[^1]"),
        ("Insulin &amp; care", "胰岛素&amp;护理"),
    ],
)
def test_marks_go_where_their_words_go(engine: Engine, md: str, target: str) -> None:
    context_free = through(engine, md)
    assert context_free == target


@pytest.mark.parametrize("encoder", [encode, encode_target_terms, encode_terms_as_tokens])
def test_terms_come_out_however_they_are_shown(engine: Engine, encoder: TermEncoder) -> None:
    out = through(
        engine, "Welcome Shanghai General Hospital doctors.", {"Shanghai General Hospital": "市一医院"}, encoder
    )
    assert out == "欢迎市一医院医生。"


def test_a_term_inside_marks_stays_inside(engine: Engine) -> None:
    out = through(engine, "Welcome **Shanghai General Hospital** doctors.", {"Shanghai General Hospital": "市一医院"})
    assert out == "欢迎**市一医院**医生。"
    out = through(engine, "Welcome *new Shanghai doctors* and care.", {"Shanghai": "申城"})
    assert out == "欢迎*新申城医生*和护理。"


def hand_made(source: str, target: str, *links: tuple[str, str]) -> Hypothesis:
    """Tie words of the source to words of the target."""
    spans = [(source.index(a), source.index(a) + len(a), target.index(b), target.index(b) + len(b)) for a, b in links]
    return Hypothesis(target, alignment=tuple(spans), weights=(1.0,) * len(spans))


def test_words_may_change_their_order() -> None:
    unit = protect("the *memorandum* of **understanding** today")
    encoded = encode(unit.text, unit.marks)
    made = hand_made(
        encoded.plain, "今天谅解备忘录", ("today", "今天"), ("understanding", "谅解"), ("memorandum", "备忘录")
    )
    placed = markup_projection.project(encoded, made)
    assert placed.text is not None
    assert restore(Protected(placed.text, unit.marks)) == "今天**谅解***备忘录*"


def test_without_alignment_the_words_alone_show_the_place() -> None:
    unit = protect("sign the *plan* today")
    encoded = encode(unit.text, unit.marks)
    assert model_input.marked_phrases(encoded) == ["plan"]
    placed = markup_projection.project(encoded, Hypothesis("今天签署计划"), {"plan": "计划。"})
    assert placed.text is not None
    assert restore(Protected(placed.text, unit.marks)) == "今天签署*计划*"


def test_where_the_place_cannot_be_told_nothing_is_guessed() -> None:
    unit = protect("sign the *plan* today and `a b`")
    encoded = encode(unit.text, unit.marks)
    assert markup_projection.project(encoded, Hypothesis("今天签署计划")).text is None
    constraint = Constraint(0, 4, ("签订",))
    encoded = encode("sign it", (), [constraint])
    assert markup_projection.project(encoded, Hypothesis("今天的")) == markup_projection.Projection("今天的", 0, 1)


def test_what_the_model_made_of_a_term_is_written_over() -> None:
    encoded = encode("IHH Healthcare grows", (), [Constraint(0, 14, ("IHH医疗保健集团",))])
    made = hand_made(encoded.plain, "伊赫卫生在增长", ("IHH", "伊赫"), ("Healthcare", "卫生"), ("grows", "增长"))
    assert markup_projection.project(encoded, made) == markup_projection.Projection("IHH医疗保健集团在增长", 1, 0)


def test_an_english_term_is_parted_from_its_neighbours() -> None:
    encoded = encode("上海瑞金医院医生", (), [Constraint(2, 6, ("Ruijin Hospital",))])
    made = hand_made(encoded.plain, "ShanghaiRuijin doctors", ("上海", "Shanghai"), ("医生", "doctors"))
    found = markup_projection.project(encoded, made)
    assert found.lost == 1, "a word is never cut"
    made = hand_made(encoded.plain, "Shanghai Rui doctors", ("上海", "Shanghai"), ("瑞金", "Rui"), ("医生", "doctors"))
    assert markup_projection.project(encoded, made).text == "Shanghai Ruijin Hospital doctors"


def test_a_term_twice_is_wanted_twice() -> None:
    encoded = encode("care and care", (), [Constraint(0, 4, ("照护",)), Constraint(9, 13, ("照护",))])
    assert markup_projection.project(encoded, Hypothesis("照护和照护")).lost == 0
    assert markup_projection.project(encoded, Hypothesis("照护")).lost == 1


def test_tokens_do_not_collide_with_the_text() -> None:
    unit = protect("X1 and `a b` and X2")
    assert encode(unit.text, unit.marks).plain == "X1 and X3 and X2"


def test_every_mark_may_be_shown_as_a_token() -> None:
    unit = protect("a *b* c")
    assert MarkTokenEncoder(unit.text, unit.marks).encode().plain == "a X1bX2 c"


@pytest.mark.parametrize(("elsewhere", "told"), [(0.3, True), (0.4, False)])
def test_a_place_is_told_only_where_half_of_the_attention_agrees(elsewhere: float, told: bool) -> None:
    unit = protect("the *plan* of doctors")
    encoded = encode(unit.text, unit.marks)
    plan, doctors = (4, 8), (12, 19)
    links = [((*plan, 2, 4), 0.7), ((*doctors, 2, 4), 0.3)]
    for start in (0, 4):
        links += [((*doctors, start, start + 2), 1 - elsewhere), ((*plan, start, start + 2), elsewhere)]
    made = Hypothesis("医生计划医师", alignment=tuple(a for a, _ in links), weights=tuple(w for _, w in links))
    placed = markup_projection.project(encoded, made)
    assert placed.text == ("医生\ue000计划\ue001医师" if told else None)
