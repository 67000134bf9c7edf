"""The engines by name: the one place that names them. A new one is a file in `translate/machine/` and a row here."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class RegisteredEngine:
    """How an engine is found and what kind it is."""

    opener: str
    """`module:function` that opens it for one direction; it takes a `Direction` and `EngineOptions`."""
    literal: bool = False
    """Whether its output is for tests: no memory holds it, and no other engine's run keeps it."""
    needs_server: bool = False
    """Whether the user must say where its server is."""
    needs_file: bool = False
    """Whether the user must say which file it answers from."""


ENGINES = {
    "argos": RegisteredEngine("translate.machine.engines.argos:open_engine"),
    "libretranslate": RegisteredEngine("translate.machine.engines.libretranslate:open_engine", needs_server=True),
    "openai": RegisteredEngine("translate.machine.engines.openai:open_engine", needs_server=True),
    "recorded": RegisteredEngine("translate.machine.engines.recorded:open_engine", needs_file=True),
    "identity": RegisteredEngine("translate.machine.engines:open_identity", literal=True),
    "pseudo": RegisteredEngine("translate.machine.engines:open_pseudo", literal=True),
}
"""By the name that users give; a translation's origin is that name and a version."""
LITERAL = tuple(name for name, engine in ENGINES.items() if engine.literal)
"""Names of the engines whose output is for tests."""


def is_machine(origin: str) -> bool:
    """Whether a translation's origin names an engine, and not a person."""
    name = re.match(r"[a-z0-9-]*", origin)
    engine = ENGINES.get(name[0]) if name else None
    return engine is not None and not engine.literal
