"""The engines of a run: opened when they are needed, timed, and their failures kept for the report."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from translate.core.languages import Direction
from translate.core.progress import progress_bar
from translate.machine.engine import Decoding, Engine, EngineError
from translate.memory.store import Memory
from translate.stages import speed
from translate.stages.pretranslation import PendingSegment, from_engine, glossary_at
from translate.stages.report import FileReport

_NAMED = 5
"""Files that a line names at most."""


class EnginePool:
    """The engines of a run, one per direction, opened when the first segment waits for one."""

    def __init__(
        self,
        opener: Callable[[Direction], Engine],
        *,
        glossary: Path | None = None,
        publishers: Path | None = None,
        decoding: Decoding | None = None,
    ) -> None:
        """Open nothing yet.

        Args:
            opener: opens an engine for a direction.
            glossary: terms to hold; None for none.
            publishers: list of publishers; None for none.
            decoding: how engines search.
        """
        self.failed = False
        self._opener = opener
        self._files = glossary, publishers
        self._decoding = decoding or Decoding()
        self._open: dict[Direction, Engine | None] = {}
        self._errors: dict[Direction, str] = {}
        self._notes: list[str] = []

    def get(self, direction: Direction) -> Engine | None:
        """Return the engine of a direction; None where there is none."""
        if direction not in self._open:
            engine: Engine | None = None
            try:
                engine = self._opener(direction)
            except EngineError as error:
                self._errors[direction] = str(error)
            self._open[direction] = engine
        return self._open[direction]

    def name(self, direction: Direction) -> str:
        """Return the name of a direction's engine; empty where there is none."""
        engine = self.get(direction)
        return engine.name if engine is not None else ""

    def translate(
        self,
        todo: dict[Direction, list[PendingSegment]],
        memories: dict[Direction, Memory],
        *,
        progress: bool,
    ) -> float:
        """Translate what waits, one direction after the other; return the seconds it took."""
        ready = {key: segments for key, segments in todo.items() if self.get(key) is not None}
        glossary, notes = glossary_at(*(self._files if ready else (None,)))
        self._notes += notes
        count = sum(map(len, ready.values()))
        bar = progress_bar(count) if progress and count else None

        def step() -> None:
            if bar is not None:
                bar.update()

        seconds = 0.0
        for key, segments in sorted(ready.items()):
            engine = self.get(key)
            assert engine is not None
            try:
                taken = from_engine(
                    segments,
                    memories[key],
                    engine=engine,
                    glossary=glossary,
                    decoding=self._decoding,
                    step=step,
                )
            except EngineError as error:
                self.failed = True
                self._errors[key] = str(error)
            else:
                seconds += taken
                if not engine.literal:
                    speed.keep(engine.name, speed.size(segments), taken)
        if bar is not None:
            bar.close()
        return seconds

    def estimate(self, todo: dict[Direction, list[PendingSegment]]) -> float | None:
        """Return the seconds that what waits would take; None where an engine is missing."""
        total = 0.0
        for key, segments in sorted(todo.items()):
            engine = self.get(key)
            if engine is None:
                return None
            glossary, _ = glossary_at(*self._files)
            total += speed.estimate(segments, engine, glossary, self._decoding)
        return total

    def messages(self, reports: Sequence[FileReport]) -> tuple[str, ...]:
        """Say in one line per reason what stayed untranslated and what to do."""
        reasons: defaultdict[str, list[Direction]] = defaultdict(list)
        for key, reason in self._errors.items():
            # Without a model the reason differs by direction only; one line is enough for both.
            reasons["" if reason.startswith("No ") and "model is installed" in reason else reason].append(key)
        lines = [_message(reason, keys, reports) for reason, keys in reasons.items()]
        return (*filter(None, lines), *self._notes)


def _message(reason: str, directions: list[Direction], reports: Sequence[FileReport]) -> str:
    """Say what stayed untranslated for one reason, empty where nothing did."""
    files = [
        report.task.original.as_posix() for report in reports if report.waiting and report.task.direction in directions
    ]
    if not files:
        return ""
    named = ", ".join(files[:_NAMED]) + (f" and {len(files) - _NAMED} more" if len(files) > _NAMED else "")
    stays = f"{len(files)} file{' stays' if len(files) == 1 else 's stay'} untranslated ({named})"
    if reason:
        return f"{stays}: {reason}"
    pairs = " and ".join(map(str, sorted(directions)))
    model = "model is" if len(directions) == 1 else "models are"
    return f"No {pairs} {model} installed, so {stays}. Run `make models`."
