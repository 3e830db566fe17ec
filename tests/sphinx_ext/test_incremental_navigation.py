"""What toctrees and the navigation show of another page is drawn anew where it changes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from sphinx.environment import BuildEnvironment

from sphinx_deps.sphinx_ext.navigation import BRANCH, Navigation
from sphinx_deps.sphinx_ext.reading_order import ReadingOrder
from sphinx_ext.differences import differences
from sphinx_ext.documentation import Documentation, Result

HOME = "# Home\n\n```{toctree}\n:maxdepth: 3\nparts/index\nguide\n```\n"
TABLE = "```{dep:index}\n:toctree:\n```\n"


@pytest.fixture
def nested(documentation: Documentation) -> Documentation:
    """A documentation whose home shows the headings of a page two levels below."""
    documentation.write("docs/index.md", HOME)
    documentation.write("docs/parts/index.md", "# Parts\n\n```{toctree}\npart\n```\n")
    documentation.write("docs/parts/part.md", "# Part\n\n## A\n\n### B\n\nText.\n")
    documentation.write("docs/guide.md", f"# Guide\n\n## One\n\n{TABLE}\n## Two\n")
    return documentation


def build_both(documentation: Documentation) -> tuple[Result, list[str]]:
    """Build after a change: what was done, and what a clean build would have written otherwise."""
    result = documentation.build()
    clean = documentation.build(output="clean")
    return result, differences(clean.output, result.output)


def test_a_heading_of_another_level_is_shown_where_a_toctree_reaches_it(
    nested: Documentation,
) -> None:
    nested.build()
    nested.edit("docs/parts/part.md", "### B", "## B")
    result, differing = build_both(nested)
    assert ("parts/part.html#b" in result.text("index.html"), differing) == (True, [])


@pytest.mark.filterwarnings("default")
def test_a_toctree_below_another_heading_is_shown_there(nested: Documentation) -> None:
    pytest.importorskip("sphinx_rtd_theme")
    nested.options |= {"html_theme": "sphinx_rtd_theme", "deps_navigation": "headings"}
    nested.options["html_theme_options"] = {"collapse_navigation": False}
    nested.build()
    nested.write("docs/guide.md", f"# Guide\n\n## One\n\n## Two\n\n{TABLE}")
    assert build_both(nested)[1] == []


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(("theme", "shown"), [("basic", "neighbours"), ("furo", "titles")])
def test_a_section_number_is_shown_that_an_edit_before_it_changed(
    documentation: Documentation, theme: str, shown: str
) -> None:
    if theme == "furo":
        pytest.importorskip(theme)
    documentation.options |= {"html_theme": theme, "deps_navigation": shown}
    home = "# Home\n\n```{toctree}\n:numbered:\nfirst\nlisted\n```\n"
    documentation.write("docs/index.md", f"{home}\n```{{toctree}}\n:maxdepth: 1\nlast\n```\n")
    documentation.write("docs/listed.md", f"# Listed\n\n## One\n\n## Table\n\n{TABLE}")
    documentation.write("docs/first.md", "# First\n")
    documentation.write("docs/last.md", "# Last\n")
    documentation.options["suppress_warnings"] = ["toc"]
    documentation.build()
    documentation.edit("docs/listed.md", "## Table", "## Two\n\n## Table")
    result, differing = build_both(documentation)
    assert "2.3.5. Epsilon" in result.text("last.html")
    assert differing == []


def test_the_words_of_an_entry_far_below_are_those_of_its_toctree(
    documentation: Documentation,
) -> None:
    entries = "Old words <page>\nOld link <https://example.org>"
    below = "# {}\n\n```{{toctree}}\n:titlesonly:\n{}\n```\n"
    documentation.write("docs/index.md", below.format("Home", "guide\nmid\ndep/0001-alpha"))
    documentation.write("docs/mid.md", below.format("Mid", "low"))
    documentation.write("docs/low.md", below.format("Low", entries))
    documentation.write("docs/page.md", "# Page\n")
    documentation.options["suppress_warnings"] = ["toc"]
    documentation.build()
    documentation.edit("docs/low.md", entries, entries.replace("Old", "New"))
    result, differing = build_both(documentation)
    assert (result.text("index.html").count("New "), differing) == (2, [])


class CountedNumbers(dict[str, dict[str, tuple[int, ...]]]):
    """No section numbers, and how often somebody asked for some."""

    asked = 0

    def get(self, *_: object) -> dict[str, tuple[int, ...]]:
        """Count once more."""
        self.asked += 1
        return {}


def test_the_children_of_the_root_are_looked_at_once_for_all_pages() -> None:
    pages, numbers = [f"page-{number}" for number in range(200)], CountedNumbers()
    env = SimpleNamespace(
        config=SimpleNamespace(root_doc="index"),
        toctree_includes={"index": pages},
        toc_secnumbers=numbers,
    )
    order = ReadingOrder(collect=lambda: dict.fromkeys(pages, ("index", None, None)))
    navigation = Navigation(cast(BuildEnvironment, env), {}, order, BRANCH)
    shown = {str(navigation.around(page)) for page in pages}
    assert len(shown) == len(pages)
    assert numbers.asked < 3 * len(pages)
