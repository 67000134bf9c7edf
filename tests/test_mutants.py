"""`make mutants`: what is changed is there, and what is accepted says why."""

import csv
from pathlib import Path

import pytest

from scripts.measure import mutants

ROOT = Path(__file__).resolve().parents[1]


def test_every_change_that_is_written_can_be_made() -> None:
    found = mutants.written()
    assert len({(mutant.path, mutant.text) for mutant in found}) == len(found) >= 25
    for mutant in found:
        assert mutant.before != mutant.after
        assert mutant.text != (ROOT / mutant.path).read_text(encoding="utf-8")
        assert all((ROOT / name).is_file() for name in mutant.tests)


def test_the_modules_and_their_tests_exist() -> None:
    for path, (count, tests) in mutants.MODULES.items():
        assert count > 0
        assert all((ROOT / name).is_file() for name in (path, *tests))


def test_a_survivor_is_accepted_for_a_reason() -> None:
    with mutants.ACCEPTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        assert None not in row
        assert len(row["reason"].split()) >= 3, row
        assert row["before"] in (ROOT / row["path"]).read_text(encoding="utf-8"), row


@pytest.mark.parametrize(
    ("new", "before", "after"),
    [("a = 1\nb = 3\n", "b = 2", "b = 3"), ("a = 1\n", "b = 2", ""), ("x\nb = 2\n", "a = 1", "x")],
)
def test_a_change_is_named_by_its_first_line(new: str, before: str, after: str) -> None:
    assert mutants.changed("a.py", "a = 1\nb = 2\n", new, ()).key == ("a.py", before, after)


def test_a_text_that_the_program_lacks_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "written.toml"
    table.write_text('[[mutant]]\npath = "Makefile"\nold = "no such text"\nnew = ""\ntests = []\n', encoding="utf-8")
    monkeypatch.setattr(mutants, "WRITTEN", table)
    with pytest.raises(ValueError, match="stands 0 times; expected once"):
        mutants.written()
