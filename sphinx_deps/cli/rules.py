"""`sphinx-deps rules`."""

from __future__ import annotations

import click

from sphinx_deps.cli.terminal import output_look, write_output


@click.command("rules")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """List the rules that proposals are checked by, or explain the rule NAME."""
    write_output(_table() if name is None else _page(name))


def _table() -> str:
    from sphinx_deps.display import align
    from sphinx_deps.rule import rule_summary
    from sphinx_deps.rules import RULES

    rows = [
        [rule.name, rule.severity.value if rule.severity else "off", rule_summary(rule.name)]
        for rule in RULES
    ]
    return "".join(f"{line}\n" for line in align(rows, output_look(), stretch=2))


def _page(name: str) -> str:
    from sphinx_deps.rule import rule_page
    from sphinx_deps.rules import RULES_BY_NAME
    from sphinx_deps.text import nearest

    if name in RULES_BY_NAME:
        return rule_page(name)
    near = nearest(name, RULES_BY_NAME)
    hint = f"did you mean {near}?" if near else '"sphinx-deps rules" lists all of them'
    raise click.UsageError(f'"{name}" is not a rule; {hint}')
