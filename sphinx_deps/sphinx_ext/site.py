"""The catalog as a site: which proposal is which page, and where those without a page are read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import msgspec
from msgspec import Struct, field
from sphinx.project import Project

from sphinx_deps.cache import Cache, Contents, Read, digest
from sphinx_deps.catalog import ANY_ROLE, Catalog, read_catalog
from sphinx_deps.markdown import read_outline
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal, proposal_key
from sphinx_deps.series import Series
from sphinx_deps.sphinx_ext.config import SeriesEntry
from sphinx_deps.sphinx_ext.listing import SOURCE, Listing
from sphinx_deps.sphinx_ext.mount import Mount
from sphinx_deps.sphinx_ext.parser import PageTitle
from sphinx_deps.text import SourceText, fold

_PAGE = ".md"
_NOTEBOOK = ".ipynb"  # a page where a parser for it is loaded, such as myst-nb's


class Site(Struct, frozen=True, dict=True):
    """What one build publishes."""

    catalog: Catalog = field(default_factory=Catalog)
    pages: dict[str, str] = {}
    """The name of the document of each proposal and stub that has one, by its key."""
    companions: dict[str, Path] = {}
    """The file of each companion that is a document, by the name of the document."""
    urls: dict[str, str] = {}
    """The address of each proposal that has no page, by its key, as far as it is known."""
    listings: dict[str, Listing] = {}
    """The generated pages by the names of their documents."""
    document_of: Callable[[str], str | None] = lambda _path: None
    """Gives the name of the document that a file is, of a series or not."""
    file_state: Callable[[str], object] = lambda _path: None
    """Gives what tells the file of a proposal from another one that takes its place."""

    @cached_property
    def keys(self) -> dict[str, str]:
        """The key of the proposal of each page, by the name of the document."""
        return {docname: key for key, docname in self.pages.items()}

    @cached_property
    def by_anchor(self) -> dict[str, Proposal]:
        """The proposals and the stubs that have a page, by its anchor."""
        found = self.catalog.by_anchor.items()
        return {anchor: proposal for anchor, proposal in found if proposal.key in self.pages}

    def proposal_of(self, docname: str) -> Proposal | None:
        """The proposal, or the stub, whose page that is."""
        key = self.keys.get(docname)
        return self.catalog.by_key[key] if key else None

    def belongs(self, docname: str) -> bool:
        """Whether a document is a proposal, one of its companions, or made of proposals."""
        return docname in self.keys or docname in self.companions or docname in self.listings

    def page_of(self, path: str) -> str | None:
        """The document that a file in the folder of a series is."""
        proposal = self.catalog.document_at(path)
        page = self.pages.get(proposal.key) if proposal else None
        # A file may be a document without being of the series, while its process is broken.
        return page or self.document_of(path)

    def title_of(self, docname: str) -> PageTitle | None:
        """The title of a page of a series."""
        proposal = self.proposal_of(docname)
        if proposal is not None:
            process = self.catalog.series_of(proposal).process
            hidden = () if proposal.redirect else _header_lines(proposal, process)
            return PageTitle(proposal.title, proposal.title_is_heading, hidden)
        if docname in self.listings:
            return PageTitle(self.listings[docname].title, replaces_first_heading=False)
        file = self.companions.get(docname)
        return _companion_title(file) if file and file.suffix == _PAGE and file.is_file() else None

    def names(self, proposal: Proposal) -> tuple[tuple[str, str], ...]:
        """The names under which it can be cited, each with a role that finds just this one."""
        if proposal.key not in self._names:
            self._names[proposal.key] = tuple(_names(proposal, self.catalog))
        return self._names[proposal.key]

    @cached_property
    def _names(self) -> dict[str, tuple[tuple[str, str], ...]]:
        return {}

    def place(self, proposal: Proposal) -> tuple[str | None, str | None]:
        """The page of a proposal, or the address where it is read."""
        return self.pages.get(proposal.key), self.urls.get(proposal.key)

    def address_of(self, file: Path) -> str | None:
        """Where a file of a series can be read in the declared repository."""
        for series in self.catalog.series:
            folder = series.folder.resolve()
            if file.is_relative_to(folder):
                return _address(series, file.relative_to(folder).as_posix())
        return None


def _names(proposal: Proposal, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The number, then the label; its path where neither leads to it.

    Sphinx writes all of them on every build: in one series no name needs a role of its own, and a
    label has the prefix of its series in it.
    """
    meant = catalog.destination(proposal)
    roles = dict.fromkeys((ANY_ROLE, proposal.role) if len(catalog.series) > 1 else (ANY_ROLE,))

    def leading(name: str) -> list[tuple[str, str]]:
        return [(name, role) for role in roles if catalog.find(name, role).proposal is meant]

    number = () if proposal.number is None else (str(proposal.number),)
    found = [pair for name in dict.fromkeys((*number, proposal.id)) for pair in leading(name)]
    if proposal.label not in {name for name, _role in found}:
        found += leading(proposal.label)[:1]
    yield from found or leading(proposal.path.removesuffix(".md"))


def _header_lines(proposal: Proposal, process: Process) -> tuple[tuple[int, int], ...]:
    """The lines of the metadata that the header shows instead.

    Those under a heading of their own stay: without them it would have nothing under it.
    """
    spans = (field.span for field in proposal.fields if field.span and field.name)
    own = {fold(title) for title in process.definition.metadata_under}
    if not own:
        return tuple(spans)
    return tuple(span for span in spans if fold(_heading_above(span[0], proposal)) not in own)


def _heading_above(line: int, proposal: Proposal) -> str:
    above = (section.title for section in reversed(proposal.sections) if section.line < line)
    return next(above, "")


def _companion_title(file: Path) -> PageTitle:
    """The first heading if it is of level one, or else the name of the file."""
    headings = read_outline(SourceText.decode(str(file), file.read_bytes())).headings
    if headings and headings[0].level == 1:
        return PageTitle(headings[0].text, replaces_first_heading=True)
    words = file.stem.replace("-", " ").replace("_", " ").capitalize()
    return PageTitle(words, replaces_first_heading=False)


class SiteReader:
    """Reads the series once a build, when Sphinx looks for documents."""

    def __init__(self, entries: tuple[SeriesEntry, ...], source: Path) -> None:
        self.entries = entries
        self.source_folder = source
        self.cache_file: Path | None = None
        self.fresh: Mapping[str, Read] = {}
        self.known = Contents()
        self.catalog = Catalog()
        self.site = Site()

    def read(self) -> None:
        """Read the series, those proposals only that changed."""
        cache = self._cache()
        self.catalog = read_catalog((entry.source for entry in self.entries), cache)
        self.known = cache.save()
        self.fresh = cache.fresh

    def _cache(self) -> Cache:
        """What was read before; in a first build Sphinx asks twice, and all is at hand."""
        file, fresh = self.cache_file, self.fresh
        if file is None or (fresh and fresh.keys() == self.known.documents.keys()):
            return Cache(file, fresh)
        return Cache.load(file, fresh)

    def state(self) -> str:
        """Another one when the catalog, or where its proposals are published, is another."""
        read = [
            (
                msgspec.json.encode(series.process.definition),
                repr(series.companions),
                repr((series.unclaimed, series.problems, series.namesakes)),
                repr((series.registry, series.templates)),
                repr(series.process.places_of_rules),
                repr([one for one in series.documents if one.unread] if series.damaged else []),
                series.role,
            )
            for series in self.catalog.series
        ]
        site = self.site
        published = repr((site.pages, site.companions, site.urls, site.listings))
        return digest(self.known.state.encode(), repr(read).encode(), published.encode())

    def mounts(self) -> tuple[Mount, ...]:
        """The files that are to be published where they lie, and those of which no page is made."""
        return tuple(self.mount(*named) for named in self.named() if named[0].publish)

    def mount(self, entry: SeriesEntry, series: Series) -> Mount:
        """The files of one series; Sphinx itself finds those in the source folder."""
        unreadable = _unreadable(series)
        is_found = entry.at is None and self.is_inside(entry)
        documents = () if is_found else (one for one in _documents(series) if one not in unreadable)
        return Mount(_pages_of(entry, series), series.folder, tuple(documents), unreadable)

    def prefixes(self) -> Iterator[tuple[str, Series]]:
        """The folder of pages of each series that has pages."""
        for entry, series in self.named():
            if entry.publish:
                is_found = entry.at is None and self.is_inside(entry)
                below = entry.source.folder.relative_to(self.source_folder) if is_found else None
                yield _docname(below) if below else _pages_of(entry, series), series

    def is_inside(self, entry: SeriesEntry) -> bool:
        """Whether the folder lies in the source folder."""
        return entry.source.folder.is_relative_to(self.source_folder)

    def named(self) -> list[tuple[SeriesEntry, Series]]:
        """The series with the entries that name them."""
        by_folder = {entry.source.folder: entry for entry in self.entries}
        return [(by_folder[series.folder], series) for series in self.catalog.series]

    def build(
        self,
        project: Project,
        found: Callable[[str], bool],
        listings: Mapping[str, Listing],
    ) -> Site:
        """The site of this build; `found` tells whether Sphinx has a document of that name."""

        def document_of(path: str) -> str | None:
            docname = project.path2doc(path)
            return docname if docname and found(docname) else None

        pages: dict[str, str] = {}
        companions: dict[str, Path] = {}
        urls: dict[str, str] = {}
        for entry, series in self.named():
            for path in series.paths:
                key = proposal_key(series.role, path)
                docname = document_of(f"{series.folder}{os.sep}{path}")
                if entry.publish and docname:
                    pages[key] = docname
                elif url := _url(entry, series, path):
                    urls[key] = url
            for path in series.companions:
                file = series.folder / path
                if docname := document_of(str(file)):
                    companions[docname] = file
        # Another document may have the name of one.
        made = {
            name: one
            for name, one in listings.items()
            if found(name) and Path(project.doc2path(name, absolute=True)) == SOURCE
        }
        state_of = self.known.state_when_read
        self.site = Site(self.catalog, pages, companions, urls, made, document_of, state_of)
        return self.site

    def title_of(self, docname: str) -> PageTitle | None:
        """The title of a page of the site as last built."""
        return self.site.title_of(docname)

    def excluded(self) -> list[str]:
        """The patterns that keep series without pages out of the documentation."""
        return [
            f"{entry.source.folder.relative_to(self.source_folder).as_posix()}/**"
            for entry in self.entries
            if not entry.publish and self.is_inside(entry)
        ]


def _documents(series: Series) -> tuple[str, ...]:
    pages = (path for path in series.companions if path.endswith((_PAGE, _NOTEBOOK)))
    return (*series.paths, *pages)


def _unreadable(series: Series) -> tuple[str, ...]:
    """The files that Sphinx would give up the build over, or spend an hour on."""
    return (*series.damaged, *unreadable_companions(series))


def unreadable_companions(series: Series) -> Iterator[str]:
    """The pages of companions that are missing or not UTF-8."""
    for path in series.companions:
        if path.endswith(_PAGE):
            try:
                (series.folder / path).read_bytes().decode()
            except (OSError, UnicodeDecodeError):
                yield path


def _docname(folder: Path) -> str:
    """The folder of pages that a folder in the source folder is; empty for that one itself."""
    return "" if folder == Path() else folder.as_posix()


def _pages_of(entry: SeriesEntry, series: Series) -> str:
    """The folder of pages of a series that lies elsewhere; empty for that of the documentation."""
    return series.role if entry.at is None else entry.at


def _url(entry: SeriesEntry, series: Series, path: str) -> str | None:
    if entry.url:
        return entry.url.replace("{path}", quote(path))
    return _address(series, path)


def _address(series: Series, path: str) -> str | None:
    """Where a file of a series can be read in the declared repository."""
    repository = series.process.definition.repository or ""
    root = checkout(series.folder)
    if root is None or not repository.startswith(("http://", "https://")):
        return None
    below = (series.folder / path).relative_to(root).as_posix()
    return f"{repository.rstrip('/')}/blob/HEAD/{quote(below)}"


def checkout(folder: Path) -> Path | None:
    """Return the root of the checkout that holds the folder."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)
