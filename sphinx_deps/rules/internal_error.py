"""A rule failed: the check names it here, and the other rules go on."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Severity
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series


def find(_series: Series, _catalog: Catalog) -> Iterator[Finding]:
    """Nothing: it is the check that makes these findings, where a rule crashes."""
    return iter(())


RULE = SeriesRule("internal-error", Severity.ERROR, find)
