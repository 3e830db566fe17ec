"""The languages of what readers see: the catalogs of messages, and the usual words of processes.

Statuses and sections stay as the process has them: they are names that proposals are written with.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from sphinx_deps.sphinx_ext.drawing import _, stage_meaning
from sphinx_deps.vocabulary import StatusRule

CATALOG = "sphinx_deps"
FOLDER = Path(__file__).with_name("locales")
"""Where the template lies, and the catalog of each language. `make messages` brings them up."""

_USUAL = (
    # Labels of fields.
    _("Author"),
    _("Authors"),
    _("Category"),
    _("Created"),
    _("Created-Version"),
    _("Discussion"),
    _("Implemented-Version"),
    _("Owners"),
    _("Pull Request"),
    _("Replaced By"),
    _("Replaced-By"),
    _("Replaces"),
    _("Required Reviewers"),
    _("Requires"),
    _("Review Date"),
    _("Sponsor"),
    _("Status"),
    _("Superseded-By"),
    _("Target-Version"),
    _("Updated"),
    # What statuses mean.
    _("A later proposal stands in its place."),
    _("Another proposal stands in its place."),
    _("Approved for implementation, with a target version."),
    _("Being written and discussed; nothing is decided."),
    _("Built as decided."),
    _("Decided against."),
    _("Decided, and to be built."),
    _("Implementation complete, its version recorded."),
    _("Initial proposal, under discussion."),
    _("Rejected, or cancelled."),
    _("Taken back by its authors."),
    _("Waiting for better times."),
)
"""What built-in processes say, for the template; `in_language` looks up whatever a process says."""


def add_languages(app: Sphinx) -> None:
    """Have our words spoken in the language of the documentation."""
    app.add_message_catalog(CATALOG, str(FOLDER))


def in_language(words: str) -> str:
    """Return words of a process in the language of the readers, if they are usual ones."""
    # The empty message stands for the head of the catalog.
    return str(_(words)) if words else ""


def status_meaning(rule: StatusRule) -> str:
    """Return what a status means, as its process says or else as its stage does."""
    return in_language(rule.meaning or "") or str(stage_meaning(rule.stage))
