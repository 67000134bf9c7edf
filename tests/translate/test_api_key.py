"""The key comes from the environment or a file, and nobody sees it."""

import os
from pathlib import Path

import pytest

from translate.__main__ import main, parser
from translate.core.limits import API_KEY_FILE
from translate.machine.engine import EngineOptions
from translate.machine.engines import api_key
from translate.machine.engines.api_key import ApiKeyError
from translate.pipeline import Options

KEY = "sk-0123456789"


def written(tmp_path: Path, data: bytes, mode: int = 0o600) -> Path:
    file = tmp_path / "key"
    file.write_bytes(data)
    file.chmod(mode)
    return file


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_file_holds_the_key_and_comes_before_the_environment(tmp_path: Path, end: str) -> None:
    file = written(tmp_path, f"{KEY}{end}".encode())
    assert api_key.read(file, {"TWOFOLD_API_KEY": "another"}) == (KEY, [])
    assert api_key.read(None, {"TWOFOLD_API_KEY": "another"}) == ("another", [])
    assert api_key.read(None, {}) == ("", [])


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"two words", b"two\nlines", b"\xff\xfe", "密".encode(), b"a\0b", b"k" * (API_KEY_FILE.value + 1)],
    ids=lambda data: repr(data[:8]),
)
def test_what_is_no_key_is_refused_and_not_shown(tmp_path: Path, data: bytes) -> None:
    file = written(tmp_path, data)
    with pytest.raises(ApiKeyError, match=r"key expected|no key") as caught:
        api_key.read(file)
    assert str(caught.value).isprintable()
    shown = data.decode("utf-8", "replace").strip()
    assert not shown or shown not in str(caught.value)


def test_the_longest_key_is_read(tmp_path: Path) -> None:
    key = "k" * API_KEY_FILE.value
    assert api_key.read(written(tmp_path, key.encode())) == (key, [])


@pytest.mark.parametrize("kind", ["nothing", "folder"])
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, kind: str) -> None:
    with pytest.raises(ApiKeyError, match="Check the path"):
        api_key.read(tmp_path / "nothing" if kind == "nothing" else tmp_path)


def test_an_environment_that_holds_no_key_is_refused() -> None:
    with pytest.raises(ApiKeyError, match="TWOFOLD_API_KEY holds no key") as caught:
        api_key.read(None, {"TWOFOLD_API_KEY": "top secret"})
    assert "secret" not in str(caught.value)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize(("mode", "warned"), [(0o600, 0), (0o400, 0), (0o640, 1), (0o604, 1), (0o644, 1)])
def test_a_file_that_others_can_read_is_warned_of(tmp_path: Path, mode: int, warned: int) -> None:
    file = written(tmp_path, KEY.encode(), mode)
    key, warnings = api_key.read(file)
    assert key == KEY
    assert len(warnings) == warned
    assert all("chmod 600" in one and KEY not in one for one in warnings)


@pytest.mark.parametrize("given", [["--api-key", KEY], [f"--api-key={KEY}"], ["--api-key"], ["--api-key", f"-{KEY}"]])
def test_a_key_on_the_command_line_is_wrong_usage_and_not_shown(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["x.en.md", "--engine", "libretranslate", "--server", "http://127.0.0.1:1", *given])
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert KEY not in said.out + said.err
    assert "TWOFOLD_API_KEY" in said.err
    assert "--api-key-file" in said.err


def test_help_names_the_file_and_the_variable_and_no_key() -> None:
    told = " ".join(parser().format_help().split())
    assert "--api-key-file FILE" in told
    assert "TWOFOLD_API_KEY" in told
    assert "--api-key KEY" not in told


def test_a_file_without_a_key_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["x.en.md", "--server", "http://127.0.0.1:1", "--api-key-file", str(tmp_path)])
    assert ended.value.code == 2
    assert "Check the path" in capsys.readouterr().err


def test_options_do_not_show_the_key() -> None:
    options = Options(engine="libretranslate", engine_options=EngineOptions(api_key=KEY))
    assert options.engine_options is not None
    assert options.engine_options.api_key == KEY
    assert KEY not in repr(options)
    assert KEY not in str(options.engine_options)
