"""What a language model or a server says → the translation in it, or why there is none.

A model that was asked for a translation alone and says more has not done what it was asked; what it adds (an
announcement, notes, Markdown, its own thoughts) is never cut out by guess, the answer is refused. What the source has
itself, an answer may have as well.
"""

import html
import json
import re
from functools import cache
from typing import Any

_LINE_ENDS = re.compile(r"[\r\n\v\f\u2028\u2029]")
_MARKDOWN = re.compile(r"```|\*\*|__|^#{1,6}\s|^[-*+]\s|^>\s|^\d{1,2}\.\s(?=\S)|\]\(")
_SPECIAL = re.compile(r"</?(?:think|source|translation|target|output|answer)\b[^>]*>|<\|[^|<>]{1,40}\|>", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"^(?:sure|certainly|of course|okay|ok|here(?:['’]s| is| are)|this is|the (?:\w+ )?translation|(?:\w+ )?translation"
    r"|translated(?: text)?|output|answer|note)\b[^.。!?]{0,60}[:：]"
    r"|^(?:sure|certainly|of course)[,!.]"
    r"|^(?:好的|当然|以下|下面|这是|译文|翻译|中文|英文|简体中文|答案|输出|注)[^。！？]{0,20}[:：]|^(?:好的|当然)[，！。]",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"[(（\[【](?:note|translator['’]?s note|translation|explanation|注|译注|译者注|说明|翻译|解释)\s*[:：]"
    r"[^)）\]】]{0,400}[)）\]】]\s*$"
    r"|(?:^|[.。!?！？]\s*)(?:note|explanation|注|说明|解释)\s*[:：]",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'^(?:".*"|“.*”|「.*」|『.*』|\'.*\'|‘.*’|`.*`)[.。]?$')
_QUOTE = re.compile("[\"“”「」『』'‘’`]")
_ENTITY = re.compile(r"&(?:amp|quot|lt|gt|apos|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)


def chatter(answer: str, source: str) -> str:
    """Return what an answer holds besides the translation of `source`, for people; empty where nothing is seen."""
    rules: tuple[tuple[str, re.Pattern[str]], ...] = (
        ("several lines", _LINE_ENDS),
        ("Markdown", _MARKDOWN),
        ("a tag of the prompt", _SPECIAL),
        ("an announcement", _ANNOUNCED),
        ("a note", _NOTE),
    )
    for what, rule in rules:
        if rule.search(answer) and not rule.search(source):
            return what
    if _QUOTED.match(answer) and not _QUOTE.search(source):
        return "quotation marks around it"
    return ""


def structured(answer: str) -> tuple[str, str]:
    """Read the JSON object that was asked for.

    Returns:
        The translation, and why there is none; one of the two is empty.
    """
    try:
        data: Any = json.loads(answer)
    except (ValueError, RecursionError):
        return "", "no JSON"
    text = data.get("translation") if isinstance(data, dict) else None
    if not isinstance(text, str) or len(data) != 1:
        return "", "no object with a translation alone"
    return (text.strip(), "") if text.strip() else ("", "an empty translation")


SCHEMA = {
    "type": "json_schema",
    "json_schema": {
        "name": "translation",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {"translation": {"type": "string"}},
            "required": ["translation"],
            "additionalProperties": False,
        },
    },
}
"""The `response_format` that asks for what `structured` reads."""


def unescaped(answer: str, source: str) -> str:
    """Return an answer without HTML's character references, which some servers write; as it is where the source has."""
    return html.unescape(answer) if _ENTITY.search(answer) and not _ENTITY.search(source) else answer


def simplified(answer: str, source: str) -> str:
    """Return a Chinese answer in simplified characters (OpenCC, `t2s`); what the source shows itself stays."""
    converted = str(_converter().convert(answer))
    if len(converted) != len(answer):
        return converted
    return "".join(old if old in source else new for old, new in zip(answer, converted, strict=True))


def cleaned(answer: str, source: str, target: str) -> str:
    """Return a server's answer without character references, and Chinese in simplified characters.

    Args:
        answer: as it came.
        source: the sentence.
        target: BCP 47 code of the answer.
    """
    text = unescaped(answer, source)
    return simplified(text, source) if target == "zh-Hans" else text


@cache
def _converter() -> Any:
    # Loaded when the first answer comes: its dictionaries take a tenth of a second.
    import opencc

    return opencc.OpenCC("t2s")
