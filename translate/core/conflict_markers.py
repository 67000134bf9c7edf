"""What git leaves in a file that it could not merge: an error at its line, never text.

A conflict begins with `<<<<<<< ` at the start of a line, and only such a line tells one: `=======` alone is an
underline that makes a heading, and code fences may show a conflict. In Markdown, what stands within a fence is no
conflict; in all other content files every such line is one, and so is what closes or parts it.
"""

import re
from pathlib import Path

from translate.core.problem import Problem

_OPENING = re.compile(r"<{7}(?: |$)")
_PART = re.compile(r"(?:\|{7}|>{7})(?: |$)|={7}$")
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)")


def conflict_problems(text: str, path: Path, *, markdown: bool = False) -> list[Problem]:
    """Find the lines that git put into a file.

    Args:
        text: the file.
        path: how problems name it.
        markdown: whether code fences may show a conflict.

    Returns:
        A problem for each line of each conflict, in order.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return []
    problems: list[Problem] = []
    fence = ""
    inside = False
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        if markdown:
            fence = _fence_after(line, fence)
        opens = _OPENING.match(line) is not None
        if fence and not inside:
            continue
        if opens or (_PART.match(line) and (inside or (line.startswith(">>>>>>>") and not markdown))):
            found = f"`{line[:7]}`, left by a merge that is not finished; expected the text as it is to be."
            problems.append(Problem(path, number, 1, f"{found} Choose a side or write the text, and remove the lines."))
        inside = opens or (inside and not line.startswith(">>>>>>>"))
    return problems


def _fence_after(line: str, fence: str) -> str:
    """Return the code fence that is open after a line, empty for none."""
    match = _FENCE.match(line)
    if match is None:
        return fence
    if not fence:
        return match["fence"] if "`" not in match["info"] or match["fence"][0] == "~" else ""
    closes = match["fence"][0] == fence[0] and len(match["fence"]) >= len(fence) and not match["info"].strip()
    return "" if closes else fence
