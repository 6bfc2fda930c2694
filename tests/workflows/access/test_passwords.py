"""Passwords: which ones are taken, how they are kept, and how one is checked."""

from __future__ import annotations

import threading

import argon2
import pytest
from argon2.exceptions import HashingError, VerificationError

from likeness.errors import LibraryError, UsageError
from likeness.workflows.access import passwords
from likeness.workflows.access.passwords import COMMON, Passwords, argon2id
from tests.workflows.access.makers import PASSWORD, Watched, cheap


@pytest.fixture
def kept_by() -> Passwords:
    return Passwords(cheap())


def test_passwords_are_hashed_as_rfc_9106_recommends_where_memory_is_short() -> None:
    kept = Passwords(argon2id()).hash(PASSWORD, name="anna")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    parameters = argon2.extract_parameters(kept)
    assert (parameters.salt_len, parameters.hash_len) == (16, 32)


def test_only_the_right_password_is_right(kept_by: Passwords) -> None:
    kept = kept_by.hash(PASSWORD, name="anna")

    assert kept_by.is_right(PASSWORD, kept)
    assert not kept_by.is_right(PASSWORD.upper(), kept)
    assert not kept_by.is_right(PASSWORD + " ", kept)


def test_two_hashes_of_one_password_differ(kept_by: Passwords) -> None:
    assert kept_by.hash(PASSWORD, name="a") != kept_by.hash(PASSWORD, name="a")


def test_a_password_is_one_on_every_keyboard(kept_by: Passwords) -> None:
    kept = kept_by.hash("Zoë likes cake", name="anna")

    assert kept_by.is_right("Zoe\u0308 likes cake", kept)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "at least 10"),
        ("a" * 9, "at least 10"),
        ("x" * 1025, "at most 1024 bytes"),
        ("é" * 513, "at most 1024 bytes"),
        ("Anna von Haus", "name of the account"),
        ("Password123", "tried first"),
        ("correct horse battery staple", "tried first"),
    ],
)
def test_a_password_that_is_guessed_soon_is_refused(
    kept_by: Passwords, password: str, why: str
) -> None:
    with pytest.raises(UsageError, match=why) as refused:
        kept_by.hash(password, name="anna  VON haus")

    assert not password or password not in str(refused.value)


def test_a_password_may_be_as_long_as_is_said(kept_by: Passwords) -> None:
    kept = kept_by.hash("é" * 512, name="anna")

    assert kept_by.is_right("é" * 512, kept)


def test_the_list_holds_what_would_be_taken_otherwise() -> None:
    assert all(len(word) >= passwords.MIN_LENGTH and word == word.casefold() for word in COMMON)


@pytest.mark.parametrize("password", ["", "x" * 1025, "x" * 10_000_000, "\ud800" * 10])
def test_what_cannot_be_a_password_costs_the_same_and_is_never_right(password: str) -> None:
    hasher = Watched(cheap())
    kept_by = Passwords(hasher)
    kept = kept_by.hash(PASSWORD, name="anna")

    assert not kept_by.is_right(password, kept)
    assert len(hasher.verified) == 1
    assert len(hasher.verified[0][1]) <= passwords.MAX_BYTES


def test_what_stands_in_for_a_long_password_opens_nothing(kept_by: Passwords) -> None:
    kept = cheap().hash(b"-")

    assert not kept_by.is_right("x" * 2000, kept)


def test_only_a_few_are_hashed_at_the_same_time() -> None:
    busy, most, full = 0, 0, threading.Event()
    lock = threading.Lock()

    class Slow(Watched):
        def verify(self, hash: str, password: str | bytes) -> bool:  # noqa: A002
            nonlocal busy, most
            with lock:
                busy += 1
                most = max(most, busy)
                if busy == passwords.AT_ONCE:
                    full.set()
            full.wait(10)
            with lock:
                busy -= 1
            return True

    kept_by = Passwords(Slow(cheap()))
    threads = [threading.Thread(target=kept_by.is_right, args=("x", "y")) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == passwords.AT_ONCE


def test_a_machine_without_memory_says_so_in_our_words() -> None:
    class Poor(Watched):
        def hash(self, password: str | bytes) -> str:
            raise HashingError("Memory allocation error")

        def verify(self, hash: str, password: str | bytes) -> bool:  # noqa: A002
            raise VerificationError("Memory allocation error")

    with pytest.raises(LibraryError, match="Memory"):
        Passwords(Poor(cheap())).hash(PASSWORD, name="anna")
    with pytest.raises(LibraryError, match="Memory"):
        Passwords(Poor(cheap())).is_right(PASSWORD, "x")


def test_a_hash_that_is_none_lets_nobody_in(kept_by: Passwords) -> None:
    assert not kept_by.is_right(PASSWORD, "plain text")
