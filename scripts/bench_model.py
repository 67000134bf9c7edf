"""Make a package of the official size with random weights: good for measuring speed and memory, for nothing else.

6 + 6 layers of 512, 8 heads, feed-forward 2048, a shared vocabulary of 65,001 pieces, int8: as OPUS-MT models are.
"""

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LAYERS, SIZE, HEADS, INNER, VOCABULARY = 6, 512, 8, 2048, 65_001


def make(folder: Path, text: Iterable[str]) -> Path:
    """Write an unpacked en→zh package into `folder`; returns it, ready to be loaded.

    Args:
        folder: made where missing.
        text: lines on which the tokenizer is trained, so that lengths in tokens are natural.
    """
    import sentencepiece as spm

    folder.mkdir(parents=True, exist_ok=True)
    model = io.BytesIO()
    spm.SentencePieceTrainer.train(
        sentence_iterator=iter(list(text)),
        model_writer=model,
        vocab_size=8000,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    (folder / "sentencepiece.model").write_bytes(model.getvalue())
    processor = spm.SentencePieceProcessor(model_proto=model.getvalue())
    pieces = [processor.id_to_piece(index) for index in range(processor.get_piece_size())]
    pieces += [f"unused{index}" for index in range(VOCABULARY - len(pieces))]
    (folder / "model").mkdir(exist_ok=True)
    _spec(pieces).save(str(folder / "model"))
    described = {
        "package_version": "0.0",
        "argos_version": "1.9.0",
        "from_code": "en",
        "from_name": "English",
        "to_code": "zh",
        "to_name": "Chinese",
    }
    (folder / "metadata.json").write_text(json.dumps(described), encoding="utf-8")
    return folder


def _spec(pieces: list[str]) -> Any:
    import numpy as np
    from ctranslate2.specs import common_spec, transformer_spec

    random = np.random.default_rng(1)

    def matrix(rows: int, columns: int) -> Any:
        return (random.standard_normal((rows, columns), dtype=np.float32) * columns**-0.5).astype(np.float32)

    def linear(part: Any, rows: int, columns: int) -> None:
        part.weight, part.bias = matrix(rows, columns), np.zeros(rows, dtype=np.float32)

    def norm(part: Any) -> None:
        part.gamma, part.beta = np.ones(SIZE, dtype=np.float32), np.zeros(SIZE, dtype=np.float32)

    spec = transformer_spec.TransformerSpec.from_config(
        (LAYERS, LAYERS), HEADS, pre_norm=False, activation=common_spec.Activation.SWISH
    )
    shared = matrix(len(pieces), SIZE)
    angles = np.arange(512)[:, None] / 10_000 ** (np.arange(SIZE // 2)[None, :] * 2 / SIZE)
    places = np.hstack([np.sin(angles), np.cos(angles)]).astype(np.float32)
    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight, embeddings.multiply_by_sqrt_depth = shared, True
        side.position_encodings.encodings = places
        for layer in side.layer:
            norm(layer.self_attention.layer_norm)
            linear(layer.self_attention.linear[0], 3 * SIZE, SIZE)
            linear(layer.self_attention.linear[1], SIZE, SIZE)
            norm(layer.ffn.layer_norm)
            linear(layer.ffn.linear_0, INNER, SIZE)
            linear(layer.ffn.linear_1, SIZE, INNER)
    for layer in spec.decoder.layer:
        norm(layer.attention.layer_norm)
        linear(layer.attention.linear[0], SIZE, SIZE)
        linear(layer.attention.linear[1], 2 * SIZE, SIZE)
        linear(layer.attention.linear[2], SIZE, SIZE)
    spec.decoder.projection.weight = shared
    spec.decoder.projection.bias = np.zeros(len(pieces), dtype=np.float32)
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = spec.config.bos_token = pieces[1]
    spec.validate()
    spec.optimize(quantization="int8")
    return spec
