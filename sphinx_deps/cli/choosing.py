"""The options of `check` that choose: which rules, which documents, and what is old news."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from sphinx_deps.cli.terminal import write_message

if TYPE_CHECKING:
    from sphinx_deps.baseline import Baseline, Entry
    from sphinx_deps.catalog import Catalog
    from sphinx_deps.checking import Report
    from sphinx_deps.diagnostics import Finding
    from sphinx_deps.reading import ReadBytes
    from sphinx_deps.rule import Rule

_ALWAYS = frozenset({"process", "internal-error"})
"""What makes the silence of other rules worthless; also where other rules are selected."""


class Choice(Struct, frozen=True):
    """What the options say."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    since: str | None
    baseline: Path | None
    write_baseline: bool
    statistics: bool

    def check(self) -> None:
        """Refuse what cannot be meant together."""
        if self.write_baseline and self.since:
            raise click.UsageError(
                "--write-baseline holds all findings, --since hides some: give one of them"
            )

    def rules(self) -> tuple[Rule, ...]:
        """The rules that are to run."""
        from sphinx_deps.rules import RULES

        wanted, unwanted = _rule_names(self.select), _rule_names(self.ignore)
        named = frozenset(wanted) | _ALWAYS
        kept = (rule for rule in RULES if not wanted or rule.name in named)
        return tuple(_turned_on(rule, wanted) for rule in kept if rule.name not in unwanted)

    def baselines(self, catalog: Catalog, read: ReadBytes) -> tuple[Baseline, ...]:
        """The baselines that are heard; one that is yet to be written need not be there."""
        from sphinx_deps.baseline import read_baselines

        if self.write_baseline and self.baseline and not self.baseline.exists():
            return ()
        return read_baselines(catalog, self.baseline, read)

    def tell_off(self, report: Report, catalog: Catalog) -> Report:
        """The report with the selected rules that every process has turned off."""
        processes = [series.process for series in catalog.series]
        off = tuple(
            (name, "the process has it off")
            for name in _rule_names(self.select)
            if processes and all(one.setting(name).severity == "off" for one in processes)
        )
        return replace(report, skipped=(*report.skipped, *off))

    def narrow(self, report: Report, folders: Iterable[Path]) -> Report:
        """The report without what is found, and what is named, in files that did not change."""
        if self.since is None:
            return report
        from sphinx_deps.history import HistoryError, changed_files

        try:
            changed = {path for folder in folders for path in changed_files(folder, self.since)}
        except HistoryError as error:
            raise click.UsageError(f"--since: {error}") from error
        kept = tuple(
            one
            for one in report.diagnostics
            if one.rule in _ALWAYS or not changed.isdisjoint(_files(one.finding))
        )
        unchanged = len(report.diagnostics) - len(kept)
        return replace(report, diagnostics=kept, unchanged=unchanged)


def _files(finding: Finding) -> Iterator[Path]:
    """The file of a finding, and those of the other places that it names."""
    for place in (finding.location, *(related.location for related in finding.related)):
        yield Path(place.path).resolve()


def choosing_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options, and their values as one `choice`."""

    @wraps(command)
    def with_choice(
        *,
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        since: str | None,
        baseline: Path | None,
        write_baseline: bool,
        statistics: bool,
        **others: Any,
    ) -> None:
        choice = Choice(select, ignore, since, baseline, write_baseline, statistics)
        choice.check()
        command(choice=choice, **others)

    for option in reversed(_OPTIONS):
        with_choice = option(with_choice)
    return with_choice


_OPTIONS: tuple[Callable[[Callable[..., None]], Callable[..., None]], ...] = (
    click.option(
        "--select",
        metavar="RULE,...",
        multiple=True,
        help="Run these rules only, also those that are off by default.",
    ),
    click.option("--ignore", metavar="RULE,...", multiple=True, help="Don't run these rules."),
    click.option(
        "--since",
        metavar="REV",
        help="Tell only of files that changed since this revision of git, committed or not.",
    ),
    click.option(
        "--baseline",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Keep silent what FILE holds (default: the deps-baseline.yaml of each folder).",
    ),
    click.option(
        "--write-baseline",
        is_flag=True,
        help="Write what is found into the baseline, to be silent about it from now on.",
    ),
    click.option(
        "--statistics",
        is_flag=True,
        help="Print how often each rule found something instead of what it found.",
    ),
)


def _rule_names(given: tuple[str, ...]) -> tuple[str, ...]:
    names = [name.strip() for words in given for name in words.split(",") if name.strip()]
    for name in names:
        _refuse_unknown(name)
    return tuple(names)


def _refuse_unknown(name: str) -> None:
    from sphinx_deps.rules import RULES_BY_NAME
    from sphinx_deps.text import nearest

    if name not in RULES_BY_NAME:
        near = nearest(name, RULES_BY_NAME)
        hint = f"did you mean {near}?" if near else '"sphinx-deps rules" lists all of them'
        raise click.UsageError(f'"{name}" is not a rule; {hint}')


def _turned_on(rule: Rule, wanted: tuple[str, ...]) -> Rule:
    from sphinx_deps.diagnostics import Severity

    is_off = rule.name in wanted and rule.severity is None
    return replace(rule, severity=Severity.WARNING) if is_off else rule


def write_baselines(report: Report, catalog: Catalog, choice: Choice) -> None:
    """Write what was found, and what no rule looked for, into the baselines; say how much."""
    from sphinx_deps.baseline import baseline_paths, divide, entries_of, render_baseline
    from sphinx_deps.silencing import NEVER_HELD

    paths = baseline_paths(catalog, choice.baseline)
    own = {str(path) for path in paths.values()}
    found = [
        one
        for one in (*report.diagnostics, *report.baselined)
        if one.rule not in NEVER_HELD and one.finding.location.path not in own
    ]
    entries = (*entries_of(found, catalog), *report.unjudged)
    for path, held in divide(entries, paths).items():
        if held or choice.baseline or path.exists():
            _write(path, render_baseline(held, path.parent))
            _tell(path, held)


def _write(path: Path, text: str) -> None:
    from sphinx_deps.disk import is_writable, write_file

    if path.exists() and not is_writable(path):
        raise click.UsageError(f"{path} cannot be written: it is read-only")
    try:
        write_file(path, text.encode())
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}"
        raise click.UsageError(message) from error


def _tell(path: Path, held: tuple[Entry, ...]) -> None:
    count = sum(entry.count for entry in held)
    findings = "1 finding" if count == 1 else f"{count} findings"
    write_message(f"Wrote {findings} into {path.as_posix()}.\n")
