"""Pages with a section for each drawing, and what stands in those."""

from __future__ import annotations

from collections.abc import Mapping

from bs4 import Tag

from sphinx_ext.documentation import Result

Drawings = Mapping[str, tuple[str, ...]]
"""The options of directives, by the titles of their sections."""


def page_of(directive: str, drawings: Drawings) -> str:
    """The text of a page."""
    parts = [f"# All of {directive}"]
    for title, options in drawings.items():
        parts.append("\n".join([f"## {title}\n", f"```{{{directive}}}", *options, "```"]))
    return "\n\n".join(parts) + "\n"


def section(result: Result, docname: str, title: str) -> Tag:
    """The section of that title."""
    titled = (one for one in result.page(docname).select("h2") if one.get_text() == f"{title}¶")
    (found,) = (one.parent for one in titled)
    assert isinstance(found, Tag)
    return found


def rows(section: Tag) -> list[list[str]]:
    """The words of all rows of tables, the heads too, without what only narrow pages show."""
    for head in section.select(".deps-head"):
        head.extract()
    return [
        [" ".join(cell.get_text().split()) for cell in row.find_all(["th", "td"])]
        for row in section.find_all("tr")
    ]
