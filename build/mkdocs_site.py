"""The one place that drives MkDocs: staged pages of one language → HTML below a folder.

Another renderer of Markdown pages with front matter can take its place: all it gets is a folder of pages, the settings
below, and the theme's overrides.
"""

import os
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from build.model import Language
from build.settings import Settings
from build.strings import text


def configure(config: MkDocsConfig, settings: Settings, language: Language, pages: Path) -> None:
    """Make `config` that of one language: its pages, names, address and theme language."""
    config.docs_dir = str(pages)
    config.site_name = settings.name.in_(language)
    config.site_description = settings.tagline.in_(language)
    config.copyright = text("licence", language)
    config.theme["language"] = language.theme
    # The header shows the language switch where this is set; our partial finds the address itself.
    config.extra["alternate"] = True
    config.extra["language"] = language
    if config.site_url:
        config.site_url += language.prefix


def render(root: Path, settings: Settings, language: Language, pages: Path, site_dir: Path) -> None:
    """Render the staged `pages` of one language into `site_dir`, which is emptied first.

    Raises:
        SystemExit: MkDocs refuses; it has said why.
    """
    # Material prints an advertisement for its successor otherwise.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    # Our own hook does all of this for a plain `mkdocs build`; here it would do it twice.
    config = load_config(str(root / "mkdocs.yml"), docs_dir=str(pages), site_dir=str(site_dir), hooks=[])
    configure(config, settings, language, pages)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
