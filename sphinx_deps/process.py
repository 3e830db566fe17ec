"""A process: the declared rules of a series, ready to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from posixpath import normpath

from msgspec import Struct

from sphinx_deps.diagnostics import Location, Problem
from sphinx_deps.item_kinds import ItemKind
from sphinx_deps.located_yaml import Mapping, Node
from sphinx_deps.patterns import regex
from sphinx_deps.text import fold, nearest
from sphinx_deps.variants import Variant
from sphinx_deps.vocabulary import (
    TITLE_GROUP,
    Definition,
    FieldRule,
    RuleSetting,
    StatusRule,
    filling_fault,
)

FILE_NAME = "process.yaml"
_NO_WORD = regex(r"[^a-z]+")
_OPTIONAL = regex(r"\(\?:[^()]*\)\?")
_GROUP = regex(r"\(\?P<(?P<name>\w+)>(?P<inside>[^()]*)\)")
_DATE_DIGITS = regex(r"\\d\{4\}-\\d\{2\}-\\d\{2\}")
_DIGITS = regex(r"\\d\{(\d)\}")
_ANY = regex(r"(?:\[[^\]]*\]|\\[wdS]|\.)[+*]")
_INTRICATE = regex(r"[\\()\[\]{}*+?|^$]")


class Process(Struct, frozen=True, dict=True):
    """The definition with what is derived from it."""

    definition: Definition
    tree: Node | None = None
    """The mapping as written, base included: where each word of the process stands."""
    problems: tuple[Problem, ...] = ()
    path: str = ""
    unread: bool = False
    """Whether it, or what it extends, could not be read: nobody knows what it asks for."""

    @cached_property
    def role(self) -> str:
        """The role that cites a proposal of this process."""
        role = self.definition.role or _NO_WORD.sub("", self.definition.prefix.lower())
        return role.lower() or "ep"

    @cached_property
    def name(self) -> str:
        """What the proposals are called, in full."""
        return self.definition.name or f"{self.definition.prefix}s"

    @cached_property
    def path_patterns(self) -> tuple[re.Pattern[str], ...]:
        """The declared form of a path, then the tolerated ones."""
        documents = self.definition.documents
        written = [documents.path] if documents.path else []
        return tuple(re.compile(text) for text in (*written, *documents.tolerated))

    @cached_property
    def path_form(self) -> str | None:
        """The declared form of a path, in words: `NNNN-slug.md`."""
        written = self.definition.documents.path
        return written and _form_in_words(written)

    @cached_property
    def redirect_pattern(self) -> re.Pattern[str] | None:
        """What a document says that only tells where its proposal has moved."""
        rule = self.definition.redirect
        return re.compile(rule.pattern) if rule and self.redirect_fault is None else None

    @cached_property
    def redirect_fault(self) -> str | None:
        """Why the groups of that pattern don't make the name of a proposal."""
        rule = self.definition.redirect
        if rule is None:
            return None
        groups = re.compile(rule.pattern).groupindex
        return filling_fault(rule.target, dict.fromkeys(groups, ""))

    @cached_property
    def title_strip(self) -> re.Pattern[str] | None:
        """What is dropped at the start of a title."""
        strip = self.definition.title.strip
        return re.compile(strip) if strip else None

    @cached_property
    def title_label(self) -> re.Pattern[str]:
        """What a title starts with that names its own proposal: `DEP-12: `, `PEP 12 - `."""
        name = re.escape(self.definition.prefix)
        # Where words or figures follow at once, as in "PEP 517-style" and "PEP 3.11", it goes on.
        marks = r"(?:[:.\u2013\u2014-]*:\s*|[:.\u2013\u2014-]+(?:\s+|$)|$)"
        return re.compile(rf"\s*{name}[-\s#]*0*(?P<number>\d+)\s*{marks}", re.IGNORECASE)

    def stripped_title(self, title: str) -> str:
        """A title without what the process drops at its start."""
        strip = self.title_strip
        return strip.sub("", title, count=1) if strip and strip.match(title) else title

    def bare_title(self, title: str) -> str:
        """A title without the label, and whatever else the process drops, at its start."""
        title = self.stripped_title(title)
        label = self.title_label.match(title)
        return title[label.end() :] if label else title

    @cached_property
    def title_patterns(self) -> dict[str, re.Pattern[str]]:
        """The patterns among the title's sources."""
        sources = self.definition.title.sources
        return {text: re.compile(text) for text in sources if TITLE_GROUP in text}

    @cached_property
    def labels(self) -> dict[str, str]:
        """The key of a field by every accepted spelling of its label, folded."""
        spellings: dict[str, str] = {}
        for key, rule in self.definition.fields.items():
            for spelling in (self.field_label(key), key, *rule.aliases, *rule.tolerated):
                spellings.setdefault(fold(spelling), key)
        return spellings

    @cached_property
    def tolerated_labels(self) -> frozenset[str]:
        """The folded spellings that are read and reported."""
        rules = self.definition.fields.values()
        return frozenset(fold(spelling) for rule in rules for spelling in rule.tolerated)

    @cached_property
    def wanted_fields(self) -> dict[str, FieldRule]:
        """The fields that every proposal should state."""
        fields = self.definition.fields.items()
        return {
            key: rule
            for key, rule in fields
            if (rule.required or rule.expected) and rule.default is None
        }

    @cached_property
    def required_fields(self) -> tuple[str, ...]:
        """Those of them whose absence is an error."""
        return tuple(key for key, rule in self.wanted_fields.items() if rule.required)

    @cached_property
    def section_fields(self) -> frozenset[str]:
        """The fields that every proposal should state, and may state in a section."""
        readers = (*self.definition.metadata, *self.definition.tolerated)
        return frozenset(self.wanted_fields) if "sections" in readers else frozenset()

    @cached_property
    def relations(self) -> dict[str, FieldRule]:
        """The fields that name other proposals."""
        fields = self.definition.fields.items()
        return {key: rule for key, rule in fields if rule.type == "proposals"}

    @cached_property
    def no_references(self) -> dict[str, tuple[()]]:
        """What a proposal names that names no other: one for all of them, as most are such."""
        return dict.fromkeys(self.relations, ())

    @cached_property
    def successor_fields(self) -> tuple[str, ...]:
        """The relations that name what a proposal was replaced by."""
        needed = {
            name
            for status in self.definition.statuses.values()
            if status.stage == "replaced"
            for name in status.requires
        }
        usual = {"replaced-by", "superseded-by"}
        return tuple(key for key in self.relations if key in needed | usual)

    @cached_property
    def template_paths(self) -> frozenset[str]:
        """The templates, by their paths from the folder."""
        return frozenset(map(normpath, self.definition.templates.values()))

    @property
    def places_of_rules(self) -> list[Location]:
        """Where the settings of rules stand, which are told of in that place."""
        return [self.place("rules", name) for name in self.definition.rules]

    @cached_property
    def named_proposals(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """The proposals that the process names, by id or path, and the keys below which it does."""
        overridden = ((("overrides", name), name) for name in self.definition.overrides)
        excepted = (
            (("rules", rule, "except"), name)
            for rule, setting in self.definition.rules.items()
            if isinstance(setting, RuleSetting)
            for name in setting.exceptions
        )
        return (*overridden, *excepted)

    @cached_property
    def requirement_fields(self) -> tuple[str, ...]:
        """The relations that name what has to come first."""
        usual = {"requires", "depends-on"}
        return tuple(key for key in self.relations if key in usual)

    @cached_property
    def status_patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The statuses whose text holds more than their name."""
        statuses = self.definition.statuses.items()
        return tuple(
            (name, re.compile(status.pattern)) for name, status in statuses if status.pattern
        )

    @cached_property
    def folded_statuses(self) -> dict[str, str]:
        """The statuses by their folded names."""
        return {fold(name): name for name in self.definition.statuses}

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """The variants of the sections, in declared order."""
        return tuple(Variant(name, rules) for name, rules in self.definition.sections.items())

    @cached_property
    def item_kinds(self) -> tuple[ItemKind, ...]:
        """The kinds of items, in declared order."""
        items = self.definition.items.items()
        return tuple(ItemKind(name, rule, self.variants) for name, rule in items)

    def item_kind(self, name: str) -> ItemKind | None:
        """The kind of items of that name."""
        return next((kind for kind in self.item_kinds if kind.name == name), None)

    @cached_property
    def section_titles(self) -> frozenset[str]:
        """Every declared heading, folded."""
        return frozenset(
            fold(title)
            for rules in self.definition.sections.values()
            for rule in rules
            for title in (rule.title, *rule.aliases)
        )

    def field_rule(self, key: str) -> FieldRule | None:
        """The declaration of a field, if it has one."""
        return self.definition.fields.get(key)

    def field_label(self, key: str) -> str:
        """How the field is written."""
        rule = self.definition.fields.get(key)
        return (rule and rule.label) or key.replace("-", " ").title()

    def field_key(self, label: str) -> str | None:
        """The key of the field with that label, in any accepted spelling."""
        return self.labels.get(fold(label))

    def nearest_field(self, label: str) -> str | None:
        """The key of the field that a label which is none was most likely meant to be."""
        labels = {self.field_label(key): key for key in self.definition.fields}
        near = nearest(label, labels)
        return labels[near] if near else None

    def meant_fields(self, labels: Iterable[str]) -> frozenset[str]:
        """The keys of the fields that labels which are none were most likely meant to be."""
        return frozenset(filter(None, map(self.nearest_field, labels)))

    def status_name(self, text: str) -> str | None:
        """The declared status that `text` states."""
        if text in self.definition.statuses:
            return text
        for name, pattern in self.status_patterns:
            if pattern.fullmatch(text):
                return name
        return self.folded_statuses.get(fold(text))

    def status_spelling(self, text: str) -> str:
        """A status as it is declared; what a pattern matches, and what is none, as written."""
        if any(pattern.fullmatch(text) for _, pattern in self.status_patterns):
            return text
        return self.folded_statuses.get(fold(text), text)

    def status_rule(self, text: str | None) -> StatusRule | None:
        """The declaration of the status that `text` states."""
        name = self.status_name(text) if text else None
        return self.definition.statuses[name] if name else None

    def setting(self, rule: str) -> RuleSetting:
        """How the process applies a rule; a bare severity sets nothing else."""
        setting = self.definition.rules.get(rule, RuleSetting())
        return setting if isinstance(setting, RuleSetting) else RuleSetting(severity=setting)

    def place(self, *keys: str) -> Location:
        """Where a word of the process stands; the start of the file if it is not written."""
        node, location = self.tree, Location(self.path)
        for key in keys:
            if not isinstance(node, Mapping):
                break
            entry = next((pair for pair in node.entries if pair[0].text == key), None)
            if entry is None:
                break
            location, node = entry[0].location, entry[1]
        return location


def _form_in_words(pattern: str) -> str:
    """A pattern of paths as people would write it; as it stands where it is too intricate."""
    words, before = _OPTIONAL.sub("", pattern), ""
    while words != before:
        before, words = words, _GROUP.sub(_group_in_words, words)
    words = words.replace("\\.", ".")
    return pattern if _INTRICATE.search(words) else words


def _group_in_words(match: re.Match[str]) -> str:
    words = _DATE_DIGITS.sub("YYYY-MM-DD", match["inside"])
    words = _DIGITS.sub(lambda digits: "N" * int(digits[1]), words)
    return _ANY.sub(match["name"], words)
