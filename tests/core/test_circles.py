"""The circles of a graph."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from sphinx_deps.circles import find_circles

Graph = dict[str, list[str]]


@pytest.mark.parametrize(
    ("graph", "circles"),
    [
        ({}, []),
        ({"a": ["b", "c"], "b": ["c"]}, []),
        ({"a": ["a"]}, ["aa"]),
        ({"b": ["a"], "a": ["c"], "c": ["b"]}, ["acba"]),
        ({"a": ["b", "c"], "b": ["c"], "c": ["a"]}, ["abca", "aca"]),
        ({"a": ["b"], "b": ["a", "c"], "c": ["b", "d"], "d": ["d"]}, ["aba", "bcb", "dd"]),
    ],
    ids=["nothing", "no way back", "itself", "one", "with a shorter way", "side by side"],
)
def test_each_circle_is_found_once_from_its_lowest_node(graph: Graph, circles: list[str]) -> None:
    assert sorted("".join(circle) for circle in find_circles(graph)) == circles


def any_graph(seed: int) -> Graph:
    chance = random.Random(seed)
    nodes = "abcdefg"
    return {node: [one for one in nodes if chance.random() < 0.25] for node in nodes}


def reached(start: str, graph: Graph) -> set[str]:
    found = [start]
    for node in found:
        found += [one for one in graph[node] if one not in found]
    return set(found)


@pytest.mark.parametrize("seed", range(60))
def test_each_edge_that_leads_back_is_on_a_circle_and_no_other(seed: int) -> None:
    graph = any_graph(seed)
    circles = [tuple(circle) for circle in find_circles(graph)]
    leading_back = {(a, b) for a in graph for b in graph[a] if a in reached(b, graph)}
    assert {edge for circle in circles for edge in pairwise(circle)} == leading_back
    assert len(set(circles)) == len(circles)
    assert all(len(set(circle)) == len(circle) - 1 for circle in circles)
    assert all(circle[0] == circle[-1] == min(circle) for circle in circles)


def test_a_long_chain_needs_no_deep_stack() -> None:
    names = [f"{number:05}" for number in range(5000)]
    [circle] = find_circles({name: [after] for name, after in pairwise([*names, names[0]])})
    assert circle == [*names, names[0]]
