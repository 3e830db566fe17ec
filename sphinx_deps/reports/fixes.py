"""What was fixed, what could be, and what stood in the way; and the difference as a patch."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from sphinx_deps.authoring import Change
from sphinx_deps.checking import Report
from sphinx_deps.display import Look, one_line
from sphinx_deps.fixing import Plan
from sphinx_deps.patterns import regex

_NO_NEWLINE = "\\ No newline at end of file\n"
_QUOTED_IN_PATHS = regex(r"[\x00-\x1f\x7f\"\\]")


def render_fixed(plan: Plan, look: Look) -> str:
    """What was written, in one line, and one for each file that was not."""
    return f"Fixed {_amount(plan)}.\n" + _refusals(plan, look)


def render_planned(plan: Plan, look: Look) -> str:
    """What would be written, in one line, and one for each file that would not."""
    return f"Would fix {_amount(plan)}.\n" + _refusals(plan, look)


def render_fixable(report: Report) -> str:
    """How many findings have a fix, in one line; nothing where none has."""
    count = sum(one.finding.fix is not None for one in report.diagnostics)
    return f"{count} can be fixed with --fix.\n" if count else ""


def _amount(plan: Plan) -> str:
    if not plan.changes:
        return "nothing"
    return f"{_counted(plan.count, 'finding')} in {_counted(len(plan.changes), 'file')}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _refusals(plan: Plan, look: Look) -> str:
    return "".join(
        f"{one_line(look.path(one.path))} was left as it is: {one.reason}.\n"
        for one in plan.refusals
    )


def render_diff(plan: Plan, look: Look) -> bytes:
    """The changes as a unified diff, which `git apply` and `patch -p1` take."""
    text = "".join(line for change in plan.changes for line in _diff(change, look))
    return text.encode(errors="surrogateescape")


def _diff(change: Change, look: Look) -> Iterator[str]:
    # A patch is of a file, not of a link to it.
    is_link = Path(change.path).is_symlink()
    path = look.path(str(change.file) if is_link else change.path).lstrip("/")
    before, after = _lines(change.before), _lines(change.after)
    names = (_name(f"a/{path}"), _name(f"b/{path}"))
    for line in difflib.unified_diff(before, after, *names):
        yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"


def _lines(data: bytes) -> list[str]:
    """The lines as a patch counts them: a carriage return ends none."""
    *lines, last = data.decode().split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]


def _name(path: str) -> str:
    """A path as the head of a patch names it."""
    if _QUOTED_IN_PATHS.search(path):
        quoted = _QUOTED_IN_PATHS.sub(lambda match: f"\\{ord(match[0]):03o}", path)
        return f'"{quoted}"'
    # What follows a tab is no part of the name, so that spaces can be one.
    return f"{path}\t" if " " in path else path
