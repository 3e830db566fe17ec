"""`dep:citations` draws which pages cite which proposals, and what no page cites."""

from __future__ import annotations

import re

import pytest

from sphinx_ext.differences import differences
from sphinx_ext.documentation import Documentation, Result, small_series
from sphinx_ext.drawn import Drawings, page_of, rows, section

PAGE = "guide-tables"

DRAWN: Drawings = {
    "Pages": (),
    "All": (":proposals:",),
    "Reversed": (":by: proposal", ":proposals:"),
    "Filter": (":by: proposal", ":filter: 'status: Replaced'", ":series: dep"),
    "None": (":filter: 'status: Draft'",),
    "Uncited": (":uncited:",),
    "Anywhere": (":uncited:", ":proposals:"),
    "Cited": (":uncited:", ":filter: 'stage: implemented'"),
}


def cited(documentation: Documentation) -> Documentation:
    """A documentation of two pages that cite, one of them in three forms."""
    documentation.write("docs/guide.md", "# *The* guide <>\n\n{dep}`2`, [](dep:1), {dep}`5`.\n")
    page = "# A page\n\n{dep}`1#motivation`, [](../proposals/0002-beta.md), {dep}`1`, {dep}`6`.\n"
    documentation.write("docs/guide-2.md", page)
    documentation.write("docs/guide-tables.md", page_of("dep:citations", DRAWN))
    documentation.write("proposals/0003/notes.md", "# Notes\n\nAs {dep}`3` says.\n")
    documentation.edit("proposals/0004-delta.md", "Text.", "See {dep}`3`.")
    documentation.edit("proposals/0005-epsilon.md", "Draft", "Accepted")
    documentation.options["suppress_warnings"] = ["deps.cites-replaced", "deps.cites-unknown"]
    return documentation


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Documentation:
    """The documentation, which no test of this module edits."""
    documentation = Documentation(tmp_path_factory.mktemp("citations"))
    small_series(documentation)
    return cited(documentation)


@pytest.fixture(scope="module")
def built(made: Documentation) -> Result:
    """The pages."""
    result = made.build()
    assert result.warnings == ""
    return result


ALPHA, BETA = "DEP 1: Alpha Implemented", "DEP 2: Beta Replaced"
GAMMA, DELTA = "DEP 3: Gamma Accepted", "DEP 4: Delta Rejected"
EPSILON = "DEP 5: Epsilon Accepted"
GUIDE = "The guide <>"


def test_each_page_has_a_row_with_what_it_cites(built: Result) -> None:
    pages = [
        ["Page", "Cites"],
        ["A page", f"{ALPHA}, {BETA}"],
        [GUIDE, f"{ALPHA}, {BETA}, {EPSILON}"],
    ]
    assert rows(section(built, PAGE, "Pages")) == pages
    assert rows(section(built, PAGE, "All")) == [
        *pages,
        [GAMMA, f"{ALPHA}, {BETA}"],
        [DELTA, GAMMA],
    ]


def test_each_proposal_may_have_a_row_with_who_cites_it(built: Result) -> None:
    assert rows(section(built, PAGE, "Reversed")) == [
        ["Proposal", "Cited by"],
        [ALPHA, f"DEP 3, {GUIDE}, A page"],
        [BETA, f"DEP 3, {GUIDE}, A page"],
        [GAMMA, "DEP 4"],
        [EPSILON, GUIDE],
    ]
    assert rows(section(built, PAGE, "Filter"))[1:] == [[BETA, f"{GUIDE}, A page"]]


def test_everything_leads_to_its_page(built: Result) -> None:
    links = {one.get_text(): str(one["href"]) for one in section(built, PAGE, "All").select("td a")}
    assert links == {
        "A page": "guide-2.html",
        GUIDE: "guide.html",
        "DEP 1: Alpha": "dep/0001-alpha.html",
        "DEP 2: Beta": "dep/0002-beta.html",
        "DEP 3: Gamma": "dep/0003-gamma.html",
        "DEP 4: Delta": "dep/0004-delta.html",
        "DEP 5: Epsilon": "dep/0005-epsilon.html",
    }


def test_what_holds_and_is_cited_by_no_page_is_listed(built: Result) -> None:
    lines = section(built, PAGE, "Uncited").find_all("li")
    assert [" ".join(line.get_text().split()) for line in lines] == [GAMMA]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("None", "No citations."),
        ("Cited", "No uncited proposals."),
        ("Anywhere", "No uncited proposals."),
    ],
)
def test_where_there_is_nothing_that_is_said(built: Result, title: str, words: str) -> None:
    assert [one.get_text() for one in section(built, PAGE, title).find_all("p")] == [words]


@pytest.mark.parametrize("builder", ["text", "latex", "man"])
def test_every_format_says_the_same(made: Documentation, builder: str) -> None:
    result = made.build(builder=builder)
    assert result.warnings == ""
    if builder == "text":
        said = result.text("guide-tables.txt")
        assert "* DEP 3: Gamma (Accepted)" in said
        assert "Cites:" not in said
    if builder == "latex":
        (file,) = result.output.glob("*.tex")
        said = re.sub(r"[{}]|\\DUrole{[^{}]+}", "", file.read_text(encoding="utf-8"))
        assert ": Gamma (Accepted)" in said


def test_what_does_not_exist_is_told_at_the_place(documentation: Documentation) -> None:
    wrong = {"One": (":series: depp",), "Two": (":uncited:", ":filter: 'staus: x'")}
    documentation.write("docs/guide.md", page_of("dep:citations", wrong))
    assert documentation.build().lines == [
        "docs/guide.md:5: WARNING: dep:citations: no series has the role 'depp'; did you mean dep? "
        "[deps.citations]",
        "docs/guide.md:11: WARNING: dep:citations: no proposal has a field 'staus'; "
        "did you mean status? [deps.citations]",
    ]


def test_it_is_written_anew_where_it_shows_something_else_and_only_then(
    documentation: Documentation,
) -> None:
    cited(documentation)
    documentation.write(
        "docs/guide-tables.md", page_of("dep:citations", {"Pages": (), "Uncited": (":uncited:",)})
    )
    documentation.build()
    for path, old, new, shown in (
        ("docs/guide-2.md", "{dep}`1`, ", "", False),
        ("docs/guide-2.md", "# A page", "# Another page", True),
        ("docs/guide-2.md", "{dep}`1#motivation`", "words", True),
        ("docs/guide-2.md", "words", "{dep}`3`", True),
        ("proposals/0004-delta.md", "{dep}`3`", "{dep}`1`", False),
        ("proposals/0002-beta.md", "Replaced", "Rejected", True),
    ):
        documentation.edit(path, old, new)
        assert ("guide-tables" in documentation.build().written) is shown, new
    clean = documentation.build(output="clean")
    assert differences(clean.output, documentation.build().output) == []
