"""Loops: text that repeats itself as decoders do when they lose their way."""

import re

from translate.script import HAN

_TOKEN = re.compile(rf"[{HAN}]|[A-Za-z]+(?:['’][A-Za-z]+)?|\d+(?:[.,]\d+)*|[^\s\w]")
_CONTENT = re.compile(rf"[{HAN}a-z]")
_PHRASE = 12
_SPAN = {1: 4, 2: 3, 3: 3}
"""How often a unit of so many tokens must follow itself to be a loop; longer units twice."""


def found(source_text: str, target_text: str) -> str:
    """Return what the target repeats as the source does not; empty where it does not loop.

    Two signs: a unit of one to twelve tokens that follows itself, and a longer stretch of tokens that occurs twice
    anywhere. Either must be worse than the source's own.

    Args:
        source_text: without marks.
        target_text: without marks.
    """
    tokens = _TOKEN.findall(target_text.casefold())
    if len(tokens) < min(_SPAN.values()):
        return ""
    source_tokens = _TOKEN.findall(source_text.casefold())
    for size in range(1, _PHRASE + 1):
        unit, times = _following(tokens, size)
        if times >= _SPAN.get(size, 2) and times > _most(source_tokens):
            return _joined(unit)
    if not _twice(source_tokens, 4 if re.search("[A-Za-z]", source_text) else 7):
        return _joined(_twice(tokens, _long(target_text)))
    return ""


def _long(text: str) -> int:
    return 11 if re.search(f"[{HAN}]", text) else 8


def _most(tokens: list[str]) -> int:
    return max((_following(tokens, size)[1] for size in range(1, _PHRASE + 1)), default=1)


def _following(tokens: list[str], size: int) -> tuple[list[str], int]:
    """Return the unit of `size` tokens that follows itself most often, and how often it stands there."""
    best, unit = 1, []
    run = 0
    for index in range(size, len(tokens)):
        run = run + 1 if tokens[index] == tokens[index - size] else 0
        times = run // size + 1
        if run and run % size == 0 and times > best:
            candidate = tokens[index - size + 1 : index + 1]
            if any(_CONTENT.match(token) for token in candidate):
                best, unit = times, candidate
    return unit, best


def _twice(tokens: list[str], size: int) -> list[str]:
    seen: set[tuple[str, ...]] = set()
    for start in range(len(tokens) - size + 1):
        window = tuple(tokens[start : start + size])
        if window in seen:
            return list(window)
        seen.add(window)
    return []


def _joined(tokens: list[str]) -> str:
    return re.sub(rf"(?<=[{HAN}]) | (?=[{HAN}])", "", " ".join(tokens))
