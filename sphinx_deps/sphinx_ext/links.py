"""Links that cite: `[text](dep:12)`, `<dep:12>`, and all that lead to the page of a proposal."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import docname_join

from sphinx_deps.markdown import split_anchor
from sphinx_deps.proposal import Proposal
from sphinx_deps.sphinx_ext.domain import (
    HISTORICAL,
    NAME,
    DepDomain,
    dep_domain,
    is_definition,
    is_shown_elsewhere,
)
from sphinx_deps.sphinx_ext.elements import element, find_elements
from sphinx_deps.sphinx_ext.places import node_place
from sphinx_deps.sphinx_ext.uses import (
    CitationUse,
    FileUse,
    LinkKind,
    LinkUse,
    NumberUse,
    UnpublishedFileUse,
    WordsUse,
    citation_use,
)

_SCHEME = "dep:"
_INLINE = cast(type[nodes.Element], nodes.Inline)
"""All links are inline, and by far most nodes are not."""
_TO_MARKDOWN = ("doc", "myst")
_TO_DOCUMENT = ("std", "doc")
_TO_LABEL = ("std", "ref")
_TO_NUMBER = ("std", "numref")
_TO_ANYTHING = ("", "myst")
_TO_ANY = ("", "any")
_ANY_PAGE = ("page or anchor", "any")
"""Links of which only Sphinx knows whether they lead to a document."""


class DepLinks(SphinxTransform):
    """Turns links of the scheme `dep:`, and to files of which no page is made, into citations."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        """Replace them all."""
        domain = dep_domain(self.env)
        for node in find_elements(self.document, _INLINE):
            if _is_dep_link(node):
                self.replace(node)
            elif proposal := _unpublished(node, domain):
                self.lead_to(proposal, node, domain)

    def lead_to(self, proposal: Proposal, node: nodes.Element, domain: DepDomain) -> None:
        """Replace a link to a file by a citation of its proposal."""
        _note_file(str(node["reftarget"]), domain)
        anchor = str(node.get("reftargetid") or "")
        target = f"{proposal.path}#{anchor}" if anchor else proposal.path
        self.cite(node, proposal.role, target, explicit=bool(node.get("refexplicit")))

    def replace(self, node: nodes.Element) -> None:
        """Replace one by a cross-reference."""
        # An autolink is an address: what is not ASCII is encoded in it.
        target = str(node.get("reftarget") or unquote(node["refuri"])).removeprefix(_SCHEME)
        explicit = unquote(node.astext()) not in {"", f"{_SCHEME}{target}"}
        self.cite(node, NAME, target, explicit=explicit)

    def cite(self, node: nodes.Element, role: str, target: str, *, explicit: bool) -> None:
        """Replace a node by a cross-reference of ours."""
        words = _words(node) if explicit else [nodes.Text(target)]
        content = element(nodes.inline, *words)
        citation = element(
            addnodes.pending_xref,
            content,
            refdoc=self.env.docname,
            refdomain=NAME,
            reftype=role,
            reftarget=target,
            refexplicit=explicit,
            refwarn=False,
        )
        citation.source, citation.line = node.source, node.line
        node.replace_self(citation)


def _words(link: nodes.Element) -> list[nodes.Node]:
    """The words of a link, out of what MyST puts around them."""
    inner = link[0] if len(link) == 1 else None
    if isinstance(inner, nodes.inline) and "xref" in inner["classes"]:
        return list(inner.children)
    return list(link.children)


def _is_dep_link(node: nodes.Element) -> bool:
    if isinstance(node, addnodes.pending_xref):
        return str(node.get("reftarget", "")).startswith(_SCHEME) and not node.get("refdomain")
    return isinstance(node, nodes.reference) and str(node.get("refuri", "")).startswith(_SCHEME)


def _unpublished(node: nodes.Element, domain: DepDomain) -> Proposal | None:
    """The proposal to whose file a link leads, where no page is made of it."""
    if not isinstance(node, addnodes.pending_xref) or _kind(node) != _TO_MARKDOWN:
        return None
    site, env, target = domain.view.site, domain.env, str(node["reftarget"])
    if target in env.found_docs:
        return None
    paths = (Path(env.srcdir, f"{target}{suffix}") for suffix in env.project.source_suffix)
    found = (site.catalog.document_at(os.path.normpath(path)) for path in paths)
    return next((one for one in found if one and one.key not in site.pages), None)


def note_citations(domain: DepDomain, doctree: nodes.document) -> None:
    """Record the citations of a page, and the links that may lead to pages of proposals."""
    for node in find_elements(doctree, addnodes.pending_xref):
        if node.get("intersphinx") or is_definition(node):
            continue
        if node.get("refdomain") == NAME:
            _note_citation(domain, node)
        else:
            _note_link(domain, node)


def _note_citation(domain: DepDomain, node: addnodes.pending_xref) -> None:
    use = _citation(node, domain.env)
    domain.note_use(use)
    if not node["refexplicit"] and is_shown_elsewhere(node):
        domain.note_reading(WordsUse(use.citation))


def _note_link(domain: DepDomain, node: addnodes.pending_xref) -> None:
    target, kind = str(node.get("reftarget", "")), _kind(node)
    if kind == _TO_MARKDOWN:
        _note_file(target, domain)
    elif kind == _TO_ANYTHING and (written := _written_path(target, domain)):
        domain.note_reading(UnpublishedFileUse(written))
    elif kind == _TO_NUMBER:
        domain.note_use(NumberUse(target))
    if (link := _link(kind, target, node)) is not None:
        # A path as written is forgotten, but for the name of the file.
        place = node_place(domain.env, node, target.rpartition("/")[2])
        anchor, explicit = str(node.get("reftargetid") or ""), bool(node.get("refexplicit"))
        seen_from = str(node.get("refdoc") or domain.env.docname)
        docname = docname_join(seen_from, target) if link[0] in _ANY_PAGE else ""
        domain.note_use(LinkUse(*link, place, anchor, explicit, docname))


def _note_file(target: str, domain: DepDomain) -> None:
    """Record the file of a document; where none is made of it now, those that it may have."""
    env = domain.env
    if target in env.found_docs:
        domain.note_reading(FileUse(str(env.doc2path(target))))
        return
    for suffix in env.project.source_suffix:
        path = str(Path(env.srcdir, f"{target}{suffix}"))
        domain.note_reading(FileUse(path))
        domain.note_reading(UnpublishedFileUse(path))


def _written_path(target: str, domain: DepDomain) -> str | None:
    """The path of a link that leads to no file now, if it is not an anchor of ours."""
    path = split_anchor(target)[0]
    if not path or path.lower() in domain.view.site.by_anchor:
        return None
    try:
        return domain.env.relfn2path(path, domain.env.docname)[1]
    except OSError:  # a name longer than names can be
        return None


def _kind(node: addnodes.pending_xref) -> tuple[str, str]:
    """The domain and the type of a cross-reference."""
    return str(node.get("refdomain") or ""), str(node.get("reftype"))


def _link(
    kind: tuple[str, str], target: str, node: addnodes.pending_xref
) -> tuple[LinkKind, str] | None:
    """What a link may lead to, as MyST and Sphinx write links."""
    if kind in {_TO_MARKDOWN, _TO_DOCUMENT}:
        name = target if kind == _TO_MARKDOWN else docname_join(str(node["refdoc"]), target)
        return "page", name
    if kind == _TO_LABEL:
        return "anchor", target
    if kind == _TO_ANYTHING:
        return "page or anchor", target
    return ("any", target) if kind == _TO_ANY else None


def _citation(node: addnodes.pending_xref, env: BuildEnvironment) -> CitationUse:
    role, target = str(node["reftype"]), str(node["reftarget"])
    historical = role == HISTORICAL
    role = NAME if historical else role
    place = node_place(env, node, target)
    return citation_use(target, place=place, role=role, historical=historical)
