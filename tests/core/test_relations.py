"""Relations among proposals: each once, whoever states it, from what came first."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.outputs.relations import Relations, around, read_relations, teller_and_named
from sphinx_deps.series_reading import SeriesSource

PROCESS = """\
prefix: DEP
documents: {path: '(?P<number>\\d{4})-(?P<slug>[a-z]+)\\.md'}
fields:
  requires: {type: proposals, label: Needs}
  replaces: {type: proposals, inverse: replaced-by}
  replaced-by: {type: proposals, inverse: replaces}
  extends: {type: proposals, inverse: extended-by}
  extended-by: {type: proposals, inverse: extends}
  related: {type: proposals, inverse: related}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a process that knows several relations."""
    (tmp_path / "process.yaml").write_text(PROCESS, encoding="utf-8")
    return tmp_path


def catalog(folder: Path, **relations: str) -> Catalog:
    """Proposals `a1` to `a9`, with the relation that the number after the letter states."""
    for name, text in relations.items():
        (folder / f"000{name[1:]}-{name[0]}.md").write_text(f"---\n{text}\n---\n# {name}\n")
    return read_catalog([SeriesSource(folder)])


def found(folder: Path, **relations: str) -> Relations:
    """The relations among all of them."""
    read = catalog(folder, **relations)
    return read_relations(read, read.proposals)


def told(relations: Relations) -> list[str]:
    """Each relation as a sentence, after the numbers from left to right."""
    return [
        f"{_number(one.left)}-{_number(one.right)} "
        + f" {one.words} ".join(map(_number, teller_and_named(one)))
        for one in relations.relations
    ]


def _number(key: str) -> str:
    return key.removeprefix("dep:000")[0]


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("x: y", "requires: 1", ["1-2 2 Needs 1"]),
        ("replaced-by: 2", "x: y", ["1-2 1 Replaced By 2"]),
        ("x: y", "replaces: 1", ["1-2 1 Replaced By 2"]),
        ("replaced-by: 2", "replaces: 1", ["1-2 1 Replaced By 2"]),
        ("x: y", "extends: DEP 1", ["1-2 2 Extends 1"]),
        ("extended-by: 2", "x: y", ["1-2 2 Extends 1"]),
        ("related: 2", "related: 1", ["1-2 1 Related 2"]),
        ("x: y", "related: 1", ["1-2 1 Related 2"]),
        ("requires: 1", "requires: 9, elsewhere", []),
        ("requires: 2", "requires: 1", ["2-1 1 Needs 2", "1-2 2 Needs 1"]),
    ],
    ids=[
        "what is needed came first",
        "a successor came later",
        "told by the successor",
        "told by both",
        "without a successor",
        "told by the other side",
        "the same from both sides",
        "the same from one side",
        "to itself, and to nothing",
        "a cycle",
    ],
)
def test_a_relation_is_told_once(
    folder: Path, first: str, second: str, sentence: list[str]
) -> None:
    assert told(found(folder, a1=first, b2=second)) == sentence


def test_those_without_relations_are_set_apart(folder: Path) -> None:
    relations = found(folder, a1="x: y", b2="requires: 1", c3="x: y")
    assert [one.number for one in relations.proposals] == [1, 2]
    assert [one.number for one in relations.unrelated] == [3]


def test_relations_to_what_is_not_chosen_do_not_count(folder: Path) -> None:
    read = catalog(folder, a1="x: y", b2="requires: 1")
    relations = read_relations(read, read.proposals[1:])
    assert (relations.relations, len(relations.unrelated)) == ((), 1)


@pytest.mark.parametrize(
    ("depth", "numbers"), [(0, [3]), (1, [2, 3, 4]), (2, [1, 2, 3, 4]), (9, [1, 2, 3, 4])]
)
def test_a_neighbourhood_goes_so_many_steps_in_either_direction(
    folder: Path, depth: int, numbers: list[int]
) -> None:
    relations = found(
        folder, a1="x: y", b2="requires: 1", c3="requires: 2", d4="replaces: 3", e5="x: y"
    )
    near = around(relations, "dep:0003-c.md", depth)
    assert [one.number for one in near.proposals] == numbers
    assert len(near.relations) == len(numbers) - 1
    assert near.unrelated == ()


def test_around_what_is_not_there_is_nothing(folder: Path) -> None:
    relations = found(folder, a1="x: y", b2="requires: 1")
    assert around(relations, "", 2) == Relations((), ())
