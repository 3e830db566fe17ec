"""Located YAML into typed values: every wrong key and value is told, the rest is kept."""

from __future__ import annotations

import types
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from sphinx_deps.diagnostics import Location
from sphinx_deps.located_yaml import Mapping, Node, Scalar, Sequence
from sphinx_deps.text import join_words, nearest

T = TypeVar("T", bound=msgspec.Struct)

Report = Callable[[Location, str, str | None], None]
"""Takes the place, the message and the hint of what is wrong."""

Checks = dict[object, Callable[[str], str | None]]

_ABSENT = object()


def decode(node: Node | None, into: type[T], checks: Checks, report: Report) -> T:
    """`node` as a value of the struct `into`; whatever is wrong keeps its default.

    `checks` holds for a type of text what tells the fault of one that does not qualify.
    """
    decoded = _ABSENT if node is None else _Decoder(checks, report).struct(node, into)
    return decoded if isinstance(decoded, into) else into()


class _Decoder:
    def __init__(self, checks: Checks, report: Report) -> None:
        self.checks = checks
        self.report = report

    def value(self, node: Node, kind: Any) -> object:
        origin = get_origin(kind)
        if origin is Annotated:
            inner = get_args(kind)[0]
            # A number may have limits; what else is said of a type is for readers.
            return self.scalar(node, kind) if inner is int else self.value(node, inner)
        if origin in {Union, types.UnionType}:
            return self.union(node, get_args(kind))
        if origin is tuple:
            return self.items(node, get_args(kind)[0])
        if origin is dict:
            return self.entries(node, get_args(kind)[1])
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self.struct(node, kind)
        return self.scalar(node, kind)

    def union(self, node: Node, kinds: tuple[Any, ...]) -> object:
        if type(None) in kinds and isinstance(node, Scalar) and node.is_null:
            return None
        shapes = [kind for kind in kinds if kind is not type(None)]
        structs = [kind for kind in shapes if hasattr(kind, "__struct_fields__")]
        if structs and (isinstance(node, Mapping) or len(shapes) == 1):
            return self.value(node, structs[0])
        return self.value(node, next(kind for kind in shapes if kind not in structs))

    def items(self, node: Node, kind: Any) -> object:
        if not isinstance(node, Sequence):
            return self.wrong(node, "a list is expected here")
        decoded = (self.value(item, kind) for item in node.items)
        return tuple(item for item in decoded if item is not _ABSENT)

    def entries(self, node: Node, kind: Any) -> object:
        if not isinstance(node, Mapping):
            return self.wrong(node, "a mapping is expected here")
        self.duplicates(node)
        decoded = {key.text: self.value(value, kind) for key, value in node.entries}
        return {key: value for key, value in decoded.items() if value is not _ABSENT}

    def struct(self, node: Node, kind: type[msgspec.Struct]) -> object:
        if not isinstance(node, Mapping):
            return self.wrong(node, "a mapping is expected here")
        self.duplicates(node)
        hints = _hints(kind)
        self.unknown_keys(node, tuple(hints))
        values = {}
        for key, value in node.entries:
            if key.text in hints:
                name, hint = hints[key.text]
                decoded = self.value(value, hint)
                if decoded is not _ABSENT:
                    values[name] = decoded
        return self.build(node, kind, values)

    def build(self, node: Mapping, kind: type[msgspec.Struct], values: dict[str, object]) -> object:
        lacking = [key for key, name in _required(kind) if name not in values]
        missing = [key for key in lacking if node.get(key) is None]
        if missing:
            return self.wrong(node, f'"{join_words(missing)}" is missing here')
        return _ABSENT if lacking else kind(**values)

    def scalar(self, node: Node, kind: Any) -> object:
        if not isinstance(node, Scalar):
            return self.wrong(node, "a single value is expected here")
        fault = self.checks[kind](node.text) if kind in self.checks else None
        if fault:
            return self.wrong(node, fault)
        try:
            return msgspec.convert(node.text, kind, strict=False)
        except msgspec.ValidationError:
            return self.wrong_scalar(node, kind)

    def wrong_scalar(self, node: Scalar, kind: Any) -> object:
        if get_origin(kind) is Literal:
            choices = get_args(kind)
            near = nearest(node.text, choices)
            message = f'"{node.text}" is none of {join_words(choices)}'
            return self.wrong(node, message, near and f"did you mean {near}?")
        return self.wrong(node, f'"{node.text}" is not {_in_words(kind)}')

    def unknown_keys(self, node: Mapping, known: tuple[str, ...]) -> None:
        for key, _ in node.entries:
            if key.text not in known:
                near = nearest(key.text, known)
                hint = f"did you mean {near}?" if near else f"one of {join_words(known)}"
                self.report(key.location, f'unknown key "{key.text}"', hint)

    def duplicates(self, node: Mapping) -> None:
        for key, first in node.duplicates():
            message = f'"{key.text}" stands here again, first in line {first.location.line}'
            self.report(key.location, message, None)

    def wrong(self, node: Node, message: str, hint: str | None = None) -> object:
        self.report(node.location, message, hint)
        return _ABSENT


def _in_words(kind: Any) -> str:
    if get_origin(kind) is not Annotated:
        return {int: "a whole number", bool: "true or false"}.get(kind, str(kind))
    inner, *notes = get_args(kind)
    limits = (f" from {one.ge} to {one.le}" for one in notes if one.ge is not None)
    return _in_words(inner) + "".join(limits)


@cache
def _required(kind: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """The keys that have no default, each with its attribute."""
    known = msgspec.structs.fields(kind)
    return tuple((one.encode_name, one.name) for one in known if one.required)


@cache
def _hints(kind: type[msgspec.Struct]) -> dict[str, tuple[str, Any]]:
    """The keys as written, with the attribute and the type of each."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        known.encode_name: (known.name, hints[known.name]) for known in msgspec.structs.fields(kind)
    }
