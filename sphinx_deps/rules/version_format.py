"""A version is not in the declared form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import quote
from sphinx_deps.values import field_values, is_of_type, stated


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every version of a field with a pattern that does not match it."""
    for field, rule in stated(proposal, series.process, "version"):
        for value in field_values(field, rule) if rule.pattern else ():
            # What is no version at all is told by `field-value`.
            if is_of_type(value, rule) and not re.fullmatch(rule.pattern or "", value):
                yield Finding(
                    location=field.place(value),
                    message=f"{field.label}: {quote(value)} is not of the form {rule.pattern}",
                    subject=field.subject,
                )


RULE = ProposalRule("version-format", Severity.WARNING, find)
