"""`mkdocs.yml`, read without MkDocs: the YAML of `yaml_text` by the same rules, with the tags that MkDocs adds.

`!ENV` is what the environment says; `!!python/name:` is a name that only its reader may resolve; any other tag of the
owner's (`!relative`) says nothing. No tag makes this process import or call anything.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from translate.core import limits, yaml_text
from translate.core.problem import Problem
from translate.core.yaml_text import Yaml

FILE = Path("mkdocs.yml")
_PYTHON_NAME = "tag:yaml.org,2002:python/name:"
_TAG = re.compile(rf"![A-Za-z][\w-]*|{re.escape(_PYTHON_NAME)}[\w.]+", re.ASCII)


@dataclass(frozen=True)
class PythonName:
    """What `!!python/name:material.extensions.emoji.twemoji` stands for; nothing of it is imported."""

    dotted: str
    """Module and name."""


def read(root: Path, path: Path = FILE) -> tuple[Yaml | None, list[Problem]]:
    """Read `root`/`path`; None where it cannot be read.

    Returns:
        The settings, with None for whatever a tag says that is not known here, and what is wrong with them.
    """
    limit = limits.SETTINGS_FILE
    try:
        with (root / path).open("rb") as stream:
            text = stream.read(limit.value + 1).decode("utf-8-sig")
    except OSError as error:
        found = f"cannot be read ({error.strerror}); expected the site's settings. Restore the file from git."
        return None, [Problem(path, 0, 0, found)]
    except UnicodeDecodeError as error:
        found = f"byte 0x{error.object[error.start]:02x} is not UTF-8; expected UTF-8 text. Save the file as UTF-8."
        return None, [Problem(path, error.object.count(b"\n", 0, error.start) + 1, 1, found)]
    return parse(text, path)


def parse(text: str, path: Path = FILE) -> tuple[Yaml | None, list[Problem]]:
    """Read the text of such a file; see `read`."""
    return yaml_text.read(text, path, size=limits.SETTINGS_FILE, depth=limits.SETTINGS_DEPTH, tags=(_TAG, _value))


def _value(node: yaml.Node) -> Any:
    """Return what a tagged node stands for."""
    if node.tag.startswith(_PYTHON_NAME):
        return PythonName(node.tag.removeprefix(_PYTHON_NAME))
    if node.tag != "!ENV":
        return None
    if not isinstance(node, yaml.SequenceNode):
        return os.environ.get(str(node.value))
    # `!ENV [NAME, …, default]`: the first variable that is set, else the default.
    names = [part.value for part in node.value[:-1] if isinstance(part, yaml.ScalarNode)]
    default = yaml_text.value(node.value[-1]) if node.value else None
    return next((os.environ[name] for name in names if os.environ.get(name)), default)
