"""Rows of accounts as records."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from likeness.types import Account, AccountId


def account_of(row: Row[Any]) -> Account:
    """Return the account that a row with the columns of `account` holds."""
    return Account(
        account=AccountId(row.id),
        name=row.name,
        role=row.role,
        disabled=row.disabled,
        created=moment(row.created),
        seen=None if row.seen is None else moment(row.seen),
    )


def moment(instant: datetime) -> str:
    """Return a moment in UTC as ISO 8601, to the second."""
    return instant.isoformat(timespec="seconds")
