"""The Content-Security-Policy does not stand in the way of what pages do: the preview, files on a disk, the palette."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from tests.browser.conftest import ROOT, search, watch
from tests.newsletter import copy_newsletter


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[str]:
    """The address at which `mkdocs serve` shows a copy of the content."""
    root = copy_newsletter(tmp_path / "copy")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-u", "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    with subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        lines = iter(process.stderr.readline, "")
        try:
            yield next(line.split("Serving on ")[1].strip() for line in lines if "Serving on " in line)
        finally:
            process.terminate()
            process.stderr.read()


def test_the_preview_reloads_itself_under_the_policy(context: BrowserContext, preview: str) -> None:
    page = context.new_page()
    complaints = watch(page, preview)
    for prefix in ("", "zh/"):
        with page.expect_request("**/livereload/**"):
            page.goto(preview + prefix)
        policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
        assert "unsafe-inline" not in str(policy)
    assert complaints == []


def test_a_page_on_a_disk_breaks_no_rule_of_the_policy(context: BrowserContext, site_folder: Path) -> None:
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        said.append(message.text)

    page = context.new_page()
    page.on("console", heard)
    page.goto((site_folder / "some/path/index.html").as_uri())
    search(page, "insulin")
    assert not [text for text in said if "Content Security Policy" in text]


def test_the_policy_is_in_force(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(site)
    page.evaluate(
        """() => {
            const script = document.createElement("script")
            script.textContent = "window.ran = true"
            document.body.append(script)
            const html = "<p id=marked style='color: red' onclick='window.ran = true'>x</p>"
            document.body.insertAdjacentHTML("beforeend", html)
            document.getElementById("marked").click()
        }"""
    )
    assert page.evaluate("window.ran") is None
    assert len([text for text in said if "Content Security Policy" in text]) >= 3


def test_the_palette_is_kept_when_the_language_is_switched(page: Page, site: str) -> None:
    page.goto(site)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    page.locator("[data-md-component=palette] label:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.locator(".tf-switch").click()
    page.wait_for_url(f"{site}zh/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
