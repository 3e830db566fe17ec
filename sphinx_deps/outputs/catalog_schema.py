"""The JSON Schema of the exported catalog, for programs that read it: made of what writes it."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from sphinx_deps.outputs.catalog_types import ExportedCatalog
from sphinx_deps.outputs.json_schema import DRAFT_2020, Schema
from sphinx_deps.patterns import regex

_REFERENCE = "#/$defs/"
_REFERRED = regex(rf'"{re.escape(_REFERENCE)}(\w+)"')
_PREFIX = "Exported"


def catalog_schema() -> Schema:
    """The schema: every key that is always written is required, and none forbidden.

    Later versions may add some.
    """
    _, structs = msgspec.json.schema_components([ExportedCatalog], ref_template="{name}")
    definitions: dict[str, Any] = {_short(name): _plain(one) for name, one in structs.items()}
    whole = definitions.pop(_short(ExportedCatalog.__name__))
    return {
        "$schema": DRAFT_2020,
        "title": "deps.json",
        **whole,
        "required": list(whole["properties"]),
        "$defs": {name: definitions[name] for name in _named_by(whole, definitions)},
    }


def _named_by(schema: Schema, definitions: dict[str, Any]) -> list[str]:
    """The mappings in a schema, from the outermost inwards."""
    found = [name for name in _REFERRED.findall(json.dumps(schema)) if name in definitions]
    deeper = [below for name in found for below in _named_by(definitions[name], definitions)]
    return list(dict.fromkeys([*found, *deeper]))


def _plain(schema: Any) -> Any:
    """A schema of msgspec without what tells readers nothing: titles of types, and defaults."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _plain(one) for key, one in schema.items() if not _is_noise(key, one)}
    if "$ref" in plain:
        plain["$ref"] = f"{_REFERENCE}{_short(plain['$ref'])}"
    return plain


def _is_noise(key: str, value: object) -> bool:
    return key == "default" or (key == "title" and isinstance(value, str))


def _short(name: str) -> str:
    return name.removeprefix(_PREFIX)
