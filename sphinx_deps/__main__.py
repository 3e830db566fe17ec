"""`python -m sphinx_deps`."""

from __future__ import annotations

from sphinx_deps.cli import main

main(prog_name="sphinx-deps")
