"""A section stands elsewhere than the process wants it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sphinx_deps.diagnostics import Finding, Related, Severity
from sphinx_deps.proposal import Proposal
from sphinx_deps.rule import ProposalRule
from sphinx_deps.series import Series
from sphinx_deps.structure import Match, Structure
from sphinx_deps.text import quote


def find(proposal: Proposal, series: Series) -> Iterator[Finding]:
    """The fewest headings whose move would give the declared order."""
    if not series.process.definition.section_order:
        return
    structure = series.structure(proposal)
    placed = list(_placed(structure)) if structure else []
    kept = longest_rise([match.position for match in placed])
    if len(kept) == len(placed):
        return
    steady = [placed[at] for at in kept]
    for at, match in enumerate(placed):
        if at not in kept:
            yield _finding(match, steady)


def _placed(structure: Structure) -> Iterator[Match]:
    """The first heading of each section that counts for the order."""
    seen: set[int] = set()
    for match in structure.matches:
        if match.position not in seen and _counts(match, structure):
            seen.add(match.position)
            yield match


def _counts(match: Match, structure: Structure) -> bool:
    """Whether a heading is the template's section, not a part of another with a common name."""
    rule = match.rule
    is_deep = match.section.level > rule.level
    if rule.required or rule.expected:
        return not is_deep or match.is_own_title
    around = structure.variant.ancestors[match.position]
    return not is_deep and (match.parent is None or match.parent in around)


def longest_rise(positions: Sequence[int]) -> list[int]:
    """Where the longest rising sequence stands; of equals, the one of the earliest entries."""
    if all(here < there for here, there in pairwise(positions)):
        return list(range(len(positions)))
    lengths = [1] * len(positions)
    for at in reversed(range(len(positions))):
        later = range(at + 1, len(positions))
        rises = (lengths[one] for one in later if positions[one] > positions[at])
        lengths[at] += max(rises, default=0)
    kept: list[int] = []
    wanted = max(lengths, default=0)
    for at, length in enumerate(lengths):
        if length == wanted and (not kept or positions[at] > positions[kept[-1]]):
            kept.append(at)
            wanted -= 1
    return kept


def _finding(match: Match, steady: list[Match]) -> Finding:
    """What a heading stands after though it should stand before it, or the reverse."""
    line, position = match.section.line, match.position
    before = [one for one in steady if one.section.line < line and one.position > position]
    after = [one for one in steady if one.section.line > line and one.position < position]
    other, stands, wanted = (
        (before[0], "after", "before") if before else (after[-1], "before", "after")
    )
    return Finding(
        location=match.section.location,
        message=f"{quote(match.section.title)} stands {stands} {quote(other.section.title)}; "
        f"the process wants it {wanted}",
        subject=match.rule.title,
        related=(Related(other.section.location, other.section.title),),
    )


RULE = ProposalRule("section-order", Severity.WARNING, find)
