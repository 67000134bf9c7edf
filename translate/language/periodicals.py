"""Titles of publications, which take 《》 in Chinese text."""

from pathlib import Path
from typing import Any

import yaml


def load(path: Path, language: str = "zh-Hans") -> tuple[str, ...]:
    """Read the names of periodicals from a list of publishers.

    Args:
        path: YAML, a mapping of slugs to entries with a name per language code and `periodical: true` for those whose
            name is the title of a publication. Who owns the file checks it; an entry that is none of this is left out.
        language: BCP 47 code of the names wanted.

    Returns:
        The names in the order of the file; none where there is no such file.
    """
    try:
        entries: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return ()
    known = entries.values() if isinstance(entries, dict) else ()
    return tuple(
        entry[language]
        for entry in known
        if isinstance(entry, dict) and entry.get("periodical") is True and isinstance(entry.get(language), str)
    )
