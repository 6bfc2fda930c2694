"""Who is logged in."""

from __future__ import annotations

from pydantic import Field

from likeness.rest.schemas.page import Body, Schema
from likeness.types import Scope


class SessionOut(Schema):
    """Whom the server takes this visitor for."""

    who: str = Field(examples=["Anna"])
    scope: Scope = Field(description="what the visitor may do; each holds those before it")
    account: str | None = Field(description="null: a key of nobody's, or who started the server")
    csrf: str | None = Field(
        description="of a browser's session: send it in X-CSRF-Token to change anything"
    )


class Login(Body):
    """A name and its password."""

    name: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1024, repr=False)


class PasswordChange(Body):
    """The old password, and a new one."""

    old: str = Field(min_length=1, max_length=1024, repr=False)
    new: str = Field(min_length=1, max_length=1024, repr=False)


class LinkOut(Schema):
    """A link that logs a browser in once."""

    path: str = Field(description="below this server; good for ten minutes, and once")
