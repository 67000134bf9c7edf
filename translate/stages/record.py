"""The `translation:` block of a translated file: what it was made from, by whom, and what people should look at.

    translation:
      from: en
      engine: argos en-zh 1.9       # or `editors`
      status: machine               # machine | reviewed; reviewed carries by: and on:
      source: sha256:…              # digest of the source's segments
      shape: 0a1b2c3d4e             # digest of everything else in the source's body
      copied: edition/… period/…    # digests of the fields taken over from the source
      segments: …/… …/…+            # one word per segment, see revision.Entry; `unpaired` for a free translation
      stale:                        # only when needed
        - segment: 3
          was: …
          now: …
      untranslated: 2               # only when needed: segments left in the source language
      reviewed:                     # only when needed: items a person has checked in a file that is not checked whole
        item-2: {by: …, on: …}

Keys that are not known here are a person's and stay. A key whose value does not change keeps its bytes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from translate.markdown.document import Document
from translate.stages.revision import SegmentState

NAME = "translation"
EDITORS = "editors"
"""Value of `engine` for a file that people wrote."""
MACHINE, REVIEWED = "machine", "reviewed"
UNTRANSLATED = {"en": "[untranslated] ", "zh-Hans": "〔未译〕"}
"""By target language, what stands before a segment that was left in the source language: written into the file, taken
off on re-reading, never remembered."""
UNPAIRED = "unpaired"
"""Value of `segments` for a translation accepted though its blocks are not the source's."""
_QUOTED_ON = re.compile(r"^( *(?:- )?)'on':")
KEYS = (
    "from",
    "engine",
    "status",
    "by",
    "on",
    "source",
    "shape",
    "copied",
    "segments",
    "stale",
    "untranslated",
    "unplaced",
    "reviewed",
)
"""Keys of the block, in the order in which they are written."""


@dataclass(frozen=True)
class Stale:
    """A person's text whose source changed."""

    segment: int
    """1-based place in `segments`."""
    was: str | None
    """The source that the text was made from; None where nothing remembers it."""
    now: str
    """Today's source."""


@dataclass(frozen=True)
class Record:
    """The values of the block."""

    source_language: str = ""
    """BCP 47 code of the original; empty where the file says nothing."""
    engine: str = ""
    """Name of what made it, or `editors`."""
    status: str = MACHINE
    """`machine` or `reviewed`."""
    source: str = ""
    """Digest of the source's segments at the last run, `sha256:…`."""
    shape: str = ""
    """Shape of the source's body at the last run."""
    copied: Mapping[str, str] = field(default_factory=dict)
    """Digest of each front matter field as the source had it at the last run."""
    entries: tuple[SegmentState, ...] | None = None
    """The record; None where there is none."""
    unpaired: bool = False
    """Whether a person accepted blocks that are not the source's."""
    stale: tuple[Stale, ...] = ()
    """People's texts whose source changed."""
    untranslated: int = 0
    """How many segments were left in the source language."""
    unplaced: tuple[str, ...] = ()
    """People's texts that have no place any more and that no memory holds."""
    reviewed: Mapping[str, Any] = field(default_factory=dict)
    """Per item, by whom and when it was reviewed; holds beside `status: machine`."""
    other: Mapping[str, Any] = field(default_factory=dict)
    """Everything else in the block, `by` and `on` included."""

    @property
    def review(self) -> str:
        """What people have checked, in words."""
        items = ", ".join(self.reviewed)
        return f"{self.status} but for {items}" if items and self.status != REVIEWED else self.status

    @property
    def day(self) -> str:
        """The day of the review, `YYYY-MM-DD`; empty where the block names none."""
        on = self.other.get("on")
        return on.isoformat() if type(on) is date else ""


def read(document: Document) -> Record | None:
    """Read the block; None where the file is an original. What is broken in it counts as not there."""
    found = document.values.get(NAME)
    if NAME not in document.values:
        return None
    values = found if isinstance(found, dict) else {}
    words = str(values.get("segments") or "").split()
    parsed = [entry for word in words if (entry := SegmentState.parse(word)) is not None]
    stale = values.get("stale")
    unplaced = values.get("unplaced")
    untranslated = values.get("untranslated")
    reviewed = values.get("reviewed")
    return Record(
        source_language=str(values.get("from") or ""),
        engine=str(values.get("engine") or ""),
        status=str(values.get("status") or MACHINE),
        source=str(values.get("source") or ""),
        shape=str(values.get("shape") or ""),
        copied=dict(word.rpartition("/")[::2] for word in str(values.get("copied") or "").split()),
        entries=tuple(parsed) if "segments" in values and len(parsed) == len(words) else None,
        unpaired=words == [UNPAIRED],
        stale=tuple(filter(None, map(_stale, stale if isinstance(stale, list) else []))),
        untranslated=untranslated if isinstance(untranslated, int) else 0,
        unplaced=tuple(map(str, unplaced)) if isinstance(unplaced, list) else (),
        reviewed=reviewed if isinstance(reviewed, dict) else {},
        other={key: value for key, value in values.items() if key not in KEYS or key in ("by", "on")},
    )


def write(record: Record, before: Document | None, newline: str) -> str:
    """Return the block's lines for the front matter.

    Args:
        record: what to write.
        before: the translation as it lies there, whose unchanged lines are taken over; None for a new one.
        newline: line ending of the file.
    """
    values = _values(record)
    kept = _lines(before) if before is not None else {}
    known = before.values.get(NAME) if before is not None else None
    earlier = known if isinstance(known, dict) else {}
    lines = [f"{NAME}:\n"]
    for key in [*(key for key in kept if key in values), *(key for key in values if key not in kept)]:
        if key in kept and earlier.get(key) == values[key]:
            lines.append(kept[key])
        else:
            dumped = _dumped({key: values[key]})
            # YAML 1.1 takes a bare `on` for a truth value and PyYAML quotes it; readers of YAML 1.2 need no quotes.
            lines += ["  " + _QUOTED_ON.sub(r"\1on:", line) + "\n" for line in dumped.split("\n")[:-1]]
    return "".join(lines).replace("\n", newline)


def _dumped(value: dict[str, Any]) -> str:
    dumped: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1_000_000)
    # PyYAML writes the line ends of Unicode as they are, and reads them as line ends.
    if re.search("[\x85\u2028\u2029]", dumped):
        dumped = yaml.safe_dump(value, sort_keys=False, width=1_000_000)
    return dumped


def _values(record: Record) -> dict[str, Any]:
    segments = (
        UNPAIRED if record.unpaired else " ".join(map(str, record.entries)) if record.entries is not None else None
    )
    values: dict[str, Any] = {
        "from": record.source_language,
        "engine": record.engine,
        "status": record.status,
        **{key: record.other[key] for key in ("by", "on") if key in record.other},
        "source": record.source,
        "shape": record.shape,
        "copied": " ".join(f"{name}/{value}" for name, value in record.copied.items()),
        "segments": segments,
        "stale": [
            {"segment": one.segment, **({} if one.was is None else {"was": one.was}), "now": one.now}
            for one in record.stale
        ],
        "untranslated": record.untranslated,
        "unplaced": list(record.unplaced),
        "reviewed": record.reviewed,
        **{key: value for key, value in record.other.items() if key not in ("by", "on")},
    }
    return {key: value for key, value in values.items() if value or key not in KEYS or key == "from"}


def _stale(value: Any) -> Stale | None:
    if not isinstance(value, dict) or not isinstance(value.get("segment"), int):
        return None
    was = value.get("was")
    return Stale(value["segment"], None if was is None else str(was), str(value.get("now") or ""))


def _lines(document: Document) -> dict[str, str]:
    """Return each key's own lines where the block is written in block style, indented by two."""
    kept: dict[str, str] = {}
    inside = False
    key = ""
    for line in re.split(r"\r\n?|\n", document.text[slice(*document.head)])[:-1]:
        if re.match(r"\S", line):
            inside = line.split("#")[0].strip() == f"{NAME}:"
            key = ""
        elif inside:
            found = re.match(r"  ([A-Za-z_][\w-]*):", line)
            key = found[1] if found else key
            if key:
                kept[key] = kept.get(key, "") + line + "\n"
    return kept
