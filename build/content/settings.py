"""What `mkdocs.yml` says about the newsletter: names, editions, Markdown extensions.

One file for the whole site; MkDocs reads it for itself. The part that is ours stands under `extra.twofold`.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from build.content import slugs
from build.content.addresses import site_address
from build.content.model import Edition, Name
from build.content.vocabulary import name_of
from translate.core import characters, yaml_text
from translate.core.problem import Problem
from translate.markdown import dialect

_PATH = Path("mkdocs.yml")
_SHOWN = 80
"""How many characters of a value a message repeats."""
_SOFTWARE = Name("Software: Twofold, MIT.", "软件：Twofold，MIT许可。")


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
    """Absolute address of the site as browsers serialise it, with a trailing slash; empty where not known yet."""
    repository: str
    """Address of the source repository as browsers serialise it; empty where there is none."""
    extensions: dict[str, dict[str, Any]]
    """Options of Python-Markdown's extensions by name, in order."""
    licence: Name = _SOFTWARE
    """One line at the foot of everything readers get: under which terms the content and the software stand."""


class SettingsError(Exception):
    """`mkdocs.yml` does not describe a newsletter; the message says what to write."""


class _SettingsLoader(yaml.SafeLoader):
    """YAML with the two tags that MkDocs adds, for a file that its owner wrote."""


def _environment(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    """Return the first environment variable that is set of `!ENV NAME` or `!ENV [NAME, …, default]`."""
    if isinstance(node, yaml.SequenceNode):
        *names, default = loader.construct_sequence(node)
        return next((os.environ[name] for name in names if os.environ.get(name)), default)
    return os.environ.get(str(node.value))


def _python_name(_loader: yaml.SafeLoader, _suffix: str, _node: yaml.Node) -> None:
    """Names stand in the extensions' options only, which `translate.markdown.dialect` reads."""


_SettingsLoader.add_constructor("!ENV", _environment)
_SettingsLoader.add_multi_constructor("tag:yaml.org,2002:python/name:", _python_name)


def load(root: Path) -> Settings:
    """Read `mkdocs.yml` below `root`.

    Raises:
        SettingsError: the file is missing, no YAML, or lacks what a newsletter needs.
    """
    path = root / _PATH
    try:
        loader = _SettingsLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        data = _mapping(loader.construct_document(node) if node else None)
    except (OSError, yaml.YAMLError) as error:
        message = f"mkdocs.yml: {' '.join(str(error).split())}; expected the site's settings. Restore it from git."
        raise SettingsError(message) from error
    ours = _mapping(_mapping(data.get("extra")).get("twofold"))
    editions, people = _mapping(ours.get("editions")), _mapping(ours.get("people"))
    names = {key: name_of(ours.get(key)) for key in ("name", "tagline")}
    declared = {slug: name_of(entry) for slug, entry in editions.items()}
    licence, licence_faults = _licence(ours, node)
    missing = [f"name of {key}" for key, name in names.items() if name is None]
    missing += [f"name of edition {slug}" for slug, name in declared.items() if name is None]
    missing += [] if declared else ["at least one edition"]
    faults = _twice(node) + _edition_faults(node, declared) + licence_faults + _hidden(node)
    site_url, fault = _address(str(data.get("site_url") or ""), "SITE_URL", "https://news.example/brief/")
    faults += [Problem(_PATH, *_place(node, "site_url"), fault)] if fault else []
    repository, fault = _address(str(ours.get("repository") or ""), "REPO_URL", "https://code.example/owner/news")
    faults += [Problem(_PATH, *_place(node, "extra", "twofold", "repository"), fault)] if fault else []
    if missing:
        message = f"extra.twofold lacks {', '.join(missing)}; expected names as {{en: …, zh-Hans: …}}. Add them."
        faults.append(Problem(_PATH, *_place(node, "extra", "twofold"), message))
    if faults:
        raise SettingsError("\n".join(map(str, sorted(faults))))
    configs = dialect.extensions(path)
    # Relative to the project, not to where the command happens to run.
    snippets = configs.get("pymdownx.snippets", {})
    snippets["base_path"] = [str(root / folder) for folder in snippets.get("base_path", [])]
    return Settings(
        name=names["name"] or Name("", ""),
        tagline=names["tagline"] or Name("", ""),
        editions={slug: Edition(slug, name) for slug, name in declared.items() if name},
        people={by: name for by, entry in people.items() if (name := name_of(entry))},
        site_url=f"{site_url.rstrip('/')}/" if site_url else "",
        repository=repository.rstrip("/"),
        extensions=configs,
        licence=licence,
    )


def _mapping(value: object) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


def _twice(node: yaml.Node | None) -> list[Problem]:
    """YAML lets a later key silently replace an earlier one; an owner never means that."""
    found = []
    lines: dict[str, int] = {}
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        line = key.start_mark.line + 1
        if isinstance(key, yaml.ScalarNode) and key.value in lines:
            message = f"`{key.value}` stands twice, first in line {lines[key.value]}; expected once. Remove one."
            found.append(Problem(_PATH, line, key.start_mark.column + 1, message))
        if isinstance(key, yaml.ScalarNode):
            lines.setdefault(key.value, line)
        found += _twice(value)
    return found


def _licence(ours: dict[Any, Any], node: yaml.Node | None) -> tuple[Name, list[Problem]]:
    """Return the licence line; where the owner says nothing of the content, it speaks of the software alone."""
    if "licence" not in ours:
        return _SOFTWARE, []
    licence = name_of(ours["licence"])
    if licence:
        return licence, []
    message = "`licence` is no line in both languages; expected {en: …, zh-Hans: …}. Write both, or remove it."
    return _SOFTWARE, [Problem(_PATH, *_place(node, "extra", "twofold", "licence"), message)]


def _hidden(node: yaml.Node | None) -> list[Problem]:
    """What stands in the newsletter's names and no reader would see: escapes of YAML included."""
    ours: yaml.Node | None = node
    for name in ("extra", "twofold"):
        pairs = ours.value if isinstance(ours, yaml.MappingNode) else ()
        ours = next((value for key, value in pairs if key.value == name), None)
    found = []
    for scalar in yaml_text.scalars(ours) if ours is not None else ():
        for sign in characters.hidden(scalar.value):
            message = f"{sign.what}; expected text that readers see. Type the value again."
            found.append(Problem(_PATH, scalar.start_mark.line + 1, scalar.start_mark.column + 1, message))
    return found


def _edition_faults(node: yaml.Node | None, declared: Iterable[object]) -> list[Problem]:
    """What keeps an edition's slug from naming a folder of the site."""
    found = []
    for slug in declared:
        place = _place(node, "extra", "twofold", "editions", str(slug))
        fault = slugs.slug_fault(slug)
        if fault:
            message = f"the edition `{str(slug)[:_SHOWN]}` {fault}; {slugs.EXPECTED}. Rename it."
        elif slug in slugs.RESERVED:
            owner = slugs.RESERVED[str(slug)]
            message = f"the edition's name `{slug}` belongs to {owner}; expected one of its own. Rename it."
        else:
            continue
        found.append(Problem(_PATH, *place, message))
    return found


def _address(written: str, variable: str, example: str) -> tuple[str, str]:
    """Return an address of the owner's as browsers serialise it, and what to tell where it is unfit."""
    if not written:
        return "", ""
    url, fault = site_address(written)
    told = (
        f"the address `{written[:_SHOWN]}` {fault}; expected one such as {example}. Mend {variable} or the line here."
    )
    return url, told if fault else ""


def _place(node: yaml.Node | None, *keys: str) -> tuple[int, int]:
    """Return line and column, 1-based, of the nested key that is deepest among `keys`; zeros where there is none."""
    place = (0, 0)
    for name in keys:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        for key, value in pairs:
            if key.value == name:
                place = (key.start_mark.line + 1, key.start_mark.column + 1)
                node = value
                break
        else:
            break
    return place
