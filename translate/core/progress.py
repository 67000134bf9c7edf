"""How far a run is: tqdm's bar on a terminal; elsewhere a plain line now and then, fit for the log of a CI job."""

import sys
from typing import NoReturn, TextIO

from tqdm import tqdm

PLAIN_SECONDS = 10.0
"""Between two lines where there is no terminal."""


class _Lines:
    """A stream for tqdm in which every state is a line of its own, instead of rewriting the last one."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        line = text.replace("\r", "").strip()
        # tqdm says where it begins; a log has no use for that.
        if line and not line.startswith("0/"):
            self._stream.write(f"{line}\n")

    def flush(self) -> None:
        self._stream.flush()


def progress_bar(total: int, *, stream: TextIO | None = None) -> "tqdm[NoReturn]":
    """Return a bar that counts finished segments, with their rate and the time left.

    Args:
        total: how many segments there are to do.
        stream: where to write; None for standard error.
    """
    stream = stream if stream is not None else sys.stderr
    terminal = stream.isatty()
    return tqdm(
        total=total,
        unit=" segments",
        file=stream if terminal else _Lines(stream),
        mininterval=0.1 if terminal else PLAIN_SECONDS,
        # One count may take longer than the interval: look at the clock every time.
        miniters=1,
        # On a terminal as wide as it is; lines need no width.
        dynamic_ncols=terminal,
        bar_format=None if terminal else "{n_fmt}/{total_fmt} segments, {rate_fmt}, {remaining} left",
        ascii=None if terminal else True,
    )


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
