"""The Markdown documents outside the series: the command line's view of a product."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Problem
from sphinx_deps.disk import demand_regular_file
from sphinx_deps.ignoring import read_ignores
from sphinx_deps.markdown import Outline, is_external, read_outline
from sphinx_deps.proposal import Citation, Ignore, Link, Proposal, read_anchors
from sphinx_deps.reading import ReadBytes, read_file, refused, unlisted
from sphinx_deps.series import Series, linked_file
from sphinx_deps.text import SourceText, label_name

_MARKDOWN = ".md"
_HIDDEN = (".", "_")
"""What the names of folders begin with in which no pages stand: `.venv`, `_build`."""
_NO_REFERENCE = ("html", "image")
"""The links that Sphinx does not follow."""
_PROJECT = "project:"
"""MyST's scheme for what is in the same documentation."""


class Documents(Struct, frozen=True):
    """What was read of the documents outside the series."""

    citations: tuple[Citation, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    files: frozenset[str] = frozenset()
    """Their real paths."""
    problems: tuple[Problem, ...] = ()
    """The files and folders that cannot be read."""


def read_documents(
    folders: Iterable[Path], catalog: Catalog, read: ReadBytes = read_file
) -> Documents:
    """The Markdown files below the folders; proposals and what belongs to one are left out."""
    around = [(series, series.folder.resolve()) for series in catalog.series]
    citations: list[Citation] = []
    ignores: list[Ignore] = []
    files: dict[str, None] = {}
    problems: list[Problem] = []
    for path in _documents(folders, lambda error: problems.append(unlisted(error))):
        real = path.resolve()
        holding = next((one for one in around if real.is_relative_to(one[1])), None)
        if real.as_posix() in files or (holding and _is_claimed(real, *holding)):
            continue
        files[real.as_posix()] = None
        try:
            demand_regular_file(path)
            data = read(path)
        except OSError as error:
            problems.append(refused(str(path), error))
            continue
        outline = read_outline(SourceText.decode(str(path), data))
        found = _citations(outline, catalog)
        # Beside proposals one may speak of the past: in a list of all, for example.
        citations += (replace(one, historical=True) for one in found) if holding else found
        ignores += read_ignores(outline)
    return Documents(tuple(citations), tuple(ignores), frozenset(files), tuple(problems))


def _is_claimed(file: Path, series: Series, folder: Path) -> bool:
    return series.claims(file.relative_to(folder).as_posix())


def _documents(folders: Iterable[Path], tell: Callable[[OSError], None]) -> Iterator[Path]:
    """The Markdown files, but for those in hidden folders and in what Sphinx keeps to itself."""
    for folder in folders:
        for root, names, files in os.walk(folder, onerror=tell):
            names[:] = sorted(name for name in names if not name.startswith(_HIDDEN))
            for name in sorted(files):
                if name.endswith(_MARKDOWN):
                    yield Path(root, name)


def _citations(outline: Outline, catalog: Catalog) -> Iterator[Citation]:
    yield from filter(catalog.is_citation, outline.citations)
    for link in (*outline.links, *outline.labels):
        if proposal := _linked(link, outline, catalog):
            yield Citation(proposal.key, "page", link.location)


def _linked(link: Link, outline: Outline, catalog: Catalog) -> Proposal | None:
    """The proposal to whose file, or to whose anchor, a link leads."""
    if link.kind == "ref":
        return catalog.by_anchor.get(label_name(link.target))
    if link.kind == "any":
        return _named(link.target, catalog)
    target = link.target.removeprefix(_PROJECT)
    if link.kind in _NO_REFERENCE or is_external(target):
        return None
    if not target.startswith("#"):
        return catalog.document_at(linked_file(link.location.path, target))
    found = catalog.by_anchor.get(target[1:])
    is_own = found and target[1:] in read_anchors(outline.sections, outline.source.text)
    return None if is_own else found


def _named(name: str, catalog: Catalog) -> Proposal | None:
    return catalog.by_anchor.get(name) or catalog.find(name).proposal
