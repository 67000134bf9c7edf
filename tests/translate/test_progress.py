"""Progress is a bar that rewrites itself on a terminal and a plain line now and then elsewhere."""

import io

import pytest

from translate.core.progress import PLAIN_SECONDS, duration, progress_bar


class Clock:
    """What tqdm takes for the time."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, steps: int, seconds: float, total: int) -> str:
    clock = Clock()
    bar = progress_bar(total, stream=stream)
    # tqdm binds time.time when it is made; it has no parameter for a clock.
    vars(bar)["_time"] = clock
    bar.start_t = bar.last_print_t = clock.now
    for _ in range(steps):
        clock.now += seconds
        bar.update()
    bar.close()
    return stream.getvalue()


def test_terminal_shows_count_rate_and_time_left_on_one_line() -> None:
    text = shown(Terminal(), 2, 0.5, 4)
    states = text.split("\r")
    assert len(states) > 3
    assert " 50%" in states[-1]
    assert "2/4" in states[-1]
    assert "2.00 segments/s" in states[-1]
    assert "00:01<00:01" in states[-1]
    assert text.count("\n") == 1


def test_elsewhere_a_plain_line_every_ten_seconds_and_at_the_end() -> None:
    lines = shown(io.StringIO(), 25, 1.0, 30).splitlines()
    assert not any("\r" in line or "\x1b" in line for line in lines)
    assert [line.split(",")[0] for line in lines] == [f"{n}/30 segments" for n in (10, 20, 25)]
    assert lines[0] == "10/30 segments,  1.00 segments/s, 00:20 left"
    assert PLAIN_SECONDS == 10


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "1 s"), (59.4, "59 s"), (60, "1 min"), (200, "3 min 20 s"), (3600, "1 h"), (7500, "2 h 5 min")],
)
def test_duration_as_people_say_it(seconds: float, said: str) -> None:
    assert duration(seconds) == said
