"""The text of a field as what its type says, and whether it says anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from sphinx_deps.dates import read_date
from sphinx_deps.marks import without_marks
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.proposal import BY_DEFAULT, Field, Proposal
from sphinx_deps.text import fold, quote
from sphinx_deps.vocabulary import FieldRule, FieldType

Stated = tuple[Field, FieldRule]
"""A field with its declaration."""

LINK = regex(r"\[(?P<text>[^\[\]]*)\]\((?P<url>[^()\s]*(?:\([^()]*\)[^()\s]*)*)\)")
ADDRESS = regex(r"https?://[^\s<>()\[\],;`]+[^\s<>()\[\],;.`]")
_LINK_OR_ADDRESS = regex(f"{LINK.pattern}|{ADDRESS.pattern}")
_TARGET = regex(r"\]\([ \t]*+(?P<target><[^<>\n]*+>|[^()\s<>]*+)[ \t]*+\)")
_NO_TARGET = regex(
    r"!--.*|<.*>|\{.*\}|\.\.\.|…|(?:link|url|tbd|todo|xxx|(?:add|insert)[ _-]?(?:a[ _-]|the[ _-])?"
    r"(?:link|url)(?:[ _-]?here)?|link[ _-]?here)?",
    re.IGNORECASE | re.DOTALL,
)
_BULLET = regex(r"(?m)^\s*(?:[-*+]|\d+[.)])\s+")
ASIDE = "\x00"
"""What stands around the number of a link that was set aside."""
_ASIDE = regex(rf"{ASIDE}(\d+){ASIDE}")
_REFERENCE_LINK = regex(r"\[(?P<text>[^\[\]]+)\]\[[^\[\]]*\]")
_MENU = regex(r"\[[xX]\](?!\()")
_IN_ANGLES = regex(r"@|://")
_USUAL_NONE = FieldRule().none
_BETWEEN_CHOICES = (regex(r"\|"), regex(r"[|/]"))
"""What stands between choices; a name may hold a slash itself."""
_TYPE_FORMS: dict[FieldType, re.Pattern[str]] = {
    "integer": regex(r"\A[-+]?\d+\Z"),
    "version": regex(r"\d"),
    "boolean": regex(r"\A(?:true|false|yes|no|on|off)\Z", re.IGNORECASE),
    # An address, a Markdown link, a role, somebody's mail, or "#12" as forges know it.
    # Both words are looked at from their beginning on, and once.
    "links": regex(
        r"(?<![a-z0-9+.-])[0-9+.-]*+[a-z][a-z0-9+.-]*+://\S|\]\([^)\s]|\]\[|\}`"
        r"|(?<!\S)\S[^\s@]*+@\S+\.\S|#\d",
        re.IGNORECASE,
    ),
}


def is_none(text: str, rule: FieldRule) -> bool:
    """Whether the text says that there is nothing to say."""
    text, words = text.strip().casefold(), _casefolded(rule.none)
    return text.startswith(words) and any(_says(word, text) for word in words)


def is_unanswered(text: str, rule: FieldRule) -> bool:
    """Whether a field is required, and its text is no answer."""
    if not rule.required or not is_none(text, rule):
        return False
    return any(_says(word.casefold(), text.strip().casefold()) for word in no_answers(rule))


def no_answers(rule: FieldRule) -> tuple[str, ...]:
    """The words that don't answer what is required; those that a process lists itself do.

    Of a status that is none another rule speaks.
    """
    if rule.none != _USUAL_NONE or rule.type == "status":
        return ()
    return tuple(word for word in rule.none if fold(word) not in _folded(rule.choices))


@cache
def _casefolded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


@cache
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _says(word: str, text: str) -> bool:
    """Whether a text is that word; a longer word may be followed by a reason: `N/A (a draft)`."""
    if text == word or not text.startswith(word):
        return text == word
    return len(word) > 2 and text[len(word) :].lstrip()[:1] in {".", ",", ";", ":", "("}


def is_placeholder(text: str, rule: FieldRule) -> bool:
    """Whether the text is yet to be filled in."""
    text = text.strip()
    if fold(text) in _folded(rule.placeholders):
        return True
    around, inside = text[:1] + text[-1:], text[1:-1]
    # Several pairs are several links, and an address in angles is one.
    if not {*inside}.isdisjoint("[]<>{}") or (around == "<>" and _IN_ANGLES.search(inside)):
        return False
    if around == "[]" and "|" not in inside and not _MENU.match(text):
        # One word in brackets is an author who kept the template's brackets.
        return bool(re.search(r"[\s/]", inside))
    return around in {"<>", "{}"} and " " in inside


def is_no_target(path: str) -> bool:
    """Whether what stands in the place of a link's target is yet to be filled in, or nothing."""
    return _NO_TARGET.fullmatch(path) is not None


def has_open_link(text: str) -> bool:
    """Whether a text holds a link whose target is yet to be filled in."""
    if "](" not in text:
        return False
    targets = (match["target"] for match in _TARGET.finditer(text))
    return any(is_no_target(one[1:-1] if one.startswith("<") else one) for one in targets)


def is_menu(text: str) -> bool:
    """Whether the text is the template's list of choices rather than one of them."""
    return text.count("|") > 1 or bool(_MENU.search(text))


def is_status_menu(text: str, process: Process) -> bool:
    """Whether a text is a list of choices for the status; two declared ones make one."""
    if process.status_name(text):
        return False
    lists = (marks.split(text) for marks in _BETWEEN_CHOICES)
    known = process.folded_statuses
    return is_menu(text) or any(sum(fold(one) in known for one in parts) > 1 for parts in lists)


def is_filled(text: str, rule: FieldRule) -> bool:
    """Whether the text says something."""
    return bool(text.strip()) and not is_none(text, rule) and not is_placeholder(text, rule)


def stated(proposal: Proposal, process: Process, *types: FieldType) -> Iterator[Stated]:
    """The fields of those types that say something, with their declarations."""
    for field in proposal.fields:
        rule = process.field_rule(field.name or "")
        if rule is None or rule.type not in types:
            continue
        if is_filled(field.text, rule) and not is_menu(field.text):
            yield field, rule


def meant_field(proposal: Proposal, key: str, process: Process) -> Field | None:
    """A field for readers: as stated or, where it says nothing, with what its absence means.

    A proposal is related to what it names itself: a relation has no default here.
    """
    field, rule = proposal.field(key), process.field_rule(key)
    if rule is None or not rule.default or rule.type == "proposals" or (field and field.text):
        return field
    start = proposal.start()
    return Field(key, process.field_label(key), rule.default, start, start, BY_DEFAULT)


def is_by_default(proposal: Proposal, key: str, process: Process) -> bool:
    """Whether readers are shown what the absence of a field means."""
    field = meant_field(proposal, key, process)
    return field is not None and field.is_derived


def needs(proposal: Proposal, process: Process) -> dict[str, str]:
    """The fields that the status of a proposal needs in vain, each with what is wrong with it.

    Where another rule speaks of a field whatever the status is, it is none of them.
    """
    status = process.status_rule(proposal.status)
    if status is None or not status.requires or proposal.is_garbled:
        return {}
    lacks = {key: _lack(key, proposal, process) for key in status.requires}
    found = {key: lack for key, lack in lacks.items() if lack}
    meant = process.meant_fields(proposal.unknown_labels) if found else frozenset()
    return {
        key: lack
        for key, lack in found.items()
        if not _is_said_elsewhere(key, proposal, process)
        and not (key in meant and proposal.field(key) is None)
    }


def _lack(key: str, proposal: Proposal, process: Process) -> str | None:
    """What is wrong with a field that should say something."""
    field, rule = proposal.field(key), process.field_rule(key)
    if rule is None or (rule.default and not (field and field.text)):
        return None
    if field is None:
        return "is missing"
    if not field.text.strip():
        return "is empty"
    return None if is_filled(field.text, rule) else f"is {quote(field.text)}"


def _is_said_elsewhere(key: str, proposal: Proposal, process: Process) -> bool:
    """Whether `missing-field`, `empty-field` or `no-successor` says it already."""
    field = proposal.field(key)
    says_nothing = field is None or not field.text.strip()
    wants_successor = proposal.stage == "replaced" and key in process.successor_fields
    return wants_successor or (says_nothing and key in process.required_fields)


def field_values(field: Field, rule: FieldRule) -> tuple[str, ...]:
    """The values of a field one by one; just one where it is not declared to hold several."""
    if len(field.items) > 1:
        return field.items
    return split_values(field.text, rule) if rule.many else (field.text.strip(),)


def split_values(text: str, rule: FieldRule) -> tuple[str, ...]:
    """The single values of a text that may hold several; what stands in a link is never cut."""
    whole = LinksAside(text)
    return tuple(map(whole.restored, cut(whole.text, rule)))


def cut(text: str, rule: FieldRule) -> Iterator[str]:
    """A text at its separators and at the ends of its lines."""
    parts = re.split("|".join(map(re.escape, (*rule.separators, "\n"))), text)
    return filter(None, map(without_marks, parts))


class LinksAside:
    """A text while it is cut: bullets are ends of lines, and a mark stands in place of a link.

    `before` says what is to stand before each mark.
    """

    def __init__(self, text: str, before: Callable[[re.Match[str]], str] = lambda _: "") -> None:
        self.links: list[str] = []
        self.before = before
        self.text = LINK.sub(self._aside, _BULLET.sub("\n", text))

    def _aside(self, match: re.Match[str]) -> str:
        self.links.append(match[0])
        return f"{self.before(match)}{ASIDE}{len(self.links) - 1}{ASIDE}"

    def restored(self, part: str) -> str:
        """A part with its links."""
        return _ASIDE.sub(lambda match: self.links[int(match[1])], part)


def is_of_type(text: str, rule: FieldRule) -> bool:
    """Whether a text is what the type of its field says; most types take any text."""
    if rule.type == "date":
        found = read_date(text, rule)
        return found.impossible or found.iso is not None
    form = _TYPE_FORMS.get(rule.type)
    return form is None or bool(form.search(text))


def without_reference(text: str) -> str:
    """A text with the words alone of links to a definition: `[DEP 2][two]`."""
    return _REFERENCE_LINK.sub(r"\g<text>", text)


def read_links(text: str) -> tuple[tuple[str, str], ...]:
    """The links in a text as words and address, Markdown links and bare addresses."""
    return tuple(part for part in cut_at_links(text) if not isinstance(part, str))


def cut_at_links(text: str) -> Iterator[str | tuple[str, str]]:
    """The text cut at its links, each as words and address; entries of lists follow a comma."""
    text, end = _BULLET.sub(", ", text), 0
    for match in _LINK_OR_ADDRESS.finditer(text):
        yield text[end : match.start()]
        yield (match[0], match[0]) if match["url"] is None else (match["text"], match["url"])
        end = match.end()
    yield text[end:]
