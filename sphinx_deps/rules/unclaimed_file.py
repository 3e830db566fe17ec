"""A Markdown file of the folder is neither a proposal nor left out on purpose."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Location, Severity
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series


def find(series: Series, _: Catalog) -> Iterator[Finding]:
    """The Markdown files that no pattern of the process speaks of."""
    for path in series.unclaimed:
        yield Finding(
            location=Location(str(series.folder / path)),
            message=f"this is no {series.process.definition.prefix}, and belongs to none",
            subject=path,
            hint="add it to `include`, `companions` or `exclude` under `documents` in process.yaml",
        )


RULE = SeriesRule("unclaimed-file", Severity.INFO, find)
