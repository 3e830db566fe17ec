"""One application that builds again and again, as language servers have it."""

from __future__ import annotations

import filecmp
import gc
import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sphinx.application import Sphinx

from sphinx_deps.catalog import Catalog
from sphinx_ext.documentation import PROCESS, Documentation, build_in

GUIDE = "# Guide\n\nAs {dep}`3` says, and {dep}`99`.\n"
# Sphinx keeps words of former pages in the index of its search, in this process and the next.
OF_SPHINX = ("environment.pickle", "searchindex.js")
UNKNOWN = 'docs/guide.md:3: WARNING: there is no proposal "99" [deps.cites-unknown]'


@pytest.fixture
def cited(documentation: Documentation) -> Documentation:
    """A documentation with a page whose citations hold and do not hold."""
    documentation.write("docs/guide.md", GUIDE)
    documentation.write("docs/guide-2.md", "# Another\n\nNothing of interest.\n")
    return documentation


def differences(first: Path, second: Path) -> list[str]:
    """The files of two outputs that are not the same."""
    files = {
        path.relative_to(folder).as_posix()
        for folder in (first, second)
        for path in folder.rglob("*")
        if path.is_file() and path.name not in OF_SPHINX
    }
    _, differing, missing = filecmp.cmpfiles(first, second, sorted(files), shallow=False)
    return differing + missing


def change_status(documentation: Documentation) -> None:
    documentation.edit("proposals/0003-gamma.md", "status: Accepted", "status: Implemented")


def change_title(documentation: Documentation) -> None:
    documentation.edit("proposals/0005-epsilon.md", "# Epsilon", "# Other")
    documentation.edit("proposals/README.md", "Epsilon", "Other")


def add(documentation: Documentation) -> None:
    documentation.propose("0006-zeta.md", "Yet to come", body="{dep}`98`")


def remove(documentation: Documentation) -> None:
    (documentation.root / "proposals/0006-zeta.md").unlink()


def cite_what_is_dead(documentation: Documentation) -> None:
    documentation.write("docs/guide-2.md", "# Another\n\n{dep}`4`, {dep}`2`\n")


def change_process(documentation: Documentation) -> None:
    documentation.write("proposals/process.yaml", PROCESS + "label: '{prefix}-{number}'\n")


def break_process(documentation: Documentation) -> None:
    documentation.write("proposals/process.yaml", "extends: [nothing\n")


def mend_process(documentation: Documentation) -> None:
    documentation.write("proposals/process.yaml", PROCESS)


EDITS: list[Callable[[Documentation], None]] = [
    change_status,
    change_title,
    add,
    cite_what_is_dead,
    remove,
    change_process,
    break_process,
    mend_process,
]


def test_each_build_leaves_and_says_what_a_fresh_one_would(
    cited: Documentation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept = tmp_path_factory.mktemp("kept")
    said = {}
    with cited.app() as app:
        build_in(app)
        for edit in EDITS:
            edit(cited)
            said[edit] = build_in(app).lines
            # A fresh application would take docutils' nodes from this one when it ends.
            shutil.copytree(cited.root, kept / edit.__name__, dirs_exist_ok=True)
    for edit, lines in said.items():
        fresh = Documentation(kept / edit.__name__).build(output="fresh")
        left = kept / edit.__name__ / "out/html"
        assert (edit.__name__, lines, differences(left, fresh.output)) == (
            edit.__name__,
            fresh.lines,
            [],
        )


def test_each_build_says_all_again(cited: Documentation) -> None:
    with cited.app() as app:
        assert [build_in(app).lines for _ in range(3)] == [[UNKNOWN]] * 3


def test_a_fault_that_is_mended_is_not_said_again(cited: Documentation) -> None:
    with cited.app() as app:
        assert build_in(app).lines == [UNKNOWN]
        cited.edit("docs/guide.md", "99", "1")
        assert build_in(app).lines == []
        cited.edit("docs/guide.md", "{dep}`1`", "{dep}`99`")
        assert build_in(app).lines == [UNKNOWN]


@pytest.mark.parametrize("named", ["guide.md", "guide-2.md"])
def test_a_build_of_a_named_page_says_all_and_reads_what_changed(
    cited: Documentation, named: str
) -> None:
    with cited.app() as app:
        build_in(app)
        cited.write("docs/guide-2.md", "# Another\n\n{dep}`98`\n")
        change_status(cited)
        found = build_in(app, named)
        assert found.read == ["dep/0003-gamma", "guide-2"]
        assert found.lines == [
            'docs/guide-2.md:3: WARNING: there is no proposal "98" [deps.cites-unknown]',
            UNKNOWN,
        ]
        assert named.removesuffix(".md") in found.written


def test_what_a_build_of_a_named_page_left_is_written_by_the_next_build(
    cited: Documentation,
) -> None:
    with cited.app() as app:
        build_in(app)
        change_status(cited)
        assert "dep/0003-gamma" not in build_in(app, "guide.md").written
        found = build_in(app)
    assert "dep/0003-gamma" in found.written
    assert differences(found.output, cited.build(output="fresh").output) == []


def test_a_named_proposal_in_the_source_folder_is_built(cited: Documentation) -> None:
    (cited.root / "proposals").rename(cited.root / "docs/design")
    cited.options["deps_series"] = ["design"]
    with cited.app() as app:
        build_in(app)
        cited.edit("docs/design/0003-gamma.md", "status: Accepted", "status: Implemented")
        found = build_in(app, "design/0003-gamma.md")
    assert found.read == ["design/0003-gamma"]
    assert "design/0003-gamma" in found.written
    assert "Implemented" in found.page("design/0003-gamma").get_text()


def test_sphinx_refuses_a_named_proposal_outside_and_the_next_build_writes_it(
    cited: Documentation,
) -> None:
    cited.write("docs/guide.md", "# Guide\n")
    with cited.app() as app:
        build_in(app)
        change_status(cited)
        refused = build_in(app, "../proposals/0003-gamma.md")
        found = build_in(app)
    (line,) = refused.lines
    assert "is not under the source directory, ignoring" in line
    assert refused.read == ["dep/0003-gamma"]
    assert "dep/0003-gamma" not in refused.written
    assert "dep/0003-gamma" in found.written


@dataclass(frozen=True)
class Held:
    """All that an application holds on to, as far as this extension could make it grow."""

    listeners: int
    settings: tuple[int, ...]
    parsers: int
    roles: tuple[int, ...]
    objects: int
    recorded: int
    catalogs: int

    @classmethod
    def by(cls, app: Sphinx) -> Held:
        """Count it."""
        domains = [app.env.get_domain(name) for name in ("dep", "std")]
        gc.collect()
        return cls(
            sum(map(len, app.events.listeners.values())),
            tuple(
                len(app.config[name])
                for name in ("exclude_patterns", "html_static_path", "source_suffix")
            ),
            len(app.registry.get_source_parsers()),
            tuple(len(domain.roles) for domain in domains),
            sum(len(list(domain.get_objects())) for domain in domains),
            len(pickle.dumps(domains[0].data)),
            # Weak references would be followed by `isinstance`, and Sphinx has dead ones.
            sum(type(one) is Catalog for one in gc.get_objects()),
        )


def test_nothing_grows(cited: Documentation) -> None:
    statuses = ["Accepted", "Implemented"]
    with cited.app() as app:
        held = []
        for time in range(6):
            old, new = statuses if time % 2 == 0 else reversed(statuses)
            cited.edit("proposals/0003-gamma.md", f"status: {old}", f"status: {new}")
            build_in(app)
            build_in(app, "guide.md")
            held.append(Held.by(app))
    # The first build prepares; statuses of two lengths take turns.
    assert held[2:4] == held[4:6]
