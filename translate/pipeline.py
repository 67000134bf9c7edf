"""The order of the steps: read all files, revise, learn from people, fill from memory, translate the rest, write.

The steps themselves live in their own modules. Nothing reaches a file before everything for it is there; what an
engine finishes is in the memory at once.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from translate.core.engine_registry import LITERAL
from translate.core.fields import PROSE_FIELDS
from translate.core.languages import Direction
from translate.machine.engine import Decoding, Engine, EngineOptions
from translate.machine.engines import open_engine
from translate.machine.fallback import Strategy, reasons_left
from translate.memory.store import Memory
from translate.stages import job as job_stage
from translate.stages import refusals, writing
from translate.stages.discovery import Task
from translate.stages.engine_pool import EnginePool, SecondEngines
from translate.stages.finalize import finish, left_alone, unwritten
from translate.stages.job import TranslationJob
from translate.stages.last_seen import LastSeen
from translate.stages.pretranslation import PendingSegment, Pretranslation, from_memory, pending_segments
from translate.stages.report import FileReport, RunReport, State
from translate.stages.segment_state import Provenance

if TYPE_CHECKING:
    from translate.core.problem import Problem


@dataclass(frozen=True)
class Options:
    """What a run is asked to do."""

    engine: str = "argos"
    """One of `engine_registry.ENGINES`."""
    engine_options: EngineOptions = field(default_factory=EngineOptions)
    """How it is opened."""
    decoding: Decoding = field(default_factory=Decoding)
    """How it searches."""
    memory: Path | None = None
    """Folder of the memories; None for none."""
    glossary: Path | None = None
    """Glossary file; None for none."""
    publishers: Path | None = None
    """List of publishers, whose periodicals take 《》 in Chinese; None for none."""
    repair: str = ""
    """Engine for what the guards refuse; empty for none."""
    repair_risk: float | None = None
    """Least risk of what goes there although it passed; None for nothing."""
    second: str = ""
    """Engine that reads what passed and says where it disagrees; empty for none."""
    second_options: EngineOptions = field(default_factory=EngineOptions)
    """How these two are opened."""
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
    return _Run(tasks, options, opener).report(progress=progress)


class _Run:
    """One run; its methods are its steps, in their order."""

    def __init__(self, tasks: Sequence[Task], options: Options, opener: Opener | None) -> None:
        self._tasks = tasks
        self._options = options
        self._problems: list[Problem] = []
        self._reports: dict[Task, FileReport] = {}
        self._memories: dict[Direction, Memory] = {}
        self._last_seen = LastSeen()

        def open_first(direction: Direction) -> Engine:
            if opener is not None:
                return opener(options.engine, direction)
            return open_engine(options.engine, direction, options=options.engine_options)

        def open_second(name: str, direction: Direction) -> Engine:
            if opener is not None:
                return opener(name, direction)
            return open_engine(name, direction, options=options.second_options)

        self._engines = EnginePool(
            open_first,
            SecondEngines(open_second, options.repair, options.repair_risk, options.second),
            glossary=options.glossary,
            publishers=options.publishers,
            decoding=options.decoding,
        )
        self._refusals = refusals.known()

    def report(self, *, progress: bool) -> RunReport:
        """Run all steps and return what was done and found."""
        jobs = self._read()
        self._open_memories(jobs)
        jobs = [self._revise(job) for job in jobs]
        if self._options.accept:
            return self._accept(jobs)
        job_stage.update_memory(jobs, self._memories)
        pretranslations = self._fill_from_memory(jobs)
        seconds, estimate = self._translate(pretranslations, progress=progress)
        self._save()
        outcomes = [outcome for pretranslation in pretranslations for outcome in pretranslation.outcomes.values()]
        strategies = Counter(outcome.strategy for outcome in outcomes)
        return RunReport(
            files=tuple(self._reports[task] for task in self._tasks),
            problems=tuple(sorted(set(self._problems))),
            messages=self._engines.messages(list(self._reports.values())),
            failed=self._engines.failed,
            strategies={strategy.value: strategies[strategy] for strategy in Strategy if strategies[strategy]},
            reasons=reasons_left(outcomes),
            usage=self._engines.usage,
            repairs=self._engines.repairs,
            seconds=seconds,
            learned=any(memory.learned for memory in self._memories.values()),
            estimate=estimate,
        )

    def _read(self) -> list[TranslationJob]:
        jobs: list[TranslationJob] = []
        for task in self._tasks:
            found, problems = job_stage.read(task, self._options.prose)
            self._problems += problems
            if found is None:
                self._reports[task] = FileReport(task, State.FAILED)
            else:
                jobs.append(found)
        return jobs

    def _open_memories(self, jobs: Sequence[TranslationJob]) -> None:
        """Open each direction's memory; test engines get an empty one that is not kept."""
        folder = None if self._options.engine in LITERAL else self._options.memory
        for direction in sorted({job.task.direction for job in jobs}):
            self._memories[direction], problems = Memory.open(folder, direction, keep=not self._options.dry)
            self._problems += problems

    def _revise(self, job: TranslationJob) -> TranslationJob:
        memory = self._memories[job.task.direction]
        return job_stage.revise(
            job, memory, engine=self._options.engine, force=self._options.force, last_seen=self._last_seen
        )

    def _accept(self, jobs: Sequence[TranslationJob]) -> RunReport:
        for job in jobs:
            self._reports[job.task] = writing.write_accepted(
                job, self._memories[job.task.direction], self._options.prose, dry=self._options.dry
            )
        self._save()
        return RunReport(tuple(self._reports[task] for task in self._tasks), tuple(sorted(set(self._problems))))

    def _fill_from_memory(self, jobs: Sequence[TranslationJob]) -> list[Pretranslation]:
        pretranslations: list[Pretranslation] = []
        for job in jobs:
            task = job.task
            if job.state is not None:
                reversed_task = Task(task.translation, task.original, task.direction.reversed)
                self._reports[task] = left_alone(job, reported=reversed_task in self._reports)
                continue
            # An engine that is not needed is not opened.
            left = any(plan.provenance is Provenance.SOURCE for plan in job.revision.plans)
            engine = self._engines.name(task.direction) if left else ""
            memory = self._memories[task.direction]
            pretranslations.append(from_memory(job, memory, engine=engine, force=self._options.force))
        return pretranslations

    def _translate(self, pretranslations: Sequence[Pretranslation], *, progress: bool) -> tuple[float, float | None]:
        """Translate what waits, and write each file as soon as it has its texts.

        Returns:
            The seconds it took, or in a dry run those it would take where that is asked.
        """
        todo: defaultdict[Direction, list[PendingSegment]] = defaultdict(list)
        for segment in pending_segments(pretranslations):
            todo[segment.pretranslation.job.task.direction].append(segment)
        seconds, estimate = 0.0, None
        if self._options.dry:
            estimate = self._engines.estimate(todo) if self._options.estimate else None
        elif todo:
            self._finish([one for one in pretranslations if not one.pending])
            seconds = self._engines.translate(todo, self._memories, progress=progress, on_finished=self._finish)
        self._finish([one for one in pretranslations if one.job.task not in self._reports])
        return seconds, estimate

    def _finish(self, pretranslations: Sequence[Pretranslation]) -> None:
        """Put files together and write them, and what a later run must know of them."""
        for pretranslation in pretranslations:
            self._finish_file(pretranslation)
        self._save_caches()

    def _finish_file(self, pretranslation: Pretranslation) -> None:
        job = pretranslation.job
        if pretranslation.pending:
            self._reports[job.task] = unwritten(pretranslation)
            return
        memory = self._memories[job.task.direction] if self._options.similar else Memory()
        finished = finish(pretranslation, memory, self._options.prose, self._refusals)
        self._refusals |= finished.reasons
        self._reports[job.task] = finished.report
        if finished.data is not None and not self._options.dry:
            self._reports[job.task] = writing.write_finished(job, finished, self._last_seen)

    def _save(self) -> None:
        for memory in self._memories.values():
            memory.save()
        self._save_caches()

    def _save_caches(self) -> None:
        if not self._options.dry:
            self._last_seen.save()
            if not self._options.accept:
                refusals.save(self._refusals)
