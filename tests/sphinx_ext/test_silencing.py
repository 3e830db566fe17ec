"""Citations, comments and baselines mean in a build what they mean on the command line."""

from __future__ import annotations

import docutils
import pytest

from sphinx_deps.baseline import Silence, entries_of, read_baselines, render_baseline
from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.checking import Report, check
from sphinx_deps.documents import read_documents
from sphinx_deps.series_reading import SeriesSource
from sphinx_ext.documentation import Documentation

COMMENTED = """\
# Guide

% deps: ignore[cites-dead] the story of it
Once {dep}`4`.

<!-- deps: ignore[cites-dead] -->
Built as {dep}`1` says.

Now {dep}`4` and {dep}`99` <!-- deps: ignore[cites-unknown] to come -->
"""


def places(report: Report) -> list[tuple[str, int]]:
    return [(one.rule, one.finding.location.line) for one in report.diagnostics]


def catalog_of(documentation: Documentation) -> Catalog:
    return read_catalog([SeriesSource((documentation.root / "proposals").resolve())])


def by_command_line(documentation: Documentation) -> list[str]:
    """What the command line says of the same files, as the build words it."""
    catalog = catalog_of(documentation)
    documents = read_documents([documentation.root / "docs"], catalog)
    silence = Silence(documents.ignores, read_baselines(catalog), documents.files)
    root = f"{documentation.root}/"
    return [
        f"{one.finding.location.path.removeprefix(root)}:{one.finding.location.line}: "
        f"WARNING: {one.finding.message}"
        + (f" ({one.finding.hint})" if one.finding.hint else "")
        + f" [deps.{one.rule}]"
        for one in check(catalog, documents.citations, silence=silence).diagnostics
        if one.severity != "info"
    ]


def write_baseline(documentation: Documentation) -> None:
    catalog = catalog_of(documentation)
    documents = read_documents([documentation.root / "docs"], catalog)
    report = check(catalog, documents.citations)
    folder = documentation.root / "proposals"
    text = render_baseline(entries_of(report.diagnostics, catalog), folder)
    documentation.write("proposals/deps-baseline.yaml", text)


def test_comments_in_pages_and_proposals_hold_as_on_the_command_line(
    documentation: Documentation,
) -> None:
    documentation.write("docs/guide.md", COMMENTED)
    documentation.write("proposals/0001/more.md", "# More\n\n% deps: ignore[todo-left] x\nText.\n")
    documentation.edit(
        "proposals/0005-epsilon.md", "status: Draft", "status: Odd # deps: ignore[unknown-status] x"
    )
    documentation.edit("proposals/0004-delta.md", "Text.", "% deps: ignore[broken-link]\n[a](a.md)")
    lines = documentation.build().lines
    assert lines == by_command_line(documentation)
    assert [line.partition(": WARNING")[0] for line in lines] == [
        "docs/guide.md:6",
        "docs/guide.md:9",
        "proposals/0001/more.md:3",
    ]


CITING = """\
# Guide

{dep}`98`, {dep:dep}`4` and {DEP}`97`,
{ref}`dep-4`, {ref}`words <dep-4>`,
{any}`DEP 4`, [](#dep-4),
[words](#dep-4), <project:#dep-4>,
<project:../proposals/0004-delta.md> and [file](../proposals/0004-delta.md).

[here](#own), <a href="../proposals/0004-delta.md">x</a>

(own)=
## Own
"""


def test_a_build_says_of_citations_what_the_command_line_says(
    documentation: Documentation,
) -> None:
    documentation.write("docs/guide.md", CITING)
    companion = "# More\n\n{dep}`2`, {dep}`99` and\n[x](dep:96).\n\n{dep:dep}`1#nowhere`\n"
    documentation.write("proposals/0001/more.md", companion)
    documentation.edit("proposals/0001-alpha.md", "Text.", "[more](0001/more.md)")
    first = documentation.build()
    assert first.lines == by_command_line(documentation)
    assert [line.partition(": WARNING")[0] for line in first.lines] == [
        *("docs/guide.md:3",) * 3,
        *("docs/guide.md:4",) * 2,
        *("docs/guide.md:5",) * 2,
        *("docs/guide.md:6",) * 2,
        *("docs/guide.md:7",) * 2,
        "proposals/0001/more.md:3",
        "proposals/0001/more.md:4",
        "proposals/0001/more.md:6",
    ]
    assert documentation.build().lines == first.lines
    write_baseline(documentation)
    assert documentation.build(strict=True).lines == []


def test_comments_of_a_page_that_is_not_read_again_still_hold(
    documentation: Documentation,
) -> None:
    documentation.write("docs/guide.md", COMMENTED)
    first = documentation.build()
    second = documentation.build()
    assert second.read == []
    assert second.lines == first.lines
    documentation.edit("docs/guide.md", "% deps: ignore[cites-dead] the story of it\n", "")
    third = documentation.build()
    assert third.read == ["guide"]
    assert len(third.lines) == len(first.lines) + 1


def test_parallel_readers_hand_their_comments_over(documentation: Documentation) -> None:
    for number in range(8):
        documentation.write(f"docs/guide{number}.md", COMMENTED)
    once = documentation.build(output="one").lines
    assert documentation.build(parallel=2, output="two").lines == once


def test_readers_of_a_page_see_no_comment(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", COMMENTED)
    documentation.edit("proposals/0001-alpha.md", "status:", "# deps: ignore[todo-left] x\nstatus:")
    documentation.edit(
        "proposals/0001-alpha.md", "# Alpha", "# Alpha <!-- deps: ignore[todo-left] -->"
    )
    result = documentation.build()
    assert "deps:" not in result.page("guide").get_text()
    assert "deps:" not in result.page("dep/0001-alpha").get_text()
    assert "deps:" not in documentation.build(builder="text").text("guide.txt")


def test_a_baseline_keeps_a_strict_build_clean_until_something_is_mended(
    documentation: Documentation,
) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`4` and {dep}`99`\n")
    documentation.edit("proposals/0005-epsilon.md", "status: Draft", "status: Odd")
    assert len(documentation.build().lines) == 3
    write_baseline(documentation)
    result = documentation.build(strict=True)
    assert (result.status, result.lines, result.read, result.written) == (0, [], [], [])
    documentation.edit("proposals/0005-epsilon.md", "status: Odd", "status: Draft")
    (line,) = documentation.build().lines
    assert [line] == by_command_line(documentation)
    assert line.startswith("proposals/deps-baseline.yaml:")
    assert line.endswith("[deps.stale-baseline]")


def test_a_baseline_survives_moved_lines_and_a_renamed_file(documentation: Documentation) -> None:
    documentation.edit("proposals/0005-epsilon.md", "status: Draft", "status: Odd")
    write_baseline(documentation)
    assert documentation.build().lines == []
    file = documentation.root / "proposals/0005-epsilon.md"
    file.rename(file.with_name("0005-epsilon-again.md"))
    documentation.edit(
        "proposals/0005-epsilon-again.md", "authors:", "updated: 2025-05-01\nauthors:"
    )
    assert [line for line in documentation.build().lines if "unknown-status" in line] == []


def test_a_baseline_that_conf_py_names_is_heard(documentation: Documentation) -> None:
    documentation.edit("proposals/0005-epsilon.md", "status: Draft", "status: Odd")
    documentation.options["deps_baseline"] = "known.yaml"
    entry = "- {proposal: 'dep:0005', rule: unknown-status, subject: status}\n"
    documentation.write("docs/known.yaml", entry)
    assert documentation.build().lines == []
    documentation.write("docs/known.yaml", "- {rule: [\n")
    first, second = documentation.build().lines
    assert first.startswith("docs/known.yaml:2: WARNING: the baseline cannot be read: ")
    assert second.endswith("[deps.unknown-status]")


@pytest.mark.parametrize("rule", ["unused-ignore", "stale-baseline"])
def test_what_is_said_of_silence_is_suppressed_by_name(
    documentation: Documentation, rule: str
) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n% deps: ignore[cites-dead]\n{dep}`1`\n")
    documentation.write(
        "proposals/deps-baseline.yaml", "- {proposal: 'dep:0001', rule: todo-left}\n"
    )
    assert len(documentation.build().lines) == 2
    documentation.options["suppress_warnings"] = [f"deps.{rule}"]
    (line,) = documentation.build().lines
    assert rule not in line


@pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")
@pytest.mark.skipif(
    docutils.__version_info__ < (0, 22),
    reason="older docutils count the lines of an included file one too far",
)
def test_a_file_that_pages_include_is_told_of_once_and_its_comments_hold(
    documentation: Documentation,
) -> None:
    documentation.options["exclude_patterns"] = ["shared"]
    documentation.write("docs/shared/note.md", "Once {dep}`4`.\n")
    for name in ("guide", "guide-2"):
        documentation.write(f"docs/{name}.md", "# Guide\n\n```{include} shared/note.md\n```\n")
    told = documentation.build().lines
    assert [line.partition(": WARNING")[0] for line in told] == ["docs/shared/note.md:1"]
    assert told == by_command_line(documentation)
    documentation.write("docs/shared/note.md", "% deps: ignore[cites-dead] x\nOnce {dep}`4`.\n")
    assert documentation.build().lines == by_command_line(documentation) == []
    documentation.write("docs/shared/note.md", "% deps: ignore[cites-dead] x\nOnce {dep}`1`.\n")
    idle = documentation.build().lines
    assert idle == by_command_line(documentation)
    assert len(idle) == 1
