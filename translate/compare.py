"""Command line: check translations that anybody wrote. `python -m translate.compare --help` is the reference."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from translate.core import console, content, limits
from translate.core.languages import LANGUAGES, Direction
from translate.core.problem import Problem
from translate.stages.discovery import language_of

if TYPE_CHECKING:
    from translate.language.glossary import Glossary
    from translate.stages.comparison import SegmentComparison, TextComparison

FINE, PROBLEMS = 0, 1


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    made = argparse.ArgumentParser(
        prog="python -m translate.compare",
        description="Compare translations with their sources by the guards that machine output has to pass: pairs of "
        "sentences, one `source<TAB>translation` a line, or two Markdown documents. Reads no model and no network.",
        epilog="Exit codes: 0 fine, 1 a guard refuses something or a file cannot be read, 2 wrong usage. With --json "
        "what the guards find is the answer and no failure: 1 means that a file or line cannot be read.",
        allow_abbrev=False,
    )
    made.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="PAIRS.tsv, or ORIGINAL.md TRANSLATION.md")
    made.add_argument("--from", dest="source", choices=LANGUAGES, help="language of the source; told by x.en.md")
    made.add_argument("--to", dest="target", choices=LANGUAGES, help="language of the translation")
    made.add_argument("--glossary", type=Path, help="terms to hold (CSV); none without it")
    made.add_argument("--json", action="store_true", help="one JSON object per pair or segment")
    console.add_log_options(made)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    made = parser()
    options = made.parse_args(arguments)
    console.log_as_asked(options)
    if len(options.paths) > 2:
        made.error(f"{len(options.paths)} paths found; a file of pairs or two documents expected.")
    direction = _direction(made, options)
    try:
        glossary, problems = _glossary(options.glossary)
        if len(options.paths) == 1:
            return _pairs(options.paths[0], direction, glossary, problems, as_json=options.json)
        return _documents(options.paths[0], options.paths[1], direction, glossary, problems, as_json=options.json)
    except BrokenPipeError:
        sys.stderr.close()
        return PROBLEMS


def _direction(made: argparse.ArgumentParser, options: argparse.Namespace) -> Direction:
    """Take the direction from the options, else from the names of two documents."""
    names = [language_of(path) for path in options.paths] if len(options.paths) == 2 else [None, None]
    source, target = options.source or names[0], options.target or names[1]
    if source is None and target is None:
        made.error("no language is known. Say --from en --to zh-Hans, or --from zh-Hans --to en.")
    source = source or next(language for language in LANGUAGES if language != target)
    target = target or next(language for language in LANGUAGES if language != source)
    if source == target:
        made.error(f"source and translation are both {source}; two languages expected.")
    return Direction(source, target)


def _glossary(path: Path | None) -> "tuple[Glossary | None, list[Problem]]":
    if path is None:
        return None, []
    from translate.language import glossary

    loaded, problems = glossary.load(path)
    return loaded, list(problems)


@dataclass(frozen=True)
class _Pair:
    line: int
    """1-based line in the file."""
    source_text: str
    target_text: str


def _pairs(
    path: Path, direction: Direction, glossary: "Glossary | None", problems: list[Problem], *, as_json: bool
) -> int:
    from translate.stages.comparison import compare

    data, faults = content.read_bytes(Path(), path, limits.PAIRS_FILE)
    problems += faults
    refused = total = 0
    for pair in _read_pairs(path, data or b"", problems):
        compared = compare(pair.source_text, pair.target_text, direction, glossary)
        total, refused = total + 1, refused + compared.refused
        if as_json:
            console.write_json_line({"line": pair.line, **_as_json(compared)})
        else:
            console.write(*(f"{path.as_posix()}:{pair.line}:1: {message}" for message in _messages(compared)))
    if not as_json and not problems:
        console.write(f"{total} pairs compared, {refused} refused.")
    console.warn(*sorted(set(problems)))
    return PROBLEMS if problems or (refused and not as_json) else FINE


def _read_pairs(path: Path, data: bytes, problems: list[Problem]) -> Iterator[_Pair]:
    """Read `source<TAB>translation` lines; further columns are not looked at, blank lines are skipped."""
    text = data.decode("utf-8-sig", "replace")
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip("\r \t"):
            continue
        columns = line.removesuffix("\r").split("\t")
        if "\ufffd" in line:
            found = "bytes that are no UTF-8; expected text in UTF-8. Save the file as UTF-8."
            problems.append(Problem(path, number, line.index("\ufffd") + 1, found))
        elif len(columns) < 2:
            found = "one column; expected `source<TAB>translation`. Put a tab between the two."
            problems.append(Problem(path, number, 1, found))
        elif len(line) > limits.LINE.value:
            found = f"{len(line):,} characters; expected at most {limits.LINE.value:,}. Compare sentence by sentence."
            problems.append(Problem(path, number, 1, found))
        else:
            yield _Pair(number, columns[0], columns[1])


def _documents(
    original: Path,
    translation: Path,
    direction: Direction,
    glossary: "Glossary | None",
    problems: list[Problem],
    *,
    as_json: bool,
) -> int:
    from translate.stages import source_file
    from translate.stages.comparison import compare_files

    files = []
    for path in (original, translation):
        data, faults = content.read_bytes(Path(), path)
        file, more = source_file.read(data or b"", path)
        problems += [*faults, *more, *([file.unread] if file.unread else [])]
        files.append(file)
    compared = compare_files(files[0], files[1], direction, glossary) if not problems else []
    refused = sum(segment.comparison.refused for segment in compared)
    for segment in compared:
        path, line, column = _place(segment, original, translation)
        if as_json:
            place = {"path": path.as_posix(), "line": line, "column": column}
            console.write_json_line({**place, **_as_json(segment.comparison)})
        else:
            console.write(*(Problem(path, line, column, message) for message in _messages(segment.comparison)))
    if not as_json and not problems:
        console.write(f"{len(compared)} segments compared, {refused} refused.")
    console.warn(*sorted(set(problems)))
    return PROBLEMS if problems or (refused and not as_json) else FINE


def _place(segment: "SegmentComparison", original: Path, translation: Path) -> tuple[Path, int, int]:
    """Where a reviewer has to look: in the translation, or in the original for what the translation lacks."""
    if segment.target is not None:
        return translation, segment.target.line, segment.target.column
    assert segment.source is not None
    return original, segment.source.line, segment.source.column


def _messages(compared: "TextComparison") -> list[str]:
    """Return what refuses a translation, then what should be looked at."""
    refused = [f"{finding.guard}: {finding.message}" for finding in compared.findings]
    return [*refused, *(f"doubt, {finding.guard}: {finding.message}" for finding in compared.doubts)]


def _as_json(compared: "TextComparison") -> dict[str, object]:
    return {
        "refused": compared.refused,
        "findings": [asdict(finding) for finding in compared.findings],
        "doubts": [asdict(finding) for finding in compared.doubts],
        "risk": round(compared.risk, 4),
    }


if __name__ == "__main__":
    sys.exit(main())
