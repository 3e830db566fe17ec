"""What may stand in one field of front matter, by its type, in JSON Schema.

An editor sees values as YAML 1.2 reads them: a number that stands without quotation marks has lost
its form, so patterns hold for texts only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from sphinx_deps.dates import date_form
from sphinx_deps.outputs.json_schema import (
    ISO_DATE,
    Schema,
    any_case,
    escaped,
    one_of,
    portable,
    spelled,
)
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.rules.field_value import NAMES
from sphinx_deps.text import fold
from sphinx_deps.values import no_answers
from sphinx_deps.vocabulary import ISO, FieldRule, FieldType

Holds = Callable[[str], bool]
"""Whether a rule holds for every proposal."""

_SCALAR = ["string", "number", "boolean", "object"]
NOT_EMPTY: Schema = {"type": _SCALAR, "pattern": r"\S"}
"""A value that is there, whatever it says."""

_ANYTHING = r"[\s\S]*"
_BLANK = r"\s*"
_TYPES: dict[FieldType, list[str]] = {
    "integer": ["integer", "string", "null"],
    "date": ["string", "null"],
    "version": ["number", "string", "null"],
    "boolean": ["boolean", "string", "null"],
    "links": ["string", "object", "null"],
}
"""What an editor may make of a value; of other types anything."""
_FORMS: dict[FieldType, str] = {
    "integer": r"[-+]?\d+",
    "boolean": "|".join(map(any_case, ("true", "false", "yes", "no", "on", "off"))),
    "version": rf"{_ANYTHING}\d{_ANYTHING}",
    "links": rf"{_ANYTHING}(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/\S|\]\([^)\s]|\S@\S+\.\S|#\d){_ANYTHING}",
    # Where no form is declared, a date in any form that has a year.
    "date": rf"{_ANYTHING}\d{{4}}{_ANYTHING}",
}
_MONTHS = "january february march april may june july august september october november december"
_DIRECTIVES = {
    "%Y": r"\d{4}",
    "%y": r"\d{2}",
    "%m": r"(?:0?[1-9]|1[0-2])",
    "%d": r"(?:0?[1-9]|[12]\d|3[01])",
    "%B": "(?:" + "|".join(map(any_case, _MONTHS.split())) + ")",
    "%b": "(?:" + "|".join(any_case(month[:3]) for month in _MONTHS.split()) + ")",
    "%%": "%",
}
_PART = regex(r"%.|\s+|[^%\s]+", re.DOTALL)
_MENU = rf"(?:[^|]*\|){{2}}{_ANYTHING}|{_ANYTHING}\[[xX]\](?!\(){_ANYTHING}"
_PROMPT = (
    r"\[(?![xX]\](?!\())(?=[^|]*[\s\/])(?:(?!\]\()[^|])*\]"
    rf"|<{_ANYTHING} {_ANYTHING}>|\{{{_ANYTHING} {_ANYTHING}\}}"
)


def status_values(process: Process, holds: Holds, *, needed: bool) -> Schema:
    """A declared status, as it is written."""
    statuses, rule = process.definition.statuses, process.definition.fields["status"]
    if not statuses:
        return {}
    patterns = [portable(pattern.pattern) or _ANYTHING for _, pattern in process.status_patterns]
    kinds = {"status-case": [spelled(fold(name)) for name in statuses]}
    # Where these are off, `unknown-status` tells what they would.
    if not holds("unknown-status"):
        kinds["status-menu"] = [_MENU, _two_of(statuses)]
        kinds["field-placeholder"] = _placeholder_forms(rule)
    texts = _texts("unknown-status", patterns, kinds, holds)
    most = 1 if holds("unknown-status") else None
    return _names(statuses, texts, most=most, answer=NOT_EMPTY if needed else None)


def _two_of(names: Iterable[str]) -> str:
    """The pattern of a list in which at least two of the names stand."""
    one = "|".join(spelled(fold(name)) for name in names)
    others = r"(?:[^|\/]*[|\/])*"
    return rf"{others}(?:{one})[|\/]{others}(?:{one})(?:[|\/]{_ANYTHING})?"


def status_patterns(name: str, process: Process) -> list[Schema]:
    """The texts that state one status."""
    forms = [spelled(fold(name))]
    forms += [
        portable(pattern.pattern) or escaped(name)
        for status, pattern in process.status_patterns
        if status == name
    ]
    text = _text(forms)
    return [text, {"type": "array", "items": text, "minItems": 1, "maxItems": 1}]


def choice_values(rule: FieldRule, holds: Holds, *, needed: bool) -> Schema:
    """One of the choices, or several where there may be several."""
    choice = "|".join(spelled(fold(name)) for name in rule.choices)
    kinds = {"field-placeholder": [*_placeholder_forms(rule), _MENU]}
    texts = _texts("field-choice", [_several(choice, rule), *none_forms(rule.none)], kinds, holds)
    return _names(rule.choices, texts, most=None, answer=_answer(rule) if needed else None)


def _texts(rule: str, right: list[str], kinds: dict[str, list[str]], holds: Holds) -> Schema:
    """The texts beside the declared names that no rule reports.

    `rule` reports what is no name; of some kinds of texts each is reported by a rule of its own.
    """
    accepted = [form for name, forms in kinds.items() if not holds(name) for form in forms]
    refused = [form for name, forms in kinds.items() if holds(name) for form in forms]
    if holds(rule):
        return {"pattern": one_of([*right, *accepted, _BLANK])}
    return {"type": _SCALAR} | _unless(refused)


def _names(
    names: Iterable[str], texts: Schema, *, most: int | None, answer: Schema | None
) -> Schema:
    """Names that an editor proposes, and what is accepted beside them, if that is an answer."""
    text = {"type": "string"} | texts
    accepted: list[Schema] = [{"enum": list(names)}]
    accepted += [{"allOf": [text, answer]}] if answer else [text, {"type": "null"}]
    several = {"type": "array", "items": {"anyOf": accepted}, "minItems": int(answer is not None)}
    limit = {} if most is None else {"maxItems": most}
    return {"anyOf": [*accepted, several | limit]}


def _text(forms: Iterable[str]) -> Schema:
    return {"type": "string", "pattern": one_of(forms)}


def plain_values(rule: FieldRule, holds: Holds, *, needed: bool) -> Schema:
    """A value, or a list of values, of the declared type and form."""
    one = _plain_value(rule, holds)
    several: Schema = {"items": one}
    if needed:
        one, several = {"allOf": [one, _answer(rule)]}, several | _several_answers(rule)
    return {"if": {"type": "array"}, "then": several, "else": one}


def _plain_value(rule: FieldRule, holds: Holds) -> Schema:
    schema: Schema = {"type": _TYPES[rule.type]} if _is_held_to_type(rule, holds) else {}
    form = _form(rule, holds)
    if form is not None:
        forms = [_several(form, rule), *none_forms(rule.none), _MENU, *_placeholder_forms(rule)]
        schema["pattern"] = one_of([*forms, _BLANK])
        schema["patternErrorMessage"] = f"This is not {_form_in_words(rule)}."
    if holds("field-placeholder"):
        left = _text(_placeholder_forms(rule))
        schema["not"] = {"allOf": [left, {"not": _text([_MENU])}]}
    return schema


def _form_in_words(rule: FieldRule) -> str:
    if rule.pattern:
        return f"of the form {rule.pattern}"
    if rule.formats:
        return f"of the form {' or '.join(map(date_form, rule.formats))}"
    return NAMES[rule.type]


def _is_held_to_type(rule: FieldRule, holds: Holds) -> bool:
    return rule.type in _TYPES and holds("field-value")


def _form(rule: FieldRule, holds: Holds) -> str | None:
    """The pattern of a value that says something; None where anything may stand there."""
    if rule.type == "date":
        return _date_form(rule, holds)
    if rule.type == "people":
        # It may name several, in more ways than a pattern can tell apart.
        return None
    held = "version-format" if rule.type == "version" else "field-value"
    declared = portable(rule.pattern) if rule.pattern and holds(held) else None
    return declared or (_FORMS.get(rule.type) if holds("field-value") else None)


def _date_form(rule: FieldRule, holds: Holds) -> str | None:
    if not holds("field-value"):
        return None
    forms = [date_pattern(form) for form in rule.formats if holds("date-format")]
    return "|".join(filter(None, forms)) if forms and None not in forms else _FORMS["date"]


def date_pattern(form: str) -> str | None:
    """The pattern of dates in a form that `strftime` names; None where it names what is rare."""
    if form == ISO:
        return ISO_DATE
    parts = [_date_part(part) for part in _PART.findall(form)]
    return None if None in parts else "".join(filter(None, parts))


def _date_part(part: str) -> str | None:
    if part.startswith("%"):
        return _DIRECTIVES.get(part)
    return r"\s+" if part.isspace() else any_case(part)


def _several(form: str, rule: FieldRule) -> str:
    """The pattern of a value, or of several in one text where there may be several."""
    if not rule.many:
        return rf"\s*(?:{form})\s*"
    between = "|".join(escaped(mark) for mark in (*rule.separators, "\n"))
    one = rf"\s*(?:{form})\s*"
    return rf"{one}(?:(?:{between}){one})*"


def _answer(rule: FieldRule) -> Schema:
    """A value that answers what is required."""
    return NOT_EMPTY | _unless(none_forms(no_answers(rule)))


def _several_answers(rule: FieldRule) -> Schema:
    """A list that answers what is required."""
    nothing = [_text([form]) for form in none_forms(no_answers(rule))]
    alone: Schema = {"not": {"maxItems": 1, "items": {"anyOf": nothing}}} if nothing else {}
    return {"minItems": 1} | alone


def _unless(forms: Iterable[str]) -> Schema:
    refused = list(forms)
    return {"not": _text(refused)} if refused else {}


def none_forms(words: Iterable[str]) -> Iterator[str]:
    """The patterns of texts that say that there is nothing to say."""
    for word in words:
        reason = rf"(?:\s*[.,;:(]{_ANYTHING})?" if len(word) > 2 else ""
        yield rf"\s*{any_case(word)}\s*{reason}"


def _placeholder_forms(rule: FieldRule) -> list[str]:
    words = [spelled(fold(word)) for word in rule.placeholders if fold(word)]
    return [*words, _PROMPT]


def filled(rule: FieldRule) -> Schema:
    """A value that says something."""
    text = {"not": _text([_BLANK, *none_forms(rule.none), *_placeholder_forms(rule)])}
    several = {"type": "array", "minItems": 1, "items": {"not": {"type": "null"}}}
    return {"if": {"type": "array"}, "then": several, "else": NOT_EMPTY | text}


def unfilled(rule: FieldRule) -> Schema:
    """A value that says nothing."""
    nothing = one_of([_BLANK, *none_forms(rule.none), *_placeholder_forms(rule)])
    return {"type": ["string", "null", "array"], "pattern": nothing, "maxItems": 0}
