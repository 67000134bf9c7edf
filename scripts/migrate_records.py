"""Move the records of translations out of their front matter, where they stood once, into files beside them."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from translate.core import console
from translate.core.fields import PROSE_FIELDS
from translate.stages import discovery, former_record


def main(arguments: list[str]) -> int:
    """Move every record that is found and print each file.

    Returns:
        0, or 1 where a path is wrong.
    """
    parser = argparse.ArgumentParser(prog="python -m scripts.migrate_records", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="files or folders (default: the content)")
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    tasks, problems = discovery.find(options.paths, source=None, target=None)
    moved = [path for task in tasks if (path := former_record.migrate(task, PROSE_FIELDS)) is not None]
    console.write(*(path.as_posix() for path in moved))
    console.warn(*problems)
    console.write(f"{len(moved)} record{'s' * (len(moved) != 1)} moved.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
