"""The types of the exported catalog: what is written, its JSON Schema and its manual are of them.

Another version may add keys. When one goes or changes its meaning, `schema` is another number.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from sphinx_deps.outputs.json_schema import ISO_DATE
from sphinx_deps.vocabulary import Stage

VERSION: Literal[1] = 1
"""That of the shape."""

Line = Annotated[int, Meta(ge=1, description="Its line in the document, from 1 on.")]
Anchor = Annotated[str, Meta(description="What leads to it behind `#`.")]


class ExportedStatus(Struct, frozen=True, kw_only=True):
    """A status that the process declares."""

    name: Annotated[str, Meta(description="Its name.")]
    stage: Annotated[Stage, Meta(description="What it means, whatever it is called.")]


class ExportedReservation(Struct, frozen=True, kw_only=True):
    """A number that is given out and that no document bears yet."""

    number: Annotated[int, Meta(ge=0, description="The number.")]
    id: Annotated[str, Meta(description="The number with as many digits as the process wants.")]
    label: Annotated[str, Meta(description="How it is shown and cited.")]
    title: Annotated[str, Meta(description="The title in the registry; empty where it has none.")]
    author: Annotated[
        str | UnsetType, Meta(description="Who reserved it, where the registry says so.")
    ] = UNSET
    status: Annotated[
        str | UnsetType, Meta(description="The status in the registry, where it has one.")
    ] = UNSET


class ExportedPerson(Struct, frozen=True, kw_only=True):
    """Somebody whom a proposal names."""

    name: Annotated[
        str, Meta(description="The name; the account or the address where there is nothing else.")
    ]
    handle: Annotated[str | None, Meta(description="The account, without `@`.")]
    url: Annotated[str | None, Meta(description="The address that the document links to.")]
    email: Annotated[str | None, Meta(description="The address for mail.")]


class ExportedReference(Struct, frozen=True, kw_only=True):
    """What a relation names."""

    text: Annotated[str, Meta(description="The words as written.")]
    target: Annotated[
        str | None,
        Meta(description="The `key` of the proposal, or null where it is none of these."),
    ]
    url: Annotated[str | None, Meta(description="The address, where the words are a link.")]
    line: Line


class ExportedSection(Struct, frozen=True, kw_only=True):
    """A heading."""

    title: Annotated[str, Meta(description="Its words.")]
    level: Annotated[int, Meta(ge=1, le=6, description="Its level, from 1 on.")]
    line: Line
    anchor: Anchor


class ExportedItem(Struct, frozen=True, kw_only=True):
    """What the process numbers inside the proposal: a requirement, a phase."""

    kind: Annotated[str, Meta(description="What the process calls such an item.")]
    number: Annotated[int, Meta(ge=0, description="Its number.")]
    label: Annotated[str, Meta(description="How it is shown: `REQ 3`.")]
    title: Annotated[str, Meta(description="Its words; empty where it has none.")]
    line: Line
    anchor: Anchor
    fields: Annotated[
        dict[str, tuple[str, ...]], Meta(description="The values of its fields, by their keys.")
    ]


class ExportedCitations(Struct, frozen=True, kw_only=True):
    """Who cites a proposal."""

    proposals: Annotated[
        tuple[str, ...], Meta(description="The `key` of each proposal that cites it, sorted.")
    ]
    documents: Annotated[
        tuple[str, ...] | None,
        Meta(
            description="The name of each document outside the series that cites it, sorted; null "
            "where nobody looked, as on the command line."
        ),
    ]


class ExportedProposal(Struct, frozen=True, kw_only=True):
    """One proposal."""

    key: Annotated[
        str,
        Meta(description="The role of its series, a colon and its path: unique in the catalog."),
    ]
    id: Annotated[
        str,
        Meta(
            description="Its number with leading zeros, its slug where slugs identify, or else "
            "the name of its file."
        ),
    ]
    number: Annotated[int | None, Meta(description="Its number, if it has one.")]
    label: Annotated[str, Meta(description="How it is shown and cited: `DEP 13`.")]
    title: Annotated[str, Meta(description="Its title as plain text.")]
    status: Annotated[
        str | None, Meta(description="Its status as written, also one that is not declared.")
    ]
    stage: Annotated[
        Stage | None, Meta(description="What the status means; null where it is not declared.")
    ]
    status_info: Annotated[
        dict[str, str] | None,
        Meta(description="What the pattern of the status finds in its words, by name."),
    ]
    path: Annotated[
        str, Meta(description="Its path in the folder of the series, with forward slashes.")
    ]
    url: Annotated[
        str | None,
        Meta(
            description="Where it is read: an address, absolute or to be resolved against that of "
            "`deps.json`; null where none is known, as on the command line."
        ),
    ]
    redirect_to: Annotated[
        str | None,
        Meta(
            description="Of a document that only says where its proposal has moved, the `key` of "
            "that proposal; null of all others, and where it leads to none."
        ),
    ]
    created: Annotated[
        Annotated[str, Meta(pattern=rf"^{ISO_DATE}$")] | None,
        Meta(description="The day on which it was written, as `2026-03-01`."),
    ]
    authors: Annotated[tuple[ExportedPerson, ...], Meta(description="Who wrote it.")]
    fields: Annotated[
        dict[str, tuple[str, ...]],
        Meta(
            description="The other fields that hold anything, by their keys, in the order of the "
            "process; also one of those above, as written, where it tells nothing there. People "
            "stand there by their names, dates as `2026-03-01`."
        ),
    ]
    relations: Annotated[
        dict[str, tuple[ExportedReference, ...]],
        Meta(description="Each relation that the process declares, with what it names."),
    ]
    sections: Annotated[
        tuple[ExportedSection, ...], Meta(description="Its headings, in their order.")
    ]
    items: Annotated[
        tuple[ExportedItem, ...], Meta(description="What it numbers, in the order of the text.")
    ]
    cited_by: Annotated[ExportedCitations, Meta(description="Who cites it.")]


class ExportedSeries(Struct, frozen=True, kw_only=True):
    """One series: a folder of proposals."""

    role: Annotated[str, Meta(description="The role that cites its proposals: `dep`.")]
    prefix: Annotated[str, Meta(description="The short name: `DEP`.")]
    name: Annotated[str, Meta(description="The full name.")]
    statuses: Annotated[
        tuple[ExportedStatus, ...],
        Meta(description="The statuses that its process declares, in their order."),
    ]
    reservations: Annotated[
        tuple[ExportedReservation, ...],
        Meta(description="The numbers that are given out and not used, sorted."),
    ]
    proposals: Annotated[
        tuple[ExportedProposal, ...], Meta(description="Its proposals, sorted by path.")
    ]


class ExportedCatalog(Struct, frozen=True, kw_only=True):
    """All the series of a documentation."""

    schema: Annotated[
        Literal[1], Meta(description="The version of this shape; later ones may add keys.")
    ] = VERSION
    series: Annotated[
        tuple[ExportedSeries, ...], Meta(description="The series, sorted by role.")
    ] = ()
