"""`mkdocs.yml` by the rules of all our YAML, with MkDocs' own tags, and nothing imported or run."""

from pathlib import Path
from typing import Any

import pytest

from translate.core import limits, site_settings
from translate.core.site_settings import PythonName


def read(folder: Path, text: str | bytes) -> tuple[Any, list[str]]:
    (folder / "mkdocs.yml").write_bytes(text.encode() if isinstance(text, str) else text)
    found, problems = site_settings.read(folder)
    return (found.values if found else None), [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("!ENV TWOFOLD_SET", "here"),
        ("!ENV TWOFOLD_UNSET", None),
        ("!ENV [TWOFOLD_UNSET, TWOFOLD_SET, none]", "here"),
        ("!ENV [TWOFOLD_UNSET, fallback]", "fallback"),
        ("!ENV [TWOFOLD_EMPTY, fallback]", "fallback"),
        ("!ENV [TWOFOLD_UNSET, '']", ""),
        ("!ENV [TWOFOLD_UNSET, 3]", 3),
        ("!ENV [[x], 1: y, 3]", 3),
        ("!ENV []", None),
        ("!relative $config_dir", None),
        ("!other {a: b}", None),
        ("!!python/name:os.system", PythonName("os.system")),
        ("[!!python/name:a.b , {c: !!python/name:d }]", [PythonName("a.b"), {"c": PythonName("d")}]),
    ],
)
def test_the_tags_that_mkdocs_adds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, value: object
) -> None:
    monkeypatch.setenv("TWOFOLD_SET", "here")
    monkeypatch.setenv("TWOFOLD_EMPTY", "")
    monkeypatch.delenv("TWOFOLD_UNSET", raising=False)
    assert read(tmp_path, f"a: {written}\nb: on\n") == ({"a": value, "b": "on"}, [])


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("a: &x 1", "mkdocs.yml:1:4: the anchor `&x`"),
        ("a: *x", "mkdocs.yml:1:4: the alias `*x`"),
        (b"\xef\xbb\xbfa: *x", "mkdocs.yml:1:4: the alias `*x`"),
        ("a: {<<: {b: 1}}", "mkdocs.yml:1:5: the merge key"),
        ("a: !!python/object/apply:os.system [x]", "mkdocs.yml:1:4: the tag `!!python/object/apply:os.system`"),
        ("a: !!python/module:os x", "mkdocs.yml:1:4: the tag `!!python/module:os`"),
        ("a: !!int 3", "mkdocs.yml:1:4: the tag `!!int`"),
        ("a: 1\n---\nb: 1", "mkdocs.yml:2:1: a second document"),
        ("- a", "mkdocs.yml:1:1: no fields"),
        ("a: [", "mkdocs.yml:2:1: invalid YAML"),
        (b"a: 1\nb: \xff", "mkdocs.yml:2:1: byte 0xff is not UTF-8"),
        ("a: " + "[" * 40, "mkdocs.yml:1:35: fields more than 32 levels"),
        ("#" * (limits.SETTINGS_FILE.value + 1), "mkdocs.yml:1:1: 1048577 characters"),
    ],
)
def test_the_rules_of_all_other_files(tmp_path: Path, text: str | bytes, start: str) -> None:
    values, problems = read(tmp_path, text)
    assert values is None
    assert len(problems) == 1
    assert problems[0].startswith(start)


def test_a_key_that_stands_twice_a_missing_file_and_a_byte_order_mark(tmp_path: Path) -> None:
    values, problems = read(tmp_path, "a: 1\nb: {c: 1, c: 2}\n")
    assert values == {"a": 1, "b": {"c": 2}}
    assert problems == ["mkdocs.yml:2:11: `c` stands twice, first in line 2; expected once. Remove one."]
    assert read(tmp_path, b"\xef\xbb\xbfa: 1\n") == ({"a": 1}, [])
    found, (problem,) = site_settings.read(tmp_path / "none")
    assert found is None
    assert str(problem).startswith("mkdocs.yml: cannot be read (No such file or directory); ")
