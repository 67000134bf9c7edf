"""Answers from a file of sentences and their outputs: the whole layer on a real engine's output, without the engine.

The file is text in UTF-8, one `source<TAB>output` a line, without a header. A sentence is looked up as it stands there
but for white space; one that is not there is refused, and so stays in its language and is counted. A line may hold
several sentences: a segment is looked up whole first, then sentence by sentence.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from translate.core import content
from translate.core.languages import Direction
from translate.core.limits import LINE, RECORDED_FILE
from translate.core.problem import Problem
from translate.machine.engine import (
    Capabilities,
    Decoding,
    EngineError,
    EngineOptions,
    Hypothesis,
    TranslationRequest,
)

_DIGITS = 8


class RecordedEngine:
    """An `Engine` over recorded outputs."""

    literal = False
    capabilities = Capabilities(whole=True)

    def __init__(self, outputs: dict[str, str], name: str) -> None:
        """Take what `read` found.

        Args:
            outputs: normalised sentence → output.
            name: as recorded in files and memory.
        """
        self.outputs = outputs
        self.name = name

    @classmethod
    def open(cls, path: Path) -> "RecordedEngine":
        """Read the file.

        Raises:
            EngineError: it cannot be read, is too large, or has a line that is no pair; the message names the place.
        """
        data, problems = content.read_bytes(Path(), path, RECORDED_FILE)
        outputs, faults = read(data or b"", path) if data is not None else ({}, problems)
        if faults:
            more = f" ({len(faults) - 1:,} more such lines)" if len(faults) > 1 else ""
            raise EngineError(f"{faults[0]}{more}")
        digest = hashlib.sha256(data or b"").hexdigest()[:_DIGITS]
        return cls(outputs, f"recorded {''.join(char if char.isalnum() else '-' for char in path.stem)[:40]} {digest}")

    def translate(
        self,
        requests: Sequence[TranslationRequest],
        *,
        source: str,  # noqa: ARG002 -- the protocol's names
        target: str,  # noqa: ARG002
        decoding: Decoding,  # noqa: ARG002
    ) -> list[list[Hypothesis]]:
        """Look each sentence up; see `Engine.translate`."""
        return [[self._one(request.text)] for request in requests]

    def _one(self, sentence: str) -> Hypothesis:
        found = self.outputs.get(normalised(sentence))
        return Hypothesis(found) if found else Hypothesis("", refused="recorded: the sentence is not in the file")


def normalised(sentence: str) -> str:
    """Return a sentence as it is looked up: no white space at its ends, one blank inside."""
    return " ".join(sentence.split())


def read(data: bytes, path: Path) -> tuple[dict[str, str], list[Problem]]:
    """Read the pairs; of lines with the same source the first counts.

    Args:
        data: the file.
        path: how problems name it.

    Returns:
        Normalised sentence → output, and a problem for each line that is no pair.
    """
    outputs: dict[str, str] = {}
    problems: list[Problem] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return {}, [Problem(path, line, 1, "bytes that are not UTF-8; expected UTF-8. Save the file as UTF-8.")]
    for number, line_text in enumerate(text.split("\n"), 1):
        cells = line_text.rstrip("\r").split("\t")
        if cells == [""]:
            continue
        if len(cells) != 2 or not normalised(cells[0]):
            found = f"{len(cells)} cells; expected `source<TAB>output`. Mend or delete the line."
            problems.append(Problem(path, number, 1, found))
        elif max(map(len, cells)) > LINE.value:
            found = f"a cell of {max(map(len, cells)):,} characters; expected at most {LINE.value:,}. Delete the line."
            problems.append(Problem(path, number, 1, found))
        else:
            outputs.setdefault(normalised(cells[0]), normalised(cells[1]))
    return outputs, problems


def open_engine(direction: Direction, options: EngineOptions) -> RecordedEngine:  # noqa: ARG001 -- as every opener
    """Read the file of the options; it is taken to be of this direction."""
    if options.recorded is None:
        raise EngineError("No file of recorded outputs found; one expected. Give it with `--recorded FILE.tsv`.")
    return RecordedEngine.open(options.recorded)
