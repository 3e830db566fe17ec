"""What a catalog finds: names, reservations, rows of the registry, successors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.proposal import Citation, Proposal
from sphinx_deps.series import Series
from sphinx_deps.series_reading import SeriesSource

BASIC = "extends: basic\nprefix: {prefix}\n"
REGISTRY = """\
registry:
  file: README.md
  columns: {Number: number, Title: title, Author: authors}
"""
HEADER = "| Number | Title | Author |\n|---|---|---|\n"


def proposal(title: str, status: str = "Accepted", **relations: str) -> str:
    fields = {"status": status, "authors": "Ada Example", "created": "2026-03-01"}
    fields |= {key.replace("_", "-"): value for key, value in relations.items()}
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"---\n{lines}---\n\n# {title}\n"


def written(folder: Path, files: Mapping[str, str], process: str) -> SeriesSource:
    for name, text in {"process.yaml": process, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return SeriesSource(folder)


def paths(catalog: Catalog, name: str, role: str = "dep") -> list[str]:
    return [found.key for found in catalog.find(name, role).proposals]


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    files = {
        "0000-idea.md": proposal("Something new"),
        "0012-fast-start.md": proposal("Fast start"),
        "0013-warm-start.md": proposal("Start, but warm"),
        "0014-error-standardization.md": proposal("Errors"),
        "0014-upgrades.md": proposal("Upgrades"),
        "0015-part-02.md": proposal("Part two"),
        "0016-12.md": proposal("Twelve"),
        "README.md": f"{HEADER}| 21 | Cold start | Ada Example |\n",
    }
    process = BASIC.format(prefix="BEP") + "label: BEP-{id}\n" + REGISTRY
    return read_catalog([written(tmp_path / "beps", files, process)])


@pytest.mark.parametrize(
    "name",
    [
        "12",
        "0012",
        "BEP-12",
        "BEP-0012",
        "BEP 12",
        "bep12",
        "fast-start",
        "Fast Start",
        "0012-fast-start",
        "0012-fast-start.md",
        "12#motivation",
    ],
)
@pytest.mark.parametrize("role", ["dep", "bep"])
def test_a_proposal_answers_to_its_number_label_slug_and_path(
    catalog: Catalog, name: str, role: str
) -> None:
    assert paths(catalog, name, role) == ["bep:0012-fast-start.md"]


@pytest.mark.parametrize(
    "name", ["", "#", "99", "DEP 12", "0012-slow-start", "1/2", "#1 #2", "1.2", "9" * 5000]
)
def test_other_names_lead_nowhere(catalog: Catalog, name: str) -> None:
    assert catalog.find(name).proposals == ()


def test_a_title_is_a_name_where_there_is_no_number(catalog: Catalog) -> None:
    assert paths(catalog, "part two") == []
    assert paths(catalog, "Something new") == ["bep:0000-idea.md"]


def test_a_slug_may_end_in_a_number(catalog: Catalog) -> None:
    assert paths(catalog, "part-02") == ["bep:0015-part-02.md"]


def test_a_number_goes_before_a_slug_that_looks_like_one(catalog: Catalog) -> None:
    assert paths(catalog, "12") == ["bep:0012-fast-start.md"]
    assert paths(catalog, "0016-12") == ["bep:0016-12.md"]


def test_a_number_of_two_documents_leads_to_both_and_a_file_to_one(catalog: Catalog) -> None:
    both = ["bep:0014-error-standardization.md", "bep:0014-upgrades.md"]
    assert paths(catalog, "14") == paths(catalog, "BEP-0014") == both
    assert catalog.find("14").proposal is None
    assert paths(catalog, "0014-error-standardization") == both[:1]
    named = [catalog.unique_name(catalog.by_key[key]) for key in both]
    assert named == ["0014-error-standardization", "0014-upgrades"]


@pytest.mark.parametrize("name", ["21", "0021", "BEP-0021", "bep 21"])
def test_a_reservation_answers_to_its_number_and_label(catalog: Catalog, name: str) -> None:
    found = catalog.find(name)
    assert found.proposals == ()
    assert found.reservation is not None
    assert found.reservation.notice == (
        'BEP-0021 is reserved for "Cold start"; no document bears it yet'
    )


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("21", "BEP-0012"),
        ("XEP-13", "BEP-0013"),
        ("fast-strat", "fast-start"),
        ("0012-fast-stat", "0012-fast-start"),
        ("99", None),
        ("elephant", None),
    ],
)
def test_the_nearest_name_is_offered_where_one_is_near(
    catalog: Catalog, name: str, near: str | None
) -> None:
    assert catalog.nearest_name(name) == near


@pytest.fixture
def two_series(tmp_path: Path) -> Catalog:
    return read_catalog(
        [
            written(
                tmp_path / folder,
                {"0001-fast-start.md": proposal(f"{prefix} starts", **relations)},
                BASIC.format(prefix=prefix),
            )
            for folder, prefix, relations in (
                ("reps", "REP", {"requires": "BEP 1"}),
                ("beps", "BEP", {"requires": "1"}),
            )
        ]
    )


def test_a_number_of_two_series_leads_to_both_under_dep(two_series: Catalog) -> None:
    assert paths(two_series, "1") == ["rep:0001-fast-start.md", "bep:0001-fast-start.md"]
    assert paths(two_series, "1", "bep") == ["bep:0001-fast-start.md"]
    assert paths(two_series, "REP 1") == ["rep:0001-fast-start.md"]
    assert paths(two_series, "REP 1", "bep") == []
    assert [two_series.unique_name(each) for each in two_series.proposals] == ["REP 1", "BEP 1"]


def test_a_relation_looks_in_its_own_series_first(two_series: Catalog) -> None:
    targets = [each.references["requires"][0].target for each in two_series.proposals]
    assert targets == ["bep:0001-fast-start.md", "bep:0001-fast-start.md"]


def test_a_series_with_the_role_dep_goes_before_the_others(tmp_path: Path) -> None:
    catalog = read_catalog(
        [
            written(
                tmp_path / prefix,
                {f"{number}-fast-start.md": proposal("Starting") for number in numbers},
                BASIC.format(prefix=prefix),
            )
            for prefix, numbers in (("REP", ["0001", "0002"]), ("DEP", ["0001"]))
        ]
    )
    assert paths(catalog, "1") == ["dep:0001-fast-start.md"]
    assert paths(catalog, "2") == ["rep:0002-fast-start.md"]


@pytest.mark.parametrize(
    ("relation", "target"),
    [
        ("DEP 1 (in parts)", "0001-one.md"),
        ("'DEP 1: One'", "0001-one.md"),
        ("DEP 1 - One", "0001-one.md"),
        ("'`DEP 1`'", "0001-one.md"),
        ("'{dep}`1`'", "0001-one.md"),
        ("'{dep}`the first <1>`'", "0001-one.md"),
        ("'[first](dep:1)'", "0001-one.md"),
        ("'[first](#dep-1)'", "0001-one.md"),
        ("'[first](#gone)'", None),
        ("'[first](0001-one.md#motivation)'", "0001-one.md"),
        ("'[DEP 1](gone.md)'", "0001-one.md"),
        ("https://example.org/product/blob/main/deps/sub/0002-two.md", "sub/0002-two.md"),
        ("https://example.org/product-2/blob/main/deps/sub/0002-two.md", None),
        ("https://example.org/product/pull/2", None),
        ("'#1'", "0001-one.md"),
        ("DEP 3", None),
    ],
)
def test_a_relation_is_found_by_its_link_or_else_by_its_words(
    tmp_path: Path, relation: str, target: str | None
) -> None:
    process = (
        "extends: basic\nprefix: DEP\nrepository: https://example.org/product\n"
        "documents: {path: '(?:sub/)?(?P<number>\\d{4})-(?P<slug>[a-z]+)\\.md'}\n"
    )
    files = {
        "0001-one.md": proposal("One"),
        "sub/0002-two.md": proposal("Two"),
        "0004-four.md": proposal("Four", requires=relation),
    }
    catalog = read_catalog([written(tmp_path, files, process)])
    (reference,) = catalog.by_key["dep:0004-four.md"].references["requires"]
    assert reference.target == (target and f"dep:{target}")


def chain(tmp_path: Path, **files: str) -> Catalog:
    named = {f"000{name[-1]}-{name[:-1]}.md": text for name, text in files.items()}
    return read_catalog([written(tmp_path, named, BASIC.format(prefix="DEP"))])


def successors(catalog: Catalog, number: int = 1) -> list[int | None]:
    (found,) = catalog.series[0].by_number[number]
    return [each.number for each in catalog.successors(found)]


def test_successors_are_the_ends_of_all_branches(tmp_path: Path) -> None:
    catalog = chain(
        tmp_path,
        a1=proposal("A", "Replaced", replaced_by="DEP 2, DEP 3"),
        b2=proposal("B", "Replaced", replaced_by="DEP 4"),
        c3=proposal("C", "Replaced", replaced_by="DEP 4, DEP 5"),
        d4=proposal("D"),
        e5=proposal("E"),
    )
    assert successors(catalog) == [4, 5]
    assert successors(catalog, 2) == [4]
    assert successors(catalog, 4) == []


def test_a_circle_has_no_successor_but_a_way_out_of_it_has(tmp_path: Path) -> None:
    catalog = chain(
        tmp_path,
        a1=proposal("A", "Replaced", replaced_by="DEP 2"),
        b2=proposal("B", "Replaced", replaced_by="DEP 1"),
        c3=proposal("C", "Replaced", replaced_by="DEP 4"),
        d4=proposal("D", "Replaced", replaced_by="DEP 3, DEP 5"),
        e5=proposal("E"),
        f6=proposal("F", "Replaced", replaced_by="DEP 6"),
    )
    assert [successors(catalog, number) for number in (1, 3, 4, 6)] == [[], [5], [5], []]


def test_who_says_that_it_replaced_another_is_its_successor(tmp_path: Path) -> None:
    catalog = chain(
        tmp_path,
        a1=proposal("A", "Replaced"),
        b2=proposal("B", replaces="DEP 1"),
        c3=proposal("C", "Rejected", replaces="DEP 1"),
        d4=proposal("D"),
        e5=proposal("E", replaces="DEP 4"),
    )
    assert successors(catalog) == [2]
    assert successors(catalog, 4) == []


def test_only_our_roles_cite(tmp_path: Path) -> None:
    text = "See {ref}`one`, {term}`One`, {py:class}`one`.\n\nAnd {doc}`0001-one`."
    catalog = chain(
        tmp_path,
        one1=proposal("One"),
        two2=proposal("Two") + text,
        three3=proposal("Three") + "{dep}`1`, [one](dep:1), [file](0001-one.md) and {dep}`3`.",
    )
    assert catalog.cited_by_proposals == {"dep:0001-one.md": ("dep:0003-three.md",)}
    assert [citation.form for _, citation in catalog.own_citations] == ["role", "link", "role"]
    (other,) = catalog.series[0].by_number[2]
    assert not any(map(catalog.is_citation, other.citations))


COMPANIONS = "extends: basic\nprefix: DEP\ndocuments: {companions: ['{id}/**']}\n"


def test_what_belongs_to_a_proposal_cites_in_its_name(tmp_path: Path) -> None:
    files = {
        "0001-one.md": proposal("One"),
        "0001/notes.md": "{dep}`2`, [two](dep:2), {pep}`8`, [file](../0002-two.md)\n",
        "0001/data.txt": "{dep}`3`\n",
        "0002-two.md": proposal("Two") + "{dep}`1`",
    }
    catalog = read_catalog([written(tmp_path, files, COMPANIONS)])
    assert [(one.path, each.target, each.form) for one, each in catalog.own_citations] == [
        ("0002-two.md", "1", "role"),
        ("0001-one.md", "2", "role"),
        ("0001-one.md", "2", "link"),
    ]
    assert "dep:0002-two.md" not in catalog.cited_by_proposals


def test_nothing_is_read_where_nothing_belongs_to_a_proposal(tmp_path: Path) -> None:
    files = {"0001-one.md": proposal("One") + "{dep}`1`"}
    catalog = read_catalog([written(tmp_path, files, COMPANIONS)])
    assert len(list(catalog.own_citations)) == 1
    assert "linked_files" not in vars(catalog.series[0])


def test_a_link_to_a_file_leads_to_its_proposal(tmp_path: Path) -> None:
    catalog = chain(tmp_path / "deps", one1=proposal("One"))
    place = catalog.proposals[0].start()
    for target in ("0001-one.md", "./0001-one.md#motivation", "../deps/0001-one.md"):
        citation = Citation(target, "file", place)
        assert catalog.find_citation(citation).proposal == catalog.proposals[0]
    for target in ("#motivation", "0002-two.md", "https://example.org/0001-one.md"):
        assert catalog.find_citation(Citation(target, "file", place)).proposals == ()


def rows(tmp_path: Path, *written_rows: str) -> Series:
    files = {
        "0001-one.md": proposal("One"),
        "0002-two.md": proposal("Two"),
        "0002-deux.md": proposal("Deux"),
        "README.md": HEADER + "".join(f"| {row} |\n" for row in written_rows),
    }
    process = BASIC.format(prefix="DEP") + REGISTRY
    return read_catalog([written(tmp_path, files, process)]).series[0]


def entries(series: Series) -> list[str | None]:
    return [entry.proposal.path if entry.proposal else None for entry in series.entries]


@pytest.mark.parametrize("is_link", [False, True])
def test_a_registry_beside_the_folder_is_named_by_its_shortest_path(
    tmp_path: Path, is_link: bool
) -> None:
    folder = tmp_path / "deps"
    if is_link:
        (tmp_path / "real" / "deps").mkdir(parents=True)
        folder.symlink_to(tmp_path / "real" / "deps")
    process = BASIC.format(prefix="DEP") + REGISTRY.replace("README.md", "../README.md")
    files = {"../README.md": f"{HEADER}| 1 | One | Ada |\n"}
    registry = read_catalog([written(folder, files, process)]).series[0].registry
    assert registry is not None
    # What is above a link is not what is above the folder that it leads to.
    expected = folder / "../README.md" if is_link else tmp_path / "README.md"
    assert registry.path == str(expected)


def test_a_row_is_for_the_document_that_it_links(tmp_path: Path) -> None:
    series = rows(
        tmp_path,
        "[1](./0001-one.md#motivation) | One | Ada",
        "2 | [Two](0002-two.md) | [Ada](https://example.org/ada)",
        "2 | Deux | [Ada](https://example.org/ada)",
        "3 | Three | Ada",
    )
    assert entries(series) == ["0001-one.md", "0002-two.md", "0002-deux.md", None]
    assert list(series.reservations) == [3]


def test_a_row_without_a_link_is_for_the_document_of_its_title(tmp_path: Path) -> None:
    assert entries(rows(tmp_path, "2 | Two | Ada", "2 | Deuxième | Ada")) == [
        "0002-two.md",
        "0002-deux.md",
    ]


def test_a_row_may_link_the_document_where_it_is_published(tmp_path: Path) -> None:
    process = BASIC.format(prefix="DEP") + REGISTRY + "repository: https://example.org/product/\n"
    address = "https://example.org/product/blob/main/deps/0001-one.md"
    files = {
        "0001-one.md": proposal("One"),
        "0001-uno.md": proposal("Uno"),
        "README.md": f"{HEADER}| [1]({address}) | Uno | Ada |\n",
    }
    series = read_catalog([written(tmp_path, files, process)]).series[0]
    assert entries(series) == ["0001-one.md"]


def test_a_number_too_long_to_be_one_is_no_row(tmp_path: Path) -> None:
    assert entries(rows(tmp_path, f"{'9' * 5000} | Nines | Ada")) == []


def test_the_series_of_a_missing_folder_is_empty_and_says_so(tmp_path: Path) -> None:
    (series,) = read_catalog([SeriesSource(tmp_path / "beps")]).series
    (problem,) = series.problems
    assert series.role == "beps"
    assert problem.rule == "process"
    assert problem.finding.message == f"there is no folder {tmp_path / 'beps'}"


def test_the_second_series_of_one_role_is_left_out_and_told(tmp_path: Path) -> None:
    catalog = read_catalog(
        written(tmp_path / folder, {}, BASIC.format(prefix="DEP")) for folder in ("one", "two")
    )
    (series,) = catalog.series
    assert series.folder == tmp_path / "one"
    assert [problem.rule for problem in series.problems] == ["process"]


def read_one(folder: Path, text: str, process: str, name: str = "0001-fast-start.md") -> Proposal:
    (found,) = read_catalog([written(folder, {name: text}, process)]).proposals
    return found


def test_a_status_has_its_declared_spelling(tmp_path: Path) -> None:
    found = read_one(tmp_path, proposal("Fast", "accepted"), BASIC.format(prefix="DEP"))
    assert (found.status, found.stage) == ("Accepted", "accepted")


@pytest.mark.parametrize("status", ["Done (Swift 5.9)", "Published"])
def test_a_status_that_holds_more_or_is_none_stays_as_written(tmp_path: Path, status: str) -> None:
    process = (
        BASIC.format(prefix="SE")
        + "statuses: {Done: {stage: implemented, pattern: 'Done \\((?P<version>.+)\\)'}}\n"
    )
    assert read_one(tmp_path, proposal("Fast", status), process).status == status


def test_proposals_known_by_slugs_have_the_declared_label(tmp_path: Path) -> None:
    process = "prefix: REP\nidentity: slug\nlabel: 'REP {slug}'\n"
    assert read_one(tmp_path, "# Fast start\n", process, "fast-start.md").label == "REP fast-start"


def test_what_the_process_sets_stands_for_what_is_written(tmp_path: Path) -> None:
    process = (
        BASIC.format(prefix="DEP")
        + "metadata: [bold]\noverrides: {'0001': {status: Accepted, title: Warm start}}\n"
        + "fields: {title: {label: Title}}\n"
    )
    found = read_one(tmp_path, "# Fast start\n\n**Status**: Draft\n", process)
    field = found.field("status")
    assert (found.title, found.status) == ("Warm start", "Accepted")
    assert field is not None
    assert field.span == (3, 3), "its rendering replaces the line as written"


def test_a_group_of_the_path_fills_a_field_with_a_hyphen(tmp_path: Path) -> None:
    process = (
        "prefix: DEP\ndocuments: {path: '(?P<review_date>[\\d-]{10})-(?P<slug>.+)\\.md'}\n"
        "fields: {review-date: {label: Review Date, type: date}}\n"
    )
    found = read_one(tmp_path, "# Fast\n", process, "2026-03-01-fast.md")
    field = found.field("review-date")
    assert field is not None
    assert field.text == "2026-03-01"


def test_names_of_no_proposal_in_the_process_are_told(tmp_path: Path) -> None:
    process = (
        BASIC.format(prefix="DEP")
        + "overrides: {'9999': {status: Draft}}\n"
        + "rules: {title-length: {except: ['1', '0001', 0001-fast-start.md]}}\n"
    )
    catalog = read_catalog([written(tmp_path, {"0001-fast-start.md": "# Fast\n"}, process)])
    told = [(one.finding.location.line, one.finding.message) for one in catalog.series[0].problems]
    assert told == [
        (3, '"9999" is neither the id of a proposal nor a path in the folder'),
        (4, '"1" is neither the id of a proposal nor a path in the folder'),
    ]
