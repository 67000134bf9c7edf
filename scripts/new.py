"""`make new`: write the next issue's file. Options: EDITION=, START=, LANGUAGE=en|zh-Hans."""

import argparse
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from build.content import issues, settings, vocabulary
from build.content.model import LANGUAGES, language_of
from build.content.scaffold import new_issue, next_start
from build.files import write_atomically
from translate.core import console


def main(arguments: list[str]) -> int:
    """Write the file and say what to do next.

    Returns:
        0, or 2 where the issue exists already or the edition is unknown.
    """
    root = Path.cwd()
    configured = settings.load(root)
    parser = argparse.ArgumentParser(prog="make new", description=__doc__)
    parser.add_argument("--edition", choices=configured.editions, default=next(iter(configured.editions)))
    parser.add_argument("--start", type=date.fromisoformat, help="first day covered, YYYY-MM-DD")
    parser.add_argument("--language", choices=[language.code for language in LANGUAGES], default=LANGUAGES[0].code)
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    edition = configured.editions[options.edition]
    pairs, _ = issues.load(root)
    own = tuple(pair.original for pair in pairs if pair.original.edition == edition)
    start = options.start or next_start(own, date.today())
    words, _ = vocabulary.load(root, configured.editions)
    path, text = new_issue(edition, start, language_of(options.language), tuple(words.topics))
    taken = sorted((root / path.parent).glob(f"{start}.*.md"))
    if taken:
        console.warn(f"{taken[0].relative_to(root)} exists already. Name another first day, START=YYYY-MM-DD.")
        return 2
    write_atomically(root / path, text.encode())
    console.write(f"{path} written. Fill it in, then run `make check`.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
