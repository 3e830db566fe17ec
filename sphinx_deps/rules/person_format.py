"""A person is not written in the declared form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.people import field_people_parts
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import quote
from sphinx_deps.values import stated


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every person of a field with a pattern that does not match it."""
    for field, rule in stated(proposal, series.process, "people"):
        for part in field_people_parts(field, rule) if rule.pattern else ():
            if not re.fullmatch(rule.pattern or "", part):
                yield Finding(
                    location=field.place(part),
                    message=f"{field.label}: {quote(part)} is not of the form {rule.pattern}",
                    subject=field.subject,
                )


RULE = ProposalRule("person-format", Severity.WARNING, find)
