"""Links to edit a page or to view its source, for pages whose file lies outside the source folder.

Themes make these links up from the name of the document, below the folder of the documentation:
`docs/dep/0001-alpha.md` for a file that is `proposals/0001-alpha.md`. What each theme reads is put
right for these pages, so that nobody has to change a template.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import Any

from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.project import Project

from sphinx_deps.patterns import regex
from sphinx_deps.sphinx_ext.domain import dep_domain
from sphinx_deps.sphinx_ext.mount import MountedProject
from sphinx_deps.sphinx_ext.site import Site, checkout

Context = dict[str, Any]
"""What a theme draws a page from."""

Change = Callable[[Context, "SourceFile"], None]

_WAY_BACK = regex(r"(?<=[/=])[^/?&#=]+/\.\./")
_SUFFIX = "page_source_suffix"
_EDIT, _VIEW = "theme_source_edit_link", "theme_source_view_link"
_PROVIDER = "get_edit_provider_and_url"
_FURO_FORMS = {
    "https://github.com/": {_EDIT: "{}/edit/{}/{}", _VIEW: "{}/blob/{}/{}?plain=true"},
    "https://gitlab.com/": {_EDIT: "{}/-/edit/{}/{}", _VIEW: "{}/blob/{}/{}"},
    "https://bitbucket.org/": {
        _EDIT: "{0}/src/{1}/{2}?mode=edit&at={1}",
        _VIEW: "{}/src/{}/{}",
    },
}
"""By what a repository begins with: the links made of repository, branch and path."""
_READ_THE_DOCS_FORMS = {
    "github": "https://{host}/{user}/{repo}/{mode}/{version}{path}",
    "bitbucket": "https://{host}/{user}/{repo}/src/{version}{path}?mode={mode}",
    "gitlab": "https://{host}/{user}/{repo}/{mode}/{version}{path}",
}
"""By forge, in the order in which the theme asks for them."""
_HOSTS = {"github": "github.com", "bitbucket": "bitbucket.org", "gitlab": "gitlab.com"}


class Origin(Struct, frozen=True):
    """Of what repository a series is: that of the documentation, or another one."""

    is_ours: bool
    address: str | None
    """Where it can be read, if it is another one."""


class SourceFile(Struct, frozen=True):
    """The file of a page: as themes name it, and seen from the source folder."""

    name: str
    path: str
    address: str | None = None
    """Where it can be read, if it is of another repository than the documentation."""

    def put_right(self, address: str) -> str:
        """Return where a link should lead that a theme made up."""
        if self.name not in address:
            return address  # the same for all pages
        if self.address is not None:
            return self.address
        before, _name, behind = address.rpartition(self.name)
        address, count = f"{before}{self.path}{behind}", 1
        while count:
            address, count = _WAY_BACK.subn("", address, count=1)
        return address


def add_source_links(app: Sphinx) -> None:
    """Put the links right; to be called when the theme is loaded.

    It goes after pydata's handler of the same priority, and before that of book, which is built on
    it.
    """
    app.connect("html-page-context", _put_links_right)


def origins(builder: Builder, site: Site) -> dict[Path, Origin]:
    """Return the origin of each series by its folder, where the theme may link sources."""
    config = builder.config
    is_asked = config.html_context or config.html_theme_options
    if not (is_asked and isinstance(builder, StandaloneHTMLBuilder)):
        return {}
    folders = [series.folder.resolve() for series in site.catalog.series]
    return {folder: _origin(folder, Path(builder.srcdir), site) for folder in folders}


def origin_of(docname: str, project: Project, known: Mapping[Path, Origin]) -> Origin | None:
    """Return the origin of a page, if it is one of those whose links are put right."""
    if not (known and isinstance(project, MountedProject) and project.is_mounted(docname)):
        return None
    file = Path(project.doc2path(docname, absolute=True))
    return next((found for folder, found in known.items() if file.is_relative_to(folder)), None)


def _origin(place: Path, source: Path, site: Site) -> Origin:
    """The origin of a file or a folder of a series."""
    is_ours = checkout(source) == checkout(place)
    return Origin(is_ours, None if is_ours else site.address_of(place))


def _put_links_right(
    app: Sphinx, pagename: str, template: str, context: Context, doctree: object
) -> None:
    project = app.env.project
    if not (isinstance(project, MountedProject) and project.is_mounted(pagename)):
        return
    changes = [change for keys, change in _THEMES if any(map(context.get, keys))]
    if not changes:
        return
    # A page that has no source by now has nothing to edit in any theme.
    file = _source_file(app, pagename) if context.get(_SUFFIX) else None
    if file is None:
        _leave_out(context)
        return
    for change in changes:
        change(context, file)


def _source_file(app: Sphinx, pagename: str) -> SourceFile | None:
    """The file of a page; none where it is of another repository, and nobody says of which."""
    path = Path(app.env.doc2path(pagename))
    name = f"{pagename}{path.suffix}"
    relative = PurePath(os.path.relpath(path, app.srcdir)).as_posix()
    origin = _origin(path, Path(app.srcdir), dep_domain(app.env).view.site)
    return SourceFile(name, relative, origin.address) if origin.is_ours or origin.address else None


def _leave_out(context: Context) -> None:
    """Have the theme believe that the page has no source."""
    context[_SUFFIX] = ""
    context |= {f"display_{forge}": False for forge in _HOSTS}


def _furo(context: Context, file: SourceFile) -> None:
    """Furo, and other themes that are made of basic-ng."""
    for key in (_EDIT, _VIEW):
        if address := _furo_address(context, key, file.name):
            # The theme takes it for a form.
            context[key] = file.put_right(address).replace("{", "{{").replace("}", "}}")


def _furo_address(context: Context, key: str, name: str) -> str | None:
    """The address that the theme is given, or makes up."""
    if form := context.get(key):
        return str(form).format(filename=name)
    repository, branch, folder = _furo_repository(context)
    for beginning, forms in _FURO_FORMS.items():
        if branch and repository.startswith(beginning):
            return forms[key].format(repository, branch, f"{folder}/{name}".lstrip("/"))
    return None


def _furo_repository(context: Context) -> tuple[str, str, str]:
    """Its address, the branch, and the folder of the documentation in it."""
    words = [str(context.get(f"theme_source_{key}") or "") for key in ("repository", "directory")]
    repository, folder = (one.rstrip("/") for one in words)
    branch = str(context.get("theme_source_branch") or "")
    if not repository and context.get("READTHEDOCS") and context.get("conf_py_path"):
        repository = "https://github.com/{github_user}/{github_repo}".format_map(context)
        branch, folder = str(context.get("github_version")), str(context["conf_py_path"]).strip("/")
    return repository, branch, folder


def _read_the_docs(context: Context, file: SourceFile) -> None:
    """The theme of Read the Docs: what front matter says goes before what it makes up."""
    forge = next(forge for forge in _HOSTS if context.get(f"display_{forge}"))
    meta = dict(context.get("meta") or {})
    made = _READ_THE_DOCS_FORMS[forge].format(
        host=context.get(f"{forge}_host") or _HOSTS[forge],
        user=context.get(f"{forge}_user"),
        repo=context.get(f"{forge}_repo"),
        version=context.get(f"{forge}_version"),
        mode=context.get("theme_vcs_pageview_mode") or ("blob", "view")[forge == "bitbucket"],
        path=f"{context.get('conf_py_path') or '/'}{file.name}",
    )
    context["meta"] = {f"{forge}_url": file.put_right(made)} | meta


def _pydata(context: Context, file: SourceFile) -> None:
    """The theme of PyData, and book, which is built on it."""
    made_up = context.get(_PROVIDER)
    if made_up is None:
        return

    def get_edit_provider_and_url() -> tuple[str | None, str]:
        provider, address = made_up()
        return provider, file.put_right(address)

    context[_PROVIDER] = get_edit_provider_and_url


_THEMES: tuple[tuple[tuple[str, ...], Change], ...] = (
    ((_EDIT, _VIEW, "theme_source_repository", "READTHEDOCS"), _furo),
    (tuple(f"display_{forge}" for forge in _HOSTS), _read_the_docs),
    (("edit_page_url_template", *(f"{forge}_user" for forge in _HOSTS)), _pydata),
)
"""What is in the context where links are wanted, and what puts them right."""
