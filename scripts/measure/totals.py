"""Totals of a measurement of the guards: counts without any text, kept in a table that a later run compares with."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_COLUMNS = ("table", "half", "direction", "group", "kind", "stopped", "of")
_WANTED = frozenset({"major", "seeded"})
"""Groups of which guards should stop all; of every other group they should stop nothing."""


class CountKey(NamedTuple):
    """What was counted."""

    table: str
    """`annotated`, `human`, `systems` or `seeded`."""
    half: str
    """`tuning` or `held out`."""
    direction: str
    """Such as `en→zh-Hans`."""
    group: str
    """Engine and verdict (`argos major`), set, or system."""
    kind: str
    """Of error, of fault, or a guard's name; `any` for all together."""

    @property
    def wanted(self) -> bool:
        """Whether guards should stop it."""
        return self.group.rpartition(" ")[2] in _WANTED


@dataclass
class Totals:
    """How many were stopped of how many."""

    stopped: Counter[CountKey] = field(default_factory=Counter)
    """By key."""
    of: Counter[CountKey] = field(default_factory=Counter)
    """By key."""

    def add(self, key: CountKey, stopped: bool) -> None:
        """Count one output."""
        self.of[key] += 1
        self.stopped[key] += stopped

    def share(self, key: CountKey) -> float:
        """Return the share that was stopped; 0 where there was none."""
        return self.stopped[key] / self.of[key] if self.of[key] else 0.0

    def to_tsv(self) -> str:
        """Write a table, sorted, that `from_tsv` reads."""
        lines = [(*key, str(self.stopped[key]), str(self.of[key])) for key in sorted(self.of)]
        return "".join("\t".join(line) + "\n" for line in [_COLUMNS, *lines])

    @classmethod
    def from_tsv(cls, text: str) -> "Totals":
        """Read what `to_tsv` wrote.

        Raises:
            ValueError: another table.
        """
        head, *lines = [line.split("\t") for line in text.splitlines()]
        if tuple(head) != _COLUMNS:
            raise ValueError(f"columns {', '.join(head)}; expected {', '.join(_COLUMNS)}. Write it with `--write`.")
        totals = cls()
        for *key, stopped, of in lines:
            totals.stopped[CountKey(*key)] = int(stopped)
            totals.of[CountKey(*key)] = int(of)
        return totals


def worse(before: Totals, now: Totals) -> list[str]:
    """Say of every count of both measurements whose share got worse; guards' shares of an alarm do not count alone."""
    found = []
    for key in sorted(before.of.keys() & now.of.keys()):
        if key.table == "human" and key.kind != "any":
            continue
        was, share = before.share(key), now.share(key)
        if (share < was) if key.wanted else (share > was):
            found.append(
                f"{' · '.join(key)}: {before.stopped[key]} of {before.of[key]} ({was:.2%}) "
                f"→ {now.stopped[key]} of {now.of[key]} ({share:.2%})"
            )
    return found


def grid(totals: Totals, rows: Iterable[tuple[str, Sequence[CountKey]]], columns: Sequence[str]) -> str:
    """Lay counts out for people, a key a cell: stopped, of how many, share."""
    lines = [["", *columns]]
    for label, keys in rows:
        lines.append([label, *(_cell(totals, key) for key in keys)])
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines
    )


def _cell(totals: Totals, key: CountKey) -> str:
    if not totals.of[key]:
        return "–"
    return f"{totals.stopped[key]}/{totals.of[key]} {totals.share(key):.1%}"
