"""A relation, or a stub, names what is no proposal."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.markdown import is_external
from sphinx_deps.proposal import Proposal, Reference
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series
from sphinx_deps.text import quote


def find(series: Series, catalog: Catalog) -> Iterator[Finding]:
    """Every relation and every stub that leads to no proposal, and to no address elsewhere."""
    relations = series.process.relations
    for proposal in series.proposals:
        for key, references in proposal.references.items():
            for reference in references:
                if _leads_nowhere(reference, series, external=relations[key].external):
                    yield _finding(reference, proposal, series, catalog)
    for stub in series.stubs:
        if stub.redirect and _leads_nowhere(stub.redirect, series, external=False):
            yield _finding(stub.redirect, stub, series, catalog)


def _leads_nowhere(reference: Reference, series: Series, *, external: bool) -> bool:
    if reference.target or reference.candidates:
        return False
    url = reference.url
    if url is None or not is_external(url):
        return True
    return series.is_own_address(url) and not external


def _finding(reference: Reference, proposal: Proposal, series: Series, catalog: Catalog) -> Finding:
    reserved = catalog.find_named(reference.text, series).reservation
    if reserved:
        message, hint = reserved.notice, None
    elif reference.url and is_external(reference.url):
        message = f"{quote(reference.url)} is the address of no proposal"
        hint = "a relation that may lead elsewhere is declared as external"
    else:
        near = catalog.nearest_name(reference.text)
        message = f"there is no proposal {quote(reference.text)}"
        hint = near and f"did you mean {near}?"
    return Finding(
        location=reference.location,
        message=message,
        subject=reference.text,
        hint=hint,
        severity=Severity.WARNING if reserved else None,
        proposal=proposal.key,
    )


RULE = SeriesRule("unknown-proposal", Severity.ERROR, find)
