"""What `check` does with fixes: write them, or print them as a patch."""

from __future__ import annotations

from collections.abc import Callable

from sphinx_deps.catalog import Catalog
from sphinx_deps.checking import Report
from sphinx_deps.cli.terminal import message_look, output_look, write_message, write_patch
from sphinx_deps.fixing import Plan, plan_fixes, write_fixes
from sphinx_deps.reading import ReadBytes
from sphinx_deps.reports.fixes import render_diff, render_fixed, render_planned

Checked = Callable[[ReadBytes], tuple[Catalog, Report]]
"""Reads and checks the folders that were named."""


def print_diff(checked: Checked) -> Plan:
    """Print what would be written."""
    plan = _plan(checked)
    write_patch(render_diff(plan, output_look()))
    write_message(render_planned(plan, message_look()))
    return plan


def fix_files(checked: Checked) -> str:
    """Write what can be fixed, and tell of it."""
    return render_fixed(write_fixes(_plan(checked)), message_look())


def _plan(checked: Checked) -> Plan:
    return plan_fixes(lambda read: checked(read)[1])
