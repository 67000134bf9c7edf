"""What the workflows may do, and what their auditors say of them."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
AUDIT = ROOT / ".venv-audit/bin"
PIN = re.compile(r"^ *(?:- )?uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", re.MULTILINE)


def may_write(job: dict[str, Any]) -> bool:
    return "write" in str(job.get("permissions", "write-all"))


def faults(text: str) -> set[str]:
    """Name the rules that a workflow breaks."""
    workflow: dict[Any, Any] = yaml.safe_load(text)
    events = workflow[True]  # YAML 1.1 reads the key `on` so.
    jobs: list[dict[str, Any]] = list(workflow["jobs"].values())
    steps = [step for job in jobs for step in job["steps"]]
    uses = [step["uses"] for step in steps if "uses" in step] + [job["uses"] for job in jobs if "uses" in job]
    rules = {
        PINNED: len(PIN.findall(text)) == len(uses),
        "a workflow as a whole may do nothing": workflow.get("permissions") == {},
        STATED: all(isinstance(job.get("permissions"), dict) for job in jobs),
        "a job ends in time": all(isinstance(job.get("timeout-minutes"), int) for job in jobs),
        "one run at a time": {"group", "cancel-in-progress"} == set(workflow.get("concurrency", {})),
        "a checkout leaves no token behind": all(
            step.get("with", {}).get("persist-credentials") is False
            for step in steps
            if step.get("uses", "").startswith("actions/checkout@")
        ),
        PASTED: not any("${{" in step.get("run", "") for step in steps),
        "a stranger's pull request never runs with our rights": not {"pull_request_target", "workflow_run"}
        & set(events),
        "what may write runs no code of the repository": not any(
            step.get("uses", "").startswith("actions/checkout@")
            for job in jobs
            if may_write(job)
            for step in job["steps"]
        ),
        "what may write takes nothing from a cache": not any(
            "cache" in step.get("with", {}) or step.get("uses", "").startswith("actions/cache") for step in steps
        )
        or not any(may_write(job) for job in jobs),
    }
    return {rule for rule, kept in rules.items() if not kept}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_keeps_every_rule(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == set()


PINNED = "an action is pinned by commit, its version beside it"
STATED = "a job says what it may do"
PASTED = "no expression is pasted into a program"
PIN_OF_CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        ("check", PIN_OF_CHECKOUT, "actions/checkout@v7", PINNED),
        ("check", " # v7.0.1", "", PINNED),
        ("check", " # v7.0.1", " # v7", PINNED),
        ("check", "@3d3c42e", "@", PINNED),
        ("check", f"uses: {PIN_OF_CHECKOUT}", "'uses': actions/checkout@v7", PINNED),
        ("check", "permissions: {}", "permissions: read-all", "a workflow as a whole may do nothing"),
        ("check", "permissions: {}\n", "", "a workflow as a whole may do nothing"),
        ("check", "    permissions:\n      contents: read\n", "", STATED),
        ("check", "    permissions:\n      contents: read\n", "    permissions: write-all\n", STATED),
        ("check", "    timeout-minutes: 10\n", "", "a job ends in time"),
        ("check", "  cancel-in-progress: true\n", "", "one run at a time"),
        ("check", "persist-credentials: false", "persist-credentials: true", "a checkout leaves no token behind"),
        ("check", "        with:\n          persist-credentials: false\n", "", "a checkout leaves no token behind"),
        ("check", "run: make check", "run: make ${{ github.head_ref }}", PASTED),
        ("check", "  pull_request:", "  pull_request_target:", "a stranger's pull request never runs with our rights"),
        ("check", "contents: read", "contents: write", "what may write runs no code of the repository"),
        ("pages", '"3.12"\n', '"3.12"\n          cache: pip\n', "what may write takes nothing from a cache"),
        ("release", '"3.12"\n', '"3.12"\n          cache: pip\n', "what may write takes nothing from a cache"),
    ],
)  # fmt: skip
def test_a_workflow_that_breaks_a_rule_is_named(name: str, old: str, new: str, rule: str) -> None:
    text = (ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8")
    assert old in text
    assert rule in faults(text.replace(old, new, 1))


def test_pull_requests_are_checked_with_a_token_that_only_reads() -> None:
    check = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8"))
    assert "pull_request" in check[True]
    assert {job["name"]: job["steps"][-1]["run"] for job in check["jobs"].values()} == {
        "Content": "make check",
        "Program": "bash .ci/run",
    }
    assert all(job["permissions"] == {"contents": "read"} for job in check["jobs"].values())


def test_the_programs_check_always_answers_and_leaves_out_only_its_tests() -> None:
    check = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8"))
    assert not {"paths", "paths-ignore"} & {key for event in check[True].values() if event for key in event}
    assert not [job["name"] for job in check["jobs"].values() if "if" in job or "needs" in job]
    assert not [step for step in check["jobs"]["content"]["steps"] if "if" in step]
    steps = check["jobs"]["program"]["steps"]
    (at,) = (number for number, step in enumerate(steps) if step.get("id") == "changed")
    assert steps[at]["run"] == 'bash .ci/program-changed "$BASE" >> "$GITHUB_OUTPUT"'
    assert {step.get("if") for step in steps[: at + 1]} == {None}
    assert {step.get("if") for step in steps[at + 1 :]} == {"steps.changed.outputs.program == 'true'"}
    # Runs that call each other off would leave a change of the program untested.
    assert "github.event_name == 'push' && github.sha" in check["concurrency"]["group"]


@pytest.mark.parametrize(
    ("changed", "base", "said"),
    [
        (["content/issues/a.en.md"], "HEAD^1", "false"),
        (["content/issues/a.en.md", "build/a.py"], "HEAD^1", "true"),
        (["mkdocs.yml"], "HEAD^1", "true"),
        (["tests/content/a.py"], "HEAD^1", "true"),
        (["contents.md"], "HEAD^1", "true"),
        (["content/issues/a.en.md"], "0" * 40, "true"),
        (["content/issues/a.en.md"], "no such commit", "true"),
    ],
)
def test_whether_the_program_changed(tmp_path: Path, changed: list[str], base: str, said: str) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    for text in ("before", "after"):
        for name in changed:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
        subprocess.run(["git", *identity, "commit", "-qm", text], cwd=tmp_path, check=True)
    command = ["bash", ".ci/program-changed", base]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == f"program={said}\n"


def test_the_nightly_run_asks_for_advisories_and_may_only_read() -> None:
    nightly = yaml.safe_load((ROOT / ".github/workflows/nightly.yml").read_text(encoding="utf-8"))
    assert "schedule" in nightly[True]
    commands = {job["steps"][-1]["run"] for job in nightly["jobs"].values()}
    assert commands == {"make test-slow", "make audit-dependencies", "make audit-workflows"}
    assert all(job["permissions"] == {"contents": "read"} for job in nightly["jobs"].values())


def test_a_release_waits_for_the_checks_and_carries_the_bill_of_materials() -> None:
    release = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
    assert release[True] == {"push": {"tags": ["v*"]}}
    jobs = release["jobs"]
    assert jobs["check"]["steps"][-1]["run"] == "bash .ci/run"
    assert [step["run"] for step in jobs["sbom"]["steps"] if "run" in step] == ["make sbom"]
    assert set(jobs["publish"]["needs"]) == {"check", "sbom"}
    assert "twofold.cdx.json" in jobs["publish"]["steps"][-1]["run"]
    assert {name for name, job in jobs.items() if "write" in job["permissions"].values()} == {"publish"}


def test_actions_are_kept_up_to_date_with_a_wait() -> None:
    (entry,) = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert entry["package-ecosystem"] == "github-actions"
    assert entry["cooldown"]["default-days"] >= 7
    assert entry["groups"]


def test_issue_forms_are_valid() -> None:
    for form in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"):
        assert {"name", "description", "body"} <= set(yaml.safe_load(form.read_text(encoding="utf-8")))


def audited(tool: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    if not (AUDIT / tool).exists():
        pytest.skip("no .venv-audit; `make test-slow` makes it")
    return subprocess.run(
        [str(AUDIT / tool), *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


def recipe(tool: str) -> list[str]:
    """The arguments of `make audit-workflows`, without a token."""
    line = re.search(rf"^\t@\$\(AUDIT\)/{tool}(.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert line
    return line[1].replace("$(if $(GH_TOKEN),,--offline)", "--offline").split()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A project that holds the workflows alone."""
    shutil.copytree(ROOT / ".github", tmp_path / ".github")
    (tmp_path / ".git").mkdir()
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("tool", ["zizmor", "actionlint"])
def test_the_workflows_auditors_find_nothing(tool: str) -> None:
    done = audited(tool, *recipe(tool), folder=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not [name for name in ("zizmor.yml", ".github/zizmor.yml") if (ROOT / name).exists()]
    assert not re.search(r"\bzizmor: *ignore", "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tool", "name", "old", "new", "said"),
    [
        ("zizmor", "check", PIN_OF_CHECKOUT, "actions/checkout@v7", "unpinned-uses"),
        ("zizmor", "check", "persist-credentials: false", "persist-credentials: true", "artipacked"),
        ("zizmor", "check", "  pull_request:", "  pull_request_target:", "dangerous-triggers"),
        ("zizmor", "check", "run: make check", "run: echo ${{ github.head_ref }}", "template-injection"),
        ("zizmor", "check", "permissions: {}", "permissions: write-all", "excessive-permissions"),
        ("zizmor", "release", '"3.12"\n', '"3.12"\n          cache: pip\n', "cache-poisoning"),
        ("actionlint", "check", "run: make check", "run: echo ${{ github.head_ref }}", "untrusted"),
        ("actionlint", "release", "needs: [check, sbom]", "needs: [check, bom]", "bom"),
        ("actionlint", "pages", "steps.pages.outputs", "steps.page.outputs", "page"),
        ("actionlint", "check", "timeout-minutes:", "timeout-minute:", "timeout-minute"),
    ],
)
def test_the_auditors_would_find_it(copy: Path, tool: str, name: str, old: str, new: str, said: str) -> None:
    path = copy / f".github/workflows/{name}.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = audited(tool, *recipe(tool), folder=copy)
    assert done.returncode not in (0, 2), done.stderr
    assert said in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("tool", ["zizmor", "actionlint"])
def test_the_auditors_read_the_copy_as_they_read_the_original(copy: Path, tool: str) -> None:
    assert audited(tool, *recipe(tool), folder=copy).returncode == 0
