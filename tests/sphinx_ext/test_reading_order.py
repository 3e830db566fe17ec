"""The proposals of a series follow each other by number, whatever the toctrees say."""

from __future__ import annotations

import re

import pytest

from sphinx_ext.differences import differences
from sphinx_ext.documentation import Documentation, Result

TABLE = "```{{dep:index}}\n:toctree:\n{}\n```\n"
DEPS = ["dep/0001-alpha", "dep/0002-beta", "dep/0003-gamma", "dep/0004-delta", "dep/0005-epsilon"]


def walk(result: Result, page: str, way: str = "next") -> list[str]:
    """The pages that a reader sees who goes on and on."""
    walked = [page]
    while True:
        link = re.search(
            rf'<link rel="{way}" title=".*?" href="(.*?).html"', result.text(f"{page}.html")
        )
        if link is None:
            return walked
        folder = page.rpartition("/")[0] if "/" in page else ""
        page = f"{folder}/{link[1]}" if folder else link[1]
        page = re.sub(r"[^/]+/\.\./", "", page)
        walked.append(page)


@pytest.mark.parametrize("options", [":sort: -created", ":sort: -title", ":group-by: status"])
def test_they_do_where_a_table_has_another_order(
    documentation: Documentation, options: str
) -> None:
    documentation.write("docs/index.md", f"# Home\n\n{TABLE.format(options)}")
    documentation.write("docs/guide.md", "---\norphan: true\n---\n# Guide\n")
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    assert walk(result, "index") == ["index", *DEPS]
    assert walk(result, DEPS[-1], "prev") == [*reversed(DEPS), "index"]
    page = result.text("dep/0002-beta.html")
    related = re.findall(r'<a href="([\w-]+).html" title="(\w+)"\s+accesskey="(\w)">(\w+)', page)
    assert related[:2] == [
        ("0003-gamma", "Gamma", "N", "next"),
        ("0001-alpha", "Alpha", "P", "previous"),
    ]


def test_they_do_where_a_table_holds_several_series(documentation: Documentation) -> None:
    documentation.write("reps/process.yaml", "extends: basic\nprefix: REP\n")
    for number in (1, 2):
        text = (documentation.root / "proposals/0001-alpha.md").read_bytes()
        documentation.write(f"reps/{number:04}-rep.md", text)
    documentation.options |= {"deps_series": ["../proposals", "../reps"]}
    documentation.options["suppress_warnings"] = ["deps"]
    assert walk(documentation.build(), "dep/0004-delta") == [
        "dep/0004-delta",
        "dep/0005-epsilon",
        "rep/0001-rep",
        "rep/0002-rep",
    ]


def test_each_list_keeps_its_place_among_other_pages(documentation: Documentation) -> None:
    listed = "dep/0005-epsilon\ndep/0002-beta\nguide\ndep/0004-delta\ndep/0003-gamma"
    documentation.write("docs/index.md", f"# Home\n\n```{{toctree}}\n{listed}\n```\n")
    result = documentation.build()
    assert walk(result, "index") == ["index", DEPS[1], DEPS[4], "guide", DEPS[2], DEPS[3]]
    # In no toctree: it has its neighbours, and they have theirs.
    assert walk(result, DEPS[0])[:3] == [DEPS[0], DEPS[1], DEPS[4]]


def test_they_do_in_no_toctree_at_all(documentation: Documentation) -> None:
    documentation.write("docs/index.md", "# Home\n\n```{toctree}\nguide\n```\n")
    documentation.options["suppress_warnings"] = ["toc.not_included"]
    result = documentation.build()
    assert walk(result, "index") == ["index", "guide"]
    assert walk(result, DEPS[0]) == DEPS
    assert walk(result, DEPS[-1], "prev") == DEPS[::-1]


def test_another_title_is_shown_by_the_neighbours_by_number(documentation: Documentation) -> None:
    documentation.write("docs/index.md", f"# Home\n\n{TABLE.format(':sort: title')}")
    documentation.options["suppress_warnings"] = ["toc.not_included", "deps"]
    documentation.build()
    documentation.edit("proposals/0004-delta.md", "# Delta", "# Other")
    result = documentation.build()
    assert {"dep/0003-gamma", "dep/0004-delta", "dep/0005-epsilon"} <= set(result.written)
    assert 'title="Other"' in result.text("dep/0003-gamma.html")
    assert differences(documentation.build(output="clean").output, result.output) == []


def test_builders_that_make_one_book_keep_their_own_order(documentation: Documentation) -> None:
    documentation.write("docs/index.md", f"# Home\n\n{TABLE.format(':sort: -title')}")
    documentation.options["suppress_warnings"] = ["toc.not_included"]
    assert 'rel="next"' not in documentation.build(builder="singlehtml").text("index.html")
    said = documentation.build(builder="epub").lines
    # Sphinx 7 knows no name for this warning.
    assert [line for line in said if "isn't included in any toctree" not in line] == []
