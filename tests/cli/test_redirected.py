"""What the commands say of documents that only tell where their proposals have moved."""

from __future__ import annotations

from pathlib import Path

import pytest
from runner import invoke

PROCESS = """\
extends: basic
prefix: DEP
redirect: {pattern: 'moved to (?P<target>\\S+)'}
"""
FILES = {
    "0001-oldest.md": "It moved to DEP-2\n",
    "0002-old.md": "It moved to DEP-5\n",
    "0004-away.md": "It moved to https://example.org/4\n",
    "0005-fast-start.md": "---\nstatus: Accepted\n---\n# Fast start\n",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "deps"
    path.mkdir()
    for name, text in {"process.yaml": PROCESS, **FILES}.items():
        (path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


@pytest.mark.parametrize("name", ["1", "dep:0001-oldest.md"])
def test_show_tells_that_it_goes_on(name: str) -> None:
    result = invoke("show", name, "deps")
    assert result.exit_code == 0
    assert result.stderr == "0001-oldest.md only leads to DEP 5 Fast start (Accepted).\n"
    assert result.stdout.startswith("DEP 5  Fast start\n")


def test_show_tells_of_a_way_that_leads_out_of_the_series() -> None:
    result = invoke("show", "4", "deps")
    assert result.stderr == ""
    assert "Moved to  https://example.org/4\n" in result.stdout


def test_the_list_holds_none_of_them() -> None:
    lines = invoke("list", "deps").stdout.splitlines()[1:]
    assert [line.split("  ")[0] for line in lines] == ["DEP 5"]
