"""Progress is a bar that rewrites itself on a terminal and a plain line now and then elsewhere."""

import io
import itertools

import pytest

from translate.core.progress import Progress, duration


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def lived(stream: io.StringIO, steps: int, seconds: float, total: int) -> str:
    clock = Clock()
    progress = Progress(total, stream=stream, clock=clock)
    for _ in range(steps):
        clock.now += seconds
        progress.step()
    progress.finish()
    return stream.getvalue()


def test_terminal_shows_count_speed_and_time_left_on_one_line() -> None:
    shown = lived(Terminal(), 2, 0.5, 4).split("\r")
    assert shown[1].rstrip() == "[######                  ] 1/4 segments, 2.0 segments/s, 2 s left"
    assert shown[2].rstrip() == "[############            ] 2/4 segments, 2.0 segments/s, 1 s left"
    assert shown[-1].endswith("\n")
    assert "".join(shown).count("\n") == 1


def test_shorter_line_covers_the_longer_one() -> None:
    shown = lived(Terminal(), 3, 30.0, 3).split("\r")
    for before, after in itertools.pairwise(shown[1:]):
        assert len(after.rstrip("\n")) >= len(before.rstrip())


def test_elsewhere_a_plain_line_every_ten_seconds_and_at_the_end() -> None:
    assert lived(io.StringIO(), 25, 1.0, 30).splitlines() == [
        "10/30 segments, 1.0 segments/s, 20 s left",
        "20/30 segments, 1.0 segments/s, 10 s left",
        "25/30 segments, 1.0 segments/s, 5 s left",
    ]


def test_nothing_done_says_nothing() -> None:
    assert lived(io.StringIO(), 0, 1.0, 30) == ""
    assert lived(Terminal(), 0, 1.0, 30) == ""


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "1 s"), (59.4, "59 s"), (60, "1 min"), (200, "3 min 20 s"), (3600, "1 h"), (7500, "2 h 5 min")],
)
def test_duration_as_people_say_it(seconds: float, said: str) -> None:
    assert duration(seconds) == said
