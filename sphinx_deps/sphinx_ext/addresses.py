"""Addresses as readers see them: `product#12` instead of the sixty characters that lead there."""

from __future__ import annotations

import re

from sphinx_deps.patterns import regex

_FORGE = regex(
    r"https?://[^/]+/(?:[^/?#]+/)+?(?P<repository>[^/?#]+)/(?:-/)?"
    r"(?P<kind>pulls?|pull-requests|issues|discussions|work_items|merge_requests)/"
    r"(?P<number>\d+)(?:[/?#].*)?"
)
"""A page of GitHub, GitLab, Gitea or Bitbucket, also where a company has its own."""
_SAYS_NOTHING = regex(
    r"(?:(?:the|this|here|link|pr|mr|pull request|merge request|issue|ticket|discussion)\W*)*"
    r"[#!]?\d*\W*",
    re.IGNORECASE,
)
"""Words of a link that say less than the short name."""
_MAIL = "mailto:"
_SCHEME = regex(r"https?://(?:www\.)?")
_LONGEST = 40


def short_name(words: str, url: str) -> str:
    """Return what a link to an address is called: its own words, unless they say nothing."""
    if words.startswith(_MAIL):
        return words.removeprefix(_MAIL)
    if words != url and not _SAYS_NOTHING.fullmatch(words):
        return _shortened(words) if _SCHEME.match(words) else words
    match = _FORGE.fullmatch(url)
    if match is None:
        return words if words and words != url else _shortened(url)
    mark = "!" if match["kind"] == "merge_requests" else "#"
    return f"{match['repository']}{mark}{match['number']}"


def _shortened(url: str) -> str:
    """An address without its scheme; a long one by its host and its last part."""
    address = _SCHEME.sub("", url, count=1).rstrip("/")
    if len(address) <= _LONGEST:
        return address
    host, *parts = re.split(r"[?#]", address, maxsplit=1)[0].rstrip("/").split("/")
    last = parts[-1] if parts else ""
    room = max(_LONGEST - len(host), _LONGEST // 2)
    last = f"{last[:room]}…" if len(last) > room else last
    return "/".join([host, *(["…"] if len(parts) > 1 else []), *([last] if last else [])])
