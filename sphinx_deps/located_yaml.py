"""YAML as text scalars with positions: nothing is guessed, nothing is lost, everything is located.

YAML 1.1 reads `0012` as ten, `25.10` as 25.1 and `no` as false; here a scalar stays as written.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec import Struct

from sphinx_deps.diagnostics import Location
from sphinx_deps.text import SourceText

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LARGEST_TREE = 100_000
_DEEPEST = 500
_NESTING_MARKS = ("[", "{", "- ", "? ", "\n ")


class Scalar(Struct, frozen=True):
    """A scalar as written; an absent value is the empty text."""

    text: str
    location: Location
    plain: bool = True
    """Written without quotes or block marks, so that `null` means nothing here."""

    @property
    def is_null(self) -> bool:
        """Whether the value says that there is none."""
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}


class Sequence(Struct, frozen=True):
    """A list of nodes."""

    items: tuple[Node, ...]
    location: Location


class Mapping(Struct, frozen=True):
    """Keys with their nodes, in order, duplicates kept."""

    entries: tuple[tuple[Scalar, Node], ...]
    location: Location

    def get(self, key: str) -> Node | None:
        """The first node of that key."""
        return next((node for name, node in self.entries if name.text == key), None)

    def duplicates(self) -> Iterator[tuple[Scalar, Scalar]]:
        """Each key that stands a second time, with its first place."""
        first: dict[str, Scalar] = {}
        for key, _ in self.entries:
            if key.text in first:
                yield key, first[key.text]
            first.setdefault(key.text, key)


Node = Scalar | Sequence | Mapping


class YamlError(Exception):
    """YAML that cannot be read, with the place where it goes wrong."""

    def __init__(self, message: str, location: Location) -> None:
        super().__init__(message)
        self.message = message
        self.location = location


def read_yaml(source: SourceText, start: int = 0, end: int | None = None) -> Node | None:
    """The YAML between two offsets of `source`, or None where nothing stands there."""
    text = source.text[start:end]
    composer = _Composer(source, start)
    try:
        _refuse_deep_nesting(text)
        root = yaml.compose(text, Loader=_LOADER)
        return None if root is None else composer.convert(root)
    except yaml.MarkedYAMLError as error:
        raise YamlError(_describe(error), composer.location(error.problem_mark)) from error
    except yaml.reader.ReaderError as error:
        place = composer.offset_location(_offset(text, error.position))
        raise YamlError(f"{error.reason}: #x{_code_point(error.character):04x}", place) from error
    except RecursionError as error:
        raise YamlError("nested too deeply", source.location(start)) from error


def _offset(text: str, position: int) -> int:
    """Where the quick reader stopped: it counts bytes, the other one characters."""
    if _LOADER is yaml.SafeLoader:
        return position
    return len(text.encode()[:position].decode(errors="ignore"))


def load_mapping(text: str) -> dict[object, object] | None:
    """What YAML means to everybody else, numbers and dates included; None where it is no mapping.

    Nor where it cannot be read: whoever asks finds out why.
    """
    try:
        _refuse_deep_nesting(text)
        said = yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe ones
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _refuse_deep_nesting(text: str) -> None:
    # The C reader recurses without a limit of its own, and takes the whole process down.
    if sum(map(text.count, _NESTING_MARKS)) < _DEEPEST:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise RecursionError


def _code_point(character: object) -> int:
    """What PyYAML gives as a number or, from its C reader, as a character."""
    return character if isinstance(character, int) else ord(str(character))


def _describe(error: yaml.MarkedYAMLError) -> str:
    parts = [part for part in (error.context, error.problem) if part]
    return ", ".join(parts) or "malformed YAML"


class _Composer:
    """Turns PyYAML's nodes into ours, moved to their place in the file."""

    def __init__(self, source: SourceText, start: int) -> None:
        self.source = source
        self.start = start
        self.line, self.column = source.place(start)
        self.open: set[int] = set()
        self.count = 0

    def location(self, start: yaml.Mark | None, end: yaml.Mark | None = None) -> Location:
        if start is None:
            return self.source.location(self.start)
        line, column = self._place(start)
        if end is None:
            return Location(self.source.path, line, column)
        return Location(self.source.path, line, column, *self._place(end))

    def offset_location(self, offset: int) -> Location:
        return self.source.location(self.start + offset)

    def _place(self, mark: yaml.Mark) -> tuple[int, int]:
        column = mark.column + (self.column if mark.line == 0 else 1)
        return self.line + mark.line, column

    def convert(self, node: yaml.Node) -> Node:
        # An alias may point at one of its own parents, or blow a few lines up to millions.
        self.count += 1
        if id(node) in self.open or self.count > _LARGEST_TREE:
            raise YamlError("aliases nest without end", self.location(node.start_mark))
        self.open.add(id(node))
        converted = self._convert(node)
        self.open.discard(id(node))
        return converted

    def _convert(self, node: yaml.Node) -> Node:
        location = self.location(node.start_mark, node.end_mark)
        if isinstance(node, yaml.ScalarNode):
            return Scalar(node.value, location, node.style in {None, ""})
        if isinstance(node, yaml.SequenceNode):
            return Sequence(tuple(self.convert(item) for item in node.value), location)
        entries = ((self._key(key), self.convert(value)) for key, value in node.value)
        return Mapping(tuple(entries), location)

    def _key(self, node: yaml.Node) -> Scalar:
        key = self.convert(node)
        if not isinstance(key, Scalar):
            raise YamlError("a key must be a plain word", key.location)
        return key
