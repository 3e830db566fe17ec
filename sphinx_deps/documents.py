"""The Markdown documents outside the series: the command line's view of a product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from sphinx_deps.catalog import Catalog
from sphinx_deps.diagnostics import Problem
from sphinx_deps.ignoring import read_ignores
from sphinx_deps.markdown import Outline, is_external, read_outline
from sphinx_deps.proposal import Citation, Ignore
from sphinx_deps.reading import refused
from sphinx_deps.text import SourceText

_PATTERN = "*.md"


class Documents(Struct, frozen=True):
    """What was read of the documents outside the series."""

    citations: tuple[Citation, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    files: frozenset[str] = frozenset()
    """Their real paths."""
    problems: tuple[Problem, ...] = ()
    """Those that cannot be read."""


def read_documents(folders: Iterable[Path], catalog: Catalog) -> Documents:
    """The Markdown files below the folders, those of the series left out."""
    inside = [series.folder.resolve() for series in catalog.series]
    citations: list[Citation] = []
    ignores: list[Ignore] = []
    files: dict[str, None] = {}
    problems: list[Problem] = []
    for path in _documents(folders):
        real = path.resolve()
        if real.as_posix() in files or any(real.is_relative_to(below) for below in inside):
            continue
        files[real.as_posix()] = None
        try:
            data = path.read_bytes()
        except OSError as error:
            problems.append(refused(str(path), error))
            continue
        outline = read_outline(SourceText.decode(str(path), data))
        citations += _citations(outline, catalog)
        ignores += read_ignores(outline)
    return Documents(tuple(citations), tuple(ignores), frozenset(files), tuple(problems))


def _documents(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob(_PATTERN)):
            if _is_document(path, folder):
                yield path


def _is_document(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
    try:
        return not hidden and path.is_file()
    except OSError:  # Its folder may not be entered: who reads it is told so.
        return True


def _citations(outline: Outline, catalog: Catalog) -> Iterator[Citation]:
    yield from filter(catalog.is_citation, outline.citations)
    for link in outline.links:
        if link.kind == "image" or is_external(link.target):
            continue
        citation = Citation(link.target, "file", link.location)
        if catalog.find_file(citation).proposals:
            yield citation
