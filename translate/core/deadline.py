"""A limit on the CPU time that the work for one file may take, for whatever the estimates did not foresee.

`translate.markdown.complexity` refuses a text before it is read; this ends what it let through. CPU time is counted,
not time on the clock: a busy machine refuses nothing. Python's own code and its regular expressions look for signals;
a C library such as lxml does so only when it returns.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TimeLimitExceeded(BaseException):
    """The work was ended; the message says after how many seconds.

    No `Exception`, because extensions of Python-Markdown swallow those wherever they can do without a result.
    """


_local = threading.local()
_AGAIN = 0.25  # seconds of CPU time


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """End what runs inside when it has used so much CPU time.

    Only the main thread receives signals and only POSIX has this timer; elsewhere nothing is bounded. Inside another
    limit the outer one stays in force, and the inner one does nothing.

    Args:
        seconds: of this process's CPU time, system calls included; positive.

    Raises:
        TimeLimitExceeded: the time is over.
    """
    available = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not available or getattr(_local, "active", False):
        yield
        return

    over = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        if over.is_set():
            return
        message = f"it takes more than {seconds:g} seconds"
        raise TimeLimitExceeded(message)

    earlier = signal.signal(signal.SIGPROF, end)
    _local.active = True
    try:
        # What swallows the first exception, such as a callback that C code calls, gets another.
        signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
        try:
            yield
        finally:
            over.set()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        _local.active = False
        signal.signal(signal.SIGPROF, signal.SIG_DFL if earlier is None else earlier)
