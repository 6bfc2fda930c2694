"""What a role, or a key, may do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from likeness.types import Role, Scope

SCOPE_OF: Mapping[Role, Scope] = MappingProxyType(
    {"viewer": "read", "editor": "write", "owner": "admin"}
)
"""What an account with a role may do."""

RANK: Mapping[Scope, int] = MappingProxyType({"read": 0, "write": 1, "admin": 2})
"""Each scope holds those of lower rank."""


def allows(have: Scope, need: Scope) -> bool:
    """Return whether who may *have* may *need* as well."""
    return RANK[have] >= RANK[need]


def lower(one: Scope, other: Scope) -> Scope:
    """Return the scope of two that allows less."""
    return other if allows(one, other) else one
