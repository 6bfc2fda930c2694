"""What every store of accounts must do, whatever database lies beneath it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from likeness.catalog.account_store import AccountStore, Credentials, KeptKey, KeptSession
from likeness.catalog.base import Catalog
from likeness.catalog.sql import open_catalog
from likeness.errors import LikenessError, UnknownAccountError, UnknownKeyError, UsageError
from likeness.types import Account, AccountId, KeyId
from tests.catalog.makers import account, key
from tests.stores.databases import DATABASES, database_url

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANNA, BOB = account(1, "Anna"), account(2, "Bob", role="editor")
NOBODY = AccountId("a00000000000000ff")


@pytest.fixture(params=DATABASES)
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Catalog]]:
    """Opens one and the same library again and again."""
    opened: list[Catalog] = []

    with database_url(request.param) as url:

        def open_again() -> Catalog:
            opened.append(open_catalog(url, folder=tmp_path / "library", wait_seconds=0.2))
            return opened[-1]

        yield open_again
        for catalog in opened:
            catalog.close()


@pytest.fixture
def store(reopen: Callable[[], Catalog]) -> AccountStore:
    """Where Anna is an owner and Bob an editor."""
    made = reopen().accounts
    made.add_account(ANNA, folded="anna", password="$1")
    made.add_account(BOB, folded="bob", password="$2")
    return made


def session(token: str, of: Account | None, at: datetime = NOW) -> KeptSession:
    return KeptSession(
        token=token, account=of, created=at, seen=at, expires=at + timedelta(days=30)
    )


def test_accounts_are_found_by_id_and_by_name(store: AccountStore) -> None:
    assert store.accounts() == [ANNA, BOB]
    assert store.account(ANNA.account) == Credentials(account=ANNA, password="$1")
    assert store.account_named("bob") == Credentials(account=BOB, password="$2")
    assert store.account(NOBODY) is store.account_named("Bob") is store.account_named("") is None


def test_accounts_are_still_there_when_the_library_is_opened_again(
    store: AccountStore, reopen: Callable[[], Catalog]
) -> None:
    assert reopen().accounts.accounts() == store.accounts()


def test_a_name_is_given_once(store: AccountStore) -> None:
    with pytest.raises(UsageError, match="already"):
        store.add_account(account(3, "ANNA"), folded="anna", password="$3")
    assert store.accounts() == [ANNA, BOB]


def test_an_account_that_is_gone_cannot_be_changed(store: AccountStore) -> None:
    calls: list[Callable[[], object]] = [
        lambda: store.set_password(NOBODY, "$"),
        lambda: store.set_role(NOBODY, "viewer"),
        lambda: store.set_disabled(NOBODY, True),
        lambda: store.remove_account(NOBODY),
        lambda: store.add_key(key(1, account=NOBODY), "cd" * 32),
    ]
    for call in calls:
        with pytest.raises(UnknownAccountError):
            call()
    assert not store.replace_password(NOBODY, "$1", "$3", end=True)
    assert not store.add_session(session("t", account(255, "X")), password="$1")


def test_another_password_ends_the_sessions_of_its_account_only(store: AccountStore) -> None:
    for token, of, password in (("a", ANNA, "$1"), ("b", BOB, "$2"), ("c", None, None)):
        assert store.add_session(session(token, of), password=password)
    store.set_password(ANNA.account, "$3")

    found = store.account(ANNA.account)
    assert found is not None
    assert found.password == "$3"
    assert [bool(store.session(token)) for token in "abc"] == [False, True, True]


def test_a_password_is_replaced_only_if_it_is_the_one_that_was_seen(store: AccountStore) -> None:
    store.add_session(session("a", ANNA), password="$1")

    assert not store.replace_password(ANNA.account, "$0", "$3", end=True)
    assert store.replace_password(ANNA.account, "$1", "$3", end=False)
    assert store.session("a")
    assert store.replace_password(ANNA.account, "$3", "$4", end=True)
    assert store.session("a") is None


def test_roles_change(store: AccountStore) -> None:
    assert store.set_role(BOB.account, "viewer") == replace(BOB, role="viewer")
    assert store.set_role(BOB.account, "owner") == replace(BOB, role="owner")
    assert store.set_role(ANNA.account, "viewer").role == "viewer"


def test_who_is_disabled_loses_their_sessions(store: AccountStore) -> None:
    store.add_session(session("b", BOB), password="$2")

    seen = replace(BOB, seen=NOW.isoformat())
    assert store.set_disabled(BOB.account, True) == replace(seen, disabled=True)
    assert store.session("b") is None
    assert not store.add_session(session("c", BOB), password="$2")
    assert store.set_disabled(BOB.account, False) == seen


def test_one_owner_at_least_can_log_in(store: AccountStore) -> None:
    store.set_role(BOB.account, "owner")
    store.set_disabled(BOB.account, True)
    calls: list[Callable[[], object]] = [
        lambda: store.set_role(ANNA.account, "editor"),
        lambda: store.set_disabled(ANNA.account, True),
        lambda: store.remove_account(ANNA.account),
    ]
    for call in calls:
        with pytest.raises(UsageError, match="last owner"):
            call()
    assert ANNA in store.accounts()
    assert store.set_role(ANNA.account, "owner") == ANNA


def test_two_owners_who_leave_at_the_same_time_do_not_both(
    store: AccountStore, reopen: Callable[[], Catalog]
) -> None:
    stores = [store, reopen().accounts]
    for _ in range(5):
        store.set_role(ANNA.account, "owner")
        store.set_role(BOB.account, "owner")
        together = threading.Barrier(2)
        refused: list[LikenessError] = []

        def leave(which: AccountStore, who: AccountId) -> None:
            together.wait()  # noqa: B023 - the thread ends within the round
            try:
                which.set_role(who, "viewer")
            except UsageError as exc:
                refused.append(exc)  # noqa: B023

        threads = [
            threading.Thread(target=leave, args=(which, who.account))
            for which, who in zip(stores, (ANNA, BOB), strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1
        assert [row.role for row in store.accounts()].count("owner") == 1


def test_who_is_removed_takes_sessions_and_keys_along(store: AccountStore) -> None:
    store.add_session(session("b", BOB), password="$2")
    store.add_key(key(1, account=BOB.account), "ab" * 32)
    store.add_key(key(2), "cd" * 32)
    store.remove_account(BOB.account)

    assert store.accounts() == [ANNA]
    assert store.session("b") is None
    assert store.keys() == [key(2)]


def test_a_session_is_what_was_kept(store: AccountStore) -> None:
    for kept, password in ((session("a", ANNA), "$1"), (session("c", None), None)):
        assert store.add_session(kept, password=password)
        seen = kept.account and replace(kept.account, seen=NOW.isoformat())
        assert store.session(kept.token) == replace(kept, account=seen)
    assert store.session("x") is None


def test_a_session_is_refused_to_whose_password_has_changed(store: AccountStore) -> None:
    assert not store.add_session(session("a", ANNA), password="$0")
    assert not store.add_session(session("a", ANNA), password=None)
    assert store.session("a") is None


def test_visits_are_noted(store: AccountStore) -> None:
    store.add_session(session("a", ANNA), password="$1")
    later = NOW + timedelta(hours=1)
    store.touch_session("a", seen=later, expires=later + timedelta(days=7))
    store.touch_session("gone", seen=later, expires=later)

    anna = replace(ANNA, seen=later.isoformat())
    expires = later + timedelta(days=7)
    assert store.session("a") == replace(session("a", anna), seen=later, expires=expires)
    assert store.accounts() == [anna, BOB]


def test_sessions_end_one_by_one_and_all_together(store: AccountStore) -> None:
    for token in "ab":
        store.add_session(session(token, ANNA), password="$1")
    for token in "cd":
        store.add_session(session(token, None), password=None)

    def there() -> str:
        return "".join(token for token in "abcd" if store.session(token))

    store.end_session("a")
    store.end_session("a")
    assert there() == "bcd"
    store.end_sessions(None)
    assert there() == "b"
    store.end_sessions(ANNA.account)
    assert there() == ""


def test_expired_sessions_go_when_one_is_added(store: AccountStore) -> None:
    store.add_session(session("a", ANNA), password="$1")
    store.add_session(session("b", ANNA, NOW + timedelta(days=29)), password="$1")
    assert store.session("a")
    store.add_session(session("c", None, NOW + timedelta(days=30)), password=None)
    assert store.session("a") is None
    assert store.session("b")


def test_keys_are_found_by_the_hash_of_their_secret(store: AccountStore) -> None:
    mine = key(1, name="b", account=BOB.account, scope="write")
    nobodys = key(2, name="a", expires="2027-01-02T03:04:05+00:00")
    store.add_key(mine, "ab" * 32)
    store.add_key(nobodys, "cd" * 32)

    assert store.keys() == [nobodys, mine]
    assert store.key_with("ab" * 32) == KeptKey(key=mine, account=BOB)
    assert store.key_with("cd" * 32) == KeptKey(key=nobodys, account=None)
    assert store.key_with("ef" * 32) is None


def test_the_use_of_keys_is_noted_until_they_are_removed(store: AccountStore) -> None:
    store.add_key(key(1), "ab" * 32)
    store.touch_key(key(1).key, NOW)
    assert store.keys() == [key(1, used=NOW.isoformat())]

    store.remove_key(key(1).key)
    store.touch_key(key(1).key, NOW)
    assert store.keys() == []
    with pytest.raises(UnknownKeyError):
        store.remove_key(KeyId("k00000001"))


def test_a_long_add_is_in_nobodys_way(store: AccountStore, reopen: Callable[[], Catalog]) -> None:
    other = reopen()
    entered, done = threading.Event(), threading.Event()

    def add() -> None:
        with other.writing("add"):
            entered.set()
            done.wait(30)

    writer = threading.Thread(target=add)
    writer.start()
    try:
        assert entered.wait(30)
        assert store.add_session(session("a", ANNA), password="$1")
        assert store.set_role(BOB.account, "viewer").role == "viewer"
    finally:
        done.set()
        writer.join()
