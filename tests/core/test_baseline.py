"""A baseline holds what was there, survives edits and renames, and lets go of what is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_deps.baseline import (
    FILE_NAME,
    Entry,
    Silence,
    baseline_paths,
    divide,
    entries_of,
    read_baselines,
    render_baseline,
)
from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.checking import Report, check
from sphinx_deps.rules import RULES
from sphinx_deps.series_reading import SeriesSource

PROCESS = "extends: basic\nprefix: DEP\nrules: {missing-section: off, title-mismatch: off}\n"
PROPOSAL = "---\nstatus: Odd\nauthors: Ada\ncreated: 2026-01-01\n---\n# A\n\n[a](a.md)\n"
NAME = "0001-a.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A proposal with two findings, both in the baseline."""
    folder = tmp_path / "deps"
    folder.mkdir()
    (folder / "process.yaml").write_text(PROCESS, encoding="utf-8")
    (folder / NAME).write_text(PROPOSAL, encoding="utf-8")
    write_baseline(folder)
    return folder


def catalog_of(*folders: Path) -> Catalog:
    return read_catalog(map(SeriesSource, folders))


def report(*folders: Path, without: str = "") -> Report:
    catalog = catalog_of(*folders)
    rules = [rule for rule in RULES if rule.name != without]
    return check(catalog, rules=rules, silence=Silence(baselines=read_baselines(catalog)))


def write_baseline(folder: Path) -> None:
    catalog = catalog_of(folder)
    entries = entries_of(check(catalog).diagnostics, catalog)
    (folder / FILE_NAME).write_text(render_baseline(entries, folder), encoding="utf-8")


def found(folder: Path) -> list[str]:
    return [one.rule for one in report(folder).diagnostics]


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_a_baseline_holds_is_silent_and_counted(folder: Path) -> None:
    told = report(folder)
    assert told.diagnostics == ()
    assert sorted(one.rule for one in told.baselined) == ["broken-link", "unknown-status"]


def test_one_entry_is_one_line_in_order(folder: Path) -> None:
    lines = (folder / FILE_NAME).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "- {proposal: 'dep:0001', rule: broken-link, subject: a.md}",
        "- {proposal: 'dep:0001', rule: unknown-status, subject: status}",
    ]


def test_it_survives_moved_lines(folder: Path) -> None:
    edit(folder / NAME, "# A\n", "# A\n\nMuch\n\nmore\n")
    edit(folder / NAME, "status: Odd\nauthors: Ada\n", "authors: Ada\nstatus: Odd\n")
    assert found(folder) == []


def test_it_survives_a_renamed_file(folder: Path) -> None:
    (folder / NAME).rename(folder / "0001-another-name.md")
    assert found(folder) == []


def test_a_proposal_known_by_its_slug_survives_another_folder_and_date(tmp_path: Path) -> None:
    process = (
        "extends: basic\nprefix: REP\nidentity: slug\nrules: {missing-section: off}\n"
        "documents:\n  include: ['**/*.md']\n"
        "  path: '(?:.*/)?(?P<created>[\\d-]+)-(?P<slug>\\w+)\\.md'\n"
    )
    (tmp_path / "process.yaml").write_text(process, encoding="utf-8")
    (tmp_path / "2026-1-1-idea.md").write_text(PROPOSAL, encoding="utf-8")
    write_baseline(tmp_path)
    assert "'rep:idea'" in (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "2026-1-1-idea.md").rename(tmp_path / "more" / "2026-01-01-idea.md")
    assert found(tmp_path) == []


def test_proposals_of_one_number_are_told_apart_and_stay_so_when_one_leaves(folder: Path) -> None:
    (folder / "0001-b.md").write_text(PROPOSAL, encoding="utf-8")
    write_baseline(folder)
    assert found(folder) == []
    (folder / "0001-b.md").unlink()
    stale = report(folder).diagnostics
    assert {one.rule for one in stale} == {"stale-baseline"}
    assert all("dep:0001-b.md" in one.finding.message for one in stale)


def test_a_new_finding_is_told(folder: Path) -> None:
    edit(folder / NAME, "[a](a.md)", "[a](a.md) [b](b.md)")
    assert found(folder) == ["broken-link"]


def test_the_same_finding_is_held_as_often_as_it_was_there(folder: Path) -> None:
    edit(folder / NAME, "[a](a.md)", "[a](a.md)\n\n[a](a.md)")
    assert found(folder) == ["broken-link"]
    write_baseline(folder)
    assert found(folder) == []
    edit(folder / NAME, "[a](a.md)\n\n[a](a.md)", "[a](a.md)")
    (one,) = report(folder).diagnostics
    assert one.finding.message == 'broken-link in dep:0001, "a.md", is found once, not 2 times'
    assert one.finding.fix
    (change,) = one.finding.fix.edits
    line = (folder / FILE_NAME).read_text(encoding="utf-8").splitlines()[change.location.line - 1]
    at = slice(change.location.column - 1, (change.location.end_column or 0) - 1)
    assert (line[at], change.text) == ("2", "1")


def test_what_is_mended_is_one_stale_entry_at_its_line_with_a_fix(folder: Path) -> None:
    edit(folder / NAME, "status: Odd", "status: Draft")
    (one,) = report(folder).diagnostics
    at = one.finding.location
    assert (one.rule, str(one.severity), at.path) == (
        "stale-baseline",
        "warning",
        str(folder / FILE_NAME),
    )
    lines = (folder / FILE_NAME).read_text(encoding="utf-8").splitlines()
    assert "unknown-status" in lines[at.line - 1]
    assert one.finding.fix
    (change,) = one.finding.fix.edits
    assert (change.location.line, change.location.end_line, change.text) == (
        at.line,
        at.line + 1,
        "",
    )


def test_a_proposal_that_is_gone_leaves_stale_entries(folder: Path) -> None:
    (folder / NAME).unlink()
    assert found(folder) == ["stale-baseline", "stale-baseline"]


@pytest.mark.parametrize("setting", ["off", "{severity: error, stages: [accepted]}"])
def test_an_entry_whose_rule_the_process_keeps_away_is_not_stale(
    folder: Path, setting: str
) -> None:
    edit(folder / NAME, "[a](a.md)", "Text.")
    assert found(folder) == ["stale-baseline"]
    edit(folder / "process.yaml", "section: off,", f"section: off, broken-link: {setting},")
    edit(folder / NAME, "status: Odd", "status: Draft")
    assert [one.finding.subject for one in report(folder).diagnostics] == [
        "unknown-status dep:0001 status"
    ]


def test_an_entry_whose_rule_was_not_run_is_not_stale_and_is_kept(folder: Path) -> None:
    told = report(folder, without="unknown-status")
    assert told.diagnostics == ()
    assert [entry.rule for entry in told.unjudged] == ["unknown-status"]


def test_entries_of_a_prefix_that_was_given_up_are_stale(folder: Path) -> None:
    edit(folder / "process.yaml", "DEP", "NEW")
    told = report(folder)
    assert [one.rule for one in told.diagnostics].count("stale-baseline") == 2
    assert told.unjudged == ()


def test_a_link_to_a_baseline_of_several_series_keeps_the_entries_of_others(
    folder: Path, tmp_path: Path
) -> None:
    (folder / FILE_NAME).rename(tmp_path / "all.yaml")
    (folder / FILE_NAME).symlink_to(tmp_path / "all.yaml")
    edit(folder / "process.yaml", "DEP", "NEW")
    assert len(report(folder).unjudged) == 2


def test_an_entry_of_a_series_without_a_process_is_not_stale_and_is_kept(folder: Path) -> None:
    (folder / NAME).write_text(PROPOSAL.replace("Odd", "Draft"), encoding="utf-8")
    edit(folder / "process.yaml", "extends: basic", "extends: basics")
    told = report(folder)
    assert [one.rule for one in told.diagnostics] == ["process"]
    assert sorted(entry.rule for entry in told.unjudged) == ["broken-link", "unknown-status"]


@pytest.mark.parametrize("process", ["extends: basics\n", "extends: basic\nrules: {a: error}\n"])
def test_what_is_wrong_with_a_process_is_never_held(folder: Path, process: str) -> None:
    (folder / "process.yaml").write_text(process, encoding="utf-8")
    entries = entries_of(check(catalog_of(folder)).diagnostics, catalog_of(folder))
    (folder / FILE_NAME).write_text(render_baseline(entries, folder), encoding="utf-8")
    assert "process" in found(folder)


def test_an_entry_of_what_is_never_held_is_stale_and_is_not_kept(folder: Path) -> None:
    (folder / FILE_NAME).write_text("- {rule: process, subject: extends}\n", encoding="utf-8")
    edit(folder / NAME, "status: Odd", "status: Draft")
    edit(folder / NAME, "[a](a.md)", "Text.")
    told = report(folder)
    assert [one.finding.message for one in told.diagnostics] == [
        "a baseline cannot hold what process tells"
    ]
    assert told.unjudged == ()


def test_an_entry_about_a_page_that_was_not_read_is_not_stale(folder: Path) -> None:
    (folder.parent / "page.md").write_text("Text.\n", encoding="utf-8")
    entry = "- {proposal: 'dep:0001', file: ../page.md, rule: cites-unknown, subject: '9'}\n"
    with (folder / FILE_NAME).open("a", encoding="utf-8") as baseline:
        baseline.write(entry)
    assert found(folder) == []
    (folder.parent / "page.md").unlink()
    assert found(folder) == ["stale-baseline"]


def test_what_is_cited_beside_a_proposal_is_held_with_it_until_it_is_mended(folder: Path) -> None:
    edit(folder / "process.yaml", "prefix", "documents: {companions: ['{id}/**']}\nprefix")
    (folder / "0001").mkdir()
    notes = folder / "0001" / "notes.md"
    notes.write_text("{dep}`9`\n", encoding="utf-8")
    assert found(folder) == ["cites-unknown", "orphan-file"]
    write_baseline(folder)
    assert found(folder) == []
    entry = "- {proposal: 'dep:0001', file: 0001/notes.md, rule: cites-unknown, subject: '9'}\n"
    assert entry in (folder / FILE_NAME).read_text(encoding="utf-8")
    notes.write_text("{dep}`1`\n", encoding="utf-8")
    assert found(folder) == ["stale-baseline"]


RENAMED = [
    ("0001-a", "0001-a"),
    ("0001-b", "0001-b"),
    ("0001-b", "0001-a"),
]
"""The names that a proposal and its folder have later."""


@pytest.fixture
def accompanied(folder: Path) -> Path:
    """A proposal with a companion, of which each has findings, all of them in the baseline."""
    companions = "documents: {companions: ['{id}/**', '{id}-*/**']}\nprefix"
    edit(folder / "process.yaml", "prefix", companions)
    (folder / "0001-a").mkdir()
    (folder / "0001-a" / "notes.md").write_text("{dep}`9` [no](no.md)\n", encoding="utf-8")
    assert found(folder) == ["cites-unknown", "orphan-file", "broken-link"]
    write_baseline(folder)
    return folder


@pytest.mark.parametrize("page", ["notes.md", "more.md"])
@pytest.mark.parametrize(("proposal", "below"), RENAMED)
def test_what_a_companion_says_survives_new_names_of_it_and_of_its_proposal(
    accompanied: Path, proposal: str, below: str, page: str
) -> None:
    (accompanied / NAME).rename(accompanied / f"{proposal}.md")
    (accompanied / "0001-a").rename(accompanied / below)
    (accompanied / below / "notes.md").rename(accompanied / below / page)
    assert found(accompanied) == []


def test_an_entry_holds_for_another_companion_once_its_own_is_gone(accompanied: Path) -> None:
    text = "{dep}`9` {dep}`8`\n"
    (accompanied / "0001-a" / "more.md").write_text(text, encoding="utf-8")
    assert found(accompanied) == ["cites-unknown", "orphan-file", "cites-unknown"]
    (accompanied / "0001-a" / "notes.md").unlink()
    assert found(accompanied) == ["cites-unknown", "stale-baseline"]


def test_an_entry_of_a_companion_that_is_gone_holds_nothing_of_others(accompanied: Path) -> None:
    (accompanied / "0001-a" / "notes.md").unlink()
    (accompanied / "0002-b.md").write_text(
        "---\nstatus: Draft\nauthors: Ada\ncreated: 2026-01-01\n---\n# B\n", encoding="utf-8"
    )
    (accompanied / "0002").mkdir()
    (accompanied / "0002" / "notes.md").write_text("{dep}`9` [no](no.md)\n", encoding="utf-8")
    stale = ["stale-baseline"] * 3
    assert found(accompanied) == ["cites-unknown", "orphan-file", "broken-link", *stale]


def test_a_comment_goes_before_the_baseline(folder: Path) -> None:
    edit(folder / NAME, "[a](a.md)", "[a](a.md) <!-- deps: ignore[broken-link] -->")
    (one,) = report(folder).diagnostics
    assert one.rule == "stale-baseline"


def test_each_series_has_its_own(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "reps"
    other.mkdir()
    (other / "process.yaml").write_text(PROCESS.replace("DEP", "REP"), encoding="utf-8")
    (other / NAME).write_text(PROPOSAL, encoding="utf-8")
    told = report(folder, other).diagnostics
    assert {one.series for one in told} == {"rep"}
    catalog = catalog_of(folder, other)
    entries = entries_of(check(catalog).diagnostics, catalog)
    divided = divide(entries, baseline_paths(catalog))
    assert {path.parent.name: {one.role for one in held} for path, held in divided.items()} == {
        "deps": {"dep"},
        "reps": {"rep"},
    }


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- {rule: [\n", 2, "while parsing a flow node, did not find expected node content"),
        ("rule: unknown-status\n", 1, "a list is expected here"),
        ("- unknown-status\n", 1, "a mapping is expected here"),
        ("# A\n- {subject: Odd}\n", 2, '"rule" is missing here'),
        ("- {rule: unknown-status, subjekt: Odd}\n", 1, 'unknown key "subjekt"'),
        ("- {rule: unknown-status, count: many}\n", 1, '"many" is not a whole number'),
    ],
)
def test_a_broken_baseline_is_told_at_its_line(
    folder: Path, text: str, line: int, message: str
) -> None:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    (one,) = (one for one in report(folder).diagnostics if one.rule == "process")
    assert one.finding.message == f"the baseline cannot be read: {message}"
    assert (one.finding.location.path, one.finding.location.line) == (
        str(folder / FILE_NAME),
        line,
    )


def test_a_named_baseline_that_is_not_there_is_told(folder: Path) -> None:
    catalog = catalog_of(folder)
    (baseline,) = read_baselines(catalog, folder / "other.yaml")
    told = check(catalog, silence=Silence(baselines=(baseline,))).diagnostics
    assert [one.rule for one in told if one.finding.location.path.endswith("other.yaml")] == [
        "process"
    ]


@pytest.mark.parametrize(
    "subject",
    [
        "no",
        "12",
        "it's: #1",
        '"{a}"',
        "- b, c",
        "\u00fc \uc774\uc720 \U0001f600",
        "bell \x07",
        "~",
        "\ud800",
    ],
)
def test_any_subject_is_written_so_that_it_is_read_again(folder: Path, subject: str) -> None:
    entry = Entry("unknown-status", "dep", "dep:0001", None, subject, 2)
    text = render_baseline([entry], folder)
    (folder / FILE_NAME).write_bytes(text.encode(errors="replace"))
    (baseline,) = read_baselines(catalog_of(folder))
    assert baseline.problems == ()
    (placed,) = baseline.entries
    assert placed.entry.subject == subject.encode(errors="replace").decode()
    assert (placed.entry.count, placed.location.line) == (2, placed.location.end_line)


def test_a_subject_of_several_lines_takes_one(folder: Path) -> None:
    edit(folder / NAME, "[a](a.md)", "<a href='a\nb.md'>a</a>")
    write_baseline(folder)
    text = (folder / FILE_NAME).read_text(encoding="utf-8")
    assert text.count("\n- {") == len(text.splitlines()) - text.count("#")
    assert found(folder) == []


def test_an_empty_baseline_holds_nothing(folder: Path) -> None:
    (folder / FILE_NAME).write_text(render_baseline([], folder), encoding="utf-8")
    (baseline,) = read_baselines(catalog_of(folder))
    assert (baseline.entries, baseline.problems) == ((), ())
    assert len(found(folder)) == 2
