"""Makes a tiny real Argos package: SentencePiece trained here, a CTranslate2 Transformer with weights made by hand.

The model is a dictionary that translates token by token. Token and position live in separate halves of its
vectors; the decoder's cross-attention looks at the source token in its own position, and the output layer reads the
target token off that token's half. So the whole way (install, load, tokenize, decode with beam and attention) runs for
real, and what comes out can be known beforehand.
"""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece as spm
from ctranslate2.specs import common_spec, transformer_spec

WORDS = {
    "hospital": "医院",
    "hospitals": "医院",
    "two": "两家",
    "new": "新",
    "sign": "签署",
    "signs": "签署",
    "the": "该",
    "memorandum": "备忘录",
    "of": "的",
    "understanding": "谅解",
    "doctor": "医生",
    "doctors": "医生",
    "insulin": "胰岛素",
    "skin": "皮肤",
    "through": "通过",
    "patients": "患者",
    "health": "健康",
    "care": "护理",
    "digital": "数字",
    "tools": "工具",
    "city": "城市",
    "work": "工作",
    "in": "在",
    "and": "和",
    "opens": "开业",
    "plan": "计划",
    "read": "阅读",
    "summary": "摘要",
    "welcome": "欢迎",
    "hello": "你好",
    "world": "世界",
    "Shanghai": "上海",
    "Beijing": "北京",
}
"""English → Chinese; back, the first English word of each Chinese one."""
SIGNS = {".": "。", ",": "，", ":": "：", "?": "？", "!": "！", ";": "；"}
_TOKEN, _PLACE = 96, 96
"""Dimensions of the two halves."""
_POSITIONS = 512


def make_package(folder: Path, source: str = "en", *, version: str = "0.9", name: str = "", **metadata: str) -> Path:
    """Write `translate-<from>_<to>-<version>.argosmodel` into `folder`.

    Args:
        folder: existing folder.
        source: `en` or `zh`, the package's own codes.
        version: package version.
        name: name of the file, instead of the usual one.
        metadata: further entries of `metadata.json`, or others than usual.
    """
    target = {"en": "zh", "zh": "en"}[source]
    top = f"translate-{source}_{target}-{version.replace('.', '_')}"
    pieces, model = _sentencepiece()
    described = {
        "package_version": version,
        "argos_version": "1.9.0",
        "from_code": source,
        "from_name": {"en": "English", "zh": "Chinese"}[source],
        "to_code": target,
        "to_name": {"en": "English", "zh": "Chinese"}[target],
    } | metadata
    spec_folder = folder / f".spec-{top}"
    spec_folder.mkdir()
    _spec(pieces, source).save(str(spec_folder))
    file = folder / (name or f"{top}.argosmodel")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{top}/metadata.json", json.dumps(described))
        archive.writestr(f"{top}/README.md", "A dictionary in the shape of a model.\n")
        archive.writestr(f"{top}/stanza/en/tokenize/ewt.pt", "not unpacked")
        archive.writestr(f"{top}/sentencepiece.model", model)
        for part in sorted(spec_folder.iterdir()):
            archive.write(part, f"{top}/model/{part.name}")
            part.unlink()
    spec_folder.rmdir()
    return file


def _sentencepiece() -> tuple[list[str], bytes]:
    """Train on every word with its neighbours; the dictionary's words are pieces of their own."""
    wholes = [f"▁{word}" for word in WORDS] + [f"▁{word.capitalize()}" for word in WORDS if word.islower()]
    wholes += [word for word in dict.fromkeys(WORDS.values()) if len(word) > 1]
    lines = [f"{word} {other}." for word in WORDS for other in ("Alpha", "beta 1234567890", "GAMMA, delta?")]
    lines += [f"{one}{two}。" for one in WORDS.values() for two in ("甲", "乙，", "丙！")]
    lines += [
        "a b c d e f g h i j k l m n o p q r s t u v w x y z",
        "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z",
    ]
    lines += ["0 1 2 3 4 5 6 7 8 9 % & ' ( ) - / _ : ; ! ? （ ） ： ； ！ ？ 、 # *"]
    model = io.BytesIO()
    spm.SentencePieceTrainer.train(
        sentence_iterator=iter(lines * 3),
        model_writer=model,
        vocab_size=400,
        hard_vocab_limit=False,
        character_coverage=1.0,
        user_defined_symbols=wholes,
        normalization_rule_name="identity",
        minloglevel=2,
        num_threads=1,
    )
    processor = spm.SentencePieceProcessor(model_proto=model.getvalue())
    return [processor.id_to_piece(index) for index in range(processor.get_piece_size())], model.getvalue()


def _translation(piece: str, source: str) -> str:
    word = piece.removeprefix("▁")
    if source == "en":
        found = WORDS.get(word) or WORDS.get(word.lower()) or SIGNS.get(word)
        return found or piece
    back = {zh: en for en, zh in reversed(WORDS.items())}
    signs = {zh: en for en, zh in SIGNS.items()}
    return f"▁{back[word]}" if word in back else signs.get(word, piece)


def _spec(pieces: list[str], source: str) -> Any:
    """Fill a one-layer Transformer by hand; layers that are not needed add nothing to their input."""
    random = np.random.default_rng(7)
    size, depth = len(pieces), _TOKEN + _PLACE
    codes = np.ones((size, _TOKEN), dtype=np.float32)
    for row in codes:
        row[random.permutation(_TOKEN)[: _TOKEN // 2]] = -1
    tokens = np.hstack([codes, np.zeros((size, _PLACE), dtype=np.float32)])
    angles = np.arange(_POSITIONS)[:, None] * np.linspace(0.3, 3.0, _PLACE // 4)[None, :]
    waves = np.hstack([np.sin(angles), np.cos(angles), -np.sin(angles), -np.cos(angles)])
    # CTranslate2 multiplies embeddings by the root of their size, and not positions; here both must weigh the same.
    scale = float(np.sqrt(depth))
    places = scale * np.hstack([np.zeros((_POSITIONS, _TOKEN)), waves]).astype(np.float32)

    spec = transformer_spec.TransformerSpec.from_config((1, 1), 1, activation=common_spec.Activation.RELU)
    known = {piece: index for index, piece in enumerate(pieces)}
    output = np.zeros((size, depth), dtype=np.float32)
    for index, piece in enumerate(pieces):
        if piece != "<s>":
            output[known.get(_translation(piece, source), index)] += 4 * tokens[index]
    bias = np.zeros(size, dtype=np.float32)
    bias[[known["<s>"]]] = -1e4
    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight, embeddings.multiply_by_sqrt_depth = tokens, True
        side.position_encodings.encodings = places
        _norm(side.layer_norm, depth)
        layer = side.layer[0]
        _norm(layer.self_attention.layer_norm, depth)
        _linear(layer.self_attention.linear[0], np.zeros((3 * depth, depth)))
        _linear(layer.self_attention.linear[1], np.zeros((depth, depth)))
        _norm(layer.ffn.layer_norm, depth)
        _linear(layer.ffn.linear_0, np.zeros((depth, depth)))
        _linear(layer.ffn.linear_1, np.zeros((depth, depth)))
    look_at = np.diag(np.r_[np.zeros(_TOKEN), np.full(_PLACE, 6.0)])
    take = np.diag(np.r_[np.ones(_TOKEN), np.zeros(_PLACE)])
    cross = spec.decoder.layer[0].attention
    _norm(cross.layer_norm, depth)
    _linear(cross.linear[0], look_at)
    _linear(cross.linear[1], np.vstack([look_at, take]))
    _linear(cross.linear[2], 8 * scale * take)
    spec.decoder.projection.weight, spec.decoder.projection.bias = output, bias
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = "<s>"
    spec.validate()
    return spec


def _norm(part: Any, depth: int) -> None:
    part.gamma, part.beta = np.ones(depth, dtype=np.float32), np.zeros(depth, dtype=np.float32)


def _linear(part: Any, weight: Any) -> None:
    part.weight, part.bias = weight.astype(np.float32), np.zeros(len(weight), dtype=np.float32)
