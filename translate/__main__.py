"""Command line: arguments, progress, exit codes. `python -m translate --help` is the reference."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from translate.core import console
from translate.core.engine_registry import ENGINES, LITERAL
from translate.core.languages import LANGUAGES, Direction
from translate.core.problem import Problem
from translate.core.progress import duration
from translate.machine import api_key
from translate.machine.engine import Decoding, EngineOptions
from translate.stages.discovery import CONTENT, Task, find, language_of
from translate.stages.report import UNFINISHED, FileReport, RunReport, State, count
from translate.stages.up_to_date import Current

FINE, PROBLEMS, USAGE = 0, 1, 2
_MEMORY = Path("content/memory")
_GLOSSARY = Path("content/glossary.csv")
_PUBLISHERS = Path("content/publishers.yml")


class _KeyOnCommandLine(argparse.Action):
    """Refuses `--api-key KEY` without repeating the key, which argparse would do with an option it does not know."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """End with the usage error."""
        parser.error(
            "--api-key found, with a key that other users and the shell's history can see; none expected there. Set "
            f"{api_key.VARIABLE} in the environment, or put the key into a file and say --api-key-file FILE."
        )


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
    made.add_argument("--engine", choices=ENGINES, default="argos", help="what translates (default: argos)")
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
        help="front matter field that is prose; repeatable (default: title, summary)",
    )
    made.add_argument("--models", type=Path, metavar="DIR", help="folder of installed models (default: .cache/models)")
    made.add_argument("--beam", type=_positive, default=4, metavar="N", help="beam size (default: 4)")
    made.add_argument("--threads", type=_natural, default=0, metavar="N", help="processor threads (default: all cores)")
    made.add_argument("--compute-type", default="auto", metavar="TYPE", help="of CTranslate2: auto, int8, float32, …")
    made.add_argument(
        "--batch-tokens", type=_positive, default=512, metavar="N", help="tokens per batch (default: 512)"
    )
    made.add_argument(
        "--recorded", type=Path, metavar="FILE", help="answers of the engine `recorded`: a line is source<TAB>output"
    )
    made.add_argument(
        "--server", default="", metavar="URL", help="address of your server, for engines that need one; none is preset"
    )
    made.add_argument("--model", default="", metavar="NAME", help="language model of that server (default: its first)")
    made.add_argument(
        "--preset", default="", metavar="NAME", help="how to ask the model: translate/machine/presets.toml has them"
    )
    made.add_argument(
        "--parallel", type=_positive, default=4, metavar="N", help="requests to a language model at once (default: 4)"
    )
    made.add_argument(
        "--timeout",
        type=_positive,
        default=0,
        metavar="SECONDS",
        help="one answer of a server may take (default: 60, 300 for a language model)",
    )
    others = [name for name in ENGINES if name not in LITERAL]
    made.add_argument(
        "--repair", choices=others, default="", help="second engine for what the guards refuse; its work is guarded too"
    )
    made.add_argument(
        "--second", choices=others, default="", help="second engine that says where it disagrees with what passed"
    )
    made.add_argument(
        "--second-server", default="", metavar="URL", help="address of the second engine's server (default: --server)"
    )
    made.add_argument(
        "--api-key-file",
        type=Path,
        metavar="FILE",
        help=f"file that holds its key, where it asks for one (default: the environment's {api_key.VARIABLE})",
    )
    made.add_argument("--api-key", nargs="?", action=_KeyOnCommandLine, help=argparse.SUPPRESS)
    console.add_log_options(made)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    made = parser()
    options = made.parse_args(arguments)
    console.log_as_asked(options)
    if options.source is not None and options.source == options.target:
        made.error(f"--from and --to are both {options.source}; two languages expected.")
    for option in ("engine", "repair", "second"):
        _check_engine(made, options, option)
    if options.stdout and (options.repair or options.second):
        made.error("--repair and --second found with --stdout; expected without. Translate the file in its place.")
    for folder in (options.memory, options.models):
        if folder is not None and folder.exists() and not folder.is_dir():
            made.error(f"{folder} is a file; a folder expected.")
    for file in (options.glossary, options.publishers, options.recorded):
        if file is not None and not file.is_file():
            made.error(f"{file} is no file; expected one. Check the path.")
    options.api_key = ""
    if options.server or options.second_server:
        try:
            options.api_key, warnings = api_key.read(options.api_key_file)
        except api_key.ApiKeyError as error:
            made.error(str(error))
        for warning in warnings:
            console.warn(warning)
    try:
        if options.stdout:
            return _stdout(made, options)
        return _run(options)
    except KeyboardInterrupt:
        console.warn("Stopped. What was finished is remembered; run the command again to go on.")
        return PROBLEMS
    except OSError as error:
        console.warn(f"{error.filename or 'A file'}: {error.strerror}. Check the path, its permissions and the disk.")
        return PROBLEMS


def _check_engine(made: argparse.ArgumentParser, options: argparse.Namespace, option: str) -> None:
    """End with a usage error where an engine lacks what it needs."""
    name = getattr(options, option)
    needs = ENGINES.get(name)
    server = options.server if option == "engine" else options.second_server or options.server
    if needs is not None and needs.needs_server and not server:
        made.error(f"--{option} {name} needs the address of your server. Add --server http://localhost:5000.")
    if needs is not None and needs.needs_file and not options.recorded:
        made.error(f"--{option} {name} needs the file that it answers from. Add --recorded FILE.tsv.")


def _run(options: argparse.Namespace) -> int:
    tasks, faults = find(options.paths, source=options.source, target=options.target)
    problems = list(faults)
    current = Current(
        None if options.engine in LITERAL else _memory(options, [task.original for task in tasks]),
        [options.engine, str(options.memory), *(options.fields or [])],
    )
    plain = not (options.force or options.accept or options.json)
    reviews = {task: review for task in tasks if plain and (review := current.review(task)) is not None}
    known = list(reviews)
    report = RunReport(tuple(FileReport(task, State.CURRENT, review=reviews[task]) for task in known), estimate=0.0)
    if len(known) < len(tasks):
        fresh = _bring_up_to_date([task for task in tasks if task not in set(known)], options)
        # What a person corrected in one file may have to go into files that nobody touched.
        report = fresh.joined(_bring_up_to_date(known, options) if fresh.learned and known else report)
        if not (options.dry_run or options.check or options.accept):
            current.keep({file.task: file.review if file.fine else None for file in report.files})
    problems += report.problems
    faulty = [fault for file in report.files for fault in file.faults]
    bad = bool(problems) or report.failed
    if options.check:
        bad = bad or bool(faulty) or any(file.state in UNFINISHED for file in report.files)
    elif options.accept:
        bad = bad or not report.files or any(file.state is State.CHANGED for file in report.files)
    if options.json:
        console.write_json({**report.as_json(), "problems": [_as_json(one) for one in problems]})
        return PROBLEMS if bad else FINE
    console.warn(*sorted(set(problems)))
    said = (
        faulty
        if options.check
        else [
            fault
            for file in report.files
            if file.state is not State.TWO_ORIGINALS
            for fault in (*file.notices, *file.stale, *file.left)
        ]
    )
    console.warn(*said, *report.messages)
    if options.dry_run:
        for file in report.files:
            if file.waiting:
                console.write(
                    f"{file.task.original.as_posix()}: {count(file.waiting, 'segment')} into {file.task.target}"
                )
        if report.waiting:
            time = "time unknown" if report.estimate is None else f"about {duration(report.estimate)}"
            asked = report.usage
            tokens = f", about {asked.prompt_tokens:,} tokens in and {asked.output_tokens:,} out"
            console.write(f"{count(report.waiting, 'segment')} to translate, {time}{tokens if asked.requests else ''}.")
        else:
            console.write("Nothing to translate.")
    elif options.accept:
        done = sum(file.state in (State.CURRENT, State.WRITTEN) for file in report.files)
        console.write(
            f"{count(done, 'translation')} recorded as right as {'it stands' if done == 1 else 'they stand'}."
        )
    elif not options.check:
        console.write(report.summary())
    else:
        for file in report.files:
            if file.review.startswith("machine"):
                console.write(f"{file.task.translation.as_posix()}: {file.review}; not yet reviewed as a whole.")
        if not bad:
            console.write(f"{count(len(report.files), 'translation')} up to date.")
    return PROBLEMS if bad else FINE


def _bring_up_to_date(tasks: Sequence[Task], options: argparse.Namespace) -> RunReport:
    # Imported late: where nothing changed, a run needs none of it.
    from translate import pipeline

    settings = pipeline.Options(
        engine=options.engine,
        engine_options=_engine_options(options),
        decoding=_decoding(options),
        repair=options.repair,
        second=options.second,
        second_options=_second_options(options),
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


def _stdout(made: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    from translate import translate_markdown
    from translate.machine.engine import EngineError
    from translate.memory.store import Memory
    from translate.stages.pretranslation import glossary_at

    if len(options.paths) != 1:
        made.error(f"--stdout prints one file; {len(options.paths)} paths found.")
    path: Path = options.paths[0]
    source = options.source or language_of(path)
    if source is None:
        made.error(f"the name {path} tells no language. Say --from en or --from zh-Hans.")
    target = options.target or next(language for language in LANGUAGES if language != source)
    if source == target:
        made.error(f"{path} is already in {source}. Say another language with --to.")
    if path != Path("-") and not path.is_file():
        made.error(f"{path} is no file.")
    data = sys.stdin.buffer.read() if path == Path("-") else path.read_bytes()
    folder = options.memory
    if folder is None and not options.no_memory and _MEMORY.is_dir() and _within(path, _MEMORY.parent):
        folder = _MEMORY
    memory, problems = Memory.open(folder, Direction(source, target), keep=False)
    glossary, notes = glossary_at(_given_or(options.glossary, _GLOSSARY), _given_or(options.publishers, _PUBLISHERS))
    try:
        made_of = translate_markdown(
            data.decode("utf-8", "surrogateescape"),
            source=source,
            target=target,
            engine=options.engine,
            options=_engine_options(options),
            glossary=glossary,
            decoding=_decoding(options),
            memory=memory,
            path=path,
            **({"fields": tuple(options.fields)} if options.fields else {}),
        )
    except EngineError as error:
        console.warn(error)
        return PROBLEMS
    problems += made_of.problems
    if options.json:
        segments = [vars(segment) for segment in made_of.segments]
        answer = {"text": made_of.text.encode("utf-8", "replace").decode(), "segments": segments}
        console.write_json({**answer, "problems": [_as_json(one) for one in problems]})
    else:
        sys.stdout.buffer.write(made_of.text.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()
        console.warn(*problems, *notes)
    # A segment left in its language is a fallback that is marked and said, no fault.
    left = sum(segment.strategy == "source" for segment in made_of.segments)
    return PROBLEMS if len(problems) > left else FINE


def _engine_options(options: argparse.Namespace) -> EngineOptions:
    return EngineOptions(
        models=options.models,
        threads=options.threads,
        compute_type=options.compute_type,
        max_batch_tokens=options.batch_tokens,
        server=options.server,
        api_key=options.api_key,
        recorded=options.recorded,
        model=options.model,
        preset=options.preset,
        parallel=options.parallel,
        timeout=float(options.timeout),
    )


def _second_options(options: argparse.Namespace) -> EngineOptions:
    """Return how a second engine is opened: with the key only where it has no server of its own."""
    first = _engine_options(options)
    if not options.second_server:
        return first
    return replace(first, server=options.second_server, api_key="" if options.server else first.api_key)


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


def _positive(text: str) -> int:
    number = _natural(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} found; 1 or more expected")
    return number


def _natural(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} found; a whole number expected")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
