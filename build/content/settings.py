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
from translate.stages.publication import Publish

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
    publish: Publish = Publish.CHECKED
    """How much of a machine's text readers get."""
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
    licence, licence_faults = _licence(ours, node)
    publish, publish_faults = _publish(ours, node)
    faults += _edition_faults(node) + publish_faults + licence_faults + _hidden(node) + _missing(ours, node)
    site_url, url_faults = _address(data.get("site_url"), "SITE_URL", "https://news.example/brief/", node, "site_url")
    repository, repository_faults = _address(
        ours.get("repository"), "REPO_URL", "https://code.example/owner/news", node, "extra", "twofold", "repository"
    )
    faults += url_faults + repository_faults
    if faults:
        raise SettingsError("\n".join(map(str, sorted(faults))))
    return Settings(
        name=name_of(ours.get("name")) or Name("", ""),
        tagline=name_of(ours.get("tagline")) or Name("", ""),
        editions={slug: Edition(slug, name) for slug, name in _names(ours, "editions").items() if name},
        people={by: name for by, name in _names(ours, "people").items() if name},
        site_url=f"{site_url.rstrip('/')}/" if site_url else "",
        repository=repository.rstrip("/"),
        extensions=_extensions(data, root),
        licence=licence,
        publish=publish,
    )


def _names(ours: dict[Any, Any], field: str) -> dict[Any, Name | None]:
    """Return the names in both languages that a mapping declares; None for what is no such name."""
    return {key: name_of(entry) for key, entry in _mapping(ours.get(field)).items()}


def _missing(ours: dict[Any, Any], node: yaml.Node | None) -> list[Problem]:
    """Return a problem that lists the names which a newsletter needs and does not have."""
    editions = _names(ours, "editions")
    missing = [f"name of {key}" for key in ("name", "tagline") if name_of(ours.get(key)) is None]
    missing += [f"name of edition {slug}" for slug, name in editions.items() if name is None]
    missing += [] if editions else ["at least one edition"]
    if not missing:
        return []
    message = f"extra.twofold lacks {', '.join(missing)}; expected names as {{en: …, zh-Hans: …}}. Add them."
    return [Problem(_PATH, *_place(node, "extra", "twofold"), message)]


def _extensions(data: dict[Any, Any], root: Path) -> dict[str, dict[str, Any]]:
    """Return the options of Python-Markdown's extensions, with the folders of snippets below `root`."""
    configs = dialect.of_settings(data)
    # Relative to the project, not to where the command happens to run.
    snippets = configs.get("pymdownx.snippets", {})
    snippets["base_path"] = [str(root / folder) for folder in snippets.get("base_path", [])]
    return configs


def _mapping(value: object) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


def _licence(ours: dict[Any, Any], node: yaml.Node | None) -> tuple[Name, list[Problem]]:
    """Return the licence line; where the owner names none for the content, it is that of the software alone."""
    if "licence" not in ours:
        return _SOFTWARE, []
    licence = name_of(ours["licence"])
    if licence:
        return licence, []
    message = "`licence` is no line in both languages; expected {en: …, zh-Hans: …}. Write both, or remove it."
    return _SOFTWARE, [Problem(_PATH, *_place(node, "extra", "twofold", "licence"), message)]


def _publish(ours: dict[Any, Any], node: yaml.Node | None) -> tuple[Publish, list[Problem]]:
    """Return how much of a machine's text is published."""
    given = _mapping(ours.get("translation")).get("publish", Publish.CHECKED.value)
    names = [choice.value for choice in Publish]
    if given in names:
        return Publish(given), []
    message = f"`publish` is {str(given)[:_SHOWN]!r}; expected one of {', '.join(names)}. Write one, or remove it."
    place = _place(node, "extra", "twofold", "translation", "publish")
    return Publish.CHECKED, [Problem(_PATH, *place, message)]


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


def _address(
    value: object, variable: str, example: str, node: yaml.Node | None, *keys: str
) -> tuple[str, list[Problem]]:
    """Return an address of the owner's as browsers serialise it, and a problem where it is unfit.

    Args:
        value: as written.
        variable: the environment variable that it may come from.
        example: a fit address, for the message.
        node: of `mkdocs.yml`.
        keys: where the address is in it.
    """
    written = str(value or "")
    if not written:
        return "", []
    url, fault = site_address(written)
    if not fault:
        return url, []
    message = (
        f"the address `{written[:_SHOWN]}` {fault}; expected one such as {example}. Mend {variable} or the line here."
    )
    return url, [Problem(_PATH, *_place(node, *keys), message)]


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
