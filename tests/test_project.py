"""Rules of the house that nobody should have to remember."""

import ast
import json
import re
import shlex
import subprocess
import sys
import textwrap
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from scripts import lock
from translate.core.engine_registry import ENGINES

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted(ROOT.glob("requirements*.txt"))
BANNED = {"torch", "stanza", "spacy", "minisbd", "build", "translate-toolkit", "weblate", "jieba"}


def locked(path: Path) -> set[str]:
    return set(re.findall(r"^([A-Za-z0-9_.-]+)==", path.read_text(encoding="utf-8"), re.MULTILINE))


def targets() -> dict[str, str]:
    return dict(re.findall(r"^([a-z][a-z-]*):.*?## (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_pins_everything_with_hashes_and_names_no_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|file:", text)
    entries = re.split(r"^(?=[A-Za-z0-9_.-]+==)", text, flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]
    assert not {name.lower() for name in locked(path)} & BANNED


def test_inputs_name_no_host_and_hold_the_clients_list() -> None:
    for path in ROOT.glob("requirements*.in"):
        assert "://" not in path.read_text(encoding="utf-8")
    wanted = {
        "mkdocs",
        "mkdocs-material",
        "python-frontmatter",
        "argostranslate",
        "markdown",
        "ctranslate2",
        "sentencepiece",
    }
    assert wanted <= locked(ROOT / "requirements.txt")
    assert "mkdocs==1.6.1" in (ROOT / "requirements.txt").read_text()


def test_every_lock_agrees_with_the_others() -> None:
    versions: dict[str, set[str]] = {}
    for path in LOCKS:
        for name, version in re.findall(r"^([A-Za-z0-9_.-]+==)([^\s;]+(?: ;[^\\]*)?)", path.read_text(), re.MULTILINE):
            versions.setdefault(name, set()).add(version.strip())
    main = dict.fromkeys(re.findall(r"^([A-Za-z0-9_.-]+==)", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    own = {
        name: {v.strip() for n, v in re.findall(r"^([A-Za-z0-9_.-]+==)([^\s;]+(?: ;[^\\]*)?)",
               (ROOT / "requirements.txt").read_text(), re.MULTILINE) if n == name}
        for name in main
    }  # fmt: skip
    assert {name: versions[name] for name in main} == own


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_says_how_it_is_made_in_words_that_renovate_repeats(path: Path) -> None:
    # Renovate's manager pip-compile reads the command from the lock and refuses every other word.
    accepted = {
        "--universal",
        "--generate-hashes",
        "--python-version=",
        "--overrides=",
        "--constraints=",
        "--output-file=",
    }
    _, line, *_ = path.read_text(encoding="utf-8").splitlines()
    command = lock.command(path.stem)
    assert line == f"#    {shlex.join(command)}"
    assert command[:3] == ["uv", "pip", "compile"]
    assert command[-1] == f"{path.stem}.in"
    assert {re.sub("=.*", "=", word) for word in command[3:-1]} <= accepted
    assert "--overrides=overrides.txt" in command


def test_renovate_looks_after_every_lock_and_waits_a_week() -> None:
    settings = json.loads((ROOT / "renovate.json").read_text(encoding="utf-8"))
    (pattern,) = settings["pip-compile"]["managerFilePatterns"]
    found = {name for name in (path.name for path in ROOT.glob("*.txt")) if re.search(pattern.strip("/"), name)}
    assert found == {path.name for path in LOCKS} == {f"{name}.txt" for name in lock.FILES}
    assert settings["minimumReleaseAge"] == "7 days"


def test_the_environment_of_make_site_stays_under_500_mb() -> None:
    size = 0
    for name in locked(ROOT / "requirements.txt"):
        try:
            files = distribution(name).files or []
        except PackageNotFoundError:
            continue  # locked for another platform
        size += sum(path.stat().st_size for file in files if (path := Path(str(file.locate()))).is_file())
    assert 100e6 < size < 500e6


def test_nothing_that_bears_our_package_names_is_installed() -> None:
    for name in BANNED:
        with pytest.raises(PackageNotFoundError):
            distribution(name)


def test_importing_the_translation_layer_loads_no_torch_and_no_model() -> None:
    program = (
        "import sys, translate, translate.pipeline, translate.machine.engines.argos, translate.__main__\n"
        "heavy = {'torch', 'stanza', 'spacy', 'minisbd', 'ctranslate2', 'argostranslate', 'mkdocs', 'build'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_target_is_phony_and_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text()
    defined = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    phony = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE).group(1).split())  # type: ignore[union-attr]
    assert defined == phony == set(targets())
    listed = subprocess.run(["make", "--silent"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name, said in targets().items():
        assert re.search(rf"^{name}\s+{re.escape(said)}$", listed, re.MULTILINE)


def test_documents_name_only_targets_that_exist() -> None:
    for path in [
        *ROOT.glob("*.md"),
        *ROOT.glob("build/*.md"),
        *ROOT.glob("translate/*.md"),
        *ROOT.glob(".github/**/*.yml"),
    ]:
        for words in re.findall(
            r"(?:`|run: |^    )make ([a-z][a-z -]*)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            for name in words.split():
                assert name in targets(), f"{path.name}: make {name}"


def test_documents_link_only_to_files_that_exist() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("translate/*.md"), *ROOT.glob("build/*.md")]:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_git_ignores_what_is_generated_and_not_our_packages() -> None:
    def ignored(path: str) -> bool:
        return subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False).returncode == 0

    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    for path in (
        "site/index.html",
        ".cache/models/x",
        ".venv/x",
        ".venv-audit/x",
        ".venv-mutants/x",
        "build/__pycache__/x.pyc",
    ):
        assert ignored(path), path
    for path in ("build/new.py", "translate/new.py", "content/issues/x.md", "build/assets/site/x"):
        assert not ignored(path), path


def test_no_tool_skips_our_build_folder() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    assert not [pattern for pattern in settings["ruff"]["exclude"] if "build" in pattern]
    shown = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--show-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert str(ROOT / "build/site/builder.py") in shown
    assert "build" in settings["mypy"]["files"]
    assert "build" not in settings["pytest"]["ini_options"]["norecursedirs"]


FLOORS = {
    "translate": {"core": 0, "markdown": 1, "language": 2, "machine": 3, "memory": 3, "stages": 4},
    "build": {"files": 0, "content": 1, "editions": 2, "site": 3},
}
"""The parts of a package from the lowest up; what stands beside them (pipeline, command line, hooks) is above all."""


def imports(path: Path) -> list[str]:
    """Return the dotted name of everything that a file imports, those within functions too."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return found


@pytest.mark.parametrize("package", FLOORS)
def test_no_part_imports_from_one_above_or_beside_it(package: str) -> None:
    floors = FLOORS[package]
    for path in (ROOT / package).rglob("*.py"):
        own = path.relative_to(ROOT / package).with_suffix("").parts[0]
        for name in imports(path):
            top, _, rest = name.partition(".")
            other = rest.partition(".")[0]
            if top == package and own in floors and other != own:
                assert floors.get(other, 99) < floors[own], f"{path.relative_to(ROOT)} imports {name}"


def test_packages_import_in_one_direction() -> None:
    for path in (ROOT / "translate").rglob("*.py"):
        assert not {name.partition(".")[0] for name in imports(path)} & {"build", "scripts", "mkdocs", "material"}, path
    for path in (ROOT / "build").rglob("*.py"):
        names = imports(path)
        assert not [
            name for name in names if name.startswith(("scripts", "translate.machine", "translate.pipeline"))
        ], path
        if path.name not in ("hooks.py", "mkdocs_adapter.py"):
            assert "mkdocs" not in {name.partition(".")[0] for name in names}, path


@pytest.mark.parametrize("package", FLOORS)
def test_the_top_of_a_package_shows_the_way_of_the_data(package: str) -> None:
    entries = {path.name for path in (ROOT / package).iterdir() if path.suffix in ("", ".py")}
    # What is started by `python -m` is the command line, one place however many commands there are.
    commands = {"__main__.py", "compare.py"}
    assert len(entries - commands - {"__init__.py", "__pycache__"}) <= 7


def test_no_class_name_stands_for_two_things() -> None:
    homes: dict[str, list[str]] = {}
    for package in FLOORS:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    homes.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


MOST_COMPLEX = 15

Function = ast.FunctionDef | ast.AsyncFunctionDef


def points_of(node: ast.AST) -> int:
    """Return how many ways a node adds to those through its function, its children apart."""
    match node:
        case ast.Try():
            return len(node.handlers) + bool(node.orelse)
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.For() | ast.AsyncFor() | ast.While():
            return 1 + bool(node.orelse)
        case ast.comprehension():
            return 1 + len(node.ifs)
        case ast.Match():
            patterns = [case.pattern for case in node.cases]
            return len(patterns) - any(isinstance(item, ast.MatchAs) and item.pattern is None for item in patterns)
        case ast.If() | ast.IfExp() | ast.Assert():
            return 1
    return 0


def complexity(function: Function) -> int:
    """Count the ways through a function (McCabe 1976) as radon does, without those of functions inside it."""
    points, nodes = 1, list[ast.AST](function.body)
    while nodes:
        node = nodes.pop()
        if not isinstance(node, Function | ast.ClassDef):
            points += points_of(node)
            nodes += [] if isinstance(node, ast.Assert) else ast.iter_child_nodes(node)
    return points


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("pass", 1),
        ("if a and b or c: pass\nelif d: pass\nelse: pass", 5),
        ("for a in b: pass\nelse:\n while c: pass", 4),
        ("try: pass\nexcept A: pass\nexcept B: pass\nelse: pass\nfinally: pass", 4),
        ("return [a if b else c for a in d if e if f]", 5),
        ("assert a or b", 2),
        ("match a:\n case 1: pass\n case 2: pass\n case _: pass", 3),
        ("def inner():\n if a: pass", 1),
    ],
)
def test_complexity_counts_the_ways_through_a_function(body: str, expected: int) -> None:
    (function,) = ast.parse("def f():\n" + textwrap.indent(body, " ")).body
    assert isinstance(function, ast.FunctionDef)
    assert complexity(function) == expected


def test_no_function_has_more_ways_through_it_than_a_reader_can_follow() -> None:
    found: dict[str, int] = {}
    for package in ("translate", "build", "scripts"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, Function) and complexity(node) > MOST_COMPLEX:
                    found[f"{path.relative_to(ROOT).as_posix()}:{node.name}"] = complexity(node)
    assert found == {}, f"more than {MOST_COMPLEX}: split it into steps that have names"


def test_no_module_is_left_that_nothing_runs() -> None:
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path
        for package in ("translate", "build", "scripts")
        for path in (ROOT / package).rglob("*.py")
    }
    commands = [name for name, path in modules.items() if '__name__ == "__main__"' in path.read_text(encoding="utf-8")]
    openers = [engine.opener.partition(":")[0] for engine in ENGINES.values()]
    # MkDocs loads its hooks by path.
    names = [*commands, *openers, "build.hooks", *(name for name in modules if name.endswith("__init__"))]
    used: set[str] = set()
    while names:
        name = names.pop()
        # What is imported may be a module, or something that is in it.
        for module in {name, name.rpartition(".")[0]} & modules.keys() - used:
            used.add(module)
            names += imports(modules[module])
    assert modules.keys() - used == set()


def test_a_folder_keeps_its_fixtures_when_a_file_above_it_is_named_in_between() -> None:
    names = ("translate/test_http_client", "test_console", "translate/test_libretranslate")
    command = [sys.executable, "-m", "pytest", "-q", "--setup-plan", "-p", "no:cacheprovider"]
    command += [f"tests/{name}.py" for name in names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
