"""SECURITY.md names, for everything that a stranger may send, the test that proves what stops it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLE = (ROOT / "SECURITY.md").read_text(encoding="utf-8").split("\n## Threats\n")[1].split("\n## ")[0]
ROWS = [row.strip("| ").split(" | ") for row in TABLE.splitlines() if row.startswith("| ")][1:]


@cache
def marks_by_test(path: Path) -> dict[str, list[str]]:
    """Return a file's tests with the names of the marks that each has."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name: [ast.unparse(decorator) for decorator in node.decorator_list]
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:40] for row in ROWS])
def test_every_threat_has_a_layer_that_exists_and_a_test_that_runs(row: list[str]) -> None:
    assert len(row) == 4
    _, _, layer, proofs = row
    for path in re.findall(r"`((?:build|translate|tests)/[^`]*)`", layer):
        assert (ROOT / path).exists(), path
    assert re.search(r"`(?:build|translate|tests)/", layer)
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", proofs)
    assert named
    for file, test in named:
        marks = marks_by_test(ROOT / "tests" / file)[test]
        assert not any(re.match(r"pytest\.mark\.(slow|skip\b|xfail)", mark) for mark in marks), test


def test_the_table_has_a_row_for_each_kind_of_thing_that_can_be_sent() -> None:
    assert len(ROWS) >= 20
