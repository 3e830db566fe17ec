"""`dep:summary` draws one proposal as a card."""

from __future__ import annotations

import pytest
from bs4 import Tag

from sphinx_ext.differences import differences
from sphinx_ext.documentation import Documentation, small_series

NAMES = ("3", "DEP 2", "zeta", "0005-epsilon.md")
ZETA = """\
---
status: Accepted
authors: [Ada Lovelace, '@grace']
created: 2025-04-16
updated: 2025-05-01
category: Storage
requires: [DEP 3, DEP 1]
discussion: https://acme.org/6
---

# <b> & $x$ %n \\ _

## Motivation

As {dep}`3` says, *words* are `code`, e.g. Here. Not this one.

Nor this.
"""


def pages(names: tuple[str, ...]) -> str:
    """A page with a card of each name."""
    cards = "\n\n".join(f"```{{dep:summary}} {name}\n```" for name in names)
    return f"# Cards\n\n{cards}\n"


def told(documentation: Documentation) -> Documentation:
    """The small series with a proposal that says more, and a page of cards."""
    process = (documentation.root / "proposals/process.yaml").read_text(encoding="utf-8")
    fields = "fields: {category: {label: Category}}\n"
    documentation.write("proposals/process.yaml", process + fields)
    documentation.write("proposals/0006-zeta.md", ZETA.replace("\\", "\\\\").replace("<", "\\<"))
    documentation.write("docs/guide.md", pages(NAMES))
    documentation.edit("proposals/0002-beta.md", "replaced-by: DEP 3\n", "")
    documentation.edit("proposals/README.md", "Yet to come", "Zeta")
    documentation.options["suppress_warnings"] = ["deps"]
    return documentation


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Documentation:
    """The documentation, which no test of this module edits."""
    documentation = Documentation(tmp_path_factory.mktemp("cards"))
    small_series(documentation)
    return told(documentation)


@pytest.fixture(scope="module")
def cards(made: Documentation) -> list[Tag]:
    """The cards of the page."""
    result = made.build()
    assert result.warnings == ""
    return list(result.page("guide").select(".deps-card"))


def said(card: Tag) -> list[str]:
    """The words of a card, paragraph by paragraph and field by field."""
    return [" ".join(one.get_text().split()) for one in card.select(":scope > p, dt, dd")]


def test_a_card_tells_what_one_looks_for_first(cards: list[Tag]) -> None:
    assert said(cards[0]) == [
        "Gamma",
        "Accepted · DEP 3",
        "As in DEP 1 and DEP 2.",
        *("Authors:", "Ada Lovelace"),
        *("Created:", "2025-04-16"),
        *("Replaces:", "DEP 2: Beta Replaced"),
    ]


def test_people_dates_and_relations_are_linked_and_the_rest_stays_away(cards: list[Tag]) -> None:
    assert said(cards[2]) == [
        "<b> & $x$ %n \\ _",
        "Accepted · DEP 6 · Storage",
        "As DEP 3 says, words are code, e.g. Here.",
        *("Authors:", "Ada Lovelace, grace"),
        *("Created:", "2025-04-16"),
        *("Requires:", "DEP 3: Gamma Accepted, DEP 1: Alpha Implemented"),
    ]
    assert {one.get_text(): str(one["href"]) for one in cards[2].find_all("a")} == {
        "<b> & $x$ %n \\ _": "dep/0006-zeta.html",
        "grace": "https://github.com/grace",
        "DEP 3: Gamma": "dep/0003-gamma.html",
        "DEP 1: Alpha": "dep/0001-alpha.html",
    }


def test_a_successor_is_named_though_only_it_says_so(cards: list[Tag]) -> None:
    assert said(cards[1])[-2:] == ["Replaced by:", "DEP 3: Gamma Accepted"]


def test_a_card_of_a_draft_has_no_more_than_there_is(cards: list[Tag]) -> None:
    assert said(cards[3])[:3] == ["Epsilon", "Draft · DEP 5", "Text."]
    assert len(cards) == 4


@pytest.mark.parametrize("builder", ["text", "latex", "man", "epub", "texinfo"])
def test_every_format_says_the_same(made: Documentation, builder: str) -> None:
    result = made.build(builder=builder)
    assert result.warnings == ""
    if builder == "text":
        lines = [line for line in result.text("guide.txt").splitlines() if line]
        assert lines[2:5] == ["**Gamma**", "Accepted · DEP 3", "As in DEP 1 and DEP 2."]


def test_a_name_that_leads_nowhere_is_told_at_the_place(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", pages(("3", "gama", "DEP 33")))
    result = documentation.build()
    nothing = "is the name of no proposal, or of several"
    assert result.lines == [
        f"docs/guide.md:6: WARNING: dep:summary: 'gama' {nothing}; did you mean gamma? "
        "[deps.summary]",
        f"docs/guide.md:9: WARNING: dep:summary: 'DEP 33' {nothing} [deps.summary]",
    ]
    assert result.page("guide").get_text().count("No proposal.") == 2


def test_the_series_of_a_number_can_be_named(documentation: Documentation) -> None:
    documentation.write("beps/process.yaml", "extends: basic\nprefix: BEP\n")
    text = (documentation.root / "proposals/0003-gamma.md").read_text(encoding="utf-8")
    documentation.write("beps/0003-other.md", text.replace("# Gamma", "# Other"))
    documentation.options |= {
        "deps_series": ["../proposals", "../beps"],
        "suppress_warnings": ["deps", "toc"],
    }
    documentation.write("docs/guide.md", "# G\n\n```{dep:summary} 3\n:series: bep\n```\n")
    card = documentation.build().page("guide").select_one(".deps-card")
    assert card is not None
    assert said(card)[:2] == ["Other", "Accepted · BEP 3"]


def test_it_is_written_anew_where_it_shows_something_else_and_only_then(
    documentation: Documentation,
) -> None:
    told(documentation)
    documentation.build()
    for path, old, new, shown in (
        ("proposals/0006-zeta.md", "Not this one", "Another", False),
        ("proposals/0006-zeta.md", "are `code`", "are so", True),
        ("proposals/0006-zeta.md", "discussion: https://acme.org/6\n", "", False),
        ("proposals/0006-zeta.md", "Storage", "Network", True),
        ("proposals/0001-alpha.md", "Implemented", "Accepted", True),
        ("proposals/0004-delta.md", "Rejected", "Withdrawn", False),
        ("proposals/process.yaml", "prefix: DEP", "prefix: DEP\nlabel: 'DEP-{number}'", True),
    ):
        documentation.edit(path, old, new)
        assert ("guide" in documentation.build().written) is shown, new
    clean = documentation.build(output="clean")
    assert "As DEP-3 says" in clean.text("guide.html")
    assert differences(clean.output, documentation.build().output) == []
