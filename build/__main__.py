"""`python -m build`: the site from the content, or every problem that stands in its way."""

import argparse
import sys
from datetime import date
from pathlib import Path

from build.content import newsletter
from build.content.settings import SettingsError
from build.editions import store
from build.site import builder
from translate.core import console


def main(arguments: list[str]) -> int:
    """Build the site of the current folder.

    Returns:
        0 when `site/` is up to date, 1 when there are problems; the earlier site stays then.
    """
    parser = argparse.ArgumentParser(prog="python -m build", description=__doc__)
    parser.add_argument("--site-dir", type=Path, default=Path("site"), help="where to put it (default: site)")
    parser.add_argument("--drafts", action="store_true", help="publish issues whose day has not come, too")
    console.add_log_options(parser)
    options = parser.parse_args(arguments)
    console.log_as_asked(options)
    root = Path.cwd()
    try:
        content, problems = newsletter.read(root, date.max if options.drafts else date.today())
    except SettingsError as error:
        console.warn(error)
        return 1
    if problems:
        console.warn(*problems)
        kept = f"; {options.site_dir}/ stays as it was" if options.site_dir.exists() else ""
        console.warn(f"{len(problems)} problem{'s' * (len(problems) != 1)}{kept}.")
        return 1
    for pair in content.drafts:
        issue = pair.original
        console.write(f"{issue.path}: a draft until {issue.published}; not published.")
    done = builder.build(root, content, root / options.site_dir)
    count = len(content.pairs)
    state = "built" if done else "is up to date"
    console.write(f"{options.site_dir}/ {state}: {count} issue{'s' * (count != 1)} in two languages.")
    hint = store.hint(content.pairs, store.ready(content.pairs, root, content.settings))
    if hint:
        console.write(hint)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
