"""No file ends the program, keeps it busy, or gets a message without its place.

`make test-slow` tries 20,000 files, other ones with another TWOFOLD_FUZZ_SEED, more with TWOFOLD_FUZZ_COUNT; with
`-n 2` (pytest-xdist) the parts run side by side.
"""

import os
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutation import ORIGINALS, Mutant, mutant
from tests.fuzz.target import Fault, Project
from translate.core.limits import FILE_SECONDS
from translate.core.problem import Problem

COUNT = int(os.environ.get("TWOFOLD_FUZZ_COUNT", "20000"))
SEED = os.environ.get("TWOFOLD_FUZZ_SEED", "1")
PARTS = 40


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("fuzz"))


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(choices=st.randoms(use_true_random=False))
def test_a_mutated_file_does_no_harm(project: Project, choices: random.Random) -> None:
    one = mutant(choices)
    assert project.faults(one) == [], one


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_thousands_of_mutated_files_do_no_harm(project: Project, part: int) -> None:
    found: dict[Fault, Mutant] = {}
    for number in range(part, COUNT, PARTS):
        one = mutant(random.Random(f"{SEED}/{number}"))
        for fault in project.faults(one):
            found.setdefault(fault, one)
    assert not found, "\n".join(f"{fault}\n    {one}" for fault, one in list(found.items())[:10])


@pytest.mark.parametrize("number", range(len(ORIGINALS)))
def test_what_was_not_mutated_is_fit_to_publish(project: Project, number: int) -> None:
    assert project.faults(ORIGINALS[number]) == []
    assert project.pairs or ORIGINALS[number].path.startswith("content/pages/")


def test_many_kinds_of_files_are_made() -> None:
    made = [mutant(random.Random(f"1/{number}")) for number in range(300)]
    assert len({one.data for one in made}) > 290
    assert min(Counter(one.path.split("/")[1] for one in made).values()) > 30
    assert made[0] == mutant(random.Random("1/0"))


@pytest.mark.parametrize("broken", ["error", "hang", "message"])
def test_the_fuzzer_sees_every_kind_of_fault(project: Project, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    def fail(*_: object) -> tuple[None, tuple[Problem, ...]]:
        if broken == "error":
            raise KeyError(broken)
        while broken == "hang":
            pass
        return None, (Problem(Path("a.md"), 1, 0, "a\x1b; expected b."),)

    monkeypatch.setattr("build.content.newsletter.read", fail)
    faults = project.faults(ORIGINALS[0], seconds=0.3)
    assert {fault.kind for fault in faults} == {{"error": "KeyError"}.get(broken, broken)}
    assert FILE_SECONDS.value >= 1
