"""What `mkdocs.yml` says about the newsletter: names, editions, Markdown extensions.

One file for the whole site; MkDocs reads it for itself. The part that is ours stands under `extra.twofold`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from build.content import slugs
from build.content.addresses import site_address
from build.content.model import Edition, Name
from build.content.vocabulary import name_of
from translate.core import characters, site_settings, yaml_text
from translate.core.problem import Problem
from translate.markdown import dialect

_PATH = site_settings.FILE
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


def load(root: Path) -> Settings:
    """Read `mkdocs.yml` below `root`.

    Raises:
        SettingsError: the file is missing, no YAML, or lacks what a newsletter needs.
    """
    read, faults = site_settings.read(root)
    if read is None:
        raise SettingsError("\n".join(map(str, faults)))
    node, data = read.node, read.values
    ours = _mapping(_mapping(data.get("extra")).get("twofold"))
    editions, people = _mapping(ours.get("editions")), _mapping(ours.get("people"))
    names = {key: name_of(ours.get(key)) for key in ("name", "tagline")}
    declared = {slug: name_of(entry) for slug, entry in editions.items()}
    licence, licence_faults = _licence(ours, node)
    missing = [f"name of {key}" for key, name in names.items() if name is None]
    missing += [f"name of edition {slug}" for slug, name in declared.items() if name is None]
    missing += [] if declared else ["at least one edition"]
    faults += _edition_faults(node) + licence_faults + _hidden(node)
    site_url, fault = _address(str(data.get("site_url") or ""), "SITE_URL", "https://news.example/brief/")
    faults += [Problem(_PATH, *_place(node, "site_url"), fault)] if fault else []
    repository, fault = _address(str(ours.get("repository") or ""), "REPO_URL", "https://code.example/owner/news")
    faults += [Problem(_PATH, *_place(node, "extra", "twofold", "repository"), fault)] if fault else []
    if missing:
        message = f"extra.twofold lacks {', '.join(missing)}; expected names as {{en: …, zh-Hans: …}}. Add them."
        faults.append(Problem(_PATH, *_place(node, "extra", "twofold"), message))
    if faults:
        raise SettingsError("\n".join(map(str, sorted(faults))))
    configs = dialect.of_settings(data)
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
    found = []
    for scalar in yaml_text.scalars(yaml_text.at(node, "extra", "twofold")):
        for sign in characters.hidden(scalar.value):
            message = f"{sign.what}; expected text that readers see. Type the value again."
            found.append(Problem(_PATH, scalar.start_mark.line + 1, scalar.start_mark.column + 1, message))
    return found


def _edition_faults(node: yaml.Node | None) -> list[Problem]:
    """What keeps an edition's slug from naming a folder of the site."""
    found = []
    editions = yaml_text.at(node, "extra", "twofold", "editions")
    for key, _ in editions.value if isinstance(editions, yaml.MappingNode) else ():
        slug = key.value
        place = key.start_mark.line + 1, key.start_mark.column + 1
        # An issue names its edition by a value, where `1` and `true` are no text.
        fault = slugs.slug_fault(yaml_text.value(key))
        if fault:
            message = f"the edition `{slug[:_SHOWN]}` {fault}; {slugs.EXPECTED}. Rename it."
        elif slug in slugs.RESERVED:
            owner = slugs.RESERVED[slug]
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
