"""`dep:timeline` lists the proposals year by year, each at its date and with its status."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_ext.documentation import Documentation, Result

Years = dict[str, list[str]]


def timeline(documentation: Documentation, *options: str, builder: str = "html") -> Result:
    """Build a page with one timeline."""
    text = "\n".join(["---", "orphan: true", "---", "# Time", "", "```{dep:timeline}", *options])
    documentation.write("docs/time.md", f"{text}\n```\n")
    return documentation.build(builder=builder)


def years(result: Result, page: str = "time") -> Years:
    """The lines below each year, that of the counts first."""
    listed = result.page(page).select_one("dl.deps-timeline")
    assert listed is not None
    return {
        term.get_text(): [
            " ".join(line.get_text().split()) for line in body.select("p.deps-counts, li")
        ]
        for term, body in zip(listed.find_all("dt"), listed.find_all("dd"), strict=True)
    }


@pytest.fixture
def dated(documentation: Documentation) -> Documentation:
    """The small series with dates in three years, and one proposal without a date."""
    documentation.edit("proposals/0001-alpha.md", "2025-04-16", "2023-01-31")
    documentation.edit("proposals/0002-beta.md", "2025-04-16", "2024-12-01")
    documentation.edit("proposals/0003-gamma.md", "2025-04-16", "2024-02-01\nupdated: 2025-09-09")
    documentation.edit("proposals/0004-delta.md", "created: 2025-04-16\n", "")
    documentation.options["suppress_warnings"] = ["deps.missing-field"]
    return documentation


def test_years_go_back_in_time_and_what_has_no_date_comes_last(dated: Documentation) -> None:
    result = timeline(dated)
    assert result.warnings == ""
    assert years(result) == {
        "2025": ["Draft 1", "2025-04-16 DEP 5: Epsilon Draft"],
        "2024": [
            "Accepted 1, Replaced 1",
            "2024-12-01 DEP 2: Beta Replaced",
            "2024-02-01 DEP 3: Gamma Accepted",
        ],
        "2023": ["Implemented 1", "2023-01-31 DEP 1: Alpha Implemented"],
        "undated": ["Rejected 1", "DEP 4: Delta Rejected"],
    }


def test_the_oldest_may_come_first(dated: Documentation) -> None:
    found = years(timeline(dated, ":sort: date"))
    assert list(found) == ["2023", "2024", "2025", "undated"]
    assert found["2024"][1].startswith("2024-02-01")


def test_several_dates_are_told_apart(dated: Documentation) -> None:
    found = years(timeline(dated, ":dates: created, updated", ":filter: 'status: Accepted'"))
    assert found == {
        "2025": ["Accepted 1", "2025-09-09 DEP 3: Gamma Accepted (Updated)"],
        "2024": ["Accepted 1", "2024-02-01 DEP 3: Gamma Accepted (Created)"],
    }


def test_a_proposal_counts_once_a_year(dated: Documentation) -> None:
    dated.edit("proposals/0003-gamma.md", "2025-09-09", "2024-09-09")
    found = years(timeline(dated, ":dates: created, updated", ":filter: 'status: Accepted'"))
    assert (found["2024"][0], len(found["2024"])) == ("Accepted 1", 3)


def test_one_other_date_needs_no_label(dated: Documentation) -> None:
    found = years(timeline(dated, ":dates: updated", ":filter: 'number: DEP 3, DEP 5'"))
    assert found == {
        "2025": ["Accepted 1", "2025-09-09 DEP 3: Gamma Accepted"],
        "undated": ["Draft 1", "DEP 5: Epsilon Draft"],
    }


def test_lines_lead_to_the_pages(dated: Documentation) -> None:
    assert timeline(dated).links("time")["DEP 2: Beta"] == "dep/0002-beta.html"


def test_plain_text_says_the_same_with_the_status_in_brackets(dated: Documentation) -> None:
    said = timeline(dated, builder="text").text("time.txt")
    assert "2024-12-01 DEP 2: Beta (Replaced)" in said
    assert said.index("2024") < said.index("undated")


def test_a_process_without_created_has_its_first_date(tmp_path: Path) -> None:
    made = Documentation(tmp_path, {"suppress_warnings": ["deps"]})
    listed = "```{dep:index}\n:toctree:\n```\n"
    made.write("docs/index.md", f"# Time\n\n```{{dep:timeline}}\n```\n\n{listed}")
    process = "prefix: XP\nidentity: slug\nfields: {seen: {type: date}, due: {type: date}}\n"
    made.write("proposals/process.yaml", process)
    made.write("proposals/one.md", "---\nseen: April 16, 2025\ndue: 2026-01-01\n---\n# One\n")
    made.write("proposals/two.md", "---\nseen: someday\n---\n# Two\n")
    made.write("proposals/three.md", "---\nseen: TBD\n---\n# Three\n")
    result = made.build()
    assert result.warnings == ""
    assert years(result, "index") == {"2025": ["2025-04-16 One"], "undated": ["Three", "Two"]}


@pytest.mark.parametrize("series", [["../proposals"], []], ids=["no proposal", "no series"])
def test_where_there_is_nothing_that_is_said(tmp_path: Path, series: list[str]) -> None:
    made = Documentation(tmp_path, {"deps_series": series})
    made.write("docs/index.md", "# Time\n\n```{dep:timeline}\n```\n")
    made.write("proposals/process.yaml", "prefix: XP\n")
    result = made.build()
    assert result.warnings == ""
    assert "No proposals." in result.page("index").get_text()


def test_hostile_titles_are_words(dated: Documentation) -> None:
    dated.edit("proposals/0005-epsilon.md", "# Epsilon", "# \\<script>a()\\</script> \\& $x$ %n")
    dated.options["suppress_warnings"] = ["deps"]
    for builder in ("latex", "man", "texinfo"):
        assert timeline(dated, builder=builder).warnings == ""
    found = years(timeline(dated))
    assert found["2025"][1] == "2025-04-16 DEP 5: <script>a()</script> & $x$ %n Draft"


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (":dates: creatd", "no proposal has a date 'creatd'; did you mean created?"),
        (":dates: status", "no proposal has a date 'status'; one of created, updated"),
        (":filter: 'staus: x'", "no proposal has a field 'staus'; did you mean status?"),
        (":series: depp", "no series has the role 'depp'; did you mean dep?"),
    ],
    ids=["a date", "no date", "a filter", "a series"],
)
def test_what_does_not_exist_is_told_at_the_place(
    documentation: Documentation, option: str, words: str
) -> None:
    lines = timeline(documentation, option).lines
    assert lines == [f"docs/time.md:6: WARNING: dep:timeline: {words} [deps.timeline]"]
