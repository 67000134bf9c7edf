"""Advisories on locked packages, and the bill of materials: that silence is never taken for a good answer."""

import json
import re
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from scripts import audit_dependencies
from scripts.audit_dependencies import Package

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv-audit/bin/python"
DIGEST = "sha256:" + "0" * 64
LOCK = f"""\
# made by uv
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash={DIGEST} \\
    --hash={DIGEST[:-1]}1
    # via
    #   ctranslate2
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash={DIGEST}
pywin32==311 ; sys_platform == 'win32' \\
    --hash={DIGEST}
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.txt"
    path.write_text(LOCK, encoding="utf-8")
    return path


def test_every_version_is_read_whatever_its_platform(lock: Path) -> None:
    packages = audit_dependencies.locked([lock, lock])
    assert [(p.name, p.version, p.line, len(p.hashes)) for p in packages] == [
        ("numpy", "2.4.6", 2, 2),
        ("numpy", "2.5.5", 7, 1),
        ("pywin32", "311", 9, 1),
    ]


def test_every_entry_of_our_locks_is_read_with_all_its_hashes() -> None:
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text(encoding="utf-8")
        packages = audit_dependencies.locked([path])
        assert len(packages) == len(re.findall("^[A-Za-z0-9._-]+==", text, re.MULTILINE)) > 0
        assert sum(len(package.hashes) for package in packages) == text.count("--hash=")


def test_two_versions_of_a_package_are_asked_about_one_after_the_other(lock: Path) -> None:
    lists = audit_dependencies.rounds(audit_dependencies.locked([lock]))
    assert [[f"{p.name} {p.version}" for p in packages] for packages in lists] == [
        ["numpy 2.4.6", "pywin32 311"],
        ["numpy 2.5.5"],
    ]


NUMPY = Package("numpy", "2.4.6", Path("requirements.txt"), 2, (DIGEST,))
VULNERABLE = {"id": "PYSEC-2026-1", "fix_versions": ["2.4.7", "2.5.1"], "aliases": []}


@pytest.mark.parametrize(
    ("entries", "advisories", "unanswered"),
    [
        ([{"name": "numpy", "version": "2.4.6", "vulns": []}], 0, 0),
        ([{"name": "numpy", "version": "2.4.6", "vulns": [VULNERABLE]}], 1, 0),
        ([{"name": "numpy", "version": "2.4.6", "vulns": [VULNERABLE, VULNERABLE]}], 2, 0),
        ([{"name": "numpy", "skip_reason": "Dependency not found"}], 0, 1),
        ([{"name": "numpy", "version": "2.4.5", "vulns": []}], 0, 1),
        ([{"name": "numpy", "version": "2.4.6"}], 0, 1),
        ([{"name": "scipy", "version": "2.4.6", "vulns": []}], 0, 1),
        ([], 0, 1),
    ],
)
def test_a_package_without_an_answer_is_not_a_package_without_advisories(
    entries: list[object], advisories: int, unanswered: int
) -> None:
    found, missing = audit_dependencies.read([NUMPY], {"dependencies": entries})
    assert (len(found), len(missing)) == (advisories, unanswered)


def test_an_advisory_is_a_message_with_its_place_and_what_to_do() -> None:
    (message,), _ = audit_dependencies.read(
        [NUMPY], {"dependencies": [{"name": "numpy", "version": "2.4.6", "vulns": [VULNERABLE]}]}
    )
    assert message == (
        "requirements.txt:2:1: numpy 2.4.6 has the advisory PYSEC-2026-1, fixed in 2.4.7, 2.5.1; expected none. "
        'Run `make lock ARGS="--upgrade-package numpy"`.'
    )


def test_what_a_server_says_cannot_command_a_terminal_or_forge_a_line() -> None:
    hostile = "x\n::error::y\x1b[2K\u202e"
    advisory = {"id": hostile, "fix_versions": [hostile]}
    entries = [{"name": "numpy", "version": "2.4.6", "vulns": [advisory]}]
    skipped = [{"name": "numpy", "skip_reason": hostile}]
    (message,), _ = audit_dependencies.read([NUMPY], {"dependencies": entries})
    _, (reason,) = audit_dependencies.read([NUMPY], {"dependencies": skipped})
    for text in (message, reason):
        assert text.isprintable()
        assert r"x\n::error::y\x1b[2K\u202e" in text


class Service(BaseHTTPRequestHandler):
    """Answers like OSV: one advisory, on numpy 2.4.6."""

    asked: list[tuple[str, str]]

    def do_POST(self) -> None:
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name, version = query["package"]["name"], query["version"]
        self.asked.append((name, version))
        answer: dict[str, object] = {}
        if (name, version) == ("numpy", "2.4.6"):
            events = [{"introduced": "0"}, {"fixed": "2.4.7"}]
            affected = {
                "package": {"name": name, "ecosystem": "PyPI"},
                "ranges": [{"type": "ECOSYSTEM", "events": events}],
            }
            time = "2026-01-01T00:00:00Z"
            answer = {"vulns": [{"id": "PYSEC-2026-1", "modified": time, "published": time, "affected": [affected]}]}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    Service.asked = []
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()
        thread.join()


def run(script: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    if not PYTHON.exists():
        pytest.skip("no .venv-audit; `make test-slow` makes it")
    command = [str(PYTHON), str(ROOT / "scripts" / script), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.slow
def test_an_advisory_is_found_and_every_version_was_asked_about(lock: Path, service: str) -> None:
    done = run("audit_dependencies.py", "--vulnerability-service=osv", f"--osv-url={service}", folder=lock.parent)
    assert done.returncode == audit_dependencies.ADVISORIES, done.stderr
    assert "requirements.txt:2:1: numpy 2.4.6 has the advisory PYSEC-2026-1, fixed in 2.4.7;" in done.stderr
    assert sorted(Service.asked) == [("numpy", "2.4.6"), ("numpy", "2.5.5"), ("pywin32", "311")]


@pytest.mark.slow
def test_no_advisory_is_said_only_where_all_were_answered_for(lock: Path, service: str) -> None:
    lock.write_text(LOCK.replace("2.4.6", "2.4.7"), encoding="utf-8")
    done = run("audit_dependencies.py", "--vulnerability-service=osv", f"--osv-url={service}", folder=lock.parent)
    assert done.returncode == audit_dependencies.CLEAN, done.stderr
    assert done.stdout == "3 locked packages, all answered for: 0 advisories.\n"


@pytest.mark.slow
def test_a_service_that_cannot_be_reached_is_no_good_news(lock: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        closed = f"http://127.0.0.1:{server.server_port}/v1/query"
    done = run("audit_dependencies.py", "--vulnerability-service=osv", f"--osv-url={closed}", folder=lock.parent)
    assert done.returncode == audit_dependencies.UNANSWERED
    assert "0 of 3 locked packages answered for" in done.stderr
    assert done.stdout == ""


@pytest.mark.slow
def test_nothing_locked_is_no_good_news(tmp_path: Path) -> None:
    done = run("audit_dependencies.py", folder=tmp_path)
    assert done.returncode == audit_dependencies.UNANSWERED
    assert done.stdout == ""


@pytest.mark.slow
def test_the_bill_of_materials_holds_what_the_program_runs_with(tmp_path: Path) -> None:
    output = tmp_path / "sbom/twofold.cdx.json"
    done = run("sbom.py", str(output), folder=ROOT)
    assert done.returncode == 0, done.stderr
    bill = json.loads(output.read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "twofold")
    production = [ROOT / "requirements.txt", ROOT / "requirements-editions.txt"]
    hashes = {
        (component["name"], component["version"]): {
            f"sha256:{digest['content']}"
            for reference in component["externalReferences"]
            for digest in reference.get("hashes", [])
        }
        for component in bill["components"]
    }
    assert hashes == {(p.name, p.version): set(p.hashes) for p in audit_dependencies.locked(production)}
    again = tmp_path / "again.json"
    run("sbom.py", str(again), folder=ROOT)
    assert again.read_bytes() == output.read_bytes()
