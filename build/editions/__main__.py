"""`python -m build.editions pdf|mail|epub`: make the editions that are missing or out of date."""

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from build import issues, settings
from build.editions import workshop
from build.editions.fonts import FontError


def main(arguments: list[str] | None = None) -> int:
    """Make editions of the project in the current folder.

    Returns:
        0 where all are up to date now, 1 where problems stand against some, 2 where a tool is missing.
    """
    parser = argparse.ArgumentParser(prog="python -m build.editions", description=__doc__)
    parser.add_argument("kind", choices=sorted(workshop.MAKERS), help="which editions to make")
    parser.add_argument("--root", type=Path, default=Path(), help="folder of the project")
    parser.add_argument("--drafts", action="store_true", help="also those whose day has not come")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    try:
        configured = settings.load(options.root)
        pairs, problems = issues.load(options.root)
        due = tuple(pair for pair in pairs if options.drafts or pair.original.published <= _today())
        made = workshop.make(options.kind, due, options.root, configured, volumes=not problems)
    except (FontError, settings.SettingsError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for problem in sorted({*problems, *made.problems}):
        sys.stderr.write(f"{problem}\n")
    seconds = time.perf_counter() - started
    sys.stdout.write(f"{options.kind}: {made.written} made, {made.current} up to date, {made.refused} refused ")
    sys.stdout.write(f"({seconds:.1f} s).\n")
    return 1 if problems or made.problems else 0


def _today() -> date:
    return date.today()


if __name__ == "__main__":
    sys.exit(main())
