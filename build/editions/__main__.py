"""`python -m build.editions pdf|mail|epub`: make the editions that are missing or out of date."""

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from build.content import newsletter, settings
from build.editions import production
from build.editions.fonts import FontError
from translate.core import console


def main(arguments: list[str] | None = None) -> int:
    """Make editions of the project in the current folder.

    Returns:
        0 where all are up to date now, 1 where problems stand against some, 2 where a tool is missing.
    """
    parser = argparse.ArgumentParser(prog="python -m build.editions", description=__doc__)
    parser.add_argument("kind", choices=sorted(production.MAKERS), help="which editions to make")
    parser.add_argument("--root", type=Path, default=Path(), help="folder of the project")
    parser.add_argument("--drafts", action="store_true", help="also those whose day has not come")
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    started = time.perf_counter()
    try:
        published, problems = newsletter.read(options.root, date.max if options.drafts else date.today())
        made = production.make(options.kind, published.pairs, options.root, published.settings, volumes=not problems)
    except (FontError, settings.SettingsError) as error:
        console.warn(error)
        return 2
    console.warn(*sorted({*problems, *made.problems}))
    seconds = time.perf_counter() - started
    console.write(
        f"{options.kind}: {made.written} made, {made.current} up to date, {made.refused} refused ({seconds:.1f} s)."
    )
    return 1 if problems or made.problems else 0


if __name__ == "__main__":
    sys.exit(main())
