"""Plain mentions in prose, `DEP 12` or `DEP-0012`, that become citations where that is wanted.

What looks like a mention is recorded when a document is read, whether such a proposal exists or
not, and drawn when the page is written: a proposal that appears makes links of words on pages
that nobody reads anew. It is prose, so nothing is reported of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from docutils import nodes
from msgspec import Struct
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import __
from sphinx.util import logging

from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.placeholders import Page, Placeholder, placeholder
from sphinx_deps.sphinx_ext.uses import MentionUse, View
from sphinx_deps.text import join_words

_NO_PROSE = (
    addnodes.not_smartquotable,  # signatures and other code
    addnodes.pending_xref,
    nodes.FixedTextElement,  # blocks of code, raw text, comments
    nodes.Invisible,
    nodes.Titular,
    nodes.citation_reference,
    nodes.footnote_reference,
    nodes.label,
    nodes.literal,
    nodes.math,
    nodes.problematic,
    nodes.reference,
    nodes.system_message,
)
"""What is no text to be read, links, and headings, of which others make links."""

logger = logging.getLogger(__name__)


class PrefixesUse(Struct, frozen=True):
    """The prefixes that make a mention: all, or those of the series that were chosen."""

    chosen: tuple[str, ...] | None

    def shows(self, view: View) -> tuple[str, ...]:
        """Return them: what is read of a page depends on it."""
        series = view.site.catalog.series
        return tuple(
            one.process.definition.prefix
            for one in series
            if self.chosen is None or one.role in self.chosen
        )


def prefixes_use(config: Config) -> PrefixesUse | None:
    """Return what `deps_autolink` asks for, if anything."""
    if not config.deps_autolink:
        return None
    return PrefixesUse(None if config.deps_autolink is True else tuple(config.deps_autolink))


def check_chosen(app: Sphinx, view: View) -> None:
    """Warn of chosen series that do not exist."""
    use = prefixes_use(app.config)
    known = view.site.catalog.by_role
    for role in (use and use.chosen) or ():
        if role not in known:
            message = __("deps_autolink: no series has the role %r; one of %s")
            logger.warning(message, role, join_words(known), type="deps", subtype="autolink")


def hold_mentions(app: Sphinx, doctree: nodes.document) -> None:
    """Hold the places of what may be a mention, where that is wanted."""
    use = prefixes_use(app.config)
    if use is None:
        return
    domain = dep_domain(app.env)
    domain.note_reading(use)
    prefixes = use.shows(domain.view)
    if not prefixes:
        return
    pattern = _pattern(prefixes)
    mentions: dict[MentionUse, None] = {}
    for parent in list(_prose(doctree)):
        mentions |= dict.fromkeys(_hold(parent, pattern, app.env.docname))
    for mention in mentions:
        domain.note_use(mention)


@lru_cache
def _pattern(prefixes: tuple[str, ...]) -> re.Pattern[str]:
    """A prefix and a number, and neither a part of a path, an address or a longer name."""
    # The longest first: of `X` and `X-DEP`, either may begin the other.
    names = "|".join(map(re.escape, sorted(prefixes, key=len, reverse=True)))
    return re.compile(rf"(?<![\w/.#@-])(?:{names})[\s\u2011-]\d+(?!\w|[-./]\w)")


def _prose(parent: nodes.Element) -> Iterator[nodes.Element]:
    """The nodes that hold text to be read."""
    if any(isinstance(child, nodes.Text) for child in parent.children):
        yield parent
    for child in parent.children:
        if isinstance(child, nodes.Element) and not isinstance(child, _NO_PROSE):
            yield from _prose(child)


def _hold(parent: nodes.Element, pattern: re.Pattern[str], docname: str) -> list[MentionUse]:
    """Hold the places of the mentions in the texts of a node, and return the mentions."""
    children: list[nodes.Node] = []
    # MyST makes a text of each line: a mention may begin in one and end in another.
    for is_text, run in groupby(parent.children, lambda child: isinstance(child, nodes.Text)):
        together = list(run)
        children += _held(together, pattern, docname) if is_text else together
    parent[:] = children
    held = (child["use"] for child in children if isinstance(child, Placeholder))
    return [use for use in held if isinstance(use, MentionUse)]


def _held(texts: list[nodes.Node], pattern: re.Pattern[str], docname: str) -> list[nodes.Node]:
    """Return texts that follow each other with the places of the mentions in them."""
    text = "".join(one.astext() for one in texts)
    parts: list[nodes.Node] = []
    end = 0
    for found in pattern.finditer(text):
        parts += _text(text[end : found.start()])
        parts.append(placeholder(MentionUse(found[0], docname), _draw, nodes.Text(found[0])))
        end = found.end()
    return [*parts, *_text(text[end:])] if parts else texts


def _text(words: str) -> list[nodes.Node]:
    return [nodes.Text(words)] if words else []


def _draw(use: MentionUse, page: Page) -> list[nodes.Node]:
    """Draw the words as written: as a citation, where they are the name of another proposal."""
    proposal = use.proposal(page.view.site)
    if proposal is None:
        return [nodes.Text(use.words)]
    status = page.domain.status_behind(proposal, page.builder)
    return [page.linked(proposal, use.words), *status]
