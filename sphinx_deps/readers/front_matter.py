"""Fields in YAML front matter."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_deps.located_yaml import Mapping, Node, Scalar, Sequence, YamlError, read_yaml
from sphinx_deps.markdown import Outline
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field

NAME = "front-matter"

# What Sphinx, MyST and their companions read themselves.
FOREIGN_KEYS = frozenset(
    {
        "orphan", "tocdepth", "nocomments", "nosearch", "no-search", "myst", "html_meta",
        "substitutions", "jupytext", "kernelspec", "file_format", "mystnb", "sd_hide_title",
        "html_theme.sidebar_secondary.remove", "myst_enable_extensions", "hide-toc", "layout",
    }
)  # fmt: skip


def read_front_matter(outline: Outline, process: Process) -> tuple[Field, ...]:
    """The entries of the front matter; raises `YamlError` where it is malformed."""
    if outline.front_matter is None:
        return ()
    node = read_yaml(outline.source, *outline.front_matter)
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        raise YamlError("the front matter is no mapping of fields to values", node.location)
    return tuple(_fields(node, outline, process))


def _fields(node: Mapping, outline: Outline, process: Process) -> Iterator[Field]:
    for key, value in node.entries:
        name = process.field_key(key.text)
        if name is None and key.text in FOREIGN_KEYS:
            continue
        items = _items(value, outline)
        text = ", ".join(items)
        yield Field(name, key.text, text, value.location, key.location, NAME, items=items)


def _items(value: Node, outline: Outline) -> tuple[str, ...]:
    if isinstance(value, Scalar):
        return () if value.is_null else (value.text.strip(),)
    if isinstance(value, Sequence):
        return tuple(item for node in value.items for item in _items(node, outline))
    return tuple(
        item for key, node in value.entries for item in _pairs(key.text, _items(node, outline))
    )


def _pairs(key: str, items: tuple[str, ...]) -> Iterator[str]:
    """A mapping's entry as text; a key alone is a prompt in braces, as templates write it."""
    yield from (f"{key}: {item}" for item in items)
    if not items:
        yield f"{{{key}}}"
