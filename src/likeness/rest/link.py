"""One-time links: how whoever started the server comes in without a password."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from hashlib import sha256

LIVES_SECONDS = 600
MOST = 16
"""Links that may be open at a time; the oldest gives way."""


class OneTimeLinks:
    """Tokens that open a session once, for ten minutes; kept in memory as hashes only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[bytes, float] = {}
        self._lock = threading.Lock()

    def make(self) -> str:
        """Return a new token."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            while len(self._open) >= MOST:
                del self._open[next(iter(self._open))]
            self._open[_digest(token)] = self._clock() + LIVES_SECONDS
        return token

    def use(self, token: str) -> bool:
        """Return whether *token* is one of ours and still good; it never is again."""
        with self._lock:
            until = self._open.pop(_digest(token), None)
        return until is not None and self._clock() < until


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "replace")).digest()
