"""What Sphinx keeps of the pages that it has written, let go while it writes others.

A tree is a circle of references. Python looks for those among all objects only when these have
become a quarter more, which does not happen while pages are written: a build would hold all trees
until it ends. And where trees come from files, Sphinx keeps the contents of each file as well.
"""

from __future__ import annotations

import gc

from sphinx.environment import BuildEnvironment

_FEWEST = 100
"""Pages of which the trees are not worth a search: it takes as long as there is much to look at."""


def let_go(env: BuildEnvironment, docname: str, written: int) -> None:
    """Let go of what the file of a tree held and, half-way, of the trees of earlier pages.

    `written` is the number of pages that were written so far.
    """
    _forget_file(env, docname)
    if written == max(_FEWEST, len(env.found_docs) // 2):
        _collect()


def _forget_file(env: BuildEnvironment, docname: str) -> None:
    # Private: nothing else holds it. Who asks for the tree once more makes Sphinx read it again.
    kept: dict[str, bytes] = getattr(env, "_pickled_doctree_cache", {})
    kept.pop(docname, None)


def _collect() -> None:
    # Who has turned the collector off has a reason.
    if gc.isenabled():
        gc.collect()
