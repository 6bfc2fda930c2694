"""Keys that programs come in with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exc, insert, select, update

from likeness.catalog.account_rows import account_of, moment
from likeness.catalog.account_store import KeptKey
from likeness.catalog.schema import account, api_key
from likeness.errors import UnknownAccountError, UnknownKeyError
from likeness.types import ApiKey, KeyId


def add(connection: Connection, key: ApiKey, secret: str) -> None:
    """Add a key; see `AccountStore.add_key`."""
    row = {
        "id": key.key,
        "name": key.name,
        "secret": secret,
        "scope": key.scope,
        "account": key.account,
        "created": datetime.fromisoformat(key.created),
        "expires": None if key.expires is None else datetime.fromisoformat(key.expires),
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(api_key).values(row))
    except exc.IntegrityError as error:
        if key.account is None:
            raise
        raise UnknownAccountError(f"The account {key.account} was removed meanwhile.") from error


def read_all(connection: Connection) -> list[ApiKey]:
    """Return all keys by name, then id."""
    found = [_key_of(row) for row in connection.execute(select(api_key))]
    return sorted(found, key=lambda key: (key.name, key.key))


def read(connection: Connection, secret: str) -> KeptKey | None:
    """Return the key with this hash of a secret."""
    row = connection.execute(select(api_key).where(api_key.c.secret == secret)).one_or_none()
    if row is None:
        return None
    owner = connection.execute(select(account).where(account.c.id == row.account)).one_or_none()
    return KeptKey(key=_key_of(row), account=None if owner is None else account_of(owner))


def touch(connection: Connection, key: KeyId, used: datetime) -> None:
    """Note when a key was last used."""
    connection.execute(update(api_key).where(api_key.c.id == key).values(used=used))


def remove(connection: Connection, key: KeyId) -> None:
    """Remove a key. Raises `UnknownKeyError`."""
    if not connection.execute(delete(api_key).where(api_key.c.id == key)).rowcount:
        raise UnknownKeyError(f"No key {key}.")


def _key_of(row: Row[Any]) -> ApiKey:
    return ApiKey(
        key=KeyId(row.id),
        name=row.name,
        scope=row.scope,
        account=row.account,
        created=moment(row.created),
        used=None if row.used is None else moment(row.used),
        expires=None if row.expires is None else moment(row.expires),
    )
