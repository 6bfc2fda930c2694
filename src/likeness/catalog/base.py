"""The catalog seam: the truth about a library. Everything else can be made again from it."""

from __future__ import annotations

from collections.abc import Collection as AnyOf
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from likeness.catalog.account_store import AccountStore
from likeness.catalog.job_store import JobStore
from likeness.catalog.network_store import NetworkStore
from likeness.catalog.page_store import PageStore
from likeness.catalog.round_store import RoundStore
from likeness.catalog.upload_store import UploadStore
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


EVERY_MEMBER = MemberFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source as the catalog knows it: whether it is mounted only the workflow can tell."""

    id: int
    kind: str  # "folder", "files" (a folder of which single files were added) or "bucket"
    uri: str  # absolute path of the folder, or "s3://bucket/prefix"
    photos: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFilter:
    """Which photos: every condition given must hold."""

    with_people: tuple[PersonId, ...] = ()
    without_people: tuple[PersonId, ...] = ()
    only: bool = False  # no other people than those asked for (and no unassigned ok face)
    collection: str | None = None
    ids: tuple[PhotoId, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceFilter:
    """Which faces: every condition given must hold."""

    photo: PhotoId | None = None
    person: PersonId | None = None
    ids: tuple[FaceId, ...] | None = None
    every: bool = False  # also low_confidence, too_small, ignored and not-a-face ones


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryCounts:
    """How much is in a library: every row, hidden and marked ones too."""

    photos: int
    faces: int
    people: int
    accounts: int


class ComparedFace(NamedTuple):
    """A face as it is compared with others: a tuple, since searches read hundreds."""

    face: FaceId
    photo: PhotoId
    person: PersonId | None
    quality: float | None
    taken: datetime | None  # by the camera's clock
    age: float | None  # perceived, years
    vector: NDArray[np.float32]  # (d,), unit length, read-only


class Catalog(Protocol):
    """**Protocol:** one library's truth; reads at any time, writes inside `writing()`.

    Every writing method is one transaction: it holds whole or not at all, and raises
    `StoreUnavailableError` when the database refuses (disk full, read-only, connection lost).
    """

    @property
    def accounts(self) -> AccountStore:
        """Who may come in: apart from all else here, written without the right to write."""

    @property
    def uploads(self) -> UploadStore:
        """Files on their way in, likewise."""

    # -- life

    def writing(self, verb: str = "write") -> AbstractContextManager[None]:
        """Hold the right to write, over processes and threads; re-entrant within a thread.

        Waits up to the configured time, telling the `on_wait` callback given at opening. Every
        writing method takes the right by itself; hold it around several that belong together.

        Args:
            verb: What the holder does ("add"), told to those who wait.

        Raises:
            LibraryBusyError: Somebody else still writes after that time; says who.
        """

    def running(self, verb: str) -> AbstractContextManager[None]:
        """Hold the right to do long work that only one at a time may do; re-entrant as `writing`.

        Whoever adds photos, groups or upgrades holds it throughout, and the right to write only
        to write: people name faces meanwhile. So all that such work read must be looked at again
        before what it makes of it is written. Waits as `writing` does.

        Args:
            verb: What the holder does ("add"), told to those who wait.

        Raises:
            LibraryBusyError: Somebody else is still at work after that time; says who.
            RuntimeError: This thread holds `writing()` without it: it is always taken first.
        """

    def indexing(self) -> AbstractContextManager[None]:
        """Hold the right to change the index, over all machines that share this library.

        Apart from the right to write: a search may bring the index level while somebody adds.

        Raises:
            LibraryBusyError: Somebody else is still at it after the configured time.
        """

    @property
    def jobs(self) -> JobStore:
        """Long work: who asked for what, and what came of it. Written without the right to."""

    @property
    def rounds(self) -> RoundStore:
        """The game."""

    @property
    def pages(self) -> PageStore:
        """What there is, one page after another."""

    @property
    def network(self) -> NetworkStore:
        """Who resembles whom, and who is on photos with whom."""

    def close(self) -> None:
        """Release connections and locks."""

    def revision(self, contract: Contract) -> int:
        """Return a number that grows with every change to the embeddings of *contract*.

        0: there never were any. Marks and deletions of their faces are changes too. Who mirrors
        embeddings reads this number first and the vectors after it: what is written in between
        then comes twice, but is never missed.
        """

    def changes_since(
        self, contract: Contract, revision: int
    ) -> Literal["same", "extended", "changed"]:
        """Return what happened after *revision*: nothing, only additions, or anything else.

        After "extended", `vectors(contract, after=revision)` are the additions.
        """

    def library_id(self) -> str:
        """Return 32 hex digits, drawn when the library was made: no two libraries share them."""

    def tag_revision(self) -> int:
        """Return a number that grows with every change of what `tags` returns."""

    def tags(self, contract: Contract, after: int = -1) -> dict[FaceId, FaceTags]:
        """Return the tags of the faces that `vectors` returns.

        Args:
            contract: Name of the space.
            after: Only of faces whose tags changed after this tag revision; -1: of all.
        """

    # -- sources and where photos lie

    def add_source(self, kind: str, uri: str) -> SourceRow:
        """Return the source with this uri, making it if it is new."""

    def sources(self, *, counted: bool = True) -> list[SourceRow]:
        """Return all sources, sorted by uri.

        Args:
            counted: False: without the numbers of their photos, which are 0 then. Counting takes
                .2 s of a library of 100,000 photos.
        """

    def require_source(self, source: int) -> None:
        """Raise `UnknownSourceError` unless there is a source of that number."""

    def remove_source(self, source: int) -> None:
        """Forget that photos come from here; photos stay, their paths there are dropped."""

    def rebase_source(self, child: int, parent: int, prefix: str) -> None:
        """Move all locations of *child* under *prefix* of *parent*, and drop *child*."""

    def locations(self, source: int, prefix: str = "") -> dict[str, Location]:
        """Return every path known, by path, failures included.

        Args:
            source: Number of the source.
            prefix: "" for all, "a/b/" for what lies below that folder, "a/b" for that one path.
        """

    def locations_of(self, photos: AnyOf[PhotoId]) -> dict[PhotoId, list[tuple[int, str]]]:
        """Return (source, path) of the locations not marked missing, for each photo."""

    def mark_missing(self, source: int, paths: AnyOf[str]) -> None:
        """Mark these paths as gone; failures at these paths are deleted."""

    # -- ingestion

    def analysed(self, photos: AnyOf[PhotoId]) -> set[PhotoId]:
        """Return those that are in the catalog already."""

    def skipped(self, photos: AnyOf[PhotoId]) -> set[PhotoId]:
        """Return those that were forgotten and must not come back."""

    def settled(self, photos: AnyOf[PhotoId] | None = None) -> set[PhotoId]:
        """Return those that need not be analysed: in the catalog already, or forgotten.

        None: all of them.
        """

    def skipped_boxes(self, photos: AnyOf[PhotoId]) -> dict[PhotoId, list[Box]]:
        """Return the boxes of forgotten faces, for the photos that have any."""

    def write(self, batch: IngestBatch) -> None:
        """Write whole photos with faces, locations and failures in one transaction.

        A photo that is there already is left as it is (with its faces); a location replaces the
        one at the same path, and deletes a failure there; a failure replaces what was at its path.

        Raises:
            UnknownSourceError: The source was removed; nothing was written.
        """

    # -- reading

    def photos(self, where: PhotoFilter = PhotoFilter()) -> Iterator[Photo]:
        """Yield photos by time taken, then id."""

    def faces(self, where: FaceFilter = FaceFilter()) -> Iterator[Face]:
        """Yield faces by photo (as `photos` sorts), then position."""

    def owners(self, ids: AnyOf[FaceId], *, marked: bool = False) -> dict[FaceId, PersonId | None]:
        """Return whose each face is, None: nobody's; those that are unknown are left out.

        Where thousands are asked for: it takes a tenth of the time of `faces`.

        Args:
            ids: Of the faces.
            marked: Whether faces that are ignored, or none, are among them.
        """

    def face_data(self, contract: Contract | None = None) -> Iterator[FaceData]:
        """Yield every face with everything known, in the order of `faces`, statuses included.

        Raises:
            UsageError: *contract* is None, and the library holds embeddings of several.
        """

    def embeddings(
        self, faces: Sequence[FaceId], contract: Contract | None = None
    ) -> NDArray[np.float32]:
        """Return unit vectors in the order asked: (n, d), (0, 0) for no faces.

        Raises:
            UnknownFaceError: A face is unknown or has no embedding.
            UsageError: *contract* is None, and the faces have embeddings of several.
        """

    def vectors(
        self, contract: Contract, after: int = 0
    ) -> tuple[tuple[FaceId, ...], NDArray[np.float32]]:
        """Return the embeddings of *contract* whose faces are unmarked: ids sorted, (n, d).

        Args:
            contract: Name of the space.
            after: Only those written after this revision; see `changes_since`.
        """

    def compared_faces(
        self,
        contract: Contract,
        *,
        faces: Sequence[FaceId] = (),
        people: Sequence[PersonId] = (),
        most: int | None = None,
    ) -> list[ComparedFace]:
        """Return the faces that count and have an embedding of *contract*, of those asked for.

        Args:
            contract: Name of the space.
            faces: These come first, in this order; those that do not count are left out.
            people: Then the faces of each of these, by photo, then id.
            most: So many of each person at most; None: all.
        """

    def entries(self, contract: Contract) -> Iterator[str]:
        """Yield each person with such faces once, then the id of each such face of nobody."""

    def people(self, *, hidden: bool = False) -> list[Person]:
        """Return people with a face, most photos first, then id; hidden ones only if asked."""

    def person(self, key: str) -> Person:
        """Return the person with this id, id prefix or exact name. Raises `UnknownPersonError`."""

    def face(self, key: str) -> Face:
        """Return the face with this id or unique prefix. Raises `UnknownFaceError`."""

    def contracts(self) -> list[Contract]:
        """Return every contract that embeddings are held of, sorted."""

    def find_photo(self, key: str) -> PhotoId:
        """Return the photo with this SHA-256, prefix (8+), or path. Raises `UnknownPhotoError`."""

    def failures(self) -> list[Failure]:
        """Return all failures by path."""

    # -- grouping

    def grouping_faces(self, contract: Contract, *, vectors: bool = True) -> GroupingFaces:
        """Return all that a grouping run needs.

        Args:
            contract: Name of the space.
            vectors: False: the vectors have no columns, (n, 0); everything else is read in a
                fraction of the time.
        """

    def is_grouping_due(self, contract: Contract) -> bool:
        """Return whether faces of *contract* or any decisions came since the last whole run."""

    def write_grouping(self, grouping: Grouping, contract: Contract | None = None) -> EditId | None:
        """Apply what a run decided and log it; None and no entry if nothing changes.

        With *contract* the run is noted as one that saw all faces of that contract. Its labelings,
        if it has some, replace those kept of that contract, and the strictness stands where the
        run chose.

        Faces that a human decided in the meantime are left alone. People that end up without
        faces and without decisions are dropped.
        """

    def labelings(self, contract: Contract) -> Labelings | None:
        """Return the groups of the last whole run at every strictness.

        None: there was none, or a face of it was forgotten since. Faces may be in it that are
        marked now, and faces that came since are not.
        """

    def homes(self, contract: Contract) -> dict[FaceId, PersonId | None]:
        """Return the person of each face that slides moved, as it would be without any slide.

        Of the slides since the last whole run that stand. What was decided or run about a face
        after a slide is where it is at home from then on, a merged person is the one that it
        became, and a face is nobody's if another one of its photo was put in its place. A person
        who was at home nowhere when something was decided about it is at home with the faces that
        it had then. A person of the answer may not exist at present.
        """

    def write_slide(
        self, grouping: Grouping, strictness: float, contract: Contract, *, who: str
    ) -> EditId | None:
        """Put faces as another strictness of the last whole run has them: one edit, "group".

        Decisions hold as in `write_grouping`. Unlike a run it is a human's, so `undo` without a
        number takes it back; `grouping_faces` tells *strictness* until then. None and no entry if
        it stands there already and nothing changes.
        """

    def note_asked(self, one: str, other: str) -> None:
        """Note that somebody was not sure whether two faces or people are one. No edit.

        Raises:
            UnknownFaceError: One of them is not in the library.
            UsageError: They are the same.
        """

    def asked_pairs(self) -> set[tuple[str, str]]:
        """Return the pairs that `note_asked` was told, the smaller id first."""

    # -- averages

    def members(self, contract: Contract, where: MemberFilter = EVERY_MEMBER) -> Iterator[Member]:
        """Yield the faces that may enter an average, by id, as one state of the library has them.

        Those with status ok, without a mark and with an embedding of *contract*, whose person, if
        there is one, is neither hidden nor opted out. Where no people are asked for, faces of
        nobody are among them. Only a part of them is in memory at any time.

        Args:
            contract: Name of the space.
            where: Zones of its times are not looked at; a face whose photo says no time is not
                among those of a time.

        Raises:
            UnknownCollectionError: There is no collection of that name; raised by the call itself.
        """

    def perceived(self, people: AnyOf[PersonId]) -> dict[PersonId, Perceived]:
        """Return what all unmarked faces with status ok say about each of *people*.

        Each face weighs as much as its quality; where none has a quality above zero, all weigh
        the same. The age is the weighted median. The probability is the logistic of the weighted
        mean of log odds, each probability cut to [0.02, 0.98] before.
        """

    def photo_prints(self, photos: AnyOf[PhotoId]) -> dict[PhotoId, PhotoPrint]:
        """Return what tells whether photos are copies of each other, of those that are known."""

    def landmarks(self, faces: Sequence[FaceId]) -> dict[FaceId, Landmarks]:
        """Return the landmarks of those of *faces* that have any."""

    def outdated_landmarks(self, landmarker: Contract) -> dict[PhotoId, list[FaceId]]:
        """Return the faces with status ok whose landmarks something else than *landmarker* placed.

        By photo, sorted, in reading order each. Marked ones too: a mark may be taken back.
        """

    def write_landmarks(self, rows: Sequence[Landmarks]) -> int:
        """Replace landmarks, spread and landmarker of faces; pose and quality where given.

        Faces that are gone by now are left out; of one face twice the last row holds.

        Returns:
            How many were written.

        Raises:
            UsageError: The points of a face are not (68, 2); nothing was written.
        """

    def keep_average(self, average: KeptAverage) -> None:
        """Keep an average, instead of one of the same id; no edit.

        Of one that has yet to be made (*made* is None) neither faces nor report are kept. The
        pictures of an average lie elsewhere: store them after this call, holding `writing()`, so
        that nobody can be forgotten in between.

        Raises:
            UnknownFaceError: A face was forgotten meanwhile; nothing was kept.
            UsageError: Recipe or report hold values that are not plain, or *made* is no time.
        """

    def averages(self) -> list[KeptAverage]:
        """Return all averages by title, then id."""

    def average_pictures(self) -> list[KeptAverage]:
        """Return all pictures of averages by title, then id; `averages` has none of them.

        `keep_average` keeps one as it keeps an average: its recipe has the key "picture". It is
        dropped as soon as something that its recipe names, or one of its faces, is forgotten.
        """

    def average(self, key: str) -> KeptAverage:
        """Return the average with this id, id prefix or exact title. Raises `UnknownAverageError`.

        A prefix is "a" and at least 4 digits.
        """

    def outdated_averages(self) -> list[AverageId]:
        """Return the averages that have to be made anew, sorted.

        Those that say so, and those with a face that is marked now, or whose person is hidden or
        opted out now. Faces that are gone took theirs along; see `forget_photos`.
        """

    def outdated_pictures(self) -> list[AverageId]:
        """Return the pictures of averages that no longer hold, likewise."""

    def drop_average(self, average: AverageId) -> None:
        """Drop an average, or a picture, for good. Raises `UnknownAverageError`."""

    # -- decisions of humans: each is one entry of the log

    def name(self, person: PersonId, name: str | None, *, who: str) -> EditId:
        """Name a person; None takes the name away."""

    def assign(
        self, faces: Sequence[FaceId], *, to: PersonId | None, name: str | None, who: str
    ) -> tuple[EditId, PersonId]:
        """Put faces with a person (*to*), or with a new person called *name*."""

    def confirm(self, face: FaceId, *, who: str) -> EditId:
        """Hold that the face is who it is said to be. Raises `EditRefusedError` if nobody."""

    def reject(self, face: FaceId, *, person: PersonId | None = None, who: str) -> EditId:
        """Hold that the face is not who it is said to be; never joins that person again.

        With *person*: that it is not this one, whomever it is with.

        Raises:
            EditRefusedError: No person is given, and the face is not said to be anybody.
        """

    def mark(self, face: FaceId, mark: FaceMark, *, who: str) -> EditId:
        """Mark a face "ignored" or "not_a_face"; it leaves its person."""

    def merge(self, into: PersonId, others: Sequence[PersonId], *, who: str) -> EditId:
        """Hold that several people are one; all their faces are held to be the first one's.

        The first keeps its id. Where it has no name, featured face or year of birth, it takes the
        first of the others'. Faces that were held not to be one of them, and are of another now,
        are held to be the first one. If one of them opted out, the first one has.
        """

    def apart(self, one: PersonId, other: PersonId, *, who: str) -> EditId:
        """Hold that two people are different.

        All faces of the one who has fewer (of equals: the smaller id) are held not to be the
        other. No run joins them again; `merge` may, and `undo` takes it back.

        Raises:
            EditRefusedError: One of them has no face.
            UsageError: They are the same person.
        """

    def born(self, person: PersonId, year: int | None, *, who: str) -> EditId:
        """Tell in which year a person was born; None takes that away.

        Raises:
            UsageError: The year is before 1800 or after 2200.
        """

    def split(
        self, person: PersonId, faces: Sequence[FaceId], *, who: str
    ) -> tuple[EditId, PersonId]:
        """Make a new person of some faces of *person*, held to be somebody else."""

    def hide(self, person: PersonId, hidden: bool, *, who: str) -> EditId:
        """Leave a person out of lists, or show it again."""

    def opt_out(self, person: PersonId, out: bool, *, who: str) -> EditId:
        """Keep a person out of averages and games, or let it in again."""

    def feature(self, person: PersonId, face: FaceId, *, who: str) -> EditId:
        """Choose the face that stands for a person; the face is held to be that person's."""

    def history(self, limit: int | None = None) -> list[Edit]:
        """Return the log, newest first."""

    def edit(self, number: EditId) -> Edit:
        """Return one entry of the log. Raises `UnknownEditError`."""

    def undo(self, edit: EditId | None = None, *, who: str) -> Edit:
        """Take back an edit, by default the newest human one that stands; return the new entry.

        An undo is an entry too and can be undone. Runs never stand in the way of a human: what
        they did meanwhile with the same faces gives way.

        Raises:
            EditRefusedError: A later edit that still stands depends on it (named in the message),
                it is undone already, or its kind cannot be undone.
        """

    # -- collections

    def collections(self) -> list[Collection]:
        """Return all collections by name."""

    def create_collection(self, name: str) -> None:
        """Make an empty collection; an existing one is left as it is."""

    def add_to_collection(self, name: str, photos: Sequence[PhotoId]) -> int:
        """Add photos, return how many were new in it. Raises `UnknownCollectionError`."""

    def remove_from_collection(self, name: str, photos: Sequence[PhotoId]) -> int:
        """Take photos out, return how many were in it. Raises `UnknownCollectionError`."""

    def delete_collection(self, name: str) -> None:
        """Delete the collection, not its photos. Raises `UnknownCollectionError`."""

    # -- forgetting

    def forget_photos(self, photos: Sequence[PhotoId], *, who: str) -> ForgetReport:
        """Delete photos, faces, vectors and the payloads of edits about them, for good.

        Averages that one of the faces shaped have to be made anew. Their recipes lose the ids of
        what was forgotten. An average is dropped if nothing that it was to be of is left, or if its
        title or recipe would still name who or what was forgotten. So is a picture of averages
        that one of the faces shaped, or whose recipe would lose something.
        """

    def refuse_photos(self, photos: Sequence[PhotoId]) -> None:
        """Note that photos that are on their way in must not come, as if they were forgotten.

        Raises:
            EditRefusedError: One is in the library already: `forget_photos` does it then.
        """

    def forget_person(self, person: PersonId, *, who: str) -> ForgetReport:
        """Delete a person, its faces, vectors, name and payloads, for good; photos stay.

        Averages are treated as by `forget_photos`; all names that the person ever had count.
        """

    def pending_deletions(self) -> Mapping[str, tuple[str, ...]]:
        """Return whose blobs and caches are still to be deleted: ids of photos, faces, averages.

        By kind: "photos", "faces" and "averages", of which all pictures made so far are meant. A
        fourth entry "files" is not empty as long as traces may remain in the catalog's own files.
        Written in the same transaction as the deletion, so that a crash between deleting rows
        and deleting blobs is made good by the next opening.
        """

    def deletions_done(self) -> None:
        """Empty the list of `pending_deletions`, and leave no trace of what was forgotten.

        Rewrites the catalog's files: seconds for a large library.

        Raises:
            LibraryBusyError: Somebody still reads an older state; the list is kept for next time.
        """

    # -- care

    def snapshot(self, to: Path) -> None:
        """Write one state of the library into the folder *to*, as an SQLite catalog.

        Waits for no writer: the state is that of one moment during the call, whatever is written
        meanwhile. Sessions, jobs and unfinished uploads are left out, and so are the edges of
        `network`, which are worked out again.

        Args:
            to: An existing folder without a catalog, which is nobody else's.

        Raises:
            StoreUnavailableError: The database or the disk refused.
        """

    def counts(self) -> LibraryCounts:
        """Return how much is in the library."""

    def check(self) -> list[str]:
        """Return what is wrong inside (broken references, bad pages), empty if nothing."""
