"""Style and script are on the pages that need them, after any number of builds."""

from __future__ import annotations

import pytest

from sphinx_ext.documentation import Documentation, Result, build_in

STATIC = "```{dep:index}\n:static:\n```\n"


@pytest.fixture
def pages(documentation: Documentation) -> Documentation:
    """Pages that cite, and pages that hold tables."""
    documentation.write("docs/guide.md", "# Guide\n\nAs {dep}`1` says, and [](#dep-3).\n")
    documentation.write("docs/guide-static.md", f"# Static\n\n{STATIC}")
    documentation.write("docs/guide-table.md", "# Table\n\n```{dep:index}\n```\n")
    return documentation


def files_of(result: Result, name: str) -> tuple[bool, bool]:
    """Whether a page has the style, and whether it has the script."""
    text = result.text(name)
    return "_static/deps.css" in text, "_static/deps.js" in text


NEEDED = {
    "guide.html": (False, False),
    "search.html": (False, False),
    "genindex.html": (False, False),
    "dep/0001-alpha.html": (True, False),
    "guide-static.html": (True, False),
    "guide-table.html": (True, True),
    "index.html": (True, True),
}


def test_a_page_has_the_files_that_it_needs(pages: Documentation) -> None:
    result = pages.build()
    assert {name: files_of(result, name) for name in NEEDED} == NEEDED
    assert '<script defer="defer" src="_static/deps.js' in result.text("index.html")


def test_pages_written_later_have_just_these(pages: Documentation) -> None:
    with pages.app() as app:
        build_in(app)
        pages.edit("docs/guide-table.md", "```{dep:index}\n```\n", "As {dep}`1` says.\n")
        pages.edit("docs/guide.md", "As", "# More\n\n```{dep:index}\n```\n\nAs")
        pages.edit("docs/guide-static.md", "# Static", "# Still static")
        result = build_in(app)
    expected = NEEDED | {"guide.html": (True, True), "guide-table.html": (False, False)}
    assert {name: files_of(result, name) for name in NEEDED} == expected


def test_all_in_one_page_has_both(pages: Documentation) -> None:
    assert files_of(pages.build(builder="singlehtml"), "index.html") == (True, True)


def test_a_project_that_wants_all_files_on_all_pages_gets_them(pages: Documentation) -> None:
    with pages.app() as app:
        app.set_html_assets_policy("always")
        result = build_in(app)
    assert {files_of(result, name) for name in NEEDED} == {(True, True)}
