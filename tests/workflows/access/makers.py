"""What lets people in, made cheap: passwords are hashed in a moment, and time is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher

from likeness.catalog.account_store import AccountStore
from likeness.workflows.access.access import Access

PASSWORD = "three red apples"
OTHER = "seven blue pears"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def cheap(time_cost: int = 1) -> PasswordHasher:
    """Return a hasher that costs no time worth mentioning."""
    return PasswordHasher(time_cost=time_cost, memory_cost=8, parallelism=1)


class Clock:
    """Tells the time that a test wants it to be."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


class Watched:
    """A hasher that remembers what it was asked."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self.verified: list[tuple[str, bytes]] = []
        self.hashed = 0

    def hash(self, password: str | bytes) -> str:
        self.hashed += 1
        return self._hasher.hash(password)

    def verify(self, hash: str, password: str | bytes) -> bool:  # noqa: A002
        assert isinstance(password, bytes)
        self.verified.append((hash, password))
        return self._hasher.verify(hash, password)

    def check_needs_rehash(self, hash: str) -> bool:  # noqa: A002
        return self._hasher.check_needs_rehash(hash)


def access_to(store: AccountStore, **more: Any) -> Access:
    """Return what lets people into *store*, with sessions of 30 days."""
    return Access(store, **{"session_days": 30, "hasher": cheap(), **more})
