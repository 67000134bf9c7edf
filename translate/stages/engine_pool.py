"""The engines of a run: opened when they are needed, timed, and their failures kept for the report."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from translate.core.languages import Direction
from translate.core.progress import progress_bar
from translate.machine.engine import Decoding, Engine, EngineError, Metered, Repairs, Usage
from translate.machine.fallback import Outcome
from translate.markdown.protect import Protected
from translate.memory.store import Memory
from translate.stages import speed
from translate.stages.pretranslation import PendingSegment, Pretranslation, from_earlier, from_engine, glossary_at
from translate.stages.report import FileReport

_NAMED = 5
"""Files that a line names at most."""


@dataclass(frozen=True)
class SecondEngines:
    """Which further engines a run asks for, by name, and how they are opened."""

    opener: Callable[[str, Direction], Engine]
    """Opens one for a direction."""
    repair: str = ""
    """What translates again what the guards refuse; empty for none."""
    repair_risk: float | None = None
    """Least risk of what goes there although it passed; None for nothing."""
    second: str = ""
    """What reads what passed and says where it disagrees; empty for none."""


class EnginePool:
    """The engines of a run, one per direction, opened when the first segment waits for one."""

    def __init__(
        self,
        opener: Callable[[Direction], Engine],
        seconds: SecondEngines,
        *,
        glossary: Path | None = None,
        publishers: Path | None = None,
        decoding: Decoding | None = None,
    ) -> None:
        """Open nothing yet.

        Args:
            opener: opens the engine that translates, for a direction.
            seconds: which further engines there are.
            glossary: terms to hold; None for none.
            publishers: list of publishers; None for none.
            decoding: how engines search.
        """
        self.failed = False
        self.repairs = Repairs()
        self._estimated = Usage()
        self._opener = opener
        self._seconds = seconds
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
        on_finished: Callable[[Sequence[Pretranslation]], None] = lambda _: None,
    ) -> float:
        """Translate what waits, one direction after the other, and in each as many files as fill an engine's block.

        Args:
            todo: what waits, each file's segments together.
            memories: of all directions.
            progress: whether to show progress on standard error.
            on_finished: called with files, as soon as they have all their texts.

        Returns:
            The seconds it took.
        """
        ready = {key: segments for key, segments in todo.items() if self.get(key) is not None}
        glossary, notes = glossary_at(*(self._files if ready else (None,)))
        self._notes += notes
        count = sum(map(len, ready.values()))
        bar = progress_bar(count) if progress and count else None

        def step() -> None:
            if bar is not None:
                bar.update()

        def translate_files(key: Direction, engine: Engine, segments: list[PendingSegment]) -> float:
            known = dict[Protected, Outcome]()
            took = 0.0
            second_engines = {
                "repair": self._second(self._seconds.repair, key),
                "second": self._second(self._seconds.second, key),
            }
            for files in _batches(segments, engine.capabilities.block):
                rest = from_earlier(files, known, memories[key], engine=engine, step=step)
                went = from_engine(
                    rest,
                    memories[key],
                    engine=engine,
                    glossary=glossary,
                    decoding=self._decoding,
                    step=step,
                    repair_risk=self._seconds.repair_risk,
                    **second_engines,
                )
                known |= {one.unit: one.pretranslation.outcomes[one.at] for one in rest}
                took += went.seconds
                self.repairs += went.repairs
                if went.failure:
                    self.failed = True
                    self._notes.append(went.failure)
                    # What failed once is not waited for again with every file.
                    second_engines = {}
                on_finished(list(dict.fromkeys(one.pretranslation for one in files)))
            return took

        seconds = 0.0
        for key, segments in sorted(ready.items()):
            engine = self.get(key)
            assert engine is not None
            try:
                took = translate_files(key, engine, segments)
            except EngineError as error:
                self.failed = True
                self._errors[key] = str(error)
                continue
            seconds += took
            if not engine.literal:
                speed.keep(engine.name, speed.size(segments), took)
        if bar is not None:
            bar.close()
        return seconds

    def _second(self, name: str, direction: Direction) -> Engine | None:
        """Open a second engine; None where none is asked for, or it cannot be opened, which is reported."""
        if not name:
            return None
        try:
            return self._seconds.opener(name, direction)
        except EngineError as error:
            self.failed = True
            self._notes.append(f"The second engine, {name}, is not there: {error}")
            return None

    @property
    def usage(self) -> Usage:
        """What language models were asked for, or would be."""
        if self._estimated != Usage():
            return self._estimated
        engines = [engine for engine in self._open.values() if engine is not None]
        return sum((engine.usage for engine in engines if isinstance(engine, Metered)), Usage())

    def estimate(self, todo: dict[Direction, list[PendingSegment]]) -> float | None:
        """Return the seconds that what waits would take; None where an engine is missing. Keeps the tokens."""
        total = 0.0
        for key, segments in sorted(todo.items()):
            engine = self.get(key)
            if engine is None:
                return None
            glossary, _ = glossary_at(*self._files)
            seconds, tokens = speed.estimate(segments, engine, glossary, self._decoding)
            total += seconds
            self._estimated += tokens
        return total

    def messages(self, reports: Sequence[FileReport]) -> tuple[str, ...]:
        """Say in one line per reason what stayed untranslated and what to do."""
        reasons: defaultdict[str, list[Direction]] = defaultdict(list)
        for key, reason in self._errors.items():
            # Without a model the reason differs by direction only; one line is enough for both.
            reasons["" if reason.startswith("No ") and "model is installed" in reason else reason].append(key)
        lines = [_message(reason, keys, reports) for reason, keys in reasons.items()]
        return (*filter(None, lines), *self._notes)


def _batches(segments: Sequence[PendingSegment], size: int) -> Iterator[list[PendingSegment]]:
    """Cut what waits between files, into the shortest stretches that have `size` segments or more."""
    batch: list[PendingSegment] = []
    for _, own in groupby(segments, key=lambda segment: id(segment.pretranslation)):
        batch += own
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


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
