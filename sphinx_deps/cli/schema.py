"""`sphinx-deps schema`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinx_deps.cli.folders import process_option, read_folders, tell_process_problems
from sphinx_deps.cli.terminal import write_output

if TYPE_CHECKING:
    from sphinx_deps.process import Process


@click.command("schema")
@click.option(
    "--front-matter",
    "folder",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Print the schema of the front matter of the proposals in this folder instead.",
)
@process_option
def command(folder: Path | None, process: str | None) -> None:
    """Print the JSON Schema of process.yaml, for editors that complete and check YAML."""
    from sphinx_deps.encoding import encode_json
    from sphinx_deps.outputs.front_matter_schema import front_matter_schema
    from sphinx_deps.outputs.process_schema import process_schema

    if folder is None:
        _refuse_process(process)
        write_output(encode_json(process_schema()).decode())
        return
    catalog = read_folders((folder,), process)
    wrong = tell_process_problems(catalog)
    declared = catalog.series[0].process
    _demand_front_matter(declared)
    write_output(encode_json(front_matter_schema(declared)).decode())
    click.get_current_context().exit(1 if wrong else 0)


def _refuse_process(process: str | None) -> None:
    if process is not None:
        raise click.UsageError("--process is of use with --front-matter only")


def _demand_front_matter(process: Process) -> None:
    from sphinx_deps.outputs.front_matter_schema import has_front_matter
    from sphinx_deps.rules.missing_metadata import FORMS
    from sphinx_deps.text import join_words

    if not has_front_matter(process):
        written = join_words(FORMS[name] for name in process.definition.metadata)
        prefix = process.definition.prefix
        raise click.UsageError(
            f"{prefix} writes its metadata {written or 'nowhere'}, not in front matter; "
            "there is no schema for it"
        )
