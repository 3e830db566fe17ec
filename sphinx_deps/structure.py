"""The sections of a document, held to the variant of its process that fits best."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sphinx_deps.contents import Gap
from sphinx_deps.markdown import without_number
from sphinx_deps.process import Process
from sphinx_deps.proposal import Proposal, Section
from sphinx_deps.text import fold
from sphinx_deps.variants import Variant
from sphinx_deps.vocabulary import SectionRule


class Match(Struct, frozen=True):
    """A heading that is a declared section."""

    section: Section
    rule: SectionRule
    position: int
    """The place of the rule in the variant."""
    parent: int | None
    """The place of the rule that the nearest declared heading around it matches."""
    is_part: bool = False
    """Whether a heading around it is no declared section, and not the title."""

    @property
    def is_own_title(self) -> bool:
        """Whether the heading is the section's own title rather than an alias."""
        return fold(without_number(self.section.title)) == fold(self.rule.title)


class Structure(Struct, frozen=True):
    """The declared sections of a document, in the order of its headings."""

    variant: Variant
    matches: tuple[Match, ...]

    @property
    def positions(self) -> frozenset[int]:
        """The rules that have a heading."""
        return frozenset(match.position for match in self.matches)


def read_structure(proposal: Proposal, process: Process) -> Structure | None:
    """The structure by the variant with the most sections present; the first of equals."""
    titled = [(section, without_number(section.title)) for section in _sections(proposal, process)]
    structures = (Structure(each, tuple(_matches(titled, each))) for each in process.variants)
    return max(structures, key=lambda one: len(one.positions), default=None)


def declared_title(title: str, process: Process) -> str | None:
    """The declared title of the section, or label of the field, that a heading names."""
    words = without_number(title)
    for variant in process.variants:
        position = variant.position(words)
        if position is not None:
            return variant.rules[position].title
    key = process.field_key(words)
    return process.field_label(key) if key else None


def may_be_wrapper(gap: Gap, process: Process) -> bool:
    """Whether the next heading may be a part of an empty section, and stand a level too high."""
    after = gap.following
    if gap.kind != "nothing" or after is None or after.level < gap.section.level:
        return False
    return declared_title(after.title, process) is None


def _sections(proposal: Proposal, process: Process) -> tuple[Section, ...]:
    """The headings without the title, unless it is the title of a section in the same breath."""
    sections, title = proposal.sections, proposal.title_location
    for position, section in enumerate(sections if title else ()):
        if section.location == title:
            patterns = process.title_patterns.values()
            if any(pattern.fullmatch(section.title) for pattern in patterns):
                return sections
            return sections[:position] + sections[position + 1 :]
    return sections


def _matches(titled: list[tuple[Section, str]], variant: Variant) -> Iterator[Match]:
    # Of each heading around: its level, and what its parts have for `parent` and `is_part`.
    around: list[tuple[int, int | None, bool]] = []
    for section, title in titled:
        while around and around[-1][0] >= section.level:
            around.pop()
        parent, is_part = around[-1][1:] if around else (None, False)
        position = variant.position(title)
        if position is None:
            around.append((section.level, parent, True))
        else:
            yield Match(section, variant.rules[position], position, parent, is_part)
            around.append((section.level, position, is_part))
