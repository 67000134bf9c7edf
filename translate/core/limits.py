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
SNIPPET_DEPTH = Limit(3, "snippets that include one another", "each level can multiply what is included")
SNIPPET_RANGES = Limit(20, "ranges of lines of a snippet", "each repeats lines of it")
SNIPPET_INDENT = Limit(60, "columns before a snippet's name", "each line of the snippet gets them")
SNIPPETS = Limit(131_072, "characters included in a page", "four times the longest page that anybody wrote")
VOCABULARY_FILE = Limit(1_048_576, "bytes", "a glossary of 10,000 terms has 600 KB")
PAIRS_FILE = Limit(67_108_864, "bytes", "200,000 pairs of sentences to compare")
MEMORY_FILE = Limit(67_108_864, "bytes", "the sentences of twenty years, in one language pair")
RECORD_FILE = Limit(1_048_576, "bytes", "the record of 1,000 passages, with earlier versions of some, has 150 KB")
RECORD_LINES = Limit(20_000, "facts in a record", "the longest file that we read has 9,000 passages")
RECORD_NAME = Limit(100, "characters of a name in a record", "the longest name of a person or engine has 40")
FRONT_MATTER = Limit(65_536, "bytes", "the addresses of 200 sources with their titles")
FRONT_MATTER_DEPTH = Limit(8, "levels", "the deepest field that exists stands on the fourth level")
FRONT_MATTER_NODES = Limit(20_000, "YAML nodes", "200 sources with details have under 2,000")
SETTINGS_FILE = Limit(1_048_576, "bytes", "ours has 5 KB; the navigation of the largest sites has 200 KB")
SETTINGS_DEPTH = Limit(32, "levels", "each level of a navigation takes two, and no reader finds the tenth")
VOCABULARY_NODES = Limit(200_000, "YAML nodes", "10,000 publishers with two names and three domains each")
TITLE = Limit(300, "characters in a title", "the longest headline has 120; cards and mails show it whole")
SUMMARY = Limit(2_000, "characters in a summary", "one or two sentences have 300; lists show it whole")
FIRST_YEAR = Limit(1_000, "(the first year)", "dates are written with four digits")
LAST_YEAR = Limit(2_999, "(the last year)", "Python knows no day after the year 9999, and counts on from some")
ITEMS = Limit(1_000, "items in an issue", "a week has five, the index of a year a few hundred")
SOURCES_PER_ITEM = Limit(50, "sources of an item", "two or three are usual")
ADDRESS = Limit(2_000, "characters in an address", "the longest of a source has 200; mail programs cut from 2,048")
NEWSLETTER_TEXT = Limit(300, "characters", "a name or one sentence about a newsletter, shown on one line")
SLUG = Limit(64, "characters in a slug", "the longest has 26; it is part of addresses and file names")
IMAGES = Limit(5_000, "files below content/images", "twenty years of issues with five images each")
IMAGE_FOLDERS = Limit(4, "folders inside each other", "an edition, a year and an issue")
IMAGE_NAME = Limit(100, "characters in a name", "a name becomes a part of an address, and of a path on Windows")
IMAGE_FILE = Limit(8_388_608, "bytes", "a photograph straight from a telephone has 5 MB; readers' connections are slow")
IMAGE_SIDE = Limit(10_000, "pixels on a side", "no screen and no page of paper shows more")
IMAGE_PIXELS = Limit(25_000_000, "pixels", "a telephone's photograph has 24 million; decoding them takes half a second")
IMAGE_FRAMES = Limit(300, "frames", "ten seconds of moving picture, 30 frames a second")
ANIMATION_PIXELS = Limit(100_000_000, "pixels in all frames", "300 frames of 640 × 480 are 92 million; a second's work")
IMAGE_PARTS = Limit(
    400_000, "reads of a part", "a GIF of 8 MB has 33,000 sub-blocks, which take a read each; 400,000 take 0.3 s"
)
JPEG_SCANS = Limit(100, "scans of a progressive JPEG", "ten are usual; each costs a pass over all pixels")
SVG_FILE = Limit(524_288, "bytes", "a chart has 100 KB; a map in more detail belongs into a PNG")
SVG_DEPTH = Limit(
    64, "elements inside each other", "drawing programs nest ten groups; the filter's memory grows by depth"
)
SVG_DRAWN = Limit(50_000, "elements, those counted again that are drawn again", "browsers draw so many in a second")

# What Python-Markdown makes of a text (translate/markdown/complexity.py). Each number is about half a second of it.
LINE = Limit(20_000, "characters in a line", "the longest paragraph of a newsletter has 2,000")
SEARCHED_CHARACTERS = Limit(400_000, "characters", "looked through in vain for the end of a bracket or tag")
COPIED_CHARACTERS = Limit(2_000_000_000, "characters", "a paragraph is copied for each element in it, usually 20")
ABBREVIATED_CHARACTERS = Limit(12_000_000, "abbreviations × characters", "a hundred abbreviations in the longest file")
BLOCK_STARTS = Limit(10_000_000, "lines × characters", "what follows a heading in its paragraph is parsed anew")
DELIMITERS = Limit(400_000, "square of the ^ or ~ in a paragraph", "each is compared with all after it in vain")
DELIMITER_RUN = Limit(1_000, "same signs of emphasis in a row", "the run is matched anew from each of its signs")
DEFINITIONS = Limit(100, "definitions in a paragraph", "each costs Python four levels of its stack, of a thousand")
TABLE_CELLS = Limit(20_000, "cells in a file", "short rows are filled up to the width of the head")
TABLE_CODE = Limit(20_000_000, "pipes × backticks in a line", "each backtick is looked for from each pipe")
FENCED_LINES = Limit(2_000_000, "lines", "looked through in vain for the end of a code fence")
TABLES_OF_CONTENTS = Limit(3, "[TOC] in a file", "each repeats all headings")
FOOTNOTE_REFERENCES = Limit(1_000, "references in a file", "each is compared with all before it")
NESTED_BLOCKS = Limit(60, "lists or quotes in one another", "each costs Python some levels of its stack, of a thousand")
INLINE_STEPS = Limit(100, "patterns tried per character", "thirty patterns look once at the text of each element")
ALIGNED_PAIRS = Limit(4_000_000, "segments × segments", "two files of 2,000 segments, each compared with each")
TRIED_CHARACTERS = Limit(1_000_000, "characters", "the file is read again to find a text that changes its structure")
FILE_SECONDS = Limit(10, "seconds of CPU time", "whatever no estimate foresaw; the longest issue takes half a second")

# What engines, servers and packages send.
OUTPUT_RATIO = Limit(6, "characters per character of the sentence", "English has 3 to 4 for a Chinese character")
OUTPUT_EXTRA = Limit(400, "characters beyond that", "a title of one word may be explained in a line")
OUTPUT = Limit(
    8_192, "characters that a model makes of one sentence", "all repairs and guards read so many in half a second"
)
MODEL_NAME = Limit(200, "characters of a model's name", "the longest path of a model file that servers show")
MODELS = Limit(1_000, "models of one server", "a shared server offers some dozens")
OUTPUT_TOKENS = Limit(2_048, "tokens that a language model makes of one sentence", "the longest sentence needs a fifth")
CONTEXT = Limit(400, "characters on either side of a sentence", "two sentences; more costs time and draws models away")
RECORDED_FILE = Limit(67_108_864, "bytes", "as a memory: outputs for the sentences of twenty years")
SERVER_ANSWER = Limit(65_536, "bytes of an answer beyond its translations", "a list of 200 languages has 40 KB")
SERVER_TRIES = Limit(5, "tries of one request", "a server that restarts is back after the third")
SERVER_WAIT = Limit(60, "seconds between two tries", "who is asked to wait longer starts the command again")
DOWNLOAD_RATE = Limit(1_024, "bytes a second, at least", "the slowest line that a package comes through in a day")
API_KEY_FILE = Limit(4_096, "bytes", "the longest keys, signed tokens, have 2,000")
PACKAGE_METADATA = Limit(65_536, "bytes", "the metadata of an official package has 600")
PACKAGE_STRING = Limit(64, "characters of a name, version or code", "the longest official one has 12")
TMX_FILE = Limit(104_857_600, "bytes", "a memory at its limit, with TMX's markup around each sentence")
CSV_CELL = Limit(20_000, "characters in a cell of the glossary", "as long as the longest line; a term has 60")
