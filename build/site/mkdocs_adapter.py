"""The one place that drives MkDocs: staged pages of one language → HTML below a folder.

Another renderer of Markdown pages with front matter can take its place: all it gets is a folder of pages, the settings
below, and the theme's overrides.
"""

import os
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from build.content.model import Language
from build.content.sanitizer import inert
from build.content.settings import Settings
from build.site import content_security_policy
from translate.core import console

STAGED_EXTENSIONS = ("md_in_html", "toc")
"""All that staged pages need of Markdown: headings written as HTML, and the table of contents made from them."""


def configure(config: MkDocsConfig, settings: Settings, language: Language, pages: Path) -> None:
    """Make `config` that of one language: its pages, names, address, theme language and Content-Security-Policy.

    Raises:
        Abort: the theme's scripts cannot be named in a policy.
    """
    config.docs_dir = str(pages)
    config.site_name = settings.name.in_(language)
    config.site_description = settings.tagline.in_(language)
    config.copyright = inert(escape(settings.licence.in_(language)))
    config.theme["language"] = language.theme
    # The header shows the language switch where this is set; our partial finds the address itself.
    config.extra["alternate"] = True
    config.extra["language"] = language
    # The contributors' Markdown has been rendered and cleaned: none of its syntax may be read a second time.
    config.markdown_extensions = list(STAGED_EXTENSIONS)
    config.mdx_configs = {name: config.mdx_configs[name] for name in STAGED_EXTENSIONS if name in config.mdx_configs}
    # Material's scripts keep a reader's choices under this path. By default it is the page's own root, which makes the
    # script differ from page to page and the languages forget each other's choices.
    config.extra["scope"] = urlsplit(settings.site_url).path or "/"
    site_wide = {"config": config, "features": config.theme["features"]}
    try:
        digests = content_security_policy.script_digests(config.theme.get_env(), site_wide)
    except content_security_policy.PolicyError as error:
        raise Abort(str(error)) from error
    config.extra["content_security_policy"] = content_security_policy.policy(digests)
    if config.site_url:
        config.site_url += language.prefix


def render(root: Path, settings: Settings, language: Language, pages: Path, site_dir: Path) -> None:
    """Render the staged `pages` of one language into `site_dir`, which is emptied first.

    Raises:
        SystemExit: MkDocs refuses; it has printed why.
    """
    console.escape_logs()
    # Material prints an advertisement for its successor otherwise.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    # Our own hook does all of this for a plain `mkdocs build`; here it would do it twice.
    config = load_config(str(root / "mkdocs.yml"), docs_dir=str(pages), site_dir=str(site_dir), hooks=[])
    configure(config, settings, language, pages)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
