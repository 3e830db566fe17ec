"""What goes wrong with a file is told with its place, and the rest of the series is read."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_deps import reading
from sphinx_deps.catalog import Catalog, read_catalog
from sphinx_deps.checking import check
from sphinx_deps.diagnostics import Diagnostic, Location
from sphinx_deps.proposal import Citation
from sphinx_deps.series_reading import SeriesSource

GOOD = """\
---
status: Draft
authors: Ada Example
created: 2026-03-01
---
# {title}

## Motivation

Someone asked.

## Proposal

Do it.

## Alternatives

Leave it.
"""
BAD = "0002-bad.md"

Found = list[tuple[str, str, int, int, str]]
"""Rule, path, line, column and message of each diagnostic."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "process.yaml").write_text("extends: basic\nprefix: DEP\n", encoding="utf-8")
    for number, title in {1: "First", 3: "Third"}.items():
        text = GOOD.format(title=title)
        (tmp_path / f"000{number}-{title.lower()}.md").write_text(text, encoding="utf-8")
    return tmp_path


def read(folder: Path) -> tuple[Catalog, Found]:
    """The catalog and the diagnostics, of which none but the bad file's may be."""
    catalog = read_catalog([SeriesSource(folder)])
    titles = [one.title for one in catalog.proposals if one.path != BAD]
    assert titles == ["First", "Third"]
    return catalog, [told(one, folder) for one in check(catalog).diagnostics]


def told(diagnostic: Diagnostic, folder: Path) -> tuple[str, str, int, int, str]:
    at = diagnostic.finding.location
    path = Path(at.path).relative_to(folder).as_posix()
    return diagnostic.rule, path, at.line, at.column, diagnostic.finding.message


def bad(catalog: Catalog) -> str:
    """The title of the bad file, which is in the catalog all the same."""
    (proposal,) = (one for one in catalog.proposals if one.path == BAD)
    return proposal.title


def test_a_sound_folder_has_nothing_to_tell(folder: Path) -> None:
    assert read(folder)[1] == []


def test_malformed_yaml_is_located_to_the_column(folder: Path) -> None:
    text = GOOD.format(title="Bad").replace("authors: Ada", "authors: [Ada")
    (folder / BAD).write_text(text, encoding="utf-8")
    catalog, found = read(folder)
    assert bad(catalog) == "Bad"
    message = "while parsing a flow sequence, did not find expected ',' or ']'"
    assert found == [("unreadable-metadata", BAD, 4, 8, message)]


def test_a_tab_in_front_matter_is_located_to_the_column(folder: Path) -> None:
    text = GOOD.format(title="Bad").replace("status: Draft", "status:\n\t- Draft")
    (folder / BAD).write_text(text, encoding="utf-8")
    catalog, found = read(folder)
    assert bad(catalog) == "Bad"
    message = "while scanning for the next token, found character that cannot start any token"
    assert found == [("unreadable-metadata", BAD, 3, 1, message)]


def test_a_byte_order_mark_is_nothing_to_tell(folder: Path) -> None:
    (folder / BAD).write_bytes(b"\xef\xbb\xbf" + GOOD.format(title="Marked").encode())
    catalog, found = read(folder)
    assert bad(catalog) == "Marked"
    assert found == []


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_are_nothing_to_tell(end: str, folder: Path) -> None:
    (folder / BAD).write_bytes(GOOD.format(title="Ended").replace("\n", end).encode())
    catalog, found = read(folder)
    assert bad(catalog) == "Ended"
    assert found == []


def test_a_missing_last_line_end_is_nothing_to_tell(folder: Path) -> None:
    (folder / BAD).write_bytes(GOOD.format(title="Open").rstrip().encode())
    assert read(folder)[1] == []


def test_bytes_that_are_not_utf8_are_located_and_the_rest_is_read(folder: Path) -> None:
    (folder / BAD).write_bytes(GOOD.format(title="Café Übermut").encode("latin-1"))
    catalog, found = read(folder)
    assert bad(catalog) == "Caf\ufffd \ufffdbermut"
    message = "the file is not UTF-8: byte 0xE9 stands here"
    assert found == [("unreadable-metadata", BAD, 6, 6, message)]


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b" \r\n\t"])
def test_an_empty_file_is_said_to_be_empty_and_nothing_else(data: bytes, folder: Path) -> None:
    (folder / BAD).write_bytes(data)
    catalog, found = read(folder)
    assert bad(catalog) == "Bad"
    assert found == [("unreadable-metadata", BAD, 1, 1, "the file is empty")]


def test_a_huge_file_is_not_read_and_nothing_else_is_said_of_it(folder: Path) -> None:
    (folder / BAD).write_bytes(b"x" * 10_000_000)
    _, found = read(folder)
    message = "the file holds 10.0 MB; more than 5 MB are not read"
    assert found == [("unreadable-metadata", BAD, 1, 1, message)]


def test_a_folder_that_is_named_like_a_proposal_is_said_to_be_one(folder: Path) -> None:
    (folder / BAD).mkdir()
    _, found = read(folder)
    message = "this is a folder, named like a proposal"
    assert found == [("unreadable-metadata", BAD, 1, 1, message)]


def test_a_link_that_leads_nowhere_cannot_be_read(folder: Path) -> None:
    (folder / BAD).symlink_to(folder / "gone.md")
    _, found = read(folder)
    message = "the file cannot be read: No such file or directory"
    assert found == [("unreadable-metadata", BAD, 1, 1, message)]


def test_a_link_to_itself_cannot_be_read(folder: Path) -> None:
    (folder / BAD).symlink_to(folder / BAD)
    (only,) = read(folder)[1]
    assert only[:4] == ("unreadable-metadata", BAD, 1, 1)


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / BAD)
    _, found = read(folder)
    message = "this is no file but a pipe or a device, named like a proposal"
    assert found == [("unreadable-metadata", BAD, 1, 1, message)]


def test_a_file_without_permission_cannot_be_read(
    folder: Path, forbid: Callable[[Path], None]
) -> None:
    (folder / BAD).write_text(GOOD.format(title="Secret"), encoding="utf-8")
    forbid(folder / BAD)
    _, found = read(folder)
    message = "the file cannot be read: Permission denied"
    assert found == [("unreadable-metadata", BAD, 1, 1, message)]


def test_a_process_without_permission_is_told_at_its_path(
    folder: Path, forbid: Callable[[Path], None]
) -> None:
    forbid(folder / "process.yaml")
    catalog = read_catalog([SeriesSource(folder)])
    found = [told(one, folder) for one in check(catalog).diagnostics]
    message = "the file cannot be read: Permission denied"
    assert found == [("process", "process.yaml", 1, 1, message)]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("extends: basic\nprefx: DEP\n", 2, 1, 'unknown key "prefx"'),
        (
            "extends: basic\nprefix: DEP\nfields:\n  status: {requird: true}\n",
            4,
            12,
            'unknown key "requird"',
        ),
        (
            "extends: basic\nprefix: DEP\nfields:\n  size: {type: nmber}\n",
            4,
            16,
            '"nmber" is none of text, integer, date, choice, people, links, proposals, version, '
            "boolean, status",
        ),
        (
            "extends: basic\nprefix: DEP\nprefix: REP\n",
            3,
            1,
            '"prefix" stands here again, first in line 2',
        ),
        (
            "extends: basic\nnumber: {digits: 999999999}\n",
            2,
            18,
            '"999999999" is not a whole number from 0 to 20',
        ),
        (
            "extends: basic\nlabel: '{number:>999999999}'\n",
            2,
            8,
            '"{number:>999999999}" pads to a width of more than three digits',
        ),
        (
            "extends: basic\nlabel: '{title.__class__}'\n",
            2,
            8,
            '"{title.__class__}" asks for a part of a name in braces, which is not to be had',
        ),
        ("extends: /dev/zero\n", 1, 10, '"/dev/zero" is neither a built-in process nor a file'),
        ("extends: basc\n", 1, 10, '"basc" is neither a built-in process nor a file'),
        (
            "extends: basic\nrules: {unknown-statu: error}\n",
            2,
            9,
            '"unknown-statu" is not a rule',
        ),
    ],
)
def test_a_fault_of_the_process_is_located(
    text: str, line: int, column: int, message: str, folder: Path
) -> None:
    (folder / "process.yaml").write_text(text, encoding="utf-8")
    catalog = read_catalog([SeriesSource(folder)])
    found = [told(one, folder) for one in check(catalog).diagnostics]
    assert ("process", "process.yaml", line, column, message) in found
    assert [one.path for one in catalog.proposals] == ["0001-first.md", "0003-third.md"]


@pytest.mark.parametrize(
    "text",
    [
        "extends: [\n",
        "\t",
        "a: b: c\n",
        "- basic\n",
        "just words\n",
        "prefix: DEP\n\textends: basic\n",
        "extends: basics\nprefix: DEP\nstatuses: {Draft: {next: [Accepted]}}\n",
        "extends: [basic]\n",
        "extends: process.yaml\n",
        "extends: 0001-first.md\n",
    ],
)
def test_of_a_process_that_cannot_be_read_nothing_but_that_is_told(text: str, folder: Path) -> None:
    odd = "---\na: b\n---\n% deps: ignore[no-rule, todo-left]\n\n{dep}`9`, [x](gone.md), TODO\n"
    (folder / "0004-odd.md").write_text(odd, encoding="utf-8")
    (folder / "process.yaml").write_text(text, encoding="utf-8")
    citation = Citation("1", "role", Location("guide.md"))
    report = check(read_catalog([SeriesSource(folder)]), (citation,))
    assert [one.rule for one in report.diagnostics] == ["process"]
    assert report.diagnostics[0].finding.location.path.endswith(("process.yaml", "0001-first.md"))
    assert ("cites-unknown", "a process could not be read") in report.skipped


def test_beside_a_process_that_cannot_be_read_other_series_are_checked(tmp_path: Path) -> None:
    for name, process in {"deps": "\t", "reps": "extends: basic\nprefix: REP\n"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "process.yaml").write_text(process, encoding="utf-8")
        text = GOOD.format(title="First").replace("Draft", "Odd")
        (tmp_path / name / "0001-first.md").write_text(text, encoding="utf-8")
    sources = [SeriesSource(tmp_path / name) for name in ("deps", "reps")]
    found = [told(one, tmp_path)[:2] for one in check(read_catalog(sources)).diagnostics]
    assert found == [("process", "deps/process.yaml"), ("unknown-status", "reps/0001-first.md")]


def test_a_process_that_never_ends_is_not_read(folder: Path) -> None:
    (folder / "process.yaml").unlink()
    (folder / "process.yaml").symlink_to("/dev/zero")
    (only,) = check(read_catalog([SeriesSource(folder)])).diagnostics
    message = "the file cannot be read: it is no file but a pipe or a device"
    assert told(only, folder) == ("process", "process.yaml", 1, 1, message)


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ("authors: Ada Example", "a"),
        ("authors: Ada Example", "a."),
        ("discussion: ", "a"),
        ("discussion: ", "@"),
        ("requires: ", "0"),
        ("requires: ", "a "),
        ("# Bad", "1"),
        ("Do it.", "<!--"),
        ("Do it.", "<!-- deps: ignore[x] "),
        ("Do it.", "% deps: ignore[x]\n\nx\n\n"),
    ],
)
def test_long_words_take_no_more_time_than_long_texts(field: str, word: str, folder: Path) -> None:
    name, _, _ = field.partition(": ")
    text = GOOD.format(title="Bad").replace("created:", "discussion: \nrequires: \ncreated:")
    written = word * (60_000 // len(word))
    if ":" in field:
        text = text.replace(field, f'{name}: "{written}!"')
    else:
        text = text.replace(field, f"{field} {written}!")
    (folder / BAD).write_text(text, encoding="utf-8")
    start = time.process_time()
    read(folder)
    assert time.process_time() - start < 3


def test_the_limit_of_size_is_in_bytes_that_nobody_reads() -> None:
    assert reading.LARGEST_FILE == 5_000_000
