"""Names of publishers: terms of every text that cites them; titles of publications take 《》 in Chinese text."""

from dataclasses import dataclass
from pathlib import Path

from translate.core import content, limits, yaml_text
from translate.language.glossary import Term


@dataclass(frozen=True)
class Publishers:
    """What a list of publishers says of names."""

    terms: tuple[Term, ...] = ()
    """Names of more than one word. One word alone (Nature, Science, Cell) is a common word as often as a name; such a
    name belongs into the glossary if it is to be held."""
    periodicals: tuple[str, ...] = ()
    """Chinese names of publications, in the order of the file."""


def load(path: Path) -> Publishers:
    """Read a list of publishers.

    Args:
        path: YAML, a mapping of slugs to entries with a name per language code, and `periodical: true` for those whose
            name is the title of a publication. Who owns the file checks it; an entry that is none of this is left out.

    Returns:
        Its names; none where there is no such file.
    """
    data, _ = content.read_bytes(Path(), path, limits.VOCABULARY_FILE)
    listed, _ = yaml_text.read(
        (data or b"").decode("utf-8-sig", "replace"), path, size=limits.VOCABULARY_FILE, nodes=limits.VOCABULARY_NODES
    )
    known = [entry for entry in (listed.values.values() if listed else ()) if isinstance(entry, dict)]
    named = [entry for entry in known if isinstance(entry.get("en"), str) and isinstance(entry.get("zh-Hans"), str)]
    return Publishers(
        terms=tuple(
            Term(entry["en"], entry["zh-Hans"], case="exact", pos="name")
            for entry in named
            if " " in entry["en"].strip() and entry["en"] != entry["zh-Hans"]
        ),
        periodicals=tuple(entry["zh-Hans"] for entry in named if entry.get("periodical") is True),
    )
