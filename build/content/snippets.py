"""Files that a text includes (`--8<-- "notice.md"`), with bounds on which files and how much.

pymdownx.snippets does the including. What it takes for the name of a file is checked here: the file lies below the
folder of snippets, no part of its path is a link, it is a regular file of text, and neither one file nor all of them
together are larger than a page. The text that results is asked again whether it is too much for the renderer.
"""

import os
import re
import stat
from pathlib import Path
from typing import Any

import markdown
from pymdownx.snippets import SnippetExtension, SnippetMissingError, SnippetPreprocessor

from translate.core import content
from translate.core.limits import SNIPPET_DEPTH, SNIPPET_FILE, SNIPPET_INDENT, SNIPPET_RANGES, SNIPPETS
from translate.markdown import complexity

SUFFIX = ".md"
# pymdownx registers its preprocessor under this name, at this place in the order.
_NAME, _PRIORITY = "snippet", 32
_MARKER = re.compile(r"-8<-")


class SnippetError(Exception):
    """A text includes what it may not include."""

    def __init__(self, found: str, expected: str, offset: int = 0) -> None:
        super().__init__(found)
        self.found = found
        """What was found: the first half of a message."""
        self.expected = expected
        """What was expected, and what to do: the second half."""
        self.offset = offset
        """0-based code point of the text where the file's name stands, or the first sign of a snippet."""


class BoundedSnippets(SnippetPreprocessor):  # type: ignore[misc]  # pymdownx has no types
    """The preprocessor of pymdownx.snippets, which asks for every file whether it may be included."""

    def __init__(self, config: dict[str, Any], md: markdown.Markdown) -> None:
        super().__init__({**config, "check_paths": True, "restrict_base_path": True, "url_download": False}, md)
        self._written: list[str] = []
        self._next = ""
        self._indents: list[int] = []
        self._size = 0

    def run(self, lines: list[str]) -> list[str]:
        """Return `lines` with all files included.

        Raises:
            SnippetError: a file may not be included, or all of them make too much.
        """
        self._written, self._indents, self._next, self._size = [], [], "", 0
        try:
            included: list[str] = super().run(lines)
        except SnippetError as error:
            error.offset = self._offset(lines)
            raise
        except SnippetMissingError as error:
            expected = "expected a file below content/snippets. Mend its name, or write the text itself."
            raise SnippetError(str(error), expected, self._offset(lines)) from error
        except ValueError as error:
            found = "a snippet's line numbers cannot be read"
            raise SnippetError(found, "expected `name.md:1:5`. Mend them.", self._offset(lines)) from error
        if self._size and (too_much := complexity.excess("\n".join(included))):
            found = f"with its snippets the text has {too_much.found}"
            expected = "expected text that renders in reasonable time. Include less."
            raise SnippetError(found, expected, self._offset(lines))
        return included

    def parse_snippet_target(self, path: str) -> dict[str, Any] | None:
        """Take a name such as `name.md:1:5` apart, and remember it for messages."""
        self._next = path
        target: dict[str, Any] | None = super().parse_snippet_target(path)
        return target

    def get_snippet_path(self, path: str) -> str | None:
        """Return the file that `path` names below one of the folders; None where there is none."""
        self._next = path
        for base, is_folder in self.get_bases():
            if is_folder and (name := self._checked(Path(base), path)):
                if name in self.seen:
                    raise self._refused(path, "includes itself", "a snippet that ends. Take the line out of it")
                return name
        return None

    def read_lines(self, path: str) -> list[str]:
        """Return the lines of a file that `get_snippet_path` has let through."""
        data, problems = content.read_bytes(Path(path).parent, Path(path), SNIPPET_FILE)
        if data is None:
            found, _, expected = problems[0].message.partition("; expected ")
            raise self._refused(self._next, f"is unfit: {found}", expected.rstrip("."))
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            found = f"is not UTF-8 at byte {error.start}"
            raise self._refused(self._next, found, "UTF-8 text. Save it again as UTF-8") from error
        return re.split(r"\r\n?|\n", text) if text else []

    def select_snippet_lines(self, lines: list[str], target: dict[str, Any]) -> list[str]:
        """Return the lines that a target such as `name.md:1:5` asks for."""
        if len(target["start"]) > SNIPPET_RANGES.value:
            found = f"is asked for {len(target['start'])} ranges of lines"
            raise self._refused(self._next, found, f"at most {SNIPPET_RANGES.value}. Include it once")
        selected: list[str] = super().select_snippet_lines(lines, target)
        return selected

    def process_snippet_lines(self, lines: list[str], target: dict[str, Any]) -> list[str]:  # noqa: ARG002
        """Count what is included, with the indentation that each line gets."""
        self._size += sum(map(len, lines)) + len(lines) * (1 + sum(self._indents))
        if self._size > SNIPPETS.value:
            found = f"makes more than {SNIPPETS.value} characters with all that is included before it"
            raise self._refused(self._next, found, "no more than a page. Include less")
        return lines

    def parse_snippets(
        self,
        lines: list[str],
        file_name: str | None = None,
        is_url: bool = False,
        is_section: bool = False,
    ) -> list[str]:
        """Include the files that `lines`, of the page or of a snippet, name."""
        if file_name:
            if len(self._written) >= SNIPPET_DEPTH.value:
                found = f"is the last of {SNIPPET_DEPTH.value + 1} that include one another"
                raise self._refused(self._next, found, f"at most {SNIPPET_DEPTH.value}. Include it in the page")
            self._written.append(self._next)
        indent = 0
        if any(map(_MARKER.search, lines)):
            indent = min(max(len(line) - len(line.lstrip(" \t")) for line in lines), SNIPPET_INDENT.value)
            lines = [self._less_indented(line) for line in lines]
        self._indents.append(indent)
        parsed: list[str] = super().parse_snippets(lines, file_name, is_url, is_section)
        self._indents.pop()
        if file_name:
            self._written.pop()
        return parsed

    def _less_indented(self, line: str) -> str:
        """Bound the indentation of a line that may name a snippet: every line of the file would get it."""
        shorter = line.lstrip(" \t")
        return line if len(line) - len(shorter) <= SNIPPET_INDENT.value else " " * SNIPPET_INDENT.value + shorter

    def _checked(self, base: Path, path: str) -> str:
        """Return the absolute name of the file; empty where it does not exist below `base`."""
        outside = "a file below content/snippets. Copy it there"
        name = os.path.normpath(base / path) if "\0" not in path else ""
        if not name or len(path) > 255 or not Path(name).is_relative_to(base) or Path(name) == base:
            raise self._refused(path, "does not lie in the folder of snippets", outside)
        relative = Path(name).relative_to(base)
        try:
            linked = any((base / part).is_symlink() for part in (relative, *relative.parents) if part.parts)
            mode = (base / relative).lstat().st_mode
            lies_below = (base / relative).resolve().is_relative_to(base.resolve())
        except OSError:
            return ""
        if linked or not lies_below:
            raise self._refused(path, "is a link, or lies behind one", outside)
        if not stat.S_ISREG(mode):
            raise self._refused(path, "is no regular file", "a text file. Write one")
        if relative.suffix != SUFFIX:
            raise self._refused(path, f"ends in `{relative.suffix}`", f"{SUFFIX}. Rename the file")
        return name

    def _refused(self, path: str, found: str, expected: str) -> SnippetError:
        by = f", which `{self._written[-1][:80]}` includes," if self._written else ""
        return SnippetError(f"the snippet `{path[:80]}`{by} {found}", f"expected {expected}.")

    def _offset(self, lines: list[str]) -> int:
        """Return where a page names the file that was being included."""
        name = self._written[0] if self._written else self._next
        offset, first = 0, -1
        for line in lines:
            if "8<-" in line and first < 0:
                first = offset
            # In the block form the names stand on lines of their own.
            if name and first >= 0 and name in line:
                return offset + line.index(name)
            offset += len(line) + 1
        return max(first, 0)


def install(md: markdown.Markdown, options: dict[str, Any]) -> None:
    """Put the bounded preprocessor in the place of the one that pymdownx.snippets has registered with `md`."""
    md.preprocessors.register(BoundedSnippets(SnippetExtension(**options).getConfigs(), md), _NAME, _PRIORITY)
