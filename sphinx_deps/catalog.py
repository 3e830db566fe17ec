"""All the series of a documentation: how to find a proposal, and what they say of each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sphinx_deps.cache import Cache
from sphinx_deps.diagnostics import Finding, Problem
from sphinx_deps.markdown import is_external, split_anchor, split_title
from sphinx_deps.once import Once
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Citation, Proposal, Reference
from sphinx_deps.series import NUMBERED, Found, Series, absolute_path, linked_file
from sphinx_deps.series_reading import SeriesSource, read_series
from sphinx_deps.text import fold, nearest

ANY_ROLE = "dep"
"""The role that looks in every series."""

DEAD_STAGES = frozenset({"rejected", "withdrawn"})
"""The stages of what nobody should build on."""

_REMARK = regex(r"(?<!\s)(?:\s*+[(:\u2013\u2014]|\s++-\s).*", re.DOTALL)
"""What may follow a name in a relation: `DEP 9 (partially)`, `DEP 9: its title`."""
_ROLE = regex(r"\{[\w:]+\}`(?P<text>[^`]+)`")
_LONGEST_PREFIX = 6


class Catalog(Struct, frozen=True, dict=True):
    """All the series of a documentation."""

    series: tuple[Series, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Proposal]:
        """The proposals and the stubs by their keys."""
        return {one.key: one for series in self.series for one in series.documents}

    @cached_property
    def by_role(self) -> dict[str, Series]:
        """The series by their roles."""
        return {series.role: series for series in self.series}

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """The proposals of all series."""
        return tuple(proposal for series in self.series for proposal in series.proposals)

    def document_at(self, file: str) -> Proposal | None:
        """The proposal, or the stub, at an absolute path; of two series in one folder the later."""
        found = (series.document_at(file) for series in reversed(self.series))
        return next(filter(None, found), None)

    @cached_property
    def stubs(self) -> tuple[Proposal, ...]:
        """The documents of all series that only say where their proposals have moved."""
        return tuple(stub for series in self.series for stub in series.stubs)

    def destination(self, document: Proposal) -> Proposal:
        """The proposal that a document is or, being a stub, leads to; itself if that is nowhere."""
        return self._destinations.get(document.key, document)

    @cached_property
    def _destinations(self) -> dict[str, Proposal]:
        """What is at the end of each stub's chain, by its key, where that is a proposal."""
        ends = ((stub, self._end(stub)) for stub in self.stubs)
        return {stub.key: end for stub, end in ends if end.redirect is None}

    def _end(self, stub: Proposal) -> Proposal:
        """The last document of a chain of stubs; one of them where they lead in a circle."""
        seen: set[str] = set()
        end = stub
        while end.redirect and end.redirect.target and end.key not in seen:
            seen.add(end.key)
            end = self.by_key[end.redirect.target]
        return end

    def _followed(self, found: Found) -> Found:
        """What is meant by a name: what the stubs lead to."""
        if not (self._destinations and found.proposals):
            return found
        ends = {one.key: one for one in map(self.destination, found.proposals)}
        return Found(tuple(ends.values()))

    def anchor(self, proposal: Proposal) -> str | None:
        """The anchor of a document's page, where no other one could have the same."""
        return self.series_of(proposal).anchor(proposal)

    @cached_property
    def by_anchor(self) -> dict[str, Proposal]:
        """The proposals and the stubs by the anchors of their pages."""
        documents = (*self.proposals, *self.stubs)
        return {anchor: one for one in documents if (anchor := self.anchor(one))}

    def is_inside(self, file: str) -> bool:
        """Whether a file lies in the folder of a series."""
        return absolute_path(file).startswith(self._starts)

    @cached_property
    def _starts(self) -> tuple[str, ...]:
        return tuple(series.start for series in self.series)

    @cached_property
    def citing_roles(self) -> frozenset[str]:
        """The roles that cite a proposal: those of the series, and the one that looks in all."""
        return frozenset({ANY_ROLE, *self.by_role})

    def is_citation(self, citation: Citation) -> bool:
        """Whether a use is one of ours; other roles have targets of their own."""
        return citation.form != "role" or citation.role in self.citing_roles

    def find(self, name: str, role: str = ANY_ROLE) -> Found:
        """What a role with that text cites; the role `dep` looks in every series."""
        found = self._found.get((name, role))
        if found is None:
            found = self._found[name, role] = self._followed(self.find_documents(name, role))
        return found

    @cached_property
    def _found(self) -> dict[tuple[str, str], Found]:
        """What was found: rules, pages and fingerprints ask for the same few names."""
        return {}

    def find_documents(self, name: str, role: str = ANY_ROLE) -> Found:
        """What bears that name: a proposal before a stub, which is not followed."""
        name, _ = split_anchor(name)
        own = self.by_role.get(role)
        if own is not None:
            found = own.look_up(name)
            if found.proposals or found.reservation or role != ANY_ROLE:
                return found
        results = [series.look_up(name) for series in self.series]
        found_all = tuple(proposal for found in results for proposal in found.proposals)
        proposals = tuple(one for one in found_all if not one.redirect) or found_all
        reserved = next((found.reservation for found in results if found.reservation), None)
        return Found(proposals, None if proposals else reserved)

    def find_named(self, text: str, series: Series) -> Found:
        """What the words of a relation lead to: in their own series first, then in all."""
        text = _ROLE.sub(lambda role: split_title(role["text"])[1], text)
        text = text.strip("`*_<> ").removeprefix("dep:")
        for name in dict.fromkeys((text, _REMARK.sub("", text))):
            for found in (series.look_up(name), self.find_documents(name)):
                if found.proposals or found.reservation:
                    return self._followed(found)
        return Found()

    def cited_series(self, citation: Citation) -> str | None:
        """The role of the series that a citation is meant for, as far as that can be told."""
        roles = {proposal.role for proposal in self.find_citation(citation).proposals}
        if roles:
            return roles.pop() if len(roles) == 1 else None
        return citation.role if citation.role in self.by_role else None

    def find_citation(self, citation: Citation) -> Found:
        """What a citation by role or link leads to."""
        if citation.form == "file":
            return self.find_file(citation)
        if citation.form == "page":
            proposal = self.by_key.get(citation.target)
            return Found((self.destination(proposal),) if proposal else ())
        return self.find(citation.target, citation.role)

    @property
    def own_citations(self) -> Iterator[tuple[Proposal, Citation]]:
        """The uses by role and by `dep:` link within the documents, and in what belongs to them.

        What a stub stands for it does not cite.
        """
        for proposal, citations in self._own_documents():
            for citation in citations:
                if self.is_citation(citation):
                    yield proposal, citation

    def _own_documents(self) -> Iterator[tuple[Proposal, tuple[Citation, ...]]]:
        """What the documents cite, and what companions do, which are read when a rule asks."""
        for series in self.series:
            for proposal in series.proposals:
                yield proposal, proposal.citations
            for stub in series.stubs:
                yield stub, tuple(one for one in stub.citations if not _is_redirect(one, stub))
            for page in series.linked_files.pages if series.companions else ():
                yield page.owner, page.citations

    def find_file(self, citation: Citation) -> Found:
        """The proposal whose file a link leads to."""
        proposal = self.document_at(linked_file(citation.location.path, citation.target))
        return Found((self.destination(proposal),) if proposal else ())

    def nearest_name(self, name: str) -> str | None:
        """The label or the file that a name which leads nowhere was most likely meant to be."""
        match = NUMBERED.fullmatch(name.strip())
        if match and len(fold(match["prefix"])) <= _LONGEST_PREFIX:
            return self._nearest_number(match["number"])
        stems = (Path(proposal.path).stem for proposal in self.proposals)
        slugs = (proposal.slug for proposal in self.proposals)
        return nearest(name, [*slugs, *stems])

    def _nearest_number(self, digits: str) -> str | None:
        """The label of the proposal of that number, or of one with two digits changed over."""
        numbered = [each for each in self.proposals if each.number is not None]
        same = [each.label for each in numbered if str(each.number) == digits]
        swapped = [each.label for each in numbered if sorted(str(each.number)) == sorted(digits)]
        return next(iter((*same, *swapped)), None)

    def unique_name(self, proposal: Proposal) -> str:
        """A name that leads to this proposal alone: its label, or else its file's."""
        found = self.find(proposal.label).proposals
        return proposal.label if len(found) == 1 else Path(proposal.path).stem

    def series_of(self, proposal: Proposal) -> Series:
        """The series that holds a proposal."""
        return self.by_role[proposal.role]

    def successors(self, proposal: Proposal) -> tuple[Proposal, ...]:
        """The proposals at the ends of the replaced-by chains; none where a chain is a cycle."""
        final: dict[str, Proposal] = {}
        seen = {proposal.key}
        open_ends = list(self.direct_successors(proposal))
        while open_ends:
            successor = open_ends.pop(0)
            if successor.key in seen:
                continue
            seen.add(successor.key)
            following = self.direct_successors(successor)
            if following:
                open_ends += following
            else:
                final[successor.key] = successor
        return tuple(final.values())

    def direct_successors(self, proposal: Proposal) -> tuple[Proposal, ...]:
        """The proposals that it says it was replaced by, or that say so of themselves."""
        keys = self._successor_keys.get(proposal.key, ())
        return tuple(self.by_key[key] for key in keys)

    def unknown_successors(self, proposal: Proposal) -> tuple[Reference, ...]:
        """What else it says it was replaced by: an address, a reserved number, a wrong name."""
        fields = self.series_of(proposal).process.successor_fields
        references = (one for key in fields for one in proposal.references.get(key, ()))
        return tuple(one for one in references if one.target is None)

    @cached_property
    def _successor_keys(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for proposal in self.proposals:
            process = self.series_of(proposal).process
            for key in process.successor_fields:
                for reference in proposal.references.get(key, ()):
                    if reference.target:
                        found[proposal.key][reference.target] = None
        for key, reference in self._replacements():
            if reference.target and self._is_replaced_by(key, reference.target):
                found[reference.target].setdefault(key, None)
        return {key: tuple(targets) for key, targets in found.items()}

    def _replacements(self) -> Iterator[tuple[str, Reference]]:
        """Each proposal's key with what it says it replaces."""
        for proposal in self.proposals:
            process = self.series_of(proposal).process
            for key, rule in process.relations.items():
                if rule.inverse in process.successor_fields:
                    for reference in proposal.references.get(key, ()):
                        yield proposal.key, reference

    def _is_replaced_by(self, key: str, replaced: str) -> bool:
        """Whether a claim to replace holds: what was itself turned down has replaced nothing."""
        is_dead = self.by_key[key].stage in DEAD_STAGES
        return self.by_key[replaced].stage == "replaced" and not is_dead

    @cached_property
    def cited_by_proposals(self) -> dict[str, tuple[str, ...]]:
        """The keys of the proposals that cite one, by its key."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for proposal, cited, _citation in self._mutual_citations:
            found[cited.key][proposal.key] = None
        return {key: tuple(citing) for key, citing in found.items()}

    @cached_property
    def items_cited_by_proposals(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The keys of the proposals that cite an item, by its proposal's key and its anchor."""
        found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for proposal, cited, citation in self._mutual_citations:
            anchor = citation.anchor or split_anchor(citation.target)[1]
            item = cited.item(anchor) if anchor else None
            if item is not None:
                found[cited.key, item.anchor][proposal.key] = None
        return {place: tuple(citing) for place, citing in found.items()}

    @property
    def _mutual_citations(self) -> Iterator[tuple[Proposal, Proposal, Citation]]:
        """Each proposal with another one that it cites, and how."""
        for proposal in self.proposals:
            own = filter(self.is_citation, proposal.citations)
            for citation in (*own, *_file_citations(proposal)):
                cited = self.find_citation(citation).proposal
                if cited is not None and cited.key != proposal.key:
                    yield proposal, cited, citation


def _file_citations(proposal: Proposal) -> Iterator[Citation]:
    """The links of a proposal that may lead to others."""
    for link in proposal.links:
        is_elsewhere = is_external(link.target) or link.target.startswith("#")
        if link.target and link.kind != "image" and not is_elsewhere:
            yield Citation(link.target, "file", link.location)


def _is_redirect(citation: Citation, stub: Proposal) -> bool:
    """Whether a citation is what names the place to which the proposal moved."""
    return stub.redirect is not None and citation.location.overlaps(stub.redirect.location)


_Change = Callable[[Proposal, Series, Catalog], Proposal]
"""Makes another document of one, for its series and the catalog as read so far."""


def read_catalog(sources: Iterable[SeriesSource], cache: Cache | None = None) -> Catalog:
    """Read every series, then resolve what they say of each other."""
    series: dict[str, Series] = {}
    for source in sources:
        one = read_series(source, cache)
        taken = series.get(one.role)
        if taken is None:
            series[one.role] = one
        else:
            problems = (*taken.problems, _role_problem(one, taken))
            series[one.role] = replace(taken, problems=problems)
    return _resolved(_redirected(Catalog(tuple(series.values()))))


def _role_problem(one: Series, other: Series) -> Problem:
    finding = Finding(
        location=one.process.place("role"),
        message=f'the role "{one.role}" is that of {other.folder} already; '
        f"the proposals of {one.folder} were left out",
        hint="give one of them another `prefix` or `role` in its process.yaml",
        subject="role",
    )
    return Problem("process", finding)


def _redirected(catalog: Catalog) -> Catalog:
    """The catalog with every stub led to the next document on its way."""
    if not any(series.process.definition.redirect for series in catalog.series):
        return catalog
    return _changed(catalog, _lead)


def _resolved(catalog: Catalog) -> Catalog:
    """The catalog with every relation led to its proposal."""
    return _changed(catalog, _resolve)


def _changed(catalog: Catalog, change: _Change) -> Catalog:
    """The catalog with other documents; those that sleep are changed when they wake."""
    changed = Catalog(tuple(_changed_series(one, catalog, change) for one in catalog.series))
    if not all(series.reading.is_asleep for series in catalog.series):
        for series in changed.series:
            series.reading.get()
    return changed


def _changed_series(series: Series, catalog: Catalog, change: _Change) -> Series:
    def documents() -> tuple[Proposal, ...]:
        return tuple(change(one, series, catalog) for one in series.documents)

    return replace(series, reading=Once(documents))


def _lead(stub: Proposal, series: Series, catalog: Catalog) -> Proposal:
    if stub.redirect is None:
        return stub
    return replace(stub, redirect=_resolve_reference(stub.redirect, stub, series, catalog))


def _resolve(proposal: Proposal, series: Series, catalog: Catalog) -> Proposal:
    if not any(proposal.references.values()):
        return proposal
    references = {
        key: tuple(_resolve_reference(one, proposal, series, catalog) for one in found)
        for key, found in proposal.references.items()
    }
    return replace(proposal, references=references)


def _resolve_reference(
    reference: Reference, proposal: Proposal, series: Series, catalog: Catalog
) -> Reference:
    """By the file that its link leads to, else by its words."""
    linked = _linked(reference.url, proposal, series, catalog) if reference.url else None
    if linked:
        return replace(reference, target=linked.key)
    if reference.url and is_external(reference.url):
        return reference
    found = catalog.find_named(reference.text, series)
    if len(found.proposals) > 1:
        return replace(reference, candidates=tuple(each.key for each in found.proposals))
    target = found.proposal
    return replace(
        reference, target=target.key if target else None, reserved=found.reservation is not None
    )


def _linked(url: str, proposal: Proposal, series: Series, catalog: Catalog) -> Proposal | None:
    if is_external(url):
        linked = series.in_repository(url)
    elif url.startswith("#"):
        linked = catalog.by_anchor.get(url[1:])
    else:
        linked = catalog.document_at(linked_file(proposal.file, url))
    return linked and catalog.destination(linked)
