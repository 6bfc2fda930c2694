"""Portraits: what kind of picture they are, and as addresses that hold them."""

from __future__ import annotations

from base64 import b64encode


def uri(portrait: bytes) -> str:
    """Return a picture as a data URI.

    Raises:
        ValueError: It is neither JPEG nor WebP.
    """
    return f"data:image/{_kind(portrait)};base64,{b64encode(portrait).decode()}"


def _kind(portrait: bytes) -> str:
    if portrait[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if portrait[:4] == b"RIFF" and portrait[8:12] == b"WEBP":
        return "webp"
    raise ValueError("Portraits are JPEG or WebP; got something else.")
