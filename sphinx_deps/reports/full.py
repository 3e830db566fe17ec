"""Each diagnostic with the line it speaks of, the places it points to, and what would help."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from sphinx_deps.catalog import Catalog
from sphinx_deps.checking import Report
from sphinx_deps.diagnostics import Diagnostic, Finding, Location
from sphinx_deps.display import Look, cut, cut_start, one_line, width_of
from sphinx_deps.reports.text import render_line, render_place
from sphinx_deps.text import SourceText

ReadLines = Callable[[str], list[str]]

_BEFORE, _MARKED, _AFTER = 60, 80, 40
"""Columns of a long line that are shown before, under and after the marks."""


def render_full(report: Report, _: Catalog, look: Look) -> str:
    """The diagnostics with their source, parted by empty lines."""
    read_lines = cache(_read_lines)
    blocks = (_block(one, look, read_lines) for one in report.diagnostics)
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks)


def _read_lines(path: str) -> list[str]:
    """The lines of a file; none where it can no longer be read."""
    try:
        return SourceText.decode(path, Path(path).read_bytes()).lines
    except (OSError, ValueError):
        return []


def _block(diagnostic: Diagnostic, look: Look, read_lines: ReadLines) -> Iterator[str]:
    finding = diagnostic.finding
    yield render_line(diagnostic, look)
    gutter = " " * len(str(finding.location.line))
    yield from _snippet(diagnostic, look, read_lines)
    for words in _notes(finding, look):
        yield f"{gutter} {look.paint('=', 'faint')} {words}"


def _notes(finding: Finding, look: Look) -> Iterator[str]:
    for related in finding.related:
        yield f"{render_place(related.location, look)}: {one_line(related.message)}"
    if finding.hint:
        yield f"hint: {one_line(finding.hint)}"
    if finding.fix:
        yield f"fix: {one_line(finding.fix.description)}"


def _snippet(diagnostic: Diagnostic, look: Look, read_lines: ReadLines) -> Iterator[str]:
    location = diagnostic.finding.location
    if location.is_whole_file:
        return
    lines = read_lines(location.path)
    if location.line > len(lines):
        return
    before, marked, after = _parts(lines[location.line - 1], location)
    number = str(location.line)
    bar = look.paint("|", "faint")
    carets = look.paint("^" * max(width_of(marked), 1), diagnostic.severity.value)
    yield f"{look.paint(number, 'faint')} {bar} {before}{marked}{after}".rstrip()
    yield f"{' ' * len(number)} {bar} {' ' * width_of(before)}{carets}"


def _parts(written: str, location: Location) -> tuple[str, str, str]:
    """What stands before, in and after the stretch, cut to what a screen holds."""
    start, end = location.column - 1, len(written.rstrip())
    if location.end_line is None:
        end = start
    elif location.end_line == location.line and location.end_column is not None:
        end = location.end_column - 1
    before, marked, after = written[:start], written[start:end], written[max(start, end) :]
    return (
        cut_start(one_line(before), _BEFORE),
        cut(one_line(marked), _MARKED),
        cut(one_line(after), _AFTER),
    )
