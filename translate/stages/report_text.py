"""What a command prints of a run's report: problems, lines and whether it counts as failed."""

from enum import Enum

from translate.core.problem import Problem
from translate.core.progress import duration
from translate.stages.report import BLOCKED, UNFINISHED, RunReport, State, count


class Command(Enum):
    """What a run was asked for."""

    TRANSLATE = "translate"
    """Bring translations up to date."""
    DRY_RUN = "dry-run"
    """Say what would be translated and how long that takes."""
    CHECK = "check"
    """Say what is missing, stale or untranslated."""
    ACCEPT = "accept"
    """Record translations as right as they stand."""


def is_failed(report: RunReport, command: Command) -> bool:
    """Tell whether the command ends with the exit code for problems."""
    if report.problems or report.failed or any(file.state in BLOCKED for file in report.files):
        return True
    if command is Command.CHECK:
        return any(file.faults or file.state in UNFINISHED for file in report.files)
    if command is Command.ACCEPT:
        return not report.files
    return False


def file_problems(report: RunReport, command: Command) -> list[Problem]:
    """Return what the command says about single files, beside the problems of the run."""
    if command is Command.CHECK:
        return [fault for file in report.files for fault in file.faults]
    return [
        problem
        for file in report.files
        if file.state is not State.TWO_ORIGINALS
        for problem in (*file.repairs, *file.notices, *file.stale, *file.left)
    ]


def lines(report: RunReport, command: Command, *, failed: bool) -> list[str]:
    """Return the lines for standard output.

    Args:
        report: of the run.
        command: what the run was asked for.
        failed: whether the command ends with the exit code for problems.
    """
    if command is Command.DRY_RUN:
        return _plan(report)
    if command is Command.ACCEPT:
        done = sum(file.state in (State.CURRENT, State.WRITTEN) for file in report.files)
        return [f"{count(done, 'translation')} recorded as right as {'it stands' if done == 1 else 'they stand'}."]
    if command is Command.CHECK:
        return [*_unreviewed(report), *([] if failed else [f"{count(len(report.files), 'translation')} up to date."])]
    return [report.summary()]


def _plan(report: RunReport) -> list[str]:
    """Say which segments wait for an engine and how long they take."""
    if not report.waiting:
        return ["Nothing to translate."]
    time = "time unknown" if report.estimate is None else f"about {duration(report.estimate)}"
    return [
        *(
            f"{file.task.original.as_posix()}: {count(file.waiting, 'segment')} into {file.task.target}"
            for file in report.files
            if file.waiting
        ),
        f"{count(report.waiting, 'segment')} to translate, {time}{_tokens(report)}.",
    ]


def _tokens(report: RunReport) -> str:
    """Say what a language model would be asked for, where that is counted."""
    usage = report.usage
    return f", about {usage.prompt_tokens:,} tokens in and {usage.output_tokens:,} out" if usage.requests else ""


def _unreviewed(report: RunReport) -> list[str]:
    """Name the translations that nobody has reviewed as a whole."""
    return [
        f"{file.task.translation.as_posix()}: {file.review}; not yet reviewed as a whole."
        for file in report.files
        if file.review.startswith("machine")
    ]
