"""The JSON Schema of `process.yaml`, for editors: made of the types that read the file."""

from __future__ import annotations

import msgspec

from sphinx_deps.outputs.json_schema import DRAFT_2020, Schema
from sphinx_deps.process import FILE_NAME
from sphinx_deps.process_loading import builtin_names
from sphinx_deps.rule import Rule, rule_summary
from sphinx_deps.rules import RULES
from sphinx_deps.vocabulary import Definition

_TEXT = ["string", "number", "boolean"]
"""What a text without quotation marks may be for an editor; here it is read as written."""
_CHANGE = "Change"
_OF_WHOLE = frozenset({"required", "not", "errorMessage"})
"""The keywords that ask for something, which the base may have."""


def process_schema() -> Schema:
    """The schema: a process that extends another one may say less, and remove by `null`."""
    whole = _structs()
    changes = {f"{name}{_CHANGE}": _change(struct) for name, struct in whole.items()}
    return {
        "$schema": DRAFT_2020,
        "title": FILE_NAME,
        "description": "The process of a folder of enhancement proposals, as sphinx-deps reads it.",
        "type": "object",
        "if": {"required": ["extends"], "properties": {"extends": {"type": "string"}}},
        "then": {"$ref": f"#/$defs/{Definition.__name__}{_CHANGE}"},
        "else": {"$ref": f"#/$defs/{Definition.__name__}"},
        "$defs": {**whole, **changes},
    }


def _structs() -> dict[str, Schema]:
    """The mappings of a process by their names, and what their types don't tell."""
    _, written = msgspec.json.schema_components([Definition], ref_template="#/$defs/{name}")
    structs: dict[str, Schema] = {name: _editable(struct) for name, struct in written.items()}
    known = structs[Definition.__name__]["properties"]
    known["extends"] |= _base()
    known["rules"] |= _rules(known["rules"].pop("additionalProperties"))
    return structs


def _editable(schema: Schema) -> Schema:
    """A schema of msgspec as editors need it: texts as written, and one list of types."""
    edited = {key: value for key, value in schema.items() if _is_telling(key, value)}
    for key in ("items", "additionalProperties"):
        if isinstance(edited.get(key), dict):
            edited[key] = _editable(edited[key])
    if "properties" in edited:
        edited["properties"] = {key: _editable(one) for key, one in edited["properties"].items()}
    if "anyOf" in edited:
        return _with_types(edited)
    return edited | {"type": _TEXT} if edited.get("type") == "string" else edited


def _with_types(schema: Schema) -> Schema:
    """A choice among types alone as a list of them, which editors tell in fewer words."""
    parts = [_editable(part) for part in schema["anyOf"]]
    if not all(part.keys() == {"type"} for part in parts):
        return schema | {"anyOf": parts}
    others = {key: value for key, value in schema.items() if key != "anyOf"}
    return others | {"type": [name for part in parts for name in _types(part)]}


def _is_telling(key: str, value: object) -> bool:
    """Whether a keyword tells people something; editors would insert a default of nothing."""
    if key == "default":
        return value not in (None, "", (), []) and not isinstance(value, dict)
    return key != "title" and (key, value) != ("required", [])


def _types(schema: Schema) -> list[str]:
    kind = schema["type"]
    return kind if isinstance(kind, list) else [kind]


def _base() -> Schema:
    """What `extends` names: a built-in process, or a file, whose name has a dot or a slash."""
    names = {"description": "A built-in process.", "enum": list(builtin_names())}
    file = {"description": "A file.", "type": "string", "pattern": r"[./\\]"}
    return {"type": ["string", "null"], "anyOf": [names, file, {"type": "null"}]}


def _rules(setting: Schema) -> Schema:
    return {
        "properties": {rule.name: _rule(rule) | setting for rule in RULES},
        "additionalProperties": False,
    }


def _rule(rule: Rule) -> Schema:
    default = rule.severity.value if rule.severity else "off"
    return {"description": f"{rule_summary(rule.name)} (Default: {default})"}


def _change(schema: Schema, *, removable: bool = True) -> Schema:
    """The schema of a change: the base may have what is required, and `null` removes the rest.

    Lists replace those of the base, so what is in them is no change.
    """
    changed = {key: value for key, value in schema.items() if key not in _OF_WHOLE}
    if removable and "type" in schema:
        changed["type"] = list(dict.fromkeys([*_types(schema), "null"]))
    if removable and "enum" in schema:
        changed["enum"] = list(dict.fromkeys([*schema["enum"], None]))
    if "$ref" in schema:
        changed["$ref"] = f"{schema['$ref']}{_CHANGE}"
    if "anyOf" in schema:
        changed["anyOf"] = [_change(part) for part in schema["anyOf"]]
    return changed | _changed_keys(schema)


def _changed_keys(schema: Schema) -> Schema:
    """What a change may hold under the keys of a mapping, if the schema is of one."""
    required = schema.get("required", ())
    changed: Schema = {}
    if "properties" in schema:
        changed["properties"] = {
            key: _change(one, removable=key not in required)
            for key, one in schema["properties"].items()
        }
    if isinstance(schema.get("additionalProperties"), dict):
        changed["additionalProperties"] = _change(schema["additionalProperties"])
    return changed
