"""Many rows at once, in the way that is fastest on each database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, exc, insert


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert *rows* into *table*; none is fine.

    Args:
        connection: In a transaction that writes.
        table: Columns that the rows do not have become NULL or what the database gives them.
        rows: Values by column; all rows have the same columns.
    """
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    else:
        connection.execute(insert(table), [dict(row) for row in rows])


def _copy(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Send *rows* by COPY, with values as the types of their columns bind them."""
    dialect = connection.dialect
    columns = [table.c[name] for name in rows[0]]
    binders = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
    quote = dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in columns)
    statement = f"COPY {quote(table.name)} ({names}) FROM STDIN"
    driver: Any = connection.connection.driver_connection
    errors: Any = getattr(dialect.dbapi, "Error", ())
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                values = (row[column.name] for column in columns)
                copy.write_row(
                    [
                        value if bind is None else bind(value)
                        for bind, value in zip(binders, values, strict=True)
                    ]
                )
    except errors as error:
        if driver.closed:
            connection.invalidate(error)
        raise exc.DBAPIError.instance(statement, None, error, errors, dialect=dialect) from error
