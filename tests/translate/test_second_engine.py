import lzma
from pathlib import Path

import pytest

from scripts.measure import second_engine
from tests.translate.chat_server import ChatServer
from tests.translate.loopback import Loopback

ROWS = {
    "en-zh": [
        ("The hospital has 120 beds.", "该医院有120张床位。"),
        ("The clinic has 40 nurses.", "诊所有50名护士。"),
        ("The doctors came.", "医生们来了。"),
    ],
    "zh-en": [
        ("该医院有120张床位。", "The hospital has 120 beds."),
        ("诊所有40名护士。", "The clinic has 40 nurses."),
        ("医生们来了。", "The doctors came."),
    ],
}
RIGHT = {source: target for rows in ROWS.values() for source, target in rows} | {
    "The clinic has 40 nurses.": "诊所有40名护士。"
}


@pytest.fixture
def tables(tmp_path: Path) -> list[str]:
    (tmp_path / "glossary.csv").write_text("en,zh\nnurses,护士\n", encoding="utf-8")
    for name, rows in ROWS.items():
        lines = ["set\tline\tsource\targos", *(f"s\t{n}\t{one}\t{two}" for n, (one, two) in enumerate(rows))]
        (tmp_path / f"{name}.tsv.xz").write_bytes(lzma.compress("\n".join(lines).encode()))
    return [*(str(tmp_path / f"{name}.tsv.xz") for name in ROWS), "--glossary", str(tmp_path / "glossary.csv")]


@pytest.fixture
def server(loopback: Loopback) -> ChatServer:
    state = ChatServer(loopback, lambda text: RIGHT[text])
    loopback.answer = state.answer
    return state


def test_both_engines_stand_in_one_table_and_the_second_repairs_the_first(
    server: ChatServer, tables: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [*tables, "--set", "s", "--server", server.address, "--only", "zh-Hans"]
    assert second_engine.main(asked) == 0
    said = capsys.readouterr().out
    values = {(line.split()[0], *line.split("en→zh-Hans")[1].split()[:1]): line for line in said.splitlines()[1:5]}
    assert list(values) == [("recorded", "model"), ("recorded", "layer"), ("openai", "model"), ("openai", "layer")]
    assert "50.0% of 2" in values["recorded", "model"]
    assert "100.0% of 2" in values["openai", "model"]
    assert "en→zh-Hans: 1 of 2 refused, 1 sent to openai Qwen3-8B-Q4_K_M, 1 repaired" in said, "two hold a value"
    assert len(server.bodies) == len(set(server.prompts)), "nothing is asked twice"


@pytest.mark.parametrize(
    ("option", "said"),
    [(["--terms"], "en→zh-Hans: 1 of 1 refused"), (["--refused", "1"], "en→zh-Hans: 1 of 3 refused, 1 sent")],
)
def test_samples_of_their_own(
    server: ChatServer, tables: list[str], capsys: pytest.CaptureFixture[str], option: list[str], said: str
) -> None:
    asked = [*tables, "--set", "s", "--server", server.address, "--only", "zh-Hans", *option]
    assert second_engine.main(asked) == 0
    assert said in capsys.readouterr().out
