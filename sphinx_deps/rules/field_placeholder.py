"""A field still holds what is to be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.metadata_prompts import is_of_template
from sphinx_deps.proposal import Field, Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import quote
from sphinx_deps.values import has_open_link, is_menu, is_of_type, is_placeholder
from sphinx_deps.vocabulary import FieldRule

_WITH_LINKS = frozenset({"links", "people", "text", "version"})
"""The types whose values may hold links."""
_BY_TEMPLATE = frozenset({"text", "links"})
"""The types of which no other rule takes a template's words for a wrong value."""


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every field with a word or a prompt of the template in place of a value, or of a link."""
    process = series.process
    for field in proposal.fields:
        rule = process.field_rule(field.name or "")
        if rule is None:
            continue
        # Of a field that its status needs `status-requires` speaks.
        is_left = _is_left(field.text, rule) and field.name not in series.needs(proposal)
        if is_left or _is_open(field, rule, proposal) or _is_of_template(field, rule, series):
            yield Finding(
                location=field.location,
                message=f"{field.label}: {quote(field.text)} is yet to be filled in",
                subject=field.subject,
            )


def _is_left(text: str, rule: FieldRule) -> bool:
    if is_menu(text):
        return rule.type == "choice"
    return is_placeholder(text, rule)


def _is_of_template(field: Field, rule: FieldRule, series: Series) -> bool:
    """Whether a template says the same, and no other rule finds fault with it."""
    is_left = rule.type in _BY_TEMPLATE and is_of_template(field.text, series.metadata_prompts)
    return is_left and is_of_type(field.text, rule)


def _is_open(field: Field, rule: FieldRule, proposal: Proposal) -> bool:
    """Whether a link in the value has no target, and no other rule finds fault with the value."""
    if not has_open_link(field.text):
        return False
    if rule.type == "proposals":
        return all(one.target for one in proposal.references[field.name or ""])
    return rule.type in _WITH_LINKS


RULE = ProposalRule("field-placeholder", Severity.WARNING, find)
