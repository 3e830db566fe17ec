"""What a check found, in the forms that people and programs read."""

from __future__ import annotations

from collections.abc import Callable

from sphinx_deps.checking import Report
from sphinx_deps.display import Look
from sphinx_deps.reports.full import render_full
from sphinx_deps.reports.json import render_json
from sphinx_deps.reports.text import render_text

REPORTS: dict[str, Callable[[Report, Look], str]] = {
    "text": render_text,
    "full": render_full,
    "json": render_json,
}
"""Every form of a report by its name."""
