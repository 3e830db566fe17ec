"""How often each rule found something: the most frequent one first."""

from __future__ import annotations

from collections import Counter

from sphinx_deps.catalog import Catalog
from sphinx_deps.checking import Report
from sphinx_deps.display import Look, align
from sphinx_deps.rule import rule_summary


def render_statistics(report: Report, _catalog: Catalog, look: Look) -> str:
    """One line for each rule that found something: how often, its name, what it looks for."""
    counts = Counter(one.rule for one in report.diagnostics)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    width = len(str(ordered[0][1])) if ordered else 0
    rows = [[f"{count:{width}}", rule, rule_summary(rule)] for rule, count in ordered]
    return "".join(f"{line}\n" for line in align(rows, look, stretch=2)) if rows else ""
