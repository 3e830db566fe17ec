"""One proposal in full, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sphinx_deps.catalog import Catalog
from sphinx_deps.display import Look, one_line, pad, width_of
from sphinx_deps.outputs.catalog_json import plain_values
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field, Person, Proposal, Reference
from sphinx_deps.values import is_by_default, is_none, meant_field
from sphinx_deps.vocabulary import FieldRule

Row = tuple[str, str]
"""What it is, and what it says."""


def render_proposal(proposal: Proposal, catalog: Catalog, look: Look) -> str:
    """What was read from a proposal, and what the others say of it."""
    return _Page(proposal, catalog, look).render()


def render_name(proposal: Proposal) -> str:
    """A proposal in a list: label, title and status."""
    label = proposal.id if proposal.label == proposal.title else proposal.label
    status = f" ({proposal.status})" if proposal.status else ""
    return one_line(f"{label} {proposal.title}{status}")


class _Page:
    """One page in progress."""

    def __init__(self, proposal: Proposal, catalog: Catalog, look: Look) -> None:
        self.proposal = proposal
        self.catalog = catalog
        self.look = look
        self.process: Process = catalog.series_of(proposal).process

    def render(self) -> str:
        parts = [self.head(), self.table(), self.sections(), self.items(), self.citing()]
        return "\n".join(part for part in parts if part)

    def head(self) -> str:
        proposal = self.proposal
        label = "" if proposal.label == proposal.title else f"{proposal.label}  "
        title = self.look.paint(one_line(f"{label}{proposal.title}"), "strong")
        badge = _badge(proposal)
        note = _note(derived=is_by_default(self.proposal, "status", self.process))
        return f"{title}\n{one_line(badge)}{note}\n" if badge else f"{title}\n"

    def table(self) -> str:
        own = [*self.moved(), *self.fields(), *self.successors()]
        return _aligned([("File", self.look.path(self.proposal.file)), *own], self.look)

    def moved(self) -> Iterator[Row]:
        if self.proposal.redirect:
            yield "Moved to", self.reference(self.proposal.redirect)

    def fields(self) -> Iterator[Row]:
        for key, rule in self.process.definition.fields.items():
            field = meant_field(self.proposal, key, self.process)
            if field is None or key in {"title", "status"} or is_none(field.text, rule):
                continue
            label = self.process.field_label(key)
            for value in self.values(key, field, rule):
                yield label, f"{value}{_note(derived=field.is_derived)}"
                label = ""

    def values(self, key: str, field: Field, rule: FieldRule) -> Iterable[str]:
        """What a field says, one line each."""
        if key in self.proposal.people:
            return map(_person, self.proposal.people[key])
        if self.proposal.references.get(key):
            return map(self.reference, self.proposal.references[key])
        return plain_values(field, rule) if field.text else ()

    def reference(self, reference: Reference) -> str:
        if reference.target:
            return render_name(self.catalog.by_key[reference.target])
        if reference.candidates:
            candidates = (self.catalog.by_key[key] for key in reference.candidates)
            names = ", ".join(self.catalog.unique_name(one) for one in candidates)
            return f"{reference.text} (one of {names})"
        if reference.reserved:
            return f"{reference.text} (reserved, no document yet)"
        address = f" {reference.url}" if reference.url and reference.url != reference.text else ""
        return f"{reference.text}{address}"

    def successors(self) -> Iterator[Row]:
        label = "Read instead"
        for successor in self.catalog.successors(self.proposal):
            yield label, render_name(successor)
            label = ""

    def sections(self) -> str:
        lines = [
            f"{section.line:>6}  {'  ' * (section.level - 1)}{one_line(section.title)}"
            for section in self.proposal.sections
        ]
        return _block("Sections", lines, self.look)

    def items(self) -> str:
        return _block("Items", list(self.item_lines()), self.look)

    def item_lines(self) -> Iterator[str]:
        for item in self.proposal.items:
            yield f"{item.location.line:>6}  {one_line(item.caption)}"
            for field in item.fields:
                yield f"{'':>6}    {one_line(f'{field.label}: {field.text}')}"

    def citing(self) -> str:
        keys = sorted(self.catalog.cited_by_proposals.get(self.proposal.key, ()))
        lines = [f"  {render_name(self.catalog.by_key[key])}" for key in keys]
        return _block("Cited by", lines, self.look)


def _note(*, derived: bool) -> str:
    return " (by default)" if derived else ""


def _badge(proposal: Proposal) -> str:
    """The status, with its stage where that says more."""
    if proposal.status is None:
        return ""
    if proposal.stage is None:
        return f"{proposal.status} (no declared status)"
    same = proposal.stage == proposal.status.casefold()
    return proposal.status if same else f"{proposal.status} ({proposal.stage})"


def _person(person: Person) -> str:
    marks = [f"@{person.handle}"] if person.handle and person.handle != person.name else []
    marks += [mark for mark in (person.email, person.url) if mark and mark != person.name]
    return f"{person.name} ({', '.join(marks)})" if marks else person.name


def _aligned(rows: list[Row], look: Look) -> str:
    columns = max(width_of(label) for label, _ in rows)
    return "".join(
        f"{look.paint(pad(label, columns), 'faint')}  {one_line(value)}\n" for label, value in rows
    )


def _block(title: str, lines: list[str], look: Look) -> str:
    if not lines:
        return ""
    return "".join(f"{line}\n" for line in (look.paint(title, "faint"), *lines))
