"""The extensions of a site, read without MkDocs."""

from pathlib import Path

import pytest

from translate.markdown import dialect


def test_our_own_extensions_are_read() -> None:
    found = dialect.extensions()
    assert found["pymdownx.tabbed"] == {"alternate_style": True}
    assert callable(found["pymdownx.emoji"]["emoji_generator"])
    assert {"tables", "fenced_code"} <= set(found)


def test_default_reads_the_same_constructs_as_our_site(tmp_path: Path) -> None:
    ours, default = dialect.extensions(), dialect.extensions(tmp_path / "mkdocs.yml")
    left_out = {"toc", "pymdownx.snippets", "fenced_code"}
    assert set(default) == set(ours) - left_out


@pytest.mark.parametrize(
    "written",
    [
        "markdown_extensions:\n  - abbr\n  - toc: {permalink: true}\n",
        "markdown_extensions:\n  abbr:\n  toc: {permalink: true}\n",
    ],
)
def test_both_ways_to_list_them(tmp_path: Path, written: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(written)
    found = dialect.extensions(tmp_path / "mkdocs.yml")
    assert found == {"tables": {}, "fenced_code": {}, "abbr": {}, "toc": {"permalink": True}}


@pytest.mark.parametrize("name", ["os.system", "subprocess.Popen", "pymdownx.no_such.thing"])
def test_names_from_elsewhere_are_not_loaded(tmp_path: Path, name: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        f"markdown_extensions:\n  - abbr: {{glossary: !!python/name:{name} }}\nx: !ENV Y\n"
    )
    assert dialect.extensions(tmp_path / "mkdocs.yml")["abbr"] == {}


def test_what_is_not_installed_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("markdown_extensions: [no_such_extension, footnotes]\n")
    assert "footnote" in dialect.current(tmp_path / "mkdocs.yml").inlinePatterns


@pytest.mark.parametrize(
    "text",
    ["", "markdown_extensions: 3\n", "a: [\n", "- x\n", "markdown_extensions: !!python/object/apply:os.system [x]\n"],
)
def test_a_broken_file_means_the_default(tmp_path: Path, text: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(text)
    assert "footnotes" in dialect.extensions(tmp_path / "mkdocs.yml")
