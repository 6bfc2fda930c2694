"""Secrets that are drawn: tokens of sessions and secrets of keys, and what is kept of them."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

BYTES = 32

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
SECRET = re.compile(r"lk_[A-Za-z0-9_-]{43}")

CSRF = b"likeness csrf 1"
"""What a session's token signs for its forms."""


def new_token() -> str:
    """Return the token of a new session: 256 bits in 43 characters."""
    return secrets.token_urlsafe(BYTES)


def new_secret() -> str:
    """Return the secret of a new key: "lk_" and 43 characters."""
    return "lk_" + secrets.token_urlsafe(BYTES)


def is_token(text: str) -> bool:
    """Return whether *text* may be the token of a session."""
    return TOKEN.fullmatch(text) is not None


def is_secret(text: str) -> bool:
    """Return whether *text* may be the secret of a key."""
    return SECRET.fullmatch(text) is not None


def digest(secret: str) -> str:
    """Return what is kept of a token or secret: its SHA-256, hex. They are drawn, so it is enough.

    Rows are found by it: whoever times the search learns about the hash, not about the secret.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def csrf_token(token: str) -> str:
    """Return what forms of the session with this token carry, which other sites cannot know."""
    return hmac.new(token.encode("utf-8", "surrogatepass"), CSRF, "sha256").hexdigest()
