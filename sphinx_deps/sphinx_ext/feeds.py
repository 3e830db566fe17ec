"""Atom feeds of a website: which there are, and how its pages and its builder speak of them."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import __
from sphinx.util import logging

from sphinx_deps.catalog import Catalog
from sphinx_deps.patterns import regex
from sphinx_deps.sphinx_ext.builders import is_website
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.drawing import _

logger = logging.getLogger(__name__)

_ALL = "deps.atom"
_MIME_TYPE = "application/atom+xml"
_UNUSUAL = regex(r"[^\w-]")


class FeedFile(Struct, frozen=True):
    """One feed: its file, its title, and the roles of the series in it."""

    name: str
    title: str
    roles: tuple[str, ...]
    is_linked: bool = True
    """Whether pages name it: not where another one holds the same."""


def site_address(config: Config) -> str:
    """Return `html_baseurl` with a slash at its end; empty where it is not set."""
    base: str = config.html_baseurl
    return f"{base.rstrip('/')}/" if base else ""


def feed_files(config: Config, catalog: Catalog) -> tuple[FeedFile, ...]:
    """Return the feeds that are wanted and possible: one of all series, and one of each."""
    if not config.deps_feeds or not _is_web_address(site_address(config)):
        return ()
    roles = tuple(series.role for series in catalog.series)
    everything = FeedFile(_ALL, _("Proposals of %s") % config.project, roles)
    single = (
        FeedFile(f"deps-{_file_name(one.role)}.atom", one.name, (one.role,), len(roles) > 1)
        for one in catalog.series
    )
    return everything, *single


def feed_links(config: Config, catalog: Catalog) -> str:
    """Return what stands in the head of every page."""
    base = site_address(config)
    return "".join(
        f'\n<link rel="alternate" type="{_MIME_TYPE}" title="{escape(feed.title)}" '
        f'href="{escape(base + feed.name)}" />'
        for feed in feed_files(config, catalog)
        if feed.is_linked
    )


def add_feed_links(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Name the feeds in the head of a page, beside what the page itself says there."""
    links = feed_links(app.config, dep_domain(app.env).view.site.catalog)
    if links and is_website(app.builder):
        context["metatags"] = f"{context.get('metatags') or ''}{links}"


def report_feeds(app: Sphinx) -> None:
    """Tell that no feed can be right without the address of the website."""
    if app.config.deps_feeds and is_website(app.builder):
        base = site_address(app.config)
        if not _is_web_address(base):
            message = __(
                "deps_feeds: no feed is written, since entries need full addresses; "
                "set html_baseurl to the address of this documentation, as https://docs.example.org/"
            )
            logger.warning(message, type="deps", subtype="feeds")


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _file_name(role: str) -> str:
    return _UNUSUAL.sub(lambda found: f"_{ord(found[0]):x}_", role)
