"""Links that cite: `[text](dep:12)`, `<dep:12>`, and all that lead to the page of a proposal."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import docname_join

from sphinx_deps.proposal import Proposal
from sphinx_deps.sphinx_ext.domain import HISTORICAL, NAME, DepDomain
from sphinx_deps.sphinx_ext.places import node_place
from sphinx_deps.sphinx_ext.site import Site
from sphinx_deps.sphinx_ext.uses import CitationUse, WordsUse, citation_use

_SCHEME = "dep:"
_TO_DOCUMENTS = {("doc", "myst"), ("std", "doc")}
_TO_ANCHORS = {("std", "ref"), ("", "myst"), ("", "any")}


class DepLinks(SphinxTransform):
    """Turns links of the scheme `dep:` into citations."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        """Replace them all."""
        for node in list(self.document.findall(nodes.Element)):
            if _is_dep_link(node):
                self.replace(node)

    def replace(self, node: nodes.Element) -> None:
        """Replace one by a cross-reference."""
        target = str(node.get("reftarget") or node["refuri"]).removeprefix(_SCHEME)
        written = node.astext()
        explicit = written not in {"", f"{_SCHEME}{target}"}
        words = _words(node) if explicit else [nodes.Text(target)]
        content = nodes.inline("", "", *words)
        citation = addnodes.pending_xref(
            "",
            content,
            refdoc=self.env.docname,
            refdomain=NAME,
            reftype=NAME,
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


def note_citations(domain: DepDomain, doctree: nodes.document) -> None:
    """Record the citations of a page, and the links that lead to the pages of proposals."""
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("intersphinx"):
            continue
        if node.get("refdomain") == NAME:
            use = _citation(node, domain.env)
            domain.note_use(use)
            if not node["refexplicit"] and _is_in_title(node):
                domain.note_reading(WordsUse(use.citation))
        elif proposal := _linked(node, domain.view.site):
            # A path as written is forgotten, but for the name of the file.
            name = str(node["reftarget"]).rpartition("/")[2]
            place = node_place(domain.env, node, name)
            domain.note_use(citation_use(proposal.file, form="file", place=place))


def _is_in_title(node: nodes.Node) -> bool:
    """Whether tables of contents show the words that a citation had when it was read."""
    while node.parent is not None and not isinstance(node, nodes.title):
        node = node.parent
    return isinstance(node, nodes.title)


def _citation(node: addnodes.pending_xref, env: BuildEnvironment) -> CitationUse:
    role, target = str(node["reftype"]), str(node["reftarget"])
    historical = role == HISTORICAL
    role = NAME if historical else role
    place = node_place(env, node, target)
    return citation_use(target, form="role", place=place, role=role, historical=historical)


def _linked(node: addnodes.pending_xref, site: Site) -> Proposal | None:
    """The proposal to whose page a link leads, as MyST and Sphinx write links."""
    kind = str(node.get("refdomain") or ""), str(node.get("reftype"))
    target = str(node.get("reftarget", ""))
    if kind in _TO_ANCHORS:
        # MyST, too, asks every domain about a target that it does not know itself.
        is_any = kind[1] != "ref"
        return site.by_anchor.get(target) or (
            site.catalog.find(target).proposal if is_any else None
        )
    if kind not in _TO_DOCUMENTS:
        return None
    return site.proposal_of(
        docname_join(str(node["refdoc"]), target) if kind[0] == "std" else target
    )
