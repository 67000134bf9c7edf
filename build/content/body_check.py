"""What is wrong with the body of an issue, each problem with its line and column."""

import re
from pathlib import Path

from build.content.addresses import link_fault, source_address
from build.content.body import Body, Story
from build.content.images import Images
from translate.core import limits
from translate.core.characters import mixed
from translate.core.problem import Problem

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|[/\\]")
_SHOWN = 120
"""How many characters of an address a message repeats."""


def check(
    root: Path, path: Path, body: Body, images: Images, headings: list[int], lines: tuple[str, ...], first_line: int
) -> list[Problem]:
    """Check the stories, addresses and images of one body.

    Args:
        root: the project's root.
        path: the content file, relative to `root`.
        body: what its Markdown says.
        images: those that may be shown.
        headings: 1-based line of each story's heading.
        lines: all lines of the file.
        first_line: 1-based line on which the body begins.
    """
    problems: list[Problem] = []
    if not body.stories:
        found = "no item; expected headings that begin with `##`. Write `## Headline` and its summary below."
        problems.append(Problem(path, first_line, 1, found))
    if len(body.stories) > limits.ITEMS.value:
        found = f"{len(body.stories)} {limits.ITEMS.unit}; expected at most {limits.ITEMS.value}. Split the issue."
        problems.append(Problem(path, headings[limits.ITEMS.value], 1, found))
    for text in body.top_headings:
        place = find(text, lines, first_line)
        found = f"`# {text}` is a first-level heading; expected `##`. The issue's title stands in the front matter."
        problems.append(Problem(path, *place, found))
    for line, story in zip(headings, body.stories, strict=True):
        problems += _story_problems(path, story, line, lines)
    problems += _missing_files(root, path, body.links, lines, first_line)
    return problems + check_text(path, body, images, lines, first_line)


def check_text(path: Path, body: Body, images: Images, lines: tuple[str, ...], first_line: int) -> list[Problem]:
    """Check what any text may hold, an issue's or a static page's: addresses, images, characters; see `check`."""
    problems = link_problems(path, body.links, lines, first_line)
    problems += image_problems(path, body.images, images, lines, first_line)
    for reference in body.hidden:
        found = f"`{reference}` stands for a hidden character; expected visible text. Remove it."
        problems.append(Problem(path, *find(reference, lines, first_line), found))
    for markup in body.turned:
        found = f"`{markup}` turns the direction of text; expected text that reads as it is written. Remove it."
        problems.append(Problem(path, *find(markup.strip("<>").partition("=")[0], lines, first_line), found))
    return problems


def _story_problems(path: Path, story: Story, line: int, lines: tuple[str, ...]) -> list[Problem]:
    problems = []
    if not story.title_text:
        problems.append(Problem(path, line, 1, "an empty heading; expected a headline. Write one."))
    for word in mixed(story.title_text):
        found = f"the headline holds {word.what}; expected one alphabet a word. Type the word again."
        problems.append(Problem(path, line, 1, found))
    if not story.body_text:
        found = f"item “{story.title_text}” has no text; expected two to four sentences. Write them."
        problems.append(Problem(path, line, 1, found))
    if not story.citations:
        found = (
            f"item “{story.title_text}” names no source; expected its last paragraph to end in links in parentheses. "
            "Write `([Publisher](https://…))`."
        )
        problems.append(Problem(path, line, 1, found))
    if len(story.citations) > limits.SOURCES_PER_ITEM.value:
        found = f"{len(story.citations)} {limits.SOURCES_PER_ITEM.unit}"
        found += f"; expected at most {limits.SOURCES_PER_ITEM.value}. Name those that carry the fact."
        problems.append(Problem(path, line, 1, found))
    for citation in story.citations:
        _, fault = source_address(citation.url)
        if fault:
            place = find(f"]({citation.url}", lines, line, 2)
            found = f"the source address `{short(citation.url)}` {fault}; expected https://…. Put the page's address."
            problems.append(Problem(path, *place, found))
    return problems


def link_problems(path: Path, links: tuple[str, ...], lines: tuple[str, ...], first_line: int) -> list[Problem]:
    """Check the addresses of links in running text: those that lead nowhere, and those that could mislead.

    Args:
        path: the content file, relative to the project's root.
        links: the addresses, as written.
        lines: all lines of the file.
        first_line: 1-based line on which the body begins.
    """
    problems = []
    for address in links:
        if address in ("", "#"):
            found = f"a link to `{address}`; expected an address. Put one, or write the text without a link."
            problems.append(Problem(path, *find(f"]({address}", lines, first_line, 2), found))
        elif fault := link_fault(address):
            found = f"the link's address `{short(address)}` {fault}; expected https://…. Mend the address."
            problems.append(Problem(path, *find(address, lines, first_line), found))
    return problems


def _missing_files(
    root: Path, path: Path, links: tuple[str, ...], lines: tuple[str, ...], first_line: int
) -> list[Problem]:
    problems = []
    for address in links:
        local = "" if link_fault(address) else _local_path(address)
        if local and not _exists(root / path.parent / local):
            found = f"a link to `{address}`, which does not exist; expected a file beside this one. Mend the address."
            problems.append(Problem(path, *find(address, lines, first_line), found))
    return problems


def image_problems(
    path: Path, addresses: tuple[str, ...], images: Images, lines: tuple[str, ...], first_line: int
) -> list[Problem]:
    """Report every address in the content file `path` that shows no image of ours."""
    return [
        Problem(path, *find(address, lines, first_line), found)
        for address in addresses
        if (found := images.unfit(path, address))
    ]


def _local_path(address: str) -> str:
    """Return the path of an address that is relative to the file it stands in; empty for any other address."""
    if _ELSEWHERE.match(address):
        return ""
    return re.split("[?#]", address, maxsplit=1)[0]


def _exists(path: Path, *, file: bool = False) -> bool:
    try:
        return path.is_file() if file else path.exists()
    except (OSError, ValueError):
        # A name that no file system can have.
        return False


def short(address: str) -> str:
    """Return as much of an address as a message needs to name it."""
    return address if len(address) <= _SHOWN else f"{address[:_SHOWN]}…"


def find(text: str, lines: tuple[str, ...], line: int, skip: int = 0) -> tuple[int, int]:
    """Return where `text` first stands at or after `line`, that line's first column where it does not."""
    for number in range(line, len(lines) + 1):
        column = lines[number - 1].find(text)
        if column >= 0:
            return number, column + 1 + skip
    return line, 1
