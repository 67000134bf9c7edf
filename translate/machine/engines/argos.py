"""Runs the CTranslate2 model of an installed Argos package: the only importer of argostranslate and ctranslate2.

We take `argostranslate.package` and its tokenizers and leave `argostranslate.translate` alone: that module imports
Stanza, and with it PyTorch, and sends one paragraph at a time through the model. Here the sentences of all files go
through together, sorted by length, and nothing is imported before the first sentence comes.
"""

import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.core.languages import Direction
from translate.machine.engine import (
    Capabilities,
    Decoding,
    EngineError,
    EngineOptions,
    Hypothesis,
    TranslationRequest,
    plain_requests,
)
from translate.machine.models import packages

_log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from types import ModuleType

CODES = {"en": "en", "zh-Hans": "zh"}
"""Our language code → the packages' own."""
LENGTH_PENALTY = 0.2
"""As argostranslate decodes: the models were looked at with it."""
MAX_SOURCE_TOKENS = 200
"""Longer input is cut: OPUS-MT models know 512 positions, and attention has faded long before."""
LINK_SHARE = 0.15
"""A source token with a smaller share of a target token's attention is no link."""
_BYTE = re.compile(r"<0x([0-9A-F]{2})>")
_BREAK = re.compile(r"[.,;:!?。，；：！？、]")


@dataclass(frozen=True)
class _Encoded:
    """A sentence, or a part of one that was too long, as the model reads it."""

    pieces: list[str]
    """Tokens."""
    spans: list[tuple[int, int]]
    """Where each token stands in the sentence; empty where the tokenizer cannot say."""


class ArgosEngine:
    """An `Engine` over one installed package."""

    literal = False
    capabilities = Capabilities(alignment=True, n_best=True)

    def __init__(self, installed: packages.Installed, options: EngineOptions | None = None) -> None:
        """Remember what to load; loading waits for the first sentence."""
        self.installed = installed
        self.options = options or EngineOptions()
        self._translator: Any = None
        self._tokenizer: Any = None
        self._prefix = ""

    @classmethod
    def find(cls, direction: Direction, options: EngineOptions) -> "ArgosEngine":
        """Return the engine for a direction.

        Raises:
            EngineError: no package for it is installed.
        """
        found = packages.find(direction, options.models)
        if found is None:
            raise EngineError(f"No {direction} model is installed. Run `make models`.")
        return cls(found, options)

    @property
    def name(self) -> str:
        """Such as `argos en-zh 1.9`: the package's own codes and version."""
        here = self.installed
        return f"argos {CODES[here.direction.source]}-{CODES[here.direction.target]} {here.version}"

    @property
    def loaded(self) -> bool:
        """Whether the model is in memory."""
        return self._translator is not None

    def translate(
        self, requests: Sequence[TranslationRequest], *, source: str, target: str, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        """Translate each sentence; see `Engine.translate`."""
        sentences = [request.text for request in requests]
        asked, here = Direction(source, target), self.installed.direction
        if asked != here:
            raise EngineError(f"{asked} asked of a {here} model. Open the engine for that direction.")
        if not sentences:
            return []
        self._load()
        encoded = [self._encode(sentence) for sentence in sentences]
        jobs = [part for parts in encoded for part in parts]
        done = iter(self._decode_all(jobs, decoding))
        results = []
        for sentence, parts in zip(sentences, encoded, strict=True):
            found = [next(done) for _ in parts]
            results.append(found[0] if len(found) == 1 else _joined(found, target, sentence))
        return results

    def _load(self) -> None:
        if self._translator is not None:
            return
        package = _open_package(self.installed.path)
        try:
            import ctranslate2

            threads = self.options.threads or min(os.cpu_count() or 1, 8)
            # One thread per batch: the matrices of sentence translation are too small to share one among threads.
            self._translator = ctranslate2.Translator(
                str(self.installed.path / "model"),
                device="cpu",
                inter_threads=threads,
                intra_threads=1,
                compute_type=self.options.compute_type,
            )
        except (RuntimeError, ValueError) as error:
            raise EngineError(
                f"The model in {self.installed.path} does not load: {_one_line(error)}. Run `make models` again."
            ) from error
        _log.debug("%s: loaded, %d threads, %s", self.installed.path, threads, self.options.compute_type)
        self._tokenizer = package.tokenizer
        self._prefix = package.target_prefix

    def _encode(self, sentence: str) -> list[_Encoded]:
        text = sentence.strip()
        shift = sentence.index(text) if text else 0
        if hasattr(self._tokenizer, "lazy_processor"):
            mapped = self._tokenizer.lazy_processor().encode(text, return_type="offset_mapping")
            spans = [_trimmed(sentence, start + shift, end + shift) for start, end in mapped["offsets"]]
            whole = _Encoded(list(mapped["pieces"]), spans)
        else:
            whole = _Encoded(list(self._tokenizer.encode(text)), [])
        return list(_cut(whole)) or [_Encoded([], [])]

    def _decode_all(self, jobs: Sequence[_Encoded], decoding: Decoding) -> list[list[Hypothesis]]:
        results: list[list[Hypothesis]] = [[Hypothesis("")] for _ in jobs]
        order = sorted((index for index, job in enumerate(jobs) if job.pieces), key=lambda i: len(jobs[i].pieces))
        pending = []
        for group in _groups(order, jobs):
            longest = len(jobs[group[-1]].pieces)
            answers = self._translator.translate_batch(
                [jobs[index].pieces for index in group],
                target_prefix=[[self._prefix]] * len(group) if self._prefix else None,
                max_batch_size=self.options.max_batch_tokens,
                batch_type="tokens",
                asynchronous=True,
                beam_size=max(decoding.beam, decoding.hypotheses),
                num_hypotheses=decoding.hypotheses,
                length_penalty=LENGTH_PENALTY,
                repetition_penalty=decoding.repetition_penalty,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                max_decoding_length=min(int(longest * decoding.max_length_ratio) + 8, 500),
                replace_unknowns=True,
                return_scores=True,
                return_attention=decoding.alignment,
            )
            pending.append((group, answers))
        for group, answers in pending:
            for index, answer in zip(group, answers, strict=True):
                try:
                    result = answer.result()
                except RuntimeError as error:
                    raise EngineError(f"{self.name} failed: {_one_line(error)}. Run `make models` again.") from error
                results[index] = self._hypotheses(jobs[index], result)
        return results

    def _hypotheses(self, job: _Encoded, result: Any) -> list[Hypothesis]:
        attention = result.attention or [[] for _ in result.hypotheses]
        found = []
        for pieces, score, rows in zip(result.hypotheses, result.scores, attention, strict=True):
            if self._prefix and pieces[:1] == [self._prefix]:
                pieces, rows = pieces[1:], rows[1:]
            if hasattr(self._tokenizer, "lazy_processor"):
                text, spans = surface(pieces)
                links = attention_links(job.spans, spans, rows) if rows else []
            else:
                text, links = str(self._tokenizer.decode(pieces)).strip(), []
            length = len(pieces) + 1
            found.append(
                Hypothesis(
                    text=text,
                    score=score * length**LENGTH_PENALTY / length,
                    alignment=tuple(link for link, _ in links),
                    weights=tuple(weight for _, weight in links),
                )
            )
        return found


def surface(pieces: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Join SentencePiece pieces to text, and say where each piece stands in it.

    Args:
        pieces: as the model gives them; byte pieces and pieces copied from the source included.

    Returns:
        The text, and per piece its start and end, white space trimmed. Only the word mark “▁” becomes a space:
        argostranslate's own tokenizer turns “_” into one as well, and so breaks names such as `snake_case`.
    """
    text, spans, pending = "", [], bytearray()
    for index, piece in enumerate(pieces):
        start = len(text)
        byte = _BYTE.fullmatch(piece)
        if byte:
            pending.append(int(byte[1], 16))
            if index + 1 == len(pieces) or not _BYTE.fullmatch(pieces[index + 1]):
                text += pending.decode("utf-8", "replace")
                pending.clear()
        else:
            shown = piece.replace("▁", " ")
            text += shown if text else shown.lstrip(" ")
        spans.append((start, len(text)))
    trimmed = text.rstrip(" ")
    return trimmed, [_trimmed(trimmed, min(start, len(trimmed)), min(end, len(trimmed))) for start, end in spans]


def trial(folder: Path) -> str:
    """Load an unpacked package and translate two words with it.

    Returns:
        The output. Called in a process of its own, since a damaged model may bring the process down.

    Raises:
        EngineError: it does not load.
    """
    metadata = packages.read_metadata(folder)
    direction = metadata.direction
    installed = packages.Installed(folder, direction, metadata.version, 0, "")
    engine = ArgosEngine(installed, EngineOptions(threads=1))
    sentence = "Hello world." if direction.source == "en" else "你好，世界。"
    results = engine.translate(
        plain_requests([sentence]),
        source=direction.source,
        target=direction.target,
        decoding=Decoding(beam=1, max_length_ratio=1),
    )
    return results[0][0].text


def _open_package(folder: Path) -> Any:
    try:
        return _argos_package().Package(folder)
    except (OSError, ValueError) as error:
        raise EngineError(
            f"The package in {folder} is damaged: {_one_line(error)}. Run `make models` again."
        ) from error


def _argos_package() -> "ModuleType":
    """Import argostranslate.package; its settings make folders on import, which must not be in the user's home."""
    with _argos_folders(packages.models_folder() / ".argos"):
        import argostranslate.package

        module: ModuleType = argostranslate.package
        return module


@contextmanager
def _argos_folders(base: Path) -> Iterator[None]:
    names = {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache"}
    values = {name: str(base / folder) for name, folder in names.items()} | {
        "ARGOS_PACKAGES_DIR": str(base / "packages")
    }
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _groups(order: Sequence[int], jobs: Sequence[_Encoded]) -> Iterator[list[int]]:
    """Cut a length-sorted order where lengths have grown by half: the output limit is one per call."""
    group: list[int] = []
    for index in order:
        if group and len(jobs[index].pieces) > 1.5 * len(jobs[group[0]].pieces) + 8:
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _cut(encoded: _Encoded) -> Iterator[_Encoded]:
    """Cut what the model cannot take whole, after the last punctuation within reach."""
    pieces, spans = encoded.pieces, encoded.spans
    while pieces:
        size = len(pieces)
        if size > MAX_SOURCE_TOKENS:
            candidates = range(MAX_SOURCE_TOKENS, MAX_SOURCE_TOKENS // 2, -1)
            size = next((n for n in candidates if _BREAK.search(pieces[n - 1])), MAX_SOURCE_TOKENS)
        yield _Encoded(pieces[:size], spans[:size])
        pieces, spans = pieces[size:], spans[size:]


def _joined(parts: Sequence[Sequence[Hypothesis]], target: str, sentence: str) -> list[Hypothesis]:
    """Join the best hypotheses of the parts of a sentence that was cut; the alignment is not carried over."""
    glue = " " if target == "en" else ""
    text = glue.join(part[0].text for part in parts if part[0].text)
    return [Hypothesis(text if sentence.strip() else "", sum(part[0].score for part in parts) / len(parts))]


def attention_links(
    source: Sequence[tuple[int, int]], target: Sequence[tuple[int, int]], rows: Sequence[Sequence[float]]
) -> list[tuple[tuple[int, int, int, int], float]]:
    """Turn attention, one row per target token over the source tokens, into links with their share, strongest first."""
    links = []
    for (start, end), row in zip(target, rows, strict=False):
        weighed = [(weight, span) for weight, span in zip(row, source, strict=False) if span[0] < span[1]]
        total = sum(weight for weight, _ in weighed)
        if start == end or total <= 0:
            continue
        shares = sorted(((weight / total, span) for weight, span in weighed), reverse=True)
        kept = [pair for pair in shares[:4] if pair[0] >= LINK_SHARE] or shares[:1]
        links += [((span[0], span[1], start, end), share) for share, span in kept]
    return links


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".")


def open_engine(direction: Direction, options: EngineOptions) -> ArgosEngine:
    """Open the installed package of a direction; see `ArgosEngine.find`."""
    return ArgosEngine.find(direction, options)
