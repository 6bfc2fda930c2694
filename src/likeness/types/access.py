"""Who may come in, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NewType

AccountId = NewType("AccountId", str)
""""a" and 16 hex digits, drawn."""

KeyId = NewType("KeyId", str)
""""k" and 8 hex digits, drawn."""

Role = Literal["owner", "editor", "viewer"]

Scope = Literal["read", "write", "admin"]
"""What somebody may do; each holds those before it. Viewers read, editors write, owners admin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may log in."""

    account: AccountId
    name: str
    role: Role
    disabled: bool
    created: str  # ISO 8601, UTC
    seen: str | None  # when last, to a few minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """What a program comes in with; the secret itself is known to its holder only."""

    key: KeyId
    name: str
    scope: Scope
    account: AccountId | None  # whose it is; it opens no more than they may do
    created: str  # ISO 8601, UTC
    used: str | None  # when last, to a minute
    expires: str | None


LOCAL = "local"
"""Whoever started the server: not an id of any account or key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Whom a request comes from."""

    who: str  # for the history: the name of an account, a key, or of whoever started the server
    scope: Scope
    account: AccountId | None = None  # None: a key of nobody's, or whoever started the server
    key: KeyId | None = None
    session: str | None = None  # SHA-256 of the session's token

    @property
    def principal(self) -> str:
        """Whose budgets, samples and uploads these are: names may be chosen, ids may not."""
        return self.account or self.key or LOCAL


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSession:
    """A session that was just opened: the only time that its token is to be seen."""

    token: str
    visitor: Visitor
    expires: str  # ISO 8601, UTC
