"""The words of `process.yaml`: one type a mapping; reading, schema and manual are made of them."""

# Without `annotations` of `__future__`: the types are looked at whenever a process is read, and
# texts would have to be compiled first.
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Literal, NewType

from msgspec import Meta, Struct, field

from sphinx_deps.patterns import regex

FieldType = Literal[
    "text",
    "integer",
    "date",
    "choice",
    "people",
    "links",
    "proposals",
    "version",
    "boolean",
    "status",
]
Stage = Literal[
    "draft",
    "review",
    "accepted",
    "implemented",
    "deferred",
    "rejected",
    "withdrawn",
    "replaced",
]
Level = Literal["error", "warning", "info", "off"]
ReaderName = Literal["front-matter", "bold", "bullets", "sections", "directive"]

Pattern = NewType("Pattern", str)
"""A regular expression of Python."""
TitleSource = NewType("TitleSource", str)
"""A place where titles are written, or the pattern of a heading with a group `title`."""
ItemHeading = NewType("ItemHeading", str)
"""The pattern of a heading, with a group `number`."""
LabelFormat = NewType("LabelFormat", str)
"""How a proposal is shown, with names in braces."""
RoleName = NewType("RoleName", str)
"""The name of a role, in any case."""
Day = NewType("Day", str)
"""A date in the form of ISO 8601."""
DateFormat = NewType("DateFormat", str)
"""How a date is written, as `strftime` and `strptime` name its parts."""

ISO = "%Y-%m-%d"
"""The form that dates have where the process declares none."""
TITLE_GROUP = "(?P<title>"
NUMBER_GROUP = "(?P<number>"
_TITLE_SOURCES = ("field", "heading", "first-heading", "slug")

# What a schema can tell of the two; the functions below tell all.
_TITLE_SOURCE_FORM = {
    "anyOf": [{"enum": list(_TITLE_SOURCES)}, {"pattern": re.escape(TITLE_GROUP)}]
}
_LABEL_NAMES = ("prefix", "number", "id", "slug", "title")
# A width of four digits and more would make one label as long as a book.
_LABEL_SPEC = r"(:([^{}\d]|\d{1,3}(?!\d))*)?"
_LABEL_NAME = rf"({'|'.join(_LABEL_NAMES)})(![rsa])?{_LABEL_SPEC}"
_LABEL_FORM = {
    "pattern": rf"^([^{{}}]|\{{\{{|\}}\}}|\{{{_LABEL_NAME}\}})*$",
    "patternErrorMessage": f"In braces there may be {', '.join(_LABEL_NAMES)}.",
}

_ROLE_FORM = {
    "pattern": "^[A-Za-z][A-Za-z0-9]*([-_.+][A-Za-z0-9]+)*$",
    "patternErrorMessage": "A role has letters, figures and single marks between: rfc, web-rfc.",
}

_SAMPLE = date(2026, 11, 23)
_TOLD = frozenset({_SAMPLE, date(2026, 11, 1), date(2026, 1, 1)})
"""What a form may tell of that day: all of it, its month, or its year."""
_DATE_FORM = {
    "pattern": "%[YyGcx]",
    "patternErrorMessage": "The year is missing: %Y-%m-%d, for example, is 2026-11-23.",
}
_HAS_NUMBER = {
    "not": {"additionalProperties": {"not": {"const": "number"}}},
    "errorMessage": "One of the columns must show the number.",
}

_WIDE = regex(r"\{[^{}]*:[^{}]*\d{4}")
_PART = regex(r"\{\w+[.\[]")


def _pattern_fault(text: str) -> str | None:
    try:
        re.compile(text)
    except re.error as error:
        return f'"{text}" is not a regular expression: {error}'
    return None


def _title_source_fault(text: str) -> str | None:
    if TITLE_GROUP in text:
        return _pattern_fault(text)
    known = ", ".join(_TITLE_SOURCES)
    return None if text in _TITLE_SOURCES else f'"{text}" is none of {known}, and no pattern'


def _item_heading_fault(text: str) -> str | None:
    fault = _pattern_fault(text)
    if fault or NUMBER_GROUP in text:
        return fault
    return f'"{text}" has no group {NUMBER_GROUP}...), which tells one item from the next'


def _label_fault(text: str) -> str | None:
    return filling_fault(text, dict.fromkeys(_LABEL_NAMES, "") | {"number": 0})


def _role_fault(text: str) -> str | None:
    if re.search(_ROLE_FORM["pattern"], text):
        return None
    return f'"{text}" cannot be the name of a role; letters, figures and hyphens can'


def filling_fault(text: str, values: Mapping[str, object]) -> str | None:
    """The fault of a text with names in braces that cannot be filled in with such values."""
    if _WIDE.search(text):
        return f'"{text}" pads to a width of more than three digits'
    if _PART.search(text):
        return f'"{text}" asks for a part of a name in braces, which is not to be had'
    try:
        text.format(**values)
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        known = ", ".join(f"{{{name}}}" for name in values) or "no braces"
        return f'"{text}" cannot be filled in ({error}); it may hold {known}'
    return None


def _day_fault(text: str) -> str | None:
    try:
        is_day = date.fromisoformat(text).isoformat() == text
    except ValueError:
        is_day = False
    return None if is_day else f'"{text}" is not a date such as 2026-03-01'


def _date_format_fault(text: str) -> str | None:
    """A form in which dates are written must be one in which they are read."""
    if text == ISO:  # what reads other forms is slow to load
        return None
    try:
        written = _SAMPLE.strftime(text)
        # What tells no year is not asked for the day: Python warns of that.
        is_told = written != _SAMPLE.replace(year=2025).strftime(text) and (
            datetime.strptime(written, text).date() in _TOLD  # noqa: DTZ007
        )
    except (ValueError, re.error):
        is_told = False
    if is_told:
        return None
    return f'dates of the form "{text}" cannot be read again; "{ISO}" is {_SAMPLE}, for example'


CHECKS: dict[object, Callable[[str], str | None]] = {
    Pattern: _pattern_fault,
    TitleSource: _title_source_fault,
    ItemHeading: _item_heading_fault,
    LabelFormat: _label_fault,
    RoleName: _role_fault,
    Day: _day_fault,
    DateFormat: _date_format_fault,
}
"""What a text of that type must be: the fault of one that is not."""


class Words(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """What all mappings of a process have in common: fixed keys, frozen values."""


class Documents(Words, frozen=True):
    """Which files of the folder are proposals, and which belong to one."""

    include: Annotated[
        tuple[str, ...],
        Meta(
            description="Globs of the proposals, with `*`, `?`, `[0-9]`, and `**` across folders; "
            "`{prefix}` stands in, as in all paths below."
        ),
    ] = ("*.md",)
    exclude: Annotated[
        tuple[str, ...], Meta(description="Globs of files that are no proposals.")
    ] = ("README.md", "index.md")
    path: Annotated[
        Pattern | None,
        Meta(description="What a path must match; its named groups are fields too."),
    ] = None
    tolerated: Annotated[
        tuple[Pattern, ...],
        Meta(description="Further forms of the path: read, and reported by `file-name`."),
    ] = ()
    companions: Annotated[
        tuple[str, ...],
        Meta(
            description="Globs of what belongs to a proposal, from its `{number}` as its path has "
            "it, its `{id}`, which has the declared digits, and its `{slug}`."
        ),
    ] = ()


class Numbering(Words, frozen=True):
    """How proposals are numbered."""

    digits: Annotated[int, Meta(description="How many digits an id is padded to.", ge=0, le=20)] = 4
    first: Annotated[int, Meta(description="The lowest number that is given out.")] = 0
    placeholder: Annotated[
        str | None, Meta(description="What stands for a number that is not assigned yet.")
    ] = None
    exceptions: Annotated[
        tuple[str, ...], Meta(description="Documents whose number looks like the placeholder.")
    ] = field(default=(), name="except")


class TitleRule(Words, frozen=True):
    """Where the title of a proposal is written."""

    sources: Annotated[
        tuple[Annotated[TitleSource, Meta(extra_json_schema=_TITLE_SOURCE_FORM)], ...],
        Meta(
            description="Tried in order: `field`, `heading` (the first of level one), "
            "`first-heading` (of any level, unless it names a section), `slug`, "
            "or a pattern of a heading with a group `title`."
        ),
    ] = field(default=(TitleSource("heading"), TitleSource("slug")), name="from")
    strip: Annotated[
        Pattern | None, Meta(description="A pattern that is dropped at the start of a title.")
    ] = None
    placeholders: Annotated[
        tuple[str, ...], Meta(description="Titles that the template leaves to be filled in.")
    ] = ("Title", "<Title>")


class FieldRule(Words, frozen=True):
    """One field of the metadata."""

    label: Annotated[str | None, Meta(description="How it is written; default: from its key.")] = (
        None
    )
    aliases: Annotated[tuple[str, ...], Meta(description="Other accepted spellings.")] = ()
    tolerated: Annotated[
        tuple[str, ...], Meta(description="Spellings that are read, and reported.")
    ] = ()
    type: Annotated[FieldType, Meta(description="What the text means.")] = "text"
    required: Annotated[bool, Meta(description="Its absence is an error.")] = False
    expected: Annotated[bool, Meta(description="Its absence is a warning.")] = False
    separators: Annotated[
        tuple[str, ...], Meta(description="What stands between several values.")
    ] = (",", ";", "\n")
    many: Annotated[bool, Meta(description="A text or choice may hold several values.")] = False
    formats: Annotated[
        tuple[Annotated[DateFormat, Meta(extra_json_schema=_DATE_FORM)], ...],
        Meta(description="Formats of dates, as `strftime` names them: `%Y-%m-%d`."),
    ] = ()
    choices: Annotated[tuple[str, ...], Meta(description="The values of a `choice`.")] = ()
    pattern: Annotated[Pattern | None, Meta(description="What a value must match as a whole.")] = (
        None
    )
    default: Annotated[
        str | None, Meta(description="What an absent field means; shown as such.")
    ] = None
    none: Annotated[
        tuple[str, ...], Meta(description="Values that say that there is nothing to say.")
    ] = ("N/A", "NA", "-", "None")
    placeholders: Annotated[
        tuple[str, ...], Meta(description="Values that are yet to be filled in.")
    ] = ("TBD", "TBA", "TODO")
    inverse: Annotated[
        str | None, Meta(description="The relation that the other proposal declares.")
    ] = None
    external: Annotated[
        bool, Meta(description="Addresses in the own repository need be those of no proposal.")
    ] = False


class StatusRule(Words, frozen=True):
    """One status of the lifecycle."""

    stage: Annotated[Stage, Meta(description="What it means, whatever it is called.")]
    initial: Annotated[bool, Meta(description="A proposal may start with it.")] = False
    next: Annotated[tuple[str, ...], Meta(description="The statuses that may follow.")] = ()
    requires: Annotated[tuple[str, ...], Meta(description="Fields that it needs.")] = ()
    forbids: Annotated[tuple[str, ...], Meta(description="Fields that say nothing yet.")] = ()
    pattern: Annotated[
        Pattern | None,
        Meta(description="What the text looks like where it holds more than the name."),
    ] = None
    meaning: Annotated[str | None, Meta(description="One sentence for readers.")] = None


class SectionRule(Words, frozen=True):
    """One section of a proposal."""

    title: Annotated[str, Meta(description="Its heading, without a number.")]
    level: Annotated[int, Meta(description="Its level in the template.", ge=1, le=6)] = 2
    required: Annotated[bool, Meta(description="Its absence is an error.")] = False
    expected: Annotated[bool, Meta(description="Its absence is a warning.")] = False
    aliases: Annotated[
        tuple[str, ...],
        Meta(description="Other accepted headings; `*` at the end takes any rest."),
    ] = ()
    boilerplate: Annotated[
        bool, Meta(description="What the template says in it is to stay, as a licence is.")
    ] = False


class ItemFieldRule(Words, frozen=True):
    """One line under the heading of an item: `**Release Target**: 1.2`."""

    label: Annotated[str | None, Meta(description="How it is written; default: from its key.")] = (
        None
    )
    aliases: Annotated[tuple[str, ...], Meta(description="Other accepted spellings.")] = ()


class ItemRule(Words, frozen=True):
    """One kind of numbered things inside a proposal, each with a heading of its own."""

    heading: Annotated[
        ItemHeading,
        Meta(
            description="What its heading must match as a whole, a number in front of it apart: "
            "a pattern with the groups `number` and, where it has one, `title`."
        ),
    ]
    prefix: Annotated[
        str | None,
        Meta(description="What stands before its number in its label; default: from its kind."),
    ] = None
    under: Annotated[
        str | None,
        Meta(
            description="The section that holds them, at any depth; elsewhere such a heading is "
            "none. Aliases of the section count."
        ),
    ] = None
    untitled: Annotated[bool, Meta(description="It may go without a title.")] = False
    fields: Annotated[
        dict[str, ItemFieldRule],
        Meta(description="What it states in bold lines or list items, up to the next heading."),
    ] = {}


class RedirectRule(Words, frozen=True):
    """What a document says that only tells where its proposal has moved."""

    pattern: Annotated[
        Pattern,
        Meta(
            description="What its text holds, front matter and the space around apart. "
            "`{prefix}` stands in."
        ),
    ]
    target: Annotated[
        str,
        Meta(
            description="The proposal that it leads to, from the named groups of the pattern: its "
            "number, label or slug, or its path as the document would link it."
        ),
    ] = "{target}"


class RegistryRule(Words, frozen=True):
    """A hand-kept table of the numbers that are given out."""

    file: Annotated[str, Meta(description="The file that holds it.")]
    columns: Annotated[
        dict[str, str],
        Meta(
            description="The heading of each column with the field it shows; one shows `number`.",
            extra_json_schema=_HAS_NUMBER,
        ),
    ]
    heading: Annotated[str | None, Meta(description="The heading above the table.")] = None
    skip: Annotated[
        tuple[Pattern, ...], Meta(description="Patterns of cells whose row is no entry.")
    ] = ()

    @property
    def shows_numbers(self) -> bool:
        """Whether its rows can be told apart."""
        return "number" in self.columns.values()


class RuleSetting(Words, frozen=True):
    """How one rule is applied."""

    severity: Annotated[Level | None, Meta(description="Instead of the default.")] = None
    stages: Annotated[tuple[Stage, ...], Meta(description="The only stages it is applied to.")] = ()
    since: Annotated[
        Day | None,
        Meta(
            description="Only proposals created on that date or later.",
            extra_json_schema={"format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        ),
    ] = None
    exceptions: Annotated[
        tuple[str, ...],
        Meta(description="Proposals by id, and files by path, it is not applied to."),
    ] = field(default=(), name="except")
    most: Annotated[
        int | None, Meta(description="Of `title-length`: how many characters a title may have.")
    ] = None


class Definition(Words, frozen=True):
    """A whole `process.yaml`."""

    name: Annotated[str, Meta(description="What the proposals are called, in full.")] = ""
    prefix: Annotated[str, Meta(description="What stands before a number: DEP, BEP, PEP.")] = "EP"
    role: Annotated[
        RoleName | None,
        Meta(
            description="The role that cites one; default: the prefix, lowered.",
            extra_json_schema=_ROLE_FORM,
        ),
    ] = None
    label: Annotated[
        LabelFormat | None,
        Meta(
            description="How a proposal is shown, from `{prefix}`, `{number}`, `{id}`, `{slug}` "
            "and `{title}`; default `{prefix} {number}`, or the title where slugs identify.",
            extra_json_schema=_LABEL_FORM,
        ),
    ] = None
    extends: Annotated[
        str | None, Meta(description="A built-in process, or a file, that this one changes.")
    ] = None
    repository: Annotated[str | None, Meta(description="The address of the repository.")] = None
    documents: Documents = Documents()
    identity: Annotated[
        Literal["number", "slug"], Meta(description="What a proposal is known by.")
    ] = "number"
    number: Numbering = Numbering()
    metadata: Annotated[
        tuple[ReaderName, ...], Meta(description="The forms of metadata, in order.")
    ] = ("front-matter", "directive")
    tolerated: Annotated[
        tuple[ReaderName, ...],
        Meta(description="Forms of metadata that are read, and reported by `missing-metadata`."),
    ] = ()
    metadata_under: Annotated[
        tuple[str, ...],
        Meta(description="Headings under which `bold` and `bullets` look too."),
    ] = ()
    title: TitleRule = TitleRule()
    fields: Annotated[dict[str, FieldRule], Meta(description="The fields by their keys.")] = {}
    statuses: Annotated[
        dict[str, StatusRule], Meta(description="The statuses, in the order of tables.")
    ] = {}
    sections: Annotated[
        dict[str, tuple[SectionRule, ...]],
        Meta(description="Named variants; a document is held to the one that fits best."),
    ] = {}
    section_order: Annotated[bool, Meta(description="Sections keep the declared order.")] = False
    items: Annotated[
        dict[str, ItemRule],
        Meta(description="What is numbered inside a proposal, and can be cited, by its kind."),
    ] = {}
    redirect: Annotated[
        RedirectRule | None,
        Meta(description="How to tell a document that only says where its proposal has moved."),
    ] = None
    registry: Annotated[RegistryRule | None, Meta(description="A hand-kept table of numbers.")] = (
        None
    )
    rules: Annotated[
        dict[str, Level | RuleSetting],
        Meta(description="A severity, or a mapping, for each rule that is set."),
    ] = {}
    templates: Annotated[
        dict[str, str], Meta(description="The project's templates, relative to the folder.")
    ] = {}
    overrides: Annotated[
        dict[str, dict[str, str]],
        Meta(description="Values for documents that are not ours to edit, by id or path."),
    ] = {}
