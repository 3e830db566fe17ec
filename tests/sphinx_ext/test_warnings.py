"""What a build says of citations and proposals: once, on every build, with path and line."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sphinx_ext.documentation import Documentation, build_in

MARKDOWN = """\
# Guide

Built as {dep}`1` says; earlier {dep}`2`,
never {dep}`4`,
not yet {dep}`6`

and nowhere {dep}`99`.
"""
RESTRUCTURED = """\
Guide
=====

Built as :dep:`1` says; earlier :dep:`2`,
never :dep:`4`,
not yet :dep:`6`

and nowhere :dep:`99`.
"""


def said(path: str, *lines: int) -> list[str]:
    """What is said of the four citations that stand at these lines."""
    replaced, rejected, reserved, unknown = (f"{path}:{line}: WARNING: " for line in lines)
    past = "where the page speaks of the past, write {dep:historical}"
    return [
        f'{replaced}DEP 2 "Beta" was replaced by DEP 3 "Gamma" (cite what replaced it; {past}'
        "`DEP 2`) [deps.cites-replaced]",
        f'{rejected}DEP 4 "Delta" is Rejected ({past}`DEP 4`) [deps.cites-dead]',
        f"{reserved}",
        f'{unknown}there is no proposal "99" [deps.cites-unknown]',
    ]


@pytest.fixture(params=["docs/guide.md", "docs/guide.rst"])
def citing(request: pytest.FixtureRequest, documentation: Documentation) -> tuple[str, list[str]]:
    """The path of a page that cites what it should not, and what is to be said of it."""
    path = str(request.param)
    is_markdown = path.endswith(".md")
    (documentation.root / "docs/guide.md").unlink()
    documentation.write(path, MARKDOWN if is_markdown else RESTRUCTURED)
    return path, said(path, *((3, 4, 5, 7) if is_markdown else (4, 5, 6, 8)))


def is_said(lines: list[str], expected: list[str]) -> bool:
    """Whether just these warnings were given; of a reservation only the place is compared."""
    return len(lines) == len(expected) and all(
        line.startswith(words) and (line == words or "reserved" in line)
        for line, words in zip(lines, expected, strict=True)
    )


def test_dead_citations_fail_a_strict_build_and_are_said_once(
    documentation: Documentation, citing: tuple[str, list[str]]
) -> None:
    result = documentation.build(strict=True)
    assert is_said(result.lines, citing[1]), result.warnings
    assert result.status == 1


def test_a_second_run_without_any_change_says_the_same_and_fails_again(
    documentation: Documentation, citing: tuple[str, list[str]]
) -> None:
    first = documentation.build(strict=True)
    second = documentation.build(strict=True)
    assert (second.read, second.written) == ([], [])
    assert (second.status, second.lines) == (1, first.lines)


def test_an_application_that_builds_twice_says_the_same_twice(
    documentation: Documentation, citing: tuple[str, list[str]]
) -> None:
    with documentation.app() as app:
        first, second = build_in(app), build_in(app)
    assert is_said(first.lines, citing[1])
    assert second.lines == first.lines


def test_a_nitpicky_build_says_it_once_too(
    documentation: Documentation, citing: tuple[str, list[str]]
) -> None:
    documentation.options["nitpicky"] = True
    assert is_said(documentation.build().lines, citing[1])


def test_sphinx_build_itself_exits_with_one_twice(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", MARKDOWN)
    configuration = 'extensions = ["sphinx_deps"]\ndeps_series = ["../proposals"]\n'
    documentation.write("docs/conf.py", configuration)
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "docs", "out"]
    runs = [
        subprocess.run(command, cwd=documentation.root, capture_output=True, text=True, check=False)
        for _time in range(2)
    ]
    assert [run.returncode for run in runs] == [1, 1]
    assert runs[0].stderr == runs[1].stderr
    assert runs[0].stderr.count("guide.md:3: WARNING") == 1
    assert "Traceback" not in runs[0].stderr


def test_a_citation_without_fault_passes_a_strict_nitpicky_build(
    documentation: Documentation,
) -> None:
    documentation.options["nitpicky"] = True
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`1`, {dep:historical}`2`, {dep}`3`\n")
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")


def test_the_same_words_twice_in_a_paragraph_are_told_with_their_lines(
    documentation: Documentation,
) -> None:
    text = "# Guide\n\n{dep}`99` and\n99 times {dep}`99` and {dep}`99`\n"
    documentation.write("docs/guide.md", text)
    places = [line.partition(" ")[0] for line in documentation.build().lines]
    assert places == ["docs/guide.md:3:", "docs/guide.md:4:", "docs/guide.md:4:"]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("nitpick_ignore", [("dep:dep", "99")]),
        ("nitpick_ignore_regex", [("dep:.*", r"\d+")]),
        ("suppress_warnings", ["deps.cites-unknown"]),
        ("suppress_warnings", ["deps.*"]),
        ("suppress_warnings", ["deps"]),
    ],
    ids=["nitpick_ignore", "nitpick_ignore_regex", "one name", "all names", "the type"],
)
def test_a_broken_citation_is_silenced_by(
    documentation: Documentation, option: str, value: object
) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`99`\n")
    documentation.options |= {option: value, "nitpicky": True}
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")


def test_a_dead_citation_is_suppressed_by_its_name(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`4`\n")
    documentation.options["suppress_warnings"] = ["deps.cites-dead"]
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")


def test_notes_never_fail_a_build(documentation: Documentation) -> None:
    documentation.edit("proposals/process.yaml", "off}", "off, cites-dead: info}")
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`4`\n")
    documentation.options["deps_fail_on"] = "warning"
    result = documentation.build(strict=True)
    assert (result.status, result.warnings) == (0, "")


@pytest.mark.parametrize(
    ("threshold", "target", "status"),
    [
        ("error", "99", 1),
        ("error", "4", 0),
        ("warning", "4", 1),
        ("warning", "1", 0),
        ("never", "99", 0),
    ],
    ids=[
        "an error at error",
        "a warning at error",
        "a warning at warning",
        "nothing at warning",
        "an error at never",
    ],
)
def test_a_build_that_is_not_strict_ends_with(
    documentation: Documentation, threshold: str, target: str, status: int
) -> None:
    documentation.write("docs/guide.md", f"# Guide\n\n{{dep}}`{target}`\n")
    documentation.options["deps_fail_on"] = threshold
    assert documentation.build().status == status


def test_a_suppressed_finding_does_not_fail_the_build(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`99`\n")
    documentation.options |= {"deps_fail_on": "error", "suppress_warnings": ["deps.cites-unknown"]}
    assert documentation.build().status == 0


def test_a_fault_in_a_proposal_is_told_with_its_true_file(documentation: Documentation) -> None:
    documentation.propose("0006-zeta.md", "Yet to come", "Acepted", body="{dep}`98`")
    lines = documentation.build().lines
    assert [line.partition(": WARNING")[0] for line in lines] == [
        "proposals/0006-zeta.md:2",
        "proposals/0006-zeta.md:8",
    ]
    assert lines[0].endswith("[deps.unknown-status]")
    assert lines[1].endswith("[deps.cites-unknown]")


def test_a_companion_may_speak_of_the_past_but_not_of_what_is_unknown(
    documentation: Documentation,
) -> None:
    documentation.write("proposals/0001/more.md", "# More\n\n{dep}`2`, {dep}`4` and {dep}`99`\n")
    (line,) = documentation.build().lines
    assert line.startswith("proposals/0001/more.md:3: WARNING: there is no proposal")


def test_a_replaced_proposal_cited_by_its_file_is_told(documentation: Documentation) -> None:
    text = "# Guide\n\nAs agreed\n[there](../proposals/0002-beta.md).\n"
    documentation.write("docs/guide.md", text)
    (line,) = documentation.build().lines
    assert line.startswith('docs/guide.md:4: WARNING: DEP 2 "Beta" was replaced by DEP 3')


@pytest.mark.parametrize(
    "text",
    ["{ref}`dep-4`", "[](#dep-4)", "{any}`dep-4`", "{any}`DEP 4`", "{doc}`dep/0004-delta`"],
    ids=["ref", "a link to the anchor", "any, by anchor", "any, by label", "doc"],
)
def test_a_rejected_proposal_is_also_told_where_it_is_cited_by(
    documentation: Documentation, text: str
) -> None:
    documentation.write("docs/guide.md", f"# Guide\n\n{text}\n")
    (line,) = documentation.build().lines
    assert line.startswith('docs/guide.md:3: WARNING: DEP 4 "Delta" is Rejected')


def test_a_named_file_is_built_with_its_warnings(documentation: Documentation) -> None:
    documentation.write("docs/guide.md", "# Guide\n")
    documentation.build()
    documentation.write("docs/guide.md", "# Guide\n\n{dep}`99`\n")
    result = documentation.build("guide.md")
    assert result.read == ["guide"]
    assert result.lines == [
        'docs/guide.md:3: WARNING: there is no proposal "99" [deps.cites-unknown]'
    ]


def test_what_a_directive_asks_for_in_vain_is_told_on_every_build(
    documentation: Documentation,
) -> None:
    table = "```{dep:index}\n:columns: number nosuch requires\n:filter: status\n```\n"
    documentation.write("docs/guide.md", f"# Guide\n\n{table}\n```{{dep:summary}} 99\n```\n")
    first = documentation.build()
    assert [line.rpartition(" [")[2] for line in first.lines] == [
        "deps.index]",
        "deps.index]",
        "deps.summary]",
    ]
    assert "docs/guide.md:3: WARNING: dep:index: no proposal has a field 'nosuch'" in first.warnings
    second = documentation.build()
    assert (second.read, second.lines) == ([], first.lines)
    documentation.edit("proposals/process.yaml", "rules:", "fields: {requires: null}\nrules:")
    third = documentation.build()
    assert (third.read, "no proposal has a field 'requires'" in third.warnings) == ([], True)
    assert third.lines == documentation.build(output="clean").lines
    documentation.propose("0099-new.md", "New")
    assert "guide" not in documentation.build().read


def test_a_substitution_cites_where_a_page_uses_it(documentation: Documentation) -> None:
    documentation.options["rst_epilog"] = "\n.. |fast| replace:: :dep:`4`\n"
    documentation.write("docs/guide-a.rst", "A\n=\n\nNothing.\n")
    documentation.write("docs/guide-b.rst", "B\n=\n\nIt is |fast|.\n")
    (line,) = documentation.build().lines
    assert line.startswith('docs/guide-b.rst:4: WARNING: DEP 4 "Delta" is Rejected')


TRANSLATION = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Never {dep}`4`."
msgstr "Niemals {dep}`4`."
"""


def test_a_citation_in_a_translation_is_told_where_the_original_stands(
    documentation: Documentation,
) -> None:
    documentation.write("locale/de/LC_MESSAGES/guide.po", TRANSLATION)
    folders = [str(documentation.root / "locale")]
    documentation.options |= {"language": "de", "locale_dirs": folders}
    documentation.write("docs/guide.md", "# Guide\n\nFirst.\n\nNever {dep}`4`.\n")
    result = documentation.build()
    assert "Niemals" in result.page("guide").get_text()
    (line,) = result.lines
    assert line.startswith("docs/guide.md:5: WARNING:")
    comment = "% deps: ignore[cites-dead] the story of it\n\n"
    documentation.edit("docs/guide.md", "Never", f"{comment}Never")
    assert documentation.build().lines == []
