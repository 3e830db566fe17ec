"""Removes the pages of documents that are gone; Sphinx itself never removes one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.text import TextBuilder
from sphinx.builders.xml import XMLBuilder


def remove_pages(app: Sphinx, gone: Collection[str]) -> set[str]:
    """Remove the pages of those documents; return the documents that had the same page.

    To be called before pages are written: what is written may have the name of an old page, as the
    page of a moved file or one that leads to it.
    """
    pages = {page for docname in gone if (page := _page(app.builder, docname))}
    for docname in gone:
        _remove_page(app.builder, docname)
    return {name for name in app.env.found_docs if _page(app.builder, name) in pages}


def _page(builder: Builder, docname: str) -> Path | None:
    """The file that a builder makes of one document, if it makes one of each."""
    if isinstance(builder, StandaloneHTMLBuilder):
        return Path(builder.get_outfilename(docname))
    if isinstance(builder, TextBuilder | XMLBuilder):
        return Path(builder.outdir, f"{docname}{builder.out_suffix}")
    return None


def _remove_page(builder: Builder, docname: str) -> None:
    page = _page(builder, docname)
    if page is None:
        return
    files = [page, *_copied_sources(builder, docname)]
    for file in files:
        file.unlink(missing_ok=True)
    for folder in {file.parent for file in files}:
        _remove_empty(folder, Path(builder.outdir))


def _copied_sources(builder: Builder, docname: str) -> Iterator[Path]:
    """The files that may be copies of the source."""
    folder = Path(builder.outdir, "_sources")
    for suffix in builder.config.source_suffix:
        for added in ("", builder.config.html_sourcelink_suffix):
            yield folder / f"{docname}{suffix}{added}"


def _remove_empty(folder: Path, root: Path) -> None:
    """Remove a folder where it is empty, and those above it that become so."""
    while folder != root and not (folder.is_dir() and any(folder.iterdir())):
        if folder.is_dir():
            folder.rmdir()
        folder = folder.parent
