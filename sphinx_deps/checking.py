"""The check: every rule over a catalog, each finding stamped with its name and severity."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sphinx_deps.baseline import Entry, Matching, Silence
from sphinx_deps.catalog import Catalog
from sphinx_deps.dates import current_day
from sphinx_deps.diagnostics import Diagnostic, Finding, Location, Problem, Severity
from sphinx_deps.memory import Memory, Named
from sphinx_deps.process import Process
from sphinx_deps.proposal import Citation, Proposal
from sphinx_deps.rule import CitationRule, DatedRule, ProposalRule, Rule, SeriesRule
from sphinx_deps.rules import RULES, RULES_BY_NAME
from sphinx_deps.series import Series, applies
from sphinx_deps.silencing import (
    NEVER_HELD,
    STALE,
    UNUSED,
    Comments,
    Leftover,
    judge,
)
from sphinx_deps.text import nearest
from sphinx_deps.vocabulary import RuleSetting

PROCESS = "process"
"""The rule by which what the rules go by is told to be broken."""

Found = Iterable[Finding]
Limited = Sequence[tuple[ProposalRule, RuleSetting]]
"""Rules with what a process says of them: to which proposals they apply."""


class Report(Struct, frozen=True):
    """What a check found, and what it could not look at."""

    diagnostics: tuple[Diagnostic, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    """Names of rules that did not run, with the reason."""
    baselined: tuple[Diagnostic, ...] = ()
    """What is held by a baseline, and therefore not said."""
    unjudged: tuple[Entry, ...] = ()
    """The entries of baselines that nobody can tell to be stale, since no rule looked."""
    unchanged: int = 0
    """How much was found in documents that did not change, of which nobody asked."""

    def worst(self) -> Severity | None:
        """The highest severity, or None where nothing was found."""
        found = (diagnostic.severity for diagnostic in self.diagnostics)
        return max(found, key=lambda severity: severity.rank, default=None)


def check(  # noqa: PLR0913 - each of them but the first is for some only
    catalog: Catalog,
    citations: tuple[Citation, ...] | None = None,
    rules: Iterable[Rule] = RULES,
    *,
    today: date | None = None,
    silence: Silence | None = None,
    problems: Iterable[Problem] = (),
    memory: Memory | None = None,
) -> Report:
    """Run the rules.

    `citations` are those of documents outside the series; None means that nobody looked for them.
    `problems` are what the reading of those documents met. `today` is the real date by default.
    Comments in the series keep findings silent, and what `silence` holds does. `memory` spares the
    proposals in which it knows what the same rules found on the same day.
    """
    day = today or current_day()
    chosen = tuple(rule.on(day) if isinstance(rule, DatedRule) else rule for rule in rules)
    run = _Run(catalog, chosen, memory or Memory())
    for series in catalog.series:
        run.check_series(series, chosen)
    for rule in chosen:
        if not isinstance(rule, CitationRule) or run.is_off(rule):
            continue
        if any(series.process.unread for series in catalog.series):
            run.skipped[rule.name] = "a process could not be read"
        elif citations is None and not rule.within:
            run.skipped[rule.name] = "no documents outside the series were given"
        else:
            run.check_citations(rule, citations or ())
    for problem in problems:
        if problem.rule in run.rules:
            run.stamp(problem.rule, problem.finding, run.only_series)
    return run.report(silence or Silence())


class _Run:
    """One check in progress."""

    def __init__(self, catalog: Catalog, rules: tuple[Rule, ...], memory: Memory) -> None:
        self.catalog = catalog
        self.memory = memory
        self.rules = {rule.name: rule for rule in rules}
        self.found: list[Diagnostic] = []
        self.skipped: dict[str, str] = {}
        self.failed: set[str] = set()

    def report(self, silence: Silence) -> Report:
        """What is said when comments and baselines were heard."""
        for baseline in silence.baselines if PROCESS in self.rules else ():
            self.stamp_all(PROCESS, baseline.problems, self.only_series)
        self.hear_comments(Comments(self.catalog, silence.ignores))
        self.found.sort(key=lambda one: one.sort_key)
        baselined, unjudged = self.hear_baselines(silence)
        self.found.sort(key=lambda one: one.sort_key)
        return Report(tuple(self.found), tuple(self.skipped.items()), baselined, unjudged)

    def hear_comments(self, comments: Comments) -> None:
        self.found = [one for one in self.found if not comments.take(one)]
        if UNUSED in self.rules:
            for finding in comments.unused(self.has_run):
                self.stamp(UNUSED, finding, self.series_of(finding))

    def hear_baselines(self, silence: Silence) -> tuple[tuple[Diagnostic, ...], tuple[Entry, ...]]:
        if not silence.baselines:
            return (), ()
        matching = Matching(self.catalog, silence.baselines)
        held = [one for one in self.found if one.rule not in NEVER_HELD and matching.takes(one)]
        taken = set(map(id, held))
        self.found = [one for one in self.found if id(one) not in taken]
        leftover: Leftover = judge(matching, self.has_run, silence.files)
        if STALE in self.rules:
            for finding, series in leftover.stale:
                self.stamp(STALE, finding, series or self.only_series)
        return tuple(held), leftover.unjudged

    def has_run(self, name: str, series: Series | None, proposal: Proposal | None = None) -> bool:
        """Whether a rule has looked at a series, or at one of its proposals."""
        rule = self.rules.get(name)
        if rule is None or name in self.skipped or name in self.failed:
            return False
        concerned = (series,) if series else self.catalog.series
        settings = [_setting(rule, one.process) for one in concerned if not one.process.unread]
        if all(setting.severity == "off" for setting in settings):
            return False
        if proposal is None:
            return True
        is_read = not proposal.unread or getattr(rule, "unread", True)
        return is_read and any(applies(setting, proposal) for setting in settings)

    @property
    def only_series(self) -> Series | None:
        """The series, where there is just one."""
        return self.catalog.series[0] if len(self.catalog.series) == 1 else None

    def is_off(self, rule: Rule) -> bool:
        """Whether every process has it off, so that nobody waits for it."""
        settings = [_setting(rule, series.process) for series in self.catalog.series]
        return bool(settings) and all(setting.severity == "off" for setting in settings)

    def check_series(self, series: Series, rules: tuple[Rule, ...]) -> None:
        if PROCESS in self.rules:
            self.stamp_all(PROCESS, _unknown_rules(series.process), series)
        heard = [one for one in rules if self.is_heard(one, series)]
        self.check_proposals(series, [one for one in heard if isinstance(one, ProposalRule)])
        for rule in heard:
            if isinstance(rule, SeriesRule):
                found = self.guarded(rule, partial(rule.find, series, self.catalog), series)
                self.stamp_all(rule.name, found or (), series)

    def is_heard(self, rule: Rule, series: Series) -> bool:
        """Whether a series wants to know what a rule finds."""
        is_off = _setting(rule, series.process).severity == "off"
        return not is_off and _can_judge(rule.name, series)

    def check_proposals(self, series: Series, rules: Iterable[ProposalRule]) -> None:
        limited = [(rule, _setting(rule, series.process)) for rule in rules]
        for proposal in series.proposals:
            found = self.memory.recall(proposal, series)
            if found is None:
                found = self.look_at(proposal, series, limited)
            for name, finding in found:
                self.stamp(name, finding, series)

    def look_at(self, proposal: Proposal, series: Series, rules: Limited) -> tuple[Named, ...]:
        """What is found in one proposal; remembered unless a rule crashed over it."""
        looked = [
            (rule.name, self.guarded(rule, partial(rule.find, proposal, series), series, proposal))
            for rule, setting in rules
            if (rule.unread or not proposal.unread) and applies(setting, proposal)
        ]
        found = tuple(
            (name, replace(finding, proposal=proposal.key))
            for name, findings in looked
            for finding in findings or ()
        )
        if all(findings is not None for _, findings in looked):
            self.memory.keep(proposal, series, found)
        return found

    def check_citations(self, rule: CitationRule, citations: tuple[Citation, ...]) -> None:
        found = self.guarded(rule, lambda: rule.find(self.catalog, citations))
        for finding in found or ():
            series = self.series_of(finding)
            self.stamp(rule.name, finding, series)

    def series_of(self, finding: Finding) -> Series | None:
        """The series whose process sets the rule: that of the proposal, or the only one."""
        proposal = self.catalog.by_key.get(finding.proposal or "")
        if proposal:
            return self.catalog.series_of(proposal)
        return self.catalog.by_role.get(finding.series or "", self.only_series)

    def guarded(
        self,
        rule: Rule,
        find: Callable[[], Found],
        series: Series | None = None,
        proposal: Proposal | None = None,
    ) -> list[Finding] | None:
        """The findings; a rule that crashes is a finding itself, and the others go on."""
        try:
            return list(find())
        except Exception as error:  # noqa: BLE001 - a rule must not hide what the others find
            self.failed.add(rule.name)
            self.stamp("internal-error", _crash(rule, error, series, proposal), series)
            return None

    def stamp_all(self, name: str, findings: Found, series: Series | None) -> None:
        for finding in findings:
            self.stamp(name, finding, series)

    def stamp(self, name: str, finding: Finding, series: Series | None) -> None:
        severity = self.severity(name, finding, series)
        if severity is not None and (series is None or _can_judge(name, series)):
            role = series.role if series else None
            self.found.append(
                Diagnostic(rule=name, severity=severity, finding=finding, series=role)
            )

    def severity(self, name: str, finding: Finding, series: Series | None) -> Severity | None:
        rule = self.rules.get(name) or RULES_BY_NAME[name]
        setting = _setting(rule, series.process) if series else RuleSetting()
        proposal = self.catalog.by_key.get(finding.proposal or "")
        if setting.severity == "off" or (proposal and not applies(setting, proposal)):
            return None
        if series and setting.exceptions and _is_excepted(finding, series, setting):
            return None
        if setting.severity:
            return Severity(setting.severity)
        return finding.severity or rule.severity


def _can_judge(name: str, series: Series) -> bool:
    """Whether anything is to be said of a series; without its process just that this is amiss."""
    return name == PROCESS or not series.process.unread


def _setting(rule: Rule, process: Process) -> RuleSetting:
    setting = process.setting(rule.name)
    off_by_default = rule.severity is None and setting.severity is None
    return RuleSetting(severity="off") if off_by_default else setting


def _is_excepted(finding: Finding, series: Series, setting: RuleSetting) -> bool:
    """Whether a finding is about a file that the setting leaves out by its path."""
    file, folder = Path(finding.location.path), series.folder
    return file.is_relative_to(folder) and file.relative_to(folder).as_posix() in setting.exceptions


def _unknown_rules(process: Process) -> Iterator[Finding]:
    for name in process.definition.rules:
        if name not in RULES_BY_NAME:
            near = nearest(name, RULES_BY_NAME)
            yield Finding(
                location=process.place("rules", name),
                message=f'"{name}" is not a rule',
                subject=f"rules.{name}",
                hint=f"did you mean {near}?" if near else 'see "sphinx-deps rules"',
            )


def _crash(
    rule: Rule, error: Exception, series: Series | None, proposal: Proposal | None
) -> Finding:
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = proposal.file if proposal else str(series.folder) if series else "."
    return Finding(
        location=Location(place),
        message=f'the rule "{rule.name}" failed: {type(error).__name__}: {error} '
        f"({where.name}, line {where.lineno})",
        subject=rule.name,
        hint="this is a fault of sphinx-deps: please report it with the document",
        proposal=proposal.key if proposal else None,
    )
