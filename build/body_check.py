"""What is wrong with the body of an issue, each problem with its line and column."""

import re
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from build.body import Body, Story, unfit_address
from build.images import Images
from translate.problem import Problem

_HEADING = re.compile(r" {0,3}##(?!#)\s*(?P<text>.*)")
_FENCE = re.compile(r" {0,3}(```|~~~)")


def heading_lines(body_md: str, first_line: int, stories: tuple[Story, ...]) -> list[int]:
    """Return the line of each story's heading: of a `##` outside fences, of the body where the two disagree."""
    found, fenced = [], False
    for number, line in enumerate(body_md.splitlines(), first_line):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and _HEADING.match(line):
            found.append(number)
    return found if len(found) == len(stories) else [first_line] * len(stories)


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
    for text in body.top_headings:
        place = find(text, lines, first_line)
        found = f"`# {text}` is a first-level heading; expected `##`. The issue's title stands in the front matter."
        problems.append(Problem(path, *place, found))
    for line, story in zip(headings, body.stories, strict=True):
        problems += _story_problems(path, story, line, lines)
    problems += _link_problems(root, path, body.links, lines, first_line)
    problems += image_problems(path, body.images, images, lines, first_line)
    return problems


def _story_problems(path: Path, story: Story, line: int, lines: tuple[str, ...]) -> list[Problem]:
    problems = []
    if not story.title_text:
        problems.append(Problem(path, line, 1, "an empty heading; expected a headline. Write one."))
    if not story.body_text:
        found = f"item “{story.title_text}” has no text; expected two to four sentences. Write them."
        problems.append(Problem(path, line, 1, found))
    if not story.citations:
        found = (
            f"item “{story.title_text}” names no source; expected its last paragraph to end in links in parentheses. "
            "Write `([Publisher](https://…))`."
        )
        problems.append(Problem(path, line, 1, found))
    for citation in story.citations:
        fault = unfit_address(citation.url)
        if fault:
            place = find(f"]({citation.url}", lines, line, 2)
            found = f"the source address `{citation.url}` {fault}; expected https://…. Put the page's address."
            problems.append(Problem(path, *place, found))
    return problems


def _link_problems(
    root: Path, path: Path, links: tuple[str, ...], lines: tuple[str, ...], first_line: int
) -> list[Problem]:
    problems = []
    for address in links:
        if address in ("", "#"):
            found = f"a link to `{address}`; expected an address. Put one, or write the text without a link."
            problems.append(Problem(path, *find(f"]({address}", lines, first_line, 2), found))
        elif urlsplit(address).scheme not in ("", "http", "https", "mailto"):
            found = f"the address `{address}`; expected https://…. Only web and mail addresses are kept."
            problems.append(Problem(path, *find(address, lines, first_line), found))
        elif _is_local(address) and not (root / path.parent / urlsplit(address).path).exists():
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


def _is_local(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and bool(parts.path) and not PurePosixPath(parts.path).is_absolute()


def find(text: str, lines: tuple[str, ...], line: int, skip: int = 0) -> tuple[int, int]:
    """Return where `text` first stands at or after `line`, that line's first column where it does not."""
    for number in range(line, len(lines) + 1):
        column = lines[number - 1].find(text)
        if column >= 0:
            return number, column + 1 + skip
    return line, 1
