"""YAML stays as written, and every part of it has a place."""

from __future__ import annotations

from datetime import date

import pytest

from sphinx_deps.located_yaml import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    YamlError,
    load_mapping,
    read_yaml,
)
from sphinx_deps.text import SourceText


def read(text: str) -> Node | None:
    return read_yaml(SourceText.decode("x.yaml", text.encode()))


def scalar(text: str, key: str) -> Scalar:
    root = read(text)
    assert isinstance(root, Mapping)
    value = root.get(key)
    assert isinstance(value, Scalar)
    return value


@pytest.mark.parametrize("written", ["0012", "25.10", "no", "2026-01-05", "1e3", "0x10", "12:30"])
def test_scalars_stay_as_written(written: str) -> None:
    assert scalar(f"key: {written}", "key").text == written


def test_a_value_has_its_line_and_columns() -> None:
    place = scalar("a: 1\nkey:   some words  # comment\n", "key").location
    assert (place.line, place.column, place.end_line, place.end_column) == (2, 8, 2, 18)


def test_places_are_those_of_the_file_also_when_the_text_starts_later() -> None:
    source = SourceText.decode("x.md", b"---\nkey: value\n---\n")
    root = read_yaml(source, 4, 15)
    assert isinstance(root, Mapping)
    value = root.get("key")
    assert value is not None
    assert (value.location.line, value.location.column) == (2, 6)


@pytest.mark.parametrize("written", ["", "~", "null", "NULL"])
def test_nothing_is_null_only_when_it_is_not_quoted(written: str) -> None:
    assert scalar(f"key: {written}", "key").is_null
    assert not scalar(f"key: '{written}'", "key").is_null


def test_a_key_that_stands_twice_is_kept_and_told() -> None:
    root = read("a: 1\nb: 2\na: 3\n")
    assert isinstance(root, Mapping)
    ((again, first),) = root.duplicates()
    assert (again.location.line, first.location.line) == (3, 1)
    assert root.get("a") == root.entries[0][1]
    assert root.get("z") is None


def test_lists_and_nested_mappings_are_nodes() -> None:
    root = read("a: [x, {b: c}]\n")
    assert isinstance(root, Mapping)
    items = root.get("a")
    assert isinstance(items, Sequence)
    assert isinstance(items.items[1], Mapping)


def test_nothing_is_read_from_nothing() -> None:
    assert read("") is None
    assert read("# only a comment\n") is None


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: [\n", 3, "did not find expected node content"),
        ("a: 1\n\tb: 2\n", 2, "tab"),
        ("a: 1\n@b: 2\n", 2, "cannot start any token"),
        ("a: 'x\n", 2, "unexpected end of stream"),
        ("a: \x01\n", 1, "control characters are not allowed"),
        ("a: &x [*x]\n", 1, "aliases nest without end"),
        ("? [a, b]\n: c\n", 1, "a key must be a plain word"),
    ],
)
def test_what_cannot_be_read_says_why_and_where(text: str, line: int, words: str) -> None:
    with pytest.raises(YamlError, match=words) as caught:
        read(text)
    assert caught.value.location.line == line


def test_aliases_that_blow_up_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 8)]
    with pytest.raises(YamlError, match="without end"):
        read("\n".join(lines))


def test_endless_nesting_is_refused() -> None:
    with pytest.raises(YamlError):
        read("[" * 50_000)


def test_a_mapping_is_loaded_with_what_yaml_means() -> None:
    loaded = load_mapping("number: 12\nday: 2026-01-05\nnames: [Ada, Bob]\n")
    assert loaded == {"number": 12, "day": date(2026, 1, 5), "names": ["Ada", "Bob"]}


@pytest.mark.parametrize(
    "text", ["", "- Ada\n", "a: [\n", "day: 2026-13-45\n", "\x00", "[" * 5000 + "]" * 5000]
)
def test_what_is_no_mapping_or_cannot_be_read_is_not_loaded(text: str) -> None:
    assert load_mapping(text) is None


def test_a_control_character_has_its_place_behind_wide_ones() -> None:
    with pytest.raises(YamlError) as raised:
        read("a: Größe 한\nb: x\x08y\n")
    assert (raised.value.location.line, raised.value.location.column) == (2, 5)
