"""What a build of HTML publishes beside its pages, for programs: `deps.json`, and feeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_deps.cache import digest
from sphinx_deps.disk import temporary_name, write_parts
from sphinx_deps.outputs.catalog_json import DocumentsOf, render_catalog
from sphinx_deps.proposal import Proposal
from sphinx_deps.sphinx_ext.builders import is_website
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.feeds import FeedFile, feed_files, site_address
from sphinx_deps.sphinx_ext.notes import load_note, note_path, save_note
from sphinx_deps.sphinx_ext.uses import View

CATALOG = "deps.json"


class _Published(Struct, frozen=True):
    """What the last build left in an output folder."""

    files: tuple[str, ...] = ()
    state: str = ""
    """That of all that the files are made of."""


def publish(app: Sphinx, state: str) -> None:
    """Write what programs read, and remove what no build would write any more.

    `state` is that of the catalog, of what is published of it and of all documents.
    """
    if not is_website(app.builder):
        return
    folder, note = Path(app.outdir), note_path(app, "deps-exports")
    website = Website(app.builder, dep_domain(app.env).view)
    before = load_note(note, _Published)
    state = digest(repr((state, website.settings)).encode())
    if before.state == state and all((folder / name).is_file() for name in before.files):
        return
    files = dict(_files(website))
    names = tuple(sorted(files))
    # First, so that a build that is killed meanwhile leaves nothing that nobody knows of.
    begun = {*names, *map(temporary_name, names), *before.files}
    save_note(note, _Published(tuple(sorted(begun))))
    for name in set(before.files) - set(names):
        (folder / name).unlink(missing_ok=True)
    for name, parts in files.items():
        write_parts(folder / name, parts)
    save_note(note, _Published(names, state))


class Website:
    """Where proposals are read: absolute where `html_baseurl` is set, else from `deps.json`."""

    def __init__(self, builder: StandaloneHTMLBuilder, view: View) -> None:
        self.builder = builder
        self.view = view
        self.address = site_address(builder.config)
        self.first_page = Path(builder.get_outfilename(builder.config.root_doc)).name
        self.feeds = feed_files(builder.config, view.site.catalog)

    @property
    def settings(self) -> object:
        """What of the configuration shows."""
        config = self.builder.config
        page = self.page(config.root_doc)
        return self.address, page, self.first_page, self.feeds, config.project, config.language

    def address_of(self, proposal: Proposal) -> str | None:
        """Return the address of a proposal, if it can be read anywhere."""
        docname, url = self.view.site.place(proposal)
        return url if docname is None else self.page(docname)

    def page(self, docname: str) -> str:
        """Return the address of a page."""
        target = self.builder.get_target_uri(docname)
        # A single page of HTML: its documents are places in it.
        page = self.first_page if target.startswith("#") else ""
        return f"{self.address}{page}{target}"


def _files(website: Website) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The files by their names, each made when it is written."""
    view = website.view
    yield CATALOG, render_catalog(view.site.catalog, website.address_of, _documents_citing(view))
    for feed in website.feeds:
        yield feed.name, _feed(feed, website)


def _documents_citing(view: View) -> DocumentsOf:
    return lambda proposal: [one.docname for one in view.citing_pages(proposal)]


def _feed(file: FeedFile, website: Website) -> Iterator[bytes]:
    # Here, since only who asks for feeds shall wait for it.
    from sphinx_deps.outputs.atom import Feed, render_feed  # noqa: PLC0415

    catalog, config = website.view.site.catalog, website.builder.config
    feed = Feed(
        f"{website.address}{file.name}",
        website.address,
        file.title,
        config.project or file.title,
        config.language.replace("_", "-"),
    )
    proposals = (one for one in catalog.proposals if one.role in file.roles)
    yield render_feed(feed, proposals, catalog, website.address_of)
