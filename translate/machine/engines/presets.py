"""How each family of language models is asked: wording, stop texts, length; read from `presets.toml`, which says more.

Everything from outside goes into a message as data: a sentence, a title or a term cannot close the delimiters that it
stands in, and no field is filled twice. That a model obeys a text all the same is possible; then its answer is no
translation, and the guards refuse it.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from translate.core.languages import Direction
from translate.machine.engine import SegmentContext, TranslationRequest

GENERIC = "generic"
"""Name of the preset for models that no other fits."""
_FIELD = re.compile(r"\{([a-z]+)\}")
_DELIMITER = re.compile(r"<(?=\s*/?\s*source\b)", re.IGNORECASE)
_KEYS = {
    "name": str,
    "models": list,
    "about": str,
    "context": int,
    "structured": bool,
    "stop": list,
    "sampling": dict,
    "extra": dict,
    "system": str,
    "en_zh": dict,
    "zh_en": dict,
}
_OPTIONAL = frozenset({"extra"})


class PresetError(ValueError):
    """`presets.toml` is not as it says; the message names the preset."""


@dataclass(frozen=True)
class Wording:
    """What is said in one direction; see `presets.toml` for the fields of each text."""

    prompt: str
    """The user's message."""
    title: str
    """With the title."""
    context: str
    """With what stands around the sentence."""
    formality: str
    """With the register."""
    terms: str
    """With the lines of terms."""
    term: str
    """One line of them."""
    tags: str
    """What to do with numbered tags."""
    findings: str
    """With what was wrong with an earlier translation."""


@dataclass(frozen=True)
class Preset:
    """How one family of models is asked."""

    name: str
    """What `--preset` takes."""
    models: tuple[str, ...]
    """Regular expressions that fit the names of its models."""
    context: int
    """Tokens of prompt and answer together."""
    structured: bool
    """Whether to ask for a JSON object."""
    stop: tuple[str, ...]
    """Texts at which the model stops."""
    body: Mapping[str, Any]
    """Further fields of each request: sampling, and what servers take besides."""
    system: str
    """The system message; empty for none."""
    wordings: Mapping[Direction, Wording]
    """For both directions."""

    def messages(self, request: TranslationRequest, direction: Direction) -> list[dict[str, str]]:
        """Return the messages that ask for one translation."""
        wording, told = self.wordings[direction], request.context
        terms = "\n".join(
            _filled(wording.term, {"source": source, "target": target}) for source, target in request.terms
        )
        pieces = {
            "title": _piece(wording.title, title=told.title),
            "context": _piece(wording.context, before=told.before, after=told.after),
            "formality": _piece(wording.formality, formality=told.formality),
            "terms": _piece(wording.terms, terms=terms),
            "tags": wording.tags if request.tags else "",
            "findings": _piece(wording.findings, findings="; ".join(told.findings), earlier=told.earlier),
            "text": _data(request.text),
        }
        message = {"role": "user", "content": _filled(wording.prompt, pieces)}
        return [{"role": "system", "content": self.system}, message] if self.system else [message]

    def without_context(self, request: TranslationRequest) -> TranslationRequest:
        """Return a request that says less, for a model whose context is short."""
        told = SegmentContext(findings=request.context.findings)
        return TranslationRequest(request.text, told, request.terms, request.tags)


@cache
def presets() -> tuple[Preset, ...]:
    """Return the presets in the order of the file.

    Raises:
        PresetError: one is not as the file's head says.
    """
    text = (Path(__file__).parent / "presets.toml").read_text(encoding="utf-8")
    return read(tomllib.loads(text))


def read(data: Mapping[str, Any]) -> tuple[Preset, ...]:
    """Check presets and return them.

    Raises:
        PresetError: a key is missing, unknown or of the wrong type, a text has an unknown field, a pattern is none.
    """
    found = tuple(_preset(row) for row in data.get("preset", ()))
    names = [one.name for one in found]
    if GENERIC not in names or len(names) != len(set(names)):
        raise PresetError(f"presets {', '.join(names)} found; different names, `{GENERIC}` among them, expected.")
    return found


def choose(model: str, name: str = "") -> Preset:
    """Return the preset of a name, or else the first that fits a model.

    Args:
        model: its name, as the server says.
        name: of the preset; empty to go by the model.

    Raises:
        PresetError: there is none of that name.
    """
    known = {one.name: one for one in presets()}
    if name:
        if name not in known:
            raise PresetError(f"preset {name} found; one of {', '.join(known)} expected.")
        return known[name]
    fitting = (one for one in known.values() if any(re.search(each, model, re.IGNORECASE) for each in one.models))
    return next(fitting, known[GENERIC])


def _preset(row: Mapping[str, Any]) -> Preset:
    name = str(row.get("name", "without a name"))
    missing = [key for key in _KEYS if key not in row and key not in _OPTIONAL]
    unknown = [key for key in row if key not in _KEYS]
    wrong = [key for key, kind in _KEYS.items() if key in row and type(row[key]) is not kind]
    for what, keys in (("missing", missing), ("unknown", unknown), ("of the wrong type", wrong)):
        if keys:
            raise PresetError(f"preset {name}: {', '.join(keys)} {what}; the keys of the file's head expected.")
    for pattern in row["models"]:
        try:
            re.compile(pattern)
        except re.error as error:
            raise PresetError(f"preset {name}: pattern {pattern} found ({error}); a regular one expected.") from None
    wordings = {
        Direction("en", "zh-Hans"): _wording(name, row["en_zh"]),
        Direction("zh-Hans", "en"): _wording(name, row["zh_en"]),
    }
    body = {**row["sampling"], **row.get("extra", {})}
    stop = tuple(row["stop"])
    return Preset(name, tuple(row["models"]), row["context"], row["structured"], stop, body, row["system"], wordings)


_FIELDS = {
    "prompt": {"title", "context", "formality", "terms", "tags", "findings", "text"},
    "title": {"title"},
    "context": {"before", "after"},
    "formality": {"formality"},
    "terms": {"terms"},
    "term": {"source", "target"},
    "tags": set(),
    "findings": {"findings", "earlier"},
}


def _wording(name: str, row: Mapping[str, Any]) -> Wording:
    keys = [field.name for field in fields(Wording)]
    if sorted(row) != sorted(keys) or not all(isinstance(text, str) for text in row.values()):
        raise PresetError(f"preset {name}: {', '.join(row)} found; texts {', '.join(keys)} expected.")
    for key, text in row.items():
        unknown = set(_FIELD.findall(text)) - _FIELDS[key]
        if unknown:
            raise PresetError(f"preset {name}, {key}: fields {', '.join(sorted(unknown))} found; none such expected.")
    if row["prompt"].count("{text}") != 1:
        raise PresetError(f"preset {name}, prompt: {{text}} found {row['prompt'].count('{text}')} times; one expected.")
    return Wording(**row)


def _piece(template: str, **values: str) -> str:
    """Return a piece with its values, nothing where all of them are empty."""
    return _filled(template, {key: _data(value) for key, value in values.items()}) if any(values.values()) else ""


def _filled(template: str, values: Mapping[str, str]) -> str:
    """Fill a template in one pass: what is filled in is never filled again."""
    return _FIELD.sub(lambda match: values.get(match[1], match[0]), template)


def _data(text: str) -> str:
    """Return a text that cannot end the delimiters around it."""
    return _DELIMITER.sub("‹", text)
