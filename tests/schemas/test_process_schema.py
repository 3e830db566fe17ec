"""The schema of `process.yaml` says of a process what reading it says, as far as a schema can."""

from __future__ import annotations

import random
import re
import types
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from jsonschema import Draft202012Validator

from schemas.yaml_values import value
from sphinx_deps.located_yaml import Mapping, Node, YamlError, read_yaml
from sphinx_deps.outputs.process_schema import process_schema
from sphinx_deps.process_loading import builtin_names, load_process
from sphinx_deps.rules import RULES_BY_NAME
from sphinx_deps.text import SourceText
from sphinx_deps.vocabulary import (
    DateFormat,
    Day,
    Definition,
    ItemHeading,
    LabelFormat,
    Pattern,
    RoleName,
    TitleSource,
    Words,
)

PROJECT = Path(__file__).parents[2]
SCHEMA = process_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
BASE = "basic"
BLOCK = re.compile(
    r"(?:^`{3,}\{code-block\} yaml\n:caption: \S*process\.yaml\n\n"
    r"|^\*\*`\S*process\.yaml`\*\*\n\n```yaml\n)(.*?)^```",
    re.DOTALL | re.MULTILINE,
)
FILES = [
    *sorted((PROJECT / "sphinx_deps" / "processes").glob("*.yaml")),
    *sorted((PROJECT / "example_docs").rglob("process.yaml")),
    *sorted((PROJECT / "benchmarks").glob("*.yaml")),
]
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "example_docs").rglob("*.md"))]
PAGES += sorted((PROJECT / "sphinx_deps" / "rules").glob("*.md"))


def tree(text: str) -> Node | None:
    return read_yaml(SourceText("process.yaml", text))


def is_valid(text: str) -> bool:
    """Whether the schema has nothing against a process."""
    return VALIDATOR.is_valid(value(tree(text)))


def faults_of(tmp_path: Path, text: str) -> list[str]:
    """What reading has against a process, and the check against its rules."""
    path = tmp_path / "process.yaml"
    path.write_text(text, encoding="utf-8")
    process = load_process(path)
    unknown = set(process.definition.rules) - set(RULES_BY_NAME)
    return [problem.finding.message for problem in process.problems] + sorted(unknown)


def loads(tmp_path: Path, text: str) -> bool:
    """Whether nothing is wrong with it."""
    return not faults_of(tmp_path, text)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_every_key_is_known_and_explained() -> None:
    for struct in Words.__subclasses__():
        schema = SCHEMA["$defs"][struct.__name__]
        assert schema["description"]
        assert set(schema["properties"]) == {
            known.encode_name for known in msgspec.structs.fields(struct)
        }
        assert all("description" in one or "$ref" in one for one in schema["properties"].values())


def test_every_built_in_process_and_every_rule_is_proposed() -> None:
    properties = SCHEMA["$defs"]["Definition"]["properties"]
    assert properties["extends"]["anyOf"][0]["enum"] == list(builtin_names())
    rules = properties["rules"]["properties"]
    assert list(rules) == list(RULES_BY_NAME)
    assert rules["missing-field"]["description"].endswith("(Default: error)")
    assert rules["field-order"]["description"].endswith("(Default: off)")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_process_of_this_project_is_valid(path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(value(tree(path.read_text())))] == []


def shown() -> Iterator[object]:
    for page in PAGES:
        for number, block in enumerate(BLOCK.finditer(page.read_text(encoding="utf-8"))):
            yield pytest.param(block[1], id=f"{page.relative_to(PROJECT)}-{number}")


@pytest.mark.parametrize("text", list(shown()))
def test_of_a_process_that_the_manual_shows_both_say_the_same(tmp_path: Path, text: str) -> None:
    assert is_valid(text) == loads(tmp_path, text)


class Generator:
    """Writes processes, as YAML in flow style, with as many faults as are asked for."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.faults = 0
        self.extended = False

    def process(self, faults: int) -> str:
        self.faults = faults
        self.extended = self.random.random() < 0.5
        base = tree(builtin_text()) if self.extended else None
        head = [f"extends: {BASE}"] if self.extended else []
        if not self.extended and self.is_wrong(0.05):
            head = ["extends: bsic"]
        pairs = self.pairs(Definition, base, without={"extends"})
        return "".join(f"{line}\n" for line in [*head, *pairs])

    def is_wrong(self, chance: float = 0.08) -> bool:
        wrong = self.faults > 0 and self.random.random() < chance
        self.faults -= wrong
        return wrong

    def pairs(
        self, struct: Any, base: Node | None, without: frozenset[str] | set[str] = frozenset()
    ) -> list[str]:
        hints = get_type_hints(struct, include_extras=True)
        written = []
        for known in msgspec.structs.fields(struct):
            inherited = isinstance(base, Mapping) and base.get(known.encode_name) is not None
            needed = known.required and not inherited
            # Whether a base has it no schema can tell: what is needed is left out without one only.
            left_out = needed and not self.extended and self.is_wrong()
            wanted = not left_out if needed else self.random.random() < 0.4
            if wanted and known.encode_name not in without:
                below = base.get(known.encode_name) if isinstance(base, Mapping) else None
                word = self.word(known.encode_name, hints[known.name], below)
                written.append(f"{known.encode_name}: {word}")
        return [*written, "unknown: 1"] if self.is_wrong() else written

    def word(self, key: str, kind: Any, base: Node | None) -> str:
        if base is not None and self.random.random() < 0.1:
            return self.random.choice(["null", "~"])
        if key == "rules" and get_origin(get_args(kind)[0]) is dict:
            return self.entries(get_args(get_args(kind)[0])[1], base, list(RULES_BY_NAME), "stle")
        return self.value(kind, base)

    def value(self, kind: Any, base: Node | None = None) -> str:
        origin, parts = get_origin(kind), get_args(kind)
        if origin is Annotated and parts[0] is not int:
            return self.value(parts[0], base)
        if origin in {Union, types.UnionType}:
            inner = [part for part in parts if part is not type(None)]
            if len(inner) < len(parts) and self.random.random() < 0.2:
                return "null"
            return self.value(self.random.choice(inner), base)
        if origin is tuple:
            return self.items(parts[0])
        if origin is dict:
            return self.entries(parts[1], base, ["first", "second", "third"], None)
        return self.struct(kind, base) if is_struct(kind) else self.scalar(kind)

    def items(self, kind: Any) -> str:
        if self.is_wrong():
            return self.random.choice(["word", "{a: b}", '"null"'])
        return f"[{', '.join(self.value(kind) for _ in range(self.random.randrange(3)))}]"

    def struct(self, kind: Any, base: Node | None) -> str:
        if self.is_wrong():
            return self.random.choice(["word", "[a]", "1"])
        return f"{{{', '.join(self.pairs(kind, base))}}}"

    def entries(self, kind: Any, base: Node | None, names: list[str], wrong: str | None) -> str:
        if self.is_wrong():
            return self.random.choice(["word", "[a]"])
        known = [key.text for key, _ in base.entries] if isinstance(base, Mapping) else []
        chosen = self.random.sample([*names, *known], self.random.randrange(3))
        pairs = []
        for name in dict.fromkeys(chosen):
            below = base.get(name) if isinstance(base, Mapping) else None
            removed = below is not None and self.random.random() < 0.2
            pairs.append(f'"{name}": {"null" if removed else self.value(kind, below)}')
        return f"{{{', '.join([*pairs, f'{wrong}: off'] if wrong and self.is_wrong() else pairs)}}}"

    def scalar(self, kind: Any) -> str:
        if self.is_wrong():
            return self.random.choice([*self.wrong(kind), "[a]", "{a: b}"])
        if get_origin(kind) is Literal:
            return str(self.random.choice(get_args(kind)))
        right = {
            bool: ["true", "false", "True"],
            int: ["4", "0", "1000"],
            str: ["two words", "0012", "25.10", "true", "no", '"quoted: yes"', "2026-01-01"],
            Pattern: [r"'\d{4}-(?P<target>.+)'", "'(?P<target>plain)'"],
            TitleSource: ["heading", "slug", "'Summary - (?P<title>.+)'"],
            LabelFormat: ["'{prefix}-{number:04}'", "'{{{title}}}'", "plain", "12"],
            DateFormat: ["'%d %B %Y'", "'%Y-%m'"],
            ItemHeading: [r"'REQ (?P<number>\d+) (?P<title>.+)'"],
            RoleName: ["rfc", "ADR", "web-rfc"],
            Day: ["2026-03-01", "'2024-02-29'"],
        }
        plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
        return "3" if plain is not kind else self.random.choice(right[plain])

    def wrong(self, kind: Any) -> list[str]:
        """What is wrong for a type beside what is none but a scalar."""
        if get_origin(kind) is Literal:
            return ["word", "12"] if self.extended else ["word", "12", "null"]
        if get_origin(kind) is Annotated:
            return ["0", "7", "word"]
        return {
            bool: ["maybe", "no", "2"],
            int: ["four", "4.5", "true"],
            TitleSource: ["headng", "12"],
            LabelFormat: ["'{nmber}'", "'{prefix'", "'{}'"],
            RoleName: ["'my adr'", "adr-", "a--b"],
            Day: ["2026-3-1", "March 2026"],
            DateFormat: ["YYYY-MM-DD", "'%d %B'"],
        }.get(kind, [])


def is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def builtin_text() -> str:
    return (files("sphinx_deps") / "processes" / f"{BASE}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("faults", [0, 1, 2])
def test_of_a_process_of_any_shape_both_say_the_same(tmp_path: Path, faults: int) -> None:
    told = {True: 0, False: 0}
    for seed in range(150):
        text = Generator(seed).process(faults)
        found = faults_of(tmp_path, text)
        # Names that are declared elsewhere, and what a base has, no schema can follow.
        elsewhere = ["is no declared", "the groups of the pattern"]
        elsewhere += ["no column shows"] if "extends: " in text else []
        known = (all(words not in message for words in elsewhere) for message in found)
        if not found or any(known):
            assert is_valid(text) == (not found), text
            told[not found] += 1
    assert told[True] > 5
    assert (told[False] > 50) == (faults > 0), told


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('documents: {path: "("}', id="the-syntax-of-patterns"),
        pytest.param("label: '{number:zz}'", id="how-a-number-is-filled-in"),
        pytest.param("fields: {a: {formats: ['%Y-%d']}}", id="how-a-date-is-read"),
        pytest.param("statuses: {A: {stage: draft, next: [B]}}", id="names-declared-elsewhere"),
        pytest.param("redirect: {pattern: Moved to DEP 12}", id="the-groups-of-a-pattern"),
        pytest.param("extends: absent.yaml", id="files"),
        pytest.param("extends: basic\nfields: {absent: null}", id="what-a-base-does-not-have"),
        pytest.param("extends: basic\nstatuses: {New: {initial: true}}", id="what-a-base-lacks"),
        pytest.param(
            "extends: basic\nregistry: {file: R.md, columns: {Name: title}}",
            id="what-a-registry-of-a-base-lacks",
        ),
        pytest.param("number: {digits: +4}", id="how-a-number-is-written"),
        pytest.param("name: a\nname: b", id="keys-that-stand-twice"),
    ],
)
def test_what_the_schema_cannot_tell_reading_tells(tmp_path: Path, text: str) -> None:
    assert is_valid(text)
    assert not loads(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('section-order: "true"', id="true-in-quotation-marks"),
        pytest.param("section-order: 1", id="one-for-true"),
        pytest.param('number: {digits: "4"}', id="a-number-in-quotation-marks"),
        pytest.param("name:", id="an-empty-text"),
        pytest.param("", id="an-empty-file"),
        pytest.param("extends: base", id="a-file-without-dot-or-slash"),
    ],
)
def test_where_the_schema_is_stricter_reading_forgives(tmp_path: Path, text: str) -> None:
    (tmp_path / "base").write_text("prefix: RFC\n", encoding="utf-8")
    assert not is_valid(text)
    assert loads(tmp_path, text)


def test_a_process_that_is_no_yaml_is_for_the_editor_to_tell(tmp_path: Path) -> None:
    with pytest.raises(YamlError):
        is_valid("a: [")
    assert not loads(tmp_path, "a: [")
