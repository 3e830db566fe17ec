"""Titles, statuses, sections and left-over template text: what the rules' pages don't show."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_deps.catalog import read_catalog
from sphinx_deps.checking import check
from sphinx_deps.diagnostics import Diagnostic
from sphinx_deps.rules.section_order import longest_rise
from sphinx_deps.series_reading import SeriesSource

Findings = Callable[..., list[str]]

PROCESS = """
extends: basic
prefix: DEP
documents: {include: ["0*.md"]}
"""
NESTED = """
extends: basic
sections:
  standard:
    - {title: Motivation, level: 1, required: true}
    - {title: Goals, level: 2}
    - {title: Proposal, level: 1, required: true, aliases: ["Proposal, *"]}
    - {title: References, level: 2}
"""
FRONT = "---\nstatus: {}\nauthors: Ada Example\ncreated: 2026-03-01\n---\n"


@pytest.fixture
def findings(tmp_path: Path) -> Findings:
    """The findings of one rule about one document, as "line: message"."""

    def find(rule: str, text: str, process: str = PROCESS, **files: str) -> list[str]:
        (tmp_path / "process.yaml").write_text(process, encoding="utf-8")
        (tmp_path / "0001-fast-start.md").write_text(text, encoding="utf-8")
        for name, content in files.items():
            (tmp_path / f"{name}.md").write_text(content, encoding="utf-8")
        report = check(read_catalog([SeriesSource(tmp_path)]))
        assert not [
            found for found in report.diagnostics if found.rule in {"process", "internal-error"}
        ]
        return [_line(found) for found in report.diagnostics if found.rule == rule]

    return find


def _line(diagnostic: Diagnostic) -> str:
    finding = diagnostic.finding
    return f"{finding.location.line}: {finding.message}"


def document(*headings: str, status: str = "Draft") -> str:
    return FRONT.format(status) + "\n" + "\n\nWords.\n\n".join(headings) + "\n\nWords.\n"


# Titles


def test_a_heading_that_is_a_section_is_no_title(findings: Findings) -> None:
    text = document("# Motivation", "# A heading that is no section", "# Proposal")
    assert len(findings("missing-title", text)) == 1
    assert findings("missing-section", text) == [
        '1: there is no section "Alternatives"; the process expects it'
    ]


def test_a_missing_title_is_no_matter_where_the_slug_is_one(findings: Findings) -> None:
    process = PROCESS + "title: {from: [heading, slug]}\n"
    assert findings("missing-title", document("## Motivation"), process) == []


def test_a_title_field_is_named_by_its_label(findings: Findings) -> None:
    process = PROCESS + "title: {from: [field]}\nfields: {title: {label: Topic}}\n"
    [found] = findings("missing-title", document("# Heading"), process)
    assert found.endswith("write one: the field Topic")


@pytest.mark.parametrize("title", ["Title", "<Title>", "TITLE", r"\<Title\>", "`Title`"])
def test_a_placeholder_is_known_in_any_marks(findings: Findings, title: str) -> None:
    assert len(findings("title-placeholder", document(f"# {title}"))) == 1


@pytest.mark.parametrize(
    "title", ["DEP 1: Title", "DEP-0001: <Title>", "dep 1 \u2013 `Title`", "DEP #1. title"]
)
def test_a_placeholder_may_stand_behind_the_label(findings: Findings, title: str) -> None:
    assert len(findings("title-placeholder", document(f"# {title}"))) == 1
    assert findings("title-mismatch", document(f"# {title}")) == []


def test_a_placeholder_may_hold_a_label_itself(findings: Findings) -> None:
    process = PROCESS + "title: {placeholders: ['DEP 0: Name it']}\n"
    assert len(findings("title-placeholder", document("# DEP 0: Name it"), process)) == 1
    assert findings("title-mismatch", document("# DEP 0: Name it"), process) == []


@pytest.mark.parametrize("title", ["DEP 1: Title pages", "DEP 1", "DEP 1 title", "REP 1: Title"])
def test_a_title_behind_the_label_is_one(findings: Findings, title: str) -> None:
    assert findings("title-placeholder", document(f"# {title}")) == []


@pytest.mark.parametrize("title", ["Title pages", "Subtitle", "제목", "***", "<>"])
def test_a_title_that_only_resembles_a_placeholder_is_a_title(
    findings: Findings, title: str
) -> None:
    process = PROCESS + 'title: {placeholders: [Title, "<...>"]}\n'
    assert findings("title-placeholder", document(f"# {title}"), process) == []


def test_a_title_from_the_file_name_is_never_a_placeholder(findings: Findings) -> None:
    process = PROCESS + "title: {placeholders: [Fast start]}\n"
    assert findings("title-placeholder", document("## Motivation"), process) == []


# Statuses


@pytest.mark.parametrize(
    "status", ["'[x] Draft | Accepted | Rejected'", "Draft | Accepted | Rejected"]
)
def test_a_list_of_choices_is_reported_under_one_name(findings: Findings, status: str) -> None:
    text = document("# Start", status=status)
    assert len(findings("status-menu", text)) == 1
    assert findings("unknown-status", text) == []


@pytest.mark.parametrize("status", ["draft", "TBD", "''", "'[Name of the status]'"])
def test_what_other_rules_speak_of_is_no_unknown_status(findings: Findings, status: str) -> None:
    assert findings("unknown-status", document("# Start", status=status)) == []


def test_a_word_for_nothing_is_no_status_either(findings: Findings) -> None:
    [found] = findings("unknown-status", document("# Start", status="N/A"))
    assert found.startswith('2: "N/A" is not a status of DEP')


def test_a_status_of_several_lines_gives_a_message_of_one(findings: Findings) -> None:
    [found] = findings("unknown-status", document("# Start", status="|\n  In\n  discussion"))
    assert '"In discussion" is not a status' in found


REQUIRES = PROCESS + (
    "fields: {target: {label: Target}, owner: {label: Owner, required: true}, "
    "area: {label: Area, default: core}}\n"
    "statuses: {Accepted: {stage: accepted, requires: [target, owner, area]}}\n"
)


def test_a_field_that_every_proposal_needs_is_not_asked_for_twice(findings: Findings) -> None:
    assert findings("status-requires", document("# Start", status="Accepted"), REQUIRES) == [
        "2: Accepted needs Target, which is missing; fill it in"
    ]


@pytest.mark.parametrize(
    ("value", "lack"), [("", "is empty"), ("TBD", 'is "TBD"'), ("N/A", 'is "N/A"')]
)
def test_a_field_that_says_nothing_does_not_suffice(
    findings: Findings, value: str, lack: str
) -> None:
    text = document("# Start", status=f"Accepted\nowner: Ada\ntarget: {value}")
    assert findings("status-requires", text, REQUIRES) == [
        f"2: Accepted needs Target, which {lack}; fill it in"
    ]


def test_a_missing_successor_is_left_to_its_own_rule(findings: Findings) -> None:
    assert findings("status-requires", document("# Start", status="Replaced")) == []


# Sections


@pytest.mark.parametrize(
    "headings",
    [
        ("## 1. Motivation", "## 2. Proposal", "## 3. Alternatives"),
        ("# MOTIVATION:", "#### `Proposal`", "## *Alternatives*"),
        ("## Context", "## Decision", "## Rejected Ideas"),
    ],
    ids=["numbered", "in other marks, case and levels", "by aliases"],
)
def test_a_section_is_known_by_its_words(findings: Findings, headings: tuple[str, ...]) -> None:
    assert findings("missing-section", document("# Start", *headings)) == []


def test_a_heading_in_code_a_quotation_or_a_comment_is_no_section(findings: Findings) -> None:
    hidden = "```\n## Proposal\n```\n\n> ## Proposal\n\n<!--\n## Proposal\n-->"
    text = document("# Start", "## Motivation", "## Alternatives", hidden)
    assert findings("missing-section", text) == [
        '1: there is no section "Proposal"; the process expects it'
    ]


def test_the_start_of_an_alias_counts_its_marks(findings: Findings) -> None:
    start = ("# Start", "# Motivation")
    assert findings("missing-section", document(*start, "# Proposal, in short"), NESTED) == []
    assert len(findings("missing-section", document(*start, "# Proposals of others"), NESTED)) == 1


def test_the_title_of_the_document_is_no_section(findings: Findings) -> None:
    process = (
        PROCESS + 'sections: {standard: [{title: Design, expected: true, aliases: ["Design *"]}]}\n'
    )
    assert (
        len(findings("missing-section", document("# Design of the cache", "## More"), process)) == 1
    )


def test_a_title_within_the_heading_of_a_section_leaves_the_section(findings: Findings) -> None:
    process = PROCESS + (
        r"title: {from: ['Summary - (?P<title>.+)']}" + "\n"
        'sections: {standard: [{title: Summary, required: true, aliases: ["Summary - *"]}]}\n'
    )
    text = document("## Summary - Start within a second")
    assert findings("missing-section", text, process) == []
    assert findings("missing-title", text, process) == []


@pytest.mark.parametrize("readers", ["metadata: [front-matter, sections]", "tolerated: [sections]"])
def test_a_section_that_is_read_as_a_field_is_left_to_the_fields(
    findings: Findings, readers: str
) -> None:
    process = f"{PROCESS}{readers}\nsections: {{standard: [{{title: Authors, required: true}}]}}\n"
    assert findings("missing-section", document("# Start"), process) == []


@pytest.mark.parametrize(
    ("title", "readers"),
    [("Authors", ""), ("Discussion", "metadata: [front-matter, sections]\n")],
    ids=["of a field that is read elsewhere", "of a field that may be left out"],
)
def test_a_section_that_is_but_named_like_a_field_is_asked_for(
    findings: Findings, title: str, readers: str
) -> None:
    process = f"{PROCESS}{readers}sections: {{standard: [{{title: {title}, required: true}}]}}\n"
    assert findings("missing-section", document("# Start"), process) == [
        f'1: there is no section "{title}"; the process requires it'
    ]


TWO = (
    PROCESS
    + """
sections:
  standard: [{title: Motivation, expected: true}, {title: Design, required: true}, {title: Risks}]
  short: [{title: Goal, required: true}, {title: Plan, required: true}]
"""
)


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        (("## Goal",), "Plan"),
        (("## Risks", "## Motivation", "## Goal"), "Design"),
        (("## Motivation", "## Goal"), "Design"),
    ],
    ids=["the second", "the first", "the first of equals"],
)
def test_the_variant_with_the_most_sections_is_asked_for(
    findings: Findings, headings: tuple[str, ...], missing: str
) -> None:
    [found] = findings("missing-section", document("# Start", *headings), TWO)
    assert found.startswith(f'1: there is no section "{missing}"')


def test_each_section_that_a_document_lacks_is_told(findings: Findings) -> None:
    assert findings("missing-section", document("# Start", "## Risks"), TWO) == [
        '1: there is no section "Design"; the process requires it',
        '1: there is no section "Motivation"; the process expects it',
    ]


def test_a_process_without_sections_asks_for_none(findings: Findings) -> None:
    process = PROCESS + "sections: null\n"
    assert findings("missing-section", document("# Start"), process) == []
    assert findings("section-order", document("# Start"), process) == []


def test_a_process_may_want_no_order(findings: Findings) -> None:
    text = document("# Start", "## Proposal", "## Motivation")
    assert findings("section-order", text, PROCESS + "section-order: false\n") == []


def test_a_section_that_comes_too_early_is_named_by_what_follows(findings: Findings) -> None:
    text = document("# Start", "## Alternatives", "## Motivation", "## Proposal")
    assert findings("section-order", text) == [
        '11: "Alternatives" stands before "Proposal"; the process wants it after'
    ]


@pytest.mark.parametrize(
    "headings",
    [
        ("# Motivation", "# Proposal", "## Goals"),
        ("# Motivation", "### References", "# Proposal"),
        ("# Motivation", "## References", "# Proposal"),
    ],
    ids=["inside a section that is not around it", "deeper", "inside an earlier section"],
)
def test_a_part_with_a_common_name_is_not_out_of_order(
    findings: Findings, headings: tuple[str, ...]
) -> None:
    assert findings("section-order", document("# Start", *headings), NESTED) == []


def test_a_required_section_is_out_of_order_on_any_level(findings: Findings) -> None:
    text = document("# Start", "# Proposal", "### Motivation")
    assert findings("section-order", text, NESTED) == [
        '15: "Motivation" stands after "Proposal"; the process wants it before'
    ]


def test_only_the_first_heading_of_a_section_counts_for_the_order(findings: Findings) -> None:
    text = document("# Start", "## Motivation", "## Proposal", "## Motivation", "## Alternatives")
    assert findings("section-order", text) == []


@pytest.mark.parametrize("size", range(6))
def test_the_fewest_sections_are_out_of_order_and_of_equals_the_later(size: int) -> None:
    for order in itertools.permutations(range(size)):
        rising = [
            kept
            for length in range(size, -1, -1)
            for kept in itertools.combinations(range(size), length)
            if [order[at] for at in kept] == sorted(order[at] for at in kept)
        ]
        assert longest_rise(order) == list(rising[0] if rising else ())


# Text of the template

TEMPLATED = PROCESS + "templates: {default: template.md, other: other.md}\n"
LONG = "Say in one or two paragraphs what is wrong today, and whom it keeps from their work."
TEMPLATE = f"""# <Title>

Words above the sections are no prompts of ours.

## Motivation

{LONG}

- [ ] Read by a colleague
- [The guide](https://example.com/guide)

**Pros:**

N/A

## Proposal

**\\[Required\\]**

### Step \\<number\\>

- Step

Example:
> The cache is filled ahead of the first request.

## Alternatives

<!-- Name at least one, and why it was not chosen. -->
"""
OTHER = "# <Title>\n\n## Motivation\n\nWho waits?\n"


@pytest.fixture
def left(findings: Findings) -> Callable[..., list[str]]:
    """The findings about left-over text of a document with these parts."""

    def find(*parts: str, process: str = TEMPLATED) -> list[str]:
        text = FRONT.format("Draft") + "\n# Start\n\n" + "\n\n".join(parts) + "\n"
        return findings("template-text", text, process, template=TEMPLATE, other=OTHER)

    return find


@pytest.mark.parametrize(
    "text",
    [
        LONG.replace("and whom", "or whom"),
        LONG.replace("today, ", "today,\n"),
        f"{LONG}\nNobody likes to wait.",
        f"*{LONG}*",
        f"- {LONG}",
        "Who waits?",
    ],
    ids=[
        "reworded",
        "wrapped",
        "with an answer",
        "in other marks",
        "listed",
        "of another template",
    ],
)
def test_a_prompt_is_known_again(left: Callable[..., list[str]], text: str) -> None:
    assert [found.partition(":")[0] for found in left("## Motivation", text)] == ["11"]


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("## Motivation", "Words above the sections are no prompts of ours."),
        ("## Motivation", "- [ ] Read by a colleague\n- [x] Read by a colleague"),
        ("## Motivation", "- [The guide](https://example.com/guide)"),
        ("## Motivation", "**Pros:**\n\n- Fast"),
        ("## Motivation", "N/A"),
        ("## Motivation", f"```\n{LONG}\n```"),
        ("## Motivation", "Say what you like: it is slow."),
        ("## Motivation", "- Step"),
        ("## Proposal", "Required"),
        ("## Proposal", "### Step 1\n\n- Step one"),
        ("## Proposal", "The cache is filled ahead of the first request."),
        ("## Proposal", "Example:\n\n> The disk is asked ahead of the first request."),
    ],
)
def test_what_may_stand_is_no_left_over_text(
    left: Callable[..., list[str]], heading: str, text: str
) -> None:
    assert left(heading, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "[Required]",
        "**[Required]** Start ahead of time.",
        r"### Step \<number\>",
        "* Step",
        "> The cache is filled ahead of the first request.",
        "<!-- [Required] -->\n\n### Step <number>",
    ],
)
def test_brackets_headings_items_and_examples_are_known_again(
    left: Callable[..., list[str]], text: str
) -> None:
    [found] = left("## Proposal", text)
    assert '"Proposal" still holds the template\'s text' in found


def test_a_long_prompt_is_known_under_any_heading(left: Callable[..., list[str]]) -> None:
    [found] = left("## Why", LONG)
    assert found.startswith('11: "Why" still holds')


def test_each_section_is_named_once_where_readers_see_it(left: Callable[..., list[str]]) -> None:
    found = left("## Motivation", f"<!-- {LONG} -->", "### Deeper", LONG, "Who waits?")
    assert [line.partition(":")[0] for line in found] == ["15"]


def test_a_comment_in_the_text_is_an_information(left: Callable[..., list[str]]) -> None:
    [found] = left(
        "## Alternatives", "None. <!-- Name at least one, and why it was not chosen. -->"
    )
    assert found.endswith('why it was not chosen."; take it out')


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., list[str]]:
    """What any rule says of left-over, missing and open text: line, severity and rule."""

    def tell(*parts: str, process: str = TEMPLATED) -> list[str]:
        text = FRONT.format("Draft") + "\n# Start\n\n" + "\n\n".join(parts) + "\n"
        template = f"{TEMPLATE}\nTODO: measure it on two machines at least.\n"
        files = {"0001-fast-start": text, "template": template, "other": OTHER}
        for name, content in files.items():
            (tmp_path / f"{name}.md").write_text(content, encoding="utf-8")
        (tmp_path / "process.yaml").write_text(process, encoding="utf-8")
        return [
            f"{one.finding.location.line} {one.severity} {one.rule}"
            for one in check(read_catalog([SeriesSource(tmp_path)])).diagnostics
            if one.rule in {"template-text", "empty-section", "todo-left"}
        ]

    return tell


COMMENT = "<!-- Name at least one, and why it was not chosen. -->"
LEFT_TO_DO = "TODO: measure it on two machines at least."


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((COMMENT,), ["11 warning template-text"]),
        ((COMMENT, "None."), ["11 info template-text"]),
        (("TODO", COMMENT), ["9 warning empty-section", "13 info template-text"]),
        (("<!-- Later. -->",), ["9 warning empty-section"]),
        ((COMMENT, "## Own words", "Words."), ["11 info template-text"]),
        ((COMMENT, "## Proposal", "Words."), ["11 warning template-text"]),
        ((COMMENT, "### More", "Words."), ["11 info template-text"]),
        (
            ("### More", COMMENT, "### Others", COMMENT),
            ["13 info template-text", "15 warning empty-section"],
        ),
        ((LEFT_TO_DO,), ["11 warning template-text"]),
        (
            (LEFT_TO_DO, "TODO: ask Ada."),
            ["11 warning template-text", "13 info todo-left"],
        ),
    ],
)
def test_what_the_template_left_is_told_by_one_rule(
    told: Callable[..., list[str]], parts: tuple[str, ...], expected: list[str]
) -> None:
    assert told("## Alternatives", *parts) == expected


def test_where_left_over_text_is_not_told_of_others_tell(told: Callable[..., list[str]]) -> None:
    process = f"{TEMPLATED}rules: {{template-text: off}}\n"
    assert told("## Alternatives", COMMENT, process=process) == ["9 warning empty-section"]
    assert told("## Alternatives", LEFT_TO_DO, process=process) == ["11 info todo-left"]


def test_a_section_that_is_a_field_is_not_told_to_be_empty_by_its_comment(
    told: Callable[..., list[str]],
) -> None:
    process = f"{TEMPLATED}fields: {{why: {{label: Alternatives}}}}\n"
    assert told("## Alternatives", COMMENT, process=process) == ["11 warning template-text"]
    process += "metadata: [front-matter, sections]\n"
    assert told("## Alternatives", COMMENT, process=process) == ["11 info template-text"]


def test_a_process_without_templates_knows_no_prompts(left: Callable[..., list[str]]) -> None:
    assert left("## Motivation", LONG, process=PROCESS) == []


BOLD = "extends: basic\nmetadata: [bold]\ntemplates: {default: template.md}\n"
MENU = "Draft | Accepted | Implemented"
FIELDS = f"""# <Title>

**Status**: {MENU}

**Authors**: [Who wrote it] <!-- with their handles -->

**Created**: [Day]
"""


@pytest.mark.parametrize(
    ("after_status", "after_authors", "told"),
    [
        (f" <!-- {MENU} -->", " <!-- [Who wrote it] -->", ["3"]),
        ("", " <!-- With their handles. -->", ["5"]),
        (" <!-- Draft -->", " <!-- Ada is away\nuntil May. -->", []),
        ("", " <!-- [Day] -->", []),
        ("", "\n\nWords.\n\n<!-- [Who wrote it] -->", []),
    ],
    ids=["the first", "as a comment", "words of its own", "short", "below the fields"],
)
def test_a_comment_of_the_template_among_the_fields_is_told_once(
    findings: Findings, after_status: str, after_authors: str, told: list[str]
) -> None:
    text = f"# A\n\n**Status**: Draft{after_status}\n\n**Authors**: Ada{after_authors}\n"
    found = findings("template-text", text, BOLD, template=FIELDS)
    assert [line.partition(": ")[0] for line in found] == told


@pytest.mark.parametrize("written", ["status: Draft", "status: Draft  #", "team: 'a # b'"])
def test_front_matter_without_a_comment_of_the_template_is_left_alone(
    findings: Findings, written: str
) -> None:
    template = f"---\nstatus: Draft  # {MENU}\n---\n\n# <Title>\n"
    process = BOLD.replace("bold", "front-matter")
    text = f"---\n{written}\n---\n\n# A\n\n# {MENU}\n"
    assert findings("template-text", text, process, template=template) == []


def test_comments_that_never_end_take_no_more_time_than_long_texts(findings: Findings) -> None:
    text = f"# A\n\n**Status**: Draft {'<!-- ' * 30_000}\n\n**Authors**: Ada\n"
    start = time.process_time()
    assert findings("template-text", text, BOLD, template=FIELDS) == []
    assert time.process_time() - start < 3
