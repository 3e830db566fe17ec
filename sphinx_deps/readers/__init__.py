"""The dialects in which proposals write their metadata, each in a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct, field

from sphinx_deps.diagnostics import Finding, Problem
from sphinx_deps.located_yaml import YamlError
from sphinx_deps.markdown import Outline
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field
from sphinx_deps.readers.bold import read_bold
from sphinx_deps.readers.bullets import read_bullets
from sphinx_deps.readers.directive import read_directive
from sphinx_deps.readers.front_matter import read_front_matter
from sphinx_deps.readers.sections import read_sections
from sphinx_deps.vocabulary import ReaderName

Reader = Callable[[Outline, Process], tuple[Field, ...]]

READERS: dict[ReaderName, Reader] = {
    "front-matter": read_front_matter,
    "bold": read_bold,
    "bullets": read_bullets,
    "sections": read_sections,
    "directive": read_directive,
}


class Metadata(Struct, frozen=True):
    """The fields of a document, and what was wrong with them."""

    fields: tuple[Field, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def read_metadata(outline: Outline, process: Process) -> Metadata:
    """What the declared readers find; where that is not enough, what tolerated ones do."""
    definition = process.definition
    metadata = _read(definition.metadata, outline, process)
    if metadata.problems:
        return metadata
    for name in definition.tolerated:
        present = _names(metadata.fields)
        lacking = frozenset(process.required_fields) - present
        if present and not lacking:
            break
        tolerated = _read((name,), outline, process)
        found = _names(tolerated.fields)
        if found and not present:
            metadata = tolerated
        elif found & lacking:
            # What gives no required field may be a heading or a sentence like any other.
            added = (field for field in tolerated.fields if field.name in found - present)
            metadata = Metadata((*metadata.fields, *added))
    return metadata


def _read(names: Iterable[ReaderName], outline: Outline, process: Process) -> Metadata:
    fields: list[Field] = []
    problems: list[Problem] = []
    for name in names:
        try:
            found = READERS[name](outline, process)
        except YamlError as error:
            finding = Finding(location=error.location, message=error.message, subject=name)
            problems.append(Problem("unreadable-metadata", finding))
            continue
        taken = _names(fields)
        fields += [field for field in found if field.name not in taken]
    return Metadata(tuple(fields), tuple(problems))


def _names(fields: Iterable[Field]) -> frozenset[str]:
    """The keys of the declared ones among them."""
    return frozenset(field.name for field in fields if field.name)
