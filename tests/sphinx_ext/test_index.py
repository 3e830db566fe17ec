"""`dep:index` lists the proposals, and may be the toctree of its rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from bs4 import Tag

from sphinx_ext.documentation import PROCESS, Documentation, Result


def tables(result: Result, page: str = "list") -> list[list[list[str]]]:
    """The cells of every table of a page, the head first."""
    return [
        [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
        for table in result.page(page).find_all("table", class_="deps-table")
    ]


def listed(documentation: Documentation, *options: str) -> Result:
    """Build a page with one table."""
    text = "\n".join(
        ["---", "orphan: true", "---", "# List", "", "```{dep:index}", *options, "```"]
    )
    documentation.write("docs/list.md", text)
    return documentation.build()


def column(documentation: Documentation, *options: str) -> list[str]:
    """The titles in the order of the only table."""
    result = listed(documentation, ":columns: title", *options)
    assert result.warnings == ""
    (table,) = tables(result)
    return [title for (title,) in table[1:]]


def test_the_table_shows_number_title_status_authors_and_date(documentation: Documentation) -> None:
    (table,) = tables(listed(documentation))
    assert table[0] == ["Number", "Title", "Status", "Authors", "Created"]
    assert table[1] == ["DEP 1", "Alpha", "Implemented", "Ada Lovelace", "2025-04-16"]
    assert len(table) == 6


def test_a_column_that_holds_nothing_is_not_shown_unless_asked_for(
    documentation: Documentation,
) -> None:
    documentation.write("dynamo/process.yaml", "extends: dynamo\n")
    documentation.write("dynamo/0001-a.md", "# A\n\n**Status**: Draft\n")
    documentation.options |= {"deps_series": ["../dynamo"], "suppress_warnings": ["deps"]}
    assert tables(listed(documentation))[0][0] == ["Number", "Title", "Status"]
    asked = tables(listed(documentation, ":columns: title, authors"))
    assert asked[0] == [["Title", "Authors"], ["A", ""]]


def test_the_columns_are_those_asked_for(documentation: Documentation) -> None:
    (table,) = tables(listed(documentation, ":columns: id, title, replaced-by, stage, year"))
    assert table[0] == ["Id", "Title", "Replaced-By", "Stage", "Year"]
    assert table[2] == ["0002", "Beta", "DEP 3: Gamma Accepted", "replaced", "2025"]


def test_every_row_links_to_the_page(documentation: Documentation) -> None:
    links = listed(documentation).links("list")
    assert links["DEP 1"] == links["Alpha"] == "dep/0001-alpha.html"


def test_more_than_two_people_are_counted_and_named_in_the_tooltip(
    documentation: Documentation,
) -> None:
    authors = "[Ada, Grace, Alan, Edsger]"
    documentation.propose("0006-zeta.md", "Yet to come", authors=authors)
    result = listed(documentation)
    assert tables(result)[0][6][3] == "Ada, Grace and 2 more"
    more = result.page("list").find("abbr")
    assert isinstance(more, Tag)
    assert more["title"] == "Alan, Edsger"


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ([":filter: 'status: Draft, Accepted'"], ["Gamma", "Epsilon"]),
        ([":filter: 'stage: rejected'"], ["Delta"]),
        ([":filter: 'authors: ada lovelace'"], ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"]),
        ([":filter: 'year: 2024'"], []),
        ([":filter: 'number: 1, 0003, DEP 5'"], ["Alpha", "Gamma", "Epsilon"]),
        ([":filter: 'label: 2'"], ["Beta"]),
        ([":sort: -number"], ["Epsilon", "Delta", "Gamma", "Beta", "Alpha"]),
        ([":sort: -title"], ["Gamma", "Epsilon", "Delta", "Beta", "Alpha"]),
        ([":sort: status"], ["Epsilon", "Gamma", "Alpha", "Delta", "Beta"]),
        ([":sort: replaced-by"], ["Beta", "Alpha", "Gamma", "Delta", "Epsilon"]),
        ([":sort: -replaced-by"], ["Beta", "Alpha", "Gamma", "Delta", "Epsilon"]),
        ([":series: dep", ":sort: -created"], ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"]),
    ],
    ids=[
        "one of two statuses",
        "a stage",
        "a person",
        "nothing",
        "numbers in all spellings",
        "a number by the label",
        "by number, descending",
        "by title, descending",
        "by status, in the order of the process",
        "by a field that few have",
        "by a field that few have, descending",
        "by date, all equal",
    ],
)
def test_the_rows_are_chosen_and_sorted(
    documentation: Documentation, options: list[str], titles: list[str]
) -> None:
    if titles:
        assert column(documentation, *options) == titles
    else:
        assert "No proposals." in listed(documentation, *options).page("list").get_text()


def test_a_filter_has_a_line_for_each_field(documentation: Documentation) -> None:
    text = (
        "List\n====\n\n.. dep:index::\n   :columns: title\n   :filter:\n"
        "      status: Draft, Rejected\n      stage: draft\n"
    )
    documentation.write("docs/guide-list.rst", text)
    assert tables(documentation.build(), "guide-list") == [[["Title"], ["Epsilon"]]]
    block = "---\ncolumns: title\nfilter: |\n  status: Draft, Rejected\n  stage: draft\n---"
    assert tables(listed(documentation, block)) == [[["Title"], ["Epsilon"]]]


def test_what_has_nothing_to_group_by_comes_last(documentation: Documentation) -> None:
    fields = "fields: {category: {label: Category}, area: {label: Area}}\nrules:"
    documentation.edit("proposals/process.yaml", "rules:", fields)
    documentation.edit("proposals/0001-alpha.md", "status:", "category: A\narea: B\nstatus:")
    bare = "---\nupdated: 2026-01-05\n---\n# Bare\n\nText.\n"
    documentation.write("proposals/0009-bare.md", bare)
    documentation.options["suppress_warnings"] = ["deps"]
    words = {
        "status": "No status (1)",
        "year": "undated (1)",
        "authors": "No author (1)",
        "category": "No category (5)",
        "area": "Area: none (5)",
        "stage": "Stage: none (1)",
    }
    result = listed(documentation, *_blocks(f":group-by: {name}" for name in words))
    tables = result.page("list").select(".deps-index")
    last = [one.find_all(class_="rubric")[-1].get_text() for one in tables]
    assert last == list(words.values())


def _blocks(options: Iterable[str]) -> Iterator[str]:
    """What makes several tables of the options for one."""
    for position, option in enumerate(options):
        if position:
            yield from ("```", "", "```{dep:index}")
        yield option


@pytest.mark.parametrize("menu", ["'[x] Draft | In review | Accepted'", "Draft / Accepted"])
def test_a_menu_of_which_nothing_was_chosen_is_no_status(
    documentation: Documentation, menu: str
) -> None:
    documentation.edit("proposals/0003-gamma.md", "status: Accepted", f"status: {menu}")
    documentation.write(
        "docs/time.md", "---\norphan: true\n---\n# Time\n\n```{dep:timeline}\n```\n"
    )
    documentation.options["suppress_warnings"] = ["deps"]
    result = listed(documentation, ":group-by: status")
    rubrics = [one.get_text() for one in result.page("list").find_all(class_="rubric")]
    assert rubrics[-1] == "No status (1)"
    row = [
        [cell.get_text() for cell in one.find_all("td")]
        for one in result.page("list").find_all("tr")
    ][-1]
    assert row[1:4] == ["Gamma", "", "Ada Lovelace"]
    counts = result.page("time").select_one(".deps-counts")
    assert counts
    assert counts.get_text().endswith("Replaced\xa01, No status\xa01")
    for page in ("list", "time", "dep/0002-beta", "dep/0003-gamma"):
        assert menu.strip("'") not in result.text(f"{page}.html"), page


def test_groups_follow_the_order_of_the_process_and_say_how_many(
    documentation: Documentation,
) -> None:
    result = listed(documentation, ":columns: title", ":group-by: status")
    rubrics = [found.get_text() for found in result.page("list").find_all(class_="rubric")]
    assert rubrics == [
        "Draft (1)",
        "Accepted (1)",
        "Implemented (1)",
        "Rejected (1)",
        "Replaced (1)",
    ]
    assert [table[1] for table in tables(result)] == [
        ["Epsilon"],
        ["Gamma"],
        ["Alpha"],
        ["Delta"],
        ["Beta"],
    ]


def test_years_go_back_in_time(documentation: Documentation) -> None:
    documentation.propose("0006-zeta.md", "Yet to come", created="2026-01-02")
    result = listed(documentation, ":group-by: year")
    rubrics = [found.get_text() for found in result.page("list").find_all(class_="rubric")]
    assert rubrics == ["2026 (1)", "2025 (5)"]


def rubrics(result: Result) -> list[str]:
    """The words above the tables."""
    return [found.get_text() for found in result.page("list").find_all(class_="rubric")]


def test_a_status_that_two_processes_order_in_two_ways_is_one_group(
    documentation: Documentation,
) -> None:
    documentation.write("beps/process.yaml", "extends: backendai\nprefix: BEP\n")
    for number, status in ((1001, "Rejected"), (1002, "Implemented")):
        text = f"---\nStatus: {status}\n---\n# Of Backend.AI\n"
        documentation.write(f"beps/BEP-{number}-x.md", text)
    documentation.options |= {
        "deps_series": ["../proposals", "../beps"],
        "suppress_warnings": ["deps"],
    }
    assert rubrics(listed(documentation, ":group-by: status")) == [
        "Draft (1)",
        "Accepted (1)",
        "Implemented (2)",
        "Rejected (2)",
        "Replaced (1)",
    ]


def test_groups_stand_in_the_order_in_which_tables_sort(documentation: Documentation) -> None:
    field = "fields: {target: {label: Target, type: version}}\nrules:"
    documentation.edit("proposals/process.yaml", "rules:", field)
    documentation.edit("proposals/0001-alpha.md", "status:", "target: 25.10\nstatus:")
    documentation.edit("proposals/0002-beta.md", "status:", "target: 25.9\nstatus:")
    assert rubrics(listed(documentation, ":group-by: target")) == [
        "25.9 (1)",
        "25.10 (1)",
        "Target: none (3)",
    ]


@pytest.fixture
def of_many_areas(documentation: Documentation) -> Documentation:
    """Proposals of which one has two areas."""
    process = PROCESS + "fields: {category: {label: Area, many: true}}\n"
    documentation.write("proposals/process.yaml", process)
    documentation.propose("0006-z.md", "Z", category="Time, Space")
    return documentation


def test_a_proposal_of_several_values_stands_in_the_group_of_each(
    of_many_areas: Documentation,
) -> None:
    of_many_areas.propose("0007-y.md", "Y", category="Time")
    of_many_areas.edit("docs/index.md", ":toctree:\n", ":toctree:\n:group-by: category\n")
    assert rubrics(listed(of_many_areas, ":group-by: category")) == [
        "Space (1)",
        "Time (2)",
        "No category (5)",
    ]
    with of_many_areas.app() as app:
        assert app.env.toctree_includes["index"].count("dep/0006-z") == 1


def test_several_series_stand_in_one_table_or_apart(documentation: Documentation) -> None:
    documentation.write(
        "beps/process.yaml", "extends: basic\nprefix: BEP\nrules: {missing-section: off}\n"
    )
    text = (documentation.root / "proposals/0001-alpha.md").read_text(encoding="utf-8")
    documentation.write("beps/0001-fast-start.md", text.replace("# Alpha", "# Fast start"))
    documentation.options["deps_series"] = ["../proposals", "../beps"]
    both = column(documentation)
    assert both == ["Fast start", "Alpha", "Beta", "Gamma", "Delta", "Epsilon"]
    assert column(documentation, ":series: bep") == ["Fast start"]


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (":columns: title, staus", "no proposal has a field 'staus'; did you mean status?"),
        (":sort: -creatd", "no proposal has a field 'creatd'; did you mean created?"),
        (":group-by: stge", "no proposal has a field 'stge'; did you mean stage?"),
        (":filter: 'autors: x'", "no proposal has a field 'autors'; did you mean authors?"),
        (":filter: Draft", "the filter 'Draft' is not of the form `field: value, value`"),
        (":series: depp", "no series has the role 'depp'; did you mean dep?"),
        (":series: other", "no series has the role 'other'; one of dep"),
    ],
    ids=["a column", "a sort", "a group", "a filter", "half a filter", "a series", "a far series"],
)
def test_what_does_not_exist_is_told_at_the_place(
    documentation: Documentation, option: str, words: str
) -> None:
    result = listed(documentation, option)
    assert result.lines == [f"docs/list.md:6: WARNING: dep:index: {words} [deps.index]"]


def entries(result: Result) -> list[str]:
    """The pages in the order in which readers walk through them, from the first proposal on."""
    page, walked = "dep/0001-alpha", []
    while page.startswith("dep/"):
        walked.append(page)
        text = result.text(f"{page}.html")
        _before, found, rest = text.partition('<link rel="next" title="')
        if not found:
            break
        page = "dep/" + rest.partition('href="')[2].partition(".html")[0]
    return walked


def test_a_table_is_the_toctree_of_its_rows(documentation: Documentation) -> None:
    result = documentation.build()
    assert result.warnings == ""
    assert entries(result) == [
        "dep/0001-alpha",
        "dep/0002-beta",
        "dep/0003-gamma",
        "dep/0004-delta",
        "dep/0005-epsilon",
    ]


def test_added_and_removed_proposals_are_in_the_toctree_of_the_next_build(
    documentation: Documentation,
) -> None:
    documentation.build()
    documentation.propose("0006-zeta.md", "Yet to come")
    (documentation.root / "proposals/0005-epsilon.md").unlink()
    documentation.options["suppress_warnings"] = ["deps.registry-no-document"]
    result = documentation.build()
    assert result.warnings == ""
    assert entries(result)[-2:] == ["dep/0004-delta", "dep/0006-zeta"]
    assert "index" in result.read


def test_without_a_toctree_sphinx_says_which_pages_are_in_none(
    documentation: Documentation,
) -> None:
    documentation.edit("docs/index.md", ":toctree:\n", "")
    result = documentation.build()
    assert len(result.lines) == 5
    # Sphinx 7 gives the warning no name.
    assert all("document isn't included in any toctree" in line for line in result.lines)


def test_the_table_is_complete_without_scripts(documentation: Documentation) -> None:
    result = listed(documentation)
    page = result.page("list")
    assert page.find_all(["script", "button", "input", "select"]) == []
    assert page.find_all(hidden=True) == page.find_all(style=True) == []
    assert len(tables(result)[0]) == 6


def script_data(result: Result, page: str = "list") -> dict[str, Any]:
    """What the script is told of the only table with controls."""
    (index,) = result.page(page).find_all(class_="deps-index")
    data = json.loads(str(index["data-deps"]))
    assert isinstance(data, dict)
    return data


def choices(result: Result) -> dict[str, list[str]]:
    """The facets of the only table, each with its values."""
    return {name: values for name, _label, values in script_data(result)["facets"]}


def test_a_choice_is_offered_where_it_leaves_anything_out(documentation: Documentation) -> None:
    assert choices(listed(documentation)) == {
        "status": ["Draft", "Accepted", "Implemented", "Rejected", "Replaced"]
    }
    process = PROCESS + "fields: {category: {label: Area}}\n"
    documentation.write("proposals/process.yaml", process)
    authors = "[Grace Hopper, Ada Lovelace, ada lovelace]"
    documentation.propose("0006-z.md", "Z", created="2026-02-01", authors=authors, category="Time")
    result = listed(documentation)
    found = choices(result)
    assert found["authors"] == ["Ada Lovelace", "ada lovelace", "Grace Hopper"]
    assert found["category"] == ["Time"]
    assert found["year"] == ["2026", "2025"]
    assert [facet[1] for facet in script_data(result)["facets"]] == [
        "Status",
        "Area",
        "Authors",
        "Year",
    ]
    status, category, authors_held, year = script_data(result)["rows"][-1][1]
    assert (status, category, sorted(authors_held), year) == ([1], [0], [0, 1, 2], [0])


def test_each_value_of_a_field_of_many_is_a_choice_and_passes_a_filter(
    of_many_areas: Documentation,
) -> None:
    assert choices(listed(of_many_areas))["category"] == ["Space", "Time"]
    assert column(of_many_areas, ":filter: 'category: space'") == ["Z"]


@pytest.mark.parametrize(
    ("name", "ranked"),
    [
        ("number", [0, 1, 2, 3, 4, 5]),
        ("label", [0, 1, 2, 3, 4, 5]),
        ("title", [0, 1, 5, 2, 4, 3]),
        ("status", [2, 4, 1, 3, 0, 1]),
        ("created", [0, 0, 0, 0, 0, 1]),
        ("replaced-by", [None, 0, None, None, None, None]),
    ],
    ids=str,
)
def test_a_column_is_sorted_by_what_its_words_mean(
    documentation: Documentation, name: str, ranked: list[int | None]
) -> None:
    documentation.propose("0010-e9.md", "Epsilon 9", created="2025-12-01")
    documentation.edit("proposals/0005-epsilon.md", "# Epsilon", "# Epsilon 10")
    rows = script_data(listed(documentation, f":columns: {name}"))["rows"]
    assert [row[0] for row in rows] == [[rank] for rank in ranked]


def test_the_controls_know_how_the_table_is_sorted(documentation: Documentation) -> None:
    assert script_data(listed(documentation))["sort"] == "number"
    data = script_data(listed(documentation, ":sort: -title"))
    assert data["sort"] == "-title"
    assert data["columns"] == ["number", "title", "status", "authors", "created"]


def test_hostile_words_stay_words(documentation: Documentation) -> None:
    documentation.write("proposals/process.yaml", PROCESS + "fields: {category: {}}\n")
    words = """<script>alert("&'")</script>"""
    documentation.propose("0006-z.md", "Z", category=json.dumps(words))
    result = listed(documentation)
    assert choices(result)["category"] == [words]
    assert result.page("list").find_all("script") == []


@pytest.mark.parametrize(
    "options", [[":static:"], [":filter: 'status: Draft'"]], ids=["asked for", "a single row"]
)
def test_a_table_may_have_no_controls(documentation: Documentation, options: list[str]) -> None:
    result = listed(documentation, *options)
    assert result.page("list").find_all(class_="deps-index") == []
    assert len(tables(result)) == 1


@pytest.mark.parametrize("builder", ["latex", "text", "epub"])
def test_only_pages_of_the_web_get_what_the_script_needs(
    documentation: Documentation, builder: str
) -> None:
    listed(documentation)
    output = documentation.build(builder=builder).output
    written = [path for path in output.rglob("*") if path.suffix in {".tex", ".txt", ".xhtml"}]
    assert written
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert "data-deps" not in text
        assert "deps.js" not in text


def test_a_changed_choice_writes_the_page_again(documentation: Documentation) -> None:
    listed(documentation, ":columns: title")
    documentation.propose("0001-alpha.md", "Alpha", "Draft")
    result = documentation.build()
    assert "list" in result.written
    assert script_data(result)["rows"][0][1] == [[0]]
    documentation.write(
        "proposals/process.yaml",
        documentation.root.joinpath("proposals/process.yaml").read_text(encoding="utf-8")
        + "statuses: {Rejected: null, Draft: null}\n",
    )
    documentation.options["suppress_warnings"] = ["deps"]
    assert choices(documentation.build())["status"][-2:] == ["Draft", "Rejected"]
