"""The program as a whole: what it loads, where it writes, and how it ends."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from runner import invoke

from sphinx_deps import __version__
from sphinx_deps.cli import COMMANDS
from sphinx_deps.reports import REPORTS

PROGRAM = [sys.executable, "-m", "sphinx_deps"]
PROJECT = Path(__file__).parents[2]
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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "process.yaml").write_text("extends: basic\nprefix: DEP\n", encoding="utf-8")
    good = GOOD.format(title="Schnellstart für 速い")
    (tmp_path / "0001-fast-start.md").write_text(good, encoding="utf-8")
    return tmp_path


def run(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        capture_output=True,
        check=False,
    )


def run_on_terminal(*words: str, folder: Path, **environment: str) -> str:
    """What a person at a terminal of 64 columns sees."""
    outer, inner = pty.openpty()
    subprocess.run(
        [*PROGRAM, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "COLUMNS": "64", **environment},
        stdin=subprocess.DEVNULL,
        stdout=inner,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(inner)
    with os.fdopen(outer, "rb") as stream:
        return stream.read1(100_000).decode().replace("\r\n", "\n")


def test_the_help_names_every_command_in_the_order_of_work() -> None:
    output = invoke("--help").stdout
    _, commands = output.split("Commands:\n")
    assert [line.split()[0] for line in commands.splitlines()] == list(COMMANDS)
    assert "    extends: basic\n      prefix: DEP\n" in output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    result = invoke(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: main {name}")


def test_the_version_is_that_of_the_package(folder: Path) -> None:
    assert (
        run("--version", folder=folder).stdout.decode() == f"sphinx-deps, version {__version__}\n"
    )


def test_an_unknown_command_is_a_usage_error(folder: Path) -> None:
    result = run("chek", folder=folder)
    assert result.returncode == 2
    assert b"chek" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["check", "--documents", "."],
        ["list"],
        ["list", "--format", "json"],
        ["show", "1"],
        ["rules", "unknown-status"],
        ["schema"],
        ["schema", "--front-matter", "."],
    ],
    ids=" ".join,
)
def test_neither_sphinx_nor_docutils_is_loaded(words: list[str], folder: Path) -> None:
    code = (
        "import sys\n"
        "from sphinx_deps.cli import main\n"
        f"main({words!r}, standalone_mode=False)\n"
        "names = {name.partition('.')[0] for name in sys.modules}\n"
        "print(*names & {'sphinx', 'docutils', 'myst_parser', 'markdown_it'}, file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        check=True,
    )
    assert result.stderr.splitlines()[-1] == b""


def test_help_loads_nothing_but_click_and_the_group() -> None:
    code = (
        "import sys\n"
        "from sphinx_deps.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "ours = (name for name in sys.modules if name.startswith('sphinx_deps'))\n"
        "print(*ours, file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        check=True,
    )
    loaded = {"sphinx_deps", "sphinx_deps.cli", "sphinx_deps.cli.lazy"}
    assert set(result.stderr.decode().split()) == loaded


@pytest.mark.parametrize("form", REPORTS)
def test_a_check_loads_the_form_that_is_asked_for_and_no_other(form: str, folder: Path) -> None:
    code = (
        "import sys\n"
        "from sphinx_deps.cli import main\n"
        f"main(['check', '--format', {form!r}], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        check=True,
    )
    loaded = set(result.stderr.decode().splitlines()[-1].split())
    platforms = {"github", "sarif", "junit"}
    assert {one for one in platforms if f"sphinx_deps.reports.{one}" in loaded} == (
        platforms & {form}
    )
    assert ("xml.etree.ElementTree" in loaded) == (form == "junit")
    assert ("hashlib" in loaded) == (form == "sarif")
    assert loaded.isdisjoint({"subprocess", "zipfile"})


def test_a_reader_that_leaves_early_sees_no_traceback(folder: Path) -> None:
    for number in range(2, 400):
        (folder / f"{number:04}-x.md").write_text(GOOD.format(title="Long " * 40))
    command = f"{sys.executable} -m sphinx_deps list --format json | head -n 1"
    result = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        check=False,
    )
    assert result.stdout == b"{\n"
    assert result.stderr == b""


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_output_is_utf8_in_any_locale(locale: dict[str, str], folder: Path) -> None:
    result = run("list", folder=folder, **locale)
    assert "Schnellstart für 速い" in result.stdout.decode("utf-8")


def test_a_file_name_that_is_no_text_is_written_out(folder: Path) -> None:
    name = os.fsencode(folder) + b"/0002-caf\xe9.md"
    with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123 - the name is bytes
        file.write(GOOD.format(title="Café").replace("Draft", "Nonsense"))
    checked = run("check", folder=folder)
    assert checked.returncode == 1
    assert b"0002-caf\\udce9.md:2:9: error unknown-status" in checked.stdout
    scanned = run("check", "--format", "sarif", folder=folder).stdout
    assert b'"uri": "0002-caf%E9.md"' in scanned
    assert run("list", "--format", "json", folder=folder).returncode == 0


@pytest.mark.parametrize(("end", "code"), [(">&-", 0), ("> /dev/full", 2)])
def test_an_output_that_takes_nothing_is_no_crash(folder: Path, end: str, code: int) -> None:
    command = f'"$@" {end}'
    words = ["sh", "-c", command, "sh", *PROGRAM, "list"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert ("the output cannot be written: No space left" in done.stderr) == (code == 2)


def test_a_pipe_gets_no_colours_and_nothing_is_cut(folder: Path) -> None:
    title = "A title that is longer than any terminal, since it goes on and on " * 3
    (folder / "0002-long.md").write_text(GOOD.format(title=title))
    output = run("list", folder=folder, COLUMNS="60").stdout.decode()
    assert title.strip() in output
    assert "\x1b" not in output


def test_a_terminal_shows_place_severity_rule_and_stretch_apart(folder: Path) -> None:
    (folder / "0001-fast-start.md").write_text(GOOD.format(title="Fast").replace("Draft", "Druft"))
    shown = run_on_terminal("check", "--format", "full", folder=folder, TERM="xterm")
    assert shown == (
        "\x1b[1m0001-fast-start.md\x1b[0m\x1b[2m:2:9\x1b[0m: \x1b[1;31merror\x1b[0m "
        '\x1b[1munknown-status\x1b[0m: "Druft" is not a status of DEP; one of Draft, Accepted, '
        "Implemented, Deferred, Rejected, Withdrawn, Replaced\n"
        "\x1b[2m2\x1b[0m \x1b[2m|\x1b[0m status: Druft\n"
        "  \x1b[2m|\x1b[0m         \x1b[1;31m^^^^^\x1b[0m\n"
        "  \x1b[2m=\x1b[0m hint: did you mean Draft?\n"
    )


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm", "NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
    ids=str,
)
def test_a_variable_decides_on_the_colours_of_a_terminal(
    environment: dict[str, str], coloured: bool, folder: Path
) -> None:
    shown = run_on_terminal("list", folder=folder, **environment)
    assert ("\x1b[" in shown) == coloured


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
    ids=str,
)
def test_a_pipe_gets_colours_where_they_are_asked_for(
    environment: dict[str, str], coloured: bool, folder: Path
) -> None:
    (folder / "0001-fast-start.md").write_text(GOOD.format(title="Fast").replace("Draft", "Druft"))
    done = run("check", folder=folder, **environment)
    assert (b"\x1b[" in done.stdout) == (b"\x1b[" in done.stderr) == coloured


def test_a_terminal_gets_colours_and_titles_that_fit(folder: Path) -> None:
    (folder / "0002-long.md").write_text(GOOD.format(title="On and on " * 20))
    head, *rows = run_on_terminal("list", folder=folder, TERM="xterm").splitlines()
    assert head.startswith("\x1b[2mProposal")
    assert rows == [
        "DEP 1     Schnellstart für 速い  Draft   Ada Example  2026-03-01",
        "DEP 2     On and on On and on…   Draft   Ada Example  2026-03-01",
    ]


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1", "TERM": "xterm"}, {"TERM": "dumb"}])
def test_colours_can_be_refused(environment: dict[str, str], folder: Path) -> None:
    assert "\x1b" not in run_on_terminal("list", folder=folder, **environment)
