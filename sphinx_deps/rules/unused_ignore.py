"""A comment that is to keep a rule silent does so in vain."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series


def find(_series: Series, _catalog: Catalog) -> Iterator[Finding]:
    """Nothing: only the check can tell, when all the other rules have spoken."""
    return iter(())


RULE = SeriesRule("unused-ignore", Severity.WARNING, find)
