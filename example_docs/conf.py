"""The manual of sphinx-deps, and what `make demo` builds."""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx_deps import __version__

# The local extension `_ext.reference` draws the reference pages from the code's declarations.
sys.path.insert(0, str(Path(__file__).parent))

project = "sphinx-deps"
author = "the sphinx-deps authors"
project_copyright = author
version = release = __version__

extensions = ["myst_parser", "sphinx_deps", "_ext.reference"]
deps_series = ["proposals"]

myst_enable_extensions = ["deflist"]

html_theme = "furo"
deps_navigation = "titles"
html_title = f"sphinx-deps {version}"
html_static_path = ["_static"]
html_css_files = ["manual.css"]
# Left and right quotes of our own would be wrong in what is to be typed.
smartquotes = False
nitpicky = True
