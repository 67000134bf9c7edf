"""Make a file for `--engine recorded` from a table of outputs: `python -m scripts.measure.recorded TABLE COLUMN FILE`.

TABLE is text with tabs, its first line names the columns: `source` and one for each system, `set` where rows are of
several sets. It may be compressed (`.xz`).
"""

import argparse
import csv
import lzma
import sys
from collections.abc import Sequence
from pathlib import Path

from translate.core import console
from translate.machine.engines.recorded import normalised


def pairs(lines: Sequence[str], column: str, name: str = "") -> list[tuple[str, str]]:
    """Return (source, output) of each row.

    Args:
        lines: of the table, the first with the names of the columns.
        column: whose outputs.
        name: of the set; empty for all.

    Raises:
        KeyError: there is no such column.
    """
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(normalised(row["source"]), normalised(row[column])) for row in rows if not name or row.get("set") == name]


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the arguments, write the file."""
    parser = argparse.ArgumentParser(prog="python -m scripts.measure.recorded", description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("column", help="whose outputs, such as argos")
    parser.add_argument("file", type=Path, help="what to write")
    parser.add_argument("--set", default="", help="only rows of this set")
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    data = options.table.read_bytes()
    text = (lzma.decompress(data) if options.table.suffix == ".xz" else data).decode("utf-8")
    try:
        found = pairs(text.split("\n"), options.column, options.set)
    except KeyError as error:
        parser.error(f"column {error} not found in {options.table}; its first line names the columns.")
    options.file.write_text("".join(f"{source}\t{output}\n" for source, output in found), encoding="utf-8")
    console.write(f"{len(found)} pairs written to {options.file}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
