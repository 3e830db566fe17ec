"""The JSON Schema of the front matter of one series, for editors: what the rules hold it to.

It asks for what the rules on metadata report as an error or a warning, as the process sets them. A
rule that holds for some stages, or from a date on, is left out: what an editor says holds for every
proposal. A field may be written in any accepted spelling, so names are patterns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sphinx_deps.outputs.front_matter_values import (
    choice_values,
    filled,
    plain_values,
    status_patterns,
    status_values,
    unfilled,
)
from sphinx_deps.outputs.json_schema import DRAFT_7, Schema, escaped, one_of, spelled
from sphinx_deps.process import Process
from sphinx_deps.readers import READERS
from sphinx_deps.readers.front_matter import FOREIGN_KEYS, NAME
from sphinx_deps.rules import RULES_BY_NAME
from sphinx_deps.text import fold, join_words
from sphinx_deps.vocabulary import FieldRule

_REPORTED = {"error", "warning"}


def has_front_matter(process: Process) -> bool:
    """Whether the process declares front matter as a form of metadata."""
    return NAME in process.definition.metadata


def front_matter_schema(process: Process) -> Schema:
    """The schema of a process that has front matter."""
    return _FrontMatter(process).schema()


class _FrontMatter:
    """The schema of one process in the making."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.definition = process.definition
        by_key: dict[str, list[str]] = defaultdict(list)
        for folded, key in process.labels.items():
            by_key[key].append(folded)
        self.spellings = dict(by_key)
        """The folded spellings of each field."""
        groups = (name for pattern in process.path_patterns for name in pattern.groupindex)
        self.in_path = frozenset(groups)
        """The fields that the path of a document gives."""

    def schema(self) -> Schema:
        prefix = self.definition.prefix
        conditions = [*self.required(), *self.lifecycle()]
        return {
            "$schema": DRAFT_7,
            "title": f"Front matter of {self.process.name}",
            "description": f"What stands between the two lines --- at the top of a {prefix}.",
            "type": "object",
            "properties": {self.process.field_label(key): _named(key) for key in self.spellings},
            "patternProperties": dict(self.other_names()),
            "additionalProperties": not self.holds("unknown-field"),
            **({"allOf": conditions} if conditions else {}),
            "$defs": {key: self.value(key, rule) for key, rule in self.definition.fields.items()},
        }

    def holds(self, rule: str) -> bool:
        """Whether the rule reports every proposal that breaks it, as an error or a warning."""
        setting = self.process.setting(rule)
        severity = setting.severity or RULES_BY_NAME[rule].severity
        return severity in _REPORTED and not (setting.stages or setting.since)

    def other_names(self) -> Iterator[tuple[str, Schema | bool]]:
        """Further spellings of the fields, and what Sphinx and MyST read themselves."""
        refused = self.process.tolerated_labels if self.holds("unknown-field") else frozenset()
        for key, spellings in self.spellings.items():
            known = [spelled(folded) for folded in spellings if folded not in refused]
            label = escaped(self.process.field_label(key))
            if known:
                yield f"^(?!{label}$)(?:{'|'.join(known)})$", _named(key)
        foreign = (name for name in sorted(FOREIGN_KEYS) if fold(name) not in self.process.labels)
        yield one_of(map(escaped, foreign)), True

    def value(self, key: str, rule: FieldRule) -> Schema:
        """What may stand in a field, and what an editor says of it."""
        others = f" It may be called {join_words(rule.aliases)} too." if rule.aliases else ""
        meant = f" Where it is absent, {rule.default} is meant." if rule.default else ""
        words = f"A field of the type {rule.type}.{others}{meant}"
        label = self.process.field_label(key)
        return {"title": label, "description": words} | self.values(key, rule)

    def values(self, key: str, rule: FieldRule) -> Schema:
        needed = key in self.process.required_fields and self.holds("empty-field")
        if key == "status":
            return status_values(self.process, self.holds, needed=needed)
        if rule.type == "choice" and rule.choices:
            return choice_values(rule, self.holds, needed=needed)
        return plain_values(rule, self.holds, needed=needed)

    def required(self) -> Iterator[Schema]:
        """One condition for each required field."""
        if not self.holds("missing-field"):
            return
        conditions = [
            self.presence(key) for key in self.process.required_fields if key not in self.in_path
        ]
        if len(set(self.definition.metadata) & set(READERS)) == 1:
            yield from conditions
        elif conditions:
            # Another form of metadata may hold all fields: front matter with none is no fault.
            yield {"if": self.lacks(self.spellings), "else": {"allOf": conditions}}

    def presence(self, key: str) -> Schema:
        """Ask for a field that stands there under none of its names."""
        required = {"required": [self.process.field_label(key)]}
        return {"if": self.lacks([key]), "then": required}

    def lacks(self, keys: Iterable[str]) -> Schema:
        """Whether none of the fields is there, under any of its names."""
        return {"propertyNames": {"not": {"pattern": self.names(keys)}}}

    def names(self, keys: Iterable[str]) -> str:
        return one_of(spelled(folded) for key in keys for folded in self.spellings[key])

    def lifecycle(self) -> Iterator[Schema]:
        """What each status needs and forbids."""
        if "status" not in self.definition.fields:
            return
        for name, status in self.definition.statuses.items():
            demands = [*self.needed(name), *self.forbidden(status.forbids)]
            if demands:
                yield {"if": self.states(name), "then": {"allOf": demands}}

    def states(self, status: str) -> Schema:
        """Whether the status is that one, if only as what an absent field means."""
        stated = self.each("status", {"anyOf": status_patterns(status, self.process)})
        if self.definition.fields["status"].default == status:
            return stated
        return {"allOf": [{"not": self.lacks(["status"])}, stated]}

    def needed(self, status: str) -> Iterator[Schema]:
        rule_of_status = self.definition.statuses[status]
        for key in rule_of_status.requires:
            successor = rule_of_status.stage == "replaced" and key in self.process.successor_fields
            rule = self.process.field_rule(key)
            holds = self.holds("no-successor" if successor else "status-requires")
            if rule and holds and not rule.default and key not in self.in_path:
                yield self.presence(key)
                yield self.each(key, filled(rule))

    def forbidden(self, keys: Iterable[str]) -> Iterator[Schema]:
        for key in keys if self.holds("status-forbids") else ():
            rule = self.process.field_rule(key)
            if rule:
                yield self.each(key, unfilled(rule))

    def each(self, key: str, value: Schema) -> Schema:
        """What a field holds, under whatever name it stands there."""
        return {"patternProperties": {self.names([key]): value}}


def _named(key: str) -> Schema:
    return {"$ref": f"#/$defs/{key}"}
