"""What `--fix` does: each fixable rule on many variations of documents, and the rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from sphinx_deps.catalog import read_catalog
from sphinx_deps.checking import Report, check
from sphinx_deps.diagnostics import Diagnostic, Edit, Finding, Fix, Location, Severity
from sphinx_deps.fixing import MOST_ROUNDS, Plan, Refusal, plan_fixes, write_fixes
from sphinx_deps.reading import ReadBytes
from sphinx_deps.series_reading import SeriesSource

VARIATIONS = 400
"""Documents for each rule."""
REGISTRIES = 50
"""Folders for each rule; each has a process to be read."""
PROCESS = """\
extends: basic
prefix: DEP
metadata: [front-matter, directive, bold, bullets]
rules: {field-order: warning}
"""
REGISTRY = """\
registry:
  file: README.md
  columns: {Number: number, Title: title, Author: authors, Status: status}
  skip: [skipped, _next_]
"""
BODY = """\
# Fast start 🚀

Tabs\there,\x0c and a line\u2028that goes on; accepted on March 1, 2026.

## Motivation

It is slow.\x20\x20

## Proposal

```text
status: accepted
```

## Alternatives

Wait.
"""


@dataclass(frozen=True)
class File:
    """The lines of a file, each with its end."""

    lines: tuple[tuple[str, str], ...]
    mark: bytes = b""

    @property
    def data(self) -> bytes:
        return self.mark + "".join(line + end for line, end in self.lines).encode()

    def with_lines(self, lines: list[str]) -> File:
        """Other words with the same line ends."""
        ends = (end for _, end in self.lines)
        return replace(self, lines=tuple(zip(lines, ends, strict=True)))

    def with_line_after(self, position: int, line: str) -> File:
        """A new line that ends as the one above it, or begins as that one would."""
        above, end = self.lines[position]
        before = end or self.lines[position - 1][1]
        new = ((above, before), (line, end))
        return replace(self, lines=self.lines[:position] + new + self.lines[position + 1 :])


def styled(text: str, chance: Random) -> File:
    """The lines with ends of some kind, or of all kinds, and perhaps none at the end."""
    lines = text.removesuffix("\n").split("\n")
    kinds = chance.choice([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n"], ["\n", "\r\n", "\r"]])
    ends = [chance.choice(kinds) for _ in lines]
    # A carriage return before an empty line's line feed would be one end instead of two.
    pairs = [
        ("\r\n" if end == "\r" and following == "" else end)
        for end, following in zip(ends, [*lines[1:], "x"], strict=True)
    ]
    if chance.random() < 0.3:
        pairs[-1] = ""
    mark = b"\xef\xbb\xbf" if chance.random() < 0.3 else b""
    return File(tuple(zip(lines, pairs, strict=True)), mark)


Sample = tuple[dict[str, File], dict[str, File]]
"""The files before and after the fixes."""


def fields(form: str, values: dict[str, str]) -> str:
    """The metadata of a document, above the rest."""
    if form == "front-matter":
        head = "".join(f"{key}: {value}\n" for key, value in values.items())
        return f"---\n{head}---\n\n{BODY}"
    title, _, rest = BODY.partition("\n\n")
    if form == "directive":
        head = "".join(f":{key}: {value}\n" for key, value in values.items())
        return f"{title}\n\n```{{proposal}}\n{head}```\n\n{rest}"
    if form == "bullets":
        head = "".join(f"- {key}: {value}\n" for key, value in values.items())
        return f"{title}\n\n{head}\n{rest}"
    head = "".join(f"**{key}**: {value}\n\n" for key, value in values.items())
    return f"{title}\n\n{head}{rest}"


FORMS = ("front-matter", "directive", "bullets", "bold")


def with_value(chance: Random, key: str, pairs: list[tuple[str, str]]) -> Sample:
    """A document with one value written wrong, and right."""
    wrong, right = chance.choice(pairs)
    form = chance.choice(FORMS)
    around = ["{}"]
    if form == "front-matter":
        around += ["'{}'", '"{}"', "{}  # {}"]
    if form in {"bullets", "bold"}:
        around += ["{} <!-- or {} -->"]
    written = chance.choice(around)
    values = {"status": "Draft", "authors": "Ada", "created": "2026-03-01"}
    texts = []
    for value in (wrong, right):
        values[key] = written.format(value, wrong)
        texts.append(fields(form, values))
    before = styled(texts[0], chance)
    return {"0001-a.md": before}, {"0001-a.md": before.with_lines(texts[1].strip("\n").split("\n"))}


def status_case(chance: Random) -> Sample:
    pairs = [("accepted", "Accepted"), ("DRAFT", "Draft"), ("With-drawn", "Withdrawn")]
    return with_value(chance, "status", pairs)


def date_format(chance: Random) -> Sample:
    pairs = [
        ("March 1, 2026", "2026-03-01"),
        ("1 Mar 2026", "2026-03-01"),
        ("2026/3/1", "2026-03-01"),
        ("03/15/2026", "2026-03-15"),
        ("Jul 09 2025", "2025-07-09"),
        ("March 3rd, 0999", "0999-03-03"),
    ]
    return with_value(chance, "created", pairs)


def field_order(chance: Random) -> Sample:
    form = chance.choice(FORMS)
    values = {"status": "Draft", "authors": "Ada", "created": "2026-03-01", "updated": "2026-03-02"}
    if form == "front-matter" and chance.random() < 0.5:
        values["authors"] = chance.choice(["\n  - Ada\n  - Ben", "\n- Ada", "Ada,\n  Ben"])
    if form == "front-matter":
        values["status"] += chance.choice(["", "  # as of today", " ", "   "])
    keys = list(values)
    while keys == list(values):
        chance.shuffle(keys)
    before = styled(fields(form, {key: values[key] for key in keys}), chance)
    after = fields(form, values).removesuffix("\n").split("\n")
    # Spaces that break a line stay where they are.
    if values["status"].endswith("  "):
        lines = [line for line, _ in before.lines]
        after = [
            new.rstrip() + old[len(old.rstrip()) :] for old, new in zip(lines, after, strict=True)
        ]
    return {"0001-a.md": before}, {"0001-a.md": before.with_lines(after)}


def document(number: int, status: str, authors: str, chance: Random) -> File:
    text = f"---\nstatus: {status}\nauthors: {authors}\ncreated: 2026-03-01\n---\n\n{BODY}"
    return styled(text.replace("# Fast start", f"# Fast | start {number}"), chance)


def row(number: int, status: str, authors: str, *, linked: bool, padded: bool) -> str:
    name = f"[{number}](0{number:03}-a.md)" if linked else str(number)
    cells = [name, f"Fast \\| start {number} 🚀", authors, status]
    widths = [20, 24, 12, 12] if padded else [0] * 4
    # The rocket takes two columns.
    return "|".join(
        [
            "",
            *(
                f" {cell}{' ' * (width - len(cell) - ('🚀' in cell))} "
                for cell, width in zip(cells, widths, strict=True)
            ),
            "",
        ]
    )


def table(rows: list[str], *, padded: bool, tail: str) -> str:
    widths = [20, 24, 12, 12] if padded else [6, 5, 6, 6]
    head = ["Number", "Title", "Author", "Status"]
    cells = [f" {cell.ljust(width)} " for cell, width in zip(head, widths, strict=True)]
    lines = ["|" + "|".join(cells) + "|", "|" + "|".join("-" * (w + 2) for w in widths) + "|"]
    return "\n".join(["# Proposals", "", *lines, *rows, *([tail] if tail else []), ""])


def registry_missing_row(chance: Random) -> Sample:
    linked, padded = chance.random() < 0.7, chance.random() < 0.4
    numbers = sorted(chance.sample(range(1, 30), chance.randint(2, 7)))
    descending = chance.random() < 0.3
    missing = set(chance.sample(numbers, chance.randint(1, len(numbers) - 2) if numbers[2:] else 1))
    kept = [number for number in numbers if number not in missing]
    descending = descending and len(kept) > 1
    if descending:
        numbers.reverse()
        kept.reverse()
    rows = {number: row(number, "Draft", "Ada", linked=linked, padded=padded) for number in numbers}
    tail = "" if padded or chance.random() < 0.5 else "| _next_ | | | |"
    registry = styled(table([rows[one] for one in kept], padded=padded, tail=tail), chance)
    documents = {f"0{number:03}-a.md": document(number, "Draft", "Ada", chance) for number in rows}
    after, position = registry, 3
    for number in numbers:
        position += 1
        if number in missing:
            after = after.with_line_after(position - 1, rows[number])
    return documents | {"README.md": registry}, documents | {"README.md": after}


def registry_mismatch(chance: Random) -> Sample:
    linked, padded = chance.random() < 0.7, chance.random() < 0.4
    numbers = list(range(1, chance.randint(2, 6)))
    said = {
        number: (
            chance.choice(["Draft", "Accepted", "Withdrawn"]),
            chance.choice(["Ada", "Ben", "Ada, Ben"]),
        )
        for number in numbers
    }
    shown = {
        number: (
            chance.choice(["Draft", "-", "", "Rejected"]),
            chance.choice(["-", "", "Ada, Ben", authors]),
        )
        for number, (_, authors) in said.items()
    }
    shown[1] = ("Rejected", shown[1][1])
    before, after = (
        table(
            [row(n, *facts[n], linked=linked, padded=padded) for n in numbers],
            padded=padded,
            tail="",
        )
        for facts in (shown, said)
    )
    registry = styled(before, chance)
    documents = {f"0{number:03}-a.md": document(number, *said[number], chance) for number in said}
    fixed = registry.with_lines(after.removesuffix("\n").split("\n"))
    return documents | {"README.md": registry}, documents | {"README.md": fixed}


FIXABLE: dict[str, Callable[[Random], Sample]] = {
    "status-case": status_case,
    "date-format": date_format,
    "field-order": field_order,
    "registry-missing-row": registry_missing_row,
    "registry-mismatch": registry_mismatch,
}


def checker(folder: Path) -> Callable[[ReadBytes], Report]:
    return lambda read: check(read_catalog([SeriesSource(folder, read=read)]))


def fix(folder: Path) -> Plan:
    return write_fixes(plan_fixes(checker(folder)))


def found(report: Report) -> set[tuple[str, str | None, str]]:
    return {(one.rule, one.finding.proposal, one.finding.subject) for one in report.diagnostics}


def compare(name: str, folder: Path, sample: Sample) -> None:
    """Fix a folder; what the last check found in the drafts is true of what was written."""
    folder.mkdir()
    process = PROCESS + (REGISTRY if "README.md" in sample[0] else "")
    (folder / "process.yaml").write_text(process, encoding="utf-8")
    for path, file in sample[0].items():
        (folder / path).write_bytes(file.data)
    reports = []

    def look(read: ReadBytes) -> Report:
        reports.append(checker(folder)(read))
        return reports[-1]

    plan = write_fixes(plan_fixes(look))
    written = {path: (folder / path).read_bytes() for path in sample[1]}
    assert written == {path: file.data for path, file in sample[1].items()}
    old, new = found(reports[0]), found(reports[-1])
    fixed = {one for one in old if one[0] == name}
    assert (new, plan.count, plan.refusals) == (old - fixed, len(fixed), ())
    assert fixed


@pytest.mark.parametrize("name", ["status-case", "date-format", "field-order"])
def test_a_document_that_is_fixed_is_otherwise_as_it_was(name: str, tmp_path: Path) -> None:
    before, after = {}, {}
    for seed in range(1, VARIATIONS):
        [old], [new] = (each.values() for each in FIXABLE[name](Random(seed)))
        before[f"{seed:04}-a.md"], after[f"{seed:04}-a.md"] = old, new
    compare(name, tmp_path / "deps", (before, after))


@pytest.mark.parametrize("name", ["registry-missing-row", "registry-mismatch"])
def test_a_registry_that_is_fixed_is_otherwise_as_it_was(name: str, tmp_path: Path) -> None:
    for seed in range(REGISTRIES):
        compare(name, tmp_path / str(seed), FIXABLE[name](Random(seed)))


# The rounds


def diagnostic(path: Path, line: int, old: str, new: str) -> Diagnostic:
    location = Location(str(path), line, 1, line, len(old) + 1)
    mend = Fix(f"write {new}", (Edit(location, new),))
    return Diagnostic(
        rule="status-case",
        severity=Severity.WARNING,
        finding=Finding(location=location, message="as told", fix=mend),
    )


def telling(path: Path, *pairs: tuple[str, str]) -> Callable[[ReadBytes], Report]:
    """A check that wants other words for the first line of a file."""

    def told(read: ReadBytes) -> Report:
        line = read(path).decode().split("\n")[0]
        return Report(tuple(diagnostic(path, 1, old, new) for old, new in pairs if old == line))

    return told


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(b"one\n")
    return path


def test_a_fix_that_only_another_makes_possible_is_done_too(file: Path) -> None:
    plan = plan_fixes(telling(file, ("one", "two"), ("two", "three")))
    assert [change.after for change in plan.changes] == [b"three\n"]
    assert (plan.count, plan.report.diagnostics, plan.refusals) == (2, (), ())
    assert file.read_bytes() == b"one\n"


def test_of_two_fixes_of_one_place_the_first_is_done(file: Path) -> None:
    plan = plan_fixes(telling(file, ("one", "two"), ("one", "three")))
    assert [change.after for change in plan.changes] == [b"two\n"]
    assert plan.count == 1


def test_a_file_whose_fixes_undo_each_other_is_left_and_named(file: Path) -> None:
    plan = plan_fixes(telling(file, ("one", "two"), ("two", "one")), MOST_ROUNDS)
    assert plan.changes == ()
    assert plan.refusals == (Refusal(str(file), "its fixes undo each other"),)
    assert plan_fixes(telling(file, ("one", "two"), ("two", "one")), 3).changes == ()


def test_a_file_that_cannot_be_written_does_not_hold_up_the_others(tmp_path: Path) -> None:
    paths = [tmp_path / "a.md", tmp_path / "b.md", tmp_path / "c.md"]
    for path in paths:
        path.write_bytes(b"one\n")
    wanted = tuple(diagnostic(path, 1, "one", "two") for path in paths)

    def told(read: ReadBytes) -> Report:
        return Report(
            tuple(one for one in wanted if read(Path(one.finding.location.path)) == b"one\n")
        )

    plan = plan_fixes(told)
    paths[0].write_bytes(b"one, says somebody\n")
    paths[1].chmod(0o444)
    written = write_fixes(plan)
    assert [path.read_bytes() for path in paths] == [b"one, says somebody\n", b"one\n", b"two\n"]
    assert written.count == 1
    assert written.refusals == (
        Refusal(str(paths[0]), "it has changed since it was read"),
        Refusal(str(paths[1]), "it is read-only"),
    )


def test_what_is_not_utf_8_is_told_once(file: Path) -> None:
    file.write_bytes(b"one\n\xff")
    plan = plan_fixes(lambda read: Report((diagnostic(file, 1, "one", "two"),)))
    assert plan.changes == ()
    assert plan.refusals == (Refusal(str(file), "it is not UTF-8"),)


def test_a_file_that_two_paths_lead_to_is_fixed_once(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "b.md"
    link.symlink_to(file)

    def told(read: ReadBytes) -> Report:
        return Report(
            tuple(
                diagnostic(path, 1, "one", "first of all")
                for path in (file, link)
                if read(path) == b"one\n"
            )
        )

    plan = write_fixes(plan_fixes(told))
    assert (len(plan.changes), file.read_bytes(), link.is_symlink()) == (1, b"first of all\n", True)


# What gets no fix


def no_fix(folder: Path, name: str) -> Iterator[Fix | None]:
    for one in checker(folder)(Path.read_bytes).diagnostics:
        if one.rule == name:
            yield one.finding.fix


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        ("date-format", {"0001-a.md": "---\ncreated: 03/01/2026\n---\n# A\n"}),
        ("status-case", {"0001-a.md": "---\nstatus: >\n  draft\n---\n# A\n"}),
        ("status-case", {"0001-a.md": "---\nstatus: draft\n---\n# A \udcff\n"}),
        ("registry-missing-row", {"0002-a.md": "# A\n", "0002-b.md": "# B\n"}),
        ("registry-missing-row", {"0003-a.md": "# A\n"}),
        ("registry-missing-row", {"0002-a.md": "---\nstatus: [\n---\n# A\n"}),
        ("registry-mismatch", {"0001-a.md": "---\nauthors: Ben\n---\n# Old\n"}),
        ("registry-mismatch", {"0001-a.md": "# Wholly other words\n"}),
        ("registry-mismatch", {"0001-b.md": "# B\n"}),
    ],
)
def test_what_only_people_know_gets_no_fix(
    rule: str, files: dict[str, str], tmp_path: Path
) -> None:
    lines = ["| Number | Title | Author | Status |", "|---|---|---|---|"]
    lines += ["| 1 | Old | Ada | Draft |", "| 3 | _(skipped)_ | | |", "| [4](0001-b.md) | B | | |"]
    registry = "".join(f"{line}\n" for line in lines)
    for path, text in {"README.md": registry, **files}.items():
        (tmp_path / path).write_text(text, encoding="utf-8", errors="surrogateescape")
    (tmp_path / "process.yaml").write_text(PROCESS + REGISTRY, encoding="utf-8")
    fixes = list(no_fix(tmp_path, rule))
    assert fixes
    assert set(fixes) == {None}


# How a row looks


@pytest.mark.parametrize(
    ("lines", "added"),
    [
        (
            ["Number|Title|Author|Status", "-|-|-|-"],
            "[2](0002-warm-start.md)|Warm \\*start\\*|Ada|Draft",
        ),
        (
            ["| Status | Notes | Number | Title | Author |", "|-|-|-|-|-|"],
            "| Draft |  | [2](0002-warm-start.md) | Warm \\*start\\* | Ada |",
        ),
        (
            [
                "| Number | Title | Author | Status |",
                "|-|-|-|-|",
                "| DEP-0001 | [One](./0001-one.md) | - | Draft |",
            ],
            "| DEP-0002 | [Warm \\*start\\*](./0002-warm-start.md) | Ada | Draft |",
        ),
        (
            [
                "| Number | Title | Author | Status |",
                "|-|-|-|-|",
                "| [1](https://example.org/p/blob/0001-one.md) | One | [Ben](https://b.org) | |",
            ],
            "| [2](https://example.org/p/blob/0002-warm-start.md) | Warm \\*start\\* "
            "| [Ada](https://a.org) | Draft |",
        ),
        (
            [
                "| Number | Title | Author |   Status |",
                "|-------:|-------|--------|---------:|",
                "|      1 | One   | Ben    | Accepted |",
            ],
            "|      2 | Warm \\*start\\* | Ada    |    Draft |",
        ),
    ],
)
def test_a_new_row_looks_like_the_others(lines: list[str], added: str, tmp_path: Path) -> None:
    process = f"{PROCESS}{REGISTRY}repository: https://example.org/p\n"
    (tmp_path / "process.yaml").write_text(process, encoding="utf-8")
    (tmp_path / "README.md").write_text("\n".join([*lines, "", "More.", ""]), encoding="utf-8")
    author = "'[Ada](https://a.org)'" if "b.org" in lines[-1] else "Ada"
    head = f"---\nstatus: draft\nauthors: {author}\n---\n"
    (tmp_path / "0001-one.md").write_text("# One\n", encoding="utf-8")
    (tmp_path / "0002-warm-start.md").write_text(f"{head}# Warm \\*start\\*\n", encoding="utf-8")
    if len(lines) == 2:
        (tmp_path / "0001-one.md").unlink()
    fix(tmp_path)
    written = (tmp_path / "README.md").read_text(encoding="utf-8").split("\n")
    assert written == [*lines, added, "", "More.", ""]
    assert not list(no_fix(tmp_path, "registry-missing-row"))
    assert not list(no_fix(tmp_path, "registry-mismatch"))


@pytest.mark.parametrize(
    ("cell", "fixed"),
    [
        ("**Draft**", "**Accepted**"),
        ("`Draft`", "`Accepted`"),
        ("[Draft](x.md)", None),
        ("Draft, see #12", None),
        ("-", "Accepted"),
    ],
)
def test_the_marks_and_the_notes_of_a_cell_are_kept(
    cell: str, fixed: str | None, tmp_path: Path
) -> None:
    (tmp_path / "process.yaml").write_text(PROCESS + REGISTRY, encoding="utf-8")
    row = "|Number|Title|Author|Status|\n|-|-|-|-|\n|1|One|-|{}|\n"
    (tmp_path / "README.md").write_text(row.format(cell), encoding="utf-8")
    (tmp_path / "0001-one.md").write_text("---\nstatus: Accepted\n---\n# One\n", encoding="utf-8")
    fix(tmp_path)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == row.format(fixed or cell)
