"""What a rule is: a name, a severity, and a function that yields findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Citation, Proposal
from sphinx_deps.series import Series


class ProposalRule(Struct, frozen=True):
    """Looks at one proposal at a time, and of its series at the process and the templates alone.

    What it found holds while none of the three changes.
    """

    name: str
    severity: Severity | None
    """The default; None where the rule is off until a process turns it on."""
    find: Callable[[Proposal, Series], Iterator[Finding]]
    unread: bool = False
    """Whether it also speaks of a document whose text could not be read."""


class DatedRule(Struct, frozen=True):
    """Looks at one proposal at a time, and at the calendar."""

    name: str
    severity: Severity | None
    find: Callable[[Proposal, Series, date], Iterator[Finding]]

    def on(self, today: date) -> ProposalRule:
        """The rule on one day."""
        return ProposalRule(
            self.name,
            self.severity,
            lambda proposal, series: self.find(proposal, series, today),
        )


class SeriesRule(Struct, frozen=True):
    """Looks at one series, and at the catalog around it."""

    name: str
    severity: Severity | None
    find: Callable[[Series, Catalog], Iterator[Finding]]


class CitationRule(Struct, frozen=True):
    """Looks at the uses of proposals in documents outside the series."""

    name: str
    severity: Severity | None
    find: Callable[[Catalog, tuple[Citation, ...]], Iterator[Finding]]
    within: bool = False
    """Whether it also looks at the proposals themselves, other documents or none."""


Rule = ProposalRule | DatedRule | SeriesRule | CitationRule


def rule_page(name: str) -> str:
    """The page of a rule, in Markdown."""
    page = Path(__file__).with_name("rules") / f"{name.replace('-', '_')}.md"
    return page.read_text(encoding="utf-8")


def rule_summary(name: str) -> str:
    """The first sentence of a rule's page."""
    paragraphs = rule_page(name).split("\n\n")
    return " ".join(paragraphs[1].split())
