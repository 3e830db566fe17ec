"""The headings of templates that have holes to fill, as in `### REQ <#> <Title>`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sphinx_deps.markdown import Outline
from sphinx_deps.patterns import regex
from sphinx_deps.proposal import Proposal, Section

_HOLE = regex(r"<[^<>]+>")
_FILLED = r"(?:<[^<>]+>|[^<>]+)"
_IN_BRACKETS = regex(r"<#?[ \t]*([^<>]+)>")


Forms = dict[str, re.Pattern[str]]
"""What a heading looks like that was made of one with words and with holes, by the latter."""


def read_heading_forms(templates: Iterable[Outline]) -> Forms:
    """The forms of the headings in the templates that have holes."""
    titles = (section.title for outline in templates for section in outline.sections)
    return {title: _form(title) for title in titles if _has_hole_and_words(title)}


def _has_hole_and_words(title: str) -> bool:
    """Whether a heading is known by its words once its hole is filled."""
    return bool(_HOLE.search(title)) and any(map(str.isalnum, _HOLE.sub("", title)))


def _form(title: str) -> re.Pattern[str]:
    return re.compile(_FILLED.join(map(re.escape, _HOLE.split(title))))


def find_brackets(proposal: Proposal, forms: Forms) -> Iterator[tuple[Section, str]]:
    """The headings that were filled in and kept brackets of holes, each with its words alone."""
    for section in proposal.sections if forms else ():
        title = section.title
        is_filled = "<" in title and title not in forms
        if is_filled and any(form.fullmatch(title) for form in forms.values()):
            yield section, _IN_BRACKETS.sub(r"\1", title)
