"""The `{proposal}` directive: metadata as options, drawn as the header where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst.directives import unchanged
from sphinx.util.docutils import SphinxDirective

from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.header import HeaderUse, draw_header
from sphinx_deps.sphinx_ext.placeholders import placeholder


class _AnyOption(dict[str, Callable[[str], Any]]):
    """Takes every option: which ones mean something is said by the process, and checked by it."""

    def __bool__(self) -> bool:
        return True

    def __missing__(self, key: str) -> Callable[[str], Any]:
        return unchanged


class ProposalDirective(SphinxDirective):
    """Holds the metadata of the proposal; its options are the fields of the process."""

    has_content = False
    option_spec: ClassVar = _AnyOption()

    def run(self) -> list[nodes.Node]:
        """Hold the place of the header on a proposal's page; elsewhere it is nothing."""
        domain = dep_domain(self.env)
        key = domain.view.site.keys.get(self.env.docname)
        if key is None:
            return []
        use = HeaderUse(key)
        domain.note_use(use)
        return [placeholder(use, draw_header)]
