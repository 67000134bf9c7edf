"""The newsletter of an invented town, on which the program is tested.

What this checkout publishes (`content/`, `mkdocs.yml`) is its editors' and changes every week: `make check` looks after
it, and tests/conftest.py keeps tests from reading it. Here are, in two editions and two years, issues that people
translated, a machine, or both; one whose translation lags behind its original; one in a single language; pages,
pictures, glossary, memory.
"""

import shutil
from pathlib import Path

NEWSLETTER = Path(__file__).resolve().parent
"""A root as the program expects it: `mkdocs.yml` and `content/`. Tests change nothing in it."""
CONTENT = NEWSLETTER / "content"
SETTINGS = NEWSLETTER / "mkdocs.yml"
_PROGRAM = NEWSLETTER.parents[1] / "build"


def copy_newsletter(root: Path) -> Path:
    """Make `root` a copy of the newsletter that a site can be built in; return it."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copytree(CONTENT, root / "content")
    shutil.copy(SETTINGS, root)
    # MkDocs finds the theme's overrides and the hook beside its configuration.
    (root / "build").symlink_to(_PROGRAM, target_is_directory=True)
    return root
