"""Fields in YAML front matter."""

from __future__ import annotations

from sphinx_deps.located_yaml import Mapping, YamlError, read_yaml
from sphinx_deps.markdown import Outline
from sphinx_deps.process import Process
from sphinx_deps.proposal import Field
from sphinx_deps.readers.yaml_fields import yaml_fields

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
    return tuple(yaml_fields(node, process, NAME, FOREIGN_KEYS))
