"""The one place that prints."""

import json
import logging
from collections.abc import Iterator

import pytest

from translate.core import console

HOSTILE = "a\x1b[2K\n::error::b\u202ec"


def test_each_message_is_one_escaped_line(capsys: pytest.CaptureFixture[str]) -> None:
    console.write(HOSTILE, "::x", 3)
    console.warn(HOSTILE)
    out, err = capsys.readouterr()
    assert out == "a\\x1b[2K\\n::error::b\\u202ec\n\\x3a:x\n3\n"
    assert err == "a\\x1b[2K\\n::error::b\\u202ec\n"


def test_json_says_the_same_and_shows_nothing_raw(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"a": HOSTILE, "中": ["é", "\t", "\ud83d"]}
    console.write_json(value)
    out, _ = capsys.readouterr()
    assert json.loads(out) == value
    assert "中" in out
    assert all(line.isprintable() for line in out.splitlines())


@pytest.fixture
def logs() -> Iterator[None]:
    before = logging.getLogRecordFactory()
    console.escape_logs()
    yield
    logging.setLogRecordFactory(before)


@pytest.mark.usefixtures("logs")
def test_what_libraries_log_is_escaped_line_by_line(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("mkdocs.x").warning("Pages:\n  - %s", HOSTILE)
    assert caplog.messages == ["Pages:\n  - a\\x1b[2K\n\\x3a:error::b\\u202ec"]
