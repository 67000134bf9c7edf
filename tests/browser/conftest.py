"""The newsletter of the tests as a site below a path of a local server."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
)

from tests.newsletter import copy_newsletter

ROOT = Path(__file__).resolve().parents[2]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            # One process has the browser and the built site; without the group every process would make its own.
            item.add_marker(pytest.mark.xdist_group("site"))


@pytest.fixture(scope="session")
def site_folder(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the site in `some/path/`, built as `make site` builds it."""
    copy = copy_newsletter(tmp_path_factory.mktemp("checkout"))
    folder = tmp_path_factory.mktemp("published")
    # An address that is not the server's: pages that ask for anything by it would ask another host.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SITE_URL": "https://courier.example/"}
    command = [sys.executable, "-m", "build", "--site-dir", str(folder / "some" / "path")]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class's name
        pass


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of the site, with a trailing slash."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site_folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/some/path/"
        server.shutdown()
        thread.join()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser as a reader has it for the first time, on a desktop."""
    context = chromium.new_context(viewport=DESKTOP)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, site: str) -> Iterator[Page]:
    """A page that fails its test on any script error, console error, missing file or request to another host."""
    page = context.new_page()
    complaints = watch(page, site)
    yield page
    assert not complaints


def watch(page: Page, site: str) -> list[str]:
    """Return a list that fills with what goes wrong on a page and in its worker."""
    complaints: list[str] = []
    host = urlsplit(site).netloc

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        if urlsplit(request.url).netloc not in ("", host):
            complaints.append(f"another host: {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400:
            complaints.append(f"{response.status}: {response.url}")

    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("console", heard)
    page.context.on("request", asked)
    page.context.on("response", answered)
    return complaints


def search(page: Page, query: str) -> None:
    """Type a query as a reader does, and wait for its answer: every letter before the last may have had its own."""
    page.locator(".md-search__input").click()
    page.keyboard.type(query)
    page.locator(".md-search-result__item").first.wait_for()
    found = page.locator(".md-search-result__list")
    before = ""
    while before != (before := found.inner_html()):
        page.wait_for_timeout(100)
