"""Keeps MyST and Sphinx silent about those links of a series that the check speaks of.

They would tell of the same broken link again, in other words, and only on builds that read or
write its page. What is kept silent is the message, not the kind of message: one about a link that
the check does not find broken is told as ever. Whether a comment, a baseline or the process
silences the rule makes no difference, since what is known is not told by another name either.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable
from logging import LogRecord
from typing import NamedTuple
from urllib.parse import unquote

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from sphinx_deps.catalog import Catalog
from sphinx_deps.linking import Lead, State
from sphinx_deps.sphinx_ext.places import placed

# Internal to MyST and Sphinx: which loggers speak of links, what they hand over as the place and
# as arguments, and how MyST ends a message about a file. There is no event for a message, and a
# target that `nitpick_ignore` names would be ignored on every page.
_LOGGERS = (
    "myst_parser.sphinx_ext.myst_refs",
    "myst_parser.warnings_",
    "sphinx.environment.collectors.asset",
)
_MISSING = ("myst", "xref_missing")
_UNREADABLE = {("download", "not_readable"), ("image", "not_readable")}


_Test = Callable[[Lead], bool]
"""Whether a message is about that link."""


class _Told(NamedTuple):
    """A message about a link: its file, the line where its block begins, and which one it is."""

    file: str
    line: int | None
    is_about: _Test


class Muting:
    """A filter of what is logged during one build."""

    def begin(self, env: BuildEnvironment, catalog: Catalog) -> None:
        """Keep silent from now on what the check says of a catalog."""
        self.end()
        self.env, self.catalog = env, catalog
        self.known: dict[str, list[Lead]] | None = None
        for name in _LOGGERS:
            logging.getLogger(name).logger.addFilter(self.lets_pass)

    def end(self) -> None:
        """Let everything pass again: loggers outlive a build."""
        for name in _LOGGERS:
            logging.getLogger(name).logger.removeFilter(self.lets_pass)

    def lets_pass(self, record: LogRecord) -> bool:
        """Whether a message is to be told."""
        told = _read(record, self.env)
        if told is None:
            return True
        if self.known is None:
            # Not before a message comes: without one, nobody has to look at the links here.
            self.known = _broken_links(self.catalog)
        there = self.known.get(os.path.realpath(told.file), ())
        return not any(_is_in_block(lead, told.line) and told.is_about(lead) for lead in there)


def _broken_links(catalog: Catalog) -> dict[str, list[Lead]]:
    """What the check finds broken, by the file of the link."""
    found: dict[str, list[Lead]] = defaultdict(list)
    # Of a series whose process is broken the check tells no more than that.
    for series in (one for one in catalog.series if not one.process.unread):
        for lead in (*series.linked_files.broken, *series.linked_files.astray):
            found[os.path.realpath(lead.document.place)].append(lead)
    return found


def _is_in_block(lead: Lead, line: int | None) -> bool:
    """Whether a link stands in the block that begins at a line: MyST knows no more of its place.

    What is said of a definition holds for all links that use it.
    """
    if lead.link.kind == "reference" or line is None:
        return True
    end = lead.link.location.line
    return line <= end and all(map(str.strip, lead.document.source.lines[line - 1 : end]))


def _read(record: LogRecord, env: BuildEnvironment) -> _Told | None:
    kind = getattr(record, "type", None), getattr(record, "subtype", None)
    at = getattr(record, "location", None)
    if isinstance(at, nodes.Element) and isinstance(record.args, tuple):
        test = _test(kind, at, record.args, env)
        return _Told(*_place(at, env), test) if test else None
    if isinstance(at, tuple) and kind == _MISSING:
        docname, line = at
        return _Told(str(env.doc2path(docname)), line, _file_test(record.getMessage(), env))
    return None


def _place(node: nodes.Element, env: BuildEnvironment) -> tuple[str, int | None]:
    """The file of a node, and the line of its block; docutils 0.21 forgets that of some images."""
    found = placed(node)
    file = found.source if found is not None else None
    line = found.line if found is not None and not isinstance(found, nodes.section) else None
    return file or str(env.doc2path(env.docname)), line


def _test(
    kind: tuple[str | None, str | None],
    node: nodes.Element,
    args: tuple[object, ...],
    env: BuildEnvironment,
) -> _Test | None:
    """The test whether a link is the one of which a node was made."""
    if kind in _UNREADABLE and args:
        path = unquote(str(args[0]))
        return lambda lead: path in _paths(lead, env)
    if kind != _MISSING:
        return None
    if node["refdomain"] == "doc":
        return _document_test(str(node["reftarget"]), node.get("reftargetid"), env)
    written = unquote(str(node["reftarget"]))
    return lambda lead: written in {lead.link.target, lead.link.target.removeprefix("#")}


def _document_test(docname: str, anchor: str | None, env: BuildEnvironment) -> _Test:
    """The test for a document or a place in it; a file of which no page is made is neither."""
    is_there = docname in env.all_docs
    anchor = unquote(anchor) if anchor and is_there else None
    return lambda lead: (
        (lead.state is State.FOUND) == is_there
        and docname in map(env.path2doc, _paths(lead, env))
        and anchor in {None, lead.anchor}
    )


def _file_test(message: str, env: BuildEnvironment) -> _Test:
    """The test for a file that a message names at its end."""
    return lambda lead: any(message.endswith(f": {path}") for path in _paths(lead, env))


def _paths(lead: Lead, env: BuildEnvironment) -> tuple[str, ...]:
    """Where Sphinx looks for the target of a link, seen from the source folder and absolute."""
    docname = env.path2doc(lead.document.place)
    return env.relfn2path(lead.path, docname) if docname and lead.path else ()
