"""A section that the process asks for has no heading."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.markdown import without_number
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal, Section
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.structure import Structure, declared_title
from sphinx_deps.text import quote
from sphinx_deps.vocabulary import SectionRule


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The document, once for each section that it should have and has no heading for."""
    structure = series.structure(proposal)
    missing = list(_missing(structure, series.process)) if structure else []
    if structure and missing:
        meant = _meant(structure, proposal, series.process)
        for rule in missing:
            yield _finding(rule, meant.get(rule.title), proposal)


def _missing(structure: Structure, process: Process) -> Iterator[SectionRule]:
    """The sections to have that are not there; `missing-field` speaks of fields."""
    present = structure.positions
    for position, rule in enumerate(structure.variant.rules):
        is_lacking = (rule.required or rule.expected) and position not in present
        if is_lacking and process.field_key(rule.title) not in process.section_fields:
            yield rule


def _meant(structure: Structure, proposal: Proposal, process: Process) -> dict[str, Section]:
    """For each section without a heading, the first undeclared one that is nearest to it."""
    meant: dict[str, Section] = {}
    for section in proposal.sections:
        if section.location == proposal.title_location or declared_title(section.title, process):
            continue
        position = structure.variant.nearest(without_number(section.title))
        if position is not None and position not in structure.positions:
            meant.setdefault(structure.variant.rules[position].title, section)
    return meant


def _finding(rule: SectionRule, meant: Section | None, proposal: Proposal) -> Finding:
    return Finding(
        location=proposal.start(),
        message=f'there is no section "{rule.title}"; the process {_asks(rule)} it',
        subject=rule.title,
        hint=f"did you mean it by {quote(meant.title)}?" if meant else None,
        severity=Severity.ERROR if rule.required else Severity.WARNING,
        related=(_place(meant),) if meant else (),
    )


def _place(section: Section) -> Related:
    return Related(section.location, f"the heading {quote(section.title)}")


def _asks(rule: SectionRule) -> str:
    return "requires" if rule.required else "expects"


RULE = ProposalRule("missing-section", Severity.ERROR, find)
