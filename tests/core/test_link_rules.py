"""Links, companions and sections with little in them: what the rules' pages don't show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_deps.catalog import read_catalog
from sphinx_deps.checking import check
from sphinx_deps.diagnostics import Diagnostic
from sphinx_deps.series_reading import SeriesSource

Findings = Callable[..., list[str]]

PROCESS = "extends: basic\nprefix: DEP\ndocuments: {include: ['0*.md']}\n"
BOLD = (
    "extends: basic\nmetadata: [bold]\ndocuments: {include: ['0*.md']}\n"
    "fields: {sponsor: {label: Sponsor}}\n"
)
FRONT = "---\nstatus: Draft\nauthors: Ada Example\ncreated: 2026-03-01\n---\n"


@pytest.fixture
def findings(tmp_path: Path) -> Findings:
    """The findings of one rule about a document and the files beside it, as "line: message"."""

    def find(rule: str, body: str, files: dict[str, str] | None = None, **given: str) -> list[str]:
        folder = tmp_path / "repository" / "deps"
        document = given.get("front", FRONT) + body
        process = given.get("process", PROCESS)
        written = {"process.yaml": process, "0001-fast-start.md": document, **(files or {})}
        for name, content in written.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
        report = check(read_catalog([SeriesSource(folder)]))
        assert not [
            found for found in report.diagnostics if found.rule in {"process", "internal-error"}
        ]
        return [_line(found) for found in report.diagnostics if found.rule == rule]

    return find


def _line(diagnostic: Diagnostic) -> str:
    finding = diagnostic.finding
    return f"{finding.location.line}: {finding.message}"


@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/gone",
        "mailto:ada@example.com",
        "//example.com/gone",
        "inv:python#gone",
        "project:#gone",
        "dep:7",
        "some-target",
        "#words",
        "#",
        "two%20words.md",
        "<two words.md>",
        "0002/",
        "0002",
        "./0002/notes.md",
        "./0002/notes",
        "0002/notes",
        "/deps/0002/notes",
        "path:0002/notes.md",
        "project:0002/notes.md#notes",
        "0002/notes.md?plain=1#L3",
        "/0002/notes.md",
        "/deps/0002/notes.md",
        "../deps/0002/notes.md",
    ],
)
def test_a_link_that_holds_or_that_nobody_can_judge_is_not_reported(
    findings: Findings, target: str
) -> None:
    files = {"two words.md": "# Two\n", "0002/notes.md": "# Notes\n"}
    assert findings("broken-link", f"# Words\n\n[text]({target})\n", files) == []


@pytest.mark.parametrize(
    "target", ["gone.md", "0002/gone.md", "/deps/gone.md", "path:gone.md", "gone/", "Gone.png"]
)
def test_a_link_to_a_missing_file_is_reported(findings: Findings, target: str) -> None:
    files = {"0002/notes.md": "# Notes\n"}
    expected = [f'8: there is no file "{target}"']
    assert findings("broken-link", f"# Words\n\n[text]({target})\n", files) == expected


@pytest.mark.parametrize("target", ["<!-- later -->", "TBD", "link", "{url}", "..."])
def test_a_placeholder_in_the_place_of_a_target_is_reported(
    findings: Findings, target: str
) -> None:
    expected = [f'8: "{target}" stands in the place of a link\'s target']
    assert findings("broken-link", f"# Words\n\n[text]({target})\n") == expected


def test_a_link_without_a_target_is_reported(findings: Findings) -> None:
    assert findings("broken-link", "# Words\n\n[text]()\n") == ['8: the link "text" has no target']


def test_a_definition_is_reported_once_where_it_is_written(findings: Findings) -> None:
    text = "# Words\n\n[one][a] and [two][a]\n\n[a]: <gone%20away.md>\n"
    assert findings("broken-link", text) == ['10: there is no file "gone away.md"']


@pytest.mark.parametrize(
    ("value", "rules"),
    [
        ("[EP 2](0002-old-name.md)", ["broken-link"]),
        ("[EP 2](0002-new-name.md), [EP 2](0002-old-name.md)", ["broken-link"]),
        ("[EP 3](0003-old-name.md)", ["unknown-proposal"]),
        ("[EP 2](0002-new-name.md)", []),
    ],
)
def test_a_dead_link_of_a_relation_is_told_by_one_rule(
    findings: Findings, value: str, rules: list[str]
) -> None:
    text = f"# Words\n\n**Status**: Draft\n\n**Requires**: {value}\n"
    files = {"0002-new-name.md": "# New name\n"}
    given = {"process": BOLD, "front": ""}
    names = ("broken-link", "unknown-proposal")
    assert [name for name in names for _ in findings(name, text, files, **given)] == rules


def test_a_dead_link_of_a_relation_is_told_where_no_other_rule_may(findings: Findings) -> None:
    text = "# Words\n\n**Status**: Draft\n\n**Requires**: [EP 3](0003-old-name.md)\n"
    process = f"{BOLD}rules: {{unknown-proposal: off}}\n"
    expected = ['5: there is no file "0003-old-name.md"']
    assert findings("broken-link", text, process=process, front="") == expected


def test_every_use_of_an_inline_link_is_reported(findings: Findings) -> None:
    expected = ['8: there is no file "a.md"', '10: there is no file "a.md"']
    assert findings("broken-link", "# Words\n\n[x](a.md)\n\n[y](a.md)\n") == expected


def test_a_link_to_a_place_without_the_ending_of_its_file_is_reported_with_the_file(
    tmp_path: Path,
) -> None:
    """MyST knows a file without its ending only as a whole, and images not at all."""
    body = "# Words\n\n[a](0001/notes#notes), ![b](0001/notes) and [c](0001/notes?x)\n"
    for name, text in {
        "process.yaml": PROCESS,
        "0001-a.md": f"{FRONT}{body}",
        "0001/notes.md": "# Notes\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = check(read_catalog([SeriesSource(tmp_path)])).diagnostics
    told = {one.finding.subject: one.finding.hint for one in found if one.rule.startswith("broken")}
    near = "did you mean 0001/notes.md?"
    assert told == {"0001/notes#notes": near, "0001/notes": None, "0001/notes?x": None}


def test_a_companion_that_is_linked_without_its_ending_is_no_orphan(findings: Findings) -> None:
    files = {"0001/notes.md": "# Notes\n", "0001/more.md": "# More\n"}
    text = "# Words\n\n[here](0001/notes) and [there](./0001/more)\n"
    process = f"{PROCESS.strip()[:-1]}, companions: ['{{id}}/**']}}\n"
    assert findings("orphan-file", text, files, process=process) == []
    assert len(findings("orphan-file", "# Words\n", files, process=process)) == 2


def test_links_in_html_are_followed_but_not_those_in_comments_and_code(findings: Findings) -> None:
    text = (
        "# Words\n\n<!-- <a href='no.md'> -->\n\n"
        "<p>\n<a class=x href='a.md'>x</a>\n</p>\n\nSee <a href=\"b.md\">y</a>, `[z](c.md)`.\n"
    )
    expected = ['11: there is no file "a.md"', '14: there is no file "b.md"']
    assert findings("broken-link", text) == expected


def test_links_of_companions_are_followed_too(findings: Findings) -> None:
    files = {"0001/notes.md": "# Notes\n\n[back](../0001-fast-start.md) [gone](more.md)\n"}
    assert findings("broken-link", "# Words\n", files) == ['3: there is no file "more.md"']


def test_a_relation_is_the_affair_of_another_rule_and_so_is_a_placeholder_in_a_field(
    findings: Findings,
) -> None:
    text = (
        "# Words\n\n**Status**: Draft\n**Authors**: Ada\n**Created**: 2026-03-01\n"
        "**Replaces**: [DEP 7](0007-slow.md)\n**Sponsor**: [name](<!-- who -->)\n"
    )
    assert findings("broken-link", text, front="", process=BOLD) == []
    assert len(findings("unknown-proposal", text, front="", process=BOLD)) == 1


@pytest.mark.parametrize(
    ("target", "others", "is_reported"),
    [
        ("../src/cache.py", [], False),
        ("../src/cache.py", ["LICENSE"], False),
        ("../src/cache.py", ["docs/index.md"], True),
        ("../src/cache.py", ["src/other.py"], True),
        ("../GUIDE.md", ["LICENSE.md"], False),
        ("../GUIDE.md", ["setup.py"], False),
        ("../GUIDE.md", ["README.md"], True),
        ("../../issues/12", ["docs/index.md"], False),
        ("../../elsewhere/x.md", ["../elsewhere/y.md"], False),
    ],
)
def test_what_leaves_the_folder_is_judged_where_the_repository_is_at_hand(
    findings: Findings, target: str, others: list[str], is_reported: bool
) -> None:
    files = {f"../{path}": "# Words\n" for path in others}
    assert bool(findings("broken-link", f"# Words\n\n[text]({target})\n", files)) == is_reported


@pytest.mark.parametrize(
    ("target", "is_reported"),
    [
        ("../refs/DEP-0007-slow-stop.md", True),
        ("../../../refs/DEP 7.md", True),
        ("../refs/DEP-0007-slow-stop.svg", False),
        ("../refs/DEPENDENCIES.md", False),
        ("../refs/old-DEP-7.md", False),
    ],
)
def test_what_is_named_like_a_proposal_belongs_to_the_folder(
    findings: Findings, target: str, is_reported: bool
) -> None:
    text = f"# Words\n\n[text](<{target}>)\n"
    assert bool(findings("broken-link", text)) == is_reported


def test_a_repository_is_known_by_its_git_folder(findings: Findings) -> None:
    files = {"../../.git/HEAD": "ref\n", "../../docs/index.md": "# Words\n"}
    text = "# Words\n\n[a](../../src/x.py) [b](/docs/index.md) [c](../../../issues/3)\n"
    assert findings("broken-link", text, files) == ['8: there is no file "../../src/x.py"']


@pytest.mark.parametrize(
    ("target", "near"),
    [
        ("fast_start.md", "0001-fast-start.md"),
        ("notes/cache-notes.md", "0002/cache_notes.md"),
        ("0007-fast-start.md", "0001-fast-start.md"),
        ("0002-stop.md", "0002-slow-stop.md"),
        ("0009-gone.md", None),
        ("0009-rest.md", None),
        ("../DEP-0003-gone.md", None),
        ("../DEP-0002-gone.md", "0002-slow-stop.md"),
    ],
)
def test_the_hint_names_the_file_that_was_meant(
    tmp_path: Path, target: str, near: str | None
) -> None:
    (tmp_path / "0002").mkdir()
    (tmp_path / "0002/cache_notes.md").write_text("# Notes\n", encoding="utf-8")
    (tmp_path / "0001-fast-start.md").write_text("# A\n", encoding="utf-8")
    (tmp_path / "0003-rest.md").write_text(f"# C\n\n[x]({target})\n", encoding="utf-8")
    (tmp_path / "0002-slow-stop.md").write_text("# B\n", encoding="utf-8")
    (tmp_path / "process.yaml").write_text(PROCESS, encoding="utf-8")
    report = check(read_catalog([SeriesSource(tmp_path)]))
    hints = [one.finding.hint for one in report.diagnostics if one.rule == "broken-link"]
    assert hints == [near and f"did you mean {near}?"]


@pytest.mark.parametrize(
    "anchor",
    [
        "a--b-cd",
        "words",
        "words-1",
        "here",
        "by-id",
        "by-name",
        "by-attribute",
        "figure-one",
        "with-html",
        "eq-one",
        "in-yaml",
        "caf%C3%A9",
    ],
)
def test_an_anchor_is_a_heading_or_an_explicit_target(findings: Findings, anchor: str) -> None:
    text = (
        f"# Words\n\n[text](#{anchor})\n\n## A & B: `c`d\n\n## Words\n\n## Café\n\n"
        "(here)=\nText.\n\n"
        "<a id=\"by-id\"></a> <a name='by-name'></a>\n\nA {#by-attribute} paragraph.\n\n"
        "```{figure} x.png\n:name: figure-one\n```\n\n## <b>With</b> HTML\n\nText.\n\n"
        "$$\na = b\n$$ (eq-one)\n\n```{note}\n---\nname: 'in-yaml'\n---\nText.\n```\n"
    )
    assert findings("broken-anchor", text) == []


@pytest.mark.parametrize("anchor", ["Words", "words-1", "gone", "not-code"])
def test_an_anchor_that_no_heading_has_is_reported(findings: Findings, anchor: str) -> None:
    text = f"# Words\n\n[text](#{anchor})\n\n```\n# Not code\n```\n"
    expected = [f'8: the document has no heading or target "#{anchor}"']
    assert findings("broken-anchor", text) == expected


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("my-cure", True),
        ("My-Cure", False),
        ("two%20words", True),
        ("Two%20Words", False),
        ("two-words", True),
        ("a_note", True),
        ("A_Note", False),
        ("a-note", True),
        ("by-attribute", True),
        ("words-", True),
        ("words", True),
    ],
)
def test_targets_have_the_names_and_identifiers_that_myst_gives_them(
    findings: Findings, here: str, there: bool
) -> None:
    """Only in its own document a target is found whatever the case of the link."""
    body = (
        "# Fast start\n\n(My-Cure)=\nText.\n\n(Two Words)=\nText.\n\n"
        "```{note}\n:name: A_Note\nx\n```\n\n{#By-Attribute}\nText.\n\n## Words <!-- of ours -->\n"
    )
    files = {"0002-slow-stop.md": f"{FRONT}# B\n\n[x](0001-fast-start.md#{here})\n"}
    found = findings("broken-anchor", f"{body}\n[x](#{here})\n", files)
    assert [line.partition(":")[0] for line in found] == ([] if there else ["8"])


def test_the_case_of_headings_and_of_html_counts_everywhere(findings: Findings) -> None:
    text = "# Words\n\n<a id='Html'></a>\n\n[a](#Words)\n\n[b](#html)\n\n[c](#Html)\n"
    lines = [line.partition(":")[0] for line in findings("broken-anchor", text)]
    assert lines == ["10", "12"]


def test_a_citation_names_a_target_as_myst_knows_it(findings: Findings) -> None:
    text = "# Words\n\n(My-Cure)=\nText: {dep}`1#my-cure`.\n\n{dep}`1#My-Cure`\n"
    expected = ['11: DEP 1 has no section "My-Cure"']
    assert findings("cites-unknown", text) == expected


def test_within_a_documentation_a_target_may_be_on_another_page_unless_one_here_is_near(
    findings: Findings,
) -> None:
    text = "# Words\n\n[a](#rule-of-another-page) [b](#word) [c](0001/notes.md#gone)\n"
    files = {"0001/notes.md": "# Notes\n", "../conf.py": "extensions = []\n"}
    expected = [
        '8: notes.md has no heading or target "#gone"',
        '8: the document has no heading or target "#word"',
    ]
    assert sorted(findings("broken-anchor", text, files)) == expected


def test_the_anchor_of_a_proposal_leads_to_its_page_from_any_other(findings: Findings) -> None:
    files = {"0002-slow-stop.md": f"{FRONT}# Slow stop\n"}
    text = "# Words\n\n[a](#dep-2) [b](#dep-3) [c](0002-slow-stop.md#dep-2)\n"
    expected = [
        '8: 0002-slow-stop.md has no heading or target "#dep-2"',
        '8: the document has no heading or target "#dep-3"',
    ]
    assert sorted(findings("broken-anchor", text, files)) == expected


def test_anchors_of_other_markdown_files_are_looked_up_and_those_of_code_are_not(
    findings: Findings,
) -> None:
    files = {
        "0001/notes.md": "# Notes\n",
        "../README.md": "# Read me\n",
        "0001/cache.py": "x = 1\n",
    }
    text = (
        "# Words\n\n[a](0001/notes.md#notes) [b](0001/notes.md#gone) [c](../README.md#read-me)\n"
        "[d](../README.md#gone) [e](0001/cache.py#L10) [f](0001#gone)\n"
    )
    expected = [
        '8: notes.md has no heading or target "#gone"',
        '9: README.md has no heading or target "#gone"',
    ]
    assert findings("broken-anchor", text, files) == expected


def test_images_in_html_and_in_directives_are_looked_for(findings: Findings) -> None:
    text = (
        "# Words\n\n<img width=3 src='a.png'>\n\n- Text <img src=\"b.png\">\n\n"
        "```{image} c.png\n```\n\n````{note}\n![](d.png)\n````\n\n![](https://example.com/e.png)\n"
    )
    lines = [line.partition(":")[0] for line in findings("broken-image", text)]
    assert lines == ["8", "10", "12", "16"]
    assert findings("broken-link", text) == []


def test_an_image_of_any_ending_is_one_of_those_that_are_there(findings: Findings) -> None:
    files = {"images/logo.svg": "<svg/>", "../static/logo.svg": "<svg/>"}
    text = (
        "# Words\n\n![a](images/logo.*) ![b](/static/logo.*) ![c](images/log.*)\n\n"
        "```{figure} images/logo.*\n```\n\n```{figure} images/gone.*\n```\n"
    )
    expected = ['8: there is no image "images/log.*"', '13: there is no image "images/gone.*"']
    assert findings("broken-image", text, files) == expected


def test_images_in_directives_between_colons_are_looked_for(findings: Findings) -> None:
    text = (
        "# Words\n\n:::{image} a.png\n:::\n\n::::{note}\n:::{figure} b.png\nWords.\n:::\n::::\n\n"
        "> :::{image} c.png\n> :::\n\n````{tip}\n:::{image} d.png\n:::\n````\n\n"
        "`:::{image} e.png` and :::{image} f.png\n\n```\n:::{image} g.png\n```\n\n"
        ":::{code-block} md\n\n:::{image} h.png\n:::\n\n<!--\n:::{image} i.png\n-->\n\n"
        "::: python\n:::{image} j.png\n:::\n\n:::{image} https://example.org/k.png\n:::\n\n"
        ":::{image}\n:::\n\n:::{image} l.png\n"
    )
    named = [line.partition("image ")[2] for line in findings("broken-image", text)]
    assert named == ['"a.png"', '"b.png"', '"c.png"', '"d.png"', '"l.png"']
    assert findings("broken-image", text)[:2] == [
        '8: there is no image "a.png"',
        '12: there is no image "b.png"',
    ]


def test_images_in_html_are_looked_for_however_their_attributes_are_written(
    findings: Findings,
) -> None:
    text = (
        "# Words\n\nText <img src=a.png> and <img width=3 src=b.png/>.\n\n"
        "<p>\n<img alt=\"a > b\" src='c.png'>\n<img alt='x' data-src=\"d.png\">\n"
        '<img alt="it\'s" src = e.png >\n</p>\n\n'
        "```{figure-md} name\n![words](f.png)\n\nA caption.\n```\n"
    )
    named = [line.partition("image ")[2] for line in findings("broken-image", text)]
    assert named == ['"a.png"', '"b.png/"', '"c.png"', '"e.png"', '"f.png"']
    assert findings("broken-link", "# Words\n\nText <a href=a.md>x</a>\n") == [
        '8: there is no file "a.md"'
    ]


def test_a_companion_that_is_linked_shown_or_named_is_no_orphan(findings: Findings) -> None:
    text = (
        "# Words\n\n[a](0001/a.md) ![b](0001/b.svg) and `d.csv`\n\n"
        "<img src='0001/c.png'>\n\n[all](0001/more/)\n"
    )
    names = ["a.md", "b.svg", "b.drawio", "c.png", "d.csv", "e.yaml", "more/f.png", "g.png"]
    files = {f"0001/{name}": "x\n" for name in names}
    messages = findings("orphan-file", text, files)
    assert messages == ['1: nothing links this file, which belongs to DEP 1 "Words"']


def test_a_link_to_itself_does_not_save_an_orphan(findings: Findings) -> None:
    files = {"0001/a.md": "# A\n\n[me](a.md) [other](b.md)\n", "0001/b.md": "# B\n"}
    assert len(findings("orphan-file", "# Words\n", files)) == 1


def test_what_an_unread_document_may_link_is_no_orphan(findings: Findings) -> None:
    files = {"0001/a.svg": "x\n"}
    assert findings("orphan-file", "", files, front="") == []
    garbled = "---\nstatus: [\n---\n\n# Words\n"
    assert len(findings("orphan-file", "", files, front=garbled)) == 1


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<!-- Ada\n\nwrites this. -->",
        "% later",
        "(next)=",
        "---",
        "[a]: https://example.com",
        '<a id="x"></a>',
        "TBD",
        "**TODO**",
        "- To be written.",
        "(to be decided)",
    ],
)
def test_a_section_is_empty_whatever_a_reader_cannot_see(findings: Findings, content: str) -> None:
    text = f"# Words\n\n## Motivation\n\n{content}\n\n## Proposal\n\nWords.\n"
    assert len(findings("empty-section", text)) == 1


@pytest.mark.parametrize(
    "content",
    ["None.", "N/A", "![](x.png)", "```\ncode\n```", "### Part\n\nWords.", "TBD\n\n### Part\n\nX."],
)
def test_a_section_with_an_answer_or_with_parts_is_not_empty(
    findings: Findings, content: str
) -> None:
    text = f"# Words\n\n## Motivation\n\n{content}\n\n## Proposal\n\nWords.\n"
    assert findings("empty-section", text) == []


def test_a_definition_of_a_link_does_not_hide_what_follows(findings: Findings) -> None:
    text = "# Words\n\n## Motivation\n[motivation]: #motivation\n\nNobody likes to wait.\n"
    assert findings("empty-section", text) == []


def test_the_title_is_no_empty_section(findings: Findings) -> None:
    assert findings("empty-section", "# Words\n\n# Motivation\n\nText.\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "`TODO` and ``FIXME`` are code.",
        "```\nTODO\n```",
        "<!-- TODO -->",
        "A TODO in the code notes it, and the TODO list too.",
        'It is marked "TODO".',
        "See TODO.md, TODO_LIST, BA-XXX, XXXX and /TODO.",
        "See /XX/XX/XXXX, XXXX-XX-XXX and MXX/XX/XXXX.",
        "https://example.com/TODO",
        "A todo list.",
    ],
)
def test_what_only_looks_like_a_mark_is_none(findings: Findings, text: str) -> None:
    assert findings("todo-left", f"# Words\n\nMore.\n\n{text}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "TODO: measure.",
        "**TODO** measure.",
        "Measure (TBD).",
        "> FIXME measure",
        "See #TODO add link.",
        "Todo: measure.",
        "| a |\n|---|\n| TBD |",
        "### Part - TODO\n\nX.",
        "```{note}\nTODO: measure.\n```",
        "XXX measure, TODO ask.",
        "From XX/XX/XXXX on.",
        "From XXXX-XX-XX on.",
        "Until XX.XX.XXXX.",
    ],
)
def test_a_mark_in_prose_is_reported_once_a_paragraph(findings: Findings, text: str) -> None:
    assert len(findings("todo-left", f"# Words\n\nMore.\n\n{text}\n")) == 1


def test_a_mark_that_is_all_of_a_field_or_a_section_is_left_to_other_rules(
    findings: Findings,
) -> None:
    text = "# Words\n\n**Status**: Draft\n**Sponsor**: TBD\n\n## Motivation\n\nTODO\n"
    assert findings("todo-left", text, front="", process=BOLD) == []


def test_a_part_of_another_section_is_neither_at_a_wrong_level_nor_a_duplicate(
    findings: Findings,
) -> None:
    text = (
        "# Words\n\n## Motivation\n\nX.\n\n## Proposal\n\nX.\n\n## Appendix\n\n"
        "### Alternatives\n\nX.\n\n### Proposal\n\nX.\n"
    )
    assert findings("section-level", text) == []
    assert findings("duplicate-section", text) == []


def test_a_section_that_repeats_its_own_title_inside_is_a_duplicate(findings: Findings) -> None:
    text = "# Words\n\n## Proposal\n\n### Proposal:\n\nX.\n"
    expected = ['10: there is a section "Proposal" already, in line 8']
    assert findings("duplicate-section", text) == expected
    assert findings("section-level", text) == []


def test_n_a_is_reported_only_where_the_template_asks_to_omit_the_section(
    findings: Findings,
) -> None:
    process = PROCESS + (
        "sections: {standard: [{title: Motivation, expected: true}, {title: Goals}, "
        "{title: Risks}]}\ntemplates: {default: template.md}\n"
    )
    template = (
        "# T\n\n## Motivation\n\nOmit.\n\n## Goals\n\nRemove this if empty.\n\n## Risks\n\nX.\n"
    )
    text = "# Words\n\n## Motivation\n\nN/A\n\n## Goals\n\n- n/a\n\n## Risks\n\nN/A\n"
    files = {"template.md": template}
    expected = ['12: "Goals" says no more than "- n/a"; the template asks to leave the section out']
    assert findings("na-section", text, files, process=process) == expected


def test_an_address_for_mail_is_no_file(findings: Findings) -> None:
    assert findings("broken-link", "# Fast start\n\nAsk Ada <ada@example.org>.\n") == []
