"""Publishes folders that lie anywhere as pages of a Sphinx documentation, where they lie.

Sphinx knows documents below its source folder only. Symbolic links break the relative links
between documents, copies make warnings name the copy. So the project, which maps names of
documents to paths, learns further paths. What it does not know stays Sphinx's business.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from sphinx.project import Project
from sphinx.util import logging

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util._pathlib import _StrPath  # what `doc2path` returns has no public name

logger = logging.getLogger(__name__)


class Mount(Struct, frozen=True):
    """Documents of one folder that appear as pages below a prefix, and those that must not."""

    prefix: str
    folder: Path
    documents: tuple[str, ...]
    withheld: tuple[str, ...] = ()

    def docname(self, path: str) -> str:
        """Return the name under which Sphinx knows the document at this path in the folder."""
        return str(PurePosixPath(self.prefix, path).with_suffix(""))

    def path(self, document: str) -> Path:
        """Return the file of which a document is made."""
        return self.folder / document


FindMounts = Callable[[], tuple[Mount, ...]]


def mount(app: Sphinx, find_mounts: FindMounts) -> MountedProject:
    """Make the documents of the mounts documents of the application, on this and later builds."""
    project = MountedProject(app.project, find_mounts)
    app.project = app.env.project = project
    # Before the handlers of themes and users, which build on what this one puts right.
    app.connect("html-page-context", _name_the_copied_source, priority=100)
    app.connect("env-get-outdated", _outdate_the_moved)
    if app.fresh_env_used:
        # Sphinx has just looked for documents, so that files named for the build are known.
        app.env.find_files(app.config, app.builder)
    return project


class MountedProject(Project):
    """A project that also has the documents of mounts.

    After each discovery, `clashes` names the mounted documents that it could not take, and
    `moved` those documents whose file is another one than before, or gone.
    """

    # Private names of Sphinx used below: `_docname_to_path` and `_path_to_docname`, since
    # `discover` offers no other way to add a document. Mounted paths are absolute in them.

    clashes: tuple[str, ...] = ()
    moved: frozenset[str] = frozenset()

    def __init__(self, project: Project, find_mounts: FindMounts) -> None:
        super().__init__(project.srcdir, project.source_suffix)
        self.restore(project)
        self._find_mounts = find_mounts
        self._source_folder = os.fspath(project.srcdir)
        # By absolute paths; words are found faster than paths.
        self._docname_by_file: dict[str, str] = {}
        self._is_looking = False

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find the documents of the source folder, then those of the mounts."""
        before = dict(self._docname_to_path)
        self._docname_by_file.clear()
        self._is_looking = True
        try:
            super().discover(exclude_paths, include_paths)
        finally:
            self._is_looking = False
        self.clashes = tuple(self._publish_mounts())
        now = self._docname_to_path
        # Sphinx and mounts name them without detours.
        self._docname_by_file = {self._joined(path): docname for docname, path in now.items()}
        self.moved = frozenset(name for name in before if before[name] != now.get(name))
        return self.docnames

    def path2doc(self, filename: str | os.PathLike[str]) -> str | None:
        """Return the name of the document that a file is, wherever it lies."""
        if self._is_looking:  # Sphinx, below the source folder: nothing else is known yet
            return super().path2doc(filename)
        # Most are asked for by the very words.
        known = self._docname_by_file.get(filename) if isinstance(filename, str) else None
        return known or self._find_document(filename)

    def _find_document(self, filename: str | os.PathLike[str]) -> str | None:
        file = self._file(filename)
        known = self._docname_by_file.get(file) or self._path_to_docname.get(Path(file))
        return known or super().path2doc(filename)

    def _file(self, path: str | os.PathLike[str]) -> str:
        return os.path.normpath(self._joined(path))

    def _joined(self, path: str | os.PathLike[str]) -> str:
        return os.path.join(self._source_folder, path)  # noqa: PTH118 - of thousands

    def doc2path(self, docname: str, absolute: bool) -> _StrPath:
        """Return the true path of a document, absolute or seen from the source folder.

        Sphinx resolves links and images against the relative path, autosummary opens it and
        linkcheck shows it: all want the true place, even as `../../proposals/0001-x.md`.
        """
        if absolute or not self.is_mounted(docname):
            return super().doc2path(docname, absolute)
        path = super().doc2path(docname, absolute=True)
        with suppress(ValueError):  # on another drive no relative path exists
            return type(path)(os.path.relpath(path, self.srcdir))
        return path

    def is_mounted(self, docname: str) -> bool:
        """Tell whether a document comes from a mount rather than from the source folder."""
        return Path(self._docname_to_path.get(docname, "")).is_absolute()

    def _publish_mounts(self) -> Iterator[str]:
        for mounted in self._find_mounts():
            real = replace(mounted, folder=mounted.folder.resolve())
            for document in mounted.withheld:
                self._withdraw(self._found_as(real.folder / document))
            for document in filter(self._is_source, mounted.documents):
                docname = mounted.docname(document)
                if self._publish(docname, real.path(document)):
                    # Sphinx 7 leaves symbolic links in the targets of links.
                    self._path_to_docname.setdefault(mounted.folder / document, docname)
                else:
                    yield docname

    def _is_source(self, document: str) -> bool:
        # Sphinx gives up the build over a document for which it has no parser.
        return document.endswith(self.source_suffix)

    def _publish(self, docname: str, path: Path) -> bool:
        found = self._found_as(path)
        if found == docname:
            return True
        if docname in self.docnames:
            return False
        if not os.access(path, os.R_OK):
            logger.warning("Ignored unreadable document %r.", str(path), location=docname)
            return True
        self._withdraw(found)
        self._add(docname, path)
        return True

    def _found_as(self, path: Path) -> str | None:
        """Return the name under which Sphinx itself found a file in the source folder."""
        docname = super().path2doc(path) if path.is_relative_to(self.srcdir) else None
        if docname not in self.docnames or docname is None:
            return None
        return docname if Path(self.doc2path(docname, absolute=True)) == path else None

    def _withdraw(self, docname: str | None) -> None:
        if docname is not None:
            self.docnames.discard(docname)
            self._docname_to_path.pop(docname, None)

    def _add(self, docname: str, path: Path) -> None:
        self.docnames.add(docname)
        self._docname_to_path[docname] = path
        # Sphinx 8 resolves symbolic links in the targets of links.
        for spelling in (path, path.resolve()):
            self._path_to_docname.setdefault(spelling, docname)

    def __getstate__(self) -> dict[str, Any]:
        # The environment pickles its project; the application mounts anew on each start.
        return self.__dict__ | {"_find_mounts": _no_mounts, "_docname_by_file": {}}


def _no_mounts() -> tuple[Mount, ...]:
    return ()


def _outdate_the_moved(app: Sphinx, *_: object) -> frozenset[str]:
    """Let documents be read whose file is another one: Sphinx looks at the time alone."""
    project = app.env.project
    return project.moved if isinstance(project, MountedProject) else frozenset()


def _name_the_copied_source(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.Node | None
) -> None:
    """Give pages of mounted documents a source name, which Sphinx derives from a path in vain."""
    project = app.env.project
    if not (isinstance(project, MountedProject) and project.is_mounted(pagename)):
        return
    suffix = PurePath(project.doc2path(pagename, absolute=True)).suffix
    context["page_source_suffix"] = suffix
    if context.get("sourcename"):
        shown = app.config.html_sourcelink_suffix
        context["sourcename"] = pagename + suffix + ("" if suffix == shown else shown)
