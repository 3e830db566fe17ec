"""`dep:graph` draws how proposals are related, with links, on every page that can show it."""

from __future__ import annotations

import shutil
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree

import pytest

from sphinx_ext.documentation import EXTENSIONS, Documentation, Result

needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


def graphed(documentation: Documentation, *options: str, builder: str = "html") -> Result:
    """Build a page in a folder with one graph."""
    text = "\n".join(["---", "orphan: true", "---", "# Graph", "", "```{dep:graph}", *options])
    documentation.write("docs/more/graph.md", f"{text}\n```\n")
    return documentation.build(builder=builder)


def image(result: Result, page: str = "more/graph") -> tuple[str, list[ElementTree.Element]]:
    """The address and the elements of the only drawing of a page."""
    (drawn,) = result.page(page).select(".deps-diagram object")
    address = normpath(join(page.rpartition("/")[0], str(drawn["data"])))
    return address, list(ElementTree.fromstring(result.text(address)).iter())


def words(result: Result) -> list[str]:
    """The words in the drawing."""
    return [one.text or "" for one in image(result)[1] if one.tag.endswith("}text")]


def sentences(result: Result) -> str:
    """What is said to those who do not see it."""
    (drawn,) = result.page("more/graph").select(".deps-diagram object")
    return drawn.get_text(strip=True)


def links(result: Result, page: str = "more/graph") -> list[str]:
    """Where the boxes lead, from the top of the output."""
    address, elements = image(result, page)
    href = "{http://www.w3.org/1999/xlink}href"
    found = [one for one in elements if href in one.attrib]
    assert {one.get("target") for one in found} == {"_top"}
    return [normpath(join(address.rpartition("/")[0], one.attrib[href])) for one in found]


@needs_dot
def test_boxes_say_label_title_and_status_and_arrows_the_relation(
    documentation: Documentation,
) -> None:
    result = graphed(documentation)
    assert result.warnings == ""
    assert words(result) == [
        *("DEP 2", "Beta", "Replaced"),
        *("DEP 3", "Gamma", "Accepted"),
        "Replaced-By",
    ]
    assert sentences(result) == "DEP 2 Replaced-By DEP 3"
    assert "Left out, since they have no relations: 3." in result.page("more/graph").get_text()


@needs_dot
def test_boxes_lead_to_the_pages(documentation: Documentation) -> None:
    documentation.write("docs/graph.md", "---\norphan: true\n---\n# G\n\n```{dep:graph}\n```\n")
    result = graphed(documentation)
    pages = ["dep/0002-beta.html", "dep/0003-gamma.html"]
    assert links(result) == links(result, "graph") == pages


@needs_dot
def test_boxes_lead_to_folders_where_pages_are_folders(documentation: Documentation) -> None:
    result = graphed(documentation, builder="dirhtml")
    assert links(result, "more/graph/index") == ["dep/0002-beta", "dep/0003-gamma"]


@needs_dot
def test_boxes_lead_into_the_one_page(documentation: Documentation) -> None:
    documentation.edit("docs/guide.md", "# Guide\n", "# Guide\n\n```{dep:graph}\n```\n")
    result = documentation.build(builder="singlehtml")
    assert [url.partition("#")[0] for url in links(result, "index")] == ["index.html"] * 2
    identifiers = {str(found["id"]) for found in result.page("index").find_all(id=True)}
    assert {url.partition("#")[2] for url in links(result, "index")} <= identifiers


@needs_dot
def test_an_image_map_leads_to_the_pages_too(documentation: Documentation) -> None:
    documentation.options["extensions"] = [*EXTENSIONS, "sphinx_deps", "sphinx.ext.graphviz"]
    result = graphed(documentation)
    areas = result.page("more/graph").find_all("area")
    assert [str(area["href"]) for area in areas] == [
        "../dep/0002-beta.html",
        "../dep/0003-gamma.html",
    ]


@needs_dot
def test_on_a_page_outside_the_source_folder_it_leads_to_the_others(
    documentation: Documentation,
) -> None:
    documentation.edit("proposals/0003-gamma.md", "As in", "```{dep:graph}\n:of: 3\n```\n\nAs in")
    result = documentation.build()
    assert result.warnings == ""
    assert links(result, "dep/0003-gamma") == ["dep/0002-beta.html"]


@needs_dot
@pytest.mark.parametrize(
    ("options", "labels"),
    [
        ([":unrelated:"], ["DEP 1", "DEP 2", "DEP 3", "DEP 4", "DEP 5"]),
        ([":of: DEP 4"], ["DEP 3", "DEP 4"]),
        ([":of: 4", ":depth: 2"], ["DEP 2", "DEP 3", "DEP 4"]),
        ([":of: gamma", ":series: dep"], ["DEP 2", "DEP 3", "DEP 4"]),
        ([":filter: 'status: Accepted, Replaced'"], ["DEP 2", "DEP 3"]),
    ],
    ids=["everything", "one step", "two steps", "of a series", "a filter"],
)
def test_what_is_drawn_can_be_chosen(
    documentation: Documentation, options: list[str], labels: list[str]
) -> None:
    documentation.edit("proposals/0004-delta.md", "status", "requires: DEP 3\nstatus")
    result = graphed(documentation, *options)
    assert result.warnings == ""
    assert sorted(one for one in words(result) if one.startswith("DEP")) == labels


def test_in_plain_text_there_is_a_list(documentation: Documentation) -> None:
    said = graphed(documentation, builder="text").text("more/graph.txt")
    lines = [line.strip() for line in said.splitlines() if line.strip().startswith("*")]
    assert lines[1:] == [
        "* DEP 2: Beta (Replaced)",
        "* Replaced-By: DEP 3: Gamma (Accepted)",
        "* DEP 3: Gamma (Accepted)",
    ]


def test_without_graphviz_there_is_a_list_with_links(documentation: Documentation) -> None:
    documentation.options["graphviz_dot"] = "there-is-no-such-program"
    result = graphed(documentation)
    assert result.warnings == ""
    listed = result.page("more/graph").select("ul ul li")
    assert [one.get_text().strip() for one in listed] == ["Replaced-By: DEP 3: Gamma Accepted"]
    assert result.links("more/graph")["DEP 3: Gamma"] == "../dep/0003-gamma.html"


@needs_dot
def test_it_is_drawn_when_graphviz_is_there_at_last(
    documentation: Documentation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setenv("PATH", "")
        assert graphed(documentation).page("more/graph").select("ul ul li")
        assert documentation.build().written == []
    result = documentation.build()
    assert "guide" not in result.written
    assert result.page("more/graph").find("object")
    assert documentation.build().written == []


def test_without_relations_that_is_said(documentation: Documentation) -> None:
    result = graphed(documentation, ":filter: 'status: Draft'")
    assert "No relations." in result.page("more/graph").get_text()
    assert "No relations." in graphed(documentation, ":of: 1").page("more/graph").get_text()


@pytest.mark.parametrize("process", ["prefix: XP\n", None], ids=["no fields", "no series"])
def test_where_there_is_nothing_to_relate_that_is_said(tmp_path: Path, process: str | None) -> None:
    bare = Documentation(tmp_path)
    bare.write(
        "docs/index.md", "# Home\n\n```{dep:graph}\n```\n\n```{dep:graph}\n:unrelated:\n```\n"
    )
    if process is None:
        bare.options["deps_series"] = []
    else:
        bare.write("proposals/process.yaml", process)
    result = bare.build()
    assert result.warnings == ""
    assert result.page("index").get_text().count("No relations.") == 2


@needs_dot
def test_statuses_that_nobody_declared_are_shown_as_they_are(tmp_path: Path) -> None:
    bare = Documentation(tmp_path, {"suppress_warnings": ["deps", "toc"]})
    bare.write("docs/index.md", "# Home\n\n```{dep:graph}\n```\n")
    bare.write(
        "proposals/process.yaml",
        "prefix: XP\nidentity: slug\nfields: {status: {type: status}, after: {type: proposals}}\n",
    )
    bare.write("proposals/one.md", "# One\n")
    bare.write("proposals/two.md", "---\nstatus: Who knows\nafter: one\n---\n# Two\n")
    _address, elements = image(bare.build(), "index")
    said = [one.text for one in elements if one.tag.endswith("}text")]
    assert said == ["One", "Two", "Who knows", "After"]


@needs_dot
def test_hostile_titles_are_words(documentation: Documentation) -> None:
    title = '<img src=x onerror="a()"> &amp; \\N]>'
    written = title.replace("<", "\\<").replace("&", "\\&").replace("\\N", "\\\\N")
    documentation.edit("proposals/0003-gamma.md", "# Gamma", f"# {written}")
    documentation.edit("proposals/process.yaml", "DEP\n", "DEP\nlabel: '{title} {number}'\n")
    documentation.options["suppress_warnings"] = ["deps"]
    for builder in ("latex", "text", "epub"):
        assert graphed(documentation, builder=builder).warnings == ""
    result = graphed(documentation)
    assert result.warnings == ""
    assert '<img src=x onerror="a()">' in " ".join(words(result))
    assert result.page("more/graph").find_all("img") == []
    assert title in sentences(result)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (":of: gama", "'gama' is the name of no proposal, or of several; did you mean gamma?"),
        (":filter: 'staus: x'", "no proposal has a field 'staus'; did you mean status?"),
    ],
    ids=["a centre", "a filter"],
)
def test_what_does_not_exist_is_told_at_the_place(
    documentation: Documentation, option: str, words: str
) -> None:
    lines = graphed(documentation, option).lines
    assert lines == [f"docs/more/graph.md:6: WARNING: dep:graph: {words} [deps.graph]"]


def test_a_centre_that_is_gone_is_told_when_it_goes(documentation: Documentation) -> None:
    documentation.options["suppress_warnings"] = ["deps.registry-no-document"]
    assert graphed(documentation, ":of: 5").warnings == ""
    (documentation.root / "proposals/0005-epsilon.md").unlink()
    assert [line for line in documentation.build().lines if "dep:graph" in line] != []
