"""The seam to what is kept of accounts, their sessions and keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from likeness.types import Account, AccountId, ApiKey, KeyId, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """An account, and what its password is checked with."""

    account: Account
    password: str  # argon2id, in PHC form


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSession:
    """A session as it is kept: of its token there is only a hash."""

    token: str  # SHA-256, hex
    account: Account | None  # None: whoever started the server
    created: datetime
    seen: datetime
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptKey:
    """A key, and whose it is."""

    key: ApiKey
    account: Account | None


class AccountStore(Protocol):
    """**Protocol:** accounts, sessions and keys of one library; every method is one transaction.

    Nothing here waits for the library's right to write, which a long `add` may hold. Whether
    somebody may come in is decided elsewhere: expired sessions, keys of disabled accounts are
    returned as they are.

    Raises:
        StoreUnavailableError: The database refused (disk full, read-only, connection lost).
    """

    # -- accounts

    def accounts(self) -> list[Account]:
        """Return all accounts by name."""

    def account(self, account: AccountId) -> Credentials | None:
        """Return the account with this id."""

    def account_named(self, folded: str) -> Credentials | None:
        """Return the account whose name, as names are compared, is *folded*."""

    def add_account(self, account: Account, *, folded: str, password: str) -> None:
        """Add an account. Raises `UsageError` where the name is taken."""

    def set_password(self, account: AccountId, password: str) -> None:
        """Set what the password is checked with, and end the account's sessions.

        Raises:
            UnknownAccountError: It is gone.
        """

    def replace_password(self, account: AccountId, old: str, new: str, *, end: bool) -> bool:
        """Set what the password is checked with, if it is *old* still; return whether it was.

        Args:
            account: Whose it is.
            old: What the present password was checked with.
            new: What to check it with from now on.
            end: Whether the account's sessions end.
        """

    def change_account(
        self,
        account: AccountId,
        *,
        role: Role | None,
        disabled: bool | None,
        password: str | None,
    ) -> Account:
        """Change what is not None of an account, all of it or nothing; return it as it is then.

        Another password, and disabling it, end its sessions.

        Raises:
            UnknownAccountError: It is gone.
            UsageError: It is the last enabled owner.
        """

    def set_role(self, account: AccountId, role: Role) -> Account:
        """Set what an account may do; return it as it is then.

        Raises:
            UnknownAccountError: It is gone.
            UsageError: It is the last enabled owner.
        """

    def set_disabled(self, account: AccountId, disabled: bool) -> Account:
        """Disable an account, which ends its sessions, or enable it; return it as it is then.

        Raises:
            UnknownAccountError: It is gone.
            UsageError: It is the last enabled owner.
        """

    def remove_account(self, account: AccountId) -> None:
        """Remove an account with its sessions and keys.

        Raises:
            UnknownAccountError: It is gone.
            UsageError: It is the last enabled owner.
        """

    # -- sessions

    def add_session(self, session: KeptSession, *, password: str | None) -> bool:
        """Keep a session, unless its account has changed since its password was checked.

        Sessions that expired before this one was created are deleted.

        Args:
            session: Of which no other has the token.
            password: What the password was checked with; None: there was no account to check.

        Returns:
            Whether it is kept: not if the account is gone or disabled, or has another password.
        """

    def session(self, token: str) -> KeptSession | None:
        """Return the session with this hash of a token."""

    def touch_session(self, token: str, *, seen: datetime, expires: datetime) -> None:
        """Note when a session, and its account, were last seen. One that is gone stays gone."""

    def end_session(self, token: str) -> None:
        """Delete a session, if it is there."""

    def end_sessions(self, account: AccountId | None) -> None:
        """Delete all sessions of an account; None: of whoever started the server."""

    # -- keys

    def add_key(self, key: ApiKey, secret: str) -> None:
        """Add a key.

        Args:
            key: As it is shown.
            secret: SHA-256 of its secret, hex.

        Raises:
            UnknownAccountError: Its account is gone.
        """

    def keys(self) -> list[ApiKey]:
        """Return all keys by name, then id."""

    def key_with(self, secret: str) -> KeptKey | None:
        """Return the key with this hash of a secret."""

    def touch_key(self, key: KeyId, used: datetime) -> None:
        """Note when a key was last used. One that is gone stays gone."""

    def remove_key(self, key: KeyId) -> None:
        """Remove a key. Raises `UnknownKeyError`."""
