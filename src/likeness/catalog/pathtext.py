"""A column for file names: any bytes that a file system allows, in any database."""

# ruff: noqa: ARG002 (SQLAlchemy hands every column type a dialect)
from __future__ import annotations

import os

from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

MARKER = "\x01"
"""Begins a part that is kept as hex, because it is no UTF-8 or begins with this very character."""


def encode_path(path: str) -> str:
    """Return *path* as text that every database takes, part by part.

    Parts between "/" are treated alone, so that a prefix that ends in "/" stays a prefix.

    Args:
        path: As `os.fsdecode` gives it: bytes that are no UTF-8 are surrogate escapes.

    Raises:
        ValueError: The path holds a NUL or a surrogate that stands for no byte.
    """
    if "\x00" in path:
        raise ValueError(f"No path holds a NUL character, this one does: {path!r}.")
    if path.isascii() and MARKER not in path:
        return path
    return "/".join(_encode_part(part) for part in path.split("/"))


def decode_path(text: str) -> str:
    """Return the path that `encode_path` made *text* of."""
    if MARKER not in text:
        return text
    return "/".join(_decode_part(part) for part in text.split("/"))


def _encode_part(part: str) -> str:
    if not part.startswith(MARKER) and _is_utf8(part):
        return part
    return MARKER + part.encode("utf-8", "surrogateescape").hex()


def _decode_part(part: str) -> str:
    if not part.startswith(MARKER):
        return part
    return bytes.fromhex(part.removeprefix(MARKER)).decode("utf-8", "surrogateescape")


def _is_utf8(part: str) -> bool:
    try:
        part.encode()
    except UnicodeEncodeError:
        return False
    return True


class PathText(TypeDecorator[str]):
    """Text that holds any path, sorted by code point."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Text:
        return Text(collation="C" if dialect.name == "postgresql" else None)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else encode_path(os.fspath(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else decode_path(value)
