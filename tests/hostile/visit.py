"""A reader who opens a page with payloads and does all that payloads wait for; what happened then."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Route

from tests.hostile.corpus import by_number

_FOREIGN = re.compile(r"^(?!http://127\.0\.0\.1:)https?://", re.IGNORECASE)
# Runs first in every document and frame: what would open a dialog says so on the console, which every frame can reach.
_SENTINEL = """
    for (const name of ["alert", "confirm", "prompt", "print"])
        Object.defineProperty(window, name, { value: (...said) => console.debug("script ran: " + said[0]) })
"""
# No event of a reader's own is as quick as sending each element the events that its attributes name.
_PROVOKE = """() => {
    for (const element of document.querySelectorAll("*")) {
        for (const { name } of [...element.attributes])
            if (/^on/i.test(name)) element.dispatchEvent(new Event(name.slice(2), { cancelable: true }))
        const address = element.getAttribute("href") || element.getAttribute("xlink:href")
        if (address && URL.canParse(address) && new URL(address).protocol === "javascript:")
            element.dispatchEvent(new MouseEvent("click", { cancelable: true, bubbles: true }))
    }
}"""
_SUBMIT = """async () => {
    // One after the other: each would call off the one before.
    const turn = () => new Promise(resolve => setTimeout(resolve, 30))
    for (const form of document.querySelectorAll("form:not(.md-search__form):not([data-md-component=palette])")) {
        HTMLFormElement.prototype.submit.call(form)
        await turn()
    }
    for (const button of document.querySelectorAll("[formaction]")) {
        button.click()
        await turn()
    }
}"""


@dataclass
class Seen:
    """What pages did, in the order in which it was seen."""

    ran: list[str] = field(default_factory=list)
    """What scripts of payloads said, with the page: `1001 (family: text)`."""
    asked: list[str] = field(default_factory=list)
    """Addresses of other hosts that were asked for something."""
    left_for: list[str] = field(default_factory=list)
    """Addresses of other hosts that the page itself would have gone to."""


@dataclass(frozen=True)
class Reader:
    """One browser window and what was seen in it."""

    page: Page
    """The window."""
    seen: Seen
    """What happened so far."""

    def open(self, address: str) -> None:
        """Open a page, provoke what waits to be provoked, and let it happen."""
        self.page.goto(address, wait_until="load")
        self.page.evaluate(_PROVOKE)
        self.settle()

    def submit_forms(self) -> None:
        """Send every form that is none of the theme's."""
        # Without a policy a form may lead elsewhere in the middle of it.
        with suppress(Error):
            self.page.evaluate(_SUBMIT)
        self.settle()

    def settle(self) -> None:
        """Wait for what has been begun."""
        self.page.wait_for_timeout(60)

    def evaluate(self, script: str) -> Any:
        """Return what a script of the test's own finds on the page."""
        return self.page.evaluate(script)


def _leads_away(request: Request) -> bool:
    """Tell a window's own navigation from what a page loads; a new window has no frame yet."""
    if not request.is_navigation_request():
        return False
    try:
        return request.frame.parent_frame is None
    except Error:
        return True


@contextmanager
def reader(browser: Browser) -> Iterator[Reader]:
    """Open a window that reaches no other host and notes what asks for one."""
    context = browser.new_context()
    seen = Seen()

    def other_host(route: Route) -> None:
        (seen.left_for if _leads_away(route.request) else seen.asked).append(route.request.url)
        # "No content": the browser stays where it is, and the rest of the page can be looked at.
        with suppress(Error):
            route.fulfill(status=204)

    def heard(message: ConsoleMessage) -> None:
        if message.text.startswith("script ran: "):
            number = message.text.removeprefix("script ran: ")
            payload = by_number(number)
            where = message.page.url if message.page else ""
            seen.ran.append(f"{number} ({payload.family}: {payload.text})" if payload else f"{number} on {where}")

    context.route(_FOREIGN, other_host)
    context.on("console", heard)
    context.add_init_script(_SENTINEL)
    page = context.new_page()
    yield Reader(page, seen)
    context.close()
