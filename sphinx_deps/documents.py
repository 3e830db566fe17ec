"""Citations in the Markdown documents outside the series: the command line's view of a product."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx_deps.catalog import Catalog
from sphinx_deps.markdown import is_external, read_outline
from sphinx_deps.proposal import Citation
from sphinx_deps.text import SourceText

_PATTERN = "*.md"


def read_citations(folder: Path, catalog: Catalog) -> tuple[Citation, ...]:
    """The uses of proposals in the Markdown files below `folder`, those of the series left out."""
    inside = [series.folder.resolve() for series in catalog.series]
    citations: list[Citation] = []
    for path in sorted(folder.rglob(_PATTERN)):
        if _is_document(path, folder) and not any(
            path.resolve().is_relative_to(below) for below in inside
        ):
            citations += _citations(path, catalog)
    return tuple(citations)


def _is_document(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden


def _citations(path: Path, catalog: Catalog) -> Iterator[Citation]:
    outline = read_outline(SourceText.decode(str(path), path.read_bytes()))
    yield from filter(catalog.is_citation, outline.citations)
    for link in outline.links:
        if link.kind == "image" or is_external(link.target):
            continue
        citation = Citation(link.target, "file", link.location)
        if catalog.find_file(citation).proposals:
            yield citation
