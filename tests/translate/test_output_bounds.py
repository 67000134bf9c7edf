"""Whatever a model returns: a little work, no exception, and nothing that could not be read is read.

Work is counted as processor time relative to that of a text half as long: twice as much where it is linear, four times
where it is quadratic. The absolute bound is far above what was measured (under 0.6 s on a busy core).
"""

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scripts.measure.faults import FAULTS
from scripts.measure.subtle_faults import SUBTLE_FAULTS
from translate.core import limits
from translate.language import glossary, guards, repetition, typography, values
from translate.language.glossary import Glossary, Term
from translate.language.guards import DOUBTS, GUARDS, GuardInput
from translate.machine import markup_projection, model_input
from translate.machine.engine import Hypothesis, bounded, longest_output
from translate.markdown.marks import MARK_BASE, Mark

MARKS = (
    Mark("open", "[", "link", 1),
    Mark("close", "](https://example.org)", "link", 0),
    Mark("open", "**", "strong", 3),
    Mark("close", "**", "strong", 2),
)
M = [chr(MARK_BASE + index) for index in range(4)]
TERMS = Glossary(
    [Term("hospital", "医院"), Term("Ruijin Hospital", "瑞金医院"), Term("AI", "人工智能", case="exact")], ("医院报",)
)
SOURCES = {
    "zh-Hans": f"The new {M[0]}hospital{M[1]} opened on 1 March 2025 with 500 beds (1.5 billion yuan), AI said.",
    "en": f"新{M[0]}医院{M[1]}于2025年3月1日开业，设有500张床位（15亿元），人工智能称。",
}
ALPHABETS = {
    "Han": "医院的国家卫生健康委员会上海北京在和是",
    "letters": "abcdefghijklmnop",
    "figures": "0123456789,. %-/",
    "numerals": "一二三四五六七八九十百千万亿点零年月日第",
    "all": "ab1,.'\"()（）医院年月日万 -%“”\n",
}
REPEATED = (
    "a", "A", "ab", "a ", "Word ", "医", "医 ", "1", "1,", "1.", "1 ", "1-", "1/", "1:", "2025年", "2025-01-01 ",
    "5 million ", "million ", "one million ", "one hundred and ", "5万", "万", "一", "十", "百分之", "$5 ", "5元", "第",
    "'", '"', "“", "‘", "’", "(", ")", "（", "()", "(医)", "[", "](", "《", "*", "<", "<a ", "<|", "&", " ", "\u3000",
    "\n", ".", "。", ",", "-", "—", " — ", "...", "·", "@", "a@", "a@b.", "http://", "www.", "a.", "a-", "a'", "A.",
    M[0], M[0] + M[1], "a" + M[0], "1" + M[0], "hospital ", "医院", "(AI) ", "я", "個", "021-", "1 to ", "1至",
    "a\u0301", "\u00a0", "1\u00a0",
)  # fmt: skip


def repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def mixed(alphabet: str) -> Callable[[int], str]:
    return lambda size: "".join(random.Random(size).choice(alphabet) for _ in range(size))


OUTPUTS: dict[str, Callable[[int], str]] = {
    **{repr(piece): repeated(piece) for piece in REPEATED},
    **{f"mixed {name}": mixed(alphabet) for name, alphabet in ALPHABETS.items()},
    "distinct Han": lambda size: "".join(chr(0x4E00 + at) for at in range(size)),
    "nested brackets": lambda size: "(" * (size // 2 - 1) + "a医" + ")" * (size // 2 - 1),
    "single after double quotes": lambda size: repeated("“医”")(size // 2) + repeated("'医'")(size // 2),
}


def worked(text: str, target: str) -> None:
    """Do what is done with an output: place marks and terms, repair, polish, guard."""
    source = "en" if target == "zh-Hans" else "zh-Hans"
    ours = SOURCES[target]
    constraints = [model_input.Constraint(match.start, match.end, match.accepted) for match in TERMS.find(ours, source)]
    markup_projection.project(model_input.encode(ours, MARKS, constraints), Hypothesis(text))
    repaired = glossary.apply(ours, text, TERMS, source=source, target=target)
    repaired, _ = values.repair(ours, repaired, source=source, target=target, glossary=TERMS)
    polished = typography.polish(repaired, target, periodicals=TERMS.periodicals, marks=MARKS, capital=True)
    guards.check(ours, polished, source=source, target=target, glossary=TERMS, marks=MARKS)
    guards.doubts(ours, polished, source=source, target=target, glossary=TERMS, marks=MARKS)


def seconds(text: str, target: str) -> float:
    values.read.cache_clear()
    TERMS._cached.cache_clear()
    TERMS._cached.cache_clear()
    started = time.process_time()
    worked(text, target)
    return time.process_time() - started


@pytest.mark.parametrize("share", [pytest.param(1, marks=pytest.mark.slow), 4])
@pytest.mark.parametrize("target", SOURCES)
@pytest.mark.parametrize("name", OUTPUTS)
def test_work_is_linear_up_to_the_longest_output(name: str, target: str, share: int) -> None:
    size = limits.OUTPUT.value // share
    whole = seconds(OUTPUTS[name](size), target)
    assert whole < 10
    if whole > 0.4:
        half = min(seconds(OUTPUTS[name](size // 2), target) for _ in range(2))
        assert whole < 3.5 * half


LONG: dict[str, Callable[[int], str]] = {
    "Han": mixed(
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    ),
    "clauses": mixed("的一是不有和人他说没，，。"),
    "Latin": mixed("abcdefghinorstu    .,-'"),
    "small letters": repeated("ab"),
    "opening quotes": repeated("“"),
    "opening brackets": repeated("（"),
}


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("name", LONG)
def test_guards_are_linear_in_both_texts(name: str, language: str) -> None:
    other = "en" if language == "zh-Hans" else "zh-Hans"

    def spent(size: int) -> float:
        text = LONG[name](size)
        cases = GuardInput(text, SOURCES[language], language, other), GuardInput(SOURCES[other], text, other, language)
        started = time.process_time()
        for case in cases:
            for guard in (GUARDS | {f"doubt {name}": doubt for name, doubt in DOUBTS.items()}).values():
                list(guard(case))
        return time.process_time() - started

    whole = spent(16_000)
    if whole > 0.4:
        assert whole < 8 * min(spent(4_000) for _ in range(2))


@given(st.text(max_size=80), st.sampled_from(["en", "zh-Hans"]))
@example("1" * 5000, "en")
@example("一" * 5000, "zh-Hans")
@example("1," + "111," * 2000 + "111", "en")
@example("one " + "million " * 1000, "en")
@example("5" + "万" * 5000, "zh-Hans")
@example("\ud83d", "en")
@example("3" + "1" * 70 + "月", "zh-Hans")
@settings(deadline=None)
def test_no_text_makes_an_exception(text: str, target: str) -> None:
    worked(text, target)


@given(st.text(alphabet="0123456789.,年月日一二十百千万亿零点分之第 % $oneillt hudr-/:", max_size=300))
@settings(deadline=None)
def test_no_figures_make_an_exception(text: str) -> None:
    for target in SOURCES:
        worked(text, target)


@pytest.mark.parametrize("figures", ["1" * 65, "一" * 65, "1," * 40, "1" * 5000])
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_row_of_figures_without_end_is_compared_as_it_stands(figures: str, language: str) -> None:
    other = "en" if language == "zh-Hans" else "zh-Hans"
    assert not values.compare(f"x {figures} y", f"医 {figures} 院", source=language, target=other)
    changed = f"{figures[:30]}9{figures[31:]}"
    assert values.compare(f"x {figures} y", f"医 {changed} 院", source=language, target=other)


@pytest.mark.parametrize("size", [8, 11, 13, 40])
def test_a_stretch_that_comes_twice_is_found_however_long(size: int) -> None:
    words = [f"w{chr(97 + index % 26)}{chr(97 + index // 26)}" for index in range(size)]
    once = repetition._twice([*words, "x", *words[:-1], "y"], size)
    assert once == []
    assert repetition._twice(["z", *words, "x", *words], size) == words


@given(st.lists(st.sampled_from("ab"), max_size=40), st.integers(2, 12))
def test_a_stretch_is_found_where_comparing_all_finds_it(tokens: list[str], size: int) -> None:
    windows = [tokens[start : start + size] for start in range(len(tokens) - size + 1)]
    expected = next((window for at, window in enumerate(windows) if window in windows[:at]), [])
    assert repetition._twice(tokens, size) == expected


def test_an_output_is_as_long_as_its_source_allows() -> None:
    assert longest_output("") == limits.OUTPUT_EXTRA.value
    assert longest_output("医" * 100) == 100 * limits.OUTPUT_RATIO.value + limits.OUTPUT_EXTRA.value
    assert longest_output("a" * 100_000) == limits.OUTPUT.value
    fits, longer = Hypothesis("b" * 406, -1.0), Hypothesis("b" * 407, -2.0)
    kept, refused = bounded("a", [fits, longer])
    assert kept is fits
    assert (refused.text, refused.score) == ("", -2.0)
    assert refused.refused == "length: the output has 407 characters; at most 406 expected"


INVISIBLE = (
    "\0", "\x1b", "\x7f", "\x85", "\n", "\t", "\xad", "\u061c", "\u200d", "\u200e", "\u2028", "\u2029",
    "\u202e", "\u2060", "\u2066", "\u2069", "\u3164", "\ud800", "\udfff", "\ufdd0", "\ufeff", "\ufff9", "\ufffd",
    "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff", "\U000e0001", "\U000e0041", "\U000e01ef",
)  # fmt: skip


@pytest.mark.parametrize("char", INVISIBLE, ids=lambda char: f"U+{ord(char):04X}")
def test_what_no_reader_sees_is_refused_unless_the_source_has_as_many(char: str) -> None:
    def found(source_text: str, target_text: str) -> list[str]:
        return list(GUARDS["control"](GuardInput(source_text, target_text, "en", "zh-Hans")))

    assert found("It opened.", f"开{char}业。") == [f"invisible or control characters: U+{ord(char):04X}"]
    assert found(f"It {char}opened.", f"开{char}业。") == []
    assert found(f"It {char}opened.", f"开{char}{char}业。")


@pytest.mark.parametrize("char", [*"aé医。\u200b\U00020000\u00a0\u3000👍\ufe0f￥ﬁ〇", M[0]])
def test_what_readers_see_is_not(char: str) -> None:
    assert list(GUARDS["control"](GuardInput("It opened.", f"开{char}业。", "en", "zh-Hans"))) == []


def test_every_guard_has_a_fault_that_is_there_for_it() -> None:
    named = {name.partition(":")[0] for name in FAULTS | SUBTLE_FAULTS}
    # No fault of a translation makes its source one that was in the target language before.
    assert named >= set(GUARDS) - {"nesting", "link", "already"}
