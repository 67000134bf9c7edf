"""What has one home stands nowhere else: reading YAML, lists of fields, what is due, which way a text is translated."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from build.content import newsletter
from translate.core import fields
from translate.core.fields import PROSE_FIELDS

ROOT = Path(__file__).parents[1]
FILES = sorted(path for package in ("translate", "build", "scripts") for path in (ROOT / package).rglob("*.py"))
NAMES = {field.name for field in fields.FIELDS}


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def yaml_readers(path: Path) -> set[str]:
    """Names of PyYAML's functions that read a text, as a file uses them."""
    reading = {"load", "load_all", "safe_load", "full_load", "unsafe_load", "compose", "compose_all", "parse", "scan"}
    return {
        node.attr
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "yaml"
        and (node.attr in reading or node.attr.endswith("Loader"))
    }


def field_lists(path: Path) -> list[list[str]]:
    """Lists, tuples and sets of nothing but names of fields, two at least, with one that is prose."""
    found = []
    for node in nodes(path):
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            texts = [part.value for part in node.elts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if len(texts) == len(node.elts) > 1 and set(texts) <= NAMES and set(texts) & set(PROSE_FIELDS):
                found.append(texts)
    return found


def compares_publication(path: Path) -> list[int]:
    """Lines that compare an attribute `published` with something."""
    return [
        node.lineno
        for node in nodes(path)
        if isinstance(node, ast.Compare)
        and any(isinstance(side, ast.Attribute) and side.attr == "published" for side in (node.left, *node.comparators))
    ]


def test_yaml_is_read_in_one_place() -> None:
    users = {path.relative_to(ROOT).as_posix(): used for path in FILES if (used := yaml_readers(path))}
    # `make init` asks how MkDocs, which reads YAML 1.1, would take a word that it writes.
    assert users.pop("build/content/newsletter_setup.py") == {"safe_load"}
    assert set(users) == {"translate/core/yaml_text.py"}


def test_fields_are_listed_in_one_place() -> None:
    lists = {path.relative_to(ROOT).as_posix(): found for path in FILES if (found := field_lists(path))}
    assert lists == {}
    assert PROSE_FIELDS == ("title", "summary")
    assert set(fields.names("issue", "required") + fields.names("issue", "optional")) == NAMES
    assert fields.names("page", "required") == ("title",)
    assert fields.names("page", "optional") == ("summary", "translation")


def test_what_is_due_is_decided_in_one_place() -> None:
    homes = {path.relative_to(ROOT).as_posix() for path in FILES if compares_publication(path)}
    assert homes == {"build/content/newsletter.py"}
    assert len(compares_publication(ROOT / "build/content/newsletter.py")) == 1


@pytest.mark.parametrize(("today", "due"), [((2025, 12, 7), False), ((2025, 12, 8), True), ((2025, 12, 9), True)])
def test_an_issue_is_due_from_its_day_on(today: tuple[int, int, int], due: bool) -> None:
    class Pair:
        class original:  # noqa: N801 -- as the attribute is called
            published = date(2025, 12, 8)

    assert newsletter.is_due(Pair, date(*today)) is due  # type: ignore[arg-type]


def test_no_pair_of_texts_stands_for_a_direction() -> None:
    for path in FILES:
        # The units of a memory are pairs of texts.
        if path == ROOT / "translate/memory/store.py":
            continue
        # To take both out of a direction is no pair: `source, target = direction.source, direction.target`.
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assigned = [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign)]
        for node in ast.walk(tree):
            if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and node not in assigned:
                parts = [ast.unparse(part) for part in node.elts]
                # A line of the record names its source and target by digests, not languages.
                names = [
                    part.rpartition(".")[2] for part in parts if re.fullmatch(r"\w+|.*(task|direction)\.\w+", part)
                ]
                assert names != ["source", "target"], f"{path.relative_to(ROOT)}:{node.lineno}"
