"""The distribution's Chromium, driven by Playwright, against the real server."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture(params=[(320, 640), (1280, 800)], ids=["phone", "desktop"])
def page(request, browser: Browser, client) -> Iterator[Page]:
    """The chat page at two sizes. Fails if the page logs an error or asks another host."""
    width, height = request.param
    context = browser.new_context(
        base_url=str(client.base_url), viewport={"width": width, "height": height}
    )
    page = context.new_page()
    complaints: list[str] = []
    hosts: set[str | None] = set()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("request", lambda sent: hosts.add(sent.url.split("/")[2]))
    page.goto("/")
    yield page
    expected = [text for text in complaints if "Failed to load resource" not in text]
    context.close()
    assert not expected
    assert len(hosts) == 1
