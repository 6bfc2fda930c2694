"""Sessions of browsers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from likeness.catalog.account_rows import account_of
from likeness.catalog.account_store import KeptSession
from likeness.catalog.schema import account, session
from likeness.types import AccountId


def add(connection: Connection, new: KeptSession, password: str | None) -> bool:
    """Keep a session; see `AccountStore.add_session`."""
    connection.execute(delete(session).where(session.c.expires <= new.created))
    owner = None if new.account is None else new.account.account
    if owner is not None and not _is_as_checked(connection, owner, password):
        return False
    connection.execute(
        insert(session).values(
            token=new.token,
            account=owner,
            created=new.created,
            seen=new.seen,
            expires=new.expires,
        )
    )
    _seen(connection, new.token, new.seen)
    return True


def _is_as_checked(connection: Connection, owner: AccountId, password: str | None) -> bool:
    """Return whether an account is enabled with that password, and keep it so until the end."""
    row = connection.execute(
        select(account.c.password, account.c.disabled)
        .where(account.c.id == owner)
        .with_for_update()
    ).one_or_none()
    return row is not None and not row.disabled and row.password == password


def read(connection: Connection, token: str) -> KeptSession | None:
    """Return the session with this hash of a token."""
    row = connection.execute(
        select(
            *(session.c.created.label("opened"), session.c.seen.label("visited")),
            session.c.expires,
            account,
        )
        .join_from(session, account, isouter=True)
        .where(session.c.token == token)
    ).one_or_none()
    if row is None:
        return None
    return KeptSession(
        token=token,
        account=None if row.id is None else account_of(row),
        created=row.opened,
        seen=row.visited,
        expires=row.expires,
    )


def touch(connection: Connection, token: str, seen: datetime, expires: datetime) -> None:
    """Note when a session, and its account, were last seen."""
    connection.execute(
        update(session).where(session.c.token == token).values(seen=seen, expires=expires)
    )
    _seen(connection, token, seen)


def end(connection: Connection, token: str) -> None:
    """Delete a session."""
    connection.execute(delete(session).where(session.c.token == token))


def end_all(connection: Connection, owner: AccountId | None) -> None:
    """Delete all sessions of an account; None: of whoever started the server."""
    connection.execute(delete(session).where(session.c.account.is_not_distinct_from(owner)))


def _seen(connection: Connection, token: str, seen: datetime) -> None:
    owner = select(session.c.account).where(session.c.token == token).scalar_subquery()
    connection.execute(update(account).where(account.c.id == owner).values(seen=seen))
