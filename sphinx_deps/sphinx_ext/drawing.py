"""The pieces that pages are drawn from, as nodes that every builder understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import starmap

from docutils import nodes
from msgspec import Struct
from sphinx import addnodes
from sphinx.locale import get_translation

from sphinx_deps.catalog import Catalog
from sphinx_deps.dates import read_date
from sphinx_deps.process import Process
from sphinx_deps.proposal import Person, Proposal, Reference
from sphinx_deps.sphinx_ext.addresses import short_name
from sphinx_deps.sphinx_ext.elements import element
from sphinx_deps.values import cut_at_links, is_filled, is_menu, meant_field, read_links

_ = get_translation("sphinx_deps")

Linked = Callable[[Proposal, str], nodes.Node]
"""Makes words a link to a proposal, or returns them without one where there is no page."""

UNSEARCHED = "no-search"
"""The class of what Sphinx leaves out of its search."""
_HOST = "https://github.com/"


def badge(proposal: Proposal) -> nodes.inline | None:
    """Return the status in words, coloured by its stage."""
    words = status_words(proposal)
    return status_badge(words, proposal.stage) if words else None


def status_badge(words: str, stage: str | None) -> nodes.inline:
    """Return words coloured by a stage."""
    classes = ["deps-badge", f"deps-stage-{stage or 'unknown'}"]
    return element(nodes.inline, words, classes=classes)


def status_words(proposal: Proposal) -> str:
    """Return the status as a reader sees it; nothing where none was chosen from a menu."""
    return "" if proposal.status_is_menu else (proposal.status or "").strip()


def full_name(proposal: Proposal) -> str:
    """Return label and title in one line."""
    if proposal.label == proposal.title:
        return proposal.title
    return f"{proposal.label}: {proposal.title}"


def tooltip(proposal: Proposal) -> str:
    """Return label, title and status in one line."""
    status = status_words(proposal)
    return f"{full_name(proposal)} ({status})" if status else full_name(proposal)


def linked_references(
    references: Iterable[Reference], catalog: Catalog, linked: Linked
) -> list[nodes.Node]:
    """Return what a relation names, those that are known with link, title and badge."""
    return joined(
        title_and_badge(catalog.by_key[reference.target], linked)
        if reference.target
        else unknown_reference(reference)
        for reference in references
    )


def title_and_badge(proposal: Proposal, linked: Linked) -> nodes.Node:
    """Return the linked name with the status, in brackets where there are no colours."""
    name, mark = linked(proposal, full_name(proposal)), badge(proposal)
    if mark is None:
        return name
    badged = " ", _only_elsewhere("("), mark, _only_elsewhere(")")
    return element(nodes.inline, name, *badged)


def unknown_reference(reference: Reference) -> nodes.Node:
    """Return what names no known proposal: a link, if it is an address."""
    url = reference.url or ""
    return _web_link(short_name(reference.text, url) if url else reference.text, url)


def _web_link(words: str, url: str) -> nodes.Node:
    """A link to a page of the web; other addresses are not followed from here."""
    if not url.startswith(("http://", "https://")):
        # An element, so that the style can keep the direction of the words to themselves.
        return element(nodes.inline, words)
    return element(nodes.reference, words, refuri=url, internal=False)


def people(persons: Iterable[Person]) -> list[nodes.Node]:
    """Return names, linked where an address is known, separated by commas."""
    return joined(_person(person) for person in persons)


def _person(person: Person) -> nodes.Node:
    account = f"{_HOST}{person.handle}" if _is_account(person) else ""
    return _web_link(person.name, person.url or account)


def _is_account(person: Person) -> bool:
    return bool(person.handle) and "/" not in (person.handle or "")


def joined(drawn: Iterable[nodes.Node], separator: str = ", ") -> list[nodes.Node]:
    """Return nodes with a separator between them."""
    result: list[nodes.Node] = []
    for node in drawn:
        if result:
            result.append(nodes.Text(separator))
        result.append(node)
    return result


def unsearched(drawn: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return what names other pages so that a search for their words does not lead here."""
    return [element(nodes.inline, *drawn, classes=[UNSEARCHED])]


def shown_text(proposal: Proposal, name: str, process: Process) -> str:
    """Return the text of a field as a reader sees it, dates as ISO 8601; nothing if unfilled."""
    field, rule = meant_field(proposal, name, process), process.field_rule(name)
    if field is None or rule is None or is_menu(field.text) or not is_filled(field.text, rule):
        return ""
    return (read_date(field.text, rule).iso or field.text) if rule.type == "date" else field.text


def text_with_links(text: str) -> list[nodes.Node]:
    """Return the text of a field in one line, its addresses as links with short names."""
    if not read_links(text):
        return [nodes.Text(_plain(text))]
    parts = [part if isinstance(part, tuple) else _between(part) for part in cut_at_links(text)]
    parts[0], parts[-1] = str(parts[0]).lstrip(" ,"), str(parts[-1]).rstrip(" ,")
    return [_part(part) for part in parts if part]


def _part(part: str | tuple[str, str]) -> nodes.Node:
    """Words, or an address with the words of its link."""
    if isinstance(part, str):
        return element(nodes.inline, part)
    return _web_link(short_name(*part), part[1])


def _between(words: str) -> str:
    """Words beside a link in one line; a comma where there are none."""
    said = re.sub(r"[`<>]|\*\*", "", words)
    said = re.sub(r"\s+", " ", said).replace(" ,", ",")
    return said if re.search(r"\w", said) else ", "


def _plain(text: str) -> str:
    return " ".join(text.replace("`", "").replace("**", "").split())


def note(words: str) -> nodes.paragraph:
    """Return words that stand where there is nothing to draw."""
    return element(nodes.paragraph, words, classes=["deps-empty"])


def counted_title(words: str, count: int) -> nodes.rubric:
    """Return what stands above a table that is one of several, with the number of its rows."""
    number = element(nodes.inline, str(count), classes=["deps-count"])
    # In one piece: pydata's theme puts the parts of a rubric below each other.
    whole = element(nodes.inline, element(nodes.inline, words), " (", number, ")")
    return element(nodes.rubric, whole, classes=["deps-group"])


def field_list(rows: Iterable[tuple[str, list[nodes.Node]]]) -> nodes.field_list:
    """Return labels with what they hold, as the theme draws fields.

    All proposals have the same labels: a search for one of these words should not find them all.
    """
    return element(nodes.field_list, *starmap(_field, rows), classes=["deps-fields"])


def _field(label: str, content: list[nodes.Node]) -> nodes.field:
    name = element(nodes.field_name, label, classes=[UNSEARCHED])
    body = element(nodes.field_body, element(nodes.paragraph, *content))
    return element(nodes.field, name, body)


class Column(Struct, frozen=True):
    """A column of a table: the name that styles know it by, its words, its share of the width."""

    name: str
    head: str
    width: int
    is_told: bool = False
    """Whether its cells need its words where a narrow page shows no heads."""


def table(columns: Sequence[Column], rows: Iterable[Sequence[list[nodes.Node]]]) -> nodes.table:
    """Return a table with a head."""
    widths = [nodes.colspec(colwidth=column.width) for column in columns]
    head = element(nodes.thead, _row(columns, [[nodes.Text(column.head)] for column in columns]))
    body = element(nodes.tbody, *[_row(columns, _told(columns, row)) for row in rows])
    group = element(nodes.tgroup, *widths, head, body, cols=len(columns))
    return element(nodes.table, group, classes=["deps-table"])


def _told(columns: Sequence[Column], row: Sequence[list[nodes.Node]]) -> Iterator[list[nodes.Node]]:
    """The cells of a row, after the words of their column where those may be missed."""
    for column, content in zip(columns, row, strict=True):
        is_told = column.is_told and content
        yield [_only_in_html(f"{column.head}: "), *content] if is_told else content


def _only_in_html(words: str) -> nodes.Node:
    """Words that the style shows on narrow pages."""
    return element(
        addnodes.only, element(nodes.inline, words, classes=["deps-head"]), expr="format_html"
    )


def _only_elsewhere(words: str) -> nodes.Node:
    """Words that say what a style would say."""
    return element(addnodes.only, words, expr="not format_html")


def _row(columns: Sequence[Column], cells: Iterable[Sequence[nodes.Node]]) -> nodes.row:
    return element(nodes.row, *starmap(_entry, zip(columns, cells, strict=True)))


def _entry(column: Column, content: Sequence[nodes.Node]) -> nodes.entry:
    words = [element(nodes.paragraph, *content)] if content else []
    return element(nodes.entry, *words, classes=[f"deps-cell-{column.name}"])


def stage_sentence(stage: str | None) -> str | None:
    """Return what a stage without a successor means to a reader."""
    sentences = {
        "replaced": _("This proposal was replaced."),
        "rejected": _("This proposal was rejected: nobody should build on it."),
        "withdrawn": _("This proposal was withdrawn: nobody should build on it."),
        "deferred": _("This proposal is deferred: nobody works on it for the time being."),
        "draft": _("This proposal is a draft: nothing is decided yet."),
        "review": _("This proposal is under review: nothing is decided yet."),
    }
    return sentences.get(stage or "")


def stage_meaning(stage: str) -> str:
    """Return what the statuses of a stage mean, where a process does not say it itself."""
    meanings = {
        "draft": _("Being written; nothing is decided."),
        "review": _("Under review; nothing is decided yet."),
        "accepted": _("Decided, and to be built."),
        "implemented": _("Built as decided."),
        "deferred": _("Waiting; nobody works on it for the time being."),
        "rejected": _("Decided against."),
        "withdrawn": _("Taken back by its authors."),
        "replaced": _("Another proposal stands in its place."),
    }
    return meanings[stage]
