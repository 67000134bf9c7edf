import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from translate.core.languages import Direction
from translate.machine.engine import Decoding, EngineError, EngineOptions, plain_requests
from translate.machine.engines import argos, open_engine

ROOT = Path(__file__).resolve().parents[2]


def opened(models: Path, source: str = "en", target: str = "zh-Hans", **options: object) -> argos.ArgosEngine:
    engine = open_engine("argos", Direction(source, target), options=EngineOptions(models=models, **options))  # type: ignore[arg-type]
    assert isinstance(engine, argos.ArgosEngine)
    return engine


def texts(engine: argos.ArgosEngine, *sentences: str, decoding: Decoding | None = None) -> list[str]:
    here = engine.installed.direction
    answers = engine.translate(
        plain_requests(sentences), source=here.source, target=here.target, decoding=decoding or Decoding()
    )
    return [found[0].text for found in answers]


def test_the_model_translates_both_ways(tiny_models: Path) -> None:
    assert texts(opened(tiny_models), "Two Shanghai hospitals sign the memorandum.") == ["两家上海医院签署该备忘录。"]
    assert texts(opened(tiny_models, "zh-Hans", "en"), "胰岛素通过皮肤。") == ["insulin through skin."]


def test_the_name_says_codes_and_version_of_the_package(tiny_models: Path) -> None:
    assert opened(tiny_models).name == "argos en-zh 0.9"
    assert opened(tiny_models, "zh-Hans", "en").name == "argos zh-en 0.9"


def test_without_a_model_the_message_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=re.escape("No en→zh-Hans model is installed. Run `make models`.")):
        opened(tmp_path)


def test_a_direction_the_model_is_not_for_is_refused(tiny_models: Path) -> None:
    with pytest.raises(EngineError, match="en→zh-Hans model"):
        opened(tiny_models).translate(plain_requests(["x"]), source="zh-Hans", target="en", decoding=Decoding())


def test_the_model_is_not_loaded_before_the_first_sentence(tiny_models: Path) -> None:
    engine = opened(tiny_models)
    assert not engine.loaded
    assert engine.translate(plain_requests([]), source="en", target="zh-Hans", decoding=Decoding()) == []
    assert not engine.loaded
    texts(engine, "hello")
    assert engine.loaded


def test_answers_come_in_the_order_asked_whatever_the_batches(tiny_models: Path) -> None:
    sentences = [("hello " * n + "world.").strip() for n in (40, 1, 30, 2, 0, 25, 3)]
    small = opened(tiny_models, max_batch_tokens=8, threads=2)
    assert texts(small, *sentences) == ["你好" * n + "世界。" for n in (40, 1, 30, 2, 0, 25, 3)]
    assert texts(opened(tiny_models), *sentences) == texts(small, *sentences)


def test_names_with_underscores_and_unknown_characters_survive(tiny_models: Path) -> None:
    assert texts(opened(tiny_models), "read snake_case_name and 齉.") == ["阅读 snake_case_name和 齉。"]


@pytest.mark.parametrize("text", ["", " ", "\t"])
def test_nothing_comes_from_nothing(tiny_models: Path, text: str) -> None:
    assert texts(opened(tiny_models), text) == [""]


def test_the_alignment_ties_each_word_to_its_own(tiny_models: Path) -> None:
    source = "  doctors read the plan."
    found = opened(tiny_models).translate(
        plain_requests([source]), source="en", target="zh-Hans", decoding=Decoding(alignment=True)
    )
    best = found[0][0]
    pairs = [(source[a:b], best.text[c:d]) for a, b, c, d in best.alignment]
    assert pairs == [("doctors", "医生"), ("read", "阅读"), ("the", "该"), ("plan", "计划"), (".", "。")]
    assert len(best.weights) == len(pairs)
    assert all(0.9 < weight <= 1 for weight in best.weights)


def test_hypotheses_differ_and_come_best_first(tiny_models: Path) -> None:
    found = opened(tiny_models).translate(
        plain_requests(["doctors read the plan."]), source="en", target="zh-Hans", decoding=Decoding(hypotheses=3)
    )[0]
    assert len({one.text for one in found}) == 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_an_overlong_sentence_is_cut_after_punctuation_and_joined(tiny_models: Path) -> None:
    sentence = "doctors read, " * 400 + "hello world."
    out = texts(opened(tiny_models), sentence)[0]
    assert out == "医生阅读，" * 400 + "你好世界。"


@pytest.mark.model
def test_a_loop_ends_at_the_length_limit(weak_models: Path) -> None:
    engine = opened(weak_models)
    short = Decoding(beam=1, max_length_ratio=0.1)
    assert len(texts(engine, "Hospitals in the city are open to all patients today.", decoding=short)[0]) < 40


def test_decoding_options_reach_the_decoder(tiny_models: Path) -> None:
    plain = texts(opened(tiny_models), "city city city city city city")[0]
    bound = texts(opened(tiny_models), "city city city city city city", decoding=Decoding(no_repeat_ngram=2))[0]
    assert plain == "城市" * 6
    assert "城市城市城市" not in bound


def test_a_damaged_model_is_one_line(tiny_models: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(tiny_models, tmp_path / "models")
    engine = opened(tmp_path / "models")
    (engine.installed.path / "model" / "model.bin").write_bytes(b"no model")
    with pytest.raises(EngineError, match="Run `make models` again") as caught:
        texts(engine, "hello")
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("no_network")
def test_translating_touches_no_network(tiny_models: Path) -> None:
    assert texts(opened(tiny_models), "hello world.") == ["你好世界。"]


def test_neither_torch_nor_stanza_nor_home_is_touched(tiny_models: Path, tmp_path: Path) -> None:
    """In a fresh interpreter that would notice: imports and use, with an empty home and sockets refused."""
    (tmp_path / "home").mkdir()
    code = (
        "import socket, sys, pathlib\n"
        "def refuse(*a, **k): raise SystemExit('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "import translate, translate.machine.fallback, translate.machine.models.packages\n"
        "assert not {'ctranslate2', 'argostranslate', 'sentencepiece'} & set(sys.modules), 'loaded too early'\n"
        "from translate.machine.engine import Decoding, TranslationRequest\n"
        "from translate.machine.engines import open_engine\n"
        "from translate.core.languages import EN_ZH\n"
        "e = open_engine('argos', EN_ZH)\n"
        "asked = [TranslationRequest('hello world.')]\n"
        "print(e.translate(asked, source='en', target='zh-Hans', decoding=Decoding())[0][0].text)\n"
        "banned = {'torch', 'stanza', 'spacy', 'minisbd', 'argostranslate.translate', 'argostranslate.sbd'}\n"
        "assert not banned & set(sys.modules), banned & set(sys.modules)\n"
        "assert not list(pathlib.Path.home().iterdir()), list(pathlib.Path.home().iterdir())\n"
    )
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    home = {"HOME": str(tmp_path / "home"), "USERPROFILE": str(tmp_path / "home"), "PYTHONUTF8": "1"}
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment | home | {"TWOFOLD_MODELS": str(tiny_models)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "你好世界。", "")


@pytest.mark.parametrize(
    ("pieces", "text", "spans"),
    [
        (["▁two", "▁words", "."], "two words.", [(0, 3), (4, 9), (9, 10)]),
        (["▁", "两", "家"], "两家", [(0, 0), (0, 1), (1, 2)]),
        (["▁a", "_", "b"], "a_b", [(0, 1), (1, 2), (2, 3)]),
        (["▁x", "<0xE4>", "<0xBD>", "<0xA0>"], "x你", [(0, 1), (1, 1), (1, 1), (1, 2)]),
        (["<0xFF>", "▁a", "▁"], "\ufffd a", [(0, 1), (2, 3), (3, 3)]),
        ([], "", []),
    ],
)
def test_pieces_become_text(pieces: list[str], text: str, spans: list[tuple[int, int]]) -> None:
    assert argos.surface(pieces) == (text, spans)


@pytest.mark.model
def test_a_trained_package_translates(weak_models: Path) -> None:
    engine = opened(weak_models)
    found = engine.translate(
        plain_requests(["Two hospitals in Shanghai."]),
        source="en",
        target="zh-Hans",
        decoding=Decoding(hypotheses=2, alignment=True),
    )[0]
    assert len(found) == 2
    assert re.search("[一-鿿]", found[0].text)
    assert found[0].alignment
