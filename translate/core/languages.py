"""The two languages that we translate between, and the direction of a translation."""

from dataclasses import dataclass

LANGUAGES = ("en", "zh-Hans")
"""Their BCP 47 codes."""


@dataclass(frozen=True, order=True)
class Direction:
    """From which language into which: the key of memories, models and engines."""

    source: str
    """BCP 47 code to translate from."""
    target: str
    """BCP 47 code to translate into."""

    def __post_init__(self) -> None:
        """Refuse what nobody translates.

        Raises:
            ValueError: a language is not one of `LANGUAGES`, or both are the same.
        """
        if self.source not in LANGUAGES or self.target not in LANGUAGES or self.source == self.target:
            found = f"source {self.source!r} and target {self.target!r} found"
            raise ValueError(f"{found}; two different ones of {LANGUAGES} expected.")

    def __str__(self) -> str:
        """Write it as messages do: `en→zh-Hans`."""
        return f"{self.source}→{self.target}"

    @property
    def reversed(self) -> "Direction":
        """The way back."""
        return Direction(self.target, self.source)


EN_ZH, ZH_EN = Direction("en", "zh-Hans"), Direction("zh-Hans", "en")
DIRECTIONS = (EN_ZH, ZH_EN)
"""Both of them."""
