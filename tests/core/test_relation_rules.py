"""The rules about relations, registry and citations, where their pages don't say it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_deps.catalog import read_catalog
from sphinx_deps.checking import check
from sphinx_deps.diagnostics import Diagnostic
from sphinx_deps.documents import read_documents
from sphinx_deps.proposal import Citation
from sphinx_deps.rule import Rule
from sphinx_deps.rules import (
    ambiguous_proposal,
    cites_dead,
    cites_replaced,
    cites_unknown,
    internal_error,
    no_successor,
    one_sided_relation,
    process,
    registry_mismatch,
    registry_missing_row,
    registry_no_document,
    relation_cycle,
    unknown_proposal,
)
from sphinx_deps.series_reading import SeriesSource

RULES: tuple[Rule, ...] = tuple(
    module.RULE
    for module in (
        ambiguous_proposal,
        cites_dead,
        cites_replaced,
        cites_unknown,
        internal_error,
        no_successor,
        one_sided_relation,
        process,
        registry_mismatch,
        registry_missing_row,
        registry_no_document,
        relation_cycle,
        unknown_proposal,
    )
)
BASIC = "extends: basic\nprefix: DEP\n"
REGISTRY = f"""{BASIC}registry:
  file: README.md
  columns: {{Number: number, Title: title, Author: authors, Status: status, Created: created}}
"""
HEADER = "| Number | Title | Author | Status | Created |\n|---|---|---|---|---|\n"

Check = Callable[..., list[str]]


def proposal(title: str, status: str = "Accepted", body: str = "", **fields: str) -> str:
    given = {"status": status, "authors": "Ada Example", "created": "2026-03-01"}
    given |= {key.replace("_", "-"): value for key, value in fields.items()}
    lines = "".join(f"{key}: {value}\n" for key, value in given.items())
    return f"---\n{lines}---\n\n# {title}\n\n{body}\n"


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., list[Diagnostic]]:
    """The findings about files: proposals by their short names, documents in `docs/`."""

    def run(process: str = BASIC, **files: str) -> list[Diagnostic]:
        deps, docs = tmp_path / "deps", tmp_path / "docs"
        for folder in (deps, docs):
            folder.mkdir(exist_ok=True)
        (deps / "process.yaml").write_text(process, encoding="utf-8")
        for name, text in files.items():
            path = docs if name == "guide" else deps
            named = name if name in {"guide", "README"} else f"000{name[-1]}-{name[:-1]}"
            (path / f"{named}.md").write_text(text, encoding="utf-8")
        catalog = read_catalog([SeriesSource(deps)])
        return list(check(catalog, read_documents([docs], catalog).citations, RULES).diagnostics)

    return run


@pytest.fixture
def told(found: Callable[..., list[Diagnostic]]) -> Check:
    """The findings in short: severity, rule, message."""

    def run(process: str = BASIC, **files: str) -> list[str]:
        return [
            f"{one.severity} {one.rule}: {one.finding.message}" for one in found(process, **files)
        ]

    return run


def test_an_address_elsewhere_is_no_unknown_proposal(told: Check) -> None:
    own = f"{BASIC}repository: https://example.org/product\n"
    outside = proposal("A", requires="https://example.org/other/1")
    inside = proposal("B", requires="https://example.org/product/pull/50")
    assert told(own, a1=outside, b2=inside) == [
        "error unknown-proposal: "
        '"https://example.org/product/pull/50" is the address of no proposal'
    ]
    external = f"{own}fields: {{requires: {{external: true}}}}\n"
    assert told(external, a1=outside, b2=inside) == []


def test_words_are_unknown_also_where_addresses_are_allowed(told: Check) -> None:
    external = f"{BASIC}fields: {{requires: {{external: true}}}}\n"
    assert told(external, a1=proposal("A", requires="the old way")) == [
        'error unknown-proposal: there is no proposal "the old way"'
    ]


def test_every_value_of_a_relation_is_looked_at(found: Callable[..., list[Diagnostic]]) -> None:
    text = proposal("A", requires="[DEP 2, DEP 3, b-tow]")
    diagnostics = found(a1=text, **{"b-two2": proposal("B")})
    findings = [one.finding for one in diagnostics]
    assert [(one.subject, one.hint) for one in findings] == [
        ("DEP 3", None),
        ("b-tow", "did you mean b-two?"),
    ]
    assert {one.proposal for one in findings} == {"dep:0001-a.md"}


@pytest.mark.parametrize("word", ["N/A", "-", "TBD", "''"])
def test_a_relation_that_says_nothing_names_nothing(told: Check, word: str) -> None:
    assert told(a1=proposal("A", requires=word)) == []


def test_an_ambiguous_relation_is_nothing_else_as_well(told: Check) -> None:
    files = {
        "a1": proposal("A", "Replaced", replaced_by="2"),
        "b2": proposal("B", replaces="DEP 1"),
        "c2": proposal("C"),
    }
    assert told(**files) == [
        'error ambiguous-proposal: "2" may be any of 0002-b.md, 0002-c.md',
    ]


def test_an_ambiguous_citation_warns_wherever_it_stands(
    found: Callable[..., list[Diagnostic]],
) -> None:
    diagnostics = found(
        a1=proposal("A", body="See {dep}`3`."),
        b3=proposal("B", "Rejected"),
        c3=proposal("C", "Rejected"),
        guide="See [it](dep:3), {dep:historical}`DEP 3` and {dep}`0003-b#x`.\n",
    )
    assert [(one.rule, str(one.severity), one.finding.subject) for one in diagnostics] == [
        ("ambiguous-proposal", "warning", "3"),
        ("ambiguous-proposal", "warning", "3"),
        ("ambiguous-proposal", "warning", "DEP 3"),
        ("cites-dead", "warning", "0003-b"),
        ("cites-unknown", "error", "0003-b#x"),
    ]
    assert {one.finding.hint for one in diagnostics[:3]} == {"write one of 0003-b, 0003-c"}
    assert len(diagnostics[0].finding.related) == 2


@pytest.mark.parametrize(
    ("status", "told_of"),
    [("Draft", 0), ("Deferred", 0), ("Rejected", 0), ("Withdrawn", 0), ("Accepted", 1)],
)
def test_what_has_not_replaced_another_asks_nothing_of_it(
    told: Check, status: str, told_of: int
) -> None:
    findings = told(a1=proposal("A"), b2=proposal("B", status, replaces="DEP 1"))
    assert len(findings) == told_of


def test_a_relation_back_by_an_ambiguous_number_is_ambiguous_only(told: Check) -> None:
    files = {
        "a1": proposal("A", "Replaced", replaced_by="DEP 2"),
        "b2": proposal("B", replaces="DEP 1"),
        "c2": proposal("C", replaces="DEP 1"),
    }
    assert [line.partition(":")[0] for line in told(**files)] == ["error ambiguous-proposal"]


def test_one_of_several_values_is_enough_to_name_back(told: Check) -> None:
    a = proposal("A", "Replaced", replaced_by="DEP 2, DEP 3")
    assert told(a1=a, b2=proposal("B", replaces="1"), c3=proposal("C", replaces="a")) == []


@pytest.mark.parametrize("text", ["", "---\nreplaced-by: DEP 2: the next\n---\n\n# A\n"])
def test_what_could_not_be_read_may_name_the_other_back(told: Check, text: str) -> None:
    assert told(a1=text, b2=proposal("B", replaces="DEP 1")) == []


def test_replaced_by_is_named_back_too(told: Check) -> None:
    files = {"a1": proposal("A", "Replaced", replaced_by="DEP 2"), "b2": proposal("B")}
    assert told(**files) == ['warning one-sided-relation: "Replaces" of DEP 2 does not name DEP 1']


@pytest.mark.parametrize("word", ["DEP 2", "DEP 7", "https://example.org/new", "TBD"])
def test_a_successor_of_any_kind_is_one(told: Check, word: str) -> None:
    files = {"a1": proposal("A", "Replaced", replaced_by=word), "b2": proposal("B", replaces="1")}
    assert not any("no-successor" in line for line in told(**files))


@pytest.mark.parametrize("word", ["N/A", "''", "None"])
def test_a_field_that_says_nothing_names_no_successor(told: Check, word: str) -> None:
    assert told(a1=proposal("A", "Replaced", replaced_by=word)) == [
        "error no-successor: the status is Replaced, and no successor is named"
    ]


def test_who_claims_to_replace_it_is_a_successor_unless_turned_down(told: Check) -> None:
    replaced = proposal("A", "Replaced")
    assert told(a1=replaced, b2=proposal("B", replaces="DEP 1")) == [
        'warning one-sided-relation: "Replaced-By" of DEP 1 does not name DEP 2'
    ]
    assert told(a1=replaced, b2=proposal("B", "Withdrawn", replaces="DEP 1")) == [
        "error no-successor: the status is Replaced, and no successor is named"
    ]


def test_without_a_field_for_it_no_successor_is_asked_for(told: Check) -> None:
    nameless = (
        "prefix: DEP\nfields: {status: {type: status}}\nstatuses: {Replaced: {stage: replaced}}\n"
        "documents: {path: '(?P<number>\\d{4})-(?P<slug>[a-z]+)\\.md'}\n"
    )
    assert told(nameless, a1=proposal("A", "Replaced")) == []


def test_each_circle_is_told_once(told: Check) -> None:
    findings = told(
        a1=proposal("A", requires="DEP 2"),
        b2=proposal("B", requires="DEP 1, DEP 3"),
        c3=proposal("C", requires="DEP 2, DEP 4"),
        d4=proposal("D", requires="DEP 4"),
        e5=proposal("E", requires="DEP 1"),
    )
    assert findings == [
        'error relation-cycle: "requires" goes in a circle: DEP 1 → DEP 2 → DEP 1',
        'error relation-cycle: "requires" goes in a circle: DEP 2 → DEP 3 → DEP 2',
        "error relation-cycle: DEP 4 requires itself",
    ]


def test_circles_that_overlap_are_told_at_each_relation_that_leads_back(
    found: Callable[..., list[Diagnostic]],
) -> None:
    diagnostics = found(
        a1=proposal("A", requires="DEP 2, DEP 3"),
        b2=proposal("B", requires="DEP 3"),
        c3=proposal("C", requires="DEP 1"),
    )
    told = [(one.finding.location.column, one.finding.subject) for one in diagnostics]
    assert told == [(11, "DEP 1 → DEP 2 → DEP 3 → DEP 1"), (18, "DEP 1 → DEP 3 → DEP 1")]
    assert [one.message for one in diagnostics[0].finding.related] == ['DEP 2 "B"', 'DEP 3 "C"']


def test_what_proposals_depend_on_is_required_too(told: Check) -> None:
    process = f"{BASIC}fields: {{depends-on: {{type: proposals}}}}\n"
    files = {"a1": proposal("A", depends_on="DEP 2"), "b2": proposal("B", requires="DEP 1")}
    assert told(process, **files) == [
        'error relation-cycle: "requires" goes in a circle: DEP 1 → DEP 2 → DEP 1'
    ]


def test_what_is_named_from_both_sides_is_no_circle(told: Check) -> None:
    a = proposal("A", "Replaced", replaced_by="DEP 2", requires="DEP 2")
    assert told(a1=a, b2=proposal("B", replaces="DEP 1")) == []


def test_a_circle_of_claims_to_replace_is_one(told: Check) -> None:
    a, b = proposal("A", "Draft", replaces="DEP 2"), proposal("B", "Draft", replaces="DEP 1")
    assert told(a1=a, b2=b) == [
        'error relation-cycle: "replaced by" goes in a circle: DEP 1 → DEP 2 → DEP 1'
    ]


def row(number: str, *cells: str) -> str:
    """A row: title, authors, status, created; those of `proposal("A")` where not given."""
    given = (*cells, *("A", "Ada Example", "Accepted", "2026-03-01")[len(cells) :])
    return f"| {' | '.join((number, *given))} |\n"


@pytest.mark.parametrize(
    "cells",
    [
        ("a",),
        ("A", "Example Ada"),
        ("A", "[Ada Example](https://example.org/ada)"),
        ("A", "ada-example <ada@example.org>"),
        ("A", "Ada Example", "accepted"),
        ("A", "Ada Example", "Accepted", "1 March 2026"),
    ],
)
def test_another_spelling_is_no_mismatch(told: Check, cells: tuple[str, ...]) -> None:
    registry = HEADER + row("[1](0001-a.md)", *cells)
    assert told(REGISTRY, a1=proposal("A"), README=registry) == []


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (("B",), 'warning registry-mismatch: title of DEP 1: "B" here, "A" in the document'),
        (
            ("A", "-"),
            "warning registry-mismatch: Authors of DEP 1: empty here, "
            '"Ada Example" in the document',
        ),
        (
            ("A", "Ada Example, Ben Sample"),
            "warning registry-mismatch: Authors of DEP 1: "
            '"Ada Example, Ben Sample" here, "Ada Example" in the document',
        ),
        (
            ("A", "Ada Example", "Agreed"),
            'warning registry-mismatch: Status of DEP 1: "Agreed" here, "Accepted" in the document',
        ),
        (
            ("A", "Ada Example", ""),
            'warning registry-mismatch: Status of DEP 1: empty here, "Accepted" in the document',
        ),
    ],
)
def test_a_difference_is_told(told: Check, cells: tuple[str, ...], message: str) -> None:
    registry = HEADER + row("[1](0001-a.md)", *cells)
    assert told(REGISTRY, a1=proposal("A"), README=registry) == [message]


def test_what_the_document_leaves_open_is_not_compared(told: Check) -> None:
    text = proposal("Title", "Agreed", authors="''", created="TBD")
    assert told(REGISTRY, a1=text, README=HEADER + row("[1](0001-a.md)")) == []


@pytest.mark.parametrize(
    ("here", "there", "severity"),
    [
        ("Fast start (in detail)", "How to make a fast start", "info"),
        ("Cache reorg for models", "Reorganization of the model cache", "info"),
        ("RBAC", "Role-based access control (RBAC)", "info"),
        ("Fast start", "Slow start", "warning"),
        ("Fast start", "Warm caches", "warning"),
    ],
)
def test_a_title_is_rephrased_where_most_words_are_shared(
    told: Check, here: str, there: str, severity: str
) -> None:
    (line,) = told(REGISTRY, a1=proposal(there), README=HEADER + row("[1](0001-a.md)", here))
    assert line.startswith(f"{severity} registry-mismatch: title")


def test_a_row_that_links_another_number_is_a_mismatch_only(told: Check) -> None:
    registry = HEADER + row("[2](0001-a.md)") + row("[1](0001-a.md)")
    assert told(REGISTRY, a1=proposal("A"), README=registry) == [
        "warning registry-mismatch: the row of number 2 links 0001-a.md"
    ]


def test_a_row_without_a_link_is_compared_with_the_only_document(told: Check) -> None:
    files = {"a1": proposal("A"), "b2": proposal("B"), "c2": proposal("C")}
    registry = HEADER + row("1", "B") + row("2", "X")
    assert told(REGISTRY, **files, README=registry) == [
        "warning registry-missing-row: the row of DEP 2 in README.md is for 0002-b.md; "
        "this has none",
        'warning registry-mismatch: title of DEP 1: "B" here, "A" in the document',
    ]


def test_a_proposal_without_a_number_needs_no_row(told: Check, tmp_path: Path) -> None:
    (tmp_path / "deps").mkdir()
    (tmp_path / "deps" / "0000-new.md").write_text(proposal("New"), encoding="utf-8")
    assert told(REGISTRY, README=HEADER) == []


def test_a_link_to_a_file_that_is_no_proposal_is_none_to_a_missing_one(
    told: Check, tmp_path: Path
) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n", encoding="utf-8")
    registry = HEADER + row("[1](../notes.md)") + row("[2](https://example.org/2)", "B")
    files = {"a1": proposal("A"), "b2": proposal("B")}
    assert told(REGISTRY, **files, README=registry) == []


def test_a_registry_that_is_not_there_is_a_fault_of_the_process(told: Check) -> None:
    assert told(REGISTRY, a1=proposal("A")) == [
        "error process: the registry README.md cannot be read: No such file or directory"
    ]


ELSEWHERE = 'the registry is looked for right below a heading "GEP Number Registry", not here'
OTHERWISE = "no table right below has the columns Number, Title, Author, Status"


@pytest.mark.parametrize(
    ("heading", "head", "told"),
    [
        ("Numbers", HEADER, [(5, ELSEWHERE)]),
        ("GEP Number Registry", HEADER.replace("Author", "Who"), [(3, OTHERWISE)]),
        ("Numbers", HEADER.replace("Author", "Who"), []),
        ("GEP Number Registry", HEADER, []),
    ],
)
def test_a_registry_that_is_not_where_a_built_in_process_says_is_told_at_its_place(
    heading: str, head: str, told: list[tuple[int, str]], tmp_path: Path
) -> None:
    (tmp_path / "process.yaml").write_text("extends: backendai\nprefix: GEP\n", encoding="utf-8")
    readme = f"# Proposals\n\n## {heading}\n\n{head}"
    (tmp_path / "README.md").write_text(readme, encoding="utf-8")
    found = check(read_catalog([SeriesSource(tmp_path)])).diagnostics
    places = [Path(one.finding.location.path).name for one in found]
    assert places == ["README.md"] * len(told)
    assert [(one.finding.location.line, one.finding.message) for one in found] == told


def test_a_citation_of_a_section_must_name_an_anchor_of_it(
    found: Callable[..., list[Diagnostic]],
) -> None:
    body = "## A Section\n\n(target)=\n\n### Same\n\n### Same\n\n<a id='mark'></a>\n"
    good = [f"{{dep}}`1#{anchor}`" for anchor in ("a-section", "target", "same-1", "mark")]
    diagnostics = found(
        a1=proposal("A", body=body), guide="\n\n".join([*good, "{dep}`1#a-secton`"])
    )
    assert [(one.finding.message, one.finding.hint) for one in diagnostics] == [
        ('DEP 1 has no section "a-secton"', "did you mean a-section?")
    ]


def test_a_citation_of_a_reservation_warns(told: Check) -> None:
    files = {"a1": proposal("A"), "README": HEADER + row("[1](0001-a.md)") + row("7", "Seven")}
    assert told(REGISTRY, **files, guide="See {dep}`7`.") == [
        'info registry-no-document: DEP 7 is reserved for "Seven"; no document bears it yet',
        'warning cites-unknown: DEP 7 is reserved for "Seven"; no document bears it yet',
    ]


def test_the_role_of_a_series_looks_in_it_alone(told: Check) -> None:
    adr = BASIC.replace("DEP", "ADR")
    assert told(adr, a1=proposal("A"), guide="{adr}`1`, {dep}`1`, {adr}`2` and {rep}`3`.") == [
        'error cites-unknown: there is no ADR "2"'
    ]


def test_proposals_are_checked_though_no_documents_are_given(tmp_path: Path) -> None:
    (tmp_path / "process.yaml").write_text(BASIC, encoding="utf-8")
    text = proposal("A", "Rejected", body="{dep}`2`, {dep}`1` and {ref}`3`")
    (tmp_path / "0001-a.md").write_text(text, encoding="utf-8")
    report = check(read_catalog([SeriesSource(tmp_path)]), None, RULES)
    assert [one.rule for one in report.diagnostics] == ["cites-unknown"]
    assert [name for name, _ in report.skipped] == ["cites-dead", "cites-replaced"]


def test_the_process_sets_how_citations_are_told(told: Check) -> None:
    rules = "rules: {cites-unknown: info, cites-dead: {except: ['0002']}}\n"
    files = {"a1": proposal("A", "Rejected"), "b2": proposal("B", "Withdrawn")}
    assert told(BASIC + rules, **files, guide="{dep}`1`, {dep}`2`, {dep}`3`") == [
        'warning cites-dead: DEP 1 "A" is Rejected',
        'info cites-unknown: there is no proposal "3"',
    ]


def test_of_several_series_the_cited_one_sets_how_citations_are_told(tmp_path: Path) -> None:
    rules = {
        "ADR": "{cites-unknown: warning, ambiguous-proposal: error}",
        "BEP": "{cites-unknown: off, ambiguous-proposal: info, cites-dead: info}",
    }
    for prefix, setting in rules.items():
        folder = tmp_path / prefix
        folder.mkdir()
        process = f"extends: basic\nprefix: {prefix}\nrules: {setting}\n"
        (folder / "process.yaml").write_text(process, encoding="utf-8")
        (folder / "0001-a.md").write_text(proposal("A", "Rejected"), encoding="utf-8")
        for name in ("b", "c"):
            (folder / f"0003-{name}.md").write_text(proposal(name), encoding="utf-8")
    words = "{adr}`9` {bep}`9` {bep}`1#x` {bep}`1` {dep}`BEP 3` {dep}`ADR 3` {dep}`9` {dep}`1`"
    (tmp_path / "guide.md").write_text(words, encoding="utf-8")
    catalog = read_catalog([SeriesSource(tmp_path / prefix) for prefix in rules])
    citations = read_documents([tmp_path], catalog).citations
    diagnostics = check(catalog, citations, RULES).diagnostics
    outside = [one for one in diagnostics if one.finding.location.path.endswith("guide.md")]
    assert [(one.rule, str(one.severity), one.series) for one in outside] == [
        ("cites-unknown", "warning", "adr"),
        ("cites-dead", "info", "bep"),
        ("cites-dead", "info", "bep"),
        ("ambiguous-proposal", "info", "bep"),
        ("ambiguous-proposal", "error", "adr"),
        ("cites-unknown", "error", None),
        ("ambiguous-proposal", "warning", None),
    ]


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("DEP 2, DEP 3", 'DEP 1 "A" was replaced by DEP 3 "C" and DEP 4 "D"'),
        ("https://example.org/new", 'DEP 1 "A" was replaced by https://example.org/new'),
        ("''", 'DEP 1 "A" was replaced'),
    ],
)
def test_what_replaced_a_proposal_is_named_as_far_as_it_is_known(
    told: Check, named: str, message: str
) -> None:
    lines = told(
        a1=proposal("A", "Replaced", replaced_by=named),
        b2=proposal("B", "Replaced", replaced_by="DEP 4"),
        c3=proposal("C"),
        d4=proposal("D"),
        guide="{dep}`1`",
    )
    assert f"warning cites-replaced: {message}" in lines


def test_what_is_cited_by_another_proposal_may_be_dead(told: Check) -> None:
    text = proposal("B", body="Unlike {dep}`1`, and [its text](0001-a.md).")
    assert told(a1=proposal("A", "Rejected"), b2=text) == []


def test_nothing_is_said_of_itself_by_internal_error(tmp_path: Path) -> None:
    catalog = read_catalog([SeriesSource(tmp_path)])
    assert list(internal_error.find(catalog.series[0], catalog)) == []


def test_a_citation_without_a_file_or_a_target_harms_no_rule(tmp_path: Path) -> None:
    (tmp_path / "process.yaml").write_text(BASIC, encoding="utf-8")
    (tmp_path / "0001-a.md").write_text(proposal("A"), encoding="utf-8")
    catalog = read_catalog([SeriesSource(tmp_path)])
    place = catalog.proposals[0].start()
    citations = tuple(Citation("", form, place) for form in ("role", "link", "file"))
    rules = [one.rule for one in check(catalog, citations, RULES).diagnostics]
    assert rules == ["cites-unknown", "cites-unknown"]
