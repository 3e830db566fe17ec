"""A document, or its metadata, cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series

NAME = "unreadable-metadata"


def find(series: Series, _: Catalog) -> Iterator[Finding]:
    """What the reading of the folder and of its documents met."""
    for problem in series.problems:
        if problem.rule == NAME:
            yield problem.finding
    for document in series.documents:
        for problem in document.problems:
            if problem.rule == NAME:
                yield replace(problem.finding, proposal=document.key)


RULE = SeriesRule(NAME, Severity.ERROR, find)
