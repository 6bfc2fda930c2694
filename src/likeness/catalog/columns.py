"""Column types: exact and portable forms of what the catalog keeps."""

# ruff: noqa: ARG002 (SQLAlchemy hands every column type a dialect)
from __future__ import annotations

import struct
from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from likeness.types import Point

INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1
HASHES = 2**64


def key_text() -> TypeEngine[str]:
    """Return text for ids and codes, sorted by code point whatever the database's language."""
    return Text().with_variant(Text(collation="C"), "postgresql")


class PlainText(TypeDecorator[str]):
    """Text from outside (a camera's name, an error): what no database takes is replaced."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value.replace("\x00", "").encode("utf-8", "replace").decode()


class Hash64(TypeDecorator[int]):
    """An unsigned 64-bit number in a signed column, the same bits."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        return value - HASHES if value > INT64_MAX else value

    def process_result_value(self, value: int | None, dialect: Dialect) -> int | None:
        return None if value is None else value % HASHES


class Nanoseconds(TypeDecorator[int]):
    """A file's time. Beyond the years 1677 to 2262 it is cut off: such a file is read each time."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return None if value is None else min(max(value, INT64_MIN), INT64_MAX)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Points(TypeDecorator[tuple[Point, ...]]):
    """Points as little-endian float64 pairs, bit by bit what was given."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: tuple[Point, ...] | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        flat = [number for point in value for number in point]
        return struct.pack(f"<{len(flat)}d", *flat)

    def process_result_value(
        self, value: bytes | None, dialect: Dialect
    ) -> tuple[Point, ...] | None:
        if value is None:
            return None
        flat = struct.unpack(f"<{len(value) // 8}d", value)
        return tuple(zip(flat[::2], flat[1::2], strict=True))
