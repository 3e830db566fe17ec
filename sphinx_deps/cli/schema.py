"""`sphinx-deps schema`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinx_deps.cli.folders import process_option, read_folders, tell_process_problems
from sphinx_deps.cli.terminal import write_output

if TYPE_CHECKING:
    from sphinx_deps.outputs.json_schema import Schema
    from sphinx_deps.process import Process


@click.command("schema")
@click.option(
    "--front-matter",
    "folder",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Print the schema of the front matter of the proposals in this folder instead.",
)
@click.option(
    "--catalog",
    is_flag=True,
    help="Print the schema of the catalog instead: of deps.json and list --format json.",
)
@process_option
def command(folder: Path | None, process: str | None, *, catalog: bool) -> None:
    """Print the JSON Schema of process.yaml, for editors that complete and check YAML."""
    if catalog and folder is not None:
        raise click.UsageError("--front-matter and --catalog are two schemas; ask for one")
    if folder is None:
        _refuse_process(process)
        _write_catalog_schema() if catalog else _write_process_schema()
    else:
        _write_front_matter_schema(folder, process)


def _write_process_schema() -> None:
    from sphinx_deps.outputs.process_schema import process_schema

    _write(process_schema())


def _write_catalog_schema() -> None:
    from sphinx_deps.outputs.catalog_schema import catalog_schema

    _write(catalog_schema())


def _write_front_matter_schema(folder: Path, process: str | None) -> None:
    from sphinx_deps.outputs.front_matter_schema import front_matter_schema

    catalog = read_folders((folder,), process)
    wrong = tell_process_problems(catalog)
    declared = catalog.series[0].process
    if not declared.unread:
        _demand_front_matter(declared)
        _write(front_matter_schema(declared))
    click.get_current_context().exit(1 if wrong else 0)


def _write(schema: Schema) -> None:
    from sphinx_deps.encoding import encode_json

    write_output(encode_json(schema).decode())


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
