"""How far a run is: a line that rewrites itself on a terminal, plain lines elsewhere, one every few seconds."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

_REDRAW_SECONDS = 0.1
_PLAIN_SECONDS = 10.0
_BAR = 24


class Progress:
    """Counts finished segments and tells how fast they come. Writes to standard error only."""

    def __init__(
        self, total: int, *, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start the clock.

        Args:
            total: how many segments there are to do.
            stream: where to write; None for standard error.
            clock: returns seconds.
        """
        self.total = total
        self.done = 0
        self._stream = stream if stream is not None else sys.stderr
        self._clock = clock
        self._start = self._last = clock()
        self._terminal = self._stream.isatty()
        self._width = 0

    def step(self, count: int = 1) -> None:
        """Count finished segments and, when it is time, say so."""
        self.done += count
        now = self._clock()
        if now - self._last >= (_REDRAW_SECONDS if self._terminal else _PLAIN_SECONDS):
            self._last = now
            self._say(now)

    def finish(self) -> None:
        """Say the last word: all of it, or where it stopped."""
        if self.done:
            self._say(self._clock())
        if self._terminal and self.done:
            self._stream.write("\n")
            self._stream.flush()

    def _say(self, now: float) -> None:
        seconds = now - self._start
        speed = self.done / seconds if seconds > 0 else 0.0
        text = f"{self.done}/{self.total} segments, {speed:.1f} segments/s"
        if self.done < self.total and speed:
            text += f", {duration((self.total - self.done) / speed)} left"
        if self._terminal:
            filled = _BAR * self.done // max(self.total, 1)
            text = f"[{'#' * filled}{' ' * (_BAR - filled)}] {text}"
            self._stream.write("\r" + text.ljust(self._width))
            self._width = len(text)
        else:
            self._stream.write(text + "\n")
        self._stream.flush()


def duration(seconds: float) -> str:
    """Write a time as people say it: `4 s`, `3 min 20 s`, `2 h 5 min`."""
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
