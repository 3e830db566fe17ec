"""What a check found, in the forms that people and programs read: one module a form."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx_deps.catalog import Catalog
    from sphinx_deps.checking import Report
    from sphinx_deps.display import Look

    Render = Callable[[Report, Catalog, Look], str]

REPORTS = ("text", "full", "json", "github", "sarif", "junit")
"""Every form of a report: its name, and that of its module."""


def load_report(form: str) -> Render:
    """The function that renders a form; its module is imported when it is asked for."""
    render: Render = getattr(import_module(f"{__name__}.{form}"), f"render_{form}")
    return render
