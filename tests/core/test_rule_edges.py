"""What the rules say in the cases that neither their pages nor the other tests come to.

Each of these was found by a mutant that no test noticed: see `tests/mutation/README.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_deps.catalog import read_catalog
from sphinx_deps.checking import check
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.documents import read_documents
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
    files = {"0001-fast-start.md": document("# Proposal - Fast start", title="Fast start")}
    assert len(find("title-mismatch", files, TITLE)) == 1
    assert find("title-mismatch", files, f"{TITLE}title: {{strip: 'Proposal - '}}\n") == []


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
        ("Быстрый старт one", False),
        ("Быстро one more", True),
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
    fields = {"targets": "26.1, v26.2", "choices": "one, four", "seen": "2026-03-01, 03/05/2026"}
    process = """fields:
  targets: {type: version, many: true, pattern: '\\d+\\.\\d+'}
  choices: {type: choice, many: true, choices: [one, two]}
  seen: {type: date, many: true}
"""
    files = {"0001-a.md": document(**fields)}
    columns = {
        rule: [one.location.column for one in find(rule, files, process)]
        for rule in ("version-format", "field-choice", "date-format")
    }
    assert columns == {"version-format": [16], "field-choice": [15], "date-format": [19]}


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


def test_a_required_section_is_an_error_and_an_expected_one_a_warning(find: Find) -> None:
    one = find("missing-section", {"0001-a.md": document(body="## Proposal\n\nP.\n")}, SECTIONS)
    assert [(found.message, found.severity) for found in one] == [
        ('there is no section "Motivation"; the process requires it', Severity.ERROR)
    ]
    none = find("missing-section", {"0001-a.md": document()}, SECTIONS)
    assert [(found.subject, found.severity) for found in none] == [("sections", Severity.ERROR)]


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
    ],
)
def test_a_section_is_told_what_it_stands_on_the_wrong_side_of(
    find: Find, order: str, message: str
) -> None:
    body = "".join(f"## {title}\n\nWords.\n\n" for title in order)
    assert messages(find("section-order", {"0001-a.md": document(body=body)}, ABCD)) == [message]


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
    process = f"{SECTIONS}documents: {{include: ['0*.md']}}\ntemplates: {{default: template.md}}\n"
    assert messages(find("template-text", files, process)) == [
        f'the document still holds the template\'s text: "{words}"; replace it or take it out'
    ]


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
        ("Adaex", "Adaxe", False),
    ],
)
def test_names_of_one_person_have_an_address_and_something_of_the_name_in_common(
    find: Find, one: str, other: str, told: bool
) -> None:
    files = {"0001-a.md": document("# A", authors=one), "0002-b.md": document("# B", authors=other)}
    assert bool(find("person-spelling", files)) == told


# The registry


def test_a_row_that_links_another_number_is_told_at_its_number(find: Find) -> None:
    rows = "| A | Ada Example | Draft | [2](0001-a.md) |\n"
    registry = f"| Title | Author | Status | Number |\n|---|---|---|---|\n{rows}"
    [finding] = find(
        "registry-mismatch", {"README.md": registry, "0001-a.md": document()}, REGISTRY
    )
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
        ("St of it", None),
    ],
)
def test_a_title_of_the_registry_may_be_shorter_than_that_of_the_document(
    find: Find, title: str, severity: Severity | None
) -> None:
    registry = f"{HEADER}| [1](0001-a.md) | {title} | Ada Example | Draft |\n"
    files = {"README.md": registry, "0001-a.md": document("# Fast start of machines")}
    assert [found.severity for found in find("registry-mismatch", files, REGISTRY)] == [severity]


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


# Citations


def test_a_citation_of_a_proposal_by_another_is_the_matter_of_the_citing_one(find: Find) -> None:
    registry = f"{HEADER}| 2 | Warm start | Ada Example | Draft |\n"
    body = "See {dep}`2`.\n\nSee {dep}`1#motive`.\n"
    files = {"README.md": registry, "0001-a.md": document(body=body)}
    known_by = [(one.proposal, one.subject) for one in find("cites-unknown", files, REGISTRY)]
    assert known_by == [("dep:0001-a.md", "2"), ("dep:0001-a.md", "1#motive")]


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


def test_a_successor_elsewhere_is_named_by_its_address(find: Find) -> None:
    url = "https://example.org/new"
    files = {
        "0001-a.md": document("# A", status="Replaced", replaced_by=url),
        "docs/guide.md": "See {dep}`1`.\n",
    }
    [finding] = find("cites-replaced", files)
    assert finding.message == f'DEP 1 "A" was replaced by {url}'
