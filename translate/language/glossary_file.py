"""The glossary as people write it: a CSV file with a line for each term."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, cast

from translate.core import characters, content
from translate.core.limits import CSV_CELL, VOCABULARY_FILE
from translate.core.problem import Problem
from translate.language.term import Term

COLUMNS = ("en", "zh", "note", "case", "pos", "keep", "variants")
"""Of the file; the first two are required."""
_QUOTED = 60
"""Characters of a cell that a message repeats."""
_KEEP = {"": False, "no": False, "yes": True, "keep": True}


def read(path: Path) -> tuple[list[Term], list[Problem]]:
    """Read a glossary file; bad rows are left out and reported."""
    text, problems = _decoded(path)
    if text is None:
        return [], problems
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [name.strip() for name in next(rows, [])]
    except csv.Error as error:
        return [], [_unread(path, 1, error)]
    if header[:2] != ["en", "zh"] or set(header) - set(COLUMNS):
        expected = f"`en,zh` and then any of `{','.join(COLUMNS[2:])}`"
        return [], [
            Problem(path, 1, 1, f"the columns are `{','.join(header)[:_QUOTED]}`; expected {expected}. Mend line 1.")
        ]
    terms: list[Term] = []
    seen: dict[tuple[str, str], int] = {}
    for line, row in _rows(rows, path, problems):
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        message = _fault(row, header, cells)
        key = (cells.get("en", "").casefold(), cells.get("zh", ""))
        if not message and key in seen:
            message = f"`{cells['en']}` with `{cells['zh']}` stands on line {seen[key]} already. Delete one of the two."
        if message:
            problems.append(Problem(path, line, 1, message))
            continue
        seen[key] = line
        terms.append(_term(cells, line))
    return terms, problems


def _decoded(path: Path) -> tuple[str | None, list[Problem]]:
    data, unread = content.read_bytes(Path(), path, VOCABULARY_FILE)
    if data is None:
        return None, unread
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        message = f"byte {data[error.start]:#04x} is not UTF-8; expected UTF-8. Save the file as UTF-8."
        return None, [Problem(path, line, column, message)]


def _rows(rows: "csv._reader", path: Path, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:  # type: ignore[name-defined]
    """Give each row that is neither empty nor a comment, with the line where it begins."""
    line = 1
    while True:
        start = line + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            # Where the row ends is not known, nor is anything behind it.
            problems.append(_unread(path, start, error))
            return
        if row is None:
            return
        line = rows.line_num
        if any(cell.strip() for cell in row) and not row[0].lstrip().startswith("#"):
            yield start, row


def _term(cells: dict[str, str], line: int) -> Term:
    return Term(
        en=cells["en"],
        zh=cells["zh"],
        note=cells.get("note", ""),
        case=cast("Literal['any', 'exact']", cells.get("case") or "any"),
        pos=cells.get("pos", ""),
        keep=_KEEP[cells.get("keep", "").lower()],
        line=line,
        variants=tuple(filter(None, (form.strip() for form in cells.get("variants", "").split(";")))),
    )


def _unread(path: Path, line: int, error: csv.Error) -> Problem:
    return Problem(path, line, 1, f"a row that cannot be read ({error}); CSV expected. Close its quotation marks.")


def _fault(row: list[str], header: list[str], cells: dict[str, str]) -> str:
    """Return what is wrong with a row; empty where nothing is."""
    return (
        _bad_cell(cells)
        or (
            f"{len(row)} cells; expected at most {len(header)}. Put quotation marks around a cell that has a comma."
            if len(row) > len(header)
            else ""
        )
        or _bad_choice(cells)
    )


def _bad_cell(cells: dict[str, str]) -> str:
    for name, cell in cells.items():
        if len(cell) > CSV_CELL.value:
            most = f"{CSV_CELL.value:,}"
            return f"`{name}` has {len(cell):,} characters; expected at most {most}. Close its quotation marks."
        for found in characters.hidden(cell.replace("\r\n", "\n")):
            return f"`{name}` holds {found.what}; expected text. Delete it."
    return ""


def _bad_choice(cells: dict[str, str]) -> str:
    for column in ("en", "zh"):
        if not cells.get(column):
            return f"`{column}` is empty; expected the term in that language. Fill it in or delete the row."
    if cells.get("case", "") not in ("", "any", "exact"):
        return f"`case` is `{cells['case'][:_QUOTED]}`; expected `any`, `exact` or nothing. Mend it."
    if cells.get("keep", "").lower() not in _KEEP:
        return f"`keep` is `{cells['keep'][:_QUOTED]}`; expected `yes` or nothing. Mend it."
    return ""
