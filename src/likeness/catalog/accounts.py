"""Accounts, and the store of all that lets somebody in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, exc, insert, select, update

from likeness.catalog import keys, sessions
from likeness.catalog.account_rows import account_of
from likeness.catalog.account_store import Credentials, KeptKey, KeptSession
from likeness.catalog.database import Database
from likeness.catalog.schema import account, api_key
from likeness.errors import UnknownAccountError, UsageError
from likeness.types import Account, AccountId, ApiKey, KeyId, Role

OWNER: Role = "owner"


class SqlAccounts:
    """Accounts, sessions and keys in a relational database: fulfils `AccountStore`.

    Safe to share between threads. Not to be used inside `Catalog.writing()` of the same thread.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    # -- accounts

    def accounts(self) -> list[Account]:
        with self._db.reading() as connection:
            rows = connection.execute(select(account).order_by(account.c.folded))
            return [account_of(row) for row in rows]

    def account(self, account: AccountId) -> Credentials | None:
        with self._db.reading() as connection:
            return _read(connection, id=account)

    def account_named(self, folded: str) -> Credentials | None:
        with self._db.reading() as connection:
            return _read(connection, folded=folded)

    def add_account(self, account: Account, *, folded: str, password: str) -> None:
        with self._db.noting() as connection:
            _add(connection, account, folded, password)

    def set_password(self, account: AccountId, password: str) -> None:
        with self._db.noting() as connection:
            _locked(connection, account)
            _change(connection, account, password=password)
            sessions.end_all(connection, account)

    def replace_password(self, account: AccountId, old: str, new: str, *, end: bool) -> bool:
        with self._db.noting() as connection:
            found = _locked_or_none(connection, account)
            if found is None or found.password != old:
                return False
            _change(connection, account, password=new)
            if end:
                sessions.end_all(connection, account)
            return True

    def set_role(self, account: AccountId, role: Role) -> Account:
        with self._db.noting() as connection:
            if role != OWNER:
                _require_another_owner(connection, account)
            _locked(connection, account)
            _change(connection, account, role=role)
            return _locked(connection, account).account

    def set_disabled(self, account: AccountId, disabled: bool) -> Account:
        with self._db.noting() as connection:
            if disabled:
                _require_another_owner(connection, account)
            _locked(connection, account)
            _change(connection, account, disabled=disabled)
            if disabled:
                sessions.end_all(connection, account)
            return _locked(connection, account).account

    def change_account(
        self,
        account: AccountId,
        *,
        role: Role | None,
        disabled: bool | None,
        password: str | None,
    ) -> Account:
        changes = {"role": role, "disabled": disabled, "password": password}
        values = {name: value for name, value in changes.items() if value is not None}
        with self._db.noting() as connection:
            if disabled or (role is not None and role != OWNER):
                _require_another_owner(connection, account)
            _locked(connection, account)
            if values:
                _change(connection, account, **values)
            if disabled or password is not None:
                sessions.end_all(connection, account)
            return _locked(connection, account).account

    def remove_account(self, account: AccountId) -> None:
        with self._db.noting() as connection:
            _require_another_owner(connection, account)
            _locked(connection, account)
            _remove(connection, account)

    # -- sessions

    def add_session(self, session: KeptSession, *, password: str | None) -> bool:
        with self._db.noting() as connection:
            return sessions.add(connection, session, password)

    def session(self, token: str) -> KeptSession | None:
        with self._db.reading() as connection:
            return sessions.read(connection, token)

    def touch_session(self, token: str, *, seen: datetime, expires: datetime) -> None:
        with self._db.noting() as connection:
            sessions.touch(connection, token, seen, expires)

    def end_session(self, token: str) -> None:
        with self._db.noting() as connection:
            sessions.end(connection, token)

    def end_sessions(self, account: AccountId | None) -> None:
        with self._db.noting() as connection:
            sessions.end_all(connection, account)

    # -- keys

    def add_key(self, key: ApiKey, secret: str) -> None:
        with self._db.noting() as connection:
            keys.add(connection, key, secret)

    def keys(self) -> list[ApiKey]:
        with self._db.reading() as connection:
            return keys.read_all(connection)

    def key_with(self, secret: str) -> KeptKey | None:
        with self._db.reading() as connection:
            return keys.read(connection, secret)

    def touch_key(self, key: KeyId, used: datetime) -> None:
        with self._db.noting() as connection:
            keys.touch(connection, key, used)

    def remove_key(self, key: KeyId) -> None:
        with self._db.noting() as connection:
            keys.remove(connection, key)


def _read(connection: Connection, **where: str) -> Credentials | None:
    row = connection.execute(select(account).filter_by(**where)).one_or_none()
    return None if row is None else Credentials(account=account_of(row), password=row.password)


def _locked_or_none(connection: Connection, which: AccountId) -> Credentials | None:
    """Return an account that nobody else changes until the transaction ends."""
    row = connection.execute(
        select(account).where(account.c.id == which).with_for_update()
    ).one_or_none()
    return None if row is None else Credentials(account=account_of(row), password=row.password)


def _locked(connection: Connection, which: AccountId) -> Credentials:
    found = _locked_or_none(connection, which)
    if found is None:
        raise UnknownAccountError(f"The account {which} was removed meanwhile.")
    return found


def _require_another_owner(connection: Connection, which: AccountId) -> None:
    """Refuse to lose the last owner, and let nobody else lose another one at the same time."""
    owners = connection.execute(
        select(account.c.id)
        .where(account.c.role == OWNER, account.c.disabled.is_(False))
        .order_by(account.c.id)
        .with_for_update()
    ).scalars()
    if list(owners) == [which]:
        raise UsageError(
            "This is the last owner who can log in: nobody could look after the library any more. "
            "Make another owner first."
        )


def _add(connection: Connection, new: Account, folded: str, password: str) -> None:
    row = {
        "id": new.account,
        "name": new.name,
        "folded": folded,
        "password": password,
        "role": new.role,
        "disabled": new.disabled,
        "created": datetime.fromisoformat(new.created),
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(account).values(row))
    except exc.IntegrityError as error:
        raise UsageError(
            f"There is an account called {new.name} already, or one whose name differs in capitals "
            "only: choose another name."
        ) from error


def _change(connection: Connection, which: AccountId, **values: str | bool) -> None:
    connection.execute(update(account).where(account.c.id == which).values(**values))


def _remove(connection: Connection, which: AccountId) -> None:
    sessions.end_all(connection, which)
    connection.execute(delete(api_key).where(api_key.c.account == which))
    connection.execute(delete(account).where(account.c.id == which))
