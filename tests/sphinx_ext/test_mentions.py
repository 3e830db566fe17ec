"""Plain words that name a proposal become citations, where that is wanted and nowhere else."""

from __future__ import annotations

from time import time_ns

import pytest

from sphinx_ext.differences import differences
from sphinx_ext.documentation import Documentation, Result, small_series

ALPHA, GAMMA = "dep/0001-alpha.html", "dep/0003-gamma.html"
LINKED = {
    "As DEP 1 says.": [("DEP 1", ALPHA)],
    "(DEP-3)": [("DEP-3", GAMMA)],
    "**DEP-0003's** cache": [("DEP-0003", GAMMA)],
    "DEP 1--DEP 3, and DEP 1.": [("DEP 1", ALPHA), ("DEP 3", GAMMA), ("DEP 1", ALPHA)],
    "as DEP\n1 has it": [("DEP 1", ALPHA)],
    "- in a list: DEP\N{NO-BREAK SPACE}1": [("DEP\N{NO-BREAK SPACE}1", ALPHA)],
    "> quoted: DEP\N{NON-BREAKING HYPHEN}1": [("DEP\N{NON-BREAKING HYPHEN}1", ALPHA)],
    "| In a table |\n| --- |\n| DEP 1 |": [("DEP 1", ALPHA)],
}
PLAIN = {
    "a number that nobody has": "DEP 99",
    "a reserved number": "DEP 6",
    "code": "`DEP 1`",
    "a block of code": "```\nDEP 1\n```",
    "math": "$DEP 1$ {math}`DEP 1`",
    "raw text": "<b title='DEP 1'>",
    "a path": "proposals/DEP-1 and DEP-1/notes",
    "an address": "example.org/#DEP-1",
    "a file": "DEP-0001.md and DEP-0001-alpha",
    "a version": "DEP 1.2",
    "a longer word": "XDEP 1, DEP 1st, MY-DEP-1",
    "small letters": "dep 1, dep-1",
    "no sign between": "DEP1, DEP  1",
    "another series": "PEP 1",
}
GUIDE = "# Guide\n\n{}\n"


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Documentation:
    """A documentation where plain words are citations, built."""
    documentation = Documentation(tmp_path_factory.mktemp("mentions"))
    small_series(documentation)
    documentation.options |= {"deps_autolink": True, "myst_enable_extensions": ["dollarmath"]}
    for position, text in enumerate(LINKED):
        documentation.write(f"docs/guide-{position}.md", GUIDE.format(text))
    for position, text in enumerate(PLAIN.values()):
        documentation.write(f"docs/guide-plain-{position}.md", GUIDE.format(text))
    return documentation


@pytest.fixture(scope="module")
def built(linked: Documentation) -> Result:
    """What came of it."""
    result = linked.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    return result


def links(result: Result, page: str) -> list[tuple[str, str]]:
    """The words of the links in the text with where they lead."""
    found = result.page(page).find_all("a", class_="reference")
    return [(" ".join(link.get_text().split("\n")), str(link["href"])) for link in found]


@pytest.mark.parametrize("text", LINKED)
def test_plain_words_that_name_a_proposal_are_a_link(built: Result, text: str) -> None:
    assert links(built, f"guide-{list(LINKED).index(text)}") == LINKED[text]


@pytest.mark.parametrize("kind", PLAIN)
def test_what_is_no_mention_of_a_proposal_stays_as_it_is(built: Result, kind: str) -> None:
    assert links(built, f"guide-plain-{list(PLAIN).index(kind)}") == []


def test_a_mention_has_the_tooltip_of_a_citation(built: Result) -> None:
    link = built.page("guide-0").find("a", href=ALPHA)
    assert link is not None
    assert link["title"] == "DEP 1: Alpha (Implemented)"


def test_mentions_count_as_citations_and_are_never_reported(documentation: Documentation) -> None:
    documentation.options |= {"deps_autolink": True, "deps_citation_badge": True}
    documentation.write("docs/guide.md", "# On DEP 1\n\nDEP 2 and DEP 4 are over, DEP 1 too.\n")
    documentation.edit("proposals/0001-alpha.md", "Text.", "Unlike DEP 4; see DEP 1 and\nDEP 3.")
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")
    text = result.page("guide").get_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "On DEP 1¶" in text
    assert "DEP 2 Replaced and DEP 4 Rejected are over, DEP 1 Implemented too." in text
    assert links(result, "dep/0001-alpha")[-2:] == [
        ("DEP 4", "0004-delta.html"),
        ("DEP 3", "0003-gamma.html"),
    ]
    whole = documentation.build(builder="singlehtml")
    (*_others, paragraph) = (p for p in whole.page("index").find_all("p") if "Unlike" in p.text)
    assert [link.get_text() for link in paragraph.find_all("a")] == ["DEP 4", "DEP 3"]
    header = result.page("dep/0004-delta").find(class_="deps-fields")
    assert header is not None
    words = "Cited by: DEP 1: Alpha Cited on pages: On DEP 1"
    assert words in " ".join(header.get_text().split())


def test_a_proposal_that_appears_makes_links_of_words_that_nobody_reads_again(
    documentation: Documentation,
) -> None:
    documentation.options |= {"deps_autolink": ["dep"], "suppress_warnings": ["deps"]}
    documentation.write("docs/guide.md", "# Guide\n\nSee DEP 7.\n")
    documentation.edit("proposals/0005-epsilon.md", "Text.", "See DEP 7.")
    assert documentation.build().links("guide") == {}
    documentation.propose("0007-zeta.md", "Zeta")
    result = documentation.build()
    assert result.read == ["dep/0007-zeta", "index"]
    assert result.links("guide") == {"DEP 7": "dep/0007-zeta.html"}
    header = result.page("dep/0007-zeta").find(class_="deps-fields")
    assert header is not None
    assert "DEP 5: Epsilon\n" in header.get_text()
    assert "Guide\n" in header.get_text()
    assert differences(documentation.build(output=f"clean-{time_ns()}").output, result.output) == []


def test_another_prefix_has_the_documents_read_again(documentation: Documentation) -> None:
    documentation.options |= {"deps_autolink": True, "suppress_warnings": ["deps"]}
    documentation.write("docs/guide-2.rst", "Guide\n=====\n\nSee REP 1, ``DEP 3`` and DEP\n3.\n")
    assert documentation.build().links("guide-2") == {"DEP\n3": GAMMA}
    documentation.edit("proposals/process.yaml", "prefix: DEP", "prefix: REP\nrole: dep")
    result = documentation.build()
    assert "guide-2" in result.read
    assert result.links("guide-2") == {"REP 1": ALPHA}


def test_only_the_series_that_were_chosen_are_linked(documentation: Documentation) -> None:
    documentation.options["deps_autolink"] = ["rep", "bep"]
    documentation.write("reps/process.yaml", "extends: basic\nprefix: REP\n")
    documentation.write(
        "reps/0001-eta.md", (documentation.root / "proposals/0001-alpha.md").read_bytes()
    )
    documentation.options |= {"deps_series": ["../proposals", "../reps"]}
    documentation.write("docs/guide.md", "# Guide\n\nDEP 1, REP 1\n")
    result = documentation.build()
    (line,) = (line for line in result.lines if "missing-section" not in line)
    assert line == (
        "WARNING: deps_autolink: no series has the role 'bep'; one of dep, rep [deps.autolink]"
    )
    assert result.links("guide") == {"REP 1": "rep/0001-eta.html"}


def test_words_are_left_alone_where_nothing_else_was_asked_for(
    documentation: Documentation,
) -> None:
    documentation.write("docs/guide.md", "# Guide\n\nAs DEP 1 says.\n")
    with documentation.app() as app:
        app.build()
        uses = app.env.get_domain("dep").data["uses"]
    assert "guide" not in uses


def test_translators_get_the_same_words_as_without(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", "# Guide\n\nAs *DEP 1* and DEP\n3 say, not DEP 99.\n")
    documentation.write("docs/guide-2.rst", "Guide\n=====\n\nAs DEP 1 says.\n")
    told = []
    for wanted in (False, True):
        documentation.options |= {"deps_autolink": wanted, "gettext_compact": "all"}
        text = documentation.build(builder="gettext", output=f"out-{wanted}").text("all.pot")
        told.append([line for line in text.splitlines() if not line.startswith('"POT-')])
    assert told[0] == told[1]
    assert 'msgid "As *DEP 1* and DEP 3 say, not DEP 99."' in told[1]
