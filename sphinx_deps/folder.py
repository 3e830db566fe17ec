"""The files of a series' folder: which are proposals, which belong to one, which to nobody."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from posixpath import normpath

from msgspec import Struct

from sphinx_deps.patterns import regex
from sphinx_deps.process import FILE_NAME, Process

_NAMES = ("number", "id", "slug")
_MARKDOWN = ".md"
_MAIN = "main"
_WILD = regex(r"[*?[]")


class PathName(Struct, frozen=True):
    """What the path of a proposal says about it."""

    path: str
    groups: dict[str, str]
    """The named groups of the pattern that matched."""
    declared: bool
    """Whether the path has the declared form, or none is declared."""

    @property
    def slug(self) -> str:
        """The slug, or the name of the file without its ending."""
        return self.groups.get("slug") or Path(self.path).stem

    @property
    def stem(self) -> str:
        """The name of the file without its ending."""
        return Path(self.path).stem


class Listing(Struct, frozen=True):
    """The claimed files of one folder, as paths relative to it with forward slashes."""

    proposals: tuple[PathName, ...]
    companions: dict[str, str]
    """Path of the companion to path of its proposal."""
    unclaimed: tuple[str, ...]
    folders: tuple[str, ...]
    """Folders that are named like a proposal."""
    unlisted: tuple[OSError, ...]
    """Why the disk does not tell what some folders hold."""


def list_folder(folder: Path, process: Process) -> Listing:
    """Claim the files below `folder`."""
    unlisted: list[OSError] = []
    files, folders = _walk(folder, unlisted.append)
    documents = process.definition.documents
    included = _Globs(documents.include)
    excluded = _Globs(documents.exclude)
    candidates = [path for path in files if included.match(path) and not excluded.match(path)]
    beside = _beside_proposals(process)
    read = (read_path(path, process) for path in candidates)
    named = [name for name in read if name.path not in beside or _is_told_by_form(name)]
    proposals = [name for name in named if name.groups or not process.path_patterns]
    companions = _companions(files, proposals, process)
    claimed = {name.path for name in proposals}
    misnamed = [name for name in named if name.path not in claimed and name.path not in companions]
    proposals = sorted([*proposals, *misnamed], key=lambda name: name.path)
    claimed |= beside.union((name.path for name in misnamed), companions)
    return Listing(
        tuple(proposals),
        companions,
        tuple(path for path in files if _is_unclaimed(path, claimed, excluded)),
        tuple(path for path in folders if included.match(path) and path.endswith(_MARKDOWN)),
        tuple(unlisted),
    )


def read_path(path: str, process: Process) -> PathName:
    """What a path says under the forms that the process declares."""
    patterns = process.path_patterns
    for position, pattern in enumerate(patterns):
        match = pattern.fullmatch(path)
        if match:
            groups = {name: value for name, value in match.groupdict().items() if value}
            declared = position == 0 and process.definition.documents.path is not None
            return PathName(path, groups, declared)
    return PathName(path, {}, declared=not patterns)


def is_namesake(path: str, owner: PathName) -> bool:
    """Whether a Markdown companion bears the number or the slug of its proposal, or "main"."""
    if not path.endswith(_MARKDOWN):
        return False
    stem = Path(path).stem.casefold()
    names = {owner.groups.get("number", ""), owner.slug.casefold(), _MAIN} - {""}
    return any(re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", stem) for name in names)


def _beside_proposals(process: Process) -> frozenset[str]:
    """The registry and the templates, which stand among the proposals and are none."""
    registry = process.definition.registry
    return process.template_paths | ({normpath(registry.file)} if registry else set())


def _is_told_by_form(name: PathName) -> bool:
    """Whether a path has the form in which the process names its proposals."""
    return name.declared and bool(name.groups)


def _is_unclaimed(path: str, claimed: set[str], excluded: _Globs) -> bool:
    return path.endswith(_MARKDOWN) and path not in claimed and not excluded.match(path)


def _walk(folder: Path, tell: Callable[[OSError], None]) -> tuple[list[str], list[str]]:
    files: list[str] = []
    folders: list[str] = []
    top = str(folder)
    for root, names, here in os.walk(top, onerror=tell):
        names[:] = sorted(name for name in names if not name.startswith("."))
        below = "" if root == top else f"{Path(root).relative_to(folder).as_posix()}/"
        folders += [below + name for name in names]
        files += [below + name for name in here if not name.startswith(".") and name != FILE_NAME]
    return sorted(files), folders


def _companions(files: list[str], proposals: list[PathName], process: Process) -> dict[str, str]:
    """The files that a glob of a proposal claims; where several do, the first proposal's."""
    globs = process.definition.documents.companions
    taken = {name.path for name in proposals}
    others = [path for path in files if path not in taken]
    companions: dict[str, str] = {}
    if not (globs and others):
        return companions
    for name in proposals:
        filled = tuple(_filled(glob, name, process) for glob in globs)
        for path in dict.fromkeys(path for glob in filled for path in _near(glob, others)):
            if path not in companions and _Globs(filled).match(path):
                companions[path] = name.path
    return companions


def _near(glob: str, paths: list[str]) -> Iterator[str]:
    """Those of the sorted paths that begin as the glob does, up to its first wildcard."""
    literal = _WILD.split(glob, maxsplit=1)[0]
    for at in range(bisect_left(paths, literal), len(paths)):
        if not paths[at].startswith(literal):
            return
        yield paths[at]


def _filled(glob: str, name: PathName, process: Process) -> str:
    number = name.groups.get("number", "")
    padded = number.zfill(process.definition.number.digits) if number else name.stem
    values = {"number": number or name.stem, "id": padded, "slug": name.slug}
    for word in _NAMES:
        glob = glob.replace(f"{{{word}}}", values[word])
    return glob


class _Globs:
    """Several globs, matched as one."""

    def __init__(self, globs: Iterable[str]) -> None:
        self.pattern = _compiled(tuple(globs))

    def match(self, path: str) -> bool:
        return self.pattern.fullmatch(path) is not None


@cache
def _compiled(globs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_translate(glob)})" for glob in globs) or r"(?!)")


def _translate(glob: str) -> str:
    """A glob as a regular expression: `**` crosses folders, `*`, `?` and `[0-9]` do not."""
    parts = re.split(r"(\*\*/?|\*|\?|\[!?\]?[^\]]*\])", glob)
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(wild.get(part) or _class(part) or re.escape(part) for part in parts)


def _class(part: str) -> str | None:
    """`[!a-z]` as a regular expression; None for what is no class of characters."""
    if not (part.startswith("[") and part.endswith("]")):
        return None
    is_negated = part.startswith("[!")
    inside = re.sub(r"([\\\[\]^&~|])", r"\\\1", part[2 if is_negated else 1 : -1])
    return f"(?!/)[{'^' if is_negated else ''}{inside}]"
