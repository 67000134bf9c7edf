"""`make init`: start your own newsletter in the place of the one that ships with Twofold.

Answers are asked for, or taken from the variables that `--given` names: NAME, NAME_ZH, TAGLINE, TAGLINE_ZH, EDITION,
EDITION_NAME, EDITION_NAME_ZH, ADDRESS, LICENCE, LICENCE_ZH; YES=1 confirms, FORCE=1 overrides a refusal.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from build.content import newsletter_setup, settings
from translate import pipeline
from translate.core import console
from translate.stages import discovery


def main(arguments: list[str]) -> int:
    """Ask, say what goes, set up, and say what to do next.

    Returns:
        0, 1 where nothing was changed because of what lies here, 2 where the answers do not do.
    """
    root = Path.cwd()
    parser = argparse.ArgumentParser(prog="make init", description=__doc__)
    known = (*newsletter_setup.QUESTIONS, "YES", "FORCE")
    parser.add_argument("--given", action="append", default=[], choices=known, help="an environment variable to take")
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    given = {key: os.environ.get(key, "") for key in options.given}
    try:
        settings.load(root)
        refused = "" if given.get("FORCE") == "1" else newsletter_setup.refusal(root)
    except settings.SettingsError as error:
        refused = str(error)
    if refused:
        console.warn(refused)
        return 1
    asks = sys.stdin.isatty()
    answers = {
        key: given[key] if key in given or not asks else _ask(key)
        for key in newsletter_setup.QUESTIONS
        if key in given or asks
    }
    newsletter, faults = newsletter_setup.newsletter_from(answers)
    if newsletter is None:
        console.warn(*faults)
        return 2
    going = newsletter_setup.removed(root)
    console.write(*(f"  {path.as_posix()}" for path in going))
    console.write(f"These {len(going)} content files are removed or replaced, and names in mkdocs.yml.")
    if given.get("YES") != "1" and not (asks and input("Go on? [y/N] ").strip().lower() in ("y", "yes")):
        console.warn("Nothing was changed. Answer yes, or add YES=1.")
        return 2
    written = newsletter_setup.set_up(root, newsletter)
    pages = [path for path in written if path.name.endswith(".zh-Hans.md")]
    tasks, _ = discovery.find(pages, source=None, target=None)
    # The templates' two languages say the same: translate/ keeps them as people's texts from the start.
    pipeline.run(tasks, pipeline.Options(accept=True, memory=None))
    console.write(f"{newsletter.name.en} is set up. Write the first issue: `make new`, then `make check`, `make site`.")
    return 0


def _ask(key: str) -> str:
    """Ask until the answer does."""
    while True:
        answer = input(f"{newsletter_setup.QUESTIONS[key]}: ").strip()
        fault = newsletter_setup.answer_fault(key, answer)
        if not fault:
            return answer
        console.warn(fault)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
