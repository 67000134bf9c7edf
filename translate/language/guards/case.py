"""What every guard sees: a source and its translation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from translate.language import script
from translate.language.glossary import Glossary
from translate.language.script import HAN, UnmarkedText
from translate.markdown.marks import Mark

WORD_RE = re.compile(rf"[{HAN}]|[A-Za-z]+(?:['’][A-Za-z]+)?|\d[\d.,]*")
"""A Han character, a Latin word or a number."""
HAN_RE = re.compile(f"[{HAN}]")
LATIN_RE = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
LOWER_RE = re.compile(r"(?<![A-Za-z'’-])[a-z]{2,}(?![A-Za-z])")
"""An English word that is no name."""
_HEADLINE = 6
"""So many words without a small letter in front are a headline in capitals, fewer may be a name."""


@dataclass(frozen=True)
class Finding:
    """Why a translation should not be published."""

    guard: str
    """Name of the guard, a key of `GUARDS`."""
    message: str
    """For people."""


@dataclass(frozen=True)
class GuardInput:
    """A source and its translation, looked at from all the sides guards need."""

    source_text: str
    """With marks."""
    target_text: str
    """With marks."""
    source: str
    """BCP 47 code of the source."""
    target: str
    """BCP 47 code of the target."""
    glossary: Glossary | None = None
    """Terms to hold."""
    marks: Sequence[Mark] = ()
    """What the marks stand for."""

    @cached_property
    def ours(self) -> str:
        """The source without marks."""
        return UnmarkedText(self.source_text).text

    @cached_property
    def theirs(self) -> str:
        """The target without marks."""
        return UnmarkedText(self.target_text).text

    @cached_property
    def translatable(self) -> bool:
        """Whether the source has prose: something other than names, numbers and text of the target language."""
        text = self.ours
        for stretch in reversed(script.target_language_ranges(text, self.target)):
            text = text[: stretch.start] + " " + text[stretch.end :]
        if self.glossary:
            for match in reversed(self.glossary.find(text, self.source)):
                if match.term.keep:
                    text = text[: match.start] + " " + text[match.end :]
        if self.source == "zh-Hans":
            return bool(HAN_RE.search(text))
        return bool(LOWER_RE.search(text)) or len(LATIN_RE.findall(text)) >= _HEADLINE

    @cached_property
    def kept_forms(self) -> str:
        """All forms that the glossary accepts for terms of the source, one after the other."""
        if not self.glossary:
            return ""
        return "".join(form for match in self.glossary.find(self.ours, self.source) for form in match.accepted)
