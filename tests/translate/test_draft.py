"""Texts that change the structure of a file are found in few trials."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from translate.core.limits import TRIED_CHARACTERS
from translate.stages import assembly, source_file


def read(characters: int) -> source_file.SourceFile:
    return source_file.read(b"a " * (characters // 2), Path("a.md"))[0]


@pytest.mark.parametrize(
    ("suspects", "guilty", "most"),
    [
        ([], [], 0),
        ([3], [3], 1),
        (range(64), [], 1),
        (range(64), [40], 13),
        (range(64), [0, 63], 25),
        (range(9), [0, 4, 8], 17),
    ],
)
def test_a_guilty_text_is_found_by_halves(
    monkeypatch: pytest.MonkeyPatch, suspects: Sequence[int], guilty: list[int], most: int
) -> None:
    tried: list[Sequence[int]] = []

    def breaks(_source: object, slots: Sequence[int], *_: object) -> bool:
        tried.append(slots)
        return not set(slots).isdisjoint(guilty)

    monkeypatch.setattr(assembly, "_breaks", breaks)
    assert assembly._guilty(read(1000), list(suspects), {}, ()) == guilty
    assert len(tried) <= most


@pytest.mark.parametrize("characters", [1_000, 20_000, 100_000])
def test_the_trials_of_a_long_file_end_and_leave_nothing_out(monkeypatch: pytest.MonkeyPatch, characters: int) -> None:
    tried: list[Sequence[int]] = []
    monkeypatch.setattr(assembly, "_breaks", lambda _source, slots, *_: not tried.append(slots))  # type: ignore[func-returns-value]
    suspects = list(range(5_000))
    assert assembly._guilty(read(characters), suspects, {}, ()) == suspects
    assert 0 < len(tried) * characters <= TRIED_CHARACTERS.value
