"""An image is not there."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series
from sphinx_deps.text import quote


def find(series: Series, catalog: Catalog) -> Iterator[Finding]:
    """Every image whose file is missing."""
    for lead in series.linked_files.broken:
        if lead.link.kind == "image":
            near = series.linked_files.suggest(lead)
            target = lead.link.target
            yield Finding(
                location=lead.location,
                message=f"there is no image {quote(target)}" if target else "the image has no file",
                subject=target,
                hint=near and f"did you mean {near}?",
                proposal=lead.document.owner.key,
            )


RULE = SeriesRule("broken-image", Severity.ERROR, find)
