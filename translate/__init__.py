"""The translation layer: Markdown with front matter from one language into another, offline.

It knows Markdown and languages; it does not know what an issue is. See ARCHITECTURE.md for the way of the data.

    >>> from translate import translate_markdown
    >>> translate_markdown("Good *morning*.", source="en", target="zh-Hans", engine="pseudo").text
    '⟦Ĝóóď *ṁóŕńîńĝ*.⟧'
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from translate.core.fields import PROSE_FIELDS
from translate.stages.translation import SegmentRecord, TranslatedText

if TYPE_CHECKING:
    from translate.language.glossary import Glossary
    from translate.machine.engine import Decoding, Engine, EngineOptions
    from translate.memory.store import Memory

__all__ = ["SegmentRecord", "TranslatedText", "translate_markdown"]


def translate_markdown(
    text: str,
    *,
    source: str,
    target: str,
    engine: "str | Engine" = "argos",
    options: "EngineOptions | None" = None,
    glossary: "Glossary | None" = None,
    decoding: "Decoding | None" = None,
    memory: "Memory | None" = None,
    fields: Sequence[str] = PROSE_FIELDS,
    path: Path = Path("-"),
) -> TranslatedText:
    """Translate a Markdown text, front matter included, without files.

    Args:
        text: the source, as read from a file with its line endings.
        source: BCP 47 code of the text, `en` or `zh-Hans`.
        target: BCP 47 code to translate into.
        engine: a name from `translate.core.engine_registry.ENGINES`, or an engine that is open.
        options: how to open an engine given by name.
        glossary: terms to hold; None for none.
        decoding: how the engine searches.
        memory: pairs that need no engine; also learns. None for none.
        fields: front matter fields that are prose.
        path: how problems name the text.

    Returns:
        The text in the target language, a record per segment, and what is wrong. No `translation:` block is added.

    Raises:
        EngineError: there is no such engine, no model for the pair, or the engine failed.
        ValueError: a language is not one of `translate.core.languages.LANGUAGES`, or both are the same.
    """
    from translate.core.languages import Direction
    from translate.machine.engines import open_engine
    from translate.stages import translation

    direction = Direction(source, target)
    if isinstance(engine, str):
        engine = open_engine(engine, direction, options=options)
    return translation.translate(
        text,
        direction,
        engine=engine,
        glossary=glossary,
        decoding=decoding,
        memory=memory,
        prose=fields,
        path=path,
    )
