"""`dep:process` says what the process says, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import Tag

from sphinx_ext.documentation import EXTENSIONS, Documentation, Result

PROCESS = """\
name: Example Proposals
prefix: XP
documents: {path: '(?P<number>\\d{3})-(?P<slug>[a-z-]+)\\.md'}
number: {digits: 3, first: 10, placeholder: "000"}
metadata: [front-matter, bold]
fields:
  status: {type: status, required: true}
  area: {label: Area of Work, type: choice, choices: [Core, Docs], expected: true}
  created: {type: date, formats: ["%Y-%m-%d", "%d %b %Y"]}
  target: {type: version, pattern: '\\d+'}
  replaces: {type: proposals, inverse: replaced-by, external: true}
  replaced-by: {type: proposals, inverse: replaces}
  licence: {required: true, default: MIT}
statuses:
  Idea: {stage: draft, initial: true, next: [Agreed], forbids: [target]}
  Agreed: {stage: accepted, next: [Gone], meaning: We want it.}
  Gone: {stage: replaced, requires: [replaced-by]}
sections:
  long:
    - {title: Why, required: true, aliases: [Motivation]}
    - {title: How, level: 3}
  short: [{title: Decision, expected: true}]
section-order: true
items:
  need: {heading: 'N (?P<number>\\d) (?P<title>.+)', prefix: N, under: Why, fields: {due-date: {}}}
"""

needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


@pytest.fixture
def page(tmp_path: Path) -> Documentation:
    """A documentation whose page draws the process."""
    made = Documentation(tmp_path)
    made.write("docs/index.md", "# The process\n\n```{dep:process}\n```\n")
    made.write("proposals/process.yaml", PROCESS)
    return made


def rows(result: Result, table: int) -> list[list[str]]:
    """The cells of one of the tables."""
    found = result.page("index").find_all("table", class_="deps-table")[table]
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in found("tr")]


def rubrics(result: Result) -> list[str]:
    """The titles of the parts."""
    return [one.get_text() for one in result.page("index").find_all(class_="rubric")]


def test_the_parts_stand_under_their_titles(page: Documentation) -> None:
    result = page.build()
    assert result.warnings == ""
    assert rubrics(result) == [
        "Statuses",
        "Lifecycle",
        "Fields",
        "Sections",
        "Items",
        "Files and numbers",
    ]


def test_statuses_say_what_they_mean_and_need(page: Documentation) -> None:
    assert rows(page.build(), 0) == [
        ["Status", "Meaning", "Fields"],
        ["Idea", "Being written; nothing is decided.", "not with Target"],
        ["Agreed", "We want it.", ""],
        ["Gone", "Another proposal stands in its place.", "needs Replaced By"],
    ]


def test_fields_say_what_they_hold_and_whether_they_must_be_there(page: Documentation) -> None:
    assert rows(page.build(), 1) == [
        ["Field", "Value", "Presence"],
        ["Status", "status", "required"],
        ["Area of Work", "one of: Core, Docs", "expected"],
        ["Created", "date YYYY-MM-DD, DD Mon YYYY", "optional"],
        ["Target", "version; of the form \\d+", "optional"],
        [
            "Replaces",
            "proposals; the other side says Replaced By; may be one of another place",
            "optional",
        ],
        ["Replaced By", "proposals; the other side says Replaces", "optional; needed when Gone"],
        ["Licence", "text; without it: MIT", "optional"],
    ]


def test_sections_stand_by_variant(page: Documentation) -> None:
    result = page.build()
    assert rows(result, 2) == [
        ["Section", "Presence", "Also accepted"],
        ["## Why", "required", "Motivation"],
        ["### How", "optional", ""],
    ]
    assert rows(result, 3) == [["Section", "Presence"], ["## Decision", "expected"]]
    text = result.page("index").get_text()
    assert "Variant: long" in text
    assert "They stand in this order." in text


def test_items_say_how_they_are_cited(page: Documentation) -> None:
    assert rows(page.build(), 4) == [
        ["Item", "Section", "Fields", "Cited as"],
        ["N 1", "Why", "Due Date", "{xp}`12#N-1`"],
    ]


def test_files_and_numbers_are_in_words(page: Documentation) -> None:
    listed = page.build().page("index").find("dl", class_="field-list")
    assert isinstance(listed, Tag)
    assert [" ".join(one.get_text().split()) for one in listed.find_all(["dt", "dd"])] == [
        "File name:",
        "NNN-slug.md",
        "Number:",
        "3 digits, from 010 on",
        "Before it has one:",
        "000",
        "Fields stand in:",
        "the front matter, lines with bold labels",
    ]


def test_one_part_comes_without_a_title(page: Documentation) -> None:
    page.edit("docs/index.md", "```\n", ":show: statuses\n```\n")
    result = page.build()
    assert (rubrics(result), len(result.page("index").find_all("table"))) == ([], 1)


@needs_dot
def test_the_lifecycle_is_an_image_with_words_for_those_who_do_not_see_it(
    page: Documentation,
) -> None:
    result = page.build()
    image = result.page("index").select_one(".deps-diagram object")
    assert image is not None
    assert image.get_text(strip=True) == "Idea → Agreed; Agreed → Gone"
    drawn = (result.output / str(image["data"])).read_text(encoding="utf-8")
    assert all(f">{name}<" in drawn for name in ("Idea", "Agreed", "Gone"))


@needs_dot
def test_other_diagrams_of_the_documentation_stay_as_they_are(page: Documentation) -> None:
    page.write("docs/other.md", "---\norphan: true\n---\n# Other\n\n```{digraph} x\na -> b\n```\n")
    result = page.build()
    image = result.page("other").select_one("img.graphviz")
    assert image is not None
    assert str(image["src"]).endswith(".png")
    assert (result.output / str(image["src"])).is_file()


def test_a_graphviz_that_fails_leaves_the_words_and_a_warning(page: Documentation) -> None:
    page.options["graphviz_dot"] = "false"
    result = page.build()
    (line,) = result.lines
    assert line.startswith("docs/index.md: WARNING: dot exited with error")
    assert line.endswith("[deps.diagram]")
    assert "Idea → Agreed; Agreed → Gone" in result.page("index").get_text()


@needs_dot
@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_images_that_no_page_shows_any_more_are_removed(page: Documentation, builder: str) -> None:
    page.build(builder=builder)
    page.edit("proposals/process.yaml", "Agreed", "Decided")
    result = page.build(builder=builder)
    (image,) = (result.output / "_images").iterdir()
    assert f"_images/{image.name}" in result.text("index.html")


def test_without_graphviz_the_lifecycle_is_a_list(page: Documentation) -> None:
    page.options["graphviz_dot"] = "there-is-no-such-program"
    result = page.build(strict=True)
    assert result.warnings == ""
    items = result.page("index").select("ul.simple > li, ul > li")
    assert " ".join(items[0].get_text().split()) == "Idea Agreed"


@needs_dot
def test_the_documentations_own_format_of_diagrams_is_kept(page: Documentation) -> None:
    page.options["extensions"] = [*EXTENSIONS, "sphinx_deps", "sphinx.ext.graphviz"]
    image = page.build().page("index").select_one(".deps-diagram img")
    assert image is not None
    assert str(image["src"]).endswith(".png")


def test_a_series_with_next_to_no_process_says_what_there_is(page: Documentation) -> None:
    page.write("proposals/process.yaml", "prefix: XP\n")
    result = page.build()
    assert (result.warnings, rubrics(result)) == ("", ["Files and numbers"])
    page.edit("docs/index.md", "```\n", ":show: statuses, items\n```\n")
    assert "This process says nothing about it." in page.build().page("index").get_text()


def test_without_a_series_there_is_no_process(page: Documentation) -> None:
    page.options["deps_series"] = []
    assert "No process." in page.build().page("index").get_text()


def test_several_processes_stand_under_their_names(page: Documentation) -> None:
    page.write("others/process.yaml", "prefix: OP\nname: Others\n")
    page.options["deps_series"] = ["../proposals", "../others"]
    assert rubrics(page.build())[0::7] == ["Example Proposals", "Others"]
    page.edit("docs/index.md", "```\n", ":series: op\n```\n")
    assert rubrics(page.build()) == ["Files and numbers"]


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (":show: status", "a process has no part 'status'; did you mean statuses?"),
        (":series: xpp", "no series has the role 'xpp'; did you mean xp?"),
    ],
    ids=["a part", "a series"],
)
def test_what_does_not_exist_is_told_at_the_place(
    page: Documentation, option: str, words: str
) -> None:
    page.edit("docs/index.md", "```\n", f"{option}\n```\n")
    result = page.build()
    assert result.lines == [f"docs/index.md:3: WARNING: dep:process: {words} [deps.process]"]


def test_hostile_words_are_words(page: Documentation) -> None:
    words = '<script>alert("&amp;\\N")</script>'
    page.edit("proposals/process.yaml", "We want it.", f"'{words}'")
    page.edit("proposals/process.yaml", "Agreed", f"'{words}'")
    for builder in ("html", "latex", "text", "man"):
        result = page.build(builder=builder)
        assert result.warnings == ""
    assert page.build(output="again").page("index").find("script") is None
