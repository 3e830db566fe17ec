"""Runs the command line within the process of the tests."""

from __future__ import annotations

import inspect
from collections.abc import Callable

from click.testing import CliRunner, Result

from sphinx_deps.cli import main


def invoke(*words: str) -> Result:
    """Run the program with these words; what it prints on either stream is kept apart."""
    runner: Callable[..., CliRunner] = CliRunner
    # Since click 8.2 the streams are always apart, and there is no such parameter.
    is_old = "mix_stderr" in inspect.signature(CliRunner).parameters
    return (runner(mix_stderr=False) if is_old else runner()).invoke(main, words)
