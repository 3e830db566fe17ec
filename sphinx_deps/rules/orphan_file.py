"""A file that belongs to a proposal is linked from nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Finding, Location, Severity
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series


def find(series: Series, catalog: Catalog) -> Iterator[Finding]:
    """Every companion to which no other document of the series leads, as far as it can be read."""
    for path in series.linked_files.orphans:
        owner = series.by_path[series.companions[path]]
        if owner.unread:
            continue
        yield Finding(
            location=Location(str(series.folder / path)),
            message=f"nothing links this file, which belongs to {owner.caption}",
            subject=path,
            hint=f"link it from {owner.path}, or take it out",
            proposal=owner.key,
        )


RULE = SeriesRule("orphan-file", Severity.INFO, find)
