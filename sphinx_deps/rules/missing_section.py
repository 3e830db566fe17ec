"""A section that the process asks for has no heading."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.structure import Structure
from sphinx_deps.text import join_words
from sphinx_deps.vocabulary import SectionRule


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The document, once for each section without a heading; once in all if none has one."""
    structure = series.structure(proposal)
    if structure is None:
        return
    wanted = list(_wanted(structure, series.process))
    missing = [rule for rule, is_present in wanted if not is_present]
    if len(missing) > 1 and len(missing) == len(wanted):
        yield _nothing(missing, proposal)
        return
    for rule in missing:
        yield Finding(
            location=proposal.start(),
            message=f'there is no section "{rule.title}"; the process {_asks(rule)} it',
            subject=rule.title,
            severity=_severity(rule),
        )


def _wanted(structure: Structure, process: Process) -> Iterator[tuple[SectionRule, bool]]:
    """The sections to have, and whether they are there; `missing-field` speaks of fields."""
    present = structure.positions
    for position, rule in enumerate(structure.variant.rules):
        is_field = process.field_key(rule.title) in process.section_fields
        if (rule.required or rule.expected) and not is_field:
            yield rule, position in present


def _nothing(missing: list[SectionRule], proposal: Proposal) -> Finding:
    titles = join_words(f'"{rule.title}"' for rule in missing)
    return Finding(
        location=proposal.start(),
        message=f"none of the sections that the process asks for is there: {titles}",
        subject="sections",
        severity=max(map(_severity, missing), key=lambda severity: severity.rank),
    )


def _asks(rule: SectionRule) -> str:
    return "requires" if rule.required else "expects"


def _severity(rule: SectionRule) -> Severity:
    return Severity.ERROR if rule.required else Severity.WARNING


RULE = ProposalRule("missing-section", Severity.ERROR, find)
