"""How fast an engine is on this machine: measured by every run, kept in `.cache/`, used for estimates."""

import json
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from translate.core.files import cache, write_atomically
from translate.language.glossary import Glossary
from translate.machine.engine import Decoding, Engine, Metered, Usage
from translate.machine.fallback import translate_units
from translate.stages.pretranslation import PendingSegment

_SAMPLE = 6
_ENOUGH = 2000
"""Characters from which on loading the model does not spoil a measurement."""


def size(plans: Sequence[PendingSegment]) -> int:
    """Return the characters that go through the engine: equal segments are translated once."""
    return sum(len(text) for text in {plan.unit.text for plan in plans})


def keep(engine: str, characters: int, seconds: float) -> None:
    """Record a measurement; the newest counts half."""
    known = _read()
    if engine in known and characters < _ENOUGH:
        return
    now = characters / max(seconds, 1e-6)
    known[engine] = round((known[engine] + now) / 2 if engine in known else now, 2)
    # An estimate is a courtesy: a cache that cannot be written must not stop a run.
    with suppress(OSError):
        write_atomically(_file(), json.dumps(known, indent=1, sort_keys=True).encode() + b"\n")


def estimate(
    plans: Sequence[PendingSegment], engine: Engine, glossary: Glossary | None, decoding: Decoding | None
) -> tuple[float, Usage]:
    """Return what segments would take, from the last runs or else from a sample translated now.

    An engine whose work is counted in tokens always translates the sample.

    Args:
        plans: what waits, one direction.
        engine: what would translate.
        glossary: as for the run.
        decoding: as for the run.

    Returns:
        Seconds, and what it is asked for where that is counted.
    """
    known = _read().get(engine.name)
    usage = Usage()
    if known is None or isinstance(engine, Metered):
        units = list(dict.fromkeys(plan.unit for plan in plans))
        sample = units[:: max(1, len(units) // _SAMPLE)][:_SAMPLE]
        task = plans[0].pretranslation.job.task
        start = time.monotonic()
        translate_units(sample, task.direction, engine=engine, glossary=glossary, decoding=decoding)
        characters = sum(len(unit.text) for unit in sample)
        known = characters / max(time.monotonic() - start, 1e-6)
        if isinstance(engine, Metered):
            share = size(plans) / max(characters, 1)
            used = engine.usage
            usage = Usage(*(round(count * share) for count in (used.requests, used.prompt_tokens, used.output_tokens)))
    return size(plans) / known, usage


def _read() -> dict[str, float]:
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): float(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _file() -> Path:
    """Return where characters per second are kept, by engine name."""
    return cache() / "speed.json"
