"""How much of anything a content file may hold: one table, with the reason for each bound.

Whoever sends a file decides how much work it makes; these numbers decide when we refuse. All lie far above what a
newsletter needs, and low enough that a file at its limit is read in about a second. What exceeds one is reported at its
place, never cut off.
"""

from typing import NamedTuple


class Limit(NamedTuple):
    """One bound."""

    value: int
    """The largest that is accepted."""
    unit: str
    """What is counted."""
    reason: str
    """Why it is this number."""


MARKDOWN_FILE = Limit(393_216, "bytes", "a long issue has 20 KB; this is 130,000 Chinese characters, read in a second")
SNIPPET_FILE = Limit(16_384, "bytes", "a snippet is a notice or a table that several pages share")
IMAGE_FILE = Limit(4_194_304, "bytes", "a photograph for a page has 200 KB; readers pay for every byte")
VOCABULARY_FILE = Limit(1_048_576, "bytes", "a glossary of 10,000 terms has 600 KB")
MEMORY_FILE = Limit(67_108_864, "bytes", "the sentences of twenty years, in one language pair")
FRONT_MATTER = Limit(65_536, "bytes", "a translation's record of 200 passages, with two versions of some")
FRONT_MATTER_DEPTH = Limit(8, "levels", "the deepest field that exists stands on the fourth level")
FRONT_MATTER_NODES = Limit(20_000, "YAML nodes", "a record of 200 passages has under 2,000")
VOCABULARY_NODES = Limit(200_000, "YAML nodes", "10,000 publishers with two names and three domains each")
ITEMS = Limit(1_000, "items in an issue", "a week has five, the index of a year a few hundred")
SOURCES_PER_ITEM = Limit(50, "sources of an item", "two or three are usual")
ADDRESS = Limit(2_000, "characters in an address", "the longest of a source has 200; mail programs cut from 2,048")
SLUG = Limit(64, "characters in a slug", "the longest has 26; it is part of addresses and file names")
