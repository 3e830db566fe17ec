"""Takes the pictures of the README and the gallery again: `python tests/manual/screenshots.py`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).parents[2]
MANUAL = PROJECT / "example_docs"
GALLERY = Path(__file__).parent / "gallery"
GALLERY_SETTINGS = (
    "extensions=myst_parser,sphinx_deps",
    "deps_series=proposals",
    "html_theme=furo",
    "html_title=Tern",
)
"""On the command line: a second `conf.py` would be a second module of that name to the checkers."""
WIDTH = 1200
# The page, the picture, and its height: as much as tells the story.
PICTURES = (
    ("proposals/index.html", "table.png", 730),
    ("proposals/0002-link-folders-into-the-source.html", "proposal.png", 640),
)
# The page, what of it is drawn, and the picture: a small series, with a proposal in every stage.
DRAWINGS = (
    ("index.html", ".deps-index", "gallery-index.png"),
    ("graph.html", ".deps-diagram", "gallery-graph.png"),
    ("timeline.html", ".deps-timeline", "gallery-timeline.png"),
    ("process.html", "article > section", "gallery-process.png"),
)
MARGIN = 16
STYLE = """
h1, .content-icon-container { display: none }
article { padding-top: 2rem }
"""


def main() -> None:
    """Build the manual and the gallery, and picture their pages."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        manual, gallery = Path(folder, "manual"), Path(folder, "gallery")
        build(MANUAL, manual)
        build(GALLERY, gallery, "-C", *(f"-D{setting}" for setting in GALLERY_SETTINGS))
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for page_name, picture, height in PICTURES:
            page = opened(browser, manual / page_name, height)
            page.screenshot(path=MANUAL / "_static" / picture)
        for page_name, drawn, picture in DRAWINGS:
            take_drawing(opened(browser, gallery / page_name, WIDTH), drawn, picture)
        browser.close()


def build(source: Path, built: Path, *options: str) -> None:
    """Build a documentation, which has no warnings."""
    doctrees = f"-d{built}-doctrees"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", doctrees, *options]
    subprocess.run([*command, str(source), str(built)], cwd=PROJECT, check=True)


def opened(browser: Browser, page_name: Path, height: int) -> Page:
    """Open a page in light colours."""
    page = browser.new_page(viewport={"width": WIDTH, "height": height}, color_scheme="light")
    page.goto(page_name.as_uri())
    page.wait_for_load_state("networkidle")
    return page


def take_drawing(page: Page, drawn: str, picture: str) -> None:
    """Take what is drawn and nothing else, with a margin."""
    page.add_style_tag(content=STYLE)
    box = page.locator(drawn).first.bounding_box()
    assert box is not None
    clip = {
        "x": box["x"] - MARGIN,
        "y": box["y"] - MARGIN,
        "width": box["width"] + 2 * MARGIN,
        "height": box["height"] + 2 * MARGIN,
    }
    page.screenshot(path=MANUAL / "_static" / picture, clip=clip, full_page=True)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
