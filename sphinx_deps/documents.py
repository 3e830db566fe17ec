"""The Markdown documents outside the series: the command line's view of a product."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Problem
from sphinx_deps.disk import read_regular_file
from sphinx_deps.ignoring import read_ignores
from sphinx_deps.markdown import Outline, is_external, read_outline
from sphinx_deps.proposal import Citation, Ignore
from sphinx_deps.reading import refused, unlisted
from sphinx_deps.text import SourceText

_MARKDOWN = ".md"
_HIDDEN = (".", "_")


class Documents(Struct, frozen=True):
    """What was read of the documents outside the series."""

    citations: tuple[Citation, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    files: frozenset[str] = frozenset()
    """Their real paths."""
    problems: tuple[Problem, ...] = ()
    """The files and folders that cannot be read."""


def read_documents(folders: Iterable[Path], catalog: Catalog) -> Documents:
    """The Markdown files below the folders, those of the series left out."""
    inside = [series.folder.resolve() for series in catalog.series]
    citations: list[Citation] = []
    ignores: list[Ignore] = []
    files: dict[str, None] = {}
    problems: list[Problem] = []
    for path in _documents(folders, lambda error: problems.append(unlisted(error))):
        real = path.resolve()
        if real.as_posix() in files or any(real.is_relative_to(below) for below in inside):
            continue
        files[real.as_posix()] = None
        try:
            data = read_regular_file(path)
        except OSError as error:
            problems.append(refused(str(path), error))
            continue
        outline = read_outline(SourceText.decode(str(path), data))
        citations += _citations(outline, catalog)
        ignores += read_ignores(outline)
    return Documents(tuple(citations), tuple(ignores), frozenset(files), tuple(problems))


def _documents(folders: Iterable[Path], tell: Callable[[OSError], None]) -> Iterator[Path]:
    """The Markdown files, but for hidden ones and what Sphinx keeps to itself."""
    for folder in folders:
        for root, names, files in os.walk(folder, onerror=tell):
            names[:] = sorted(name for name in names if not name.startswith(_HIDDEN))
            for name in sorted(files):
                if name.endswith(_MARKDOWN) and not name.startswith(_HIDDEN):
                    yield Path(root, name)


def _citations(outline: Outline, catalog: Catalog) -> Iterator[Citation]:
    yield from filter(catalog.is_citation, outline.citations)
    for link in outline.links:
        if link.kind == "image" or is_external(link.target):
            continue
        citation = Citation(link.target, "file", link.location)
        if catalog.find_file(citation).proposals:
            yield citation
