"""Speaks to a LibreTranslate server that the user names: the second engine behind the protocol, off by default."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from typing import Any

from translate.machine.engine import Decoding, EngineError, EngineOptions, Hypothesis

CODES = {"en": "en", "zh-Hans": "zh-Hans"}
"""Our language code → the server's own; servers before 1.6 say `zh`, see `_CODES_BEFORE`."""
_CODES_BEFORE = {"en": "en", "zh-Hans": "zh"}
BATCH = 32
"""Sentences per request; public servers limit it."""


class LibreTranslate:
    """An `Engine` over the HTTP interface of a LibreTranslate server (`/languages`, `/translate`)."""

    literal = False

    def __init__(self, options: EngineOptions, codes: dict[str, str], version: str = "") -> None:
        """Take what `connect` found out."""
        self.options = options
        self.codes = codes
        self.version = version

    @classmethod
    def connect(cls, *, options: EngineOptions) -> "LibreTranslate":
        """Ask the server for its languages.

        Raises:
            EngineError: no server given, none there, or it lacks English or Chinese.
        """
        if not options.server:
            raise EngineError("No server found; an address expected. Give one with `--server http://localhost:5000`.")
        if urllib.parse.urlsplit(options.server).scheme not in ("http", "https"):
            raise EngineError(
                f"Server “{options.server}” found; an http or https address expected. Correct `--server`."
            )
        answer = _ask(options, "languages", None)
        known = {str(row.get("code")) for row in answer if isinstance(row, dict)} if isinstance(answer, list) else set()
        for codes in (CODES, _CODES_BEFORE):
            if known.issuperset(codes.values()):
                return cls(options, codes)
        raise EngineError(
            f"{options.server} offers {', '.join(sorted(known)) or 'no languages'}; en and zh-Hans expected. "
            "Start the server with both."
        )

    @property
    def name(self) -> str:
        """The server's host: which model it runs is not known here."""
        return f"libretranslate {urllib.parse.urlsplit(self.options.server).netloc}"

    def translate(
        self, sentences: Sequence[str], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        """Translate in batches; see `Engine.translate`."""
        results = []
        for start in range(0, len(sentences), BATCH):
            batch = list(sentences[start : start + BATCH])
            body = {
                "q": batch,
                "source": self.codes[source],
                "target": self.codes[target],
                "format": "text",
                "alternatives": max(decoding.hypotheses - 1, 0),
            }
            if self.options.api_key:
                body["api_key"] = self.options.api_key
            answer = _ask(self.options, "translate", body)
            results += _read(answer, len(batch), self.options.server)
        return results


def _read(answer: Any, count: int, server: str) -> list[list[Hypothesis]]:
    texts = answer.get("translatedText") if isinstance(answer, dict) else None
    if not isinstance(texts, list) or len(texts) != count or not all(isinstance(text, str) for text in texts):
        raise EngineError(
            f"{server} answered without {count} translations; a list of them expected. Update the server."
        )
    others = answer.get("alternatives")
    rows = others if isinstance(others, list) and len(others) == count else [[] for _ in texts]
    return [
        [Hypothesis(text), *(Hypothesis(other) for other in row if isinstance(other, str))]
        for text, row in zip(texts, rows, strict=True)
    ]


def _ask(options: EngineOptions, path: str, body: dict[str, Any] | None) -> Any:
    address = f"{options.server.rstrip('/')}/{path}"
    request = urllib.request.Request(  # noqa: S310 -- `connect` lets only http and https pass
        address,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=options.timeout) as answer:  # noqa: S310 -- as above
            return json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            said = _message(error.read(2000))
        raise EngineError(
            f"{address} answered {error.code} ({said or error.reason}); 200 expected. Check server and key."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise EngineError(f"{address} gave no answer to use ({reason}). Check that the server runs.") from error


def _message(body: bytes) -> str:
    try:
        data = json.loads(body)
    except ValueError:
        return ""
    return " ".join(str(data.get("error", "")).split())[:200] if isinstance(data, dict) else ""
