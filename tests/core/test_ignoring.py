"""Comments keep rules silent where they stand, and say so themselves where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_deps.baseline import Silence
from sphinx_deps.cache import Cache
from sphinx_deps.catalog import read_catalog
from sphinx_deps.checking import Report, check
from sphinx_deps.diagnostics import Diagnostic
from sphinx_deps.documents import read_documents
from sphinx_deps.rules import RULES
from sphinx_deps.series_reading import SeriesSource

PROCESS = "extends: basic\nprefix: DEP\nrules: {missing-section: off}\n"
HEAD = "---\nstatus: Draft\nauthors: Ada\ncreated: 2026-01-01\n---\n"
BROKEN, UNUSED = "broken-link", "unused-ignore"


def write(folder: Path, text: str, name: str = "0001-a.md", process: str = PROCESS) -> Path:
    (folder / "process.yaml").write_text(process, encoding="utf-8")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def report(folder: Path, docs: Path | None = None) -> Report:
    catalog = read_catalog([SeriesSource(folder)])
    documents = read_documents([docs] if docs else [], catalog)
    citations = documents.citations if docs else None
    return check(catalog, citations, silence=Silence(documents.ignores))


def found(folder: Path) -> list[tuple[str, int]]:
    return [(one.rule, one.finding.location.line) for one in report(folder).diagnostics]


def first(folder: Path) -> Diagnostic:
    return report(folder).diagnostics[0]


def repaired(folder: Path, text: str) -> str:
    """The text after the fix of the only finding."""
    (one,) = report(folder).diagnostics
    assert one.finding.fix
    (edit,) = one.finding.fix.edits
    lines = text.splitlines(keepends=True)
    at = edit.location
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    start = starts[at.line - 1] + at.column - 1
    end = starts[(at.end_line or at.line) - 1] + (at.end_column or at.column) - 1
    return text[:start] + edit.text + text[end:]


@pytest.mark.parametrize(
    "body",
    [
        "% deps: ignore[broken-link] a reason\n[a](a.md)\n",
        "% deps: ignore[broken-link]\n\n\n[a](a.md)\n",
        "<!-- deps: ignore[broken-link] a reason -->\n[a](a.md)\n",
        "<!-- deps: ignore[broken-link]\na longer reason -->\n\n[a](a.md)\n",
        "[a](a.md) <!-- deps: ignore[broken-link] -->\n",
        "<!-- deps: ignore[todo-left, broken-link] -->\n[a](a.md) TODO\n",
        "% deps: ignore[todo-left]\n% deps: ignore[broken-link]\n[a](a.md) TODO\n",
        "% deps: ignore[broken-link]\none\ntwo [a](a.md)\nthree\n",
        "one\n% deps: ignore[broken-link]\ntwo [a](a.md)\n",
        "% deps: ignore[broken-link]\n- one\n- two\n\n  [a](a.md)\n",
        "- one\n- % deps: none\n\n  <!-- deps: ignore[broken-link] -->\n  two [a](a.md)\n",
        "% deps: ignore[broken-link]\n> [a](a.md)\n",
        "> % deps: ignore[broken-link]\n> [a](a.md)\n",
        "% deps: ignore[broken-link]\n| a |\n| --- |\n| [a](a.md) |\n",
        "| a |\n| --- |\n| [a](a.md) <!-- deps: ignore[broken-link] --> |\n",
        "% deps: ignore[broken-link]\n## More [a](a.md)\n\nText.\n",
        "## More [a](a.md) <!-- deps: ignore[broken-link] -->\n\nText.\n",
        "% deps: ignore[broken-link] \u2026 \uc774\uc720\n[a](a.md) \u2026\n",
        "% deps: ignore[broken-link]\n```{note}\n[a](a.md)\n```\n",
        "```{note}\n% deps: ignore[broken-link]\n[a](a.md)\n```\n",
        "Text [a](a.md).\n\n% deps: ignore-document[broken-link] anywhere\n",
    ],
)
def test_a_comment_holds_for_the_block_that_follows_or_for_its_line(
    tmp_path: Path, body: str
) -> None:
    assert found(write(tmp_path, f"{HEAD}# A\n\n{body}")) == []


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("% deps: ignore[broken-link]\none\n\n[a](a.md)\n", 11),
        ("% deps: ignore[broken-link]\n## More\n\n[a](a.md)\n", 11),
        ("one <!-- deps: ignore[broken-link] -->\n[a](a.md)\n", 9),
        ("- <!-- deps: ignore[broken-link] --> one\n- [a](a.md)\n", 9),
        ("[a](a.md)\n\n% deps: ignore[broken-link]\n", 8),
    ],
)
def test_a_comment_holds_no_further_and_is_unused(tmp_path: Path, body: str, line: int) -> None:
    told = found(write(tmp_path, f"{HEAD}# A\n\n{body}"))
    assert (BROKEN, line) in told
    assert [name for name, _ in told if name != BROKEN] == [UNUSED]


@pytest.mark.parametrize(
    "body",
    [
        "```\n% deps: ignore[broken-link]\n```\n\n[a](a.md)\n",
        "Text `<!-- deps: ignore[broken-link] -->` [a](a.md)\n",
        "    % deps: ignore[broken-link]\n\n[a](a.md)\n",
    ],
    ids=["fence", "span", "indented"],
)
def test_what_is_shown_as_code_is_no_comment(tmp_path: Path, body: str) -> None:
    told = found(write(tmp_path, f"{HEAD}# A\n\n{body}"))
    assert [name for name, _ in told] == [BROKEN]


@pytest.mark.parametrize(
    "fields",
    [
        "# deps: ignore[unknown-status] a reason\nstatus: Odd\n",
        "status: Odd  # deps: ignore[unknown-status] a reason\n",
        "status:  # deps: ignore[unknown-status]\n  Odd\n",
        "# deps: ignore[unknown-status]\n# deps: ignore[unknown-field]\n\nstatus: Odd\n",
        "# deps: ignore-document[unknown-status]\nother: x\nstatus: Odd\n",
    ],
)
def test_a_comment_in_front_matter_holds_for_its_entry_or_the_next(
    tmp_path: Path, fields: str
) -> None:
    text = f"---\n{fields}authors: Ada\ncreated: 2026-01-01\n---\n# A\n"
    folder = write(tmp_path, text)
    assert "unknown-status" not in {name for name, _ in found(folder)}


@pytest.mark.parametrize(
    "fields",
    [
        "# deps: ignore[unknown-status]\nauthors: Ada\nstatus: Odd\n",
        'authors: "Ada # deps: ignore-document[unknown-status]"\nstatus: Odd\n',
        "authors: |\n  Ada\n  # deps: ignore-document[unknown-status]\nstatus: Odd\n",
    ],
    ids=["another entry", "quoted", "block"],
)
def test_a_comment_in_front_matter_does_not_hold_for(tmp_path: Path, fields: str) -> None:
    text = f"---\n{fields}created: 2026-01-01\n---\n# A\n"
    assert "unknown-status" in {name for name, _ in found(write(tmp_path, text))}


def test_comments_among_bold_lines_and_bullets_leave_the_fields_as_they_are(
    tmp_path: Path,
) -> None:
    process = f"{PROCESS}metadata: [bold, bullets, sections]\n"
    text = (
        "# A\n\n% deps: ignore[unknown-status]\n**Status**: Odd\n"
        "% deps: ignore[date-format] why\n**Created**: 2026-01-01 <!-- deps: ignore[x] -->\n\n"
        "## Authors\n\n% deps: ignore[person-spelling]\nAda\n"
    )
    catalog = read_catalog([SeriesSource(write(tmp_path, text, process=process))])
    (proposal,) = catalog.proposals
    assert {field.name: field.text for field in proposal.fields} == {
        "status": "Odd",
        "created": "2026-01-01",
        "authors": "Ada",
    }
    assert "unknown-status" not in {one.rule for one in check(catalog).diagnostics}


def test_a_finding_without_a_line_needs_the_form_for_the_document(tmp_path: Path) -> None:
    process = "extends: basic\nprefix: DEP\n"
    comment = "% deps: ignore[missing-section]\n"
    text = f"{HEAD}{comment}# A\n\n## Motivation\n\nText.\n\n## Proposal\n\nText.\n"
    folder = write(tmp_path, text, process=process)
    missing, unused = report(folder).diagnostics
    assert (missing.rule, unused.rule) == ("missing-section", UNUSED)
    assert "ignore-document[missing-section]" in (unused.finding.hint or "")
    assert unused.finding.fix is None
    write(tmp_path, text.replace("ignore[", "ignore-document["), process=process)
    assert found(folder) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{HEAD}# A\n\n% deps: ignore[todo-left] x\nText.\n", f"{HEAD}# A\n\nText.\n"),
        (f"{HEAD}# A\n\n% deps: ignore[todo-left]", f"{HEAD}# A\n\n"),
        (f"{HEAD}# A <!-- deps: ignore[todo-left] -->\n", f"{HEAD}# A\n"),
        (
            f"{HEAD}# A\n\n[a](a.md) <!-- deps: ignore[todo-left, broken-link, na-section] x -->\n",
            f"{HEAD}# A\n\n[a](a.md) <!-- deps: ignore[broken-link] x -->\n",
        ),
        (
            HEAD.replace("Draft", "Draft  # deps: ignore[unknown-status] x") + "# A\n",
            f"{HEAD}# A\n",
        ),
        (f"{HEAD}# A\n\none\n% deps: ignore[todo-left]\ntwo\n", f"{HEAD}# A\n\none\n\ntwo\n"),
        (
            f"{HEAD}# A\n\n- one\n  <!-- deps: ignore[todo-left] -->\ntwo\n",
            f"{HEAD}# A\n\n- one\n\ntwo\n",
        ),
        (
            f"{HEAD}# A\n\none\n<!-- deps: ignore[todo-left] -->\n---\n",
            f"{HEAD}# A\n\none\n\n---\n",
        ),
        (f"{HEAD}# A\n\n- <!-- deps: ignore[todo-left] -->one\n", f"{HEAD}# A\n\n- one\n"),
        (f"{HEAD}# A\n\n## <!-- deps: ignore[todo-left] --> B\n\nx\n", f"{HEAD}# A\n\n## B\n\nx\n"),
        (f"{HEAD}# A\n\n## <!-- deps: ignore[todo-left] -->B\n\nx\n", f"{HEAD}# A\n\n## B\n\nx\n"),
    ],
    ids=[
        "line",
        "last line",
        "behind words",
        "one of several",
        "front matter",
        "between paragraphs",
        "below an item",
        "above a rule",
        "before an item",
        "before a heading and a space",
        "before a heading",
    ],
)
def test_the_fix_takes_out_what_is_not_used(tmp_path: Path, text: str, expected: str) -> None:
    assert repaired(write(tmp_path, text), text) == expected


def test_a_rule_that_does_not_exist_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    one = first(write(tmp_path, f"{HEAD}# A\n\n% deps: ignore[brokn-link]\nText.\n"))
    assert (one.rule, one.finding.location.column) == (UNUSED, 16)
    assert one.finding.hint == "did you mean broken-link?"


@pytest.mark.parametrize("comment", ["deps: ignore", "deps: ignore[]", "deps: ignore-document"])
def test_a_comment_without_a_rule_silences_nothing_and_is_told(
    tmp_path: Path, comment: str
) -> None:
    folder = write(tmp_path, f"{HEAD}# A\n\n% {comment}\n[a](a.md)\n")
    assert found(folder) == [(UNUSED, 8), (BROKEN, 9)]


@pytest.mark.parametrize(
    ("process", "rule"),
    [
        ("rules: {missing-section: off, todo-left: off}", "todo-left"),
        ("rules: {missing-section: off, todo-left: {stages: [accepted]}}", "todo-left"),
        ("rules: {missing-section: off, todo-left: {except: ['0001']}}", "todo-left"),
        ("rules: {missing-section: off}", "uncited"),
        ("rules: {missing-section: off}", "cites-dead"),
        ("rules: {missing-section: off, unused-ignore: off}", "todo-left"),
    ],
    ids=["off", "another stage", "excepted", "off by default", "no pages", "not told"],
)
def test_nothing_is_said_of_a_comment_whose_rule_did_not_look(
    tmp_path: Path, process: str, rule: str
) -> None:
    text = f"{HEAD}# A\n\n% deps: ignore[{rule}]\nText.\n"
    assert found(write(tmp_path, text, process=f"extends: basic\n{process}\n")) == []


def test_a_rule_that_is_not_run_leaves_its_comments_alone(tmp_path: Path) -> None:
    folder = write(tmp_path, f"{HEAD}# A\n\n% deps: ignore[todo-left]\nText.\n")
    rules = [rule for rule in RULES if rule.name != "todo-left"]
    assert check(read_catalog([SeriesSource(folder)]), rules=rules).diagnostics == ()


def test_no_comment_silences_that_it_is_unused(tmp_path: Path) -> None:
    text = (
        f"{HEAD}# A\n\n% deps: ignore-document[unused-ignore]\n% deps: ignore[todo-left]\nText.\n"
    )
    assert found(write(tmp_path, text)) == [(UNUSED, 8), (UNUSED, 9)]


def test_comments_hold_for_what_rules_of_the_series_say_in_other_files(tmp_path: Path) -> None:
    registry = (
        "documents: {include: ['0*.md'], exclude: [README.md]}\n"
        "registry: {file: README.md, columns: {Number: number, Title: title}}\n"
    )
    folder = write(tmp_path, f"{HEAD}# A\n", process=PROCESS + registry)
    write(
        folder,
        "| Number | Title |\n| --- | --- |\n"
        "| 0001 | B <!-- deps: ignore[registry-mismatch] --> |\n",
        "README.md",
        PROCESS + registry,
    )
    write(folder, "% deps: ignore-document[unclaimed-file]\n", "notes.md", PROCESS + registry)
    assert [one.rule for one in report(folder).diagnostics] == []


def test_comments_hold_in_the_files_that_belong_to_a_proposal(tmp_path: Path) -> None:
    folder = write(tmp_path, f"{HEAD}# A\n\n[more](0001/more.md)\n")
    companion = (
        "# More\n\n% deps: ignore[broken-link]\n[a](a.md)\n\n% deps: ignore[cites-dead]\nx\n"
    )
    (folder / "0001").mkdir()
    (folder / "0001" / "more.md").write_text(companion, encoding="utf-8")
    process = f"{PROCESS}documents: {{companions: ['{{id}}/**']}}\n"
    (folder / "process.yaml").write_text(process, encoding="utf-8")
    assert found(folder) == []


def test_a_comment_in_what_belongs_to_a_proposal_holds_for_what_is_cited_there(
    tmp_path: Path,
) -> None:
    process = f"{PROCESS}documents: {{companions: ['{{id}}/**']}}\n"
    folder = write(tmp_path, f"{HEAD}# A\n\n[more](0001/more.md)\n", process=process)
    comment = "% deps: ignore[cites-unknown]\n"
    text = f"{comment}{{dep}}`98`\n\n{comment}{{dep}}`1`\n\n{{dep}}`99`\n"
    write(folder, text, "0001/more.md", process)
    assert found(folder) == [(UNUSED, 4), ("cites-unknown", 7)]


def test_comments_hold_in_pages_outside_the_series(tmp_path: Path) -> None:
    folder = tmp_path / "deps"
    folder.mkdir()
    write(folder, HEAD.replace("Draft", "Rejected") + "# A\n")
    docs = tmp_path / "docs"
    docs.mkdir()
    page = "# Page\n\n% deps: ignore[cites-dead] the story of it\nOnce {dep}`1`.\n\nNow {dep}`1`.\n"
    (docs / "page.md").write_text(page, encoding="utf-8")
    (one,) = report(folder, docs).diagnostics
    assert (one.rule, one.finding.location.line) == ("cites-dead", 6)


def test_comments_are_remembered_with_the_proposal(tmp_path: Path) -> None:
    folder = write(tmp_path, f"{HEAD}# A\n\n% deps: ignore[broken-link]\n[a](a.md)\n")
    cache = Cache(tmp_path / "cache")
    read = read_catalog([SeriesSource(folder)], cache)
    cache.save()
    recalled = read_catalog([SeriesSource(folder)], Cache.load(tmp_path / "cache"))
    assert read.proposals[0].ignores
    assert recalled.proposals[0].ignores == read.proposals[0].ignores
    assert check(recalled).diagnostics == ()
