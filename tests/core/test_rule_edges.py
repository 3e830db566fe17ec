"""What the rules say in the cases that neither their pages nor the other tests come to.

Each of these was found by a mutant that no test noticed: see `tests/mutation/README.md`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.checking import check
from sphinx_deps.diagnostics import Finding, Location, Severity
from sphinx_deps.documents import read_documents
from sphinx_deps.proposal import Citation
from sphinx_deps.rule import Rule
from sphinx_deps.rules import RULES, RULES_BY_NAME
from sphinx_deps.series import Entry, Series
from sphinx_deps.series_reading import SeriesSource

Find = Callable[..., list[Finding]]

REGISTRY = """registry:
  file: README.md
  columns: {Number: number, Title: title, Author: authors, Status: status}
"""
HEADER = "| Number | Title | Author | Status |\n|---|---|---|---|\n"


def document(heading: str = "# Fast start", body: str = "", **fields: str) -> str:
    known = {"status": "Draft", "authors": "Ada Example", "created": "2026-02-01"}
    values = {**known, **{key.replace("_", "-"): value for key, value in fields.items()}}
    lines = "".join(f"{key}: {value}\n" for key, value in values.items())
    return f"---\n{lines}---\n\n{heading}\n\n{body}"


@pytest.fixture
def find(tmp_path: Path) -> Find:
    """The findings of one rule: about files of a series, and of `docs/` beside it."""

    def find(rule: str, files: dict[str, str], process: str = "") -> list[Finding]:
        deps, docs = tmp_path / "deps", tmp_path / "docs"
        given = {**files, "process.yaml": f"extends: basic\nprefix: DEP\n{process}"}
        for path, text in given.items():
            file = tmp_path / path if path.startswith("docs/") else deps / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        catalog = read_catalog([SeriesSource(deps)])
        found = check(catalog, read_documents([docs], catalog).citations).diagnostics
        broken = [one for one in found if one.rule in {"process", "internal-error"}]
        assert [one.finding.message for one in broken] == []
        return [one.finding for one in found if one.rule == rule]

    return find


def messages(found: list[Finding]) -> list[str]:
    return [finding.message for finding in found]


def lines(found: list[Finding]) -> list[int]:
    return [finding.location.line for finding in found]


# Every rule


LACKING = {
    "0001-words.md": "Words, n/a and TODO.\n",
    "0002-title.md": "---\ntitle: Only this\n---\n\n# TODO\n",
    "0003-menu.md": document("# Menu", "## A\n\nn/a\n", status="Draft | Odd | Old", number="some"),
    "0004-empty.md": document("", status="", authors="", created="", requires="", replaces=""),
    "0005-odd.md": document("# Odd", status="Odd", authors="?", created="soon", requires="DEP 6"),
    "0006-done.md": document("# Done", status="Accepted", requires="DEP 5, DEP 9"),
    "0007-gone.md": document("# Gone", status="Replaced"),
    "0008-last.md": document("# Last", "## Nothing").replace("status: Draft\n", ""),
}
FEW_WORDS = "prefix: XEP\nitems: {step: {prefix: STEP, heading: 'STEP (?P<number>\\d+)'}}\n"
MANY_WORDS = """fields:
  area: {label: Area}
  status: {default: Implemented}
statuses:
  Accepted: {stage: accepted, requires: [area]}
  Implemented: {stage: implemented, requires: [area]}
"""


@pytest.fixture(scope="module")
def lacking(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Documents without what processes ask for, under one that asks little and two that do."""
    root = tmp_path_factory.mktemp("lacking")
    processes = {
        "xep": FEW_WORDS,
        "dep": "extends: basic\nprefix: DEP\n",
        "bep": f"extends: basic\nprefix: BEP\n{MANY_WORDS}",
    }
    for name, process in processes.items():
        on = "".join(f"  {rule.name}: info\n" for rule in RULES if rule.severity is None)
        (root / name).mkdir()
        (root / name / "process.yaml").write_text(f"{process}rules:\n{on}", encoding="utf-8")
        for path, text in LACKING.items():
            (root / name / path).write_text(text, encoding="utf-8")
    return read_catalog([SeriesSource(root / name) for name in processes])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_rule_stumbles_over_what_a_document_lacks(rule: Rule, lacking: Catalog) -> None:
    citations = tuple(
        Citation(target, "role", Location("guide.md", line), role="dep", anchor="none")
        for line, target in enumerate(("1", "5", "7", "8", "99"), 1)
    )
    found = check(lacking, citations, [rule]).diagnostics
    assert [one.finding.message for one in found if one.rule == "internal-error"] == []


# Titles and fields


@pytest.mark.parametrize(
    ("sources", "wanted"),
    [
        ("[heading]", "a heading of level one above all sections"),
        ("[first-heading]", "a heading above all sections"),
        ("[field, heading]", "the field Name or a heading of level one above all sections"),
    ],
)
def test_a_document_without_a_title_is_told_where_one_may_stand(
    find: Find, sources: str, wanted: str
) -> None:
    process = f"title: {{from: {sources}}}\nfields: {{title: {{label: Name}}}}\n"
    [finding] = find("missing-title", {"0001-fast-start.md": document("Words.")}, process)
    assert finding.message.endswith(f"; write one: {wanted}")


TITLE = "fields: {title: {label: Title}}\n"


def test_titles_that_differ_only_in_their_label_are_one_title(find: Find) -> None:
    same = {"0001-fast-start.md": document("# DEP 1: Fast start", title="DEP-0001 - Fast start")}
    other = {
        "0001-fast-start.md": document("# DEP 1: Fast start", title="DEP 1 - DEP 1 - Fast start")
    }
    assert find("title-mismatch", same, TITLE) == []
    assert len(find("title-mismatch", other, TITLE)) == 1


def test_what_the_process_strips_from_titles_makes_no_other_title(find: Find) -> None:
    stripping = f"{TITLE}title: {{strip: 'Proposal - '}}\n"
    files = {"0001-fast-start.md": document("# Proposal - Fast start", title="Fast start")}
    twice = {
        "0001-fast-start.md": document("# Proposal - Proposal - Fast start", title="Fast start")
    }
    assert len(find("title-mismatch", files, TITLE)) == 1
    assert find("title-mismatch", files, stripping) == []
    assert len(find("title-mismatch", twice, stripping)) == 1


@pytest.mark.parametrize(("placeholders", "told"), [("", ["heading"]), ("none yet", [])])
def test_a_title_that_is_yet_to_be_filled_in_is_held_against_nothing(
    find: Find, placeholders: str, told: list[str]
) -> None:
    files = {"0001-fast-start.md": document("# Fast start", title="none yet")}
    process = (
        "title: {from: [field, heading]}\n"
        f"fields: {{title: {{label: Title, placeholders: [{placeholders}]}}}}\n"
    )
    assert [one.subject for one in find("title-mismatch", files, process)] == told


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Set about it", True),
        ("Log rotation", False),  # as part of "catalog"
        ("Ids for all", False),  # its initials
        ("Keyed lookups", False),  # the stem of five letters
        ("Быстрый one two", False),
        ("Быстро one two", True),
    ],
)
def test_a_title_shares_a_word_a_stem_or_a_short_form_with_its_file(
    find: Find, title: str, told: bool
) -> None:
    slug = {"Ids for all": "idempotent-dense-storage"}.get(title, "catalog-lookup-keyed")
    found = find("title-mismatch", {f"0001-{slug}.md": document(f"# {title}")})
    assert [finding.subject for finding in found] == (["slug"] if told else [])


def test_a_number_of_the_path_is_not_held_against_itself(find: Find) -> None:
    process = "documents: {path: '(?P<number>\\d+)-(?P<slug>[\\w-]+)\\.md'}\n"
    assert find("id-mismatch", {"0001-fast-start.md": document()}, process) == []


def test_a_second_main_document_is_told_by_its_metadata(find: Find) -> None:
    files = {
        "0001-fast-start.md": document(),
        "0001/main.md": document("# Other words"),
    }
    [finding] = find("rival-main", files)
    assert finding.message.endswith("it has metadata of its own")


@pytest.mark.parametrize(
    ("declared", "wanted"),
    [
        ("statuses: {Draft: {stage: draft, forbids: [built]}}", "correct the status"),
        (
            "statuses: {Draft: {stage: draft, forbids: [built]}, "
            "Done: {stage: implemented, requires: [built]}, "
            "Shipped: {stage: implemented, requires: [built]}}",
            "set the status to Done or Shipped",
        ),
    ],
)
def test_a_forbidden_field_is_told_with_the_statuses_that_want_it(
    find: Find, declared: str, wanted: str
) -> None:
    process = f"fields: {{built: {{type: version}}}}\n{declared}\n"
    [finding] = find("status-forbids", {"0001-a.md": document(built="26.1")}, process)
    assert finding.message.endswith(f"; empty it, or {wanted}")


def test_of_several_values_the_wrong_one_is_marked(find: Find) -> None:
    fields = {
        "targets": "26.1, v26.2",
        "choices": "one, four",
        "seen": "2026-03-01, 03/05/2026",
        "held": "2026-03-01, 2026-02-30",
        "sizes": "1, two",
        "built": "2026-03-01, 2026/3/5",
    }
    process = """fields:
  targets: {type: version, many: true, pattern: '\\d+\\.\\d+'}
  choices: {type: choice, many: true, choices: [one, two]}
  seen: {type: date, many: true}
  held: {type: date, many: true}
  built: {type: date, many: true}
  sizes: {type: integer, many: true}
"""
    files = {"0001-a.md": document(**fields)}
    columns = {
        rule: [one.location.column for one in find(rule, files, process)]
        for rule in (
            "version-format",
            "field-choice",
            "date-format",
            "date-impossible",
            "field-value",
        )
    }
    assert columns == {
        "version-format": [16],
        "field-choice": [15],
        "date-format": [19, 20],
        "date-impossible": [19],
        "field-value": [11],
    }
    fixes = [one.fix for one in find("date-format", files, process)]
    assert [fix and fix.edits[0].location.column for fix in fixes] == [None, 20]


@pytest.mark.parametrize("rule", ["person-format", "version-format"])
def test_only_a_declared_form_can_be_missed(find: Find, rule: str) -> None:
    process = f"fields: {{built: {{type: version}}}}\nrules: {{{rule}: warning}}\n"
    assert find(rule, {"0001-a.md": document(built="v1")}, process) == []


def test_what_the_path_says_is_not_said_in_another_form_or_place(find: Find) -> None:
    process = r"""documents:
  include: ['**/*.md']
  path: '(?P<status>\w+)/(?P<created>[\d-]+)-(?P<authors>[a-z]+)-(?P<number>\d{4})-a\.md'
fields:
  seen: {type: date}
  authors: {aliases: [Writers]}
"""
    text = "---\nseen: 2026/3/1\n---\n\n# A\n"
    files = {
        "draft/2026-3-1-ada-0001-a.md": text,
        "draft/2026-3-1-aad-0002-a.md": text.replace(
            "seen", "Writers: Ada Example, Ada, AdaExample\nseen"
        ),
    }
    rules = ("date-format", "status-case", "folder-mismatch", "person-spelling")
    told = {rule: [one.location.line for one in find(rule, files, process)] for rule in rules}
    assert told == {
        "date-format": [3, 2],
        "status-case": [],
        "folder-mismatch": [2],
        "person-spelling": [2],
    }


def test_a_heading_is_not_held_against_a_title_of_the_path(find: Find) -> None:
    process = r"""documents: {path: '(?P<number>\d{4})-(?P<title>\w+)\.md'}
title: {from: [heading, field]}
fields: {title: {label: Title}}
"""
    files = {"0001-quick.md": document("# Fast start")}
    assert find("title-mismatch", files, process) == []


@pytest.mark.parametrize(("area", "told"), [("Core", []), ("Net", ["area"])])
def test_case_makes_no_other_word_than_that_of_the_folder(
    find: Find, area: str, told: list[str]
) -> None:
    process = r"""documents:
  include: ['**/*.md']
  path: '(?P<area>\w+)/(?P<number>\d{4})-(?P<slug>\w+)\.md'
fields: {area: {label: Area}}
"""
    files = {"core/0001-a.md": document(area=area)}
    assert [one.subject for one in find("folder-mismatch", files, process)] == told


def test_what_stands_in_place_of_a_number_is_only_the_placeholder(find: Find) -> None:
    files = dict.fromkeys(("0000-a.md", "0000-process.md", "0001-b.md"), document())
    process = "number: {placeholder: '0000', except: [0000-process.md]}\n"
    assert [one.subject for one in find("id-unassigned", files, process)] == ["0000-a.md"]


def test_what_is_no_number_is_not_another_one(find: Find) -> None:
    files = {"0001-a.md": document(number="some")}
    assert find("id-mismatch", files, "fields: {number: {label: Number}}\n") == []


def test_a_field_that_stands_twice_is_told_also_below_an_unknown_one(find: Find) -> None:
    text = document(weather="fine").replace("---\n\n#", "status: Accepted\n---\n\n#")
    assert lines(find("duplicate-field", {"0001-a.md": text})) == [6]


def test_an_empty_field_is_told_to_be_required_or_expected(find: Find) -> None:
    process = "fields: {area: {label: Area, expected: true}}\n"
    files = {"0001-a.md": document(authors="", area="")}
    assert messages(find("empty-field", files, process)) == [
        'the required field "authors" is empty',
        'the expected field "area" is empty',
    ]


def test_a_document_lacks_fields_only_where_it_has_some_and_misspells_none(find: Find) -> None:
    files = {
        "0001-a.md": "# A\n",
        "0002-b.md": "---\nstatus: [Draft\n---\n\n# B\n",
        "0003-c.md": "---\nstatus: Draft\nautors: Ada Example\n---\n\n# C\n",
    }
    found = find("missing-field", files)
    assert [(one.proposal, one.subject) for one in found] == [("dep:0003-c.md", "created")]


def test_a_title_that_only_a_pattern_finds_is_to_be_a_heading(find: Find) -> None:
    process = "title: {from: ['Summary - (?P<title>.+)']}\n"
    [finding] = find("missing-title", {"0001-a.md": document("Words.")}, process)
    assert finding.message.endswith("; write one: a heading")


def test_an_unknown_status_is_no_list_of_choices(find: Find) -> None:
    files = {
        "0001-a.md": document(status="Odd"),
        "0002-b.md": document(status="Draft | Accepted | Rejected"),
        "0003-c.md": document(status="Draft / Accepted"),
    }
    told = [one.proposal for one in find("status-menu", files)]
    assert told == ["dep:0002-b.md", "dep:0003-c.md"]
    assert [one.proposal for one in find("unknown-status", files)] == ["dep:0001-a.md"]


def test_a_field_like_no_declared_one_is_to_be_declared(find: Find) -> None:
    [finding] = find("unknown-field", {"0001-a.md": document(weather="fine")})
    assert finding.hint == "declare it under `fields` in process.yaml"


@pytest.mark.parametrize(("status", "area"), [("Accepted", "TBD"), ("Replaced", "N/A")])
def test_a_required_field_that_says_nothing_is_what_its_status_needs(
    find: Find, status: str, area: str
) -> None:
    process = """fields: {area: {label: Area, required: true}}
statuses:
  Accepted: {stage: accepted, requires: [area]}
  Replaced: {stage: replaced, requires: [area]}
"""
    found = find("status-requires", {"0001-a.md": document(status=status, area=area)}, process)
    assert messages(found) == [f'{status} needs Area, which is "{area}"; fill it in']


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ("", ("YYYY-MM-DD; it is 2026-03-01", Severity.INFO)),
        (", formats: ['%d.%m.%Y']", ("DD.MM.YYYY; it is 01.03.2026", Severity.WARNING)),
    ],
)
def test_the_form_of_a_date_matters_more_where_it_is_declared(
    find: Find, declared: str, told: tuple[str, Severity]
) -> None:
    process = f"fields: {{seen: {{type: date{declared}}}}}\n"
    [finding] = find("date-format", {"0001-a.md": document(seen="March 1, 2026")}, process)
    assert (finding.message.partition("of the form ")[2], finding.severity) == told


# Sections

SECTIONS = """sections:
  standard:
    - {title: Motivation, level: 2, required: true}
    - {title: Proposal, level: 2, expected: true}
"""
TEMPLATED = "documents: {include: ['0*.md']}\ntemplates: {default: template.md}\n"


def test_a_required_section_is_an_error_and_an_expected_one_a_warning(find: Find) -> None:
    one = find("missing-section", {"0001-a.md": document(body="## Proposal\n\nP.\n")}, SECTIONS)
    assert [(found.message, found.severity) for found in one] == [
        ('there is no section "Motivation"; the process requires it', Severity.ERROR)
    ]
    none = find("missing-section", {"0001-a.md": document()}, SECTIONS)
    assert [(found.subject, found.severity) for found in none] == [
        ("Motivation", Severity.ERROR),
        ("Proposal", Severity.WARNING),
    ]


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        (("Motivations", "Proposal"), [("Motivation", [9])]),
        (("2. Motivaton", "Motivations", "Proposal"), [("Motivation", [9])]),
        (("Motivation", "Risks", "Propsal"), [("Proposal", [17])]),
        (("Mitigations of risk", "Proposal"), [("Motivation", [])]),
        (("Motivaton", "Propsal"), [("Motivation", [9]), ("Proposal", [13])]),
        (("Motivaton", "Motivation"), [("Proposal", [])]),
        (("Plan", "Motivation"), [("Proposal", [])]),
    ],
)
def test_the_heading_that_was_meant_for_a_missing_section_is_named(
    find: Find, titles: tuple[str, ...], told: list[tuple[str, list[int]]]
) -> None:
    body = "".join(f"## {title}\n\nWords.\n\n" for title in titles)
    found = find("missing-section", {"0001-a.md": document(body=body)}, SECTIONS)
    places = [(one.subject, [place.location.line for place in one.related]) for one in found]
    assert places == told


def test_what_was_meant_by_a_heading_is_asked(find: Find) -> None:
    body = "## 1. Motivaton\n\nWords.\n\n## Proposal\n\nWords.\n"
    [found] = find("missing-section", {"0001-a.md": document(body=body)}, SECTIONS)
    assert found.hint == 'did you mean it by "1. Motivaton"?'
    assert [one.message for one in found.related] == ['the heading "1. Motivaton"']


def test_a_section_that_is_the_only_one_is_missing_by_its_name(find: Find) -> None:
    process = "sections:\n  standard:\n    - {title: Motivation, level: 2, required: true}\n"
    assert messages(find("missing-section", {"0001-a.md": document()}, process)) == [
        'there is no section "Motivation"; the process requires it'
    ]


def test_a_section_that_stands_twice_is_told_also_below_one_by_another_name(find: Find) -> None:
    process = SECTIONS.replace("level: 2, required", "aliases: [Why], level: 2, required")
    body = "".join(f"## {title}\n\nWords.\n\n" for title in ("Why", "Proposal", "Proposal"))
    assert lines(find("duplicate-section", {"0001-a.md": document(body=body)}, process)) == [17]


def test_each_empty_section_is_told_and_none_that_is_a_field(find: Find) -> None:
    process = (
        f"{SECTIONS}metadata: [front-matter, sections]\nfields: {{owners: {{label: Owners}}}}\n"
    )
    titles = ("Notes", "Motivation", "Proposal", "Owners")
    body = "## Risks\n\nn/a\n\n" + "".join(f"## {title}\n\n" for title in titles)
    found = find("empty-section", {"0001-a.md": document(body=body)}, process)
    assert [(one.subject, one.severity) for one in found] == [
        ("Notes", None),
        ("Motivation", None),
        ("Proposal", None),
    ]


def test_an_empty_heading_above_a_part_that_nobody_declares_may_be_meant_as_its_title(
    find: Find,
) -> None:
    titles = ("Motivation", "Background", "Notes", "Details")
    body = "".join(f"## {title}\n\n" for title in titles)
    found = find("empty-section", {"0001-a.md": document(body=body)}, SECTIONS)
    assert [(one.subject, one.severity) for one in found] == [
        ("Motivation", Severity.INFO),
        ("Background", Severity.INFO),
        ("Notes", Severity.INFO),
        ("Details", None),
    ]


def test_a_section_at_another_level_is_told_once(find: Find) -> None:
    process = SECTIONS.replace("level: 2, required", "aliases: [Why], level: 2, required")
    body = "# Why\n\nWords.\n\n### Proposal\n\nP.\n\n### Proposal\n\nP.\n\n### Why\n\nW.\n"
    found = find("section-level", {"0001-a.md": document(body=body)}, process)
    assert [(one.subject, one.location.line) for one in found] == [
        ("Motivation", 9),
        ("Proposal", 13),
    ]


def test_a_heading_below_the_declared_level_is_out_of_order_only_by_its_own_title(
    find: Find,
) -> None:
    body = "## Proposal\n\nP.\n\n### Motivation\n\nM.\n"
    assert lines(find("section-order", {"0001-a.md": document(body=body)}, SECTIONS)) == [13]


ABCD = "sections:\n  standard:\n" + "".join(
    f"    - {{title: {title}, level: 2, required: true}}\n" for title in "ABCD"
)


@pytest.mark.parametrize(
    ("order", "message"),
    [
        ("DABC", '"D" stands before "C"; the process wants it after'),
        ("BCDA", '"A" stands after "B"; the process wants it before'),
        ("ACDB", '"B" stands after "C"; the process wants it before'),
        ("ADBC", '"D" stands before "C"; the process wants it after'),
        ("CABD", '"C" stands before "B"; the process wants it after'),
    ],
)
def test_a_section_is_told_what_it_stands_on_the_wrong_side_of(
    find: Find, order: str, message: str
) -> None:
    body = "".join(f"## {title}\n\nWords.\n\n" for title in order)
    assert messages(find("section-order", {"0001-a.md": document(body=body)}, ABCD)) == [message]


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        ("## Aside|## First", ["First"]),
        ("## Late|## First", ["First"]),
        ("## Notes|### Last|#### Aside|## First", ["First"]),
        ("## Last|## Notes|### Aside", []),
    ],
)
def test_a_section_that_may_be_left_out_is_out_of_order_only_at_its_level(
    find: Find, titles: str, told: list[str]
) -> None:
    process = """sections:
  standard:
    - {title: First, level: 2, required: true}
    - {title: Aside, level: 2}
    - {title: Last, level: 2, expected: true, aliases: [Late]}
"""
    body = "".join(f"{title}\n\nWords.\n\n" for title in titles.split("|"))
    found = find("section-order", {"0001-a.md": document(body=body)}, process)
    assert [one.subject for one in found] == told


def test_an_unexpected_section_is_told_what_it_may_be_meant_for(find: Find) -> None:
    process = f"{SECTIONS}rules: {{unexpected-section: warning}}\n"
    body = "## Motivatoin\n\nM.\n\n## Thanks\n\nT.\n"
    found = find("unexpected-section", {"0001-a.md": document(body=body)}, process)
    assert [finding.hint for finding in found] == ["did you mean Motivation?", None]


def test_a_heading_without_words_is_not_named_as_the_place_of_template_text(find: Find) -> None:
    words = "Say in one or two paragraphs what is wrong, and for whom."
    files = {
        "template.md": f"## Motivation\n\n{words}\n",
        "0001-a.md": document(body=f"##\n\n{words}\n"),
    }
    process = f"{SECTIONS}{TEMPLATED}"
    assert messages(find("template-text", files, process)) == [
        f'the document still holds the template\'s text: "{words}"; replace it or take it out'
    ]


def test_template_text_is_told_by_the_section_whatever_its_heading(find: Find) -> None:
    words = "Say in one or two paragraphs what is wrong, and for whom."
    files = {
        "template.md": f"## Motivation\n\n{words}\n",
        "0001-a.md": document(body=f"## Why\n\n{words}\n"),
    }
    aliases = SECTIONS.replace("level: 2, required", "aliases: [Why], level: 2, required")
    process = f"{aliases}{TEMPLATED}"
    assert [one.subject for one in find("template-text", files, process)] == ["Motivation"]


def test_what_the_template_says_in_a_field_is_yet_to_be_filled_in(find: Find) -> None:
    process = (
        f"metadata: [bullets]\n{TEMPLATED}"
        "title: {from: [field]}\nfields:\n  title: {}\n  issue: {type: links}\n  licence: {}\n"
    )
    fields = (
        "- Title: (fill me in with a name, `my_idea`)\n"
        "- Issue: [acme#0000](https://example.org/0000)\n- Licence: Public domain (CC0)\n"
    )
    files = {"template.md": fields, "0001-fast-start.md": fields}
    assert lines(find("field-placeholder", files, process)) == [1, 2]
    assert find("title-mismatch", files, process) == []


LABELLED = "Explain it as if it were there already. That is, say:"
QUESTION = "Will the feature require a restart of the server?"


@pytest.mark.parametrize(
    ("prompt", "left", "is_told"),
    [
        (LABELLED, LABELLED, True),
        (f"<!--\n{LABELLED}\n-->", f"<!--\n{LABELLED}\n-->", True),
        ("Those who read it first:", "Those who read it first:", False),
        (f"- {QUESTION}", f"- {QUESTION}", True),
        (f"- {QUESTION}", f"- {QUESTION}\n\n  No.", True),
        (f"- {QUESTION}", f"- {QUESTION} No, it is read while it runs.", False),
        (f"{QUESTION} Say why.", f"{QUESTION} Say why.", True),
    ],
)
def test_labels_and_answered_questions_of_the_template_are_kept(
    find: Find, prompt: str, left: str, is_told: bool
) -> None:
    files = {
        "template.md": f"## Motivation\n\n{prompt}\n",
        "0001-a.md": document(body=f"## Motivation\n\n{left}\n\nWords.\n"),
    }
    process = f"{SECTIONS}{TEMPLATED}"
    assert bool(find("template-text", files, process)) == is_told


def test_a_long_prompt_is_known_by_how_it_begins(find: Find) -> None:
    words = [f"word{at}" for at in range(4000)]
    other = [*words[:39], "else", *words[:3000:-1]]
    files = {
        "template.md": f"## Motivation\n\n{' '.join(words)}\n",
        "0001-a.md": document(body=f"## Motivation\n\n{' '.join(other)}\n"),
    }
    process = f"{SECTIONS}{TEMPLATED}"
    start = time.process_time()
    find("template-text", files, process)
    assert time.process_time() - start < 2, "letters are compared with all others"


def test_words_of_two_blocks_are_told_apart(find: Find) -> None:
    prompt = "Say in one or two paragraphs what is wrong, and for whom"
    files = {
        "template.md": f"## Motivation\n\n- {prompt}\n",
        "0001-a.md": document(body=f"## Motivation\n\n- {prompt}\n\n  Us.\n"),
    }
    process = f"{SECTIONS}{TEMPLATED}"
    (message,) = messages(find("template-text", files, process))
    assert f"{prompt} Us." in message


def test_a_word_of_a_file_name_has_all_its_letters(find: Find) -> None:
    process = "documents: {path: '(?P<number>\\d{4})-(?P<slug>.+)\\.md'}\n"
    files = {"0001-gr\u00f6\u00dfe.md": "# Wie viel Platz ein Cache braucht\n"}
    assert messages(find("title-mismatch", files, process)) == []


@pytest.mark.parametrize(("declared", "told"), [("", ["Copyright"]), (", boilerplate: true", [])])
def test_what_the_template_says_in_a_section_of_boilerplate_is_to_stay(
    find: Find, declared: str, told: list[str]
) -> None:
    licence = "## Copyright\n\nThis document is placed in the public domain, or under CC0-1.0.\n"
    files = {"template.md": licence, "0001-a.md": document(body=licence)}
    process = f"sections: {{default: [{{title: Copyright{declared}}}]}}\n{TEMPLATED}"
    assert [one.subject for one in find("template-text", files, process)] == told


REPEATED = "REQ 4 stands in line 19 already; the next free one is REQ 5"


@pytest.mark.parametrize(
    ("items", "found"),
    [
        ("1 2 4", ["REQ 4 follows REQ 2; there is no REQ 3"]),
        ("1 2 4 4", ["REQ 4 follows REQ 2; there is no REQ 3", REPEATED]),
        ("1 3 4", ["REQ 3 follows REQ 1; there is no REQ 2"]),
        ("0 1 2", []),
    ],
)
def test_the_first_number_that_is_missing_is_named(
    find: Find, items: str, found: list[str]
) -> None:
    body = "".join(f"### REQ {number} Title\n\nWords.\n\n" for number in items.split())
    process = "items: {requirement: {prefix: REQ, heading: 'REQ (?P<number>\\d+) (?P<title>.+)'}}\n"
    files = {"0001-a.md": document(body=f"## Requirements\n\n{body}")}
    assert messages(find("item-number", files, process)) == found


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("## Plan\n\nTODO\n\n## More\n\nTODO: say more\n\nTODO: say it\n", [15, 17]),
        ("## Plan\n\nTBD\n## TODO: cut this\n\nWords, TODO: more\nTODO: and more\n", [12, 14]),
        ("TODO: say it\n## Plan\nTODO\n", [9]),
        ("As the TODO says.\n\nTODO: say it\n", [11]),
        ("Fix this: TODO\n\nInclude TODO\n\nWe see what TODO holds\n", [9, 11, 13]),
    ],
)
def test_a_mark_is_told_once_a_paragraph_and_not_where_it_is_all_of_a_section(
    find: Find, body: str, told: list[int]
) -> None:
    assert lines(find("todo-left", {"0001-a.md": document(body=body)})) == told


def test_a_mark_in_the_first_heading_is_told(find: Find) -> None:
    assert lines(find("todo-left", {"0001-a.md": document("# TODO: name it")})) == [7]


# Relations


def place_of(finding: Finding) -> tuple[int, str]:
    [related] = finding.related
    return related.location.line, related.message


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        (
            "requires-less-mature",
            document("# A"),
            document("# B", status="Accepted", requires="DEP 1"),
        ),
        (
            "successor-status",
            document("# A", status="Rejected"),
            document("# B", status="Replaced", replaced_by="DEP 1"),
        ),
        (
            "successor-status",
            document("# A", status="Accepted", replaces="DEP 2"),
            document("# B", status="Accepted"),
        ),
    ],
)
def test_the_status_of_the_other_proposal_is_a_related_place(
    find: Find, rule: str, old: str, new: str
) -> None:
    [finding] = find(rule, {"0001-a.md": old, "0002-b.md": new})
    assert place_of(finding) == (2, 'DEP 1 "A"')
    assert finding.proposal == "dep:0002-b.md"


def test_a_one_sided_relation_leads_to_the_field_that_should_name_it(find: Find) -> None:
    files = {
        "0001-a.md": document("# A", status="Replaced", replaced_by="DEP 3"),
        "0002-b.md": document("# B", status="Accepted", replaces="DEP 1"),
        "0003-c.md": document("# C", status="Accepted", replaces="DEP 1"),
    }
    [finding] = find("one-sided-relation", files)
    assert place_of(finding) == (5, 'DEP 1 "A"')


def test_a_proposal_that_replaces_itself_is_not_one_sided(find: Find) -> None:
    files = {
        "0001-a.md": document("# A", status="Accepted", replaces="DEP 1", replaced_by="DEP 2"),
        "0002-b.md": document("# B", status="Accepted", replaces="DEP 1"),
    }
    assert find("one-sided-relation", files) == []


def test_a_proposal_that_is_related_to_itself_is_told_so_in_words(find: Find) -> None:
    replaced = {"0001-a.md": document("# A", status="Replaced", replaced_by="DEP 1")}
    required = {"0001-a.md": document("# A", requires="DEP 1")}
    assert messages(find("relation-cycle", replaced)) == ["DEP 1 is replaced by itself"]
    assert messages(find("relation-cycle", required)) == ["DEP 1 requires itself"]


def test_who_only_plans_to_replace_another_is_not_named_there(find: Find) -> None:
    files = {
        "0001-a.md": document("# A", status="Replaced", replaced_by="DEP 3"),
        "0002-b.md": document("# B", status="Draft", replaces="DEP 1"),
        "0003-c.md": document("# C", status="Accepted", replaces="DEP 1"),
    }
    assert find("one-sided-relation", files) == []


def test_a_circle_is_told_where_the_replaced_one_names_the_other(find: Find) -> None:
    fields = {"replaces": "DEP 2", "replaced_by": "DEP 2", "status": "Replaced"}
    files = {
        "0001-a.md": document("# A", **fields),
        "0002-b.md": document("# B", status="Replaced", replaces="DEP 1", replaced_by="DEP 1"),
    }
    assert lines(find("relation-cycle", files)) == [6]


def test_what_is_required_under_an_unknown_status_is_not_less_mature(find: Find) -> None:
    files = {
        "0001-a.md": document("# A", status="Odd"),
        "0002-b.md": document("# B", status="Accepted", requires="DEP 1"),
    }
    assert find("requires-less-mature", files) == []


def test_who_replaces_itself_or_nobody_does_not_outlive_itself(find: Find) -> None:
    files = {"0001-a.md": document("# A", status="Accepted", replaces="DEP 1, DEP 9")}
    assert find("successor-status", files) == []


def test_a_relation_by_any_name_whose_inverse_is_the_successor_says_who_replaces(
    find: Find,
) -> None:
    process = "fields: {obsoletes: {type: proposals, inverse: replaced-by}}\n"
    files = {
        "0001-a.md": document("# A", status="Accepted"),
        "0002-b.md": document("# B", status="Accepted", obsoletes="DEP 1"),
    }
    assert [one.proposal for one in find("successor-status", files, process)] == ["dep:0001-a.md"]


def test_a_series_whose_process_knows_no_replacement_replaces_nothing(tmp_path: Path) -> None:
    processes = {
        "dep": "extends: basic\nprefix: DEP\n",
        "bep": "extends: basic\nprefix: BEP\nfields: {replaces: null, replaced-by: null}\n",
    }
    for name, process in processes.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "process.yaml").write_text(process, encoding="utf-8")
        text = document(status="Accepted")
        (tmp_path / name / "0001-a.md").write_text(text, encoding="utf-8")
    catalog = read_catalog([SeriesSource(tmp_path / name) for name in processes])
    assert check(catalog, rules=[RULES_BY_NAME["successor-status"]]).diagnostics == ()


def test_who_is_replaced_is_told_every_status_that_says_so(find: Find) -> None:
    process = "statuses: {Obsolete: {stage: replaced}}\n"
    files = {
        "0001-a.md": document("# A", status="Accepted"),
        "0002-b.md": document("# B", status="Accepted", replaces="DEP 1"),
    }
    [finding] = find("successor-status", files, process)
    assert finding.message.endswith("set the status to Replaced or Obsolete")


def test_a_companion_that_names_its_parent_is_no_second_main_document(find: Find) -> None:
    files = {
        "0001-fast-start.md": document(),
        "0001/main.md": document("# Other words", parent="<../0001-fast-start.md>"),
    }
    assert find("rival-main", files) == []


def test_the_number_is_that_of_the_document_which_the_registry_links(find: Find) -> None:
    registry = f"{HEADER}| [1](0001-b.md) | Fast start | Ada Example | Draft |\n"
    files = {"README.md": registry, "0001-a.md": document(), "0001-b.md": document()}
    [finding] = find("duplicate-id", files, REGISTRY)
    assert (finding.proposal, finding.message) == ("dep:0001-a.md", "0001 is taken by 0001-b.md")


def test_the_registry_is_looked_at_once_however_many_numbers_are_taken_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Series] = []

    def entries(series: Series) -> tuple[Entry, ...]:
        looked.append(series)
        return ()

    monkeypatch.setattr(Series, "entries", property(entries))
    for name in ("0001-a.md", "0002-a.md", "0003-a.md", "0001-b.md", "0002-b.md"):
        (tmp_path / name).write_text(document(), encoding="utf-8")
    catalog = read_catalog([SeriesSource(tmp_path, "basic")])
    assert len(check(catalog, rules=[RULES_BY_NAME["duplicate-id"]]).diagnostics) == 2
    assert len(looked) == 1


@pytest.mark.parametrize("successor", ["", "TBD", "DEP 2 | DEP 3"])
def test_a_successor_that_is_yet_to_be_filled_in_is_told_by_another_rule(
    find: Find, successor: str
) -> None:
    files = {"0001-a.md": document(status="Replaced", replaced_by=successor)}
    assert len(find("no-successor", files)) == (0 if successor else 1)


# People


def test_the_usual_spelling_is_told_with_how_often_and_where(find: Find) -> None:
    process = "rules: {person-spelling: warning}\n"
    files = {
        "0001-a.md": document("# A", authors="Ben Sample, Ada Example"),
        "0002-b.md": document("# B", authors="AdaExample"),
    }
    [finding] = find("person-spelling", files, process)
    assert finding.message.startswith('authors: "AdaExample" is written "Ada Example" elsewhere, o')
    assert "elsewhere, once; " in finding.message
    assert finding.related[0].location.column == 22
    assert finding.proposal == "dep:0002-b.md"


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("Ada Example (@team)", "Ben Sample (@team)", False),
        ("Ada Example (@ada)", "Ada M. Example (@ada)", True),
        ("Ada Example (team@x.org)", "Ben Sample (team@x.org)", False),
        ("Ada Example (ada@x.org)", "Ada Miller (ada@x.org)", True),
        ("Ada Example (ada@x.org)", "Adda Exampel (ada@x.org)", True),
        ("Ada Example", "Example Ada", True),
        ("Example", "Exampel", True),
        ("Exampl", "Examlp", True),
        ("Adaex", "Adaxe", False),
        ("Adae (ada@x.org)", "Adaexample (ada@x.org)", True),
    ],
)
def test_names_of_one_person_have_an_address_and_something_of_the_name_in_common(
    find: Find, one: str, other: str, told: bool
) -> None:
    files = {"0001-a.md": document("# A", authors=one), "0002-b.md": document("# B", authors=other)}
    assert bool(find("person-spelling", files)) == told


def test_each_of_several_people_is_told_by_the_first_spelling(find: Find) -> None:
    files = {
        "0001-a.md": document("# A", authors="Ada Example, Ben Sample"),
        "0002-b.md": document("# B", authors="AdaExample, BenSample"),
    }
    assert [one.subject for one in find("person-spelling", files)] == ["AdaExample", "BenSample"]


# The registry


def test_a_row_that_links_another_number_is_told_at_its_number(find: Find) -> None:
    rows = "| A | Ada Example | Draft | [2](0001-a.md) |\n"
    more = "| B | Ada Example | Draft | [3](0003-b.md) |\n"
    registry = f"| Title | Author | Status | Number |\n|---|---|---|---|\n{rows}{more}"
    files = {"README.md": registry, "0001-a.md": document(), "0003-b.md": document("# C")}
    finding, other = find("registry-mismatch", files, REGISTRY)
    assert (other.subject, other.location.line) == ("title", 4)
    assert finding.message == "the row of number 2 links 0001-a.md"
    assert (finding.location.line, finding.location.column) == (3, 29)
    assert (finding.subject, finding.proposal) == ("number", "dep:0001-a.md")
    assert place_of(finding) == (1, 'DEP 1 "Fast start"')


@pytest.mark.parametrize(
    ("title", "severity"),
    [
        ("(Draft) Start", Severity.INFO),
        ("(Warm)", None),
        ("Fast starting", Severity.INFO),
        ("Mach", Severity.INFO),
        ("St of it", None),
    ],
)
def test_a_title_of_the_registry_may_be_shorter_than_that_of_the_document(
    find: Find, title: str, severity: Severity | None
) -> None:
    registry = f"{HEADER}| [1](0001-a.md) | {title} | Ada Example | Draft |\n"
    files = {"README.md": registry, "0001-a.md": document("# Fast start of machines")}
    assert [found.severity for found in find("registry-mismatch", files, REGISTRY)] == [severity]


def test_the_link_of_a_row_may_stand_in_angle_brackets(find: Find) -> None:
    rows = "| [1](<0001 fast start.md>) | Fast start |\n"
    process = (
        "documents: {include: ['0*.md']}\n"
        "registry: {file: README.md, columns: {Number: number, Title: title}}\n"
    )
    files = {
        "README.md": f"| Number | Title |\n|---|---|\n{rows}",
        "0001 fast start.md": document(),
    }
    assert find("registry-no-document", files, process) == []


def test_a_row_that_links_a_page_elsewhere_links_no_missing_file(find: Find) -> None:
    registry = f"{HEADER}| [1](https://example.org/1) | Fast start | Ada Example | Draft |\n"
    files = {"README.md": registry, "0001-a.md": document()}
    assert find("registry-no-document", files, REGISTRY) == []


def test_a_dead_link_of_a_number_that_two_documents_bear_names_both(find: Find) -> None:
    files = {
        "README.md": f"{HEADER}| [1](0001-old.md) | Fast start | Ada Example | Draft |\n",
        "0001-a.md": document(),
        "0001-b.md": document(),
    }
    [finding] = find("registry-no-document", files, REGISTRY)
    assert finding.message == "0001-old.md does not exist; DEP 1 is 0001-a.md, 0001-b.md"
    assert finding.hint is None


def test_a_registry_that_shows_no_numbers_is_told_of_the_process_alone(tmp_path: Path) -> None:
    registry = "registry: {file: README.md, columns: {Name: title}}\n"
    (tmp_path / "process.yaml").write_text(f"extends: basic\n{registry}", encoding="utf-8")
    (tmp_path / "README.md").write_text("| Name |\n|---|\n| Slow stop |\n", encoding="utf-8")
    (tmp_path / "0001-fast-start.md").write_text(document(), encoding="utf-8")
    found = check(read_catalog([SeriesSource(tmp_path)])).diagnostics
    known = [one for one in found if one.rule in {"process", "internal-error"}]
    assert [(one.rule, one.finding.location.line) for one in known] == [("process", 2)]
    assert [one.rule for one in found if one.rule.startswith("registry")] == []


# Citations


def test_a_citation_of_a_proposal_by_another_is_the_matter_of_the_citing_one(find: Find) -> None:
    registry = f"{HEADER}| 2 | Warm start | Ada Example | Draft |\n"
    body = "See {dep}`2`.\n\nSee {dep}`1#motive`.\n"
    files = {"README.md": registry, "0001-a.md": document(body=body)}
    known_by = [(one.proposal, one.subject) for one in find("cites-unknown", files, REGISTRY)]
    assert known_by == [("dep:0001-a.md", "2"), ("dep:0001-a.md", "1#motive")]


def test_a_citation_that_may_mean_several_is_the_matter_of_the_citing_one(find: Find) -> None:
    files = {
        "0001-a.md": document(body="See {dep}`2`.\n"),
        "0002-a.md": document(),
        "0002-b.md": document(),
        "docs/guide.md": "See {dep}`2`.\n",
    }
    found = find("ambiguous-proposal", files)
    assert [(one.proposal, one.severity) for one in found] == [
        ("dep:0001-a.md", Severity.WARNING),
        (None, Severity.WARNING),
    ]


def test_an_item_whose_name_has_several_words_may_be_meant(find: Find) -> None:
    process = "items: {goal: {prefix: NON-GOAL, heading: 'NON-GOAL (?P<number>\\d+)'}}\n"
    body = "## NON-GOAL 1\n\nWords.\n\n## NON-GOAL 2\n\nSee {dep}`1#NON-GOAL-9`.\n"
    [finding] = find("cites-unknown", {"0001-a.md": document(body=body)}, process)
    assert finding.hint == "did you mean NON-GOAL-2?"


def test_an_image_that_is_not_there_is_told_with_the_nearest_one(find: Find) -> None:
    body = "![drawn](image.png)\n\n![none]()\n"
    files = {"0001-a.md": document(body=body), "0001/image.png": ""}
    assert [(one.message, one.hint) for one in find("broken-image", files)] == [
        ('there is no image "image.png"', "did you mean 0001/image.png?"),
        ("the image has no file", None),
    ]


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        ("cites-dead", "Rejected"),
        ("cites-draft", "Draft"),
        ("requires-less-mature", "Draft"),
        ("successor-status", "Rejected"),
    ],
)
def test_where_the_status_is_not_written_its_document_is_the_related_place(
    find: Find, rule: str, status: str
) -> None:
    process = f"fields: {{status: {{default: {status}}}}}\nrules: {{cites-draft: info}}\n"
    files = {
        "0001-a.md": document("# A").replace("status: Draft\n", ""),
        "0002-b.md": document("# B", status="Accepted", requires="DEP 1"),
        "0003-c.md": document("# C", status="Replaced", replaced_by="DEP 1"),
        "docs/a.md": "See {dep}`1`.\n",
    }
    [finding] = find(rule, files, process)
    assert place_of(finding)[0] == 1


def test_a_replaced_proposal_whose_status_is_not_written_is_told_at_its_start(find: Find) -> None:
    files = {"0001-a.md": document("# A").replace("status: Draft\n", "")}
    [finding] = find("no-successor", files, "fields: {status: {default: Replaced}}\n")
    assert finding.location.line == 1


@pytest.mark.parametrize("rule", ["cites-dead", "cites-draft"])
def test_a_citation_leads_to_the_status_for_which_it_is_told(find: Find, rule: str) -> None:
    status = "Rejected" if rule == "cites-dead" else "Draft"
    files = {"0001-a.md": document("# A", status=status), "docs/guide.md": "See {dep}`1`.\n"}
    [finding] = find(rule, files, "rules: {cites-draft: info}\n")
    assert place_of(finding) == (2, "its status")
    assert finding.proposal == "dep:0001-a.md"


@pytest.mark.parametrize("successor", ["https://example.org/new", "DEP 9"])
def test_a_successor_elsewhere_is_named_as_it_is_written(find: Find, successor: str) -> None:
    files = {
        "0001-a.md": document("# A", status="Replaced", replaced_by=successor),
        "docs/guide.md": "See {dep}`1`.\n",
    }
    [finding] = find("cites-replaced", files)
    assert finding.message == f'DEP 1 "A" was replaced by {successor}'


# What looks at one thing goes on to the next


def test_a_field_that_the_process_does_not_know_hides_no_placeholder_below_it(find: Find) -> None:
    files = {"0001-a.md": document(weather="fine", discussion="TBD")}
    assert lines(find("field-placeholder", files)) == [6]


def test_a_proposal_that_cannot_be_read_hides_no_orphan_of_the_next(find: Find) -> None:
    files = {
        "0001-a.md": "",
        "0001/note.md": "Words.\n",
        "0002-b.md": document(),
        "0002/note.md": "Words.\n",
    }
    assert [one.subject for one in find("orphan-file", files)] == ["0002/note.md"]


def test_what_the_path_gives_is_no_metadata_in_another_form(find: Find) -> None:
    process = "documents: {path: '(?P<number>\\d{4})-(?P<discussion>[a-z]+)\\.md'}\n"
    assert find("missing-metadata", {"0001-forum.md": document()}, process) == []


def test_neither_the_title_nor_another_section_is_meant_for_a_missing_one(find: Find) -> None:
    title = {"0001-a.md": document("# Motivations", "## Proposal\n\nP.\n")}
    assert [one.hint for one in find("missing-section", title, SECTIONS)] == [None]
    other = f"{SECTIONS}    - {{title: Motivators}}\n"
    files = {"0001-a.md": document(body="## Motivators\n\nM.\n\n## Proposal\n\nP.\n")}
    assert [one.hint for one in find("missing-section", files, other)] == [None]


def test_the_form_of_a_date_that_is_none_is_the_one_of_the_process(find: Find) -> None:
    process = "fields: {due: {type: date, formats: ['%d %B %Y']}}\n"
    [finding] = find("field-value", {"0001-a.md": document(due="soon")}, process)
    assert finding.hint == "write it as DD Month YYYY"


def test_a_comment_of_the_template_alone_is_told_with_the_heading_above_it(find: Find) -> None:
    comment = "<!-- Say in one or two paragraphs what is wrong. -->"
    files = {
        "template.md": f"## Motivation\n\n{comment}\n",
        "0001-a.md": document(body=f"## Motivation\n\nWords.\n\n### Costs\n\n{comment}\n"),
        "0002-b.md": document(body=f"## Motivation\n\n{comment}\n"),
    }
    process = f"{SECTIONS}{TEMPLATED}"
    told = "nothing but a comment of the template: "
    said = '"Say in one or two paragraphs what is wrong."; write what it asks for'
    assert messages(find("template-text", files, process)) == [
        f'"Costs" still holds {told}{said}',
        f'"Motivation" still holds {told}{said}',
    ]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        (r"REQ \<1\> \<Quick start\>", "REQ 1 Quick start"),
        (r"REQ \<# 12\> Quick start", "REQ 12 Quick start"),
        (r"REQ 1 \<Quick start\>", "REQ 1 Quick start"),
        ("REQ 1 Quick start", None),
        (r"REQ 1 Lists of Vec\<T\> and more", None),
        (r"REQ 1 \<Quick\> start", None),
        (r"\<Title\>", None),
        ("<Title>", None),
    ],
)
def test_a_heading_that_keeps_the_brackets_of_the_template_is_told_how_it_reads_without(
    find: Find, title: str, words: str | None
) -> None:
    files = {
        "template.md": "# <Title>\n\n## Motivation\n\n### REQ <#> <Title>\n",
        "0001-a.md": document(body=f"## Motivation\n\nWords.\n\n### {title}\n\nWords.\n"),
    }
    process = f"{SECTIONS}{TEMPLATED}"
    found = find("template-text", files, process)
    told = [one.message.rpartition("; ")[2] for one in found]
    assert told == ([f'write "{words}"'] if words else [])
    assert {one.severity for one in found} <= {Severity.INFO}


def test_each_kind_of_mark_is_told_in_a_document_that_holds_all(find: Find) -> None:
    marks = ("TODO", "FIXME", "XXX", "TBD", "To do:", "todo:", "Fixme:")
    body = "".join(f"Words and {mark} more.\n\n" for mark in marks)
    found = find("todo-left", {"0001-a.md": document(body=body)})
    assert lines(found) == list(range(9, 9 + 2 * len(marks), 2))


@pytest.mark.parametrize(
    ("text", "is_mark"),
    [
        ("to do: the rest", True),
        ("- to do: the rest", True),
        ("Words (to do: the rest)", True),
        ("It would also be valid to do:", False),
        ("It would also be valid\nto do:", False),
    ],
)
def test_to_do_behind_another_word_is_a_verb(find: Find, text: str, is_mark: bool) -> None:
    found = find("todo-left", {"0001-a.md": document(body=f"{text}\n")})
    assert bool(found) == is_mark
