"""What tests of several files share: models made or found once per session, a real browser, and a net that is cut."""

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.packages import make_package
from translate.machine.models import packages

# Whoever works here searches new examples in every run; what a run in CI finds must be there in the next one, too.
hypothesis.settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")

SHARED = Path(__file__).resolve().parents[2] / "shared"
"""A folder beside the checkout that may hold corpora and packages for tests; the product never looks there."""

EXECUTABLE = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Chromium would otherwise look for updates, and a test would wait for hosts that are none of ours.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    """Collect the files of a folder before those of the folders below it, in whatever order they are named.

    pytest 9.1 makes the nodes of subfolders anew at every file that is named, and what was collected of a subfolder by
    then keeps its conftest's fixtures to itself: `fixture not found`, or an autouse fixture that never runs.
    Remove it with https://github.com/pytest-dev/pytest/pull/14635 in what is locked.
    """

    def depth(argument: str) -> int:
        path = config.invocation_params.dir / argument.partition("::")[0]
        return len(path.parent.parts if path.suffix == ".py" else path.parts)

    config.args.sort(key=depth)


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs remember (speeds, reasons, what is up to date) is neither the checkout's nor another test's."""
    monkeypatch.setenv("TWOFOLD_CACHE", str(tmp_path_factory.getbasetemp() / "caches" / uuid4().hex))


PUBLISHED = Path(__file__).resolve().parents[1] / "content"
"""What the editors of this checkout write, and `make check` looks after."""


def _published(event: str, arguments: tuple[object, ...]) -> None:
    """Fail whatever reads what this checkout publishes: the test would depend on what its editors write."""
    if event not in ("open", "os.listdir", "os.scandir") or not isinstance(arguments[0], str | os.PathLike):
        return
    name = os.fsdecode(arguments[0])
    # A bare name may be relative to a folder that the event does not tell (`dir_fd`).
    if PUBLISHED.name in name and os.sep in name and Path(name).resolve().is_relative_to(PUBLISHED):
        raise AssertionError(f"a test reads {name}; expected the newsletter of tests/newsletter")


sys.addaudithook(_published)


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of models with the tiny package installed in both directions."""
    folder = tmp_path_factory.mktemp("models")
    for source in ("en", "zh"):
        packages.install(make_package(tmp_path_factory.mktemp("package"), source), folder)
    return folder


@pytest.fixture(scope="session")
def weak_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of models with trained packages installed, where they are at hand; for tests marked `model`."""
    files = sorted((SHARED / "models").glob("*.argosmodel"))
    if not files:
        pytest.skip("no package that translates is at hand")
    folder = tmp_path_factory.mktemp("models")
    for file in files:
        packages.install(file, folder)
    return folder


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every attempt to open a connection or look up a name fail."""

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError(f"the network was asked for: {arguments}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket.socket, "sendto", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start one browser per process: Playwright runs one loop in each, so no test starts its own."""
    if not EXECUTABLE:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        yield browser
        browser.close()
