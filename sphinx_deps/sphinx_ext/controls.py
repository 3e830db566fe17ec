"""What the script of a table works with: facets, the order of each column, and its words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from docutils import nodes
from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from sphinx_deps.proposal import Proposal
from sphinx_deps.sphinx_ext.drawing import _
from sphinx_deps.sphinx_ext.selection import ranks, value_key, values_of
from sphinx_deps.sphinx_ext.uses import View

FACETS = ("status", "category", "authors", "year")
"""What readers may choose by."""


class Index(nodes.container):
    """Holds the tables of one index; `data` is what the script knows of them."""


def add_index_node(app: Sphinx) -> None:
    """Have the data written in HTML; to every other builder the node is a container."""
    app.add_node(Index, html=(_visit_index, _depart_index))


def _visit_index(self: HTML5Translator, node: Index) -> None:
    # Books have no scripts.
    data = {} if self.builder.name == "epub" else {"data-deps": node["data"]}
    self.body.append(self.starttag(node, "div", CLASS="docutils container", **data))


def _depart_index(self: HTML5Translator, node: Index) -> None:
    self.body.append("</div>\n")


class Facet(Struct, frozen=True):
    """One choice of the readers: its values, and the places of those that each row has."""

    name: str
    label: str
    values: tuple[str, ...]
    held: tuple[tuple[int, ...], ...]


def facets_of(rows: Sequence[Proposal], labels: Mapping[str, str], view: View) -> Iterator[Facet]:
    """Return the choices by which the rows can be told apart."""
    series_of = view.site.catalog.series_of
    for name, label in labels.items():
        held = [values_of(row, name, series_of(row)) for row in rows]
        if len(set(held)) > 1:
            keys = {
                value: value_key(value, name, series_of(row))
                for row, values in zip(rows, held, strict=True)
                for value in values
            }
            values = sorted(keys, key=keys.__getitem__, reverse=name == "year")
            places = {value: place for place, value in enumerate(values)}
            each = tuple(tuple(places[value] for value in values) for values in held)
            yield Facet(name, label, tuple(values), each)


def script_data(
    rows: Sequence[Proposal],
    columns: Sequence[str],
    facets: Sequence[Facet],
    sort: str,
    view: View,
) -> str:
    """Return what the script needs: of each row its rank in every column, and its values."""
    ranked = [ranks(rows, name, view) for name in columns]
    return json.dumps(
        {
            "columns": columns,
            "sort": sort,
            "facets": [[facet.name, str(facet.label), facet.values] for facet in facets],
            "rows": [
                [[column[place] for column in ranked], [facet.held[place] for facet in facets]]
                for place in range(len(rows))
            ],
            "words": _words(),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _words() -> dict[str, str]:
    """The words of the controls; the script has none of its own."""
    return {
        "controls": str(_("Filter")),
        "search": str(_("Search")),
        "all": str(_("{label}: all")),
        "count": str(_("{shown} of {total}")),
        "reset": str(_("Reset")),
    }
