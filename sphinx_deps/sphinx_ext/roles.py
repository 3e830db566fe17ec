"""The roles that cite a proposal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from docutils.nodes import Element, Node, system_message
from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.locale import __
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.docutils import is_role_registered

from sphinx_deps.patterns import regex
from sphinx_deps.series import Series
from sphinx_deps.sphinx_ext.domain import HISTORICAL, NAME, DepDomain, dep_domain, standard_domain
from sphinx_deps.sphinx_ext.uses import View, citation_words
from sphinx_deps.sphinx_ext.vanished_roles import remove_role
from sphinx_deps.taken_roles import TAKEN_ROLES

_ROLE = regex(r"[{:](?:([\w-]+):)?([a-z][\w-]*)[}:]\Z", re.IGNORECASE)
"""A role in Markdown or reStructuredText, with or without a domain."""
_LONGEST = 120
"""Characters of a role."""
_TEXTS = ("rst_prolog", "rst_epilog", "myst_substitutions")
"""The options whose text is part of documents."""
_ALWAYS = (NAME, HISTORICAL)
"""The roles that are there whatever the series."""

logger = logging.getLogger(__name__)


class ProposalRole(XRefRole):
    """Cites a proposal by number, label, slug or path, with an anchor where one follows `#`."""

    def __init__(self, role: str) -> None:
        super().__init__(innernodeclass=nodes.inline)
        self.role = role

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Draw the citation in the domain, whatever name the role was called by."""
        self.name = f"{NAME}:{self.role}"
        if self.role not in _ALWAYS:
            # Wherever it is written; those that are none yet are searched for in texts.
            dep_domain(self.env).note_reading(RoleUse(self.role))
        return super().run()

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Give it its words: tables of contents and catalogs of messages keep those."""
        if not has_explicit_title:
            name, _, anchor = target.partition("#")
            role = NAME if self.role == HISTORICAL else self.role
            proposal = dep_domain(env).view.site.catalog.find(name, role).proposal
            title = citation_words(proposal, anchor) if proposal else target
        return title, target


class RoleUse(Struct, frozen=True):
    """A name used as a role that is, or may become, the role of a series."""

    name: str

    def shows(self, view: View) -> object:
        """Return whether it is: what is read of the page depends on it."""
        return self.name in view.site.catalog.by_role


def note_roles(app: Sphinx, docname: str, source: list[str]) -> None:
    """Record the names that a document uses as roles, but for those that others gave."""
    written = (str(app.config[name]) for name in _TEXTS if name in app.config)
    _note_roles(app, "\n".join([source[0], *written]))


def note_included_roles(app: Sphinx, path: object, parent: str, content: list[str]) -> None:
    """Record the names that a document uses as roles in a file that it includes."""
    _note_roles(app, content[0])


def _note_roles(app: Sphinx, text: str) -> None:
    domain = dep_domain(app.env)
    standard = standard_domain(app.env).roles
    for prefix, written in dict.fromkeys(_roles(text)):
        name = written.lower()
        is_ours = prefix.lower() == NAME or isinstance(standard.get(name), ProposalRole)
        if name not in _ALWAYS and (is_ours or not (name in standard or _is_taken(name))):
            domain.note_reading(RoleUse(name))


def _roles(text: str) -> Iterator[tuple[str, str]]:
    """The roles of a text by domain and name; to look at what stands before marks is quicker."""
    for before in text.split("`")[:-1]:
        if before.endswith(("}", ":")) and (match := _ROLE.search(before[-_LONGEST:])):
            yield match[1] or "", match[2]


def add_roles(app: Sphinx) -> None:
    """Add a role for each series, beside those that are always there."""
    domain = dep_domain(app.env)
    series = domain.view.site.catalog.by_role
    standard = standard_domain(app.env)
    domain.roles[HISTORICAL] = ProposalRole(HISTORICAL)
    for one in (domain, standard):
        _remove_vanished(one, {*_ALWAYS, *series})
    _add_object_types(domain, [name for name in series if name not in domain.object_types])
    for name in dict.fromkeys([NAME, *series]):
        domain.roles[name] = ProposalRole(name)
        taken = standard.roles.get(name)
        if isinstance(taken, ProposalRole) or (taken is None and not _is_taken(name)):
            standard.roles[name] = ProposalRole(name)
        elif name in series:
            _warn_taken(name, series[name])
        else:
            message = __("the role %s is taken: cite with %s:%s, or by the roles of the series")
            logger.warning(message, name, NAME, name, type="deps", subtype="process")


def _remove_vanished(domain: Domain, roles: set[str]) -> None:
    """Remove the roles of series that the build before had, in the same application."""
    ours = [name for name, role in domain.roles.items() if isinstance(role, ProposalRole)]
    for name in set(ours) - roles:
        remove_role(domain, name)


def _add_object_types(domain: DepDomain, roles: list[str]) -> None:
    """Add what the roles of series cite in other projects: objects of their own, or of all."""
    for role in roles:
        domain.add_object_type(role, ObjType(__("proposal"), role))
    if roles:
        domain.add_object_type(NAME, ObjType(__("proposal"), NAME, HISTORICAL, *roles))


def _is_taken(name: str) -> bool:
    """Whether docutils or Sphinx know the role, as they do `pep`, or another extension."""
    return name in TAKEN_ROLES or is_role_registered(name)


def _warn_taken(name: str, series: Series) -> None:
    message = __("the role %s is taken: cite with %s:%s, or give the process another role")
    at = series.process.place("role" if series.process.definition.role else "prefix")
    place = f"{at.path}:{at.line}"
    logger.warning(message, name, NAME, name, location=place, type="deps", subtype="process")
