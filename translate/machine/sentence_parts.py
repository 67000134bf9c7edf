"""A sentence → the parts that go to the model and the parts that do not.

1. What has no letters goes to no model; neither does white space between parts.
2. A closing parenthesis of links, as every item of a newsletter has for its sources, is a list of names: each name goes
   by itself and the parentheses and separators are written by rule.
3. `Label: sentence` is two parts: models loop on it (argos-translate#444).
4. A headline or a list item without a full stop is asked for with one, which is taken off again: models know sentences.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate.language.script import HAN, is_mark
from translate.markdown.protect import MARK_BASE, MARK_LAST, Mark

_LABEL = re.compile(r"(?P<label>[^\s:：.。!?！？,，；;][^:：.。!?！？,，；;]{0,38})(?P<colon>:\s+|：\s*)(?=\S)")
_CLAUSE = re.compile(r"(?<=[,;:])\s+(?=\S)|(?<=[，；：])\s*(?=\S)|\s+(?=[–—(（])|(?<=[)）—])\s*(?=\w)")
_STOPS = ".!?…。！？:：;；,，、"
_CLOSERS = "\"”’'」』)）]】》"
_ASKED_WITH_STOP = 3
"""Words (Han: characters) from which on a fragment is asked for with a full stop."""
_FULL_STOP = {"en": ".", "zh-Hans": "。"}


@dataclass(frozen=True)
class SentencePart:
    """A stretch of a sentence."""

    text: str
    """With marks; `"".join` over the parts gives the sentence, but for separators written by rule."""
    model: bool
    """Whether it goes through the engine."""
    stop: str = ""
    """Full stop to ask with and to take off."""


def whole(text: str, source: str) -> list[SentencePart]:
    """Return a sentence as few parts as its shape allows."""
    body, tail = _credits(text)
    parts: list[SentencePart] = []
    label = _LABEL.match(body)
    if label and _balanced(label["label"]) and len(label["label"].split()) <= 4 and _has_letters(body[label.end() :]):
        parts += [*_model(label["label"], source), SentencePart(label["colon"], model=False)]
        body = body[label.end() :]
    parts += _model(body, source)
    return parts + tail


def unsplit(text: str, source: str) -> list[SentencePart]:
    """Return a sentence, or several, as one part, asked for as it stands."""
    return _model(text, source, stop=False)


def split(text: str, marks: Sequence[Mark], source: str) -> list[SentencePart]:
    """Return a sentence cut at its clauses, never inside a pair of marks; one part where there is no place to cut."""
    body, tail = _credits(text)
    cuts = [0, *(m.start() for m in _CLAUSE.finditer(body) if _depth(body[: m.start()], marks) == 0), len(body)]
    pieces = [body[low:high] for low, high in itertools.pairwise(cuts)]
    merged: list[str] = []
    for piece in pieces:
        if merged and (_size(merged[-1]) < _ASKED_WITH_STOP or _size(piece) < _ASKED_WITH_STOP):
            merged[-1] += piece
        else:
            merged.append(piece)
    return [part for piece in merged for part in _model(piece, source, stop=False)] + tail


def around(text: str, source: str, constraints: Sequence[tuple[int, int]] = ()) -> list[SentencePart]:
    """Return the runs of text between marks, each by itself, with the marks where they stand.

    Args:
        text: with marks.
        source: BCP 47 code.
        constraints: stretches (terms) that become parts of their own as well.
    """
    parts: list[SentencePart] = []
    cuts = sorted({0, len(text), *(edge for constraint in constraints for edge in constraint)})
    for low, high in itertools.pairwise(cuts):
        for run in re.split(f"([{chr(MARK_BASE)}-{chr(MARK_LAST)}]+)", text[low:high]):
            if run and is_mark(run[0]):
                parts.append(SentencePart(run, model=False))
            elif run:
                parts += _model(run, source, stop=False)
    return parts


def _model(text: str, source: str, *, stop: bool = True) -> list[SentencePart]:
    if not _has_letters(text):
        return [SentencePart(text, model=False)] if text else []
    inner = text.strip()
    start = text.index(inner)
    bare = "".join(char for char in inner if not is_mark(char)).rstrip(_CLOSERS)
    asked = _FULL_STOP.get(source, "") if stop and bare[-1:] not in _STOPS and _size(inner) >= _ASKED_WITH_STOP else ""
    parts = [
        SentencePart(text[:start], model=False),
        SentencePart(inner, model=True, stop=asked),
        SentencePart(text[start + len(inner) :], model=False),
    ]
    return [part for part in parts if part.text]


def _credits(text: str) -> tuple[str, list[SentencePart]]:
    """Split off a closing parenthesis that holds nothing but wrapped names and separators."""
    match = re.search(r"(?P<open>\s*[(（]\s*)(?P<inside>[^()（）]*)(?P<close>\s*[)）])(?P<after>[.。]?\s*)$", text)
    if match is None:
        return text, []
    runs = re.split(f"([{chr(MARK_BASE)}-{chr(MARK_LAST)}]+)", match["inside"])
    # Odd runs are marks; of the others, those between an open and its close hold names, the rest must be separators.
    if len(runs) < 5 or any(run.strip(" ;；,，、&") for run in runs[::4]) or not all(run for run in runs[1::2]):
        return text, []
    parts = [SentencePart(match["open"], model=False)]
    for index, run in enumerate(runs):
        if index % 4 == 2:
            parts += [SentencePart(run, model=_has_letters(run))]
        elif run:
            parts.append(SentencePart(run, model=False))
    parts.append(SentencePart(match["close"] + match["after"], model=False))
    return text[: match.start()], parts


def _has_letters(text: str) -> bool:
    return any(char.isalpha() and not is_mark(char) for char in text)


def _balanced(text: str) -> bool:
    """Tell whether a label may be cut off: with marks it might cut a pair."""
    return not any(is_mark(char) for char in text)


def _depth(text: str, marks: Sequence[Mark]) -> int:
    kinds = [marks[ord(char) - MARK_BASE].kind for char in text if is_mark(char)]
    return kinds.count("open") - kinds.count("close")


def _size(text: str) -> int:
    """Count words, Han characters one each."""
    return len(re.findall(rf"[{HAN}]|[^\W_{HAN}]+", "".join(char for char in text if not is_mark(char))))
