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


MARKDOWN_FILE = Limit(
    131_072, "bytes", "a long issue has 20 KB; more is no issue, and rendering takes longer by the byte"
)
SNIPPET_FILE = Limit(16_384, "bytes", "a snippet is a notice or a table that several pages share")
VOCABULARY_FILE = Limit(1_048_576, "bytes", "a glossary of 10,000 terms has 600 KB")
MEMORY_FILE = Limit(67_108_864, "bytes", "the sentences of twenty years, in one language pair")
FRONT_MATTER = Limit(65_536, "bytes", "a translation's record of 200 passages, with two versions of some")
FRONT_MATTER_DEPTH = Limit(8, "levels", "the deepest field that exists stands on the fourth level")
FRONT_MATTER_NODES = Limit(20_000, "YAML nodes", "a record of 200 passages has under 2,000")
VOCABULARY_NODES = Limit(200_000, "YAML nodes", "10,000 publishers with two names and three domains each")
ITEMS = Limit(200, "items in an issue", "a week has five; a year's index has a hundred")
SOURCES_PER_ITEM = Limit(50, "sources of an item", "two or three are usual")
LINE = Limit(20_000, "characters in a line", "the longest paragraph of a newsletter has 2,000")
OUTPUT_RATIO = Limit(6, "characters per character of the sentence", "English has 3 to 4 for a Chinese character")
OUTPUT_EXTRA = Limit(400, "characters beyond that", "a title of one word may be explained in a line")
OUTPUT = Limit(
    8_192, "characters that a model makes of one sentence", "all repairs and guards read so many in half a second"
)
SERVER_ANSWER = Limit(65_536, "bytes of an answer beyond its translations", "a list of 200 languages has 40 KB")
SERVER_TRIES = Limit(5, "tries of one request", "a server that restarts is back after the third")
SERVER_WAIT = Limit(60, "seconds between two tries", "who is asked to wait longer starts the command again")
DOWNLOAD_RATE = Limit(1_024, "bytes a second, at least", "the slowest line that a package comes through in a day")
API_KEY_FILE = Limit(4_096, "bytes", "the longest keys, signed tokens, have 2,000")
PACKAGE_METADATA = Limit(65_536, "bytes", "the metadata of an official package has 600")
PACKAGE_STRING = Limit(64, "characters of a name, version or code", "the longest official one has 12")
TMX_FILE = Limit(104_857_600, "bytes", "a memory at its limit, with TMX's markup around each sentence")
CSV_CELL = Limit(20_000, "characters in a cell of the glossary", "as long as the longest line; a term has 60")
