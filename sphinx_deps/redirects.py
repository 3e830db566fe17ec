"""Where a stub leads: a document, left at an old path, that only says where its proposal moved."""

from __future__ import annotations

import re

from sphinx_deps.markdown import Outline
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.proposal import Reference

_NAME = regex(r"\{(\w+)")


def read_redirect(outline: Outline, process: Process) -> Reference | None:
    """What a document names in its own place; None for all that are no stubs."""
    pattern, rule = process.redirect_pattern, process.definition.redirect
    if pattern is None or rule is None:
        return None
    text = outline.source.text[outline.body_start :]
    start = outline.body_start + len(text) - len(text.lstrip())
    match = pattern.search(text.strip())
    if match is None:
        return None
    target = rule.target.format(**match.groupdict(default="")).strip()
    place = outline.source.location(*(start + at for at in _told(match, rule.target)))
    return Reference(target, None, target, place)


def _told(match: re.Match[str], target: str) -> tuple[int, int]:
    """The stretch that names the target: that of its first group, or all of the match."""
    names = (name for name in _NAME.findall(target) if match.groupdict().get(name))
    return match.span(next(names, 0))
