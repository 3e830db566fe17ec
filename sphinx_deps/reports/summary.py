"""The closing lines of a check: what was read, what was found, what was not looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.checking import Report
from sphinx_deps.diagnostics import Severity
from sphinx_deps.display import Look


def render_summary(catalog: Catalog, report: Report, seconds: float, look: Look) -> str:
    """One line on the check as a whole, and one for each reason to skip rules."""
    found = render_counts(report, look) or "nothing to report"
    closing = f"Read {_read(catalog)} in {seconds:.2f} s: {found}{_held(report)}."
    return "".join(f"{line}\n" for line in (closing, *_skipped(report, look)))


def render_counts(report: Report, look: Look) -> str:
    """How many there are of each severity; empty where nothing was found."""
    return ", ".join(_counts(report, look))


def _held(report: Report) -> str:
    """How much there is that is not told, and where."""
    held = {
        "in the baseline": len(report.baselined),
        # What a change breaks may lie where nothing changed.
        "more in documents that did not change": report.unchanged,
    }
    return "".join(f"; {count} {where}" for where, count in held.items() if count)


def _read(catalog: Catalog) -> str:
    proposals = f"{_counted(len(catalog.proposals), 'proposal')} of {_origin(catalog)}"
    beside = {
        "companion": sum(len(series.companions) for series in catalog.series),
        "redirect": len(catalog.stubs),
        "reserved number": sum(len(series.reservations) for series in catalog.series),
    }
    others = [_counted(count, word) for word, count in beside.items() if count]
    return f"{proposals} with {' and '.join(others)}" if others else proposals


def _origin(catalog: Catalog) -> str:
    if len(catalog.series) == 1:
        return catalog.series[0].process.definition.prefix
    counts = ", ".join(
        f"{series.process.definition.prefix} {len(series.proposals)}" for series in catalog.series
    )
    return f"{len(catalog.series)} series ({counts})"


def _counts(report: Report, look: Look) -> Iterator[str]:
    counts = Counter(one.severity for one in report.diagnostics)
    for severity in Severity:
        if counts[severity]:
            words = _counted(counts[severity], _COUNTED[severity])
            yield look.paint(words, severity.value)


_COUNTED = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _skipped(report: Report, look: Look) -> Iterator[str]:
    by_reason: dict[str, list[str]] = defaultdict(list)
    for name, reason in report.skipped:
        by_reason[reason].append(name)
    for reason, names in by_reason.items():
        yield look.paint(f"Not run, as {reason}: {', '.join(names)}.", "faint")
