"""A build after a change reads what changed and writes what shows it, nothing else."""

from __future__ import annotations

import os
from pathlib import Path
from time import time_ns

import pytest
import sphinx

from sphinx_ext.differences import differences as find_differences
from sphinx_ext.documentation import PROCESS, Documentation, Result, build_in, proposal_text

NESTED = "# Designs\n\n```{dep:index}\n:series: rep\n:toctree:\n```\n"
DESIGN = "design/0001-x design/0002-x design/0003-x design/0004-x design/0005-x design/index"
DEPS = "dep/0001-alpha dep/0002-beta dep/0003-gamma dep/0004-delta dep/0005-epsilon"
NUMBERED = "# Home\n\n```{toctree}\n:glob:\n:numbered:\ndep/*\nguide*\n```\n"
GUIDE = "# Guide\n\nAs {dep}`3` says.\n"


@pytest.fixture
def built(documentation: Documentation) -> Documentation:
    """A documentation as built, with a page that cites DEP 3 and one that cites nothing."""
    documentation.write("docs/guide.md", GUIDE)
    documentation.write("docs/guide-2.md", "# Another\n\n```{literalinclude} part.txt\n```\n")
    documentation.write("docs/part.txt", "Nothing of interest.\n")
    assert documentation.build().warnings == ""
    return documentation


def differences(documentation: Documentation, result: Result) -> list[str]:
    """The files that a clean build would have written otherwise."""
    clean = documentation.build(output=f"clean-{time_ns()}").output
    return find_differences(clean, result.output)


def test_nothing_is_read_or_written_where_nothing_changed(built: Documentation) -> None:
    result = built.build()
    assert (result.read, result.written) == ([], [])


def test_a_changed_status_is_shown_on_every_page_that_names_it(built: Documentation) -> None:
    built.edit("proposals/0003-gamma.md", "status: Accepted", "status: Implemented")
    result = built.build()
    assert result.read == ["dep/0003-gamma"]
    # The index, the citing page, the proposal, what it replaced; the one that it cites names
    # it by label and title, with its status in the tooltip.
    assert result.written == ["dep/0001-alpha", "dep/0002-beta", "dep/0003-gamma", "guide", "index"]
    assert "Gamma (Implemented)" in result.text("guide.html")
    assert differences(built, result) == []


def test_another_version_of_the_extension_draws_all_pages_anew(
    built: Documentation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_deps.sphinx_ext.rewriting.__version__", "99.0")
    result = built.build()
    assert {"dep/0003-gamma", "guide", "index"} <= {*result.written}
    assert built.build().written == []


def test_a_file_in_whose_place_an_older_one_is_put_is_read_again(built: Documentation) -> None:
    file = built.root / "proposals/0003-gamma.md"
    before = file.stat().st_mtime_ns
    built.edit("proposals/0003-gamma.md", "As in", "Otherwise than in")
    os.utime(file, ns=(before - 10**9, before - 10**9))
    result = built.build()
    assert result.read == ["dep/0003-gamma"]
    assert "Otherwise" in result.text("dep/0003-gamma.html")
    assert built.build().read == []


def test_a_changed_title_is_shown_on_every_page_that_names_it(built: Documentation) -> None:
    built.edit("proposals/0003-gamma.md", "# Gamma", "# Other")
    built.edit("proposals/README.md", "Gamma", "Other")
    result = built.build()
    assert result.read == ["dep/0003-gamma"]
    # Its neighbour in the order of the pages has it in its link to the next page.
    assert result.written == [
        "dep/0001-alpha",
        "dep/0002-beta",
        "dep/0003-gamma",
        "dep/0004-delta",
        "guide",
        "index",
    ]
    assert differences(built, result) == []


@pytest.mark.parametrize(
    "text",
    [
        "{doc}`dep/0003-gamma`",
        "[](../proposals/0003-gamma.md)",
        "[](dep:3)",
        "{any}`3`",
        "```{dep:index}\n:filter: 'status: Accepted, Implemented'\n```",
        "```{dep:graph}\n```",
        "```{dep:graph}\n:of: 2\n```",
        "```{dep:timeline}\n```",
        "```{dep:summary} 3\n```",
    ],
    ids=[
        "doc",
        "a plain link",
        "a dep link",
        "any",
        "a table",
        "a graph",
        "a part of it",
        "a timeline",
        "a card",
    ],
)
def test_a_page_is_written_anew_that_names_the_proposal_by(
    documentation: Documentation, text: str
) -> None:
    documentation.write("docs/guide.md", f"# Guide\n\n{text}\n")
    documentation.build()
    documentation.edit("proposals/0003-gamma.md", "status: Accepted", "status: Implemented")
    documentation.edit("proposals/0003-gamma.md", "# Gamma", "# Other")
    documentation.edit("proposals/README.md", "Gamma", "Other")
    result = documentation.build()
    assert result.read == ["dep/0003-gamma"]
    assert "guide" in result.written
    assert differences(documentation, result) == []


def test_badges_are_added_to_the_pages_that_cite_and_no_others(built: Documentation) -> None:
    built.options["deps_citation_badge"] = True
    result = built.build()
    # The index holds the toctree of what is written.
    assert (result.read, result.written) == ([], ["dep/0003-gamma", "guide", "index"])
    assert differences(built, result) == []


@pytest.mark.parametrize("words", ["{doc}`guide-2`", "DEP 99", "{dep}`99`"])
def test_badges_bring_their_style_to_pages_of_links(
    documentation: Documentation, words: str
) -> None:
    documentation.write("docs/guide.md", f"# Guide\n\n{words}\n")
    documentation.write("docs/guide-2.md", "# Another\n")
    documentation.options |= {"deps_autolink": True, "suppress_warnings": ["deps"]}
    documentation.build()
    documentation.options["deps_citation_badge"] = True
    assert differences(documentation, documentation.build()) == []


def test_a_page_is_left_alone_that_names_the_proposal_by_number_only(
    documentation: Documentation,
) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n{ref}`dep-3` and [this](#dep-3)\n")
    documentation.build()
    documentation.edit("proposals/0003-gamma.md", "# Gamma", "# Other")
    documentation.edit("proposals/README.md", "Gamma", "Other")
    result = documentation.build()
    assert "guide" not in result.written
    assert differences(documentation, result) == []


def test_a_link_to_a_page_that_is_gone_is_that_of_a_clean_build(
    documentation: Documentation,
) -> None:
    documentation.options["suppress_warnings"] = ["myst.xref_missing"]
    documentation.write("docs/guide.md", "# Guide\n\n[words](page-apart.md)\n")
    documentation.write("docs/page-apart.md", "---\norphan: true\n---\n# Apart\n")
    assert "words" in documentation.build().links("guide")
    (documentation.root / "docs/page-apart.md").unlink()
    result = documentation.build()
    assert result.written == ["guide", "index"]
    assert differences(documentation, result) == []


def test_a_link_of_a_page_that_is_no_proposal_follows_the_file(
    documentation: Documentation,
) -> None:
    documentation.options["deps_series"] = ["../proposals", "design"]
    documentation.options["suppress_warnings"] = ["deps", "toc", "myst"]
    documentation.write("docs/design/process.yaml", "extends: [\n")
    documentation.write("docs/design/0001-x.md", "# X\n\n[](0002-y.md)\n")
    documentation.write("docs/design/0002-y.md", "# Y\n")
    documentation.write("proposals/process.yaml", "extends: [\n")
    documentation.build()
    (documentation.root / "docs/design/0002-y.md").rename(documentation.root / "docs/y.md")
    result, clean = documentation.build(), documentation.build(output="clean")
    assert result.text("design/0001-x.html") == clean.text("design/0001-x.html")


@pytest.mark.parametrize("folder", ["proposals", "docs/design"])
def test_a_link_follows_a_file_that_can_be_read_again(
    documentation: Documentation, folder: str
) -> None:
    documentation.options["deps_series"] = ["../proposals", "design"]
    documentation.options["suppress_warnings"] = ["deps", "toc", "myst"]
    documentation.write("docs/design/process.yaml", "extends: basic\nprefix: REP\n")
    path = f"{folder}/0009-x.md"
    documentation.write(path, "")
    documentation.write("docs/guide.md", f"# Guide\n\n[](../{path}) [y](../{path}#y)\n")
    assert documentation.build().links("guide") == {}
    documentation.write(path, "# X\n\n## Y\n")
    result = documentation.build()
    assert [href.rpartition("/")[2] for href in result.links("guide").values()] == [
        "0009-x.html",
        "0009-x.html#y",
    ]
    assert differences(documentation, result) == []


@pytest.mark.parametrize("folder", ["proposals", "docs/design", "docs/apart"])
def test_a_link_hears_that_a_file_is_gone_of_which_no_page_was_made(
    documentation: Documentation, folder: str
) -> None:
    documentation.options["deps_series"] = ["../proposals", "design"]
    documentation.options["exclude_patterns"] = ["apart"]
    documentation.options["suppress_warnings"] = ["deps", "toc", "myst"]
    documentation.write("docs/design/process.yaml", "extends: basic\nprefix: REP\n")
    documentation.write(f"{folder}/0009-x.md", "")
    documentation.write("docs/guide.md", f"# Guide\n\n[](../{folder}/0009-x.md#y)\n")
    documentation.build()
    (documentation.root / folder / "0009-x.md").unlink()
    result = documentation.build()
    assert "guide" in result.read
    assert differences(documentation, result) == []
    assert documentation.build().read == []


def test_a_page_that_becomes_a_proposal_is_read_again(documentation: Documentation) -> None:
    documentation.options["deps_series"] = ["../proposals", "design"]
    documentation.options["suppress_warnings"] = ["deps", "toc", "misc"]
    documentation.write("docs/design/process.yaml", "extends: basic\nprefix: [\n")
    documentation.write("docs/design/0001-x.md", "# X\n\n# Y\n")
    documentation.write("docs/guide.md", "# Guide\n\n[](design/0001-x.md) and {rep}`1`\n")
    documentation.build()
    documentation.write("docs/design/process.yaml", "extends: basic\nprefix: REP\n")
    result = documentation.build()
    assert {"design/0001-x", "guide"} <= {*result.read}
    assert differences(documentation, result) == []


@pytest.mark.skipif(sphinx.version_info < (8,), reason="Sphinx 7 writes some pages more often")
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    ("theme", "shown", "written"),
    [
        # The pages before and after it have it in their links to one another.
        ("basic", "neighbours", "dep/0001-alpha design/0004-x design/0005-x design/index index"),
        # Alabaster shows the branch of a page, that is its brothers and what lies above.
        ("alabaster", "branch", f"dep/0001-alpha {DESIGN} index"),
        ("furo", "titles", f"{DEPS} {DESIGN} guide guide-2 index"),
    ],
)
def test_what_the_navigation_of_a_theme_shows_is_written_again(
    documentation: Documentation, theme: str, shown: str, written: str
) -> None:
    if theme not in {"basic", "alabaster"}:
        pytest.importorskip(theme)
    documentation.options |= {"html_theme": theme, "deps_navigation": shown}
    documentation.options["deps_series"] = ["../proposals", "design"]
    documentation.write("docs/guide-2.md", "# Another\n\nNothing of interest.\n")
    index = (documentation.root / "docs/index.md").read_text(encoding="utf-8")
    index = index.replace(":toctree:", ":toctree:\n:series: dep")
    documentation.write("docs/index.md", index.replace("guide*", "guide*\ndesign/index"))
    documentation.write("docs/design/index.md", NESTED)
    documentation.write("docs/design/process.yaml", PROCESS.replace("DEP", "REP"))
    for number in range(1, 6):
        text = proposal_text(f"Title {number}")
        documentation.write(f"docs/design/{number:04}-x.md", text)
    assert documentation.build().warnings == ""
    documentation.edit("docs/design/0005-x.md", "# Title 5", "# Other")
    result = documentation.build()
    assert (result.read, result.written) == (["design/0005-x"], written.split())
    assert differences(documentation, result) == []
    documentation.write("docs/design/0006-x.md", proposal_text("Added"))
    assert differences(documentation, documentation.build()) == []
    (documentation.root / "docs/design/0001-x.md").unlink()
    assert differences(documentation, documentation.build()) == []
    documentation.edit("docs/design/0002-x.md", "Text.", "Another text.")
    assert documentation.build().written == ["design/0002-x", "design/index"]


def test_a_new_citation_is_named_on_the_page_of_the_proposal(built: Documentation) -> None:
    built.write("docs/guide-2.md", "# Another\n\nAs {dep}`5` says.\n")
    result = built.build()
    assert result.read == ["guide-2"]
    assert "dep/0005-epsilon" in result.written
    assert "dep/0001-alpha" not in result.written
    assert result.links("dep/0005-epsilon") == {"Another": "../guide-2.html"}
    assert differences(built, result) == []


def test_a_citing_page_is_named_by_its_new_title(built: Documentation) -> None:
    built.write("docs/guide.md", GUIDE.replace("# Guide", "# Manual"))
    result = built.build()
    assert "Manual" in result.links("dep/0003-gamma")
    assert differences(built, result) == []


def test_a_cited_section_is_named_by_its_new_heading(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`1#motivation`\n")
    documentation.build()
    documentation.edit("proposals/0001-alpha.md", "## Motivation", "## *Motivation*")
    result = documentation.build()
    assert differences(documentation, result) == []
    documentation.edit("proposals/0001-alpha.md", "## *Motivation*", "## Why")
    result = documentation.build()
    assert [line.endswith("[deps.cites-unknown]") for line in result.lines] == [True]
    assert differences(documentation, result) == []


def test_an_added_and_a_removed_proposal_leave_nothing_stale(built: Documentation) -> None:
    built.propose("0006-zeta.md", "Yet to come", replaces="DEP 4", body="{dep}`1`")
    built.edit("proposals/0004-delta.md", "status: Rejected", "status: Replaced\nreplaced-by: 6")
    result = built.build()
    assert result.warnings == ""
    assert differences(built, result) == []
    (built.root / "proposals/0006-zeta.md").unlink()
    result = built.build()
    assert differences(built, result) == []


def test_a_changed_process_reads_the_pages_whose_reading_it_changes(
    documentation: Documentation,
) -> None:
    documentation.write("proposals/0006-x.md", "# DEP 6: X\n\n**Status**: Draft\n")
    documentation.options["suppress_warnings"] = ["deps"]
    documentation.build()
    documentation.edit("proposals/process.yaml", "rules:", "title: {strip: 'DEP \\d+: '}\nrules:")
    result = documentation.build()
    assert result.read == ["dep/0006-x"]
    assert differences(documentation, result) == []


def test_a_changed_label_of_a_field_is_shown(built: Documentation) -> None:
    built.edit("proposals/process.yaml", "rules:", "fields: {authors: {label: Writers}}\nrules:")
    result = built.build()
    assert result.read == []
    assert "Writers" in result.text("index.html")
    assert "Writers" in result.text("dep/0001-alpha.html")
    assert differences(built, result) == []


def test_a_process_page_is_written_anew_where_the_process_says_something_else(
    documentation: Documentation,
) -> None:
    documentation.write("docs/guide.md", "# The process\n\n```{dep:process}\n```\n")
    documentation.build()
    documentation.edit("proposals/process.yaml", "rules:", "section-order: false\nrules:")
    result = documentation.build()
    # Sphinx writes the page that has it in its toctree as well.
    assert (result.read, result.written) == ([], ["guide", "index"])
    assert "in this order" not in result.text("guide.html")
    documentation.edit("proposals/process.yaml", "rules: {", "rules: {missing-field: info, ")
    assert documentation.build().written == []
    documentation.edit("proposals/0005-epsilon.md", "Draft", "Deferred")
    assert "guide" not in documentation.build().written
    assert differences(documentation, documentation.build()) == []


def test_a_graph_is_written_anew_where_a_relation_changes(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n```{dep:graph}\n:of: 2\n```\n")
    documentation.build()
    documentation.edit("proposals/0005-epsilon.md", "Draft", "Deferred")
    assert "guide" not in documentation.build().written
    documentation.edit("proposals/0005-epsilon.md", "status", "requires: 2\nstatus")
    result = documentation.build()
    assert "guide" in result.written
    assert differences(documentation, result) == []


def test_a_timeline_is_written_anew_where_a_date_changes(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n```{dep:timeline}\n```\n")
    documentation.build()
    documentation.edit(
        "proposals/0005-epsilon.md", "status", "discussion: https://acme.org\nstatus"
    )
    assert "guide" not in documentation.build().written
    documentation.edit("proposals/0005-epsilon.md", "2025-04-16", "2024-04-16")
    result = documentation.build()
    assert "guide" in result.written
    assert differences(documentation, result) == []


def test_another_builder_on_the_same_doctrees_leaves_nothing_stale(built: Documentation) -> None:
    built.edit("proposals/0003-gamma.md", "status: Accepted", "status: Implemented")
    built.write("docs/part.txt", "Something of interest.\n")
    built.write("docs/index.md", NUMBERED)
    built.build(builder="dirhtml")
    result = built.build()
    assert (result.read, {"guide", "guide-2"} <= {*result.written}) == ([], True)
    assert '<span class="section-number">4. </span>Delta' in result.text("dep/0004-delta.html")
    assert differences(built, result) == []
    assert built.build().written == []


def test_a_build_of_a_named_file_leaves_the_others_to_the_next_build(built: Documentation) -> None:
    built.edit("proposals/0003-gamma.md", "status: Accepted", "status: Implemented")
    built.write("docs/part.txt", "Something of interest.\n")
    named = built.build("index.md")
    assert (named.read, named.written) == (["dep/0003-gamma", "guide-2"], ["index"])
    result = built.build()
    assert {"guide", "guide-2"} <= {*result.written}
    assert differences(built, result) == []


def test_an_application_that_builds_again_sees_the_change(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", GUIDE)
    with documentation.app() as app:
        build_in(app)
        documentation.edit("proposals/0003-gamma.md", "status: Accepted", "status: Implemented")
        result = build_in(app)
        again = build_in(app)
    assert result.read == ["dep/0003-gamma"]
    assert "guide" in result.written
    assert "Gamma (Implemented)" in result.text("guide.html")
    assert (again.read, again.written) == ([], [])


def test_a_changed_style_does_not_count_as_a_changed_configuration(built: Documentation) -> None:
    built.options["deps_fail_on"] = "error"
    with built.app() as app:
        assert build_in(app).read == []
        assert Path(app.outdir, "_static", "deps.css").is_file()


def test_a_companion_follows_its_file(documentation: Documentation) -> None:
    documentation.write("proposals/0001/more.md", "### Details\n\nMore.\n")
    result = documentation.build()
    assert result.warnings == ""
    assert "<title>More &#8212;" in result.text("dep/0001/more.html")
    documentation.write("proposals/0001/more.md", "# Details\n\nMore.\n")
    result = documentation.build()
    assert result.read == ["dep/0001/more"]
    assert "<title>Details &#8212;" in result.text("dep/0001/more.html")


def test_what_one_builder_read_anew_the_others_write_anew(built: Documentation) -> None:
    built.build(builder="dirhtml")
    built.propose("0001-other.md", "Another of that number")
    built.options["suppress_warnings"] = ["deps"]
    built.build()
    result = built.build(builder="dirhtml")
    assert 'id="dep-alpha"' in result.text("dep/0001-alpha/index.html")


def test_who_no_longer_replaces_a_proposal_but_cites_it_is_named_as_that(
    documentation: Documentation,
) -> None:
    documentation.options["suppress_warnings"] = ["deps"]
    documentation.write("proposals/0007-old.md", proposal_text("Old", "Replaced"))
    new = proposal_text("New", "Accepted", replaces="DEP 7")
    documentation.write("proposals/0008-new.md", new)
    result = documentation.build()
    assert "Replaced by" in result.text("dep/0007-old.html")
    cites = proposal_text("New", "Accepted", body="As {dep}`7` says.")
    documentation.write("proposals/0008-new.md", cites)
    result = documentation.build()
    assert "dep/0007-old" in result.written
    assert "Replaced by" not in result.page("dep/0007-old").get_text()
    assert differences(documentation, result) == []


def test_a_card_is_left_alone_where_only_the_line_of_a_relation_changes(
    documentation: Documentation,
) -> None:
    documentation.write("docs/card.md", "# Card\n\n```{dep:summary} 3\n```\n")
    documentation.options["suppress_warnings"] = ["deps", "toc"]
    documentation.build()
    documentation.edit("proposals/0003-gamma.md", "status:", "# A comment.\nstatus:")
    result = documentation.build()
    assert "card" not in result.written
    assert differences(documentation, result) == []


def test_the_headers_of_a_series_stay_when_its_role_changes(documentation: Documentation) -> None:
    documentation.options["deps_series"] = ["kep"]
    process = "prefix: KEP\nrole: {role}\ndocuments: {include: ['*/design.md']}\nidentity: slug\n"
    process += "metadata: [bold]\nfields: {status: {label: Status, type: status}}\n"
    process += "statuses: {Draft: {stage: draft}}\n"
    for name in ("one", "two"):
        text = f"# {name}\n\n**Status**: Draft\n"
        documentation.write(f"docs/kep/{name}/design.md", text)
    documentation.options["suppress_warnings"] = ["deps", "toc"]
    documentation.write("docs/kep/process.yaml", process.replace("{role}", "kep"))
    documentation.build()
    documentation.write("docs/kep/process.yaml", process.replace("{role}", "xep"))
    result = documentation.build()
    assert "deps-header" in result.text("kep/one/design.html")
    assert differences(documentation, result) == []


def test_a_kept_finding_about_the_process_follows_its_line(documentation: Documentation) -> None:
    documentation.write(
        "proposals/process.yaml", f"{PROCESS}# Rules\n".replace("{", "{nosuch: off, ")
    )
    assert 'process.yaml:3: WARNING: "nosuch"' in documentation.build().warnings
    documentation.edit("proposals/process.yaml", "extends:", "# One.\n# Two.\nextends:")
    assert 'process.yaml:5: WARNING: "nosuch"' in documentation.build().warnings


def test_a_kept_finding_of_a_link_hears_of_the_repository(documentation: Documentation) -> None:
    documentation.write("src/there.py", "")
    text = proposal_text("Far", body="See [it](../../../src/gone.py).")
    documentation.write("sub/a/proposals/0001-far.md", text)
    documentation.write("sub/a/proposals/process.yaml", PROCESS)
    documentation.options["deps_series"] = ["../sub/a/proposals"]
    assert "broken-link" not in documentation.build().warnings
    (documentation.root / ".git").mkdir()
    assert "broken-link" in documentation.build().warnings
