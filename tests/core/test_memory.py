"""What was found in a proposal is given again while nothing changed that its rules see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from test_rule_pages import EXAMPLES, command_of, write

from sphinx_deps.catalog import read_catalog
from sphinx_deps.checking import check
from sphinx_deps.diagnostics import Diagnostic, Finding, Severity
from sphinx_deps.memory import Memory, outlook
from sphinx_deps.once import Once
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import DatedRule, ProposalRule, SeriesRule
from sphinx_deps.rules import RULES
from sphinx_deps.series import Series
from sphinx_deps.series_reading import SeriesSource

TODAY = date(2026, 11, 22)
FOR_SINGLE_PROPOSALS = tuple(
    rule.on(TODAY) if isinstance(rule, DatedRule) else rule
    for rule in RULES
    if isinstance(rule, ProposalRule | DatedRule)
)


def alone(proposal: Proposal, series: Series) -> Series:
    """The series with no more of it than the rules for single proposals may look at."""
    return Series(
        series.role,
        series.folder,
        Process(series.process.definition),
        (proposal.path,),
        Once(lambda: (proposal,)),
        templates=series.templates,
    )


def assert_alone_is_enough(series: Series) -> None:
    for proposal in series.proposals:
        by_itself = alone(proposal, series)
        for rule in FOR_SINGLE_PROPOSALS:
            found = list(rule.find(proposal, series))
            assert list(rule.find(proposal, by_itself)) == found, rule.name


@pytest.mark.parametrize(("name", "files"), EXAMPLES)
def test_rules_for_single_proposals_see_no_more_than_process_and_templates(
    name: str, files: dict[str, str], tmp_path: Path
) -> None:
    source = SeriesSource(write(files, command_of(files), tmp_path))
    for series in read_catalog([source]).series:
        assert_alone_is_enough(series)


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("folder", "process"),
    [("dynamo/deps", "dynamo"), ("ray/reps", "ray"), ("backendai/proposals", "backendai")],
)
def test_of_real_series_too(folder: str, process: str, corpora: Path) -> None:
    for series in read_catalog([SeriesSource(corpora / folder, process)]).series:
        assert_alone_is_enough(series)


class Looks:
    """A rule that tells of every proposal, and remembers which it looked at."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.rule = ProposalRule("todo-left", Severity.WARNING, self.find)

    def find(self, proposal: Proposal, series: Series) -> Iterator[Finding]:
        self.paths.append(proposal.path)
        yield Finding(location=proposal.start(), message="seen")

    def look(self, folder: Path, memory: Memory) -> tuple[Diagnostic, ...]:
        self.paths.clear()
        catalog = read_catalog([SeriesSource(folder)])
        return check(catalog, rules=[self.rule], memory=memory).diagnostics


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "process.yaml").write_text("extends: basic\n", encoding="utf-8")
    for number in (1, 2):
        path = tmp_path / f"000{number}-one.md"
        path.write_text(f"---\nstatus: Draft\n---\n# One {number}\n", encoding="utf-8")
    return tmp_path


def by_title(proposal: Proposal, series: Series) -> bytes:
    return outlook(series) + proposal.title.encode()


def test_what_is_known_is_not_looked_at_again(folder: Path) -> None:
    looks, first = Looks(), Memory(state_of=by_title)
    found = looks.look(folder, first)
    assert looks.paths == ["0001-one.md", "0002-one.md"]
    second = Memory(first.now, by_title)
    assert looks.look(folder, second) == found
    assert (looks.paths, second.now) == ([], first.now)


def test_a_proposal_in_another_state_is_looked_at(folder: Path) -> None:
    looks, memory = Looks(), Memory(state_of=by_title)
    looks.look(folder, memory)
    (folder / "0002-one.md").write_text("# Two\n", encoding="utf-8")
    looks.look(folder, Memory(memory.now, by_title))
    assert looks.paths == ["0002-one.md"]


def test_a_proposal_without_a_state_is_looked_at_every_time(folder: Path) -> None:
    looks, memory = Looks(), Memory()
    looks.look(folder, memory)
    looks.look(folder, Memory(memory.now))
    assert (looks.paths, memory.now) == (["0001-one.md", "0002-one.md"], {})


def test_a_proposal_that_is_gone_is_forgotten(folder: Path) -> None:
    looks, memory = Looks(), Memory(state_of=by_title)
    looks.look(folder, memory)
    (folder / "0002-one.md").unlink()
    later = Memory(memory.now, by_title)
    looks.look(folder, later)
    assert list(later.now) == ["ep:0001-one.md"]


def test_a_proposal_over_which_a_rule_crashed_is_looked_at_again(folder: Path) -> None:
    def crash(proposal: Proposal, series: Series) -> Iterator[Finding]:
        if proposal.number == 2:
            raise RuntimeError
        yield Finding(location=proposal.start(), message="seen")

    rule, memory = ProposalRule("todo-left", Severity.WARNING, crash), Memory(state_of=by_title)
    catalog = read_catalog([SeriesSource(folder)])
    first = check(catalog, rules=[rule], memory=memory).diagnostics
    again = check(catalog, rules=[rule], memory=Memory(memory.now, by_title)).diagnostics
    assert list(memory.now) == ["ep:0001-one.md"]
    assert again == first
    assert [one.rule for one in first] == ["todo-left", "internal-error"]


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "process.yaml").write_text("extends: basic\nprefix: DEP\n"),
        lambda folder: (folder / "template.md").write_text("# Another\n"),
    ],
    ids=["process", "template"],
)
def test_the_outlook_changes_with_process_and_template(
    change: Callable[[Path], object], folder: Path
) -> None:
    (folder / "process.yaml").write_text("extends: basic\ntemplates: {one: template.md}\n")
    (folder / "template.md").write_text("# Title\n")

    def seen() -> bytes:
        return outlook(read_catalog([SeriesSource(folder)]).series[0])

    before = seen()
    assert seen() == before
    change(folder)
    assert seen() != before


def test_rules_for_a_series_are_asked_every_time(folder: Path) -> None:
    asked = []

    def find(series: Series, catalog: object) -> Iterator[Finding]:
        asked.append(series.role)
        return iter(())

    rule, memory = SeriesRule("duplicate-id", Severity.WARNING, find), Memory(state_of=by_title)
    catalog = read_catalog([SeriesSource(folder)])
    check(catalog, rules=[rule], memory=memory)
    check(catalog, rules=[rule], memory=Memory(memory.now, by_title))
    assert asked == ["ep", "ep"]
