"""`make check`: every content check at once, without a model and without building the site."""

import argparse
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from build.content import check
from build.content.settings import SettingsError
from translate.core import console


def main(arguments: list[str]) -> int:
    """Print every problem and reminder.

    Returns:
        0 where nothing is wrong, else 1.
    """
    parser = argparse.ArgumentParser(prog="make check", description=__doc__)
    console.add_log_options(parser)
    console.log_as_asked(parser.parse_args(arguments))
    try:
        report = check.run(Path.cwd(), date.today())
    except SettingsError as error:
        console.warn(error)
        return 1
    console.warn(*report.problems)
    console.write(*report.reminders)
    count = len(report.problems)
    result = f"{count} problem{'s' * (count != 1)}" if count else "no problems"
    console.write(f"{report.files} content files: {result}.")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
