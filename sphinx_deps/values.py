"""The text of a field as what its type says: people, dates, links, names of proposals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from functools import cache, lru_cache, partial

from sphinx_deps.marks import without_marks
from sphinx_deps.patterns import regex
from sphinx_deps.process import Process
from sphinx_deps.proposal import BY_DEFAULT, Date, Field, Person, Proposal
from sphinx_deps.text import fold, quote
from sphinx_deps.vocabulary import ISO, FieldRule, FieldType

Stated = tuple[Field, FieldRule]
"""A field with its declaration."""

_LINK = regex(r"\[(?P<text>[^\[\]]*)\]\((?P<url>[^()\s]*(?:\([^()]*\)[^()\s]*)*)\)")
_ADDRESS = regex(r"https?://[^\s<>()\[\],;`]+[^\s<>()\[\],;.`]")
_PAGE = regex(rf"[<(]?(?P<url>{_ADDRESS.pattern})[>)]?")
_LINK_OR_ADDRESS = regex(f"{_LINK.pattern}|{_ADDRESS.pattern}")
_TARGET = regex(r"\]\([ \t]*+(?P<target><[^<>\n]*+>|[^()\s<>]*+)[ \t]*+\)")
_NO_TARGET = regex(
    r"!--.*|<.*>|\{.*\}|\.\.\.|…|(?:link|url|tbd|todo|xxx|(?:add|insert)[ _-]?(?:a[ _-]|the[ _-])?"
    r"(?:link|url)(?:[ _-]?here)?|link[ _-]?here)?",
    re.IGNORECASE | re.DOTALL,
)
_EMAIL = regex(r"[<(]?(?P<email>(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+)[>)]?")
"""Begins where the word does and never gives back: what is no address takes no longer than one."""
_HANDLE = regex(r"(?<![\w/])@(?P<handle>[A-Za-z0-9][\w-]*(?:/[\w-]+)?)")
_BARE_HANDLE = regex(r"(?=.*[a-z0-9])[a-z0-9][a-z0-9-]*|[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+")
_BULLET = regex(r"(?m)^\s*(?:[-*+]|\d+[.)])\s+")
_AND = regex(r"[ \t]+(?:and|&)[ \t]+")
_ASIDE = regex(r"\x00(\d+)\x00")
"""What stands in the place of a link while a text is cut."""
_BEFORE_ACCOUNT = regex(r"(?<=\S)[ \t]+(?=@[A-Za-z0-9])")
_ACCOUNT_ALONE = regex(r"@[\w/-]+[ \t]*(?:[)\]>(.<\[@]|\Z)")
"""An account that no further word of a name follows."""
_NAME_IN_MARKS = regex(r"\((?P<name>[^()]*)\)")
_MARKS = " <>`*\"'"
"""What may stand around a name, brackets apart."""
_BEFORE_HANDLE = regex(r"(?:(?:\A|[\s(\[<])[\w-]+:)?[\s(\[<,\u2013\u2014-]*\Z")
"""What leads from a name to an account: `(`, `- `, `(GitHub: `."""
_REFERENCE_LINK = regex(r"\[(?P<text>[^\[\]]+)\]\[[^\[\]]*\]")
_MENU = regex(r"\[[xX]\](?!\()")
_IN_ANGLES = regex(r"@|://")
_USUAL_NONE = FieldRule().none
_BETWEEN_CHOICES = (regex(r"\|"), regex(r"[|/]"))
"""What stands between choices; a name may hold a slash itself."""
_YEAR_LAST = regex(r"(\d{1,2})(?P<mark>[-/.])(\d{1,2})(?P=mark)(\d{4})")
_YEAR_FIRST = regex(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY = regex(r"(?<!\d)\d{1,2}(?!\d)")
_TYPE_FORMS: dict[FieldType, re.Pattern[str]] = {
    "integer": regex(r"\A[-+]?\d+\Z"),
    "version": regex(r"\d"),
    "boolean": regex(r"\A(?:true|false|yes|no|on|off)\Z", re.IGNORECASE),
    # An address, a Markdown link, somebody's mail, or "#12" as forges know it.
    # Both words are looked at from their beginning on, and once.
    "links": regex(
        r"(?<![a-z0-9+.-])[0-9+.-]*+[a-z][a-z0-9+.-]*+://\S|\]\([^)\s]"
        r"|(?<!\S)\S[^\s@]*+@\S+\.\S|#\d",
        re.IGNORECASE,
    ),
}
_ORDINAL = regex(r"(?<=\d)(?:st|nd|rd|th)\b")
_DATE_MARKS = {",", "-"}
_SPELLED_FORMATS = (
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d %B, %Y",
    "%d %b, %Y",
    "%d-%b-%Y",
    "%d-%B-%Y",
)
_FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTHS = {"%B": _FULL_MONTHS, "%b": tuple(name[:3] for name in _FULL_MONTHS)}
"""The names of months by what stands for them in a form; proposals have them in English."""
_EARLIEST_ZONE = timezone(timedelta(hours=14))
"""Where a day begins first: who writes there today's date writes no date of the future."""
_FORM_WORDS = {"%Y": "YYYY", "%m": "MM", "%d": "DD", "%B": "Month", "%b": "Mon", "%y": "YY"}


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
    links: list[str] = []
    text = _LINK.sub(partial(_set_aside, links), _BULLET.sub("\n", text))
    return tuple(_restored(part, links) for part in _cut(text, rule))


def _cut(text: str, rule: FieldRule) -> Iterator[str]:
    parts = re.split("|".join(map(re.escape, (*rule.separators, "\n"))), text)
    return filter(None, map(without_marks, parts))


def _set_aside(links: list[str], match: re.Match[str]) -> str:
    links.append(match[0])
    return f"\x00{len(links) - 1}\x00"


def _restored(text: str, links: list[str]) -> str:
    return _ASIDE.sub(lambda match: links[int(match[1])], text)


def read_people(text: str, rule: FieldRule) -> tuple[Person, ...]:
    """The people that a text names."""
    return _people(text, people_parts(text, rule), rule)


def field_people(field: Field, rule: FieldRule) -> tuple[Person, ...]:
    """The people that a field names."""
    return _people(field.text, field_people_parts(field, rule), rule)


def _people(text: str, parts: Iterable[str], rule: FieldRule) -> tuple[Person, ...]:
    if not is_filled(text, rule):
        return ()
    return tuple(person for part in parts for person in _person(part))


def field_people_parts(field: Field, rule: FieldRule) -> Iterator[str]:
    """The text of a field cut at each person; an entry of a list is never cut at its commas."""
    if len(field.items) < 2:
        return people_parts(field.text, rule)
    return (part for item in field.items for part in _people_in(item))


def people_parts(text: str, rule: FieldRule) -> Iterator[str]:
    """The text cut where one person ends and the next begins; links stay whole."""
    links: list[str] = []
    text = _LINK.sub(lambda match: f"\n{_set_aside(links, match)}", _BULLET.sub("\n", text))
    for part in _cut(_AND.sub("\n", text), rule):
        for person in _people_in(part):
            yield _restored(person, links).strip().rstrip(".").strip()


def _people_in(part: str) -> Iterator[str]:
    """A part cut before each `@account` that is not the account of the name before it."""
    start = 0
    for match in _BEFORE_ACCOUNT.finditer(part):
        before, after = part[start : match.start()], part[match.end() :]
        if not (_is_name(before) and _ACCOUNT_ALONE.match(after)):
            yield before
            start = match.end()
    yield part[start:]


def _is_name(text: str) -> bool:
    """Whether a text is neither an account nor a link, both of which name somebody already."""
    return not {"@", "\x00", "]"} & {*text}


def _person(text: str) -> Iterator[Person]:
    text = without_reference(text)
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    link = _LINK.search(text)
    if link:
        yield _linked_person(link, text)
        return
    page = _PAGE.search(text)
    if page:
        yield _person_with_page(text, page)
        return
    email = _EMAIL.search(text)
    address = email["email"] if email else None
    rest = _EMAIL.sub("", text).strip() if email else text
    handle = _HANDLE.search(rest)
    if handle:
        yield _person_with_handle(rest, handle, address)
    elif rest or address:
        yield _named_person(_bare_name(rest), address)


def _bare_name(text: str) -> str:
    """A name without the marks around it; brackets that belong to it stay."""
    name = text.strip(_MARKS)
    if name.startswith("(") and name.find(")") == len(name) - 1:
        name = name[1:-1]
    if name.count("(") != name.count(")"):
        name = name.strip("()")
    return name.strip(_MARKS)


def _linked_person(link: re.Match[str], text: str) -> Person:
    url = link["url"]
    words = link["text"].strip().strip("`*")
    handle = words.removeprefix("@") if _is_profile(url, words) else None
    if handle is None and (profile := _profile_handle(url)):
        handle = profile
    email = url.removeprefix("mailto:") if url.startswith("mailto:") else None
    name = words.removeprefix("@") or handle or url
    around = _NAME_IN_MARKS.search(text[link.end() :])
    if around and handle == name:
        name = around["name"]
    return Person(name, handle, None if email else url, email)


def _person_with_page(text: str, page: re.Match[str]) -> Person:
    """`Ada Example <https://ada.example>`, in any brackets, with an address for mail or without."""
    url, rest = page["url"], text[: page.start()] + text[page.end() :]
    email, handle = _EMAIL.search(rest), _profile_handle(url)
    name = _bare_name(_EMAIL.sub("", rest))
    return Person(name or handle or url, handle, url, email["email"] if email else None)


def _is_profile(url: str, words: str) -> bool:
    return words.startswith("@") or url.rstrip("/").endswith(f"/{words}")


def _profile_handle(url: str) -> str | None:
    match = re.fullmatch(r"https?://(?:www\.)?git(?:hub|lab)\.com/([\w-]+)/?", url)
    return match[1] if match else None


def _person_with_handle(text: str, found: re.Match[str], email: str | None) -> Person:
    handle = found["handle"]
    before, after = text[: found.start()], text[found.end() :].strip()
    before = _BEFORE_HANDLE.sub("", before).strip()
    inside = _NAME_IN_MARKS.search(after)
    # Parentheses may as well hold a company: only two words, or more, are a name.
    named = inside["name"].strip() if inside and " " in inside["name"].strip() else None
    if after and not inside and not before and after.strip(")]> .")[:1].isupper():
        if handle[:1].isupper():
            # "@Chong Li": a name with an at sign, not a handle.
            return Person(f"{handle} {after}", None, None, email)
        named = after
    name = before or named or handle
    return Person(name, handle, None, email)


def _named_person(text: str, email: str | None) -> Person:
    if not text and email:
        return Person(email, None, None, email)
    handle = text if email is None and _is_bare_handle(text) else None
    return Person(text, handle, None, email)


def _is_bare_handle(text: str) -> bool:
    return bool(_BARE_HANDLE.fullmatch(text)) and text == text.lower() if text else False


def read_date(text: str, rule: FieldRule) -> Date:
    """The date that a text states, as far as it can be told."""
    return _read_date(text.strip(), rule.formats)


@lru_cache(maxsize=4096)
def _read_date(text: str, formats: tuple[str, ...]) -> Date:
    form, iso = _named_date(text, (*formats, *_likely_forms(text)))
    if iso:
        return Date(text, iso, form)
    readings = date_readings(text)
    if readings:
        return Date(text, readings[0], None, ambiguous=len(readings) > 1)
    plain = _ORDINAL.sub("", text).replace(". ", " ").replace("Sept ", "Sep ")
    _, iso = _named_date(plain, _likely_forms(plain))
    return Date(text, iso, None, impossible=iso is None and _is_no_day(plain))


def _likely_forms(text: str) -> Iterator[str]:
    """Those of the usual forms that a text may have: to read any but the first is slow to load."""
    yield ISO
    if not (any(map(str.isdigit, text)) and any(map(str.isalpha, text))):
        return
    marks = _DATE_MARKS & {*text}
    for form in _SPELLED_FORMATS:
        is_day_first = form.startswith("%d")
        if is_day_first == text[0].isdigit() and marks == _DATE_MARKS & {*form}:
            yield form


def _named_date(text: str, forms: Iterable[str]) -> tuple[str | None, str | None]:
    """The first form that the text has, and the date that it then states."""
    for form in forms:
        try:
            iso = _read_form(text, form).isoformat()
        except ValueError:
            continue
        if form != ISO or iso == text:
            return form, iso
    return None, None


def _read_form(text: str, form: str) -> date:
    if form == ISO:
        return date.fromisoformat(text)
    return datetime.strptime(*_in_figures(text, form)).date()  # noqa: DTZ007


def _in_figures(text: str, form: str) -> tuple[str, str]:
    """A date and its form with the month as a number: `strptime` knows those of the locale."""
    for directive, names in _MONTHS.items():
        if directive in form:
            named = re.search("|".join(names), text, re.IGNORECASE)
            if named is None:
                raise ValueError(text)
            number = [name.lower() for name in names].index(named[0].lower()) + 1
            text = f"{text[: named.start()]}{number:02}{text[named.end() :]}"
            form = form.replace(directive, "%m", 1)
    return text, form


def date_readings(text: str) -> tuple[str, ...]:
    """The dates that one in figures may state; two where day and month cannot be told apart."""
    text = text.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        orders = [(match[1], match[2], match[3])]
    elif match := _YEAR_LAST.fullmatch(text):
        month_first, day_first = (match[4], match[1], match[3]), (match[4], match[3], match[1])
        orders = [day_first, month_first] if match["mark"] == "." else [month_first, day_first]
    else:
        return ()
    found = (_iso_date(*map(int, order)) for order in orders)
    return tuple(dict.fromkeys(iso for iso in found if iso))


def possible_dates(text: str, rule: FieldRule) -> tuple[str, ...]:
    """The ISO dates that a text may state, in order; none where it states no date."""
    found = read_date(text, rule)
    readings = date_readings(found.text) if found.ambiguous else ()
    return tuple(sorted(readings)) or ((found.iso,) if found.iso else ())


def _iso_date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _is_no_day(text: str) -> bool:
    """Whether the text, which states no date, has the form of one."""
    if _YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text):
        return True
    possible = _DAY.sub("1", text, count=1)
    return _named_date(possible, _likely_forms(possible)) != (None, None)


def render_date(iso: str, form: str) -> str:
    """A date in the given form."""
    day = date.fromisoformat(iso)
    # `strftime` writes early years with fewer than four figures, and months as the locale does.
    form = form.replace("%Y", iso[:4])
    for directive, names in _MONTHS.items():
        form = form.replace(directive, names[day.month - 1])
    return day.strftime(form)


def date_form(form: str) -> str:
    """The form of a date in words: `YYYY-MM-DD`."""
    return re.sub(r"%[a-zA-Z]", lambda match: _FORM_WORDS.get(match[0], match[0]), form)


def is_of_type(text: str, rule: FieldRule) -> bool:
    """Whether a text is what the type of its field says; most types take any text."""
    if rule.type == "date":
        found = read_date(text, rule)
        return found.impossible or found.iso is not None
    form = _TYPE_FORMS.get(rule.type)
    return form is None or bool(form.search(text))


def current_day() -> date:
    """The date of today, where it is furthest."""
    return datetime.now(_EARLIEST_ZONE).date()


def days_between(earlier: str, later: str) -> int:
    """The days from one ISO date to another."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


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
