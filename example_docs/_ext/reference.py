"""Directives that draw the reference pages from the declarations in the code of sphinx-deps.

Each directive turns declarations into Markdown when the page is read, and hands it to MyST as if
it stood in the page. So nothing is generated into the source folder, no page can fall behind the
code, and every key, rule and option has an anchor of its own.
"""

from __future__ import annotations

import inspect
import json
import re
import textwrap
import tomllib
import types
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import click
import msgspec
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from sphinx_deps.cli import main
from sphinx_deps.encoding import encode_json
from sphinx_deps.outputs.catalog_schema import catalog_schema
from sphinx_deps.outputs.process_schema import process_schema
from sphinx_deps.process import Process
from sphinx_deps.process_loading import builtin_names, load_builtin
from sphinx_deps.rule import Rule, rule_page, rule_summary
from sphinx_deps.rules import RULES, RULES_BY_NAME
from sphinx_deps.sphinx_ext.config import OPTIONS, SERIES_KEYS
from sphinx_deps.vocabulary import (
    Definition,
    FieldRule,
    ItemHeading,
    LabelFormat,
    Pattern,
    TitleSource,
)

PROGRAM = "sphinx-deps"
SCHEMAS = {"process.schema.json": process_schema, "deps.schema.json": catalog_schema}
_ENVIRONMENTS = Path(__file__).parents[2] / "tests" / "compatibility" / "environments.toml"
_TESTS = {"all": "every one", "chosen": "chosen ones", "watching": "its own"}
_SIMPLEST = "basic"
_UNWRAPPED = "\b\n"
_CODE_BLOCK = re.compile(r"^(?P<fence>`{3,}).*?^(?P=fence)$", re.DOTALL | re.MULTILINE)
_CODE_SPAN = re.compile(r"(?<!`)`([\w-]+)`(?!`)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_TYPES: dict[object, str] = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    Pattern: "regular expression",
    TitleSource: "text",
    LabelFormat: "text",
    ItemHeading: "regular expression",
}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives, and keys as objects that pages can refer to."""
    app.add_object_type("key", "key", "pair: %s; key", _draw_signature)
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    app.connect("build-finished", _write_schemas)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _write_schemas(app: Sphinx, error: Exception | None) -> None:
    """Publish the schemas of `process.yaml` and `deps.json` beside the pages."""
    if error is None and app.builder.format == "html":
        for name, schema in SCHEMAS.items():
            (Path(app.outdir) / name).write_bytes(encode_json(schema()))


def _draw_signature(env: BuildEnvironment, text: str, drawn: addnodes.desc_signature) -> str:
    """Draw `documents.include: list of texts = [...]`; the name alone is the object."""
    name, _, rest = text.partition(": ")
    drawn += addnodes.desc_name(name, name)
    drawn += addnodes.desc_annotation(rest, f": {rest}")
    return name


class ReferenceDirective(SphinxDirective):
    """Draws Markdown that is made when the page is read."""

    def markdown(self) -> Iterator[str]:
        """Make the paragraphs."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Parse them where the directive stands, headings included."""
        text = "\n\n".join(self.markdown())
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, tuple("---" for _ in head), *rows)
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


class ConfigurationDirective(ReferenceDirective):
    """Draws the values of `conf.py`, and the keys of an entry of `deps_series`."""

    def markdown(self) -> Iterator[str]:
        """Make one object for each value and key."""
        for option in OPTIONS:
            yield (
                f"```{{confval}} {option.name}\n:type: {_python_types(option.types)}\n"
                f":default: `{_python(option.default)}`\n\n{option.meaning}\n```"
            )
        yield "## An entry of `deps_series`"
        yield "An entry is the path of a folder, or a mapping with these keys:"
        for key in SERIES_KEYS:
            words = _python_types(key.types)
            yield f"```{{key}} deps_series.{key.name}: {words}\n{key.meaning}\n```"


def _python(value: object) -> str:
    return repr(value) if isinstance(value, bool) else json.dumps(value)


def _python_types(kinds: Iterable[type]) -> str:
    return " or ".join(_TYPES.get(kind, kind.__name__) for kind in kinds)


class VocabularyDirective(ReferenceDirective):
    """Draws every key of `process.yaml`."""

    def markdown(self) -> Iterator[str]:
        """Make the keys of the file, then those of each mapping in it."""
        yield from _struct_keys(Definition, "")
        for known in msgspec.structs.fields(Definition):
            kind = get_type_hints(Definition, include_extras=True)[known.name]
            for struct, path in _structs(kind, known.encode_name):
                yield f"(process-{known.encode_name})=\n## `{known.encode_name}`"
                yield str(struct.__doc__).replace("\n", " ")
                yield from _all_keys(struct, f"{path}.")


def _structs(kind: Any, path: str) -> Iterator[tuple[type[msgspec.Struct], str]]:
    """The mapping that a key holds, if it does, with the path to its own keys."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind, path
    deeper = f"{path}.*" if get_origin(kind) is dict else path
    for part in get_args(kind):
        if get_origin(kind) is not Literal:
            yield from _structs(part, deeper)


def _all_keys(struct: type[msgspec.Struct], prefix: str) -> Iterator[str]:
    """The keys of a mapping, then those of the mappings in it."""
    yield from _struct_keys(struct, prefix)
    hints = get_type_hints(struct, include_extras=True)
    for known in msgspec.structs.fields(struct):
        for inner, path in _structs(hints[known.name], f"{prefix}{known.encode_name}"):
            yield from _all_keys(inner, f"{path}.")


def _struct_keys(struct: type[msgspec.Struct], prefix: str) -> Iterator[str]:
    hints = get_type_hints(struct, include_extras=True)
    for known in msgspec.structs.fields(struct):
        words = f"{_words(hints[known.name])}{_default(known)}"
        meaning = _description(hints[known.name]) or "The mapping below."
        yield f"```{{key}} {prefix}{known.encode_name}: {words}\n{meaning}\n```"


def _words(kind: Any) -> str:
    """A type as the author of a process would name it."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _words(parts[0])
    if origin is Literal:
        return "one of " + ", ".join(parts)
    if origin is tuple:
        return f"list of {_plural(_words(parts[0]))}"
    if origin is dict:
        return f"mapping of names to {_plural(_words(parts[1]))}"
    if origin in {Union, types.UnionType}:
        return ", or ".join(_words(part) for part in parts if part is not type(None))
    return _TYPES.get(kind, "mapping")


def _plural(words: str) -> str:
    return words if " of " in words else f"{words}s"


def _default(known: msgspec.structs.FieldInfo) -> str:
    if known.required:
        return ", required"
    default = known.default
    if known.default_factory is not msgspec.NODEFAULT:
        default = known.default_factory()
    if default is None or default in ("", (), {}) or isinstance(default, msgspec.Struct):
        return ""
    return f" = {json.dumps(default)}"


def _description(kind: Any) -> str:
    found = (one.description for one in get_args(kind) if isinstance(one, msgspec.Meta))
    return next(filter(None, found), "")


class RulesDirective(ReferenceDirective):
    """Draws a table of the rules, and the page of each."""

    def markdown(self) -> Iterator[str]:
        """Make the table, then the pages."""
        rows = (
            (f"[{rule.name}](#rule-{rule.name})", _severity(rule), rule_summary(rule.name))
            for rule in RULES
        )
        yield _table(("Rule", "Default", "Finds"), rows)
        for rule in RULES:
            yield f"(rule-{rule.name})=\n## {rule.name}\n\nDefault: **{_severity(rule)}**"
            yield _rule_text(rule.name)


def _rule_text(name: str) -> str:
    """The page of a rule below its title: its parts are no sections, its words for rules links."""
    _, _, page = rule_page(name).partition("\n")
    text, end = "", 0
    for block in _CODE_BLOCK.finditer(page):
        text += _linked_prose(page[end : block.start()], name) + block[0]
        end = block.end()
    return text + _linked_prose(page[end:], name)


def _linked_prose(prose: str, own_name: str) -> str:
    def link(match: re.Match[str]) -> str:
        name = match[1]
        known = name in RULES_BY_NAME and name != own_name
        return f"[`{name}`](#rule-{name})" if known else match[0]

    return _CODE_SPAN.sub(link, _HEADING.sub(r"```{rubric} \1\n```", prose))


def _severity(rule: Rule) -> str:
    return rule.severity.value if rule.severity else "off"


class CommandsDirective(ReferenceDirective):
    """Draws the help of every command."""

    def markdown(self) -> Iterator[str]:
        """Make the help of the program, then that of its commands."""
        yield f"## `{PROGRAM}`"
        yield from _command(main, PROGRAM)
        with click.Context(main, info_name=PROGRAM) as context:
            for name in main.list_commands(context):
                command = main.get_command(context, name)
                if command is not None:
                    heading = f"{PROGRAM} {name}"
                    yield f"(command-{name})=\n## `{heading}`"
                    yield from _command(command, heading)


def _command(command: click.Command, heading: str) -> Iterator[str]:
    with click.Context(command, info_name=heading) as context:
        usage = " ".join(command.collect_usage_pieces(context))
        yield f"```{{code-block}} text\n{heading} {usage}\n```"
        yield from map(_help_paragraph, inspect.cleandoc(command.help or "").split("\n\n"))
        yield f"```{{program}} {heading}\n```"
        for param in command.params:
            record = param.get_help_record(context)
            if record and isinstance(param, click.Option):
                yield f"```{{option}} {record[0]}\n{record[1]}\n```"


def _help_paragraph(text: str) -> str:
    """A paragraph; one that click is told not to wrap is a block of code."""
    kept = text.removeprefix(_UNWRAPPED)
    return text if kept == text else f"```{{code-block}} yaml\n{textwrap.dedent(kept)}\n```"


class BuiltinProcessesDirective(ReferenceDirective):
    """Draws what each built-in process declares."""

    def markdown(self) -> Iterator[str]:
        """Make statuses, fields and sections as tables, then the file itself."""
        for name in sorted(builtin_names(), key=lambda name: name != _SIMPLEST):
            process = load_builtin(name)
            yield f"(builtin-{name})=\n## `{name}`"
            yield f"{process.name}, with the prefix `{process.definition.prefix}`."
            yield from _process_tables(process)
            text = (files("sphinx_deps") / "processes" / f"{name}.yaml").read_text("utf-8")
            yield f"```{{code-block}} yaml\n:caption: {name}.yaml\n\n{text}```"


def _process_tables(process: Process) -> Iterator[str]:
    statuses = [
        (name, str(one.stage), ", ".join(one.next))
        for name, one in process.definition.statuses.items()
    ]
    if statuses:
        yield _table(("Status", "Stage", "May become"), statuses)
    fields = [
        (process.field_label(key), f"`{key}`", str(one.type), _wanted(one))
        for key, one in process.definition.fields.items()
    ]
    yield _table(("Field", "Key", "Type", "Wanted"), fields)


def _wanted(field: FieldRule) -> str:
    if field.required:
        return "required"
    return "expected" if field.expected else ""


class CatalogDirective(ReferenceDirective):
    """Draws what `deps.json` holds, from its schema."""

    def markdown(self) -> Iterator[str]:
        """Make a table of the whole, then of each mapping in it."""
        schema = catalog_schema()
        yield f"## The file\n\n{schema['description']}"
        yield _catalog_table(schema)
        for name, struct in schema["$defs"].items():
            yield f"(catalog-{name.lower()})=\n## {_title(name)}\n\n{struct['description']}"
            yield _catalog_table(struct)


def _catalog_table(struct: dict[str, Any]) -> str:
    rows = (
        (f"`{key}`", _json_words(one), _meaning(key, one["description"], struct["required"]))
        for key, one in struct["properties"].items()
    )
    return _table(("Key", "Holds", "Meaning"), rows)


def _meaning(key: str, description: str, required: list[str]) -> str:
    return description if key in required else f"{description} May be missing."


def _json_words(schema: dict[str, Any]) -> str:
    """What a value may be, in the words of this manual, mappings as links to their tables."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{_title(name).lower()}](#catalog-{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(map(_json_words, schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(f"`{json.dumps(one)}`" for one in schema["enum"])
    return _JSON_WORDS[schema["type"]](schema)


_JSON_WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "string": lambda schema: "text",
    "integer": lambda schema: "whole number",
    "null": lambda schema: "null",
    "array": lambda schema: f"list of {_json_words(schema['items'])}",
    "object": lambda schema: f"mapping to {_json_words(schema['additionalProperties'])}",
}


def _title(name: str) -> str:
    return {"Citations": "Cited by"}.get(name, name)


class EnvironmentsDirective(ReferenceDirective):
    """Draws the combinations of releases that the tests run with, from the data of the tests."""

    def markdown(self) -> Iterator[str]:
        """Make the table of the combinations, and that of what the releases ask for."""
        self.env.note_dependency(str(_ENVIRONMENTS))
        data = tomllib.loads(_ENVIRONMENTS.read_text(encoding="utf-8"))
        head = ("Combination", "Sphinx", "MyST", "docutils", "And", "Tests")
        yield _table(head, map(_environment_row, data["environments"]))
        yield "## What the releases ask for"
        rows = (
            (f"{one['package']} {one['versions']}", _asked_for(one["needs"]))
            for one in data["releases"]
        )
        yield _table(("Release", "Asks for"), rows)


def _environment_row(environment: dict[str, Any]) -> tuple[str, ...]:
    packages = dict(environment["packages"])
    main = [packages.pop(name, "newest") for name in ("sphinx", "myst-parser", "docutils")]
    others = ", ".join(f"{name} {version}" for name, version in packages.items())
    return environment["meaning"], *main, others, _TESTS[environment["tests"]]


def _asked_for(needs: dict[str, str]) -> str:
    return ", ".join(f"{name} `{versions}`" for name, versions in needs.items())


DIRECTIVES: dict[str, type[ReferenceDirective]] = {
    "reference-configuration": ConfigurationDirective,
    "reference-vocabulary": VocabularyDirective,
    "reference-rules": RulesDirective,
    "reference-commands": CommandsDirective,
    "reference-processes": BuiltinProcessesDirective,
    "reference-catalog": CatalogDirective,
    "reference-environments": EnvironmentsDirective,
}
"""The directives by their names."""
