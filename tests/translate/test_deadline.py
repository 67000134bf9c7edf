"""The bound on the time for one file."""

import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from translate.core.deadline import TimeLimitExceeded, time_limit

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this platform has no timer")


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    before = signal.getsignal(signal.SIGPROF)
    yield
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    assert signal.getsignal(signal.SIGPROF) is before


def spin() -> None:
    while True:
        pass


def swallow() -> None:
    while True:
        with suppress(Exception):
            spin()


def search() -> None:
    re.search("(a*)*b", "a" * 40)


@pytest.mark.parametrize("work", [spin, swallow, search])
def test_work_without_an_end_is_ended(work: Callable[[], None]) -> None:
    started = time.process_time()
    with pytest.raises(TimeLimitExceeded, match=r"more than 0\.2 seconds"), time_limit(0.2):
        work()
    assert 0.1 < time.process_time() - started < 10  # seconds


def test_work_in_time_is_left_alone() -> None:
    with time_limit(5):
        assert signal.getitimer(signal.ITIMER_PROF)[0] > 1
        time.sleep(0.01)


def test_waiting_is_no_work() -> None:
    with time_limit(0.3):
        time.sleep(0.6)


def test_an_error_of_the_work_passes() -> None:
    with pytest.raises(KeyError), time_limit(5):
        raise KeyError


def test_inside_a_limit_the_outer_one_stays_in_force() -> None:
    def work() -> None:
        with time_limit(60):
            pass
        with time_limit(0.05):
            spin()

    with pytest.raises(TimeLimitExceeded, match=r"0\.2"), time_limit(0.2):
        work()


def test_a_second_limit_starts_anew() -> None:
    for _ in range(2):
        with pytest.raises(TimeLimitExceeded), time_limit(0.1):
            spin()


def test_in_a_thread_nothing_happens() -> None:
    done: list[bool] = []

    def work() -> None:
        with time_limit(0.01):
            end = time.thread_time() + 0.1
            while time.thread_time() < end:
                pass
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


def test_where_there_is_no_timer_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "setitimer")
    with time_limit(0.01):
        sum(range(3_000_000))
