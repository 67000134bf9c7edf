"""Command line: arguments, progress, exit codes. `python -m translate --help` is the reference."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from translate.core import console
from translate.core.engine_registry import LITERAL
from translate.core.fields import PROSE_FIELDS
from translate.core.languages import LANGUAGES, Direction
from translate.core.problem import Problem
from translate.machine.engine import Decoding
from translate.machine.engines import engine_arguments
from translate.stages import report_text
from translate.stages.discovery import CONTENT, Task, find, language_of
from translate.stages.report import FileReport, RunReport, State
from translate.stages.report_text import Command
from translate.stages.up_to_date import Current

FINE, PROBLEMS, USAGE = 0, 1, 2
_MEMORY = Path("content/memory")
_GLOSSARY = Path("content/glossary.csv")
_PUBLISHERS = Path("content/publishers.yml")
_STDIN = Path("-")


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    made = argparse.ArgumentParser(
        prog="python -m translate",
        description="Translate Markdown between English and Simplified Chinese, offline. Without PATH, every original "
        f"under {' and '.join(map(str, CONTENT))} that has no up-to-date translation. What people wrote stays.",
        epilog="Exit codes: 0 fine, 1 problems, 2 wrong usage.",
        allow_abbrev=False,
    )
    made.add_argument(
        "paths", nargs="*", metavar="PATH", type=Path, help="files or folders; `-` with --stdout reads standard input"
    )
    made.add_argument(
        "--from", dest="source", choices=LANGUAGES, help="language of the originals; told by names like x.en.md"
    )
    made.add_argument("--to", dest="target", choices=LANGUAGES, help="translate only into this language")
    doing = made.add_mutually_exclusive_group()
    doing.add_argument("--dry-run", action="store_true", help="say what would be translated and how long that takes")
    doing.add_argument(
        "--check", action="store_true", help="report what is missing, stale or untranslated; write nothing"
    )
    doing.add_argument(
        "--stdout", action="store_true", help="print one file's translation; read and write no other file"
    )
    doing.add_argument("--accept", action="store_true", help="record translations as right as they stand")
    made.add_argument("--force", action="store_true", help="translate machines' texts again, never people's")
    made.add_argument("--json", action="store_true", help="print records for programs")
    made.add_argument(
        "--memory", type=Path, metavar="DIR", help=f"folder of the translation memory (default: {_MEMORY})"
    )
    made.add_argument("--no-memory", action="store_true", help="use no translation memory")
    made.add_argument(
        "--publishers", type=Path, metavar="FILE", help=f"whose periodicals take 《》 (default: {_PUBLISHERS})"
    )
    made.add_argument("--glossary", type=Path, metavar="FILE", help=f"terms to hold (default: {_GLOSSARY})")
    made.add_argument(
        "--field",
        dest="fields",
        action="append",
        metavar="NAME",
        help=f"front matter field that is prose; repeatable (default: {', '.join(PROSE_FIELDS)})",
    )
    engine_arguments.add(made)
    console.add_log_options(made)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    command_line = parser()
    options = command_line.parse_args(arguments)
    console.log_as_asked(options)
    _check_options(command_line, options)
    options.api_key = engine_arguments.read_key(command_line, options)
    try:
        if options.stdout:
            return _stdout(command_line, options)
        return _run(options)
    except KeyboardInterrupt:
        console.warn("Stopped. What was finished is remembered; run the command again to go on.")
        return PROBLEMS
    except OSError as error:
        console.warn(f"{error.filename or 'A file'}: {error.strerror}. Check the path, its permissions and the disk.")
        return PROBLEMS


def _check_options(command_line: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """End with the usage error where options do not go together or name no file or folder."""
    if options.source is not None and options.source == options.target:
        command_line.error(f"--from and --to are both {options.source}; two languages expected.")
    engine_arguments.check(command_line, options)
    if options.stdout and (options.repair or options.second):
        command_line.error("--repair or --second found with --stdout; none expected. Translate the file in its place.")
    for folder in (options.memory, options.models):
        if folder is not None and folder.exists() and not folder.is_dir():
            command_line.error(f"{folder} is a file; a folder expected.")
    for file in (options.glossary, options.publishers, options.recorded):
        if file is not None and not file.is_file():
            command_line.error(f"{file} is no file; expected one. Check the path.")


def _command(options: argparse.Namespace) -> Command:
    if options.dry_run:
        return Command.DRY_RUN
    if options.check:
        return Command.CHECK
    return Command.ACCEPT if options.accept else Command.TRANSLATE


def _run(options: argparse.Namespace) -> int:
    """Bring translations up to date, or do what else was asked for, and print what came of it."""
    command = _command(options)
    tasks, problems = find(options.paths, source=options.source, target=options.target)
    report = _report(tasks, options)
    report = replace(report, problems=tuple(sorted({*problems, *report.problems})))
    failed = report_text.is_failed(report, command)
    if options.json:
        console.write_json(report.as_json())
    else:
        console.warn(*report.problems, *report_text.file_problems(report, command), *report.messages)
        console.write(*report_text.lines(report, command, failed=failed))
    return PROBLEMS if failed else FINE


def _report(tasks: Sequence[Task], options: argparse.Namespace) -> RunReport:
    """Bring the files up to date that changed since the last run, and report on all."""
    current = _current(tasks, options)
    reviews = {} if options.force or options.accept or options.json else _unchanged(tasks, current)
    unchanged = RunReport(
        tuple(FileReport(task, State.CURRENT, review=review) for task, review in reviews.items()), estimate=0.0
    )
    if len(reviews) == len(tasks):
        return unchanged
    report = _bring_up_to_date([task for task in tasks if task not in reviews], options)
    if report.learned and reviews:
        # What a person corrected in one file may have to go into files that nobody touched.
        unchanged = _bring_up_to_date(list(reviews), options)
    report = report.joined(unchanged)
    if not (options.dry_run or options.check or options.accept):
        current.keep({file.task: file.review if file.fine else None for file in report.files})
    return report


def _current(tasks: Sequence[Task], options: argparse.Namespace) -> Current:
    """Return what the last run with these options found up to date."""
    memory = None if options.engine in LITERAL else _memory(options, [task.original for task in tasks])
    return Current(memory, [options.engine, str(options.memory), *(options.fields or [])])


def _unchanged(tasks: Sequence[Task], current: Current) -> dict[Task, str]:
    """Return the tasks whose files are those of the last run, with who has reviewed the translation."""
    reviews = {task: current.review(task) for task in tasks}
    return {task: review for task, review in reviews.items() if review is not None}


def _bring_up_to_date(tasks: Sequence[Task], options: argparse.Namespace) -> RunReport:
    # Imported late: where nothing changed, a run needs none of it.
    from translate import pipeline

    settings = pipeline.Options(
        engine=options.engine,
        engine_options=engine_arguments.first(options),
        decoding=_decoding(options),
        repair=options.repair,
        repair_risk=options.repair_risk,
        second=options.second,
        second_options=engine_arguments.second(options),
        memory=_memory(options, [task.original for task in tasks]),
        glossary=_given_or(options.glossary, _GLOSSARY),
        publishers=_given_or(options.publishers, _PUBLISHERS),
        force=options.force,
        dry=options.dry_run or options.check,
        estimate=options.dry_run,
        similar=options.json,
        accept=options.accept,
        **({"prose": tuple(options.fields)} if options.fields else {}),
    )
    return pipeline.run(tasks, settings, progress=not options.json)


def _stdout(command_line: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Print the translation of one file."""
    from translate import translate_markdown
    from translate.machine.engine import EngineError
    from translate.memory.store import Memory
    from translate.stages.pretranslation import glossary_at

    path = _only_path(command_line, options)
    direction = _direction(command_line, options, path)
    data = sys.stdin.buffer.read() if path == _STDIN else path.read_bytes()
    memory, problems = Memory.open(_stdout_memory(options, path), direction, keep=False)
    glossary, notes = glossary_at(_given_or(options.glossary, _GLOSSARY), _given_or(options.publishers, _PUBLISHERS))
    try:
        translation = translate_markdown(
            data.decode("utf-8", "surrogateescape"),
            source=direction.source,
            target=direction.target,
            engine=options.engine,
            options=engine_arguments.first(options),
            glossary=glossary,
            decoding=_decoding(options),
            memory=memory,
            path=path,
            **({"fields": tuple(options.fields)} if options.fields else {}),
        )
    except EngineError as error:
        console.warn(error)
        return PROBLEMS
    problems += translation.problems
    if options.json:
        segments = [vars(segment) for segment in translation.segments]
        answer = {"text": translation.text.encode("utf-8", "replace").decode(), "segments": segments}
        console.write_json({**answer, "problems": [_as_json(problem) for problem in problems]})
    else:
        sys.stdout.buffer.write(translation.text.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()
        console.warn(*problems, *notes)
    # A segment left in its language is a fallback, which is marked and reported, not a fault.
    left = sum(segment.strategy == "source" for segment in translation.segments)
    return PROBLEMS if len(problems) > left else FINE


def _only_path(command_line: argparse.ArgumentParser, options: argparse.Namespace) -> Path:
    """Return the one path that `--stdout` takes."""
    if len(options.paths) != 1:
        command_line.error(f"--stdout prints one file; {len(options.paths)} paths found.")
    return Path(options.paths[0])


def _direction(command_line: argparse.ArgumentParser, options: argparse.Namespace, path: Path) -> Direction:
    """Return the languages that `--stdout` translates from and into; check that the file is there."""
    source = options.source or language_of(path)
    if source is None:
        command_line.error(f"the name {path} tells no language. Say --from en or --from zh-Hans.")
    target = options.target or next(language for language in LANGUAGES if language != source)
    if source == target:
        command_line.error(f"{path} is already in {source}. Say another language with --to.")
    if path != _STDIN and not path.is_file():
        command_line.error(f"{path} is no file.")
    return Direction(source, target)


def _stdout_memory(options: argparse.Namespace, path: Path) -> Path | None:
    """Return the memory's folder for one file: only one that exists is used by default."""
    if options.memory is not None:
        return Path(options.memory)
    is_own = not options.no_memory and _MEMORY.is_dir() and _within(path, _MEMORY.parent)
    return _MEMORY if is_own else None


def _decoding(options: argparse.Namespace) -> Decoding:
    return Decoding(beam=options.beam)


def _memory(options: argparse.Namespace, originals: Sequence[Path]) -> Path | None:
    """Return the memory's folder: the one given, else the newsletter's own for the newsletter's own files."""
    if options.no_memory:
        return None
    if options.memory is not None:
        return Path(options.memory)
    return _MEMORY if any(_within(path, _MEMORY.parent) for path in originals) else None


def _given_or(path: Path | None, usual: Path) -> Path | None:
    return path or (usual if usual.is_file() else None)


def _within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _as_json(problem: Problem) -> dict[str, object]:
    return {**vars(problem), "path": problem.path.as_posix()}


if __name__ == "__main__":
    sys.exit(main())
