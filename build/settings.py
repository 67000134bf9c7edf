"""What `mkdocs.yml` says about the newsletter: names, editions, Markdown extensions.

One file for the whole site; MkDocs reads it for itself. The part that is ours stands under `extra.twofold`.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from build.model import Edition, Name
from build.vocabulary import name_of
from translate.markdown import dialect


@dataclass(frozen=True)
class Settings:
    """The newsletter as its publisher set it up."""

    name: Name
    """Name of the newsletter."""
    tagline: Name
    """One line under the name, description of the site."""
    editions: dict[str, Edition]
    """By slug, in the order declared."""
    people: dict[str, Name]
    """Names of those who answer for translations, as front matter has them → as readers of each language see them."""
    site_url: str
    """Absolute address of the site with a trailing slash; empty where not known yet."""
    repository: str
    """Address of the source repository; empty where there is none."""
    extensions: dict[str, dict[str, Any]]
    """Options of Python-Markdown's extensions by name, in order."""


class SettingsError(Exception):
    """`mkdocs.yml` does not describe a newsletter; the message says what to write."""


class _Loader(yaml.SafeLoader):
    """YAML with the two tags that MkDocs adds, for a file that its owner wrote."""


def _environment(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    """Return the first environment variable that is set of `!ENV NAME` or `!ENV [NAME, …, default]`."""
    if isinstance(node, yaml.SequenceNode):
        *names, default = loader.construct_sequence(node)
        return next((os.environ[name] for name in names if os.environ.get(name)), default)
    return os.environ.get(str(node.value))


def _python_name(_loader: yaml.SafeLoader, _suffix: str, _node: yaml.Node) -> None:
    """Names stand in the extensions' options only, which `translate.markdown.dialect` reads."""


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", _python_name)


def load(root: Path) -> Settings:
    """Read `mkdocs.yml` below `root`.

    Raises:
        SettingsError: the file is missing, no YAML, or lacks what a newsletter needs.
    """
    path = root / "mkdocs.yml"
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 -- SafeLoader plus two tags
    except (OSError, yaml.YAMLError) as error:
        message = f"mkdocs.yml: {' '.join(str(error).split())}; expected the site's settings. Restore it from git."
        raise SettingsError(message) from error
    ours = data.get("extra", {}).get("twofold", {})
    names = {key: name_of(ours.get(key)) for key in ("name", "tagline")}
    declared = {slug: name_of(entry) for slug, entry in (ours.get("editions") or {}).items()}
    missing = [f"name of {key}" for key, name in names.items() if name is None]
    missing += [f"name of edition {slug}" for slug, name in declared.items() if name is None]
    missing += [] if declared else ["at least one edition"]
    if missing:
        message = f"mkdocs.yml: extra.twofold lacks {', '.join(missing)}; expected names as {{en: …, zh-Hans: …}}."
        raise SettingsError(message)
    configs = dialect.extensions(path)
    # Relative to the project, not to where the command happens to run.
    snippets = configs.get("pymdownx.snippets", {})
    snippets["base_path"] = [str(root / folder) for folder in snippets.get("base_path", [])]
    return Settings(
        name=names["name"] or Name("", ""),
        tagline=names["tagline"] or Name("", ""),
        editions={slug: Edition(slug, name) for slug, name in declared.items() if name},
        people={by: name for by, entry in (ours.get("people") or {}).items() if (name := name_of(entry))},
        site_url=_with_slash(str(data.get("site_url") or "")),
        repository=str(ours.get("repository") or "").rstrip("/"),
        extensions=configs,
    )


def _with_slash(url: str) -> str:
    return f"{url.rstrip('/')}/" if url else ""
