"""Accounts and keys."""

from __future__ import annotations

from pydantic import Field

from likeness.rest.schemas.page import Body, Schema, Text
from likeness.types import Role, Scope


class AccountOut(Schema):
    """Somebody who may log in."""

    account: str = Field(examples=["a0123456789abcdef"])
    name: str = Field(examples=["Anna"])
    role: Role
    disabled: bool
    created: str = Field(description="ISO 8601, UTC")
    seen: str | None = Field(description="when last, to a few minutes")


class AccountOrder(Body):
    """Somebody who is to be let in."""

    name: str = Field(min_length=1, max_length=64, examples=["Anna"])
    password: str = Field(min_length=10, max_length=1024, repr=False)
    role: Role


class AccountChange(Body):
    """What to change of an account; what is null stays."""

    role: Role | None = None
    disabled: bool | None = None
    password: str | None = Field(default=None, min_length=10, max_length=1024, repr=False)


class KeyOut(Schema):
    """What a program comes in with; its secret is not to be seen again."""

    key: str = Field(examples=["k01234567"])
    name: str = Field(examples=["home assistant"])
    scope: Scope
    account: str | None = Field(description="whose it is; it opens no more than they may do")
    created: str = Field(description="ISO 8601, UTC")
    used: str | None = Field(description="when last, to a minute")
    expires: str | None


class KeyOrder(Body):
    """A key that is to be made."""

    name: Text = Field(examples=["home assistant"])
    scope: Scope = "read"
    days: int | None = Field(default=None, ge=1, le=3650, description="null: until it is revoked")


class KeyMade(Schema):
    """A new key, with the secret that is shown this once."""

    key: KeyOut
    secret: str = Field(description="for X-API-Key", repr=False)
