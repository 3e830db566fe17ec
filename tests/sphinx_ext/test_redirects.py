"""Pages of stubs, and the pages that name what they lead to."""

from __future__ import annotations

import pytest

from sphinx_ext.differences import differences
from sphinx_ext.documentation import Documentation, Result, small_series

REDIRECT = r"redirect: {pattern: 'moved to \[.*\]\((?P<target>.+)\)'}" + "\n"
GUIDE = """\
# Guide

{dep}`8`

{dep}`words <8>`

DEP 8

[](../proposals/0008-old.md)

{ref}`dep-8`
"""


def moved(target: str) -> str:
    return f"It moved to [there]({target}).\n"


def with_stubs(documentation: Documentation) -> None:
    """DEP 8 and DEP 9 by way of it lead to DEP 3."""
    small_series(documentation)
    path = "proposals/process.yaml"
    text = (documentation.root / path).read_text(encoding="utf-8")
    documentation.write(path, text + REDIRECT)
    documentation.write("proposals/0008-old.md", moved("0003-gamma.md"))
    documentation.write("proposals/0009-older.md", f"# Older\n\n{moved('0008-old.md')}")
    documentation.write("docs/guide.md", GUIDE)
    documentation.write("docs/guide-2.md", "# Others\n\n{dep}`9` {dep}`1`\n")
    documentation.options["deps_autolink"] = True


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Documentation:
    documentation = Documentation(tmp_path_factory.mktemp("redirects"))
    with_stubs(documentation)
    return documentation


@pytest.fixture(scope="module")
def built(made: Documentation) -> Result:
    result = made.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    return result


def test_a_citation_of_a_stub_shows_and_links_what_it_leads_to(built: Result) -> None:
    links = built.page("guide").select("p a")
    assert [(link["href"], link.get_text()) for link in links] == [
        ("dep/0003-gamma.html", "DEP 3"),
        ("dep/0003-gamma.html", "words"),
        ("dep/0003-gamma.html", "DEP 8"),
        ("dep/0008-old.html", "Old"),
        ("dep/0008-old.html#dep-8", "DEP 8"),
    ]


def test_the_page_of_a_stub_has_a_banner_that_leads_on_and_no_header(built: Result) -> None:
    for name in ("dep/0008-old", "dep/0009-older"):
        page = built.page(name)
        banner = page.find(class_="deps-banner")
        assert banner is not None
        assert banner.get_text(" ", strip=True) == "Moved Moved to DEP 3: Gamma ."
        assert banner.a is not None
        assert banner.a["href"] == "0003-gamma.html"
        assert page.find(class_="deps-header") is None
        assert page.h1 is not None


def test_what_a_stub_leads_to_is_cited_in_its_place(built: Result) -> None:
    header = built.page("dep/0003-gamma").find(class_="deps-header")
    assert header is not None
    assert "Guide, Others" in header.get_text()
    assert "Older" not in header.get_text()


def test_no_table_holds_stubs_and_the_catalog_says_where_they_lead(built: Result) -> None:
    assert "0008" not in built.page("index").get_text()
    assert built.page("index").select("a[href*='0008']") == []
    assert built.text("deps.json").count('"redirect_to": "dep:0003-gamma.md"') == 2


def test_other_projects_find_a_proposal_by_the_names_of_its_stubs(made: Documentation) -> None:
    with made.app() as app:
        app.build()
        objects = {name: rest for name, *rest in app.env.domains["dep"].get_objects()}
    assert objects["3"] == ["DEP 3: Gamma", "dep", "dep/0003-gamma", "dep-3", 1]
    assert objects["8"] == objects["9"] == [*objects["3"][:-1], -1]


def test_a_stub_that_comes_changes_or_goes_is_seen_on_every_page_that_names_it(
    documentation: Documentation,
) -> None:
    with_stubs(documentation)
    (documentation.root / "proposals/0008-old.md").unlink()
    documentation.build()
    steps = [
        # The link to its file, the anchor and the words that are no citation yet.
        (moved("0003-gamma.md"), {"dep/0003-gamma", "dep/0008-old", "dep/0009-older", "guide"}),
        (moved("0001-alpha.md"), {"dep/0001-alpha", "dep/0003-gamma", "dep/0009-older", "guide"}),
        (moved("0099-lost.md"), {"dep/0001-alpha", "dep/0009-older", "guide", "guide-2"}),
        (None, {"dep/0009-older", "guide"}),
    ]
    for position, (text, shown) in enumerate(steps):
        if text is None:
            (documentation.root / "proposals/0008-old.md").unlink()
        else:
            documentation.write("proposals/0008-old.md", text)
        result = documentation.build()
        assert shown <= {*result.written}
        clean = documentation.build(output=f"clean-{position}").output
        assert differences(clean, result.output) == []
    result = documentation.build()
    assert result.written == []
    assert "0009-older.md:3: WARNING: there is no proposal" in result.warnings


def test_a_stub_becomes_a_proposal_where_its_process_knows_no_stubs_any_more(
    documentation: Documentation,
) -> None:
    with_stubs(documentation)
    documentation.build()
    documentation.edit("proposals/process.yaml", REDIRECT, "")
    result = documentation.build()
    assert {"dep/0008-old", "dep/0009-older"} <= {*result.read}
    assert result.page("dep/0009-older").find(class_="deps-header") is not None
    assert "0008" in str(result.page("index"))
    assert differences(documentation.build(output="clean").output, result.output) == []
