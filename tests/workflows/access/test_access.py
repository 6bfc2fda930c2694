"""Accounts, sessions and keys: who a visitor is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import argon2
import pytest
from sqlalchemy import text

from likeness.catalog.accounts import SqlAccounts
from likeness.catalog.sql import open_catalog
from likeness.errors import (
    LoginRefusedError,
    StoreUnavailableError,
    UnknownAccountError,
    UnknownKeyError,
    UsageError,
)
from likeness.types import Account, Visitor
from likeness.workflows.access import access as module
from likeness.workflows.access.access import REFUSED, Access
from likeness.workflows.access.tokens import digest, new_secret, new_token
from tests.workflows.access.makers import OTHER, PASSWORD, Clock, Watched, access_to, cheap


@pytest.fixture
def anna(access: Access) -> Account:
    return access.create_account("Anna", PASSWORD, "owner")


@pytest.fixture
def bob(access: Access, anna: Account) -> Account:
    assert anna.role == "owner"
    return access.create_account("Bob", OTHER, "editor")


# ---------------------------------------------------------------- accounts


def test_at_first_nobody_has_an_account(access: Access) -> None:
    assert access.accounts() == []
    assert not access.has_accounts()


def test_an_account_is_what_was_asked_for(access: Access) -> None:
    made = access.create_account(" Anna ", PASSWORD, "viewer")

    assert (made.name, made.role, made.disabled) == ("Anna", "viewer", False)
    assert (made.created, made.seen) == ("2026-03-01T12:00:00+00:00", None)
    assert access.accounts() == [made]
    assert access.has_accounts()


def test_accounts_are_listed_by_name(access: Access, bob: Account, anna: Account) -> None:
    zoe = access.create_account("zoe", PASSWORD, "viewer")
    abel = access.create_account("ABEL", PASSWORD, "viewer")

    assert access.accounts() == [abel, anna, bob, zoe]


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("name", ["Anna", "aNNA", " anna", "\uff21nna"])
def test_two_accounts_cannot_be_told_apart_by_capitals_only(access: Access, name: str) -> None:
    with pytest.raises(UsageError, match="already"):
        access.create_account(name, PASSWORD, "viewer")


def test_the_words_of_callers_are_checked(access: Access) -> None:
    refused: list[Callable[[], object]] = [
        lambda: access.create_account("", PASSWORD, "viewer"),
        lambda: access.create_account("anna", "short", "viewer"),
        lambda: access.create_account("anna", PASSWORD, "king"),  # type: ignore[arg-type]
        lambda: access.create_key("x", "all"),  # type: ignore[arg-type]
        lambda: access.create_key("", "read"),
        lambda: access.create_key("x", "read", days=0),
        lambda: access.create_key("x", "read", days=10**12),
    ]
    for call in refused:
        with pytest.raises(UsageError):
            call()
    assert access.accounts() == []
    assert access.keys() == []


def test_accounts_are_named_by_id_or_name(access: Access, bob: Account) -> None:
    assert access.set_role("bOB", "viewer").role == "viewer"
    assert access.set_role(bob.account, "editor") == bob


@pytest.mark.parametrize("name", ["nobody", "", "a0123456789abcdef", "x" * 500, "\x00", "\ud800"])
def test_an_unknown_account_is_said_to_be_one(access: Access, anna: Account, name: str) -> None:
    calls: list[Callable[[], object]] = [
        lambda: access.set_role(name, "owner"),
        lambda: access.set_password(name, PASSWORD),
        lambda: access.set_disabled(name, True),
        lambda: access.remove_account(name),
        lambda: access.change_password(name, PASSWORD, OTHER),
        lambda: access.log_out_everywhere(name),
        lambda: access.create_key("x", "read", account=name),
    ]
    for call in calls:
        with pytest.raises(UnknownAccountError, match="Anna"):
            call()
    assert access.accounts() == [anna]


@pytest.mark.usefixtures("bob")
def test_the_last_owner_who_can_log_in_stays_one(access: Access, anna: Account) -> None:
    access.create_account("Carl", PASSWORD, "owner")
    access.set_disabled("Carl", True)
    calls: list[Callable[[], object]] = [
        lambda: access.set_role("Anna", "editor"),
        lambda: access.set_disabled("Anna", True),
        lambda: access.remove_account("Anna"),
    ]
    for call in calls:
        with pytest.raises(UsageError, match="last owner"):
            call()
    assert anna in access.accounts()

    access.set_disabled("Carl", False)
    assert access.remove_account("Anna").name == "Anna"


def test_who_is_removed_leaves_no_way_in(access: Access, bob: Account) -> None:
    session = access.log_in("Bob", OTHER)
    _, secret = access.create_key("frame", "read", account="Bob")
    access.remove_account(bob.account)

    assert access.visitor_of_session(session.token) is None
    assert access.visitor_of_key(secret) is None
    assert access.keys() == []
    with pytest.raises(LoginRefusedError):
        access.log_in("Bob", OTHER)


# ---------------------------------------------------------------- logging in


def test_who_knows_the_password_is_let_in(access: Access, anna: Account) -> None:
    opened = access.log_in(" aNNA ", PASSWORD)

    expected = Visitor(
        who="Anna", scope="admin", account=anna.account, session=digest(opened.token)
    )
    assert opened.visitor == access.visitor_of_session(opened.token) == expected
    assert opened.expires == "2026-03-31T12:00:00+00:00"
    assert access.accounts()[0].seen == "2026-03-01T12:00:00+00:00"


LOGINS = {
    "right": ("Bob", OTHER),
    "wrong password": ("Bob", PASSWORD),
    "no password": ("Bob", ""),
    "unknown name": ("Carl", OTHER),
    "no name": ("", OTHER),
    "hidden characters": ("Bo\u200bb", OTHER),
    "surrogates": ("\ud800", "\ud800" * 12),
    "long password": ("Bob", "x" * 10_000_000),
    "long name": ("x" * 10_000_000, OTHER),
    "an id for a name": ("a0123456789abcdef", OTHER),
    "disabled": ("Dora", OTHER),
}


@pytest.fixture
def watched(store: SqlAccounts) -> Watched:
    """The hasher of a library with Bob, and with Dora, who is disabled."""
    hasher = Watched(cheap())
    access = access_to(store, hasher=hasher)
    access.create_account("Bob", OTHER, "editor")
    access.create_account("Dora", OTHER, "editor")
    access.set_disabled("Dora", True)
    return hasher


@pytest.mark.parametrize("login", LOGINS)
def test_every_login_is_the_same_work(store: SqlAccounts, watched: Watched, login: str) -> None:
    access = access_to(store, hasher=watched)
    hashed = watched.hashed
    try:
        access.log_in(*LOGINS[login])
        refused = None
    except LoginRefusedError as exc:
        refused = str(exc)

    assert refused == (None if login == "right" else REFUSED)
    assert watched.hashed == hashed + 1  # what stands in for unknown accounts, once for all
    ((against, _),) = watched.verified
    assert argon2.extract_parameters(against) == argon2.extract_parameters(cheap().hash("x"))

    with pytest.raises(LoginRefusedError):
        access.log_in("Carl", OTHER)
    assert (watched.hashed, len(watched.verified)) == (hashed + 1, 2)


def test_the_stand_in_for_unknown_accounts_is_nobodys_password(
    store: SqlAccounts, watched: Watched
) -> None:
    access = access_to(store, hasher=watched)
    with pytest.raises(LoginRefusedError):
        access.log_in("Carl", OTHER)

    kept = [found.password for name in ("bob", "dora") if (found := store.account_named(name))]
    assert watched.verified[0][0] not in kept


def test_a_password_is_kept_anew_when_the_parameters_have_changed(
    store: SqlAccounts, access: Access, anna: Account, clock: Clock
) -> None:
    session = access.log_in("Anna", PASSWORD)
    stronger = access_to(store, hasher=cheap(time_cost=2), clock=clock)
    stronger.log_in("Anna", PASSWORD)

    found = store.account(anna.account)
    assert found is not None
    assert "t=2" in found.password
    assert stronger.log_in("Anna", PASSWORD).token
    assert access.visitor_of_session(session.token)


def test_a_password_that_changes_during_a_login_refuses_it(
    store: SqlAccounts, access: Access
) -> None:
    class Meanwhile(Watched):
        def verify(self, hash: str, password: str | bytes) -> bool:  # noqa: A002
            right = super().verify(hash, password)
            access.set_password("Anna", OTHER)
            return right

    access.create_account("Anna", PASSWORD, "owner")
    with pytest.raises(LoginRefusedError):
        access_to(store, hasher=Meanwhile(cheap())).log_in("Anna", PASSWORD)
    assert access.log_in("Anna", OTHER).token


# ---------------------------------------------------------------- sessions


@pytest.mark.usefixtures("anna")
def test_a_token_is_never_taken_over(access: Access) -> None:
    brought = new_token()

    assert access.visitor_of_session(brought) is None
    drawn = {access.log_in("Anna", PASSWORD).token for _ in range(3)}
    drawn |= {access.open_local_session("me").token for _ in range(3)}
    assert len(drawn) == 6
    assert brought not in drawn
    assert access.visitor_of_session(brought) is None


@pytest.mark.usefixtures("anna")
def test_the_token_itself_is_kept_nowhere(access: Access, tmp_path: Path) -> None:
    token = access.log_in("Anna", PASSWORD).token
    _, secret = access.create_key("frame", "read")

    files = [file.read_bytes() for file in (tmp_path / "library").iterdir()]
    assert any(digest(token).encode() in data for data in files)
    for private in (token, access.csrf_token(token), secret, secret[3:], PASSWORD):
        assert not any(private.encode() in data for data in files)


def test_whoever_started_the_server_may_do_everything(access: Access) -> None:
    opened = access.open_local_session("root")

    assert opened.visitor == Visitor(who="root", scope="admin", session=digest(opened.token))
    assert access.visitor_of_session(opened.token) == opened.visitor
    assert not access.has_accounts()


@pytest.mark.usefixtures("anna")
def test_a_session_lives_on_with_every_visit_and_ends_without(access: Access, clock: Clock) -> None:
    token = access.log_in("Anna", PASSWORD).token
    clock.pass_by(days=29)
    assert access.visitor_of_session(token)
    clock.pass_by(days=29)
    assert access.visitor_of_session(token)
    clock.pass_by(days=30)
    assert access.visitor_of_session(token) is None


@pytest.mark.usefixtures("anna")
def test_a_session_ends_after_90_days_however_often_it_is_used(
    access: Access, clock: Clock
) -> None:
    token = access.log_in("Anna", PASSWORD).token
    for _ in range(89):
        clock.pass_by(days=1)
        assert access.visitor_of_session(token)
    clock.pass_by(days=1)
    assert access.visitor_of_session(token) is None


def test_days_of_the_settings_cannot_make_a_session_live_longer(
    store: SqlAccounts, clock: Clock
) -> None:
    access = access_to(store, session_days=365, clock=clock)

    assert access.open_local_session("me").expires == "2026-05-30T12:00:00+00:00"


@pytest.mark.usefixtures("anna")
def test_visits_are_noted_every_five_minutes(
    access: Access, store: SqlAccounts, clock: Clock
) -> None:
    token = access.log_in("Anna", PASSWORD).token

    def seen() -> tuple[Any, Any]:
        assert access.visitor_of_session(token)
        kept = store.session(digest(token))
        return kept and kept.seen, access.accounts()[0].seen

    clock.pass_by(minutes=4, seconds=59)
    assert seen()[1] == "2026-03-01T12:00:00+00:00"
    clock.pass_by(seconds=1)
    assert seen() == (clock.now, "2026-03-01T12:05:00+00:00")


@pytest.mark.usefixtures("anna")
def test_a_visitor_is_let_in_although_the_visit_cannot_be_noted(
    access: Access, store: SqlAccounts, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = access.log_in("Anna", PASSWORD).token
    _, secret = access.create_key("frame", "read")

    def full(*_: object, **__: object) -> None:
        raise StoreUnavailableError("The disk is full.")

    monkeypatch.setattr(type(store), "touch_session", full)
    monkeypatch.setattr(type(store), "touch_key", full)
    clock.pass_by(minutes=10)
    assert access.visitor_of_session(token)
    assert access.visitor_of_key(secret)


def test_sessions_that_expired_are_deleted_with_the_next_one(
    access: Access, store: SqlAccounts, clock: Clock
) -> None:
    old = access.open_local_session("me").token
    clock.pass_by(days=30)
    assert store.session(digest(old))
    access.open_local_session("me")
    assert store.session(digest(old)) is None


@pytest.mark.usefixtures("anna")
def test_who_logs_out_is_out_in_this_browser_only(access: Access) -> None:
    here, there = access.log_in("Anna", PASSWORD).token, access.log_in("Anna", PASSWORD).token
    access.log_out(here)
    access.log_out(here)
    access.log_out("no token at all")

    assert access.visitor_of_session(here) is None
    assert access.visitor_of_session(there)


@pytest.mark.usefixtures("bob")
def test_who_logs_out_everywhere_is_out_in_every_browser(access: Access) -> None:
    sessions = [access.log_in("Anna", PASSWORD).token for _ in range(2)]
    others = [access.log_in("Bob", OTHER).token, access.open_local_session("me").token]
    access.log_out_everywhere("Anna")

    assert not any(access.visitor_of_session(token) for token in sessions)
    assert all(access.visitor_of_session(token) for token in others)
    access.log_out_everywhere(None)
    assert access.visitor_of_session(others[0])
    assert access.visitor_of_session(others[1]) is None


@pytest.mark.parametrize("change", ["set_password", "set_disabled"])
def test_sessions_end_with_the_password_and_when_shut_out(
    access: Access, bob: Account, change: str
) -> None:
    token = access.log_in("Bob", OTHER).token
    getattr(access, change)(bob.account, PASSWORD if change == "set_password" else True)
    assert access.visitor_of_session(token) is None
    access.set_disabled(bob.account, False)
    assert access.visitor_of_session(token) is None


def test_another_role_holds_at_once(access: Access, bob: Account) -> None:
    token = access.log_in("Bob", OTHER).token
    _, secret = access.create_key("frame", "write", account="Bob")
    access.set_role(bob.account, "viewer")

    for visitor in (access.visitor_of_session(token), access.visitor_of_key(secret)):
        assert visitor is not None
        assert visitor.scope == "read"


def test_one_changes_ones_own_password_knowing_the_old_one(access: Access, bob: Account) -> None:
    token = access.log_in("Bob", OTHER).token
    with pytest.raises(LoginRefusedError):
        access.change_password(bob.account, PASSWORD, "ten green plums")
    with pytest.raises(UsageError):
        access.change_password(bob.account, OTHER, "short")
    assert access.visitor_of_session(token)

    access.change_password(bob.account, OTHER, "ten green plums")
    assert access.visitor_of_session(token) is None
    assert access.log_in("Bob", "ten green plums").token
    access.set_disabled(bob.account, True)
    with pytest.raises(LoginRefusedError):
        access.change_password(bob.account, "ten green plums", PASSWORD)


@pytest.mark.parametrize("token", ["", "x", "\ud800", "é" * 43, "a" * 10_000_000, "' OR 1=1 --"])
def test_what_is_no_token_is_nobody(access: Access, token: str) -> None:
    assert access.visitor_of_session(token) is None
    assert access.visitor_of_key(token) is None


# ---------------------------------------------------------------- keys


def test_a_key_lets_a_program_in(access: Access) -> None:
    key, secret = access.create_key(" picture frame ", "write")

    assert (key.name, key.scope, key.account) == ("picture frame", "write", None)
    assert (key.used, key.expires) == (None, None)
    expected = Visitor(who="key picture frame", scope="write", key=key.key)
    assert access.visitor_of_key(secret) == expected
    assert access.visitor_of_key(new_secret()) is None
    assert access.visitor_of_session(secret) is None


def test_a_key_expires(access: Access, clock: Clock) -> None:
    key, secret = access.create_key("frame", "read", days=2)

    assert key.expires == "2026-03-03T12:00:00+00:00"
    clock.pass_by(days=1, hours=23, minutes=59)
    assert access.visitor_of_key(secret)
    clock.pass_by(minutes=1)
    assert access.visitor_of_key(secret) is None
    assert access.keys()[0].name == "frame"


def test_a_key_opens_no_more_than_whose_it_is_may_do(access: Access, bob: Account) -> None:
    with pytest.raises(UsageError, match="Bob may write only, as an editor"):
        access.create_key("frame", "admin", account="Bob")
    _, secret = access.create_key("frame", "write", account="Bob")
    _, weak = access.create_key("weak", "read", account="Bob")

    visitor = access.visitor_of_key(secret)
    assert visitor is not None
    assert (visitor.who, visitor.account) == ("key frame of Bob", bob.account)
    access.set_role("Bob", "owner")
    assert [seen and seen.scope for seen in map(access.visitor_of_key, (secret, weak))] == [
        "write",
        "read",
    ]
    access.set_disabled("Bob", True)
    assert access.visitor_of_key(secret) is None
    access.set_disabled("Bob", False)
    assert access.visitor_of_key(secret)


def test_the_use_of_a_key_is_noted_every_minute(access: Access, clock: Clock) -> None:
    _, secret = access.create_key("frame", "read")

    def used() -> str | None:
        assert access.visitor_of_key(secret)
        return access.keys()[0].used

    assert used() == "2026-03-01T12:00:00+00:00"
    clock.pass_by(seconds=59)
    assert used() == "2026-03-01T12:00:00+00:00"
    clock.pass_by(seconds=1)
    assert used() == "2026-03-01T12:01:00+00:00"


def test_a_key_is_revoked_by_name_or_id(access: Access) -> None:
    (one, _), (other, _) = access.create_key("One", "read"), access.create_key("other", "read")

    assert access.revoke_key("oNE") == one
    assert access.revoke_key(other.key) == other
    assert access.keys() == []


@pytest.mark.parametrize("key", ["nothing", "", "k00000000", "\ud800", "x" * 1000])
def test_an_unknown_key_is_said_to_be_one(access: Access, key: str) -> None:
    access.create_key("frame", "read")

    with pytest.raises(UnknownKeyError, match=r"Keys: frame\."):
        access.revoke_key(key)


def test_an_account_has_so_many_keys_and_no_more(
    access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_KEYS_EACH", 2)
    access.create_account("Bob", PASSWORD, "editor")
    access.create_account("Eva", PASSWORD, "editor")
    for number in range(2):
        access.create_key(f"frame {number}", "read", account="Bob")
    with pytest.raises(UsageError, match=r"Bob has 2 keys.*likeness keys revoke NAME"):
        access.create_key("frame 3", "read", account="Bob")
    access.create_key("of Eva", "read", account="Eva")
    access.create_key("of nobody", "read")
    access.revoke_key("frame 0")
    access.create_key("frame 3", "read", account="Bob")


def test_a_library_has_so_many_keys_and_no_more(
    access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_KEYS", 2)
    for number in range(2):
        access.create_key(f"frame {number}", "read")
    with pytest.raises(UsageError, match=r"There are 2 keys.*likeness keys revoke NAME"):
        access.create_key("frame 3", "read")


def test_no_two_keys_have_one_name(access: Access) -> None:
    access.create_key("frame", "read")

    with pytest.raises(UsageError, match="already"):
        access.create_key("FRAME", "read")


def test_of_keys_with_one_name_none_is_revoked(access: Access, tmp_path: Path) -> None:
    (one, _), (other, _) = access.create_key("one", "read"), access.create_key("other", "read")
    with (
        closing(open_catalog("", folder=tmp_path / "library")) as catalog,
        catalog.database.noting() as connection,
    ):
        connection.execute(text("UPDATE api_key SET name = 'same'"))

    with pytest.raises(UsageError, match=f"({one.key}|{other.key})"):
        access.revoke_key("same")
    assert access.revoke_key(one.key).key == one.key


def test_nobody_stands_in_the_history_as_somebody_else(access: Access, bob: Account) -> None:
    _, secret = access.create_key("Anna", "read", account="Bob")
    visitor = access.visitor_of_key(secret)

    assert visitor is not None
    assert (visitor.who, visitor.principal) == ("key Anna of Bob", bob.account)
    with pytest.raises(UsageError, match="looks like a key"):
        access.create_account("Key  Anna", PASSWORD, "viewer")


def test_an_account_is_changed_whole_or_not_at_all(access: Access, bob: Account) -> None:
    with pytest.raises(UsageError):
        access.change_account("Bob", role="owner", password="short")
    assert access.account("Bob").role == bob.role
    changed = access.change_account("Bob", role="viewer", password="a longer one", disabled=False)
    assert changed.role == "viewer"
    assert access.log_in("Bob", "a longer one").visitor.scope == "read"


def test_who_came_a_moment_ago_is_not_looked_up_until_rights_change(access: Access) -> None:
    key, secret = access.create_key("frame", "read")
    assert access.lately(key=secret) is None
    visitor = access.visitor_of_key(secret)
    assert access.lately(key=secret) == visitor
    assert access.lately(session=secret) is None
    access.revoke_key(key.key)
    assert access.lately(key=secret) is None
    assert access.visitor_of_key(secret) is None
