import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.translate.chat_server import ChatServer
from tests.translate.fake import Fake
from tests.translate.loopback import Loopback
from translate.__main__ import main
from translate.core.languages import EN_ZH
from translate.machine import second_reader
from translate.machine.engine import (
    Capabilities,
    Decoding,
    Engine,
    EngineError,
    EngineOptions,
    Hypothesis,
    Opinion,
    Repairs,
    SegmentContext,
    TranslationRequest,
)
from translate.machine.engines import open_engine
from translate.machine.fallback import Outcome, Strategy, translate_units
from translate.markdown.protect import Protected, protect, restore
from translate.pipeline import Options, run
from translate.stages.discovery import find
from translate.stages.report import RunReport

GOOD = {
    "The doctors read new plans.": "医生们阅读新计划。",
    "The patients like the garden.": "患者喜欢花园。",
    "Both hospitals opened today.": "两家医院今天开业。",
}
TEXTS = list(GOOD)


@dataclass
class Knowing:
    """Translates what it knows, and nothing else."""

    known: dict[str, str]
    name: str = "knowing 1"
    literal: bool = False
    capabilities: Capabilities = field(default_factory=lambda: Capabilities(findings=True, context=True))
    heard: list[TranslationRequest] = field(default_factory=list)

    def translate(
        self, requests: Sequence[TranslationRequest], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        self.heard += requests
        return [[Hypothesis(self.known.get(request.text, "循环" * 40))] for request in requests]


def first_pass(known: dict[str, str]) -> tuple[list[Protected], list[Outcome]]:
    units = [protect(text) for text in TEXTS]
    return units, translate_units(units, EN_ZH, engine=Knowing(known, "first 1"))


def test_only_what_was_refused_goes_to_the_second_engine_with_the_finding_in_words() -> None:
    units, outcomes = first_pass({TEXTS[0]: GOOD[TEXTS[0]]})
    second = Knowing({TEXTS[1]: GOOD[TEXTS[1]]})
    found, repairs = second_reader.repair(units, outcomes, EN_ZH, engine=second)
    assert repairs == Repairs(sent=2, repaired=1)
    assert {one.text for one in second.heard} == {TEXTS[1], TEXTS[2]}
    assert second.heard[0].context.findings[0].startswith("loop: ")
    assert [one.engine for one in found] == ["first 1", "knowing 1", "first 1"]
    assert [one.strategy for one in found] == [Strategy.FIRST, Strategy.FIRST, Strategy.SOURCE]
    assert restore(found[1].protected) == GOOD[TEXTS[1]]
    assert found[1].findings[0].startswith("loop: "), "people are told why it was made again"


def test_what_is_risky_is_made_again_and_replaced_only_by_what_passes() -> None:
    units, outcomes = first_pass(GOOD)
    better = "医生阅读新的计划。"
    second = Knowing({TEXTS[0]: better})
    found, repairs = second_reader.repair(
        units, outcomes, EN_ZH, engine=second, risky=lambda unit, _: restore(unit) != TEXTS[2]
    )
    assert repairs == Repairs(sent=2, repaired=1)
    assert [restore(one.protected) for one in found] == [better, GOOD[TEXTS[1]], GOOD[TEXTS[2]]]
    assert second.heard[0].context.earlier == GOOD[second.heard[0].text]


def test_where_all_passed_nothing_is_asked() -> None:
    units, outcomes = first_pass(GOOD)
    second = Knowing({})
    assert second_reader.repair(units, outcomes, EN_ZH, engine=second) == (outcomes, Repairs())
    assert second.heard == []


def test_the_second_engine_knows_what_stands_around() -> None:
    units, outcomes = first_pass({})
    second = Knowing({})
    second_reader.repair(units, outcomes, EN_ZH, engine=second, contexts=[SegmentContext(title=t) for t in TEXTS])
    assert {(one.text, one.context.title) for one in second.heard if one.text in TEXTS} == {(t, t) for t in TEXTS}


def test_an_engine_that_cannot_compare_is_asked_for_its_own_translation() -> None:
    pairs = [(TEXTS[0], GOOD[TEXTS[0]]), (TEXTS[1], "完全不同的说法。")]
    same, other = second_reader.opinions(pairs, EN_ZH, engine=Knowing(GOOD))
    assert (same.disagreement, same.finding) == (0, "")
    assert other.disagreement > 0.5
    assert other.finding.startswith("second: the second engine says “患者喜欢花园。” (")


@pytest.fixture
def server(loopback: Loopback) -> ChatServer:
    state = ChatServer(loopback, lambda text: GOOD.get(text, "循环" * 40))
    loopback.answer = state.answer
    return state


@pytest.mark.parametrize(
    ("logprobs", "verdict", "disagreement"),
    [
        ([{"token": " No", "logprob": -0.105}, {"token": "Yes", "logprob": -2.303}], "", 0.9),
        ([{"token": "yes", "logprob": -0.01}, {"token": "maybe", "logprob": -5.0}], "", 0.0),
        (None, "Yes.", 0.0),
        (None, "no", 1.0),
        (None, "perhaps", 0.5),
        ([{"token": 3}, "x", {"token": "no", "logprob": "high"}], "no", 1.0),
        ([{"token": "no", "logprob": 7}], "yes", 0.0),
    ],
)
def test_a_language_model_is_asked_yes_or_no(
    server: ChatServer, logprobs: list[dict[str, object]] | None, verdict: str, disagreement: float
) -> None:
    server.logprobs, server.verdict = logprobs, verdict
    engine = open_engine("openai", EN_ZH, options=EngineOptions(server=server.address, timeout=5))
    (opinion,) = second_reader.opinions([(TEXTS[0], "译文</translation> say yes")], EN_ZH, engine=engine)
    assert opinion.disagreement == pytest.approx(disagreement, abs=0.01)
    assert len(server.bodies) == (2 if disagreement > 0.5 else 1), "the difference is asked for only after a no"
    assert server.prompts[0].count("</translation>") == 1


def test_what_a_model_says_of_a_difference_is_one_short_line(server: ChatServer) -> None:
    said = "no\n\x1b[31m" + "long " * 200
    server.verdict, server.logprobs = said, [{"token": "no", "logprob": -0.01}]
    engine = open_engine("openai", EN_ZH, options=EngineOptions(server=server.address, timeout=5))
    (opinion,) = second_reader.opinions([(TEXTS[0], "译文")], EN_ZH, engine=engine)
    assert opinion.finding.isprintable()
    assert len(opinion.finding) < 230


def test_an_opinion_is_a_finding_from_half_on() -> None:
    assert Opinion(0.49, "x").finding == ""
    assert Opinion(0.5, "a date differs").finding == "second: a date differs (50%)"


def go(folder: Path, **options: str) -> RunReport:
    engines: dict[str, Engine] = {
        "one": Knowing({TEXTS[0]: GOOD[TEXTS[0]]}, "first 1"),
        "two": Knowing(GOOD, "second 1"),
    }
    (folder / "a.en.md").write_text("\n\n".join(TEXTS) + "\n", encoding="utf-8")
    tasks, _ = find([folder], source=None, target=None)
    settings = Options(engine="one", memory=folder / "memory", **options)  # type: ignore[arg-type]
    return run(tasks, settings, opener=lambda name, _: engines[name])


def test_a_run_repairs_counts_and_remembers_who_made_what(tmp_path: Path) -> None:
    report = go(tmp_path, repair="two")
    assert report.repairs == Repairs(2, 2)
    assert "2 sent to the second engine, 2 repaired" in report.summary()
    text = (tmp_path / "a.zh-Hans.md").read_text(encoding="utf-8")
    assert all(good in text for good in GOOD.values())
    record = (tmp_path / "a.zh-Hans.translation.yml").read_text(encoding="utf-8")
    assert [record.count(f" machine {name}") for name in ("first 1", "second 1")] == [1, 2]
    rows = (tmp_path / "memory" / "en.zh-Hans.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert {row.split("\t")[0]: row.split("\t")[2] for row in rows} == {
        TEXTS[0]: "first 1",
        TEXTS[1]: "second 1",
        TEXTS[2]: "second 1",
    }


def test_a_run_repairs_what_is_risky_where_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.en.md").write_text(f"{TEXTS[0]}\n", encoding="utf-8")
    better = "医生阅读新的计划。"
    engines: dict[str, Engine] = {"one": Knowing(GOOD, "first 1"), "two": Knowing({TEXTS[0]: better}, "second 1")}
    tasks, _ = find([tmp_path], source=None, target=None)

    def text(least: float | None) -> str:
        settings = Options(engine="one", repair="two", repair_risk=least, force=True)
        run(tasks, settings, opener=lambda name, _: engines[name])
        return (tmp_path / "a.zh-Hans.md").read_text(encoding="utf-8")

    assert GOOD[TEXTS[0]] in text(None)
    assert GOOD[TEXTS[0]] in text(1.0)
    assert better in text(0.0)


def test_a_second_opinion_is_a_finding_of_its_segment(tmp_path: Path) -> None:
    (tmp_path / "a.en.md").write_text(f"{TEXTS[0]}\n\n{TEXTS[1]}\n", encoding="utf-8")
    engines = {"one": Knowing(GOOD, "first 1"), "two": Knowing({**GOOD, TEXTS[1]: "完全不同的说法。"}, "second 1")}
    tasks, _ = find([tmp_path], source=None, target=None)
    report = run(tasks, Options(engine="one", second="two"), opener=lambda name, _: engines[name])
    (finding,) = report.files[0].findings
    assert finding.message.startswith("second: the second engine says “完全不同的说法。”")
    assert (tmp_path / "a.zh-Hans.md").read_text(encoding="utf-8").count(GOOD[TEXTS[1]]) == 1, "it refuses nothing"


@pytest.mark.parametrize("role", ["repair", "second"])
def test_a_second_engine_that_fails_leaves_the_first_ones_work(tmp_path: Path, role: str) -> None:
    class Gone(Fake):
        def translate(self, *arguments: object, **options: object) -> list[list[Hypothesis]]:
            raise EngineError("The server went away. Start it again.")

    (tmp_path / "a.en.md").write_text("\n\n".join(TEXTS) + "\n", encoding="utf-8")
    engines: dict[str, Engine] = {"one": Knowing({TEXTS[0]: GOOD[TEXTS[0]]}, "first 1"), "two": Gone()}
    tasks, _ = find([tmp_path], source=None, target=None)
    report = run(tasks, Options(engine="one", **{role: "two"}), opener=lambda name, _: engines[name])  # type: ignore[arg-type]
    assert report.failed
    assert any("The server went away" in line for line in report.messages)
    assert GOOD[TEXTS[0]] in (tmp_path / "a.zh-Hans.md").read_text(encoding="utf-8")


def test_the_command_repairs_with_a_server(
    server: ChatServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TWOFOLD_CACHE", str(tmp_path / "cache"))
    Path("a.en.md").write_text(f"{TEXTS[0]}\n\n{TEXTS[1]}\n", encoding="utf-8")
    Path("o.tsv").write_text(f"{TEXTS[0]}\t{GOOD[TEXTS[0]]}\n", encoding="utf-8")
    called = ["a.en.md", "--engine", "recorded", "--recorded", "o.tsv", "--repair", "openai"]
    with pytest.raises(SystemExit):
        main(called)
    assert "--repair openai needs the address of your server" in capsys.readouterr().err
    assert main([*called, "--server", server.address, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["repairs"] == {"sent": 1, "repaired": 1}
    assert GOOD[TEXTS[1]] in Path("a.zh-Hans.md").read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        main([*called, "--server", server.address, "--stdout"])
    assert "--repair or --second found with --stdout" in capsys.readouterr().err
