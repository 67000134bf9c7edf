import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from translate.__main__ import main
from translate.machine import libretranslate
from translate.machine.engine import Decoding, EngineError, EngineOptions
from translate.machine.engines import open_engine
from translate.machine.ladder import Rung, translate_units
from translate.markdown.protect import protect, restore


@dataclass
class Server:
    """Answers as a LibreTranslate server does (its API page, version 1.6), on loopback."""

    codes: tuple[str, ...] = ("en", "zh-Hans", "de")
    status: int = 200
    raw: bytes | None = None
    key: str = ""
    known: dict[str, str] = field(default_factory=dict)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def answer(self, status: int, data: Any, raw: bytes | None = None) -> None:
            body = json.dumps(data).encode() if raw is None else raw
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            assert self.path == "/languages"
            self.answer(200, [{"code": code, "name": code, "targets": list(state.codes)} for code in state.codes])

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.bodies.append(body)
            if state.key and body.get("api_key") != state.key:
                self.answer(403, {"error": "Invalid API key"})
                return
            texts = [state.known.get(text, f"译：{text}") for text in body["q"]]
            others = [[f"另：{text}"] * body["alternatives"] for text in body["q"]]
            self.answer(state.status, {"translatedText": texts, "alternatives": others}, state.raw)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 -- the base class's name
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    state.address = f"http://127.0.0.1:{httpd.server_port}"
    yield state
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def opened(server: str, **options: Any) -> libretranslate.LibreTranslate:
    engine = open_engine(
        "libretranslate", source="en", target="zh-Hans", options=EngineOptions(server=server, timeout=5, **options)
    )
    assert isinstance(engine, libretranslate.LibreTranslate)
    return engine


def test_sentences_go_in_batches_and_come_back_in_order(server: Server) -> None:
    engine = opened(server.address)
    sentences = [f"sentence {number}" for number in range(70)]
    found = engine.translate(sentences, source="en", target="zh-Hans", decoding=Decoding(hypotheses=2))
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
    opened(server.address).translate(["x"], source="en", target="zh-Hans", decoding=Decoding())
    assert server.bodies[0]["target"] == "zh"


def test_a_key_is_sent_where_one_is_given(server: Server) -> None:
    server.key = "secret"
    with pytest.raises(EngineError, match=r"403 \(Invalid API key\)"):
        opened(server.address).translate(["x"], source="en", target="zh-Hans", decoding=Decoding())
    found = opened(server.address, api_key="secret").translate(
        ["x"], source="en", target="zh-Hans", decoding=Decoding()
    )
    assert found[0][0].text == "译：x"


@pytest.mark.parametrize("raw", [b"no json", b"[]", b"{}", b'{"translatedText": "one"}', b'{"translatedText": [1]}'])
def test_an_answer_that_is_none_is_one_line(server: Server, raw: bytes) -> None:
    engine = opened(server.address)
    server.raw = raw
    with pytest.raises(EngineError) as caught:
        engine.translate(["x"], source="en", target="zh-Hans", decoding=Decoding())
    assert "\n" not in str(caught.value)
    assert server.address in str(caught.value)


def test_a_server_that_fails_says_its_status(server: Server) -> None:
    engine = opened(server.address)
    server.status, server.raw = 500, b'{"error": "out of memory"}'
    with pytest.raises(EngineError, match=r"500 \(out of memory\)"):
        engine.translate(["x"], source="en", target="zh-Hans", decoding=Decoding())


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
    outcomes = translate_units(units, source="en", target="zh-Hans", engine=opened(server.address))
    assert (restore(outcomes[0].protected), outcomes[0].rung) == ("医生们今天阅读*新计划*在城里。", Rung.BARE)


@pytest.mark.parametrize("printed", [True, False])
def test_the_command_hands_server_and_key_on(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], printed: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TWOFOLD_CACHE", str(tmp_path / "cache"))
    server.key = "secret"
    server.known = {"The doctors read new plans.": "医生们阅读新计划。"}
    Path("a.en.md").write_text("The doctors read new plans.\n", encoding="utf-8")
    called = ["a.en.md", "--engine", "libretranslate", "--server", server.address, *(["--stdout"] if printed else [])]
    assert main(called) == 1
    assert "403 (Invalid API key)" in capsys.readouterr().err
    assert main([*called, "--api-key", "secret"]) == 0
    told = capsys.readouterr().out if printed else Path("a.zh-Hans.md").read_text(encoding="utf-8")
    assert "医生们阅读新计划。" in told
    assert [body.get("api_key") for body in server.bodies if "The doctors read new plans." in body["q"]][-1] == "secret"
