"""`make init`: start your own newsletter in the place of the one that ships with Twofold.

Answers are asked for, or taken from the variables that `--given` names: NAME, NAME_ZH, TAGLINE, TAGLINE_ZH, EDITION,
EDITION_NAME, EDITION_NAME_ZH, ADDRESS, LICENCE, LICENCE_ZH; YES=1 confirms, FORCE=1 overrides a refusal.
"""

import argparse
import os
import sys
from collections.abc import Sequence
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
    options = _options(arguments)
    console.log_as_asked(options)
    given = {key: os.environ.get(key, "") for key in options.given}
    refused = _refusal(root, forced=given.get("FORCE") == "1")
    if refused:
        console.warn(refused)
        return 1
    newsletter, faults = newsletter_setup.newsletter_from(_answers(given))
    if newsletter is None:
        console.warn(*faults)
        return 2
    if not _is_confirmed(newsletter_setup.removed(root), given):
        console.warn("Nothing was changed. Answer yes, or add YES=1.")
        return 2
    written = newsletter_setup.set_up(root, newsletter)
    pages = [path for path in written if path.name.endswith(".zh-Hans.md")]
    tasks, _ = discovery.find(pages, source=None, target=None)
    # The templates' two languages say the same: translate/ keeps them as people's texts from the start.
    pipeline.run(tasks, pipeline.Options(accept=True, memory=None))
    console.write(f"{newsletter.name.en} is set up. Write the first issue: `make new`, then `make check`, `make site`.")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make init", description=__doc__)
    known = (*newsletter_setup.QUESTIONS, "YES", "FORCE")
    parser.add_argument("--given", action="append", default=[], choices=known, help="an environment variable to take")
    console.add_log_options(parser)
    return parser.parse_args(arguments)


def _refusal(root: Path, *, forced: bool) -> str:
    """Return why nothing may be set up here; empty where it may."""
    try:
        settings.load(root)
        return "" if forced else newsletter_setup.refusal(root)
    except settings.SettingsError as error:
        return str(error)


def _answers(given: dict[str, str]) -> dict[str, str]:
    """Take the answers that are given, and ask for the others where somebody can answer."""
    asks = sys.stdin.isatty()
    return {
        key: given[key] if key in given else _ask(key) for key in newsletter_setup.QUESTIONS if key in given or asks
    }


def _is_confirmed(removed: Sequence[Path], given: dict[str, str]) -> bool:
    """Show which files go, and tell whether that was agreed to."""
    console.write(*(f"  {path.as_posix()}" for path in removed))
    console.write(f"These {len(removed)} content files are removed or replaced, and names in mkdocs.yml.")
    if given.get("YES") == "1":
        return True
    return sys.stdin.isatty() and input("Go on? [y/N] ").strip().lower() in ("y", "yes")


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
