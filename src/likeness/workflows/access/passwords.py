"""Passwords: which ones are taken, how they are kept, and how one is checked."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cached_property
from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

from likeness.errors import LibraryError, UsageError
from likeness.workflows.access.names import folded

MIN_LENGTH = 10
"""Characters."""

MAX_BYTES = 1024
"""Of UTF-8: hashing more would be work for nothing."""

AT_ONCE = 4
"""Hashes that are computed at the same time, each in 64 MiB: who has to wait, waits."""

COMMON = frozenset(
    [
        *("1234567890", "0123456789", "0987654321", "9876543210", "12345678910", "123456789a"),
        *("1234567891", "123456789q", "1234512345", "1122334455", "1212121212", "1234554321"),
        *("12341234123", "123123123123", "123412341234", "111222333444", "123321123321"),
        *("1q2w3e4r5t", "1q2w3e4r5t6y", "1qaz2wsx3edc", "qwertyuiop", "qwertyuiop[]", "poiuytrewq"),
        *("asdfghjkl;", "asdfghjkl123", "zxcvbnm123", "qazwsxedcrfv", "qwerty1234", "qwerty12345"),
        *("qwerty123456", "qwertz1234", "qwertzuiop", "azertyuiop", "q1w2e3r4t5", "q1w2e3r4t5y6"),
        *("password12", "password123", "password1234", "password12345", "passwordpassword"),
        *("passw0rd123", "p@ssw0rd123", "p@ssword123", "mypassword", "mypassword1", "newpassword"),
        *("password01", "password10", "password11", "password21", "password2024", "password2025"),
        *("password2026", "changeme123", "changemenow", "letmein123", "letmein1234", "welcome123"),
        *("welcome1234", "administrator", "admin12345", "admin123456", "adminadmin", "iloveyou12"),
        *(
            "iloveyou123",
            "iloveyou1234",
            "ilovemyself",
            "sunshine123",
            "football123",
            "baseball123",
        ),
        *("superman123", "princess123", "dragon12345", "monkey12345", "abcdefghij", "abcdefghijk"),
        *("abcdef123456", "abcd123456", "abc1234567", "abc123abc123", "a123456789", "aa123456789"),
        *("aaaaaaaaaa", "0000000000", "1111111111", "2222222222", "5555555555", "6666666666"),
        *("7777777777", "8888888888", "9999999999", "xxxxxxxxxx", "photoprism", "likeness123"),
        *("insecure123", "secret12345", "trustno1trustno1", "correcthorsebatterystaple"),
        *("correct horse battery staple", "hello12345", "helloworld", "test123456", "testtest123"),
    ]
)
"""Those that are tried first, of ten characters and more; compared without capitals."""


class Hasher(Protocol):
    """**Protocol:** `argon2.PasswordHasher`, as far as it is used."""

    def hash(self, password: str | bytes) -> str:
        """Return what *password* is checked with, in PHC form."""

    def verify(self, hash: str, password: str | bytes) -> bool:  # noqa: A002 - its name for it
        """Return True. Raises `argon2.exceptions.VerifyMismatchError` where it is another."""

    def check_needs_rehash(self, hash: str) -> bool:  # noqa: A002 - its name for it
        """Return whether *hash* was made with other parameters."""


def argon2id() -> PasswordHasher:
    """Return a hasher with the second recommended option of RFC 9106: 64 MiB, 3 passes."""
    return PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


class Passwords:
    """Hashes passwords and checks them, a few at a time. Safe to share between threads."""

    def __init__(self, hasher: Hasher) -> None:
        self._hasher = hasher
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def hash(self, password: str, *, name: str) -> str:
        """Return what a new password is checked with.

        Args:
            password: As typed.
            name: Of the account.

        Raises:
            UsageError: It is too short, too long, the name, or among the commonest.
        """
        require_usable(password, name)
        return self._hash(as_bytes(password))

    def is_right(self, password: str, kept: str) -> bool:
        """Return whether *kept* was made of *password*; the same work whatever the answer."""
        given = as_bytes(password) if len(password) <= MAX_BYTES else b""
        usable = 0 < len(given) <= MAX_BYTES
        with self._turns:
            try:
                same = self._hasher.verify(kept, given if usable else b"-")
            except (VerifyMismatchError, InvalidHashError):
                same = False
            except Argon2Error as exc:
                raise LibraryError(f"Passwords cannot be checked at present: {exc}.") from exc
        return same and usable

    def is_outdated(self, kept: str) -> bool:
        """Return whether *kept* was made with other parameters than are used now."""
        return self._hasher.check_needs_rehash(kept)

    def made_anew(self, password: str) -> str:
        """Return what a password that was right is checked with from now on."""
        return self._hash(as_bytes(password))

    @cached_property
    def nobodys(self) -> str:
        """What is checked in place of the password of an account that does not exist."""
        return self._hash(secrets.token_bytes())

    def _hash(self, data: bytes) -> str:
        with self._turns:
            try:
                return self._hasher.hash(data)
            except Argon2Error as exc:
                raise LibraryError(f"Passwords cannot be kept at present: {exc}.") from exc


def require_usable(password: str, name: str) -> None:
    """Refuse a new password that somebody would guess.

    Raises:
        UsageError: It is too short, too long, the name, or among the commonest.
    """
    if len(password) > MAX_BYTES or len(as_bytes(password)) > MAX_BYTES:
        raise UsageError(f"A password has at most {MAX_BYTES} bytes: choose a shorter one.")
    if len(password) < MIN_LENGTH:
        raise UsageError(f"A password needs at least {MIN_LENGTH} characters: choose a longer one.")
    if folded(password) == folded(name):
        raise UsageError("The password is the name of the account: choose another one.")
    if password.casefold() in COMMON:
        raise UsageError("This password is one of those that are tried first: choose another one.")


def as_bytes(password: str) -> bytes:
    """Return a password as it is hashed: in normal form C, which all keyboards come to."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
