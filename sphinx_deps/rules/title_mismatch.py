"""The title of a proposal is one thing in one place, and another in the next."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.metadata_prompts import is_of_template
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field, Proposal, Section
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.structure import declared_title
from sphinx_deps.text import fold, quote
from sphinx_deps.values import is_filled
from sphinx_deps.vocabulary import FieldRule

_WORD = regex(r"(?<![^\W_])[0-9]*+[^\W\d_][^\W_]*")
_NO_RULE = FieldRule()
_FEWEST_WORDS = 2
_SHORTEST_WORD = 3
_LONGEST_SHORT_FORM = 5
_STEM = 5


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The heading that is not the title of the metadata; the title that no file is named after."""
    place = proposal.title_location
    if place is None or _says_nothing(proposal.title, series):
        return
    field = proposal.field("title")
    heading = _heading(proposal, series.process) if field and field.is_written else None
    if field and heading and _differ(field, heading, series.process):
        yield Finding(
            location=heading.location,
            message=f"the heading is {quote(heading.title)}, the field {field.label} "
            f"{quote(field.text)}; write one title in both",
            subject="heading",
            related=(Related(field.location, f"the field {field.label}"),),
        )
    elif not _share_word(proposal.title, proposal.slug):
        yield Finding(
            location=place,
            message=f"the title {quote(proposal.title)} shares no word with the name of the file, "
            f"{proposal.slug}; correct the one that is of something else",
            subject="slug",
        )


def _says_nothing(title: str, series: Series) -> bool:
    """Whether the title is the template's, or `N/A`."""
    process = series.process
    rule = process.field_rule("title") or _NO_RULE
    left, bare = process.definition.title.placeholders, process.bare_title(title)
    if is_of_template(title, series.metadata_prompts):
        return True
    return not is_filled(bare, rule) or not {fold(title), fold(bare)}.isdisjoint(map(fold, left))


def _heading(proposal: Proposal, process: Process) -> Section | None:
    """The first heading of level one, unless it is that of a section."""
    heading = proposal.heading
    return heading if heading and declared_title(heading.title, process) is None else None


def _differ(field: Field, heading: Section, process: Process) -> bool:
    return fold(process.bare_title(field.text)) != fold(process.bare_title(heading.title))


def _share_word(title: str, slug: str) -> bool:
    """Whether a word of one is in the other, whole, as its stem, or as its short form."""
    here, there = _words(title), _words(slug)
    # A single word is often but a keyword, and may be another one for the same thing.
    if not here or len(there) < _FEWEST_WORDS or _is_foreign(title):
        return True
    return (
        fold(title) == fold(slug)
        or _has_word(here, fold(slug))
        or _has_word(there, fold(title))
        or _has_short_form(here, there)
        or _has_short_form(there, here)
        or bool(_stems(here) & _stems(there))
    )


def _stems(words: list[str]) -> set[str]:
    """How the longer words begin."""
    return {word[:_STEM] for word in words if len(word) >= _STEM}


def _words(text: str) -> list[str]:
    """The words of letters; figures alone say nothing."""
    return _WORD.findall(text.casefold())


def _is_foreign(title: str) -> bool:
    """Whether a title is mostly of letters that file names seldom have."""
    letters = [letter for letter in title if letter.isalpha()]
    return 2 * sum(letter.isascii() for letter in letters) < len(letters)


def _has_word(words: list[str], text: str) -> bool:
    return any(len(word) >= _SHORTEST_WORD and word in text for word in words)


def _has_short_form(words: list[str], others: list[str]) -> bool:
    """Whether one of the words is short for another, as `gql`, or for several, as `rbac`."""
    initials = "".join(other[0] for other in others)
    short = (word for word in words if 2 <= len(word) <= _LONGEST_SHORT_FORM)
    return any(
        word in initials or any(_is_short_for(word, one) for one in others) for word in short
    )


def _is_short_for(word: str, other: str) -> bool:
    """Whether the letters of one stand in the other, in order, from its first on."""
    rest = iter(other)
    is_within = all(letter in rest for letter in word)
    return len(word) >= _SHORTEST_WORD and word[0] == other[0] and is_within


RULE = ProposalRule("title-mismatch", Severity.INFO, find)
