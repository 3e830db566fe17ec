"""What the tests of builds share."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from jinja2.sandbox import SandboxedEnvironment
from sphinx import jinja2glue
from sphinx.locale import translators

from sphinx_ext.documentation import Documentation, small_series


class RememberingEnvironment(SandboxedEnvironment):
    """Compiles each template once a run: for each build anew, it took a fifth of all tests."""

    compiled: ClassVar[dict[tuple[object, ...], Any]] = {}

    def compile(self, source: Any, *names: Any, **options: Any) -> Any:
        """Return the code that was made of the same source before."""
        key = source, names, *options.items(), *self.extensions
        if key not in self.compiled:
            self.compiled[key] = super().compile(source, *names, **options)
        return self.compiled[key]


@pytest.fixture(scope="session", autouse=True)
def _builds_are_quick() -> Iterator[None]:
    """Templates are compiled once, and garbage is looked for where there is some."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2glue, "SandboxedEnvironment", RememberingEnvironment)
        usual = gc.get_threshold()
        gc.set_threshold(50_000, 20, 20)
        yield
        gc.set_threshold(*usual)


@pytest.fixture(autouse=True)
def _words_are_forgotten() -> Iterator[None]:
    """Sphinx keeps the words of a language for all applications to come."""
    yield
    # Not what was there before: a fixture of the module may have built in that language already.
    translators.clear()


@pytest.fixture
def documentation(tmp_path: Path) -> Documentation:
    """A documentation with a small series and a page that lists it."""
    made = Documentation(tmp_path)
    small_series(made)
    return made
