"""A chain of relations, or of stubs, comes back to where it began."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sphinx_deps.catalog import Catalog
from sphinx_deps.circles import find_circles
from sphinx_deps.diagnostics import Finding, Location, Related, Severity
from sphinx_deps.proposal import Proposal, Reference
from sphinx_deps.rule import SeriesRule
from sphinx_deps.series import Series

_REQUIRES = "requires"

Edge = tuple[str, str, Location, str]
"""From where, to where, the place that says so, and the key of the proposal that holds it."""
Graph = dict[str, dict[str, tuple[Location, str]]]


def find(series: Series, catalog: Catalog) -> Iterator[Finding]:
    """The circles of replacements, of requirements and of stubs that start here."""
    chains = {
        "replaced by": _replacements(catalog),
        "requires": _requirements(catalog),
        "moved to": _moves(catalog),
    }
    for verb, edges in chains.items():
        graph = _graph(edges)
        for circle in find_circles(graph):
            if catalog.by_key[circle[0]].role == series.role:
                yield _finding(circle, verb, graph, catalog)


def _relations(catalog: Catalog) -> Iterator[tuple[Proposal, str, Reference, str]]:
    for proposal in catalog.proposals:
        for key, references in proposal.references.items():
            for reference in references:
                if reference.target:
                    yield proposal, key, reference, reference.target


def _replacements(catalog: Catalog) -> Iterator[Edge]:
    for proposal, key, reference, target in _relations(catalog):
        process = catalog.series_of(proposal).process
        if key in process.successor_fields:
            yield proposal.key, target, reference.location, proposal.key
        elif process.relations[key].inverse in process.successor_fields:
            yield target, proposal.key, reference.location, proposal.key


def _requirements(catalog: Catalog) -> Iterator[Edge]:
    for proposal, key, reference, target in _relations(catalog):
        if key in catalog.series_of(proposal).process.requirement_fields:
            yield proposal.key, target, reference.location, proposal.key


def _moves(catalog: Catalog) -> Iterator[Edge]:
    for stub in catalog.stubs:
        if stub.redirect and stub.redirect.target:
            yield stub.key, stub.redirect.target, stub.redirect.location, stub.key


def _graph(edges: Iterator[Edge]) -> Graph:
    graph: Graph = {}
    for start, end, place, holder in edges:
        known = graph.setdefault(start, {}).get(end)
        if known is None or holder == start:
            graph[start][end] = place, holder
    return graph


def _finding(circle: list[str], verb: str, graph: Graph, catalog: Catalog) -> Finding:
    (place, holder), *others = sorted(graph[start][end] for start, end in pairwise(circle))
    labels = [catalog.by_key[key].label for key in circle]
    way = " → ".join(labels)
    alone = f"{labels[0]} {'is ' if verb != _REQUIRES else ''}{verb} itself"
    return Finding(
        location=place,
        message=alone if len(circle) == 2 else f'"{verb}" goes in a circle: {way}',
        subject=way,
        hint="take one of these relations back",
        related=tuple(Related(other, catalog.by_key[key].caption) for other, key in others),
        proposal=holder,
    )


RULE = SeriesRule("relation-cycle", Severity.ERROR, find)
