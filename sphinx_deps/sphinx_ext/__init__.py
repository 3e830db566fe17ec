"""The Sphinx face: wires the catalog into the events of a build, one concern a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from msgspec.structs import replace
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.locale import __
from sphinx.util.display import progress_message

from sphinx_deps import __version__
from sphinx_deps.cache import digest
from sphinx_deps.sphinx_ext.assets import STATIC, add_assets
from sphinx_deps.sphinx_ext.citations import CitationsDirective
from sphinx_deps.sphinx_ext.config import OPTIONS, read_entries
from sphinx_deps.sphinx_ext.controls import add_index_node
from sphinx_deps.sphinx_ext.diagrams import setup_diagrams
from sphinx_deps.sphinx_ext.domain import NAME, DepDomain, dep_domain, standard_domain
from sphinx_deps.sphinx_ext.exports import publish
from sphinx_deps.sphinx_ext.feeds import add_feed_links, report_feeds
from sphinx_deps.sphinx_ext.graph import GraphDirective
from sphinx_deps.sphinx_ext.header import add_labels, insert_header
from sphinx_deps.sphinx_ext.index import IndexDirective
from sphinx_deps.sphinx_ext.items import ItemsDirective
from sphinx_deps.sphinx_ext.languages import add_languages
from sphinx_deps.sphinx_ext.links import DepLinks, note_citations
from sphinx_deps.sphinx_ext.listing import Listing
from sphinx_deps.sphinx_ext.listing_page import ListingDirective, name_no_source
from sphinx_deps.sphinx_ext.listings import find_listings, mount_listings, report_fields
from sphinx_deps.sphinx_ext.mentions import check_chosen, hold_mentions
from sphinx_deps.sphinx_ext.mount import Mount, MountedProject, mount
from sphinx_deps.sphinx_ext.muting import Muting
from sphinx_deps.sphinx_ext.navigation import read_outline_of
from sphinx_deps.sphinx_ext.neighbours import show_neighbours
from sphinx_deps.sphinx_ext.notes import note_path
from sphinx_deps.sphinx_ext.objects import KeptObjects
from sphinx_deps.sphinx_ext.page_trees import let_go
from sphinx_deps.sphinx_ext.parser import wrap_parser
from sphinx_deps.sphinx_ext.placeholders import (
    DrawPlaceholders,
    DrawPlaceholdersInHtml,
    Placeholder,
)
from sphinx_deps.sphinx_ext.process import ProcessDirective
from sphinx_deps.sphinx_ext.proposal import ProposalDirective
from sphinx_deps.sphinx_ext.reading_order import ReadingOrder
from sphinx_deps.sphinx_ext.remarks import report_remarks
from sphinx_deps.sphinx_ext.reporting import (
    fails,
    note_ignores,
    note_included_ignores,
    report,
)
from sphinx_deps.sphinx_ext.rereading import broken_off, forget_reading, note_reading
from sphinx_deps.sphinx_ext.rewriting import Rewriting
from sphinx_deps.sphinx_ext.roles import add_roles, note_included_roles, note_roles
from sphinx_deps.sphinx_ext.site import SiteReader
from sphinx_deps.sphinx_ext.source_links import add_source_links
from sphinx_deps.sphinx_ext.summary import SummaryDirective
from sphinx_deps.sphinx_ext.timeline import TimelineDirective
from sphinx_deps.sphinx_ext.uses import Recorded, View

_MARKDOWN_PARSERS = ("myst_parser", "myst_nb")
_DIRECTIVES = {
    "citations": CitationsDirective,
    "graph": GraphDirective,
    "index": IndexDirective,
    "items": ItemsDirective,
    "listing": ListingDirective,
    "process": ProcessDirective,
    "summary": SummaryDirective,
    "timeline": TimelineDirective,
}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything that does not depend on the configuration."""
    _setup_markdown(app)
    add_languages(app)
    setup_diagrams(app)
    for option in OPTIONS:
        app.add_config_value(option.name, option.default, option.rebuild, option.types)
    app.add_domain(DepDomain)
    for name, directive in _DIRECTIVES.items():
        app.add_directive_to_domain(NAME, name, directive)
    app.add_directive("proposal", ProposalDirective)
    app.add_node(Placeholder)
    add_index_node(app)
    app.add_transform(DepLinks)
    app.add_post_transform(DrawPlaceholders)
    app.add_post_transform(DrawPlaceholdersInHtml)
    add_assets(app)
    app.connect("config-inited", _wire, priority=900)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _setup_markdown(app: Sphinx) -> None:
    # myst_nb registers `.md` itself, and aborts where somebody else did.
    wanted = {*app.extensions, *app.config.extensions}
    if not wanted & set(_MARKDOWN_PARSERS):
        app.setup_extension("myst_parser")


def _wire(app: Sphinx, config: Config) -> None:
    """Connect what depends on the configuration."""
    entries = read_entries(config, Path(app.confdir))
    build = Build(SiteReader(entries, Path(app.srcdir)), tuple(config.deps_pages))
    config.exclude_patterns = [*config.exclude_patterns, *build.reader.excluded()]
    if "sphinx.ext.intersphinx" in app.extensions:
        # Without this a citation that leads nowhere would be looked up in every inventory.
        disabled = [*config.intersphinx_disabled_reftypes, f"{NAME}:*"]
        config.intersphinx_disabled_reftypes = disabled
    wrap_parser(app, build.reader.title_of)
    app.connect("builder-inited", build.prepare, priority=100)
    app.connect("env-get-outdated", build.show)
    # Before the handlers of other extensions, which may write something else into the text.
    app.connect("source-read", note_ignores, priority=100)
    app.connect("env-get-outdated", broken_off)
    # After handlers that add documents.
    app.connect("env-before-read-docs", note_reading, priority=900)
    app.connect("env-before-read-docs", build.rewriting.note_reading, priority=900)
    app.connect("env-purge-doc", build.note_purged)
    app.connect("source-read", note_roles)
    app.connect("include-read", note_included_ignores, priority=100)
    app.connect("include-read", note_included_roles)
    app.connect("doctree-read", _read_page, priority=700)
    app.connect("env-updated", build.check)
    # After Sphinx has numbered sections and figures.
    app.connect("env-get-updated", build.outdated, priority=900)
    app.connect("env-check-consistency", forget_reading)
    app.connect("warn-missing-reference", _is_reported_by_the_check)
    # Before the handlers of themes and users, which build on it.
    app.connect("html-page-context", show_neighbours, priority=100)
    app.connect("html-page-context", add_feed_links)
    app.connect("html-page-context", name_no_source)
    app.connect("doctree-resolved", build.note_written)
    app.connect("build-finished", build.finish)


def _read_page(app: Sphinx, doctree: nodes.document) -> None:
    insert_header(app, doctree)
    hold_mentions(app, doctree)
    domain = dep_domain(app.env)
    note_citations(domain, doctree)
    domain.outlines[app.env.docname] = read_outline_of(app.env.docname, app.env)


def _is_reported_by_the_check(app: Sphinx, domain: object, node: nodes.Element) -> bool | None:
    """Keep Sphinx silent about citations: it would tell only of the pages that it writes."""
    return True if node.get("refdomain") == NAME else None


class Build:
    """What one application knows between the events of its builds."""

    def __init__(self, reader: SiteReader, fields: tuple[str, ...]) -> None:
        self.reader = reader
        self.fields = fields
        self.listings: dict[str, Listing] = {}
        self.rewriting = Rewriting()
        self.muting = Muting()
        self.is_purged = False
        self.state = ""
        self.fails = False

    def prepare(self, app: Sphinx) -> None:
        """Publish the series where they lie, and add what a theme needs for them."""
        self.reader.cache_file = Path(app.doctreedir, "deps-proposals.msgpack")
        mount(app, self.find_mounts)
        add_source_links(app)
        # Here and not earlier: a changed configuration would have all pages written anew.
        app.config.html_static_path = [*app.config.html_static_path, str(STATIC)]

    def find_mounts(self) -> tuple[Mount, ...]:
        """Read the catalog, and tell which files are documents."""
        with progress_message(__("reading proposals")):
            self.reader.read()
        prefixes = list(self.reader.prefixes())
        self.listings = find_listings(prefixes, self.fields, several=len(prefixes) > 1)
        return (*self.reader.mounts(), mount_listings(self.listings))

    def show(self, app: Sphinx, env: BuildEnvironment, *_: object) -> list[str]:
        """Give the domain what this build shows; return the documents that must be read for it."""
        domain = dep_domain(env)
        site = self.reader.build(env.project, env.found_docs.__contains__, self.listings)
        badges = app.config.deps_citation_badge
        domain.view = View(site, anchors=domain.anchors, badges=badges)
        domain.builder = app.builder
        domain.kept = KeptObjects()
        add_roles(app)
        check_chosen(app, domain.view)
        self.muting.begin(env, site.catalog)
        self.state = self.reader.state()
        return domain.outdated(self.read_under(env))

    def read_under(self, env: BuildEnvironment) -> str:
        """Another one when reading depends on something else, a moved document included."""
        moved = env.project.moved if isinstance(env.project, MountedProject) else ()
        return digest(repr((self.state, sorted(env.found_docs), sorted(moved))).encode())

    def note_purged(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Remember that a document is forgotten, to be read again or for good: labels with it."""
        self.is_purged = True

    def check(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Report what is wrong with the series, and with what is said of them."""
        domain = dep_domain(env)
        site = domain.view.site
        standard = standard_domain(env)
        if self.is_purged:
            add_labels(env)
            self.is_purged = False
        domain.view = replace(
            domain.view,
            recorded=Recorded(site, domain.uses, env.titles, standard.labels),
            outlines=domain.outlines,
            metadata=env.metadata,
            labels=standard.labels,
            anonymous_labels=standard.anonlabels,
            order=ReadingOrder(site, env.collect_relations),
        )
        domain.note_state(self.read_under(env))
        self.fails = fails(report(app, self.state), app.config)
        report_remarks(domain)
        report_feeds(app)
        report_fields(self.fields, domain.view.site.catalog)

    def outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the documents that must be written again."""
        domain = dep_domain(env)
        sections, figures = env.toc_secnumbers, env.toc_fignumbers
        domain.view = replace(domain.view, section_numbers=sections, figure_numbers=figures)
        found = self.rewriting.outdated(app, self.state)
        domain.kept = KeptObjects(note_path(app, "deps-objects"), self.rewriting.state)
        return found

    def note_written(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Remember that a page is written, and let go of what earlier ones were made of."""
        self.rewriting.note_written(app, docname)
        let_go(app.env, docname, len(self.rewriting.written))

    def finish(self, app: Sphinx, error: Exception | None) -> None:
        """Keep the fingerprints, and fail the build where the configuration wants it."""
        self.muting.end()
        if error is None:
            self.rewriting.save(app)
            publish(app, self.rewriting.state)
            if self.fails:
                app.statuscode = 1
