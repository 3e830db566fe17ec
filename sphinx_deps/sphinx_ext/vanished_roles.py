"""Takes roles away again: Sphinx knows only how to add them."""

from __future__ import annotations

from sphinx.domains import Domain


def remove_role(domain: Domain, name: str) -> None:
    """Make a domain forget a role that it had."""
    domain.roles.pop(name, None)
    # Private: what the domain once gave out for a role it gives for ever, and that then calls
    # what is no more in `roles`. Nothing public empties it.
    domain._role_cache.pop(name, None)
