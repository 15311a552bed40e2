"""Take the README's screenshots of a running server: scripts/screenshots.py http://127.0.0.1:8000/."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZES = {320: 960, 1280: 840}


def main(url: str) -> None:
    """The question every visitor asks, at phone and desktop width."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for width, height in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(url)
            page.get_by_label("Your question").fill("how long does Botox last?")
            page.keyboard.press("Enter")
            page.locator(".answer .referral").wait_for()
            page.wait_for_timeout(600)
            page.screenshot(path=IMAGES / f"chat-{width}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
