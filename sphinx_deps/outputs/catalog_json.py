"""The catalog for programs: versioned, sorted, free of time stamps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import cast

from msgspec import UNSET
from msgspec.structs import replace

from sphinx_deps.catalog import Catalog
from sphinx_deps.dates import read_date
from sphinx_deps.encoding import format_json, format_json_parts
from sphinx_deps.markdown import plain_title
from sphinx_deps.outputs.catalog_types import (
    ExportedCatalog,
    ExportedCitations,
    ExportedItem,
    ExportedPerson,
    ExportedProposal,
    ExportedReference,
    ExportedReservation,
    ExportedSection,
    ExportedSeries,
    ExportedStatus,
)
from sphinx_deps.people import field_people
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field, Item, Person, Proposal, Reference
from sphinx_deps.series import Reservation, Series
from sphinx_deps.values import (
    field_values,
    is_filled,
    is_none,
    meant_field,
    read_links,
    split_values,
)
from sphinx_deps.vocabulary import FieldRule, Stage

UrlOf = Callable[[Proposal], str | None]
DocumentsOf = Callable[[Proposal], Sequence[str]]


def render_catalog(
    catalog: Catalog, url_of: UrlOf | None = None, documents_of: DocumentsOf | None = None
) -> Iterator[bytes]:
    """The catalog as JSON, proposal by proposal.

    `url_of` tells the address of a proposal, `documents_of` the documents outside the series that
    cite it; without them both are null.
    """
    exporter = _Exporter(catalog, url_of, documents_of)
    yield from format_json_parts(ExportedCatalog(), map(exporter.parts, _in_order(catalog)))
    yield b"\n"


def export_catalog(
    catalog: Catalog, url_of: UrlOf | None = None, documents_of: DocumentsOf | None = None
) -> ExportedCatalog:
    """The catalog in the shape that other programs read."""
    exporter = _Exporter(catalog, url_of, documents_of)
    return ExportedCatalog(series=tuple(map(exporter.series, _in_order(catalog))))


def export_proposal(proposal: Proposal, catalog: Catalog) -> ExportedProposal:
    """One proposal in the shape that it has in the exported catalog."""
    return _Exporter(catalog, None, None).proposal(proposal, catalog.series_of(proposal))


def _in_order(catalog: Catalog) -> list[Series]:
    return sorted(catalog.series, key=lambda series: series.role)


class _Exporter:
    """One export in progress."""

    def __init__(
        self, catalog: Catalog, url_of: UrlOf | None, documents_of: DocumentsOf | None
    ) -> None:
        self.catalog = catalog
        self.url_of = url_of
        self.documents_of = documents_of

    def parts(self, series: Series) -> Iterator[bytes]:
        written = ((format_json(one),) for one in self.proposals(series))
        return format_json_parts(self.head(series), written)

    def series(self, series: Series) -> ExportedSeries:
        return replace(self.head(series), proposals=tuple(self.proposals(series)))

    def proposals(self, series: Series) -> Iterator[ExportedProposal]:
        return (self.proposal(one, series) for one in series.documents)

    def head(self, series: Series) -> ExportedSeries:
        definition = series.process.definition
        reservations = sorted(series.reservations.values(), key=lambda one: one.number)
        return ExportedSeries(
            role=series.role,
            prefix=definition.prefix,
            name=series.name,
            statuses=tuple(
                ExportedStatus(name=name, stage=status.stage)
                for name, status in definition.statuses.items()
            ),
            reservations=tuple(_reservation(one) for one in reservations),
            proposals=(),
        )

    def proposal(self, proposal: Proposal, series: Series) -> ExportedProposal:
        process = series.process
        return ExportedProposal(
            key=proposal.key,
            id=proposal.id,
            number=proposal.number,
            label=proposal.label,
            title=proposal.title,
            status=proposal.status,
            stage=cast(Stage | None, proposal.stage),
            status_info=_status_info(proposal.status, process),
            path=proposal.path,
            url=self.url_of(proposal) if self.url_of else None,
            redirect_to=self.redirect_to(proposal),
            created=proposal.created,
            authors=tuple(_person(one) for one in proposal.authors),
            fields=_fields(proposal, process),
            relations=_relations(proposal, process),
            sections=_sections(proposal),
            items=_items(proposal),
            cited_by=self.citations(proposal),
        )

    def redirect_to(self, proposal: Proposal) -> str | None:
        destination = self.catalog.destination(proposal)
        return None if destination is proposal else destination.key

    def citations(self, proposal: Proposal) -> ExportedCitations:
        proposals = self.catalog.cited_by_proposals.get(proposal.key, ())
        documents = self.documents_of(proposal) if self.documents_of else None
        return ExportedCitations(
            proposals=tuple(sorted(proposals)),
            documents=None if documents is None else tuple(sorted(documents)),
        )


def _reservation(reservation: Reservation) -> ExportedReservation:
    cells = reservation.row.cells
    return ExportedReservation(
        number=reservation.number,
        id=reservation.id,
        label=reservation.label,
        title=reservation.title,
        author=cells.get("authors") or UNSET,
        status=cells.get("status") or UNSET,
    )


def _status_info(status: str | None, process: Process) -> dict[str, str] | None:
    """What the pattern of a status finds in its text beside the name."""
    for _, pattern in process.status_patterns:
        match = pattern.fullmatch(status or "")
        if match:
            return {name: words for name, words in match.groupdict().items() if words} or None
    return None


def _person(person: Person) -> ExportedPerson:
    return ExportedPerson(
        name=person.name, handle=person.handle, url=person.url, email=person.email
    )


def _relations(proposal: Proposal, process: Process) -> dict[str, tuple[ExportedReference, ...]]:
    return {
        key: tuple(_reference(one) for one in proposal.references.get(key, ()))
        for key in process.relations
    }


def _reference(reference: Reference) -> ExportedReference:
    return ExportedReference(
        text=reference.text,
        target=reference.target,
        url=reference.url,
        line=reference.location.line,
    )


def _sections(proposal: Proposal) -> tuple[ExportedSection, ...]:
    return tuple(
        ExportedSection(
            title=section.title, level=section.level, line=section.line, anchor=section.anchor
        )
        for section in proposal.sections
    )


def _items(proposal: Proposal) -> tuple[ExportedItem, ...]:
    return tuple(
        ExportedItem(
            kind=item.kind,
            number=item.number,
            label=item.label,
            title=item.title,
            line=item.location.line,
            anchor=item.anchor,
            fields=_item_fields(item),
        )
        for item in proposal.items
    )


def _item_fields(item: Item) -> dict[str, tuple[str, ...]]:
    exported: dict[str, tuple[str, ...]] = {}
    for field in item.fields:
        if field.name and field.text:
            exported[field.name] = (*exported.get(field.name, ()), field.text)
    return exported


def _fields(proposal: Proposal, process: Process) -> dict[str, tuple[str, ...]]:
    """The fields that say something, in the order in which the process declares them."""
    exported = {}
    for key, rule in process.definition.fields.items():
        field = meant_field(proposal, key, process)
        if field is None or rule.type == "proposals" or _is_told_elsewhere(field, proposal):
            continue
        if field.text.strip() and not is_none(field.text, rule):
            exported[key] = plain_values(field, rule)
    return exported


def _is_told_elsewhere(field: Field, proposal: Proposal) -> bool:
    """Whether a key beside the fields holds what a field says."""
    if field.name == "title":
        return plain_title(field.text) == proposal.title
    if field.name == "authors":
        return bool(proposal.authors)
    if field.name == "created":
        return proposal.created is not None
    return field.name == "status"


def plain_values(field: Field, rule: FieldRule) -> tuple[str, ...]:
    """The values of a field as its type tells them; what tells nothing stays as written."""
    values = _typed_values(field, rule) if is_filled(field.text, rule) else ()
    return values or (field.text,)


def _typed_values(field: Field, rule: FieldRule) -> tuple[str, ...]:
    if rule.type == "people":
        return tuple(person.name for person in field_people(field, rule))
    if rule.type == "links":
        return tuple(url for _, url in read_links(field.text))
    if rule.type == "date":
        iso = read_date(field.text, rule).iso
        return (iso,) if iso else ()
    if rule.type == "choice" and len(field.items) < 2:
        return split_values(field.text, rule)
    return field_values(field, rule)
