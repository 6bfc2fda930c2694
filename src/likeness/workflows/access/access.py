"""Accounts, sessions and keys: who a visitor is."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import get_args

from likeness.catalog.account_store import AccountStore, Credentials, KeptSession
from likeness.errors import (
    LoginRefusedError,
    StoreUnavailableError,
    UnknownAccountError,
    UnknownKeyError,
    UsageError,
)
from likeness.types import (
    Account,
    AccountId,
    ApiKey,
    KeyId,
    OpenedSession,
    Role,
    Scope,
    Visitor,
)
from likeness.workflows.access import names, tokens
from likeness.workflows.access.passwords import Hasher, Passwords, argon2id
from likeness.workflows.access.remembered import Remembered
from likeness.workflows.access.scopes import SCOPE_OF, allows, lower

LONGEST = timedelta(days=90)
"""A session ends so long after it was opened, however often it is used."""

SEEN_EVERY = timedelta(minutes=5)
"""Visits are noted so often: not every picture of a page is a write."""

USED_EVERY = timedelta(minutes=1)

MOST_DAYS = 3650
"""Of a key that expires."""

MOST_KEYS_EACH = 50
"""Of one account."""

MOST_KEYS = 1000
"""Of a library, those that expired too."""

REFUSED = "No account has this name and password, or it is disabled."
"""Said to whoever cannot log in, whatever the reason."""


class Access:
    """Lets people and programs in. Safe to share between threads.

    Accounts and keys may be named by id or name.

    Args:
        store: What is kept.
        session_days: A session ends so many days after the last visit, and after 90 days.
        clock: Says what time it is, with a zone.
        hasher: How passwords are hashed; None: argon2id as RFC 9106 recommends it.
        started_by: Who sessions without an account are, until one is opened.
    """

    def __init__(
        self,
        store: AccountStore,
        *,
        session_days: int,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        hasher: Hasher | None = None,
        started_by: str = "",
    ) -> None:
        self._store = store
        self._idle = timedelta(days=session_days)
        self._clock = clock
        self._passwords = Passwords(hasher or argon2id())
        self._started_by = started_by
        self._remembered = Remembered()

    # ------------------------------------------------------------ accounts

    def accounts(self) -> list[Account]:
        """Return all accounts by name."""
        return self._store.accounts()

    def account(self, account: str) -> Account:
        """Return one account. Raises `UnknownAccountError`."""
        return self._find(account).account

    def has_accounts(self) -> bool:
        """Return whether anybody has an account that is enabled."""
        return any(not account.disabled for account in self._store.accounts())

    def create_account(self, name: str, password: str, role: Role) -> Account:
        """Let somebody in from now on.

        Args:
            name: At most 64 visible characters; no two differ in capitals only.
            password: At least 10 characters, at most 1024 bytes.
            role: Viewers read, editors write, owners may do everything.

        Raises:
            UsageError: The name is taken, or name, password or role cannot be used.
        """
        _require_role(role)
        cleaned = names.clean(name, "account")
        account = Account(
            account=AccountId(f"a{secrets.token_hex(8)}"),
            name=cleaned,
            role=role,
            disabled=False,
            created=_iso(self._now()),
            seen=None,
        )
        if self._store.account_named(names.folded(cleaned)) is not None:  # before hashing
            raise UsageError(f"There is an account called {cleaned} already: choose another name.")
        kept = self._passwords.hash(password, name=cleaned)
        self._store.add_account(account, folded=names.folded(cleaned), password=kept)
        return account

    def set_password(self, account: str, password: str) -> Account:
        """Give an account another password and end its sessions.

        Raises:
            UnknownAccountError: No such account.
            UsageError: The password cannot be used.
        """
        found = self._find(account).account
        kept = self._passwords.hash(password, name=found.name)
        with self._changing() as store:
            store.set_password(found.account, kept)
        return found

    def set_role(self, account: str, role: Role) -> Account:
        """Let an account do more or less, at once.

        Raises:
            UnknownAccountError: No such account.
            UsageError: No such role, or it is the last enabled owner.
        """
        _require_role(role)
        with self._changing() as store:
            return store.set_role(self._find(account).account.account, role)

    def change_account(
        self,
        account: str,
        *,
        role: Role | None = None,
        disabled: bool | None = None,
        password: str | None = None,
    ) -> Account:
        """Change what is given of an account: all of it, or nothing where one cannot be.

        Raises:
            UnknownAccountError: No such account.
            UsageError: No such role, the password cannot be used, or it is the last enabled owner.
        """
        found = self._find(account).account
        if role is not None:
            _require_role(role)
        kept = None if password is None else self._passwords.hash(password, name=found.name)
        with self._changing() as store:
            return store.change_account(found.account, role=role, disabled=disabled, password=kept)

    def set_disabled(self, account: str, disabled: bool) -> Account:
        """Shut an account out, which ends its sessions, or let it in again.

        Raises:
            UnknownAccountError: No such account.
            UsageError: It is the last enabled owner.
        """
        with self._changing() as store:
            return store.set_disabled(self._find(account).account.account, disabled)

    def remove_account(self, account: str) -> Account:
        """Remove an account with its sessions and keys.

        Raises:
            UnknownAccountError: No such account.
            UsageError: It is the last enabled owner.
        """
        found = self._find(account).account
        with self._changing() as store:
            store.remove_account(found.account)
        return found

    def change_password(self, account: str, old: str, new: str) -> None:
        """Let somebody change their own password; all their sessions end.

        Raises:
            UnknownAccountError: No such account.
            LoginRefusedError: *old* is not their password, or the account is disabled.
            UsageError: *new* cannot be used.
        """
        found = self._find(account)
        if not self._passwords.is_right(old, found.password) or found.account.disabled:
            raise LoginRefusedError("This is not the present password of the account.")
        kept = self._passwords.hash(new, name=found.account.name)
        with self._changing() as store:
            replaced = store.replace_password(found.account.account, found.password, kept, end=True)
        if not replaced:
            raise LoginRefusedError("The password was changed meanwhile: log in again.")

    # ------------------------------------------------------------ sessions

    def log_in(self, name: str, password: str) -> OpenedSession:
        """Open a session for who knows the password of an account.

        Takes as long for an account that does not exist as for a wrong password.

        Raises:
            LoginRefusedError: There is no such account, the password is not its own, or it is
                disabled: which, nobody is told.
        """
        nobodys = self._passwords.nobodys
        found = self._store.account_named(_folded_or_nothing(name))
        right = self._passwords.is_right(password, found.password if found else nobodys)
        if found is None or not right or found.account.disabled:
            raise LoginRefusedError(REFUSED)
        return self._open(found.account, self._up_to_date(found, password))

    def open_local_session(self, who: str) -> OpenedSession:
        """Open a session that may do everything, for whoever started the server.

        Args:
            who: Their name, for the history.
        """
        self._started_by = who
        return self._open(None, None)

    def visitor_of_session(self, token: str) -> Visitor | None:
        """Return who holds the token of a session; the visit lets the session live on.

        None: no session has it, it expired, or its account is disabled.
        """
        if not tokens.is_token(token):
            return None
        digest, now = tokens.digest(token), self._now()
        known = self._remembered.get(digest, now)
        if known is not None:
            return known
        kept = self._store.session(digest)
        if kept is None or kept.expires <= now or (kept.account and kept.account.disabled):
            return None
        if now - kept.seen >= SEEN_EVERY:
            with _noted_if_possible():
                self._store.touch_session(
                    kept.token, seen=now, expires=self._expiry(kept.created, now)
                )
        visitor = self._visitor(kept)
        self._remembered.put(digest, visitor, now)
        return visitor

    def lately(self, *, session: str = "", key: str = "") -> Visitor | None:
        """Return who came a moment ago with this token, or this secret; asks no catalog."""
        if tokens.is_token(session):
            return self._remembered.get(tokens.digest(session), self._now())
        if tokens.is_secret(key):
            return self._remembered.get(tokens.digest(key), self._now())
        return None

    def log_out(self, token: str) -> None:
        """End a session; one that is gone already is fine."""
        if tokens.is_token(token):
            with self._changing() as store:
                store.end_session(tokens.digest(token))

    def log_out_everywhere(self, account: str | None) -> None:
        """End all sessions of an account; None: of whoever started the server.

        Raises:
            UnknownAccountError: No such account.
        """
        found = None if account is None else self._find(account).account.account
        with self._changing() as store:
            store.end_sessions(found)

    def csrf_token(self, token: str) -> str:
        """Return what forms of a session carry, hex: made of its token, and not kept anywhere."""
        return tokens.csrf_token(token)

    # ------------------------------------------------------------ keys

    def create_key(
        self,
        name: str,
        scope: Scope,
        *,
        account: str | None = None,
        days: int | None = None,
    ) -> tuple[ApiKey, str]:
        """Make a key for a program.

        Args:
            name: What it is for; no two keys have the same.
            scope: What it may do.
            account: Whose it is: it opens no more than they may do, and goes when they go.
            days: It expires then, 1 to 3650; None: never.

        Returns:
            The key, and its secret, which is not kept: this is the only time to see it.

        Raises:
            UnknownAccountError: No such account.
            UsageError: The name is taken or cannot be used, the account may not do so much, or
                there are as many keys as there may be.
        """
        _require_scope(scope)
        cleaned = names.clean(name, "key")
        every = self._store.keys()
        if _called(cleaned, every):
            raise UsageError(f"There is a key called {cleaned} already: choose another name.")
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise UsageError(f"A key lives 1 to {MOST_DAYS} days, not {days}.")
        owner = None if account is None else self._find(account).account
        if owner is not None and not allows(SCOPE_OF[owner.role], scope):
            raise UsageError(
                f"{owner.name} may {SCOPE_OF[owner.role]} only, as {_article(owner.role)} "
                f"{owner.role}: a key with the scope {scope} would open more."
            )
        _require_room(every, owner)
        now = self._now()
        key = ApiKey(
            key=KeyId(f"k{secrets.token_hex(4)}"),
            name=cleaned,
            scope=scope,
            account=None if owner is None else owner.account,
            created=_iso(now),
            used=None,
            expires=None if days is None else _iso(now + timedelta(days=days)),
        )
        secret = tokens.new_secret()
        self._store.add_key(key, tokens.digest(secret))
        return key, secret

    def visitor_of_key(self, secret: str) -> Visitor | None:
        """Return who comes in with a key.

        None: no key has this secret, it expired, or its account is disabled.
        """
        if not tokens.is_secret(secret):
            return None
        digest, now = tokens.digest(secret), self._now()
        known = self._remembered.get(digest, now)
        if known is not None:
            return known
        kept = self._store.key_with(digest)
        if kept is None or (kept.account and kept.account.disabled):
            return None
        key = kept.key
        if key.expires is not None and datetime.fromisoformat(key.expires) <= now:
            return None
        if key.used is None or now - datetime.fromisoformat(key.used) >= USED_EVERY:
            with _noted_if_possible():
                self._store.touch_key(key.key, now)
        scope = key.scope if kept.account is None else lower(key.scope, SCOPE_OF[kept.account.role])
        of = f" of {kept.account.name}" if kept.account else ""
        who = f"{names.KEY}{key.name}{of}"
        visitor = Visitor(who=who, scope=scope, account=key.account, key=key.key)
        self._remembered.put(digest, visitor, now)
        return visitor

    def keys(self) -> list[ApiKey]:
        """Return all keys by name; those that expired too."""
        return self._store.keys()

    def revoke_key(self, key: str) -> ApiKey:
        """Let nobody in with a key any more.

        Raises:
            UnknownKeyError: No such key.
            UsageError: Several keys have this name.
        """
        every = self._store.keys()
        found = [kept for kept in every if kept.key == key] or _called(key, every)
        if not found:
            known = ", ".join(kept.name for kept in every) or "none yet"
            raise UnknownKeyError(f"No key {key[: names.MAX_LENGTH]!r}. Keys: {known}.")
        if len(found) > 1:
            ids = ", ".join(kept.key for kept in found)
            raise UsageError(f"Several keys are called {found[0].name}: name one by its id, {ids}.")
        with self._changing() as store:
            store.remove_key(found[0].key)
        return found[0]

    # ------------------------------------------------------------ within

    @contextmanager
    def _changing(self) -> Iterator[AccountStore]:
        """Yield the store to change who may come in; everybody is looked up anew afterwards."""
        try:
            yield self._store
        finally:
            self._remembered.clear()

    def _find(self, account: str) -> Credentials:
        found = None
        if names.ID.fullmatch(account):
            found = self._store.account(AccountId(account))
        else:
            found = self._store.account_named(_folded_or_nothing(account))
        if found is None:
            known = ", ".join(row.name for row in self._store.accounts()) or "none yet"
            raise UnknownAccountError(
                f"No account {account[: names.MAX_LENGTH]!r}. Accounts: {known}."
            )
        return found

    def _up_to_date(self, found: Credentials, password: str) -> str:
        """Hash a password that was right anew if it is kept in an outdated way."""
        if not self._passwords.is_outdated(found.password):
            return found.password
        anew = self._passwords.made_anew(password)
        account = found.account.account
        replaced = self._store.replace_password(account, found.password, anew, end=False)
        return anew if replaced else found.password

    def _open(self, account: Account | None, password: str | None) -> OpenedSession:
        """Open a session with a token of its own: one that somebody brought is never taken over."""
        token, now = tokens.new_token(), self._now()
        session = KeptSession(
            token=tokens.digest(token),
            account=account,
            created=now,
            seen=now,
            expires=self._expiry(now, now),
        )
        if not self._store.add_session(session, password=password):
            raise LoginRefusedError(REFUSED)
        return OpenedSession(
            token=token, visitor=self._visitor(session), expires=_iso(session.expires)
        )

    def _visitor(self, session: KeptSession) -> Visitor:
        account = session.account
        if account is None:
            return Visitor(who=self._started_by, scope="admin", session=session.token)
        return Visitor(
            who=account.name,
            scope=SCOPE_OF[account.role],
            account=account.account,
            session=session.token,
        )

    def _expiry(self, created: datetime, now: datetime) -> datetime:
        return min(now + self._idle, created + LONGEST)

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC).replace(microsecond=0)


@contextmanager
def _noted_if_possible() -> Iterator[None]:
    """Let somebody in although their visit cannot be noted: a full disk can still be read."""
    try:
        yield
    except StoreUnavailableError as exc:
        logging.getLogger(__name__).warning("A visit could not be noted: %s", type(exc).__name__)


def _folded_or_nothing(name: str) -> str:
    """Return a name as names are compared; "", which nobody has, where it cannot be one."""
    with suppress(UsageError):
        return names.folded(names.clean(name, "account"))
    return ""


def _called(name: str, keys: Sequence[ApiKey]) -> list[ApiKey]:
    """Return the keys of this name."""
    wanted = names.folded(name[: names.MAX_TYPED])
    return [key for key in keys if names.folded(key.name) == wanted]


def _require_role(role: str) -> None:
    if role not in get_args(Role):
        raise UsageError(f"There is no role {role!r}. Roles: {', '.join(get_args(Role))}.")


def _require_room(every: Sequence[ApiKey], owner: Account | None) -> None:
    """Refuse more keys than anybody can look through."""
    remove = "Remove some that nobody uses: `likeness keys`, `likeness keys revoke NAME`."
    if len(every) >= MOST_KEYS:
        raise UsageError(f"There are {len(every):,} keys, as many as a library takes. {remove}")
    theirs = sum(owner is not None and key.account == owner.account for key in every)
    if owner is not None and theirs >= MOST_KEYS_EACH:
        raise UsageError(f"{owner.name} has {theirs} keys, as many as an account takes. {remove}")


def _require_scope(scope: str) -> None:
    if scope not in get_args(Scope):
        raise UsageError(f"There is no scope {scope!r}. Scopes: {', '.join(get_args(Scope))}.")


def _article(role: Role) -> str:
    return "a" if role == "viewer" else "an"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
