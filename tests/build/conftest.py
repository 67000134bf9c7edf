"""A small newsletter of its own for every test that needs one."""

import shutil
from pathlib import Path

import pytest

from tests.newsletter import CONTENT, SETTINGS
from translate.stages import source_file

ROOT = Path(__file__).resolve().parents[2]

ISSUE = """\
---
title: {title}
edition: healthcare
period: {{start: {start}, end: {end}}}
published: {published}
summary: {summary}
topics: [hospitals]
{more}---

{body}
"""
BODY = "## First\n\nOne sentence. Two sentences. ([China Daily](https://www.chinadaily.com.cn/a/1))\n"


class Project:
    """A folder that holds what `make site` needs, and whatever issues a test writes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "content/issues/healthcare").mkdir(parents=True)
        shutil.copy(SETTINGS, root)
        for name in ("topics.yml", "publishers.yml", "glossary.csv"):
            shutil.copy(CONTENT / name, root / "content")
        shutil.copytree(CONTENT / "pages", root / "content/pages")
        # MkDocs finds the theme's overrides and the hook beside its configuration.
        (root / "build").symlink_to(ROOT / "build", target_is_directory=True)

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a content file, `name` below content/issues."""
        path = self.root / "content/issues" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def issue(
        self,
        name: str = "healthcare/2025-12-01.en.md",
        *,
        title: str = "An issue",
        start: str = "2025-12-01",
        end: str = "2025-12-07",
        published: str = "2025-12-08",
        summary: str = "A summary.",
        more: str = "",
        body: str = BODY,
    ) -> Path:
        """Write an issue that is right but for what a test makes wrong."""
        values = {
            "title": title,
            "start": start,
            "end": end,
            "published": published,
            "summary": summary,
            "more": more,
            "body": body,
        }
        return self.write(name, ISSUE.format(**values))

    def record(
        self,
        state: str,
        original: str = "healthcare/2025-12-01.en.md",
        translation: str = "healthcare/2025-12-01.zh-Hans.md",
        *,
        other: dict[int, str] | None = None,
    ) -> Path:
        """Write the record of a translation as it lies there.

        Args:
            state: what the lines of all segments end in, such as `machine argos en-zh 1.9`.
            original: its original below content/issues.
            translation: itself.
            other: states of single segments by index.
        """
        paths = [self.root / "content/issues" / name for name in (original, translation)]
        source, target = (source_file.read(path.read_bytes(), path)[0] for path in paths)
        forms = (*source.text.forms, *["~"] * len(target.digests))
        lines = [
            f"- {one} {two} {form} {(other or {}).get(at, state)}"
            for at, (one, two, form) in enumerate(zip(source.digests, target.digests, forms, strict=False))
        ]
        return self.write(translation.replace(".md", ".translation.yml"), "\n\n".join(lines) + "\n")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)
