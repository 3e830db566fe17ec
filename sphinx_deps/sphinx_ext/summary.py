"""`dep:summary`: one proposal as a card, with what tells whether to read on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from msgspec import Struct

from sphinx_deps.abstract import first_sentence
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.drawing import _, field_list, joined, note, title_and_badge
from sphinx_deps.sphinx_ext.elements import element
from sphinx_deps.sphinx_ext.header import (
    Row,
    category,
    derived_parts,
    draw_line,
    draw_row,
    filled_rows,
)
from sphinx_deps.sphinx_ext.options import SeriesDirective
from sphinx_deps.sphinx_ext.placeholders import Page, placeholder
from sphinx_deps.sphinx_ext.timeline import usual_date
from sphinx_deps.sphinx_ext.uses import NameUse, View

_AUTHORS = "authors"


class SummaryUse(Struct, frozen=True):
    """The card of one proposal."""

    of: NameUse

    def shows(self, view: View) -> object:
        """Return all that the card says, of the proposal and of those it names."""
        proposal = self.of.proposal(view)
        if proposal is None:
            return None
        catalog = view.site.catalog
        process = catalog.series_of(proposal).process
        rows = tuple(card_rows(proposal, process))
        targets = (one.target for row in rows for one in row.references)
        named = (
            *(catalog.by_key[key] for key in targets if key),
            *unnamed_successors(proposal, view),
        )
        links = [view.link(one) for one in (proposal, *named)]
        shown = [row.shown for row in rows]
        line = category(proposal, process), derived_parts(proposal, process)
        return links, line, first_sentence(proposal, catalog), shown


def card_rows(proposal: Proposal, process: Process) -> Iterator[Row]:
    """Return the authors, the date and the relations, as far as they say anything."""
    fields = process.definition.fields
    named = [key for key, rule in fields.items() if rule.type == "people"]
    shown = {_AUTHORS} if _AUTHORS in named else set(named[:1])
    shown.update(usual_date(process), process.relations)
    return filled_rows(proposal, process, (key for key in fields if key in shown))


def unnamed_successors(proposal: Proposal, view: View) -> list[Proposal]:
    """Return what is to be read instead, where the proposal itself does not say so."""
    if proposal.stage != "replaced":
        return []
    named = {one.target for found in proposal.references.values() for one in found}
    successors = view.site.catalog.successors(proposal)
    return [one for one in successors if one.key not in named]


class SummaryDirective(SeriesDirective):
    """Draws one proposal as a card."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = {"series": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Record the use and hold its place."""
        domain = dep_domain(self.env)
        self.check_series()
        use = SummaryUse(self.named(self.arguments[0]))
        domain.note_use(use)
        return [placeholder(use, draw_summary)]


def draw_summary(use: SummaryUse, page: Page) -> list[nodes.Node]:
    """Draw the card."""
    proposal, catalog = use.of.proposal(page.view), page.view.site.catalog
    if proposal is None:
        return [note(_("No proposal."))]
    process = catalog.series_of(proposal).process
    title = element(nodes.strong, page.linked(proposal, proposal.title))
    drawn: list[nodes.Node] = [element(nodes.paragraph, title, classes=["deps-card-title"])]
    drawn += draw_line(proposal, process)
    if sentence := first_sentence(proposal, catalog):
        drawn.append(element(nodes.paragraph, sentence))
    rows = [(row.label, draw_row(row, page)) for row in card_rows(proposal, process)]
    rows += _successors(proposal, page)
    if rows:
        drawn.append(field_list(rows))
    return [element(nodes.container, *drawn, classes=["deps-card"])]


def _successors(proposal: Proposal, page: Page) -> Iterator[tuple[str, list[nodes.Node]]]:
    found = unnamed_successors(proposal, page.view)
    if found:
        yield _("Replaced by"), joined(title_and_badge(one, page.linked) for one in found)
