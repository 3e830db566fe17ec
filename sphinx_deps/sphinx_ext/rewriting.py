"""Which pages show something else than when they were last written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_deps import __version__
from sphinx_deps.cache import digest
from sphinx_deps.sphinx_ext.diagrams import DiagramUse, shows_pictures
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.feeds import feed_links
from sphinx_deps.sphinx_ext.navigation import Navigation
from sphinx_deps.sphinx_ext.notes import load_note, note_path, save_note
from sphinx_deps.sphinx_ext.old_pages import remove_pages
from sphinx_deps.sphinx_ext.source_links import Origin, origin_of, origins
from sphinx_deps.sphinx_ext.uses import Use


class _Written(Struct, frozen=True):
    """What a builder left in an output folder."""

    fingerprints: dict[str, str] = {}
    """What the pages showed, by the names of their documents."""
    series: tuple[str, ...] = ()
    """The documents that are or were pages of series."""
    unfinished: bool = False
    """Whether a build that wrote pages was broken off."""
    state: str = ""
    """That of all that the fingerprints are made of, if every page shows it."""


class Rewriting(Struct):
    """Keeps, per builder and output folder, the fingerprints of the pages as written."""

    reads: bool = False
    begun: bool = False
    written: set[str] = field(default_factory=set)
    now: dict[str, str] = field(default_factory=dict)
    before: _Written = field(default_factory=_Written)
    state: str = ""

    def note_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Remember whether documents are read: Sphinx writes those, and others for their sake."""
        self.reads = bool(docnames)

    def outdated(self, app: Sphinx, state: str) -> list[str]:
        """Return the documents whose uses show something else; Sphinx writes them again.

        `state` is that of the catalog and of what is published.
        """
        self.written, self.begun = set(), False
        self.before = load_note(_path(app), _Written)
        given = _Given.of(app.env)
        self.state = _state(app.env, state, given)
        if self.state == self.before.state:
            self.now = self.before.fingerprints
            return []
        before = self.before.fingerprints
        self.now = dict(_fingerprints(app.env, given))
        changed = {name for name, shown in self.now.items() if before.get(name) != shown}
        gone = set(self.before.series) - app.env.found_docs
        changed |= self.remove(app, gone)
        if self.before.unfinished:
            changed = app.env.found_docs
        if self.reads or changed or gone:
            self.begin(app)
        return sorted(changed & app.env.found_docs)

    def remove(self, app: Sphinx, gone: set[str]) -> set[str]:
        """Remove the pages of documents that are gone; return those that had the same page.

        They are struck out before anything is written: no later build removes what this one writes.
        """
        self.before = replace(self.before, series=tuple(sorted({*self.before.series} - gone)))
        return remove_pages(app, gone) if gone else set()

    def begin(self, app: Sphinx) -> None:
        """Note that pages are about to be written.

        Sphinx saves what it read before it writes, and knows a written page by its time alone:
        after a build that was killed it could not tell which pages are old, or half written.
        """
        self.begun = True
        series = tuple(sorted({*self.before.series, *_pages_of_series(app.env)}))
        save_note(_path(app), _Written(self.before.fingerprints, series, unfinished=True))

    def note_written(self, app: Sphinx, docname: str) -> None:
        """Remember that a page is written."""
        if not self.begun:
            self.begin(app)
        self.written.add(docname)

    def save(self, app: Sphinx) -> None:
        """Keep the fingerprints of what was written; of the rest, those it was written with."""
        known = app.env.found_docs
        kept = {name: shown for name, shown in self.before.fingerprints.items() if name in known}
        kept |= {name: self.now[name] for name in self.written if name in self.now}
        # A build of named files leaves the others as the broken one left them.
        unfinished = self.before.unfinished and not known <= self.written
        # What was a page of a series stays one of ours, should its process break meanwhile.
        series = {*known.intersection(self.before.series), *_pages_of_series(app.env)}
        state = self.state if kept == self.now and not unfinished else ""
        save_note(_path(app), _Written(kept, tuple(sorted(series)), unfinished, state))


def _pages_of_series(env: BuildEnvironment) -> Iterator[str]:
    return filter(dep_domain(env).view.site.belongs, env.found_docs)


class _Given(Struct, frozen=True):
    """What pages show that comes neither of documents nor of proposals."""

    version: str
    feeds: str
    """What is in the head of all pages."""
    origins: dict[Path, Origin]
    """What the links to the sources of pages are made of."""
    pictures: bool
    """Whether diagrams are drawn, or told in words."""

    @classmethod
    def of(cls, env: BuildEnvironment) -> _Given:
        """What there is in this build."""
        builder, site = dep_domain(env).builder, dep_domain(env).view.site
        feeds = feed_links(env.config, site.catalog)
        return cls(__version__, feeds, origins(builder, site), shows_pictures(builder))

    def shown(self, docname: str, env: BuildEnvironment, uses: Iterable[Use]) -> tuple[object, ...]:
        """Return what a page shows of it."""
        origin = origin_of(docname, env.project, self.origins)
        drawn = self.pictures and any(isinstance(use, DiagramUse) for use in uses)
        return self.version, self.feeds, origin, drawn


def _state(env: BuildEnvironment, site: str, given: _Given) -> str:
    """The state of the site, and of all documents: each is known by when it was read."""
    config = env.config
    options = (
        config.deps_navigation,
        config.deps_citation_badge,
        config.deps_inventory_sections,
    )
    return digest(repr((given, site, options, sorted(env.all_docs.items()))).encode())


def _fingerprints(env: BuildEnvironment, given: _Given) -> Iterator[tuple[str, str]]:
    """What each page shows of its document, of the catalog and of other pages.

    What another builder or a build of named files read is read no more: the time tells of it.
    """
    domain = dep_domain(env)
    view = domain.view
    navigation = Navigation(env, domain.outlines, view.order, env.config.deps_navigation)
    for docname in env.found_docs:
        uses = domain.uses.get(docname, ())
        shown = (
            env.all_docs.get(docname),
            env.toc_secnumbers.get(docname),
            env.toc_fignumbers.get(docname),
            [use.shows(view) for use in uses],
            navigation.shown(docname),
            given.shown(docname, env, uses),
        )
        yield docname, digest(repr(shown).encode())


def _path(app: Sphinx) -> Path:
    return note_path(app, "deps")
