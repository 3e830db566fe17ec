"""Processes as read from `process.yaml`, each with those that it extends and their faults."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sphinx_deps.decoding import decode
from sphinx_deps.diagnostics import Finding, Location, Problem
from sphinx_deps.disk import read_regular_file
from sphinx_deps.located_yaml import Mapping, Node, Scalar, Sequence, YamlError, read_yaml
from sphinx_deps.process import Process
from sphinx_deps.text import SourceText, fold, join_words, nearest
from sphinx_deps.vocabulary import CHECKS, Definition

_BUILTIN = Path(__file__).with_name("processes")
_PREFIX = "{prefix}"
_PREFIXED = frozenset({"documents", "redirect", "registry", "templates", "title"})
"""The keys whose words name files and headings by the prefix of the process on top."""
_PATTERNS = frozenset({"path", "pattern", "skip", "strip", "tolerated"})


def builtin_names() -> tuple[str, ...]:
    """The built-in processes."""
    return tuple(sorted(file.stem for file in _BUILTIN.glob("*.yaml")))


def builtin_path(name: str) -> str:
    """What stands for the path of a built-in process in locations."""
    return f"{name}.yaml"


def _builtin_bytes(name: str) -> bytes:
    return (_BUILTIN / f"{name}.yaml").read_bytes()


def load_process(path: Path) -> Process:
    """The process that a file defines, with every problem of the file."""
    return _Loader().load(str(path), read_regular_file(path), path.parent)


def load_builtin(name: str) -> Process:
    """The built-in process of that name."""
    return _Loader().load_builtin(name)


class _Loader(Struct):
    """Reads a chain of processes that extend each other; one for each load."""

    problems: list[Problem] = []
    chain: list[str] = []

    def load(self, path: str, data: bytes, folder: Path) -> Process:
        tree = _with_prefix(self.read(path, data, folder))
        if self.problems:
            # What is left of it may lack, and name, what only the rest would give.
            definition = decode(tree, Definition, CHECKS, lambda *_: None)
            return Process(definition, tree, tuple(self.problems), path, unread=True)
        definition = decode(tree, Definition, CHECKS, self.report)
        process = Process(definition, tree, path=path)
        self.check_names(process)
        self.check_statuses(process)
        self.check_items(process)
        self.check_redirect(process)
        self.check_registry(process)
        return Process(definition, tree, tuple(self.problems), path)

    def check_names(self, process: Process) -> None:
        builtin = {builtin_path(name) for name in builtin_names()} - {process.path}
        for keys, names, known, kind in _names(process.definition):
            place = process.place(*keys)
            for name in names:
                # What a built-in process names may have been taken out by the one on top of it.
                if name not in known and place.path not in builtin:
                    near = nearest(name, known)
                    hint = near and f"did you mean {near}?"
                    self.report(place, f'"{name}" is no declared {kind}', hint)

    def check_statuses(self, process: Process) -> None:
        taken: dict[str, str] = {}
        for name in process.definition.statuses:
            other = taken.setdefault(fold(name), name)
            if other != name:
                message = f'the statuses "{other}" and "{name}" differ in their spelling alone'
                hint = f"take one of them out: {other}: null"
                self.report(process.place("statuses", name), message, hint)

    def check_items(self, process: Process) -> None:
        taken: dict[str, str] = {}
        for kind in process.item_kinds:
            other = taken.setdefault(fold(kind.prefix), kind.name)
            if other != kind.name:
                place = process.place("items", kind.name, "prefix")
                message = f'items of the kind "{other}" have the prefix "{kind.prefix}" already'
                self.report(place, message, "give each kind a prefix of its own")

    def check_redirect(self, process: Process) -> None:
        if process.redirect_fault:
            place = process.place("redirect", "target")
            message = f"the groups of the pattern don't make the target: {process.redirect_fault}"
            self.report(place, message, "a group has its name in the pattern: (?P<target>...)")

    def check_registry(self, process: Process) -> None:
        registry, fields = process.definition.registry, process.definition.fields
        if registry is None or registry.shows_numbers:
            return
        # A misspelt name of a field has been told already.
        if {*registry.columns.values()} <= {*fields, "title"}:
            place = process.place("registry", "columns")
            message = "no column shows the number, by which a row is known"
            self.report(place, message, "name its heading: {Number: number}")

    def load_builtin(self, name: str) -> Process:
        return self.load(builtin_path(name), _builtin_bytes(name), Path())

    def report(self, location: Location, message: str, hint: str | None = None) -> None:
        finding = Finding(location=location, message=message, subject=message, hint=hint)
        self.problems.append(Problem("process", finding))

    def read(self, path: str, data: bytes, folder: Path) -> Node | None:
        source = SourceText.decode(path, data)
        if finding := source.encoding_finding:
            self.problems.append(Problem("process", finding))
        try:
            node = read_yaml(source)
        except YamlError as error:
            self.report(error.location, error.message)
            return None
        if not isinstance(node, Mapping):
            if node is not None:
                self.report(node.location, "a mapping is expected here")
            return None
        extends = node.get("extends")
        if not isinstance(extends, Scalar):
            if extends is not None:
                self.report(extends.location, "a single value is expected here")
            return node
        if extends.is_null:
            return node
        base = self.base(extends, folder)
        return node if base is None else _merge(base, node)

    def base(self, extends: Scalar, folder: Path) -> Node | None:
        name = extends.text
        file = name if name in builtin_names() else os.path.abspath(folder / name)  # noqa: PTH100
        if file in self.chain:
            self.report(extends.location, f'"{name}" extends itself')
            return None
        self.chain.append(file)
        if name in builtin_names():
            return self.read(builtin_path(name), _builtin_bytes(name), Path())
        return self.base_file(extends, folder / name)

    def base_file(self, extends: Scalar, path: Path) -> Node | None:
        try:
            data = read_regular_file(path)
        except (OSError, ValueError):
            near = nearest(extends.text, builtin_names())
            known = f"built-in are {join_words(builtin_names())}"
            message = f'"{extends.text}" is neither a built-in process nor a file'
            self.report(extends.location, message, f"did you mean {near}?" if near else known)
            return None
        return self.read(str(path), data, path.parent)


def _merge(base: Node, change: Node) -> Node:
    """`change` over `base`: mappings merge, everything else replaces, `null` removes."""
    if not (isinstance(base, Mapping) and isinstance(change, Mapping)):
        return change
    changes = {key.text: (key, node) for key, node in reversed(change.entries)}
    kept = {key.text for key, _ in base.entries}
    merged: list[tuple[Scalar, Node]] = []
    for key, node in base.entries:
        if key.text not in changes:
            merged.append((key, node))
            continue
        changed_key, changed = changes[key.text]
        if not (isinstance(changed, Scalar) and changed.is_null):
            merged.append((changed_key, _merge(node, changed)))
    above: str | None = None
    for key, node in change.entries:
        # What is new; and what stands a second time, which is told of when the whole is decoded.
        if key.text not in kept or changes[key.text][0] is not key:
            merged.insert(_place_below(above, merged), (key, node))
        above = key.text
    return Mapping(tuple(merged), change.location)


def _place_below(above: str | None, entries: list[tuple[Scalar, Node]]) -> int:
    """Where an entry goes that stands below that key; at the end where there is none."""
    places = (at for at, (key, _) in enumerate(entries, 1) if key.text == above)
    return next(places, len(entries))


def _with_prefix(tree: Node | None) -> Node | None:
    """The words of a process with its prefix where they leave room for it."""
    if not isinstance(tree, Mapping):
        return tree
    written = tree.get("prefix")
    prefix = written.text if isinstance(written, Scalar) else Definition().prefix
    entries = (
        (key, _filled(node, prefix) if key.text in _PREFIXED else node)
        for key, node in tree.entries
    )
    return Mapping(tuple(entries), tree.location)


def _filled(node: Node, prefix: str) -> Node:
    if isinstance(node, Scalar):
        return replace(node, text=node.text.replace(_PREFIX, prefix))
    if isinstance(node, Sequence):
        return Sequence(tuple(_filled(item, prefix) for item in node.items), node.location)
    entries = (
        (key, _filled(value, re.escape(prefix) if key.text in _PATTERNS else prefix))
        for key, value in node.entries
    )
    return Mapping(tuple(entries), node.location)


def _names(
    definition: Definition,
) -> Iterator[tuple[tuple[str, ...], Iterable[str], Iterable[str], str]]:
    """The uses of names: where, which, the names that are declared, and what they name."""
    fields, statuses = definition.fields, definition.statuses
    for key, status in statuses.items():
        yield ("statuses", key, "next"), status.next, statuses, "status"
        yield ("statuses", key, "requires"), status.requires, fields, "field"
        yield ("statuses", key, "forbids"), status.forbids, fields, "field"
    for key, rule in fields.items():
        yield ("fields", key, "inverse"), filter(None, [rule.inverse]), fields, "field"
    for name, values in definition.overrides.items():
        yield ("overrides", name), values, fields, "field"
    if definition.registry:
        shown = definition.registry.columns.values()
        yield ("registry", "columns"), shown, (*fields, "number", "title"), "field"
