"""Speaks to a LibreTranslate server that the user names: the second engine behind the protocol, off by default."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from translate.core.languages import Direction
from translate.core.limits import SERVER_ANSWER
from translate.machine.engine import (
    Capabilities,
    Decoding,
    EngineError,
    EngineOptions,
    Hypothesis,
    TranslationRequest,
    longest_output,
)
from translate.machine.engines.answers import cleaned
from translate.machine.engines.http_client import Client, readable

CODES = {"en": "en", "zh-Hans": "zh-Hans"}
"""Our language code → the server's own; servers before 1.6 say `zh`, see `_CODES_BEFORE`."""
_CODES_BEFORE = {"en": "en", "zh-Hans": "zh"}
BATCH = 32
"""Sentences per request; public servers limit it."""
TIMEOUT = 60.0
"""Seconds that one answer may take where the user says nothing else."""
_BYTES = 12
"""Most bytes of a character in JSON: two escaped surrogates."""


class LibreTranslate:
    """An `Engine` over the HTTP interface of a LibreTranslate server (`/languages`, `/translate`)."""

    literal = False
    capabilities = Capabilities(n_best=True)

    def __init__(self, client: Client, codes: dict[str, str]) -> None:
        """Take what `connect` found out."""
        self.client = client
        self.codes = codes

    @classmethod
    def connect(cls, *, options: EngineOptions, sleep: Callable[[float], object] = time.sleep) -> "LibreTranslate":
        """Ask the server for its languages.

        Args:
            options: its address, key and time.
            sleep: waits between tries.

        Raises:
            EngineError: no server given, none there, or it lacks English or Chinese.
        """
        if not options.server:
            raise EngineError("No server found; an address expected. Give one with `--server http://localhost:5000`.")
        client = Client.of(options.server, timeout=options.timeout or TIMEOUT, key=options.api_key, sleep=sleep)
        answer = client.get("languages", most=SERVER_ANSWER.value)
        known = {str(row.get("code")) for row in answer if isinstance(row, dict)} if isinstance(answer, list) else set()
        for codes in (CODES, _CODES_BEFORE):
            if known.issuperset(codes.values()):
                return cls(client, codes)
        raise EngineError(
            f"{client.server} offers {readable(', '.join(sorted(known))) or 'no languages'}; en and zh-Hans expected. "
            "Start the server with both."
        )

    @property
    def name(self) -> str:
        """The server's host: which model it runs is not known here."""
        return f"libretranslate {self.client.host}"

    def translate(
        self, requests: Sequence[TranslationRequest], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        """Translate in batches; see `Engine.translate`."""
        results = []
        for start in range(0, len(requests), BATCH):
            batch = [request.text for request in requests[start : start + BATCH]]
            body = {
                "q": batch,
                "source": self.codes[source],
                "target": self.codes[target],
                "format": "text",
                "alternatives": max(decoding.hypotheses - 1, 0),
            }
            if self.client.key:
                body["api_key"] = self.client.key
            characters = sum(map(longest_output, batch)) * max(decoding.hypotheses, 1)
            answer = self.client.post("translate", body, most=SERVER_ANSWER.value + _BYTES * characters)
            rows = _read(answer, len(batch), self.client.server, most=max(decoding.hypotheses, 1))
            results += [
                [Hypothesis(cleaned(one.text, text, target)) for one in row]
                for text, row in zip(batch, rows, strict=True)
            ]
        return results


def _read(answer: Any, count: int, server: str, *, most: int) -> list[list[Hypothesis]]:
    texts = answer.get("translatedText") if isinstance(answer, dict) else None
    if not isinstance(texts, list) or len(texts) != count or not all(isinstance(text, str) for text in texts):
        raise EngineError(
            f"{server} answered without {count} translations; a list of them expected. Update the server."
        )
    others = answer.get("alternatives")
    listed = isinstance(others, list) and len(others) == count and all(isinstance(row, list) for row in others)
    rows = others if isinstance(others, list) and listed else [[] for _ in texts]
    return [
        [Hypothesis(text), *(Hypothesis(other) for other in row if isinstance(other, str))][:most]
        for text, row in zip(texts, rows, strict=True)
    ]


def open_engine(direction: Direction, options: EngineOptions) -> LibreTranslate:  # noqa: ARG001 -- as every opener
    """Connect to the server of the options; it must know both languages, whatever the direction."""
    return LibreTranslate.connect(options=options)
