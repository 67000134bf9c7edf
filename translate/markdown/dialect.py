"""The Markdown dialect of the site: Python-Markdown with the extensions of its `mkdocs.yml`.

`translate/` does not import MkDocs; it reads the list of extensions itself. What follows from words instead of markup
is left out here, because a translation has other words: heading anchors (`toc`), included files (`snippets`, which also
read the disk).
"""

import importlib
import logging
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

import markdown

from translate.core import site_settings
from translate.markdown import delimiters

_log = logging.getLogger(__name__)

_LEFT_OUT = frozenset({"toc", "markdown.extensions.toc", "pymdownx.snippets"})
# MkDocs turns these on in every site.
_ALWAYS: tuple[str, ...] = ("tables", "fenced_code")
_NAMES_FROM = ("pymdownx.", "material.extensions.")
_DEFAULT: dict[str, dict[str, Any]] = {
    **{name: {} for name in ("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables")},
    "pymdownx.arithmatex": {"generic": True},
    **{f"pymdownx.{name}": {} for name in ("betterem", "caret", "details", "emoji", "highlight", "mark")},
    "pymdownx.superfences": {},
    "pymdownx.tabbed": {"alternate_style": True},
    **{f"pymdownx.{name}": {} for name in ("tasklist", "tilde")},
}


def extensions(path: Path | None = None) -> dict[str, dict[str, Any]]:
    """Read a site's Markdown extensions with their options.

    Args:
        path: an `mkdocs.yml`; by default the one in the working directory.

    Returns:
        Options by extension name, in order. The built-in list, ours, where there is no such file or it names none.
    """
    settings, problems = site_settings.read(Path(), path or site_settings.FILE)
    if settings is None:
        _log.debug("our own Markdown extensions are taken: %s", problems[0])
    return of_settings(settings.values if settings is not None else {})


def of_settings(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the Markdown extensions of settings as `site_settings.read` gives them; see `extensions`."""
    listed = values.get("markdown_extensions")
    if not listed or not isinstance(listed, (dict, list)):
        return dict(_DEFAULT)
    entries = listed.items() if isinstance(listed, dict) else [(entry, None) for entry in listed]
    found: dict[str, dict[str, Any]] = {name: {} for name in _ALWAYS}
    for entry, options in entries:
        named = entry.items() if isinstance(entry, dict) else [(entry, options)]
        for name, given in named:
            kept = given if isinstance(given, dict) else {}
            resolved = {key: _resolved(value) for key, value in kept.items()}
            found[str(name)] = {key: value for key, value in resolved.items() if value is not None}
    return found


def _resolved(value: Any) -> Any:
    """Put what an extension package offers in the place of its name; None in that of any other name."""
    if isinstance(value, dict):
        return {key: _resolved(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_resolved(part) for part in value]
    if not isinstance(value, site_settings.PythonName):
        return value
    module, _, name = value.dotted.rpartition(".")
    if not value.dotted.startswith(_NAMES_FROM):
        return None
    try:
        return getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None


def renderer(listed: dict[str, dict[str, Any]]) -> markdown.Markdown:
    """Build a Python-Markdown instance that shows the structure of a text, for extensions as `extensions` gives them.

    An extension that is not installed is left out: a file from elsewhere is better read without it than not at all.
    """
    md = markdown.Markdown(tab_length=4)
    for name, options in listed.items():
        if name in _LEFT_OUT:
            continue
        try:
            md.registerExtensions([md.build_extension(name, dict(options))], {})
        except (ImportError, AttributeError, TypeError, KeyError, ValueError) as error:
            _log.debug("Markdown extension %s: left out: %s", name, error)
            continue
    return delimiters.guard(md)


_local = threading.local()


def current(path: Path | None = None) -> markdown.Markdown:
    """Return this thread's instance for a site, reset. Building one takes tens of milliseconds, using it a few."""
    place = (path or Path("mkdocs.yml")).absolute()
    made: dict[tuple[Path, int], markdown.Markdown] = _local.__dict__.setdefault("made", {})
    try:
        key = (place, place.stat().st_mtime_ns)
    except OSError:
        key = (place, 0)
    if key not in made:
        made[key] = renderer(_listed(*key))
    return made[key].reset()


@lru_cache(maxsize=8)
def _listed(path: Path, _changed: int) -> dict[str, dict[str, Any]]:
    return extensions(path)
