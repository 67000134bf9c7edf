import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.translate.loopback import Answer, Loopback, Request
from translate.__main__ import main
from translate.core.languages import EN_ZH
from translate.machine.engine import Decoding, EngineError, EngineOptions, longest_output, plain_requests
from translate.machine.engines import libretranslate, open_engine
from translate.machine.fallback import Strategy, translate_units
from translate.markdown.protect import protect, restore


@dataclass
class Server:
    """Answers as a LibreTranslate server does (its API page, version 1.6)."""

    loopback: Loopback
    codes: tuple[str, ...] = ("en", "zh-Hans", "de")
    status: int = 200
    raw: bytes | None = None
    key: str = ""
    known: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.loopback.address

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(one.body) for one in self.loopback.asked if one.method == "POST"]

    def answer(self, request: Request) -> Answer:
        if request.path == "/languages":
            rows = [{"code": code, "name": code, "targets": list(self.codes)} for code in self.codes]
            return Answer(json.dumps(rows).encode())
        assert request.path == "/translate"
        body = json.loads(request.body)
        if self.key and body.get("api_key") != self.key:
            return Answer(b'{"error": "Invalid API key"}', 403)
        if self.raw is not None:
            return Answer(self.raw, self.status)
        texts = [self.known.get(text, f"译：{text}") for text in body["q"]]
        others = [[f"另：{text}"] * body["alternatives"] for text in body["q"]]
        return Answer(json.dumps({"translatedText": texts, "alternatives": others}).encode(), self.status)


@pytest.fixture
def server(loopback: Loopback) -> Server:
    state = Server(loopback)
    loopback.answer = state.answer
    return state


def opened(server: str, **options: Any) -> libretranslate.LibreTranslate:
    engine = open_engine("libretranslate", EN_ZH, options=EngineOptions(server=server, timeout=5, **options))
    assert isinstance(engine, libretranslate.LibreTranslate)
    return engine


def test_sentences_go_in_batches_and_come_back_in_order(server: Server) -> None:
    engine = opened(server.address)
    sentences = [f"sentence {number}" for number in range(70)]
    found = engine.translate(plain_requests(sentences), source="en", target="zh-Hans", decoding=Decoding(hypotheses=2))
    assert [one[0].text for one in found] == [f"译：{text}" for text in sentences]
    assert [len(one) for one in found] == [2] * 70
    assert [len(body["q"]) for body in server.bodies] == [32, 32, 6]
    first = server.bodies[0]
    assert (first["source"], first["target"], first["format"], first["alternatives"]) == ("en", "zh-Hans", "text", 1)
    assert "api_key" not in first


def test_the_name_tells_the_server_and_it_is_not_literal(server: Server) -> None:
    engine = opened(server.address + "/")
    assert engine.name == f"libretranslate {server.address.removeprefix('http://')}"
    assert not engine.literal


def test_older_servers_say_zh(server: Server) -> None:
    server.codes = ("en", "zh")
    opened(server.address).translate(plain_requests(["x"]), source="en", target="zh-Hans", decoding=Decoding())
    assert server.bodies[0]["target"] == "zh"


def test_a_key_is_sent_where_one_is_given(server: Server) -> None:
    server.key = "secret"
    with pytest.raises(EngineError, match=r"403 \(Invalid API key\)"):
        opened(server.address).translate(plain_requests(["x"]), source="en", target="zh-Hans", decoding=Decoding())
    found = opened(server.address, api_key="secret").translate(
        plain_requests(["x"]), source="en", target="zh-Hans", decoding=Decoding()
    )
    assert found[0][0].text == "译：x"


@pytest.mark.parametrize(
    "raw",
    [
        b"no json",
        b"[]",
        b"{}",
        b'{"translatedText": "one"}',
        b'{"translatedText": [1]}',
        b"[" * 100_000,
        b'{"translatedText": ' * 100_000,
        b'{"translatedText": [' + b"9" * 5000 + b"]}",
        b"\xff\xfe",
        b"\x1f\x8b\x08",
        b"null",
    ],
    ids=lambda raw: repr(raw[:12]),
)
def test_an_answer_that_is_none_is_one_line(server: Server, raw: bytes) -> None:
    engine = opened(server.address)
    server.raw = raw
    with pytest.raises(EngineError) as caught:
        engine.translate(plain_requests(["x"]), source="en", target="zh-Hans", decoding=Decoding())
    assert "\n" not in str(caught.value)
    assert server.address in str(caught.value)


@pytest.mark.parametrize("others", [3, "ab", [3], [None], [[3, None, {}]], [["b"] * 50]])
def test_alternatives_that_are_none_or_too_many_are_left_out(server: Server, others: object) -> None:
    engine = opened(server.address)
    server.raw = json.dumps({"translatedText": ["译"], "alternatives": others}).encode()
    (found,) = engine.translate(plain_requests(["x"]), source="en", target="zh-Hans", decoding=Decoding(hypotheses=3))
    assert found[0].text == "译"
    assert len(found) <= 3
    assert all(isinstance(one.text, str) for one in found)


@pytest.mark.parametrize(
    ("said", "text"),
    [("醫生們閱讀新計劃。", "医生们阅读新计划。"), ("研发&amp;销售", "研发&销售")],
)
def test_traditional_characters_and_references_are_converted(server: Server, said: str, text: str) -> None:
    server.known = {"x": said}
    (found,) = opened(server.address).translate(
        plain_requests(["x"]), source="en", target="zh-Hans", decoding=Decoding(hypotheses=2)
    )
    assert found[0].text == text


def test_a_busy_server_is_asked_again_by_the_one_client(server: Server) -> None:
    """As every engine over HTTP: back-off and Retry-After are `test_http_client.py`'s."""
    waits: list[float] = []
    engine = libretranslate.LibreTranslate.connect(
        options=EngineOptions(server=server.address, timeout=5), sleep=waits.append
    )
    busy = [Answer(b"{}", 503), Answer(b"{}", 429, {"Retry-After": "3"})]
    server.loopback.answer = lambda request: busy.pop(0) if busy else server.answer(request)
    (found,) = engine.translate(plain_requests(["x"]), source="en", target="zh-Hans", decoding=Decoding())
    assert found[0].text == "译：x"
    assert waits[1:] == [3]


def test_an_answer_may_be_as_large_as_what_was_asked_asks_for(server: Server) -> None:
    """Up to the longest output that is read at all, in JSON's longest notation; one with more is not read."""
    engine = opened(server.address)
    longest = "\U0001f600" * longest_output("x")
    server.raw = json.dumps({"translatedText": [longest]}).encode()
    assert (
        engine.translate(plain_requests(["x"]), source="en", target="zh-Hans", decoding=Decoding())[0][0].text
        == longest
    )
    server.raw = json.dumps({"translatedText": ["x"], "more": "x" * 80_000}).encode()
    with pytest.raises(EngineError, match="answered with more than 70,408 bytes"):
        engine.translate(plain_requests(["x"]), source="en", target="zh-Hans", decoding=Decoding())


def test_an_output_far_too_long_is_refused_and_the_source_stays_marked(server: Server) -> None:
    server.known = {"The doctors read new plans.": "医" * 1000}
    units = [protect("The doctors read new plans.")]
    (outcome,) = translate_units(units, EN_ZH, engine=opened(server.address))
    assert outcome.strategy is Strategy.SOURCE
    assert outcome.findings == ("length: the output has 1,000 characters; at most 562 expected",)


def test_a_server_that_fails_says_its_status(server: Server) -> None:
    engine = opened(server.address)
    server.status, server.raw = 500, b'{"error": "out of memory"}'
    with pytest.raises(EngineError, match=r"500 \(out of memory\)"):
        engine.translate(plain_requests(["x"]), source="en", target="zh-Hans", decoding=Decoding())


def test_a_server_without_chinese_is_refused(server: Server) -> None:
    server.codes = ("en", "de")
    with pytest.raises(EngineError, match="offers de, en; en and zh-Hans expected"):
        opened(server.address)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "--server"),
        ("localhost:5000", "http or https"),
        ("file:///etc/passwd", "http or https"),
        ("http://127.0.0.1:1", "Check that the server runs"),
    ],
)
def test_no_server_or_a_wrong_one_is_said(address: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        opened(address)


def test_the_whole_way_without_alignment(server: Server) -> None:
    """A server tells no alignment, so marks inside a sentence are translated around."""
    server.known = {"The doctors read": "医生们今天阅读", "new plans": "新计划", "in the city.": "在城里。"}
    units = [protect("The doctors read *new plans* in the city.")]
    outcomes = translate_units(units, EN_ZH, engine=opened(server.address))
    assert (restore(outcomes[0].protected), outcomes[0].strategy) == ("医生们今天阅读*新计划*在城里。", Strategy.BARE)


@pytest.mark.parametrize("printed", [True, False])
def test_the_command_hands_server_and_key_on(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], printed: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TWOFOLD_CACHE", str(tmp_path / "cache"))
    server.key = "secret-key"
    server.known = {"The doctors read new plans.": "医生们阅读新计划。"}
    Path("a.en.md").write_text("The doctors read new plans.\n", encoding="utf-8")
    called = ["a.en.md", "--engine", "libretranslate", "--server", server.address, *(["--stdout"] if printed else [])]
    assert main(called) == 1
    assert "403 (Invalid API key)" in capsys.readouterr().err
    monkeypatch.setenv("TWOFOLD_API_KEY", "secret-key")
    assert main(called) == 0
    told = capsys.readouterr().out if printed else Path("a.zh-Hans.md").read_text(encoding="utf-8")
    assert "医生们阅读新计划。" in told
    assert [body.get("api_key") for body in server.bodies if "The doctors read new plans." in body["q"]][
        -1
    ] == "secret-key"


@pytest.mark.parametrize("printed", [True, False])
def test_the_key_is_in_no_file_and_no_output(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], printed: bool
) -> None:
    """Neither where all goes well nor where the server says it back."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TWOFOLD_CACHE", str(tmp_path / "cache"))
    key = "sk-0123456789"
    Path("key").write_text(f"{key}\n")
    Path("key").chmod(0o644)
    server.key = key
    server.known = {"The doctors read new plans.": "医生们阅读新计划。"}
    Path("a.en.md").write_text("The doctors read new plans.\n", encoding="utf-8")
    called = ["a.en.md", "--engine", "libretranslate", "--server", server.address, "--api-key-file", "key"]
    called += ["--memory", "memory", "--json", *(["--stdout"] if printed else [])]
    said = []
    for raw, code in ((None, 0), (f"you sent {key}".encode(), 1)):
        server.raw, server.status = raw, 200 if raw is None else 500
        assert main(called if code == 0 or printed else [*called, "--force"]) == code
        told = capsys.readouterr()
        said += [told.out, told.err]
    assert "chmod 600 key" in said[1]
    assert "医生们阅读新计划。" in (said[0] if printed else Path("a.zh-Hans.md").read_text(encoding="utf-8"))
    Path("key").unlink()
    said += [path.read_bytes().decode("utf-8", "replace") for path in tmp_path.rglob("*") if path.is_file()]
    assert not [text for text in said if key in text]
