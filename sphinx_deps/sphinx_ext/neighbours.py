"""The links to the page before and the page after, where they are not those of the toctrees."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import _ as in_words_of_sphinx

from sphinx_deps.sphinx_ext.domain import dep_domain

_NO_PAGES = ("epub", "singlehtml")
"""The builders that have another way of turning pages."""
_KEYS = ("N", "P")
"""What the links have in the line at the top of a page, as keys to press."""


def show_neighbours(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Give a page the neighbours that it has by the number of its proposal."""
    builder = app.builder
    if not doctree or not isinstance(builder, StandaloneHTMLBuilder) or builder.name in _NO_PAGES:
        return
    around = dep_domain(app.env).view.order.changed.get(pagename)
    if around is None:
        return
    before, after = (_link(builder, pagename, docname) for docname in around)
    context |= {"prev": before, "next": after}
    words = in_words_of_sphinx("next"), in_words_of_sphinx("previous")
    added = zip(reversed(around), (after, before), _KEYS, words, strict=True)
    # In a new list: the theme's other pages have the old one.
    context["rellinks"] = [
        *(one for one in context["rellinks"] if one[2] not in _KEYS),
        *((name, link["title"], key, words) for name, link, key, words in added if link),
    ]


def _link(
    builder: StandaloneHTMLBuilder, pagename: str, docname: str | None
) -> dict[str, str] | None:
    title = builder.env.titles.get(docname or "")
    if docname is None or title is None:
        return None
    words = builder.render_partial(title)["title"]
    return {"link": builder.get_relative_uri(pagename, docname), "title": words}
