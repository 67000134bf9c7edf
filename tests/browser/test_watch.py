"""What watches the pages sees what it is there for: a watchman who sleeps would pass every test."""

from playwright.sync_api import BrowserContext, Page, Route

from tests.browser.conftest import watch


def test_every_kind_of_complaint_is_heard(context: BrowserContext, site: str) -> None:
    def empty(route: Route) -> None:
        route.fulfill(body="")

    context.route("https://fonts.example/**", empty)
    page: Page = context.new_page()
    complaints = watch(page, site)
    page.goto(site)
    page.evaluate(
        """() => {
            document.head.append(Object.assign(document.createElement("script"), { src: "https://fonts.example/x.js" }))
            document.head.append(Object.assign(document.createElement("script"), { src: "missing.js" }))
            setTimeout(() => { throw new Error("broken") })
        }"""
    )
    page.wait_for_load_state("networkidle")
    kinds = {complaint.partition(":")[0] for complaint in complaints}
    assert kinds == {"another host", "404", "console", "script error"}
