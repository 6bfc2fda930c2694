from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, create_engine, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from likeness.catalog.columns import (
    Hash64,
    Instant,
    Nanoseconds,
    PlainText,
    Points,
    key_text,
)
from likeness.catalog.pathtext import PathText


def through(kind: TypeEngine[Any] | type[TypeEngine[Any]], value: Any) -> Any:
    """Return *value* as it comes back from a column of that kind."""
    table = Table("t", MetaData(), Column("value", kind))
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            table.create(connection)
            connection.execute(insert(table).values(value=value))
            return connection.execute(select(table.c.value)).scalar_one()
    finally:
        engine.dispose()


@pytest.mark.parametrize("number", [0, 1, 2**63 - 1, 2**63, 2**64 - 1])
def test_all_64_bits_of_a_hash_come_back(number: int) -> None:
    assert through(Hash64, number) == number


@pytest.mark.parametrize(
    ("written", "read"),
    [(0, 0), (-1, -1), (2**63 - 1, 2**63 - 1), (2**70, 2**63 - 1), (-(2**70), -(2**63))],
)
def test_file_times_are_exact_within_64_bits_and_cut_off_beyond(written: int, read: int) -> None:
    assert through(Nanoseconds, written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Canon", "Canon"),
        ("a\x00b", "ab"),
        ("\udcff", "?"),
        ("Größe \U0001f600", "Größe \U0001f600"),
    ],
)
def test_text_from_outside_loses_only_what_no_database_takes(written: str, read: str) -> None:
    assert through(PlainText, written) == read


def test_moments_come_back_in_utc_to_the_microsecond() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=timezone(timedelta(hours=2)))
    back = through(Instant, moment)
    assert back == moment
    assert back.tzinfo is UTC


@given(st.lists(st.tuples(st.floats(allow_nan=False), st.floats(allow_nan=False))).map(tuple))
def test_points_come_back_bit_by_bit(points: tuple[tuple[float, float], ...]) -> None:
    kept = Points().process_bind_param(points, postgresql.dialect())
    assert Points().process_result_value(kept, postgresql.dialect()) == points


@pytest.mark.parametrize("kind", [Hash64, Nanoseconds, PlainText, Instant, Points, PathText])
def test_nothing_stays_nothing(kind: type[TypeEngine[Any]]) -> None:
    assert through(kind, None) is None


@pytest.mark.parametrize("kind", [key_text(), PathText()])
def test_postgresql_sorts_ids_and_paths_by_code_point_too(kind: TypeEngine[Any]) -> None:
    column = Column("c", kind)
    Table("t", MetaData(), column)
    assert 'COLLATE "C"' in column.type.compile(postgresql.dialect())
