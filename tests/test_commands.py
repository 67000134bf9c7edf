"""Every command takes `-v`, every make target passes it on, and log lines and a progress bar live on one terminal."""

import argparse
import importlib
import io
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from translate.core import console
from translate.core.progress import progress_bar

ROOT = Path(__file__).parents[1]
COMMANDS: dict[str, list[object]] = {
    "translate.__main__": [["-v"]],
    "translate.compare": [["-v", "a.en.md", "a.zh-Hans.md"]],
    "translate.memory.tmx": [["export", "x.tmx", "-v"]],
    "build.__main__": [["-v"]],
    "build.editions.__main__": [["mail", "-v"]],
    "scripts.audit_dependencies": [[], ["-v", "--ignore-vuln", "X"]],
    "scripts.bench_editions": [["-v"]],
    "scripts.bench_translate": [["-v"]],
    "scripts.check": [["-v"]],
    "scripts.evaluate": [["-v", "a.en", "a.zh"]],
    "scripts.init": [["-v"]],
    "scripts.lock": [["-v", "--upgrade"]],
    "scripts.measure.guards_eval": [["-v", "a.en", "a.zh"]],
    "scripts.measure.mutants": [["-v"]],
    "scripts.measure.recorded": [["-v", "t.tsv", "argos", "x.tsv"]],
    "scripts.measure.second_engine": [["-v", "a.tsv", "b.tsv", "--server", "http://127.0.0.1"]],
    "scripts.measure.risk_fit": [["-v", "labelled.en-zh.tsv"]],
    "scripts.migrate_records": [["-v"]],
    "scripts.models": [["-v"]],
    "scripts.new": [["-v"]],
    "scripts.sbom": [["-v", "x.json"]],
}
NOT_FOR_PEOPLE = {
    "scripts.environment": "runs before there is anything to import",
    "scripts.bench_run": "a child",
    "scripts.measure.local_model": "takes no options",
}


class AskedError(Exception):
    """The command came to its log options."""


@pytest.fixture(autouse=True)
def quiet_afterwards() -> Iterator[None]:
    yield
    for name in console._PACKAGES:
        logging.getLogger(name).setLevel(logging.NOTSET)
        logging.getLogger(name).handlers = []


def test_every_file_that_runs_as_a_command_is_known_here() -> None:
    runs = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for package in ("translate", "build", "scripts")
        for path in (ROOT / package).rglob("*.py")
        if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
    }
    assert runs == {*COMMANDS, *NOT_FOR_PEOPLE}


@pytest.mark.parametrize("module", COMMANDS)
def test_every_command_logs_as_its_options_say(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(options: argparse.Namespace) -> None:
        assert options.verbose
        raise AskedError

    monkeypatch.setattr(console, "log_as_asked", asked)
    with pytest.raises(AskedError):
        importlib.import_module(module).main(*COMMANDS[module])


def recipes(*words: str) -> dict[str, list[str]]:
    """What each target of the Makefile would run of ours."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z][a-z-]*):.*## ", makefile, re.MULTILINE)
    found = {}
    for target in targets:
        command = ["make", "-n", "--always-make", target, *words]
        lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        ours = re.findall(
            r"python3? (?:-m (?:translate|build|build\.editions|mkdocs)\b|scripts/\w+\.py)[^|;\n]*", lines
        )
        found[target] = [line for line in ours if "environment.py" not in line]
    return found


def test_make_passes_v_to_every_command() -> None:
    asked, plain = recipes("V=1"), recipes()
    ours = {target for target, lines in asked.items() if lines}
    assert ours >= {
        "site",
        "serve",
        "translate",
        "models",
        "init",
        "new",
        "check",
        "pdf",
        "email",
        "epub",
        "lock",
        "sbom",
    }
    for target in ours:
        assert len(asked[target]) == len(plain[target]), target
        assert all(re.search(r" -v\b", line) for line in asked[target]), asked[target]
        assert not any(re.search(r" -v\b", line) for line in plain[target]), plain[target]


def test_all_our_loggers_are_printed_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    console.log_from("info")
    for name in ("translate.a", "build.b", "scripts.c", "__main__", "other"):
        logging.getLogger(name).info("said")
        logging.getLogger(name).debug("not said")
    printed = capsys.readouterr().err.splitlines()
    assert printed == [f"INFO {name}: said" for name in ("translate.a", "build.b", "scripts.c", "__main__")]


def test_a_log_line_stands_above_the_bar_and_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    console.log_from("debug")
    bar = progress_bar(4)
    bar.update()
    logging.getLogger("translate.x").debug("kept: a reason")
    bar.update()
    bar.close()
    screen = shown(terminal.getvalue())
    assert [line for line in screen if "kept" in line] == ["DEBUG translate.x: kept: a reason"]
    assert len([line for line in screen if "segments" in line]) == 1
    assert "2/4" in screen[-1]


def shown(written: str) -> list[str]:
    """Lines that a terminal shows after what was written; a carriage return goes back to the line's begin."""
    lines, column = [""], 0
    for sign in re.findall(r"\x1b\[A|.|\n", written, re.DOTALL):
        if sign == "\r":
            column = 0
        elif sign == "\n":
            lines.append("")
            column = 0
        elif sign == "\x1b[A":
            raise AssertionError("a bar of several lines")
        else:
            lines[-1] = lines[-1][:column] + sign + lines[-1][column + 1 :]
            column += 1
    return [line.rstrip() for line in lines if line.strip()]
