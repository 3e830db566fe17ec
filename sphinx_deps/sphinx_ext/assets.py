"""The style and the script, on the pages that need them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.index import IndexUse
from sphinx_deps.sphinx_ext.uses import CitationUse, LinkUse, MentionUse, Use

STATIC = Path(__file__).parent / "static"
STYLE = "deps.css"
SCRIPT = "deps.js"

_WORDS = (CitationUse, LinkUse, MentionUse)
"""The uses that are links in the text: without badges the theme draws all of them."""


def add_assets(app: Sphinx) -> None:
    """Add both to all pages, and take them from those that don't need them.

    What is added to one page only stays with the builder, and would be on every page of the next
    build of the same application.
    """
    app.add_css_file(STYLE)
    app.add_js_file(SCRIPT, loading_method="defer")
    app.connect("html-page-context", _keep_needed)


def _keep_needed(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Leave a page the files that its uses need, known without a look at what was drawn."""
    if app.registry.html_assets_policy == "always":
        return
    uses = list(_uses(app, pagename)) if doctree else []
    drawn_by_theme = () if app.config.deps_citation_badge else _WORDS
    if all(isinstance(use, drawn_by_theme) for use in uses):
        _leave_out(STYLE, context, "css_files")
    scripted = any(isinstance(use, IndexUse) and not use.static for use in uses)
    if not scripted or app.builder.name == "epub":
        _leave_out(SCRIPT, context, "script_files")


def _uses(app: Sphinx, pagename: str) -> Iterable[Use]:
    uses = dep_domain(app.env).uses
    if app.builder.name == "singlehtml":
        return (use for found in uses.values() for use in found)
    return uses.get(pagename, ())


def _leave_out(name: str, context: dict[str, Any], kind: str) -> None:
    """Take a file from those of a page: what they are is Sphinx's own, only their name is read."""
    # In a new list: the builder goes on with the old one. Builders of data have none.
    if kind in context:
        context[kind] = [
            file
            for file in context[kind]
            if not str(getattr(file, "filename", file)).endswith(f"/{name}")
        ]
