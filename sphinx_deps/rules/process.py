"""The process of a series is not what it should be."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series

NAME = "process"


def find(series: Series, _: Catalog) -> Iterator[Finding]:
    """What was found while the process, and what it declares, was read."""
    for problem in series.problems:
        if problem.rule == NAME:
            yield problem.finding


RULE = SeriesRule(NAME, Severity.ERROR, find)
