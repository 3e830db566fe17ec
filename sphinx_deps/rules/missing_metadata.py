"""The document has no metadata, or not in the form that the process declares."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.text import join_words

FORMS = {
    "front-matter": "in front matter",
    "bold": "in bold lines",
    "bullets": "in list items",
    "sections": "in sections",
    "directive": "in a {proposal} directive",
}


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The document, if it states no field, or its first field that is in a tolerated form."""
    process = series.process
    if proposal.is_garbled:
        return
    if not proposal.has_metadata:
        yield from _absent(proposal, process)
        return
    declared = process.definition.metadata
    stated = [field for field in proposal.fields if field.name and field.is_written]
    strays = [field for field in stated if field.reader not in declared]
    if strays:
        forms = " and ".join(dict.fromkeys(FORMS[field.reader] for field in strays))
        which = "the metadata" if strays == stated else "some of the metadata"
        yield Finding(
            location=strays[0].label_location,
            message=f"{which} stands {forms}; "
            f"{process.definition.prefix} writes it {_expected(process)}",
            subject="metadata",
        )


def _absent(proposal: Proposal, process: Process) -> Iterator[Finding]:
    lacking = proposal.lacking(process.required_fields)
    if lacking:
        labels = join_words(process.field_label(key) for key in lacking)
        yield Finding(
            location=proposal.start(),
            message=f"the document states no field of {process.definition.prefix}; "
            f"they stand {_expected(process)}",
            subject="metadata",
            hint=f"required are: {labels}",
        )


def _expected(process: Process) -> str:
    return " or ".join(FORMS[name] for name in process.definition.metadata)


RULE = ProposalRule("missing-metadata", Severity.ERROR, find)
