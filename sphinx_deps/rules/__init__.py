"""The rules: one module and one page each, all named in one tuple."""

from __future__ import annotations

from sphinx_deps.rule import Rule
from sphinx_deps.rules import unknown_status

RULES: tuple[Rule, ...] = (unknown_status.RULE,)
"""Every rule, in the order of the manual."""

RULES_BY_NAME: dict[str, Rule] = {rule.name: rule for rule in RULES}
"""Every rule by its name."""
