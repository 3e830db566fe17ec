"""An optional section was kept to say that it does not apply."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_deps.contents import read_gaps
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import quote

_MAY_BE = regex(r"(?<!\w)(?:n/a|n\.a\.|na|not applicable)(?!\w)", re.IGNORECASE)


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every optional section that says N/A, where the template wants it left out."""
    omitted = series.omitted_sections
    if not omitted or not _MAY_BE.search(proposal.source.text):
        return
    structure = series.structure(proposal)
    rules = {match.section: match.rule for match in structure.matches} if structure else {}
    for gap in read_gaps(proposal):
        rule = rules.get(gap.section)
        if gap.kind == "not applicable" and rule and rule.title in omitted:
            yield Finding(
                location=gap.section.location,
                message=f"{quote(gap.section.title)} says no more than {quote(gap.text)}; "
                "the template asks to leave the section out",
                subject=rule.title,
            )


RULE = ProposalRule("na-section", Severity.INFO, find)
