"""Nothing that is linked is fetched: neither a build nor a check opens a connection."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sphinx_ext.documentation import Documentation

# What Python itself reports, whoever asks for a connection and however.
REFUSING = """
import runpy, sys

def refuse(event, arguments):
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"}:
        sys.exit(f"{event} {arguments}")

sys.addaudithook(refuse)
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
ADDRESS = "http://127.0.0.1:9"
BODY = f"![image]({ADDRESS}/a.png) <{ADDRESS}> [link]({ADDRESS}/b) [schema](inv:far#x)"
DRAWN = """\
---
orphan: true
---
# Drawn

As {dep}`1` says.

```{dep:graph}
```

```{dep:process}
```

```{dep:timeline}
```
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a module in a Python that may not open a connection."""
    line = [sys.executable, "-c", REFUSING, *command]
    return subprocess.run(line, capture_output=True, text=True, check=False)


@pytest.fixture
def linking(documentation: Documentation) -> Documentation:
    """A series whose every field and text leads to an address."""
    documentation.edit("proposals/process.yaml", "rules:", f"repository: {ADDRESS}/r\nrules:")
    documentation.edit("proposals/0001-alpha.md", "Text.", BODY)
    documentation.edit("proposals/0001-alpha.md", "Ada Lovelace", f"Ada <{ADDRESS}/ada>")
    documentation.edit("proposals/0002-beta.md", "DEP 3", f"{ADDRESS}/r/proposals/0003-gamma.md")
    documentation.write("docs/drawn.md", DRAWN)
    documentation.options |= {"deps_feeds": True, "html_baseurl": f"{ADDRESS}/site/"}
    return documentation


def test_a_build_opens_no_connection(linking: Documentation) -> None:
    command = linking.command()
    assert command[1] == "-m"
    done = run(*command[2:])
    assert (done.returncode, "socket." in done.stderr) == (0, False), done.stderr
    page = (linking.root / "out/html/dep/0001-alpha.html").read_text(encoding="utf-8")
    assert page.count(ADDRESS) > 3


def test_a_check_opens_no_connection(linking: Documentation) -> None:
    folders = linking.root / "proposals", "--documents", linking.root / "docs"
    done = run("sphinx_deps", "check", *map(str, folders))
    assert done.stderr.startswith("Read 5 proposals of DEP"), done.stderr


def test_a_connection_would_be_seen(linking: Documentation) -> None:
    linking.write("asks.py", f"import urllib.request\nurllib.request.urlopen({ADDRESS!r})\n")
    line = [sys.executable, "-c", REFUSING, "asks"]
    done = subprocess.run(line, capture_output=True, text=True, check=False, cwd=linking.root)
    assert done.returncode == 1
    assert done.stderr.startswith("socket.")
