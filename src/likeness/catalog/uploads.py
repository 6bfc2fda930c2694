"""Files on their way in, as rows: what they will be, and who sends them."""

from __future__ import annotations

import builtins
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update

from likeness.catalog.account_rows import moment
from likeness.catalog.database import Database
from likeness.catalog.schema import upload as table
from likeness.errors import LibraryBusyError, UnknownUploadError
from likeness.types import PhotoId, Upload, UploadId

IN_TURN = text("LOCK TABLE upload IN SHARE ROW EXCLUSIVE MODE")
"""Lets nobody else note an upload until the transaction ends: both might find room for one."""


LARGEST_SHARE = 0.5
"""Of the bytes that may be on their way: what one who sends several files may announce."""


class SqlUploads:
    """The uploads of a library in a relational database: fulfils `UploadStore`.

    An upload that is whole is told by the sign of its bytes.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, upload: Upload, *, most_bytes: int, most_each: int) -> None:
        with self._db.noting() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(IN_TURN)
            _require_room(connection, upload, most_bytes, most_each)
            connection.execute(
                insert(table).values(
                    id=upload.upload,
                    name=upload.name,
                    bytes=upload.bytes,
                    sha256=upload.sha256,
                    collection=upload.collection,
                    who=upload.who,
                    created=datetime.fromisoformat(upload.created),
                    touched=datetime.fromisoformat(upload.touched),
                )
            )

    def get(self, upload: UploadId) -> Upload:
        with self._db.reading() as connection:
            row = connection.execute(select(table).where(table.c.id == upload)).one_or_none()
        if row is None:
            raise UnknownUploadError(
                "There is no such upload, or nothing came for a day and it was given up: "
                "begin a new one."
            )
        return as_upload(row)

    def all(self, who: str | None = None) -> builtins.list[Upload]:
        rows = select(table).order_by(table.c.created, table.c.id)
        if who is not None:
            rows = rows.where(table.c.who == who)
        with self._db.reading() as connection:
            return [as_upload(row) for row in connection.execute(rows)]

    def touch(self, upload: UploadId, when: datetime) -> None:
        self._set(upload, touched=when)

    def complete(self, upload: UploadId, sha256: PhotoId, when: datetime) -> None:
        self._set(upload, bytes=-func.abs(table.c.bytes), sha256=sha256, touched=when)

    def settled(self, upload: UploadId) -> None:
        self._set(upload, collection=None)

    def remove(self, upload: UploadId) -> None:
        with self._db.noting() as connection:
            connection.execute(delete(table).where(table.c.id == upload))

    def forget(self, photo: PhotoId) -> builtins.list[UploadId]:
        with self._db.noting() as connection:
            ids = connection.execute(select(table.c.id).where(table.c.sha256 == photo)).scalars()
            gone = [UploadId(id_) for id_ in ids]
            connection.execute(delete(table).where(table.c.id.in_(gone)))
        return gone

    def _set(self, upload: UploadId, **values: Any) -> None:
        with self._db.noting() as connection:
            connection.execute(update(table).where(table.c.id == upload).values(**values))


def as_upload(row: Row[Any]) -> Upload:
    """Return the upload that a row holds."""
    return Upload(
        upload=UploadId(row.id),
        name=row.name,
        bytes=abs(row.bytes),
        sha256=None if row.sha256 is None else PhotoId(row.sha256),
        collection=row.collection,
        who=row.who,
        created=moment(row.created),
        touched=moment(row.touched),
        complete=row.bytes < 0,
    )


def _require_room(connection: Connection, upload: Upload, most_bytes: int, most_each: int) -> None:
    unfinished = table.c.bytes > 0
    taken = connection.execute(select(func.sum(table.c.bytes)).where(unfinished)).scalar() or 0
    if taken + upload.bytes > most_bytes:
        raise LibraryBusyError(
            f"Unfinished uploads would have {taken + upload.bytes:,} bytes together, the limit is "
            f"{most_bytes:,}: finish or delete some first."
        )
    mine = (unfinished, table.c.who == upload.who)
    own = connection.execute(select(func.sum(table.c.bytes)).where(*mine)).scalar() or 0
    if own and own + upload.bytes > most_bytes * LARGEST_SHARE:
        raise LibraryBusyError(
            f"Your unfinished uploads would have {own + upload.bytes:,} bytes together, others "
            "need room as well: finish or delete some first."
        )
    theirs = select(func.count()).where(*mine)
    if connection.execute(theirs).scalar_one() >= most_each:
        raise LibraryBusyError(
            f"You have {most_each:,} unfinished uploads: finish or delete some first."
        )
