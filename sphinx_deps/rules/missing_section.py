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
from sphinx_deps.text import join_words, quote
from sphinx_deps.vocabulary import SectionRule


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The document, once for each section without a heading; once in all if none has one."""
    structure = series.structure(proposal)
    if structure is None:
        return
    wanted = list(_wanted(structure, series.process))
    missing = [rule for rule, is_present in wanted if not is_present]
    meant = _meant(structure, proposal, series.process) if missing else {}
    if len(missing) > 1 and len(missing) == len(wanted):
        yield _nothing(missing, meant, proposal)
        return
    for rule in missing:
        yield _finding(rule, meant.get(rule.title), proposal)


def _wanted(structure: Structure, process: Process) -> Iterator[tuple[SectionRule, bool]]:
    """The sections to have, and whether they are there; `missing-field` speaks of fields."""
    present = structure.positions
    for position, rule in enumerate(structure.variant.rules):
        is_field = process.field_key(rule.title) in process.section_fields
        if (rule.required or rule.expected) and not is_field:
            yield rule, position in present


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
        severity=_severity(rule),
        related=(_place(meant),) if meant else (),
    )


def _place(section: Section) -> Related:
    return Related(section.location, f"the heading {quote(section.title)}")


def _nothing(missing: list[SectionRule], meant: dict[str, Section], proposal: Proposal) -> Finding:
    near = [meant[rule.title] for rule in missing if rule.title in meant]
    titles = join_words(f'"{rule.title}"' for rule in missing)
    return Finding(
        location=proposal.start(),
        message=f"none of the sections that the process asks for is there: {titles}",
        subject="sections",
        related=tuple(map(_place, near)),
        severity=max(map(_severity, missing), key=lambda severity: severity.rank),
    )


def _asks(rule: SectionRule) -> str:
    return "requires" if rule.required else "expects"


def _severity(rule: SectionRule) -> Severity:
    return Severity.ERROR if rule.required else Severity.WARNING


RULE = ProposalRule("missing-section", Severity.ERROR, find)
