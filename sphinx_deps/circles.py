"""The circles of a graph, enough of them that each way that leads back is on one.

All circles may be exponentially many. What is found here takes as long as the graph is large, and
as what it names is long.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import pairwise

Graph = Mapping[str, Iterable[str]]
"""Where each node leads to."""
Steps = dict[str, str]
"""From each node the next one on its way to the root, which leads to itself."""


def find_circles(graph: Graph) -> Iterator[list[str]]:
    """The circles, each from its lowest node back to it; each edge within one is on one of them."""
    turned = _turned(graph)
    for group in _groups(graph, turned):
        told: set[tuple[str, str]] = set()
        root = min(group)
        there, back = _steps(root, graph, group), _steps(root, turned, group)
        for start in sorted(group):
            for end in graph.get(start, ()):
                if end in group and (start, end) not in told:
                    circle = _from_lowest(_way(end, start, there, back))
                    told.update(pairwise(circle))
                    yield circle


def _turned(graph: Graph) -> Graph:
    turned: dict[str, list[str]] = {}
    for start, ends in graph.items():
        for end in ends:
            turned.setdefault(end, []).append(start)
    return turned


def _groups(graph: Graph, turned: Graph) -> Iterator[frozenset[str]]:
    """The nodes from each of which all others of the group can be reached (Kosaraju)."""
    order = _as_left(graph)
    left = set(order)
    for start in reversed(order):
        if start in left:
            group = frozenset(_steps(start, turned, left))
            left -= group
            yield group


def _as_left(graph: Graph) -> list[str]:
    """The nodes in the order in which a walk in depth leaves them."""
    seen: set[str] = set()
    order: list[str] = []
    for start in sorted(graph):
        trail = {} if start in seen else {start: iter(graph[start])}
        seen.add(start)
        while trail:
            here = next(reversed(trail))
            following = next((one for one in trail[here] if one not in seen), None)
            if following is None:
                order.append(here)
                del trail[here]
            else:
                seen.add(following)
                trail[following] = iter(graph.get(following, ()))
    return order


def _steps(root: str, graph: Graph, within: Container[str]) -> Steps:
    """From all nodes that the root leads to, the way back, which is as short as can be."""
    steps = {root: root}
    found = [root]
    for here in found:
        for end in graph.get(here, ()):
            if end in within and end not in steps:
                steps[end] = here
                found.append(end)
    return steps


def _way(start: str, end: str, there: Steps, back: Steps) -> list[str]:
    """A way from one node to another by way of the root, cut short where it crosses itself."""
    to_root = list(_follow(start, back))
    from_root = list(_follow(end, there))[::-1]
    nodes = to_root + from_root[1:]
    way: dict[str, None] = {}
    for node in nodes[: nodes.index(end) + 1]:
        while node in way and next(reversed(way)) != node:
            way.popitem()
        way[node] = None
    return list(way)


def _follow(node: str, steps: Steps) -> Iterator[str]:
    yield node
    while steps[node] != node:
        node = steps[node]
        yield node


def _from_lowest(way: list[str]) -> list[str]:
    first = way.index(min(way))
    return [*way[first:], *way[: first + 1]]
