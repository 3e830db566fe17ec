"""One proposal in the form of each tool: the same words, other ways to state and to cite."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from benchmarks.proposals import HEP, Collection, Name, Proposal, Series

Form = Callable[[Proposal], str]
"""A proposal to the text of its file."""

EIP = Series(
    "EIP",
    "eip-{number}.md",
    dict.fromkeys(HEP.statuses, "Draft"),
    (
        ("## Abstract", "p"),
        ("## Motivation", "qpl"),
        ("### Goals", "pl"),
        ("## Specification", "qpt"),
        ("### Interface", "pc"),
        ("### Storage", "ptl"),
        ("### Failure Handling", "pclc"),
        ("## Rationale", "qpl"),
        ("## Backwards Compatibility", "ql"),
        ("## Test Cases", "pl"),
        ("## Reference Implementation", "pc"),
        ("## Security Considerations", "pl"),
    ),
)
"""What eipw reads; all are drafts, since it follows links to say which may cite which."""

_RELATIONS = {"requires": "Requires", "supersedes": "Supersedes", "superseded-by": "Superseded-By"}
_BOLD = {"requires": "Requires", "supersedes": "Replaces", "superseded-by": "Replaced By"}


def deps_form(collection: Collection) -> Form:
    """Front matter or bold lines, cited by role."""
    return lambda proposal: _own_text(proposal, collection, role)


def plain_form(collection: Collection) -> Form:
    """The same for Sphinx alone: cited by links, the metadata left as it is."""
    return lambda proposal: _own_text(proposal, collection, link)


def needs_form(collection: Collection) -> Form:
    """A need with the metadata, and the body below it."""

    def text(proposal: Proposal) -> str:
        options = {
            "id": _need_id(proposal.name),
            "status": proposal.status,
            "author": ", ".join(proposal.authors),
            "created": proposal.created,
            "release": proposal.release,
        }
        series = proposal.name.series
        for kind, number in proposal.relations.items():
            options[kind.replace("-", "_")] = _need_id(collection.name(series, number))
        lines = [f":{name}: {value}" for name, value in options.items()]
        need = "\n".join([f"```{{{series.role}}} {proposal.title}", *lines, "```"])
        body = collection.with_citations(proposal.body, need_role, link)
        return f"# {proposal.title}\n\n{need}\n\n{body}\n"

    return text


def eip_form(collection: Collection) -> Form:
    """An Ethereum Improvement Proposal."""

    def text(proposal: Proposal) -> str:
        fields = {
            "eip": proposal.name.number,
            "title": proposal.title,
            "description": f"How we {proposal.title.lower()}",
            "author": ", ".join(f"{name} (@{_handle(name)})" for name in proposal.authors),
            "discussions-to": "https://ethereum-magicians.org/t/proposal/1",
            "status": proposal.status,
            "type": "Standards Track",
            "category": "Core",
            "created": proposal.created,
        }
        if "requires" in proposal.relations:
            fields["requires"] = proposal.relations["requires"]
        body = collection.with_citations(proposal.body, _eip_link, _eip_link)
        return f"{_front_matter(fields)}\n{body}\n\n## Copyright\n\n{_CC0}\n"

    return text


_CC0 = "Copyright and related rights waived via [CC0](../LICENSE.md)."


def label(name: Name) -> str:
    """Return how a proposal is called in prose."""
    return f"{name.series.prefix}-{name.number}"


def _own_text(proposal: Proposal, collection: Collection, cite: Callable[[Name], str]) -> str:
    body = collection.with_citations(proposal.body, cite, link)
    if proposal.name.series is HEP:
        fields = {
            "Author": ", ".join(
                f"{name} ({_handle(name)}@example.com)" for name in proposal.authors
            ),
            "Status": proposal.status,
            "Created": proposal.created,
            "Target-Release": f'"{proposal.release}"',
            **{_RELATIONS[kind]: f"HEP-{number}" for kind, number in proposal.relations.items()},
        }
        return f"{_front_matter(fields)}\n# {proposal.title}\n\n{body}\n"
    lines = {
        "Status": proposal.status,
        "Authors": ", ".join(
            f"[@{_handle(name)}](https://example.com/{_handle(name)})" for name in proposal.authors
        ),
        "Created": proposal.created,
        "Target Release": proposal.release,
        **{_BOLD[kind]: f"LDP {number}" for kind, number in proposal.relations.items()},
    }
    stated = "\n\n".join(f"**{name}**: {value}" for name, value in lines.items())
    return f"# {proposal.title}\n\n{stated}\n\n{body}\n"


def _front_matter(fields: Mapping[str, object]) -> str:
    return "\n".join(["---", *(f"{name}: {value}" for name, value in fields.items()), "---", ""])


def _handle(name: str) -> str:
    return name.lower().replace(" ", "-")


def link(name: Name) -> str:
    return f"[{label(name)}](../{name.path})"


def role(name: Name) -> str:
    return f"{{{name.series.role}}}`{name.number}`"


def _need_id(name: Name) -> str:
    return f"{name.series.prefix}_{name.number:05}"


def need_role(name: Name) -> str:
    return f"{{need}}`{_need_id(name)}`"


def _eip_link(name: Name) -> str:
    return f"[EIP-{name.number}](./eip-{name.number}.md)"
