"""The check of every build: once, also when nothing changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from os.path import normpath
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import __
from sphinx.project import Project
from sphinx.util import logging
from sphinx.util.logging import is_suppressed_warning

from sphinx_deps.baseline import Silence, read_baselines
from sphinx_deps.cache import digest
from sphinx_deps.catalog import Catalog
from sphinx_deps.comments import IGNORE_MARK
from sphinx_deps.diagnostics import Diagnostic, Severity
from sphinx_deps.display import one_line
from sphinx_deps.ignoring import read_ignores
from sphinx_deps.linking import is_markdown
from sphinx_deps.markdown import read_outline
from sphinx_deps.proposal import Citation
from sphinx_deps.sphinx_ext.config import baseline_path
from sphinx_deps.sphinx_ext.domain import NAME, DepDomain, dep_domain
from sphinx_deps.sphinx_ext.findings import Citing, find_all
from sphinx_deps.sphinx_ext.mount import MountedProject
from sphinx_deps.sphinx_ext.site import unreadable_companions
from sphinx_deps.sphinx_ext.uses import CitationUse, LinkUse
from sphinx_deps.text import SourceText

logger = logging.getLogger(__name__)

_MARKDOWN = ".md"

LOG_TYPE = "deps"
"""What `suppress_warnings` knows our warnings by."""


def report(app: Sphinx, state: str) -> tuple[Diagnostic, ...]:
    """Check the catalog, in that state, and the citations of all documents; log what was found."""
    domain = dep_domain(app.env)
    site, folder = domain.view.site, Path(app.doctreedir)
    found = find_all(site, _citing(app, domain), _silence(app, domain), state, folder)
    for diagnostic in found:
        _log(diagnostic)
    _report_clashes(app.env.project)
    _report_companions(site.catalog)
    return found


def note_ignores(app: Sphinx, docname: str, content: list[str]) -> None:
    """Record the comments of a Markdown page that keep rules silent."""
    path = str(app.env.doc2path(docname))
    if IGNORE_MARK in content[0] and path.endswith(_MARKDOWN):
        _note_ignores(app, path, content[0])


def note_included_ignores(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """Record those of a Markdown file that a page includes; its path is seen from the sources."""
    if IGNORE_MARK in content[0] and path.suffix == _MARKDOWN:
        _note_ignores(app, normpath(Path(app.srcdir, path)), content[0])


def _note_ignores(app: Sphinx, path: str, text: str) -> None:
    ignores, docname = dep_domain(app.env).ignores, app.env.docname
    found = read_ignores(read_outline(SourceText(path, text)))
    ignores[docname] = (*ignores.get(docname, ()), *found)


def _citing(app: Sphinx, domain: DepDomain) -> Citing:
    """What the documents cite; each document is known by when it was read."""
    config, documents = app.config, sorted(app.env.all_docs.items())
    ignored = _Ignored(config)

    def find() -> tuple[Citation, ...]:
        cited = dict.fromkeys(_citations(domain))
        return tuple(one for one in cited if not ignored.covers(one))

    silent = sorted(map(repr, (*config.nitpick_ignore, *config.nitpick_ignore_regex)))
    return Citing(digest(repr((silent, documents)).encode()), find)


def _silence(app: Sphinx, domain: DepDomain) -> Silence:
    """The comments of the pages outside the series, and the baselines."""
    site = domain.view.site
    pages = (found for name, found in domain.ignores.items() if not site.belongs(name))
    baselines = read_baselines(site.catalog, baseline_path(app.config, Path(app.confdir)))
    files = (Path(app.env.doc2path(name)).as_posix() for name in app.env.found_docs)
    # Of what several pages include, each has recorded the same.
    ignores = tuple(dict.fromkeys(chain(*pages)))
    return Silence(ignores, baselines, frozenset(files if baselines else ()))


def fails(found: tuple[Diagnostic, ...], config: Config) -> bool:
    """Whether the findings that are not suppressed fail the build by themselves."""
    if config.deps_fail_on == "never":
        return False
    threshold = Severity(config.deps_fail_on)
    return any(
        diagnostic.severity.reaches(threshold)
        and not is_suppressed_warning(LOG_TYPE, diagnostic.rule, config.suppress_warnings)
        for diagnostic in found
    )


def _citations(domain: DepDomain) -> Iterator[Citation]:
    """The recorded citations of documents in which the check does not look itself."""
    site, labels = domain.view.site, domain.view.labels
    for docname in sorted(domain.uses):
        companion = site.companions.get(docname)
        if docname in site.keys or (companion and is_markdown(companion.name)):
            continue
        for use in domain.uses[docname]:
            one = use.cited(site, labels) if isinstance(use, CitationUse | LinkUse) else None
            if one is not None:
                # Beside proposals one may speak of the past: in a list of all, for example.
                is_past = one.historical or site.catalog.is_inside(one.location.path)
                yield Citation(one.target, one.form, one.location, one.role, is_past, one.anchor)


class _Ignored:
    """What `nitpick_ignore` and `nitpick_ignore_regex` keep silent."""

    def __init__(self, config: Config) -> None:
        self.exact = {(str(kind), str(target)) for kind, target in config.nitpick_ignore}
        self.patterns = [
            (re.compile(kind), re.compile(target)) for kind, target in config.nitpick_ignore_regex
        ]

    def covers(self, citation: Citation) -> bool:
        anchor = f"#{citation.anchor}" if citation.anchor else ""
        kind, target = f"{NAME}:{citation.role}", f"{citation.target}{anchor}"
        return (kind, target) in self.exact or any(
            kinds.fullmatch(kind) and targets.fullmatch(target) for kinds, targets in self.patterns
        )


def _log(diagnostic: Diagnostic) -> None:
    finding = diagnostic.finding
    message = f"{finding.message} ({finding.hint})" if finding.hint else finding.message
    # Sphinx writes to the terminal as it stands what a proposal, or its name, may hold.
    message = one_line(message)
    place = one_line(f"{finding.location.path}:{finding.location.line}")
    if diagnostic.severity is Severity.INFO:
        # Notes are for those who ask with `-v`; they never fail a build.
        logger.verbose("%s: %s [%s.%s]", place, message, LOG_TYPE, diagnostic.rule)
        return
    logger.warning("%s", message, location=place, type=LOG_TYPE, subtype=diagnostic.rule)


def _report_clashes(project: Project) -> None:
    """Tell which documents could not be published under the wanted name."""
    clashes = project.clashes if isinstance(project, MountedProject) else ()
    for docname in clashes:
        message = __("%s is a document of the source folder already; set `at` for the series")
        logger.warning(message, docname, location=docname, type=LOG_TYPE, subtype="process")


def _report_companions(catalog: Catalog) -> None:
    """Tell which files that belong to a proposal could not be made pages."""
    for series in catalog.series:
        for path in unreadable_companions(series):
            message = __("the file cannot be read as UTF-8: no page is made of it")
            place = f"{series.folder / path}:1"
            logger.warning(message, location=place, type=LOG_TYPE, subtype="unreadable-metadata")
