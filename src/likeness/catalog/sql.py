"""The catalog in a relational database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Collection as AnyOf
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from likeness.catalog import (
    asked,
    averages,
    collections,
    comparing,
    edits,
    faces,
    forget,
    homes,
    ingestion,
    labelings,
    landmarks,
    log,
    members,
    migrate,
    people,
    photos,
    places,
    runs,
    schema,
    snapshot,
    soundness,
    tags,
    undo,
    vectors,
)
from likeness.catalog.accounts import SqlAccounts
from likeness.catalog.backends import open_backend
from likeness.catalog.base import (
    ComparedFace,
    FaceFilter,
    LibraryCounts,
    PhotoFilter,
    SourceRow,
)
from likeness.catalog.database import Database
from likeness.catalog.failures import database_errors_as_ours
from likeness.catalog.jobs import SqlJobs
from likeness.catalog.networks import SqlNetworks
from likeness.catalog.pages import SqlPages
from likeness.catalog.rounds import SqlRounds
from likeness.catalog.uploads import SqlUploads
from likeness.catalog.vectors import Change
from likeness.errors import LibraryMissingError
from likeness.types import (
    AverageId,
    Box,
    Collection,
    Contract,
    Edit,
    EditId,
    Face,
    FaceData,
    FaceId,
    FaceMark,
    FaceTags,
    Failure,
    ForgetReport,
    Grouping,
    GroupingFaces,
    IngestBatch,
    KeptAverage,
    Labelings,
    Landmarks,
    Location,
    Member,
    MemberFilter,
    Perceived,
    Person,
    PersonId,
    Photo,
    PhotoId,
    PhotoPrint,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EVERY_PHOTO = PhotoFilter()
EVERY_FACE = FaceFilter()
EVERY_MEMBER = MemberFilter()


def open_catalog(
    url: str,
    *,
    folder: Path,
    wait_seconds: float = 3600.0,
    on_wait: Callable[[str], None] | None = None,
    copying: bool = False,
    create: bool = True,
) -> SqlCatalog:
    """Open a library's catalog, making or migrating it where needed.

    Args:
        url: An SQLAlchemy URL, of an SQLite file or a PostgreSQL database; "": the SQLite file
            `catalog.db` in *folder*.
        folder: The library folder; it is made (0700) where there is none.
        wait_seconds: How long a second writer waits for the first.
        on_wait: Told once, in words, when a writer has to wait.
        copying: Open it even if `move-library` has not finished filling it.
        create: Whether to make a library where there is none.

    Raises:
        LibraryMissingError: There is none and *create* is False.
        SettingsError: The URL names no database that a catalog can lie in, or the driver for it
            is not installed.
        LibraryError: The database is another program's, or a copy that was not finished.
        LibraryVersionError: The library was written by a newer Likeness.
        LibraryBusyError: The library has to be migrated and somebody else writes.
        StoreUnavailableError: The folder or the database cannot be used.
    """
    with database_errors_as_ours():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    backend = open_backend(url, folder, wait_seconds=wait_seconds, on_wait=on_wait)
    catalog = SqlCatalog(Database(backend))
    try:
        catalog.prepare(copying=copying, create=create)
    except BaseException:
        catalog.close()
        raise
    return catalog


class SqlCatalog:
    """One library's truth in a relational database: fulfils `Catalog`.

    Every method is one transaction. What it does stands in the module of its noun; here is only
    which of them reads and which of them writes. Safe to share between threads.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        self._pages = SqlPages(database)

    @property
    def database(self) -> Database:
        """The transactions beneath, for what works on whole tables."""
        return self._db

    def prepare(self, *, copying: bool = False, create: bool = True) -> None:
        """Make or migrate the tables where they are not as this version needs them."""
        if not self._is_current():
            if not create:
                self._require_library()
            # Who is at work reckons with the tables as they are, also where it does not write now.
            with self._db.run("open"), self._db.hold("open"), database_errors_as_ours():
                self._db.backend.make_room()
                with self._db.writing() as connection:
                    migrate.bring_up(connection)
                    self._db.backend.tables_made(connection)
        if not copying:
            with self._db.reading() as connection:
                migrate.require_whole(connection)

    def _require_library(self) -> None:
        with database_errors_as_ours():
            found = self._db.backend.exists()
        if found:
            with self._db.reading() as connection:
                found = migrate.current_revision(connection) is not None
        if not found:
            raise LibraryMissingError(
                "There is no library in the database of catalog.url yet: "
                "`likeness add PHOTOS` makes one."
            )

    def _is_current(self) -> bool:
        with database_errors_as_ours():
            if not self._db.backend.exists():
                return False
        with self._db.reading() as connection:
            migrate.require_ours(connection)
            return migrate.is_current(connection)

    @property
    def accounts(self) -> SqlAccounts:
        return SqlAccounts(self._db)

    @property
    def uploads(self) -> SqlUploads:
        return SqlUploads(self._db)

    @property
    def rounds(self) -> SqlRounds:
        return SqlRounds(self._db)

    # -- life

    @property
    def pages(self) -> SqlPages:
        return self._pages

    @property
    def network(self) -> SqlNetworks:
        return SqlNetworks(self._db)

    def writing(self, verb: str = "write") -> AbstractContextManager[None]:
        return self._db.hold(verb)

    def running(self, verb: str) -> AbstractContextManager[None]:
        return self._db.run(verb)

    def indexing(self) -> AbstractContextManager[None]:
        return self._db.backend.hold_index()

    @property
    def jobs(self) -> SqlJobs:
        return SqlJobs(self._db)

    def close(self) -> None:
        self._db.backend.close()

    def revision(self, contract: Contract) -> int:
        with self._db.reading() as connection:
            return vectors.revision(connection, contract)

    def changes_since(self, contract: Contract, revision: int) -> Change:
        with self._db.reading() as connection:
            return vectors.changes_since(connection, contract, revision)

    def library_id(self) -> str:
        with self._db.reading() as connection:
            return str(connection.execute(select(schema.library.c.id)).scalar_one())

    def tag_revision(self) -> int:
        with self._db.reading() as connection:
            return tags.revision(connection)

    def tags(self, contract: Contract, after: int = -1) -> dict[FaceId, FaceTags]:
        with self._db.reading() as connection:
            return tags.read(connection, contract, after)

    # -- sources and where photos lie

    def add_source(self, kind: str, uri: str) -> SourceRow:
        with self._db.writing() as connection:
            return places.add_source(connection, kind, uri)

    def sources(self, *, counted: bool = True) -> list[SourceRow]:
        with self._db.reading() as connection:
            return places.read_sources(connection, counted=counted)

    def require_source(self, source: int) -> None:
        with self._db.reading() as connection:
            places.require_source(connection, source)

    def remove_source(self, source: int) -> None:
        with self._db.writing() as connection:
            places.remove_source(connection, source)

    def rebase_source(self, child: int, parent: int, prefix: str) -> None:
        with self._db.writing() as connection:
            places.rebase_source(connection, child, parent, prefix)

    def locations(self, source: int, prefix: str = "") -> dict[str, Location]:
        with self._db.reading() as connection:
            return places.read_locations(connection, source, prefix)

    def locations_of(self, photos: AnyOf[PhotoId]) -> dict[PhotoId, list[tuple[int, str]]]:
        with self._db.reading() as connection:
            return places.read_locations_of(connection, photos)

    def mark_missing(self, source: int, paths: AnyOf[str]) -> None:
        with self._db.writing() as connection:
            places.mark_missing(connection, source, paths)

    # -- ingestion

    def analysed(self, photos: AnyOf[PhotoId]) -> set[PhotoId]:
        with self._db.reading() as connection:
            return ingestion.analysed(connection, photos)

    def skipped(self, photos: AnyOf[PhotoId]) -> set[PhotoId]:
        with self._db.reading() as connection:
            return ingestion.skipped(connection, photos)

    def settled(self, photos: AnyOf[PhotoId] | None = None) -> set[PhotoId]:
        with self._db.reading() as connection:
            return ingestion.settled(connection, photos)

    def skipped_boxes(self, photos: AnyOf[PhotoId]) -> dict[PhotoId, list[Box]]:
        with self._db.reading() as connection:
            return ingestion.skipped_boxes(connection, photos)

    def write(self, batch: IngestBatch) -> None:
        with self._db.writing() as connection:
            ingestion.write(connection, batch)

    # -- reading

    def photos(self, where: PhotoFilter = EVERY_PHOTO) -> Iterator[Photo]:
        if where.collection is not None:
            with self._db.reading() as connection:
                collections.require(connection, where.collection)
        return self._db.stream(lambda connection: photos.read(connection, where))

    def faces(self, where: FaceFilter = EVERY_FACE) -> Iterator[Face]:
        return self._db.stream(lambda connection: faces.read(connection, where))

    def owners(self, ids: AnyOf[FaceId], *, marked: bool = False) -> dict[FaceId, PersonId | None]:
        with self._db.reading() as connection:
            return faces.owners(connection, ids, marked=marked)

    def face_data(self, contract: Contract | None = None) -> Iterator[FaceData]:
        return self._db.stream(lambda connection: faces.read_data(connection, contract))

    def embeddings(
        self, faces: Sequence[FaceId], contract: Contract | None = None
    ) -> NDArray[np.float32]:
        with self._db.reading() as connection:
            return vectors.of_faces(connection, faces, contract)

    def vectors(
        self, contract: Contract, after: int = 0
    ) -> tuple[tuple[FaceId, ...], NDArray[np.float32]]:
        with self._db.reading() as connection:
            return vectors.read(connection, contract, after)

    def contracts(self) -> list[Contract]:
        with self._db.reading() as connection:
            return vectors.contracts(connection)

    def compared_faces(
        self,
        contract: Contract,
        *,
        faces: Sequence[FaceId] = (),
        people: Sequence[PersonId] = (),
        most: int | None = None,
    ) -> list[ComparedFace]:
        with self._db.reading() as connection:
            return comparing.read(connection, contract, faces, people, most)

    def entries(self, contract: Contract) -> Iterator[str]:
        return self._db.stream(lambda connection: comparing.entries(connection, contract))

    def people(self, *, hidden: bool = False) -> list[Person]:
        with self._db.reading() as connection:
            return people.read(connection, hidden=hidden)

    def person(self, key: str) -> Person:
        with self._db.reading() as connection:
            return people.find(connection, key)

    def face(self, key: str) -> Face:
        with self._db.reading() as connection:
            return faces.find(connection, key)

    def find_photo(self, key: str) -> PhotoId:
        with self._db.reading() as connection:
            return photos.find(connection, key)

    def failures(self) -> list[Failure]:
        with self._db.reading() as connection:
            return sorted(places.read_failures(connection), key=lambda row: row.photo)

    # -- grouping

    def grouping_faces(self, contract: Contract, *, vectors: bool = True) -> GroupingFaces:
        with self._db.reading() as connection:
            return runs.read(connection, contract, with_vectors=vectors)

    def is_grouping_due(self, contract: Contract) -> bool:
        with self._db.reading() as connection:
            return runs.is_due(connection, contract)

    def write_grouping(self, grouping: Grouping, contract: Contract | None = None) -> EditId | None:
        with self._db.writing() as connection:
            return runs.write(connection, grouping, contract)

    def labelings(self, contract: Contract) -> Labelings | None:
        with self._db.reading() as connection:
            return labelings.read(connection, contract)

    def homes(self, contract: Contract) -> dict[FaceId, PersonId | None]:
        with self._db.reading() as connection:
            return homes.homes(connection, contract)

    def write_slide(
        self, grouping: Grouping, strictness: float, contract: Contract, *, who: str
    ) -> EditId | None:
        with self._db.writing() as connection:
            return runs.slide(connection, grouping, strictness, contract, who=who)

    def note_asked(self, one: str, other: str) -> None:
        with self._db.writing() as connection:
            asked.note(connection, one, other)

    def asked_pairs(self) -> set[tuple[str, str]]:
        with self._db.reading() as connection:
            return asked.pairs(connection)

    # -- averages

    def members(self, contract: Contract, where: MemberFilter = EVERY_MEMBER) -> Iterator[Member]:
        if where.collection is not None:
            with self._db.reading() as connection:
                collections.require(connection, where.collection)
        return self._db.stream(lambda connection: members.read(connection, contract, where))

    def perceived(self, people: AnyOf[PersonId]) -> dict[PersonId, Perceived]:
        with self._db.reading() as connection:
            return members.perceived(connection, people)

    def photo_prints(self, photos_: AnyOf[PhotoId]) -> dict[PhotoId, PhotoPrint]:
        with self._db.reading() as connection:
            return photos.prints(connection, photos_)

    def landmarks(self, faces: Sequence[FaceId]) -> dict[FaceId, Landmarks]:
        with self._db.reading() as connection:
            return landmarks.read(connection, faces)

    def outdated_landmarks(self, landmarker: Contract) -> dict[PhotoId, list[FaceId]]:
        with self._db.reading() as connection:
            return landmarks.outdated(connection, landmarker)

    def write_landmarks(self, rows: Sequence[Landmarks]) -> int:
        with self._db.writing() as connection:
            return landmarks.write(connection, rows)

    def keep_average(self, average: KeptAverage) -> None:
        with self._db.writing() as connection:
            averages.keep(connection, average)

    def averages(self) -> list[KeptAverage]:
        with self._db.reading() as connection:
            return averages.read(connection)

    def average_pictures(self) -> list[KeptAverage]:
        with self._db.reading() as connection:
            return averages.read(connection, pictures=True)

    def average(self, key: str) -> KeptAverage:
        with self._db.reading() as connection:
            return averages.find(connection, key)

    def outdated_averages(self) -> list[AverageId]:
        with self._db.reading() as connection:
            return averages.outdated(connection)

    def outdated_pictures(self) -> list[AverageId]:
        with self._db.reading() as connection:
            return averages.outdated(connection, pictures=True)

    def drop_average(self, average: AverageId) -> None:
        with self._db.writing() as connection:
            averages.drop(connection, average)

    # -- decisions of humans

    def name(self, person: PersonId, name: str | None, *, who: str) -> EditId:
        with self._db.writing() as connection:
            return edits.name(connection, person, name, who=who)

    def assign(
        self, faces: Sequence[FaceId], *, to: PersonId | None, name: str | None, who: str
    ) -> tuple[EditId, PersonId]:
        with self._db.writing() as connection:
            return edits.assign(connection, faces, to=to, name=name, who=who)

    def confirm(self, face: FaceId, *, who: str) -> EditId:
        with self._db.writing() as connection:
            return edits.confirm(connection, face, who=who)

    def reject(self, face: FaceId, *, person: PersonId | None = None, who: str) -> EditId:
        with self._db.writing() as connection:
            return edits.reject(connection, face, person=person, who=who)

    def mark(self, face: FaceId, mark: FaceMark, *, who: str) -> EditId:
        with self._db.writing() as connection:
            return edits.mark(connection, face, mark, who=who)

    def merge(self, into: PersonId, others: Sequence[PersonId], *, who: str) -> EditId:
        with self._db.writing() as connection:
            return edits.merge(connection, into, others, who=who)

    def apart(self, one: PersonId, other: PersonId, *, who: str) -> EditId:
        with self._db.writing() as connection:
            return edits.apart(connection, one, other, who=who)

    def born(self, person: PersonId, year: int | None, *, who: str) -> EditId:
        with self._db.writing() as connection:
            return edits.born(connection, person, year, who=who)

    def split(
        self, person: PersonId, faces: Sequence[FaceId], *, who: str
    ) -> tuple[EditId, PersonId]:
        with self._db.writing() as connection:
            return edits.split(connection, person, faces, who=who)

    def hide(self, person: PersonId, hidden: bool, *, who: str) -> EditId:
        with self._db.writing() as connection:
            return edits.hide(connection, person, hidden=hidden, who=who)

    def opt_out(self, person: PersonId, out: bool, *, who: str) -> EditId:
        with self._db.writing() as connection:
            return edits.opt_out(connection, person, out=out, who=who)

    def feature(self, person: PersonId, face: FaceId, *, who: str) -> EditId:
        with self._db.writing() as connection:
            return edits.feature(connection, person, face, who=who)

    def history(self, limit: int | None = None) -> list[Edit]:
        with self._db.reading() as connection:
            return log.read(connection, limit)

    def edit(self, number: EditId) -> Edit:
        with self._db.reading() as connection:
            return log.in_words(connection, number)

    def undo(self, edit: EditId | None = None, *, who: str) -> Edit:
        with self._db.writing() as connection:
            return undo.undo(connection, edit, who=who)

    # -- collections

    def collections(self) -> list[Collection]:
        with self._db.reading() as connection:
            return collections.read(connection)

    def create_collection(self, name: str) -> None:
        with self._db.writing() as connection:
            collections.create(connection, name)

    def add_to_collection(self, name: str, photos: Sequence[PhotoId]) -> int:
        with self._db.writing() as connection:
            return collections.add_photos(connection, name, photos)

    def remove_from_collection(self, name: str, photos: Sequence[PhotoId]) -> int:
        with self._db.writing() as connection:
            return collections.remove_photos(connection, name, photos)

    def delete_collection(self, name: str) -> None:
        with self._db.writing() as connection:
            collections.remove(connection, name)

    # -- forgetting

    def forget_photos(self, photos: Sequence[PhotoId], *, who: str) -> ForgetReport:
        with self._forgetting() as connection:
            return forget.photos(connection, photos, who=who)

    def refuse_photos(self, photos: Sequence[PhotoId]) -> None:
        with self._db.writing() as connection:
            forget.refuse(connection, photos)

    def forget_person(self, person: PersonId, *, who: str) -> ForgetReport:
        with self._forgetting() as connection:
            return forget.person(connection, person, who=who)

    @contextmanager
    def _forgetting(self) -> Iterator[Connection]:
        """Open a transaction that deletes; afterwards the log holds no copy of what was there."""
        with self._db.hold("forget"), database_errors_as_ours():
            with self._db.writing() as connection:
                yield connection
            self._db.backend.rows_deleted()

    def pending_deletions(self) -> Mapping[str, tuple[str, ...]]:
        with self._db.reading() as connection:
            return forget.pending(connection)

    def deletions_done(self) -> None:
        with self._db.hold("forget"), database_errors_as_ours():
            self._db.backend.scrub()
            with self._db.writing() as connection:
                self._db.backend.empty(connection, schema.pending_deletion)
            self._db.backend.rows_deleted()

    # -- care

    def snapshot(self, to: Path) -> None:
        snapshot.write(self._db, to)

    def counts(self) -> LibraryCounts:
        with self._db.reading() as connection:
            return snapshot.counts(connection)

    def check(self) -> list[str]:
        with self._db.reading() as connection:
            return [*self._db.backend.damage(connection), *soundness.wrong(connection)]
