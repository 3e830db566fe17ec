"""Takes the pictures of the README again: `python tests/manual/screenshots.py`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).parents[2]
MANUAL = PROJECT / "example_docs"
WIDTH = 1200
# The page, the picture, and its height: as much as tells the story.
PICTURES = (
    ("proposals/index.html", "table.png", 730),
    ("proposals/0002-link-folders-into-the-source.html", "proposal.png", 640),
)


def main() -> None:
    """Build the manual, and picture its pages."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", str(MANUAL), folder]
        subprocess.run(command, cwd=PROJECT, check=True)
        with sync_playwright() as playwright:
            path = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            take_all(browser, Path(folder))
            browser.close()


def take_all(browser: Browser, built: Path) -> None:
    """Take each picture in light colours."""
    for page_name, picture, height in PICTURES:
        size = {"width": WIDTH, "height": height}
        page = browser.new_page(viewport=size, color_scheme="light")  # type: ignore[arg-type]
        page.goto((built / page_name).as_uri())
        page.wait_for_load_state("networkidle")
        page.screenshot(path=MANUAL / "_static" / picture)


if __name__ == "__main__":
    main()
