"""The order of the steps: read all files, revise, learn from people, fill from memory, translate the rest, write.

The steps themselves live in their own modules. Nothing reaches a file before everything for it is there; what an
engine finishes is in the memory at once.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from translate.core.engine_registry import LITERAL
from translate.core.fields import PROSE_FIELDS
from translate.core.files import write_atomically
from translate.core.languages import Direction
from translate.core.problem import Problem
from translate.core.progress import progress_bar
from translate.machine.engine import Decoding, Engine, EngineError, EngineOptions, Metered, Repairs, Usage
from translate.machine.engines import open_engine
from translate.memory.store import Memory
from translate.stages import job, refusals, speed
from translate.stages.accept import accept
from translate.stages.discovery import Task
from translate.stages.finalize import finish, left_alone, unwritten
from translate.stages.job import TranslationJob
from translate.stages.pretranslation import (
    PendingSegment,
    Pretranslation,
    from_engine,
    from_memory,
    glossary_at,
    pending_segments,
)
from translate.stages.report import FileReport, RunReport, State


@dataclass(frozen=True)
class Options:
    """What a run is asked to do."""

    engine: str = "argos"
    """One of `engine_registry.ENGINES`."""
    engine_options: EngineOptions = field(default_factory=EngineOptions)
    """How it is opened."""
    decoding: Decoding = field(default_factory=Decoding)
    """How it searches."""
    repair: str = ""
    """Engine for what the guards refuse; empty for none."""
    repair_risk: float | None = None
    """Least risk of what goes there although it passed; None for nothing."""
    second: str = ""
    """Engine that reads what passed and says where it disagrees; empty for none."""
    second_options: EngineOptions = field(default_factory=EngineOptions)
    """How these two are opened."""
    memory: Path | None = None
    """Folder of the memories; None for none."""
    glossary: Path | None = None
    """Glossary file; None for none."""
    publishers: Path | None = None
    """List of publishers, whose periodicals take 《》 in Chinese; None for none."""
    force: bool = False
    """Translate machines' texts again."""
    prose: tuple[str, ...] = PROSE_FIELDS
    """Front matter fields that are translated."""
    dry: bool = False
    """Write nothing and translate nothing; say what would be done."""
    estimate: bool = False
    """With `dry`, also say how long it would take; may translate a few segments to measure."""
    similar: bool = False
    """Look in the memory for what resembles segments that need a person."""
    accept: bool = False
    """Record translations as right as they stand, and do nothing else."""


_NAMED = 5
"""Files that a line names at most."""

_log = logging.getLogger(__name__)

Opener = Callable[[str, Direction], Engine]
"""Opens an engine: its name, and which way it translates."""


def run(tasks: Sequence[Task], options: Options, *, progress: bool = False, opener: Opener | None = None) -> RunReport:
    """Bring translations up to date.

    Args:
        tasks: what to bring up to date; they may share no translation.
        options: how.
        progress: whether to show progress on standard error.
        opener: what opens engines, for callers that have one open; None for `engines.open_engine`.

    Returns:
        What was done and found; nothing is printed.
    """
    problems: list[Problem] = []
    works: list[TranslationJob] = []
    reports: dict[Task, FileReport] = {}
    for task in tasks:
        found, faults = job.read(task, options.prose)
        problems += faults
        if found is None:
            reports[task] = FileReport(task, State.FAILED)
        else:
            works.append(found)
    memories, faults = _memories(works, options)
    problems += faults
    keys = {one.task: memories[one.task.direction] for one in works}
    works = [job.revise(one, keys[one.task], engine=options.engine, force=options.force) for one in works]
    if options.accept:
        reports |= {one.task: _accept(one, keys[one.task], options) for one in works}
        for memory in memories.values():
            memory.save()
        return RunReport(tuple(reports[task] for task in tasks), tuple(sorted(set(problems))))
    job.update_memory(works, memories)
    engines = _Engines(options, opener)
    fillings: list[Pretranslation] = []
    for one in works:
        if one.state is not None:
            reports[one.task] = left_alone(one, told=_turned(one.task) in reports)
            continue
        name = engines.name(one) if one.record is not None and one.record.untranslated else ""
        fillings.append(from_memory(one, keys[one.task], engine=name, force=options.force))
    todo: defaultdict[Direction, list[PendingSegment]] = defaultdict(list)
    for wait in pending_segments(fillings):
        todo[wait.filling.work.task.direction].append(wait)
    seconds, estimate = 0.0, None
    if options.dry:
        estimate = engines.estimate(todo) if options.estimate else None
    elif todo:
        seconds = engines.translate(todo, memories, progress=progress)
    known_refusals = refusals.known()
    for filling in fillings:
        task = filling.work.task
        if filling.pending:
            _log.debug("%s: not written: %d segments wait for an engine", task.translation, len(filling.pending))
            reports[task] = unwritten(filling)
            continue
        result = finish(filling, keys[task] if options.similar else Memory(), options.prose, known_refusals)
        reports[task] = result.report
        known_refusals |= result.reasons
        if result.data is not None and not options.dry:
            reports[task] = _write(result.data, filling.work, result.report)
    if not options.dry:
        refusals.save(known_refusals)
    for memory in memories.values():
        memory.save()
    from translate.machine.fallback import Strategy, reasons_left

    outcomes = [outcome for filling in fillings for outcome in filling.outcomes.values()]
    strategies = Counter(outcome.strategy.value for outcome in outcomes)
    return RunReport(
        files=tuple(reports[task] for task in tasks),
        problems=tuple(sorted(set(problems))),
        messages=engines.messages(list(reports.values())),
        failed=engines.failed,
        strategies={strategy.value: strategies[strategy.value] for strategy in Strategy if strategies[strategy.value]}
        if strategies
        else {},
        reasons=reasons_left(outcomes),
        seconds=seconds,
        learned=any(memory.learned for memory in memories.values()),
        estimate=estimate,
        usage=engines.usage,
        repairs=engines.repairs,
    )


def _memories(works: Sequence[TranslationJob], options: Options) -> tuple[dict[Direction, Memory], list[Problem]]:
    """Open each direction's memory; test engines get an empty one that is not kept."""
    folder = None if options.engine in LITERAL else options.memory
    memories: dict[Direction, Memory] = {}
    problems: list[Problem] = []
    for direction in sorted({one.task.direction for one in works}):
        memory, faults = Memory.open(folder, direction, keep=not options.dry)
        memories[direction] = memory
        problems += faults
    return memories, problems


def _accept(one: TranslationJob, memory: Memory, options: Options) -> FileReport:
    if one.existing is None or one.record is None:
        return FileReport(one.task, State.MISSING if one.existing is None else State.TWO_ORIGINALS)
    data = accept(one, memory, options.prose)
    report = FileReport(one.task, State.CURRENT, len(one.source.segments), len(one.existing.segments))
    return report if options.dry else _write(data, one, report)


def _turned(task: Task) -> Task:
    return Task(task.translation, task.original, task.direction.reversed)


def _write(data: bytes, one: TranslationJob, report: FileReport) -> FileReport:
    """Write a translation, unless it is what lies there, or someone saved the file since it was read."""
    path = one.task.translation
    there = path.read_bytes() if path.exists() else None
    if data == there:
        _log.debug("%s: up to date, nothing written", path)
        return report.standing(State.CURRENT)
    if there != one.data:
        message = "saved by someone during the run; expected no change. It is left as it is. Run the command again."
        return replace(report.standing(State.CHANGED), notices=(*report.notices, Problem(path, 0, 0, message)))
    _log.debug("%s: written, %d bytes", path, len(data))
    write_atomically(path, data)
    return report.standing(State.WRITTEN)


class _Engines:
    """The engines of a run, one per direction, opened when the first segment waits for one."""

    def __init__(self, options: Options, opener: Opener | None) -> None:
        self.failed = False
        self._options = options
        self._opener = opener
        self._open: dict[Direction, Engine | None] = {}
        self._errors: dict[Direction, str] = {}
        self._notes: list[str] = []
        self.repairs = Repairs()
        self._estimated = Usage()

    def get(self, direction: Direction) -> Engine | None:
        """Return the engine of a direction; None where there is none."""
        if direction not in self._open:
            try:
                if self._opener is not None:
                    engine: Engine | None = self._opener(self._options.engine, direction)
                else:
                    engine = open_engine(self._options.engine, direction, options=self._options.engine_options)
            except EngineError as error:
                engine = None
                self._errors[direction] = str(error)
            self._open[direction] = engine
        return self._open[direction]

    def _second(self, name: str, direction: Direction) -> Engine | None:
        """Open a second engine; None where none is asked for, or it cannot be opened, which is said."""
        if not name:
            return None
        try:
            if self._opener is not None:
                return self._opener(name, direction)
            return open_engine(name, direction, options=self._options.second_options)
        except EngineError as error:
            self.failed = True
            self._notes.append(f"The second engine, {name}, is not there: {error}")
            return None

    def name(self, one: TranslationJob) -> str:
        """Return the name of a work's engine; empty where there is none."""
        engine = self.get(one.task.direction)
        return engine.name if engine is not None else ""

    def translate(
        self,
        todo: dict[Direction, list[PendingSegment]],
        memories: dict[Direction, Memory],
        *,
        progress: bool,
    ) -> float:
        """Translate what waits, one direction after the other; return the seconds it took."""
        ready = {key: slots for key, slots in todo.items() if self.get(key) is not None}
        glossary, notes = glossary_at(*((self._options.glossary, self._options.publishers) if ready else (None,)))
        self._notes += notes
        count = sum(map(len, ready.values()))
        bar = progress_bar(count) if progress and count else None

        def step() -> None:
            if bar is not None:
                bar.update()

        seconds = 0.0
        for key, slots in sorted(ready.items()):
            engine = self.get(key)
            assert engine is not None
            try:
                went = from_engine(
                    slots,
                    memories[key],
                    engine=engine,
                    glossary=glossary,
                    decoding=self._options.decoding,
                    step=step,
                    repair=self._second(self._options.repair, key),
                    repair_risk=self._options.repair_risk,
                    second=self._second(self._options.second, key),
                )
            except EngineError as error:
                self.failed = True
                self._errors[key] = str(error)
            else:
                seconds += went.seconds
                self.repairs += went.repairs
                self.failed = self.failed or bool(went.failure)
                self._notes += [went.failure] if went.failure else []
                if not engine.literal:
                    speed.keep(engine.name, speed.size(slots), went.seconds)
        if bar is not None:
            bar.close()
        return seconds

    def estimate(self, todo: dict[Direction, list[PendingSegment]]) -> float | None:
        """Return the seconds that what waits would take; None where an engine is missing. Keeps the tokens."""
        total = 0.0
        for key, slots in sorted(todo.items()):
            engine = self.get(key)
            if engine is None:
                return None
            glossary, _ = glossary_at(self._options.glossary, self._options.publishers)
            seconds, tokens = speed.estimate(slots, engine, glossary, self._options.decoding)
            total += seconds
            self._estimated += tokens
        return total

    @property
    def usage(self) -> Usage:
        """What language models were asked for, or would be."""
        if self._options.dry:
            return self._estimated
        engines = [one for one in self._open.values() if one is not None]
        return sum((one.usage for one in engines if isinstance(one, Metered)), Usage())

    def messages(self, reports: Sequence[FileReport]) -> tuple[str, ...]:
        """Say in one line per reason what stayed untranslated and what to do."""
        reasons: defaultdict[str, list[Direction]] = defaultdict(list)
        for key, reason in self._errors.items():
            # Without a model the reason differs by direction only; one line is enough for both.
            reasons["" if reason.startswith("No ") and "model is installed" in reason else reason].append(key)
        lines: list[str] = []
        for reason, keys in reasons.items():
            files = [
                report.task.original.as_posix()
                for report in reports
                if report.waiting and report.task.direction in keys
            ]
            if not files:
                continue
            named = ", ".join(files[:_NAMED]) + (f" and {len(files) - _NAMED} more" if len(files) > _NAMED else "")
            stays = f"{len(files)} file{' stays' if len(files) == 1 else 's stay'} untranslated ({named})"
            if reason:
                lines.append(f"{stays}: {reason}")
            else:
                pairs = " and ".join(map(str, sorted(keys)))
                model = "model is" if len(keys) == 1 else "models are"
                lines.append(f"No {pairs} {model} installed, so {stays}. Run `make models`.")
        return (*lines, *self._notes)
