"""The header of a proposal's page is drawn from the catalog."""

from __future__ import annotations

import json

import pytest
import sphinx
from bs4 import BeautifulSoup, Tag

from sphinx_ext.documentation import (
    PROCESS,
    Documentation,
    Result,
    build_in,
    proposal_text,
    small_series,
)

BOLD = """\
# DEP 7: Zeta

**Status**: Draft <!-- for now -->

**Authors**: [ada](https://github.com/ada), Grace Hopper

**Category**: Architecture

**Budget**: 12 euros

**Review Date**: April 16, 2025

**Sponsor**: N/A

**Pull Request**: [#12](https://github.com/acme/product/pull/12)

**Required Reviewers**:

- *Marie Curie*
- Emmy Noether

**Replaces**: https://github.com/acme/older/pull/3\\

- No value

# Summary

Words.
"""


def fields(result: Result, page: str) -> dict[str, str]:
    """The labels of the header with the words beside them."""
    names = result.page(page).select(".deps-fields > dt")
    values = result.page(page).select(".deps-fields > dd")
    return {
        name.get_text().removesuffix(":"): " ".join(value.get_text().split())
        for name, value in zip(names, values, strict=True)
    }


def banner(result: Result, page: str) -> str:
    found = result.page(page).find(class_="deps-banner")
    return " ".join(one.get_text() for one in found.find_all("p")) if found else ""


@pytest.fixture
def bold(documentation: Documentation) -> Documentation:
    """A series whose metadata are bold lines."""
    rules = "{missing-section: off, missing-field: off, unknown-field: off}"
    documentation.write("bold/process.yaml", f"extends: dynamo\nrules: {rules}\n")
    documentation.write("bold/0007-zeta.md", BOLD)
    documentation.options["deps_series"] = [{"path": "../bold"}]
    return documentation


def test_the_header_stands_under_the_title_with_status_label_and_fields(
    documentation: Documentation,
) -> None:
    result = documentation.build()
    section = result.page("dep/0003-gamma").section
    assert section is not None
    parts = [child for child in section.children if isinstance(child, Tag)]
    assert [part.name for part in parts[:3]] == ["span", "h1", "div"]
    line = section.find(class_="deps-line")
    assert line is not None
    assert line.get_text() == "Accepted · DEP 3"
    assert section.find(class_="deps-badge deps-stage-accepted") is not None
    assert fields(result, "dep/0003-gamma") == {
        "Authors": "Ada Lovelace",
        "Created": "2025-04-16",
        "Replaces": "DEP 2: Beta Replaced",
    }


STATUSES = "statuses: {Review: {stage: review}, Replaced: {stage: replaced}}\n"
SUCCESSORS = {
    "0007-chain": "DEP 2",
    "0008-two": "DEP 3, DEP 9",
    "0009-elsewhere": "https://github.com/acme/older/pull/3",
    "0010-reserved": "DEP 6",
    "0011-cycle": "DEP 12",
    "0012-cycle": "DEP 11",
    "0013-into-the-cycle": "DEP 11",
}
BANNERS = {
    "0001-alpha": "",
    "0002-beta": "warning: Replaced Replaced by DEP 3: Gamma.",
    "0003-gamma": "",
    "0004-delta": "warning: Rejected This proposal was rejected: nobody should build on it.",
    "0005-epsilon": "note: Draft This proposal is a draft: nothing is decided yet.",
    "0007-chain": "warning: Replaced Replaced by DEP 3: Gamma.",
    "0008-two": "warning: Replaced Replaced by DEP 3: Gamma, DEP 9: Elsewhere.",
    "0009-elsewhere": "warning: Replaced Replaced by older#3.",
    "0010-reserved": "warning: Replaced Replaced by DEP 6.",
    "0011-cycle": "warning: Replaced This proposal was replaced.",
    "0013-into-the-cycle": "warning: Replaced This proposal was replaced.",
    "0014-review": "note: Review This proposal is under review: nothing is decided yet.",
    "0015-withdrawn": (
        "warning: Withdrawn This proposal was withdrawn: nobody should build on it."
    ),
    "0016-deferred": (
        "warning: Deferred This proposal is deferred: nobody works on it for the time being."
    ),
}


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Proposals in every stage, and replaced in every way."""
    documentation = Documentation(tmp_path_factory.mktemp("staged"))
    small_series(documentation)
    documentation.edit("proposals/process.yaml", "registry:", f"{STATUSES}registry:")
    for name, successor in SUCCESSORS.items():
        title = name[5:].replace("-", " ").capitalize()
        documentation.propose(f"{name}.md", title, "Replaced", replaced_by=successor)
    for name in ("0014-review", "0015-withdrawn", "0016-deferred"):
        documentation.propose(f"{name}.md", name[5:].title(), name[5:].title())
    documentation.options["suppress_warnings"] = ["deps"]
    return documentation.build()


@pytest.mark.parametrize("name", BANNERS)
def test_a_proposal_that_is_not_in_force_says_so_and_where_to_look(
    staged: Result, name: str
) -> None:
    found = staged.page(f"dep/{name}").find(class_="deps-banner")
    kinds = {"note", "warning"}.intersection(found["class"] if found else ())
    assert ": ".join([*kinds, banner(staged, f"dep/{name}")]) == BANNERS[name]


def test_the_banner_leads_to_the_end_of_the_chain(staged: Result) -> None:
    link = staged.page("dep/0007-chain").select_one(".deps-banner a")
    assert link is not None
    assert link["href"] == "0003-gamma.html"


def found_by(result: Result, word: str) -> set[str]:
    """The pages to which a search leads, other than by their titles."""
    index = json.loads(
        (result.output / "searchindex.js").read_text("utf-8")[len("Search.setIndex(") : -1]
    )
    found = index["terms"].get(word, [])
    return {index["docnames"][at] for at in (found if isinstance(found, list) else [found])}


@pytest.mark.skipif(sphinx.version_info < (8, 2), reason="older ones search everything")
def test_a_search_leads_to_authors_but_not_to_labels_or_who_names_it(staged: Result) -> None:
    assert found_by(staged, "lovelac") >= {"dep/0002-beta", "dep/0003-gamma"}
    assert found_by(staged, "author") == {"index"}
    assert found_by(staged, "gamma") == {"index"}
    assert "dep/0014-review" not in found_by(staged, "decid")


def test_a_proposal_names_who_cites_it(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", "# The guide\n\n{dep}`1`, {dep}`1` <dep:1>\n")
    result = documentation.build()
    cited = fields(result, "dep/0001-alpha")
    assert cited["Cited by"] == "DEP 3: Gamma"
    assert cited["Cited on pages"] == "The guide"
    assert result.links("dep/0001-alpha")["The guide"] == "../guide.html"


def test_nothing_of_the_raw_metadata_is_left_in_the_page(bold: Documentation) -> None:
    result = bold.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    text = result.page("dep/0007-zeta").get_text()
    for words in ("Status", "Category", "Sponsor", "for now", "April 16"):
        assert words not in text
    assert [one.get_text() for one in result.page("dep/0007-zeta").select("li")] == ["No value"]


def test_metadata_under_a_heading_of_their_own_stay_there(documentation: Documentation) -> None:
    documentation.write("reps/process.yaml", "extends: ray\nrules: {missing-section: off}\n")
    stewards = "- Required Reviewers: @grace\n- Shepherd: @ada\n"
    text = f"# Passive head\n\n## Summary\n\nWords.\n\n## Stewardship\n\n{stewards}"
    documentation.write("reps/2026-04-23-passive-head.md", text)
    documentation.options["deps_series"] = [{"path": "../reps"}]
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    page = "rep/2026-04-23-passive-head"
    assert fields(result, page)["Required Reviewers"] == "grace"
    assert [one.get_text() for one in result.page(page).select("#stewardship li")] == [
        "Required Reviewers: @grace",
        "Shepherd: @ada",
    ]


def test_people_dates_and_links_are_shown_in_short(bold: Documentation) -> None:
    result = bold.build()
    assert fields(result, "dep/0007-zeta") == {
        "Authors": "ada, Grace Hopper",
        "Required Reviewers": "Marie Curie, Emmy Noether",
        "Review Date": "2025-04-16",
        "Pull Request": "product#12",
        "Replaces": "older#3",
    }
    assert result.links("dep/0007-zeta")["ada"] == "https://github.com/ada"
    line = result.page("dep/0007-zeta").find(class_="deps-line")
    assert line is not None
    assert line.get_text() == "Draft · DEP 7 · Architecture"


def test_what_fields_mean_by_default_is_shown_where_a_document_says_nothing(
    documentation: Documentation,
) -> None:
    process = (
        f"{PROCESS}fields: {{licence: {{default: MIT}}, mates: {{type: people, default: Grace}},\n"
        "  due: {type: date, default: 2025-07-09}, areas: {many: true, default: 'core, docs'}}\n"
    )
    documentation.write("bold/process.yaml", process)
    documentation.write("bold/0001-one.md", proposal_text("One"))
    documentation.write("bold/0002-two.md", proposal_text("Two", licence="Apache", areas="docs"))
    pages = "---\norphan: true\n---\n# All\n\n```{dep:index}\n:columns: licence, mates, areas\n"
    line = "```\n\n```{dep:timeline}\n:dates: due\n```\n\n```{dep:index}\n:columns: title\n"
    documentation.write("docs/all.md", f"{pages}{line}:filter: areas: core\n```\n")
    documentation.options["deps_series"] = [{"path": "../bold"}]
    result = documentation.build()
    assert result.warnings == ""
    shown = {"Licence": "MIT", "Mates": "Grace", "Due": "2025-07-09", "Areas": "core, docs"}
    derived = {label: f"{words} (by default)" for label, words in shown.items()}
    assert fields(result, "dep/0001-one").items() >= derived.items()
    assert fields(result, "dep/0002-two")["Licence"] == "Apache"
    everything, cores = result.page("all").find_all("table")
    cells = [[cell.get_text() for cell in row("td")] for row in everything("tr")[1:]]
    assert cells == [["MIT", "Grace", "core, docs"], ["Apache", "Grace", "docs"]]
    assert [cell.get_text() for cell in cores("td")] == ["One"]
    years = [term.get_text() for term in result.page("all").select(".deps-timeline > dt")]
    assert years == ["2025"]


def test_a_status_and_a_category_by_default_are_told_as_such(documentation: Documentation) -> None:
    fields = "fields: {status: {default: Draft}, category: {label: Category, default: Other}}\n"
    documentation.write("proposals/process.yaml", PROCESS + fields)
    text = proposal_text("Zeta").replace("status: Accepted\n", "")
    documentation.write("proposals/0006-zeta.md", text)
    documentation.write("docs/guide.md", "# Guide\n\n```{dep:summary} 6\n```\n")
    result = documentation.build()
    for page in ("dep/0006-zeta", "guide"):
        line = result.page(page).find(class_="deps-line")
        assert line is not None
        assert line.get_text() == "Draft (by default) · DEP 6 · Other (by default)"
    stated = result.page("dep/0003-gamma").find(class_="deps-line")
    assert stated is not None
    assert stated.get_text() == "Accepted · DEP 3 · Other (by default)"
    documentation.write("proposals/0006-zeta.md", proposal_text("Zeta", "Draft"))
    line = documentation.build().page("dep/0006-zeta").find(class_="deps-line")
    assert line is not None
    assert line.get_text() == "Draft · DEP 6 · Other (by default)"


def test_a_field_that_the_process_does_not_know_stays_in_the_page(bold: Documentation) -> None:
    paragraphs = bold.build().page("dep/0007-zeta").find_all("p")
    assert "Budget: 12 euros" in [paragraph.get_text() for paragraph in paragraphs]


def test_several_first_level_headings_make_one_page(bold: Documentation) -> None:
    result = bold.build()
    headings = [
        (heading.name, heading.get_text().removesuffix("¶"))
        for heading in result.page("dep/0007-zeta").find_all(["h1", "h2"])
    ]
    assert headings == [("h1", "DEP 7: Zeta"), ("h2", "Summary")]


def test_a_proposal_without_a_title_is_shown_under_its_slug(documentation: Documentation) -> None:
    text = "---\nstatus: Draft\nauthors: Ada\ncreated: 2025-04-16\n---\n\n## Motivation\n\nWords.\n"
    documentation.write("proposals/0006-no-title-here.md", text)
    result = documentation.build()
    page = BeautifulSoup(result.text("dep/0006-no-title-here.html"), "html.parser")
    assert page.h1 is not None
    assert page.h1.get_text() == "No title here¶"
    assert all("[deps." in line for line in result.lines)


def test_a_directive_holds_the_metadata_and_says_where_the_header_stands(
    documentation: Documentation,
) -> None:
    text = (
        "# Zeta\n\nFirst words.\n\n```{proposal}\n:status: Accepted\n:authors: Ada Lovelace\n"
        ":created: 2025-04-16\n```\n\nLast words.\n"
    )
    documentation.write("proposals/0006-zeta.md", text)
    documentation.options["suppress_warnings"] = ["deps.registry-mismatch"]
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    assert fields(result, "dep/0006-zeta") == {"Authors": "Ada Lovelace", "Created": "2025-04-16"}
    body = result.page("dep/0006-zeta").get_text()
    assert body.index("First words") < body.index("Ada Lovelace") < body.index("Last words")
    assert len(result.page("dep/0006-zeta").find_all(class_="deps-header")) == 1


def test_a_directive_elsewhere_is_nothing(documentation: Documentation) -> None:
    documentation.write(
        "docs/guide.md", "# Guide\n\n```{proposal}\n:status: Draft\n```\n\nWords.\n"
    )
    assert documentation.build(strict=True).page("guide").get_text().split() == [
        "Guide¶",
        "Words.",
    ]


@pytest.mark.parametrize("field", ["Authors", "Pull Request"])
def test_only_addresses_of_the_web_are_linked(bold: Documentation, field: str) -> None:
    text = f"**{field}**: [words](javascript:alert), [here](0001/x.md)"
    bold.write("bold/0008-eta.md", f"# Eta\n\n**Status**: Draft\n\n{text}\n")
    header = bold.build().page("dep/0008-eta").find(class_="deps-fields")
    assert header is not None
    assert "words" in header.get_text()
    assert header.find_all("a") == []


def test_headings_of_a_template_are_held_once(documentation: Documentation) -> None:
    for number in (6, 7):
        text = proposal_text(f"Title {number}", body="Words.\n\n## Why Now?\n\nWords.")
        documentation.write(f"proposals/000{number}-title.md", text)
    with documentation.app() as app:
        build_in(app)
        headings = [app.env.metadata[f"dep/000{one}-title"]["myst_slugs"] for one in (6, 7)]
    first, second = (list(one.items())[-1] for one in headings)
    assert first == second == ("why-now", (10, "why-now", "Why Now?"))
    assert first[0] is second[0] is first[1][1]
    assert first[1][2] is second[1][2]
