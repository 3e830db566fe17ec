"""A heading has nothing under it."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.contents import Gap, is_title_or_field, read_gaps
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.prompts import one_a_section
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.structure import may_be_wrapper
from sphinx_deps.text import quote


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """Every section without text and subsections; what is read as a field is no matter of ours."""
    for gap in read_gaps(proposal):
        if gap.kind == "not applicable" or is_title_or_field(gap, proposal):
            continue
        if not _is_template_text(gap, proposal, series):
            yield Finding(
                location=gap.section.location,
                message=_message(gap),
                subject=gap.section.title,
                severity=Severity.INFO if may_be_wrapper(gap, series.process) else None,
            )


def _is_template_text(gap: Gap, proposal: Proposal, series: Series) -> bool:
    """Whether `template-text` tells of what stands there; a comment is not all beside a "TODO"."""
    passages = one_a_section(series.prompts_in(proposal)).values()
    told = [one for one in passages if gap.kind == "nothing" or one.kind != "comment"]
    return any(proposal.source.line_of(passage.start) in gap.lines for passage in told)


def _message(gap: Gap) -> str:
    title = quote(gap.section.title)
    if gap.kind == "nothing":
        return f"nothing stands under {title}"
    return f"{title} holds nothing but {quote(gap.text)}"


RULE = ProposalRule("empty-section", Severity.WARNING, find)
