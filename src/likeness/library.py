"""The Python door: one class, the verbs of the command line, frozen records back.

from likeness import Library

with Library.open("~/Faces") as library:
    library.add("~/Pictures")
    for person in library.people():
        print(person.name, person.photos)
    answer = library.find("me.jpg")
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Literal, Self, TypedDict

from likeness import assembly
from likeness.errors import UsageError
from likeness.types import (
    AddReport,
    Answered,
    AverageOf,
    AveragesApart,
    BackupReport,
    Check,
    Collection,
    Edit,
    EditId,
    ExportReport,
    Face,
    FaceId,
    FaceReasons,
    Failure,
    FailureRow,
    FindAnswer,
    ForgetReport,
    FoundPhoto,
    GroupReport,
    Job,
    KeptAverage,
    ModelInfo,
    MoveReport,
    Overview,
    Page,
    Person,
    PersonId,
    PersonReasons,
    Photo,
    PhotoId,
    PhotoQuery,
    PhotoRow,
    PortraitReport,
    Progress,
    Pulse,
    Question,
    Reply,
    RestoreReport,
    ReviewState,
    Sample,
    Source,
    Strictness,
    TrustQuestion,
    TrustReport,
    UpgradeReport,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from likeness.settings import LibrarySettings
    from likeness.workflows.access.access import Access
    from likeness.workflows.average.kept import KeptPicture
    from likeness.workflows.average.make import Averaged
    from likeness.workflows.average.painting import PaintedPhoto
    from likeness.workflows.average.periods import Period
    from likeness.workflows.handout import Original
    from likeness.workflows.jobs.jobs import Jobs
    from likeness.workflows.jobs.process import WorkerProcess
    from likeness.workflows.previews import Previews
    from likeness.workflows.review import Review
    from likeness.workflows.uploads.uploads import Uploads

Link = Literal["copy", "soft", "hard"]
PAGE = 100
"""Items on a page unless asked otherwise."""

EVERY_PHOTO = PhotoQuery()
OnProgress = Callable[[Progress], None]


class _Told(TypedDict):
    progress: OnProgress
    stop: Callable[[], bool]


class Library:
    """One collection with all that is known about it. Make one with `Library.open`.

    Every method raises a `likeness.errors.LikenessError` with one clear sentence when it cannot
    do what it was asked. Photos may be named by path or id, people by id or name.
    """

    def __init__(self, parts: assembly.Parts) -> None:
        self._open_parts: assembly.Parts | None = parts
        self._folder = parts.folder
        self._review: Review | None = None
        self._previews: Previews | None = None
        self._access: Access | None = None

    @classmethod
    def open(
        cls,
        folder: str | Path | None = None,
        *,
        settings: LibrarySettings | None = None,
        on_wait: Callable[[str], None] | None = None,
        create: bool = True,
    ) -> Self:
        """Open the library in *folder*, making it (mode 0700) if there is none.

        Args:
            folder: The library folder; None: `LIKENESS_LIBRARY`, else the user's data folder.
            settings: All settings; None: read from files and environment.
            on_wait: Told, in one sentence, when somebody else is writing.
            create: Whether a folder without a library becomes one.

        Raises:
            LibraryError: The folder cannot be used, or a newer Likeness wrote it.
            SettingsError: A setting is not usable.
        """
        return cls(assembly.open_library(folder, settings, on_wait=on_wait, create=create))

    def __repr__(self) -> str:
        return f"Library({str(self.folder)!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release files, processes and models. Closing twice is a no-op."""
        if self._open_parts is not None:
            self._open_parts.close()
            self._open_parts = None

    @property
    def _parts(self) -> assembly.Parts:
        if self._open_parts is None:
            raise UsageError(f"The library {self._folder} is closed: open it again.")
        return self._open_parts

    @property
    def folder(self) -> Path:
        """The library folder."""
        return self._folder

    @property
    def id(self) -> str:
        """32 hex digits, drawn when the library was made."""
        return self._parts.catalog.library_id()

    @property
    def settings(self) -> LibrarySettings:
        """The settings that hold."""
        return self._parts.settings

    @property
    def access(self) -> Access:
        """Who may come in through the server: accounts, their sessions, and keys."""
        from likeness.workflows.access.access import Access

        parts = self._parts
        if self._access is None:
            self._access = Access(
                parts.catalog.accounts, session_days=parts.settings.serve.session_days
            )
        return self._access

    @property
    def jobs(self) -> Jobs:
        """Long work that is asked for here and done by a worker: adding photos, grouping, ..."""
        from likeness.workflows.jobs.jobs import Jobs

        return Jobs(self._parts)

    @property
    def uploads(self) -> Uploads:
        """Photos that are sent to the library, rather than found by it."""
        from likeness.workflows.uploads.uploads import Uploads

        return Uploads(self._parts, lambda who: self.jobs.ask("uploads", who=who))

    def work(
        self,
        *,
        kinds: Iterable[str] = (),
        once: bool = False,
        watch: bool = False,
        stop: Callable[[], bool] | None = None,
        on_end: Callable[[Job], None] | None = None,
    ) -> int:
        """Do the jobs that were asked for, one after the other, in this thread.

        Args:
            kinds: Only those of these kinds; none: all.
            once: End as soon as no job waits.
            watch: Also watch the sources, if `watch.enabled`, and ask for jobs where photos are
                new, moved or gone.
            stop: Asked now and then; True ends it. The job at hand stops after its present step
                and waits for another worker.
            on_end: Told each job that ended.

        Returns:
            How many ended.

        Raises:
            UsageError: No such kind.
            LibraryBusyError: The library lies in a file, and another worker does its jobs.
        """
        from likeness.workflows.jobs.worker import Worker

        worker = Worker(
            self._parts,
            kinds=frozenset(kinds),
            stop=stop or (lambda: False),
            on_end=on_end or (lambda _: None),
        )
        with self._watching() if watch else nullcontext():
            return worker.run(once=once)

    def warm(self) -> None:
        """Load what the first search would wait for: index, calibration, models."""
        from likeness.workflows import warm

        warm.warm(self._parts)

    def worker_process(self) -> WorkerProcess | None:
        """Return the worker process that a server keeps, not started yet.

        None: `jobs.worker` is off, or the catalog lies in PostgreSQL, where workers are started
        by `likeness worker`, as many as wanted.
        """
        from likeness.workflows.jobs.process import WorkerProcess

        settings = self._parts.settings
        if not settings.jobs.worker or self._parts.catalog.jobs.is_shared:
            return None
        return WorkerProcess.of_library(self.folder, settings)

    @contextmanager
    def _watching(self) -> Iterator[None]:
        from likeness.workflows.watching.watcher import Watcher

        settings = self._parts.settings.watch
        if not settings.enabled:
            yield
            return
        watcher = Watcher(
            self._parts.catalog.sources, self.jobs, settings, avoid=[str(self.folder)]
        )
        watcher.start()
        try:
            yield
        finally:
            watcher.stop()

    # ------------------------------------------------------------ photos in

    def add(
        self,
        *paths: str | Path,
        group: bool = True,
        folders_as_collections: bool = False,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> AddReport:
        """Index photos: files, or folders with all that is below them.

        Photos that are known are not decoded again. A file that cannot be used becomes a row in
        `failures`. Originals are only ever read.

        Args:
            paths: Files, folders, and addresses of buckets or prefixes ("s3://bucket/2024"); none:
                all sources that are known already.
            group: Whether to group the faces into people at the end.
            folders_as_collections: Whether each folder becomes a collection of its photos.
            progress: Told how far the run is.
            stop: Asked between batches; True ends the run after what was computed is committed.

        Raises:
            UsageError: A path does not exist, or none was given and no source is known.
            InterruptedRunError: *stop* said so; run the same again to go on.
        """
        from likeness.workflows import ingest

        return ingest.add(
            self._parts,
            paths,
            group=group,
            folders_as_collections=folders_as_collections,
            progress=progress,
            stop=stop,
        )

    def photos(
        self,
        *,
        person: Iterable[str] = (),
        without: Iterable[str] = (),
        only: bool = False,
        collection: str | None = None,
    ) -> list[Photo]:
        """Return photos by time taken.

        Args:
            person: People (id or name) who must all be on the photo.
            without: People who must not be.
            only: Whether nobody else may be on it.
            collection: Name of a collection that the photo must belong to.

        Raises:
            UnknownPersonError, UnknownCollectionError: No such person or collection.
        """
        from likeness.workflows import people

        return people.photos(
            self._parts, person=person, without=without, only=only, collection=collection
        )

    def sources(self) -> list[Source]:
        """Return the places that photos come from."""
        from likeness.workflows import sources

        return sources.sources(self._parts)

    def remove_source(self, source: str | Path) -> None:
        """Forget that photos come from *source*; photos and people stay known.

        Raises:
            UnknownSourceError: No such source.
        """
        from likeness.workflows import sources

        sources.remove_source(self._parts, str(source))

    def failures(self) -> list[Failure]:
        """Return the files that could not be used, with the reason."""
        return self._parts.catalog.failures()

    # ------------------------------------------------------------ pages

    def photo_page(
        self,
        where: PhotoQuery = EVERY_PHOTO,
        *,
        after: str | None = None,
        limit: int = PAGE,
        newest_first: bool = False,
    ) -> Page[PhotoRow]:
        """Return a page of photos by time taken, then id; those without time are last either way.

        Args:
            where: Which photos.
            after: What the page before said; None: the first page.
            limit: So many at most, up to 1000.
            newest_first: Whether the newest come first.

        Raises:
            UnknownPersonError, UnknownCollectionError, UnknownSourceError: No such thing.
            UsageError: A condition makes no sense, or *after* is of no such page.
        """
        return self._parts.catalog.pages.photos(
            where, after=after, limit=limit, newest_first=newest_first
        )

    def photo_row(self, photo: str) -> PhotoRow:
        """Return one photo (id, its beginning, or absolute path) as a page shows it.

        Raises:
            UnknownPhotoError: No such photo.
        """
        return self._parts.catalog.pages.photo_row(photo)

    def photo_count(self, where: PhotoQuery = EVERY_PHOTO) -> int:
        """Return how many photos there are; raises as `photo_page` does."""
        return self._parts.catalog.pages.count(where)

    def months(self, where: PhotoQuery = EVERY_PHOTO) -> list[tuple[str | None, int]]:
        """Return the months with photos ("2024-05"), oldest first, and how many each has.

        Photos without time are a last one, None. Raises as `photo_page` does.
        """
        return self._parts.catalog.pages.months(where)

    def face_page(
        self,
        *,
        photo: str | None = None,
        person: str | None = None,
        unassigned: bool = False,
        everything: bool = False,
        after: str | None = None,
        limit: int = PAGE,
    ) -> Page[Face]:
        """Return a page of faces: of a photo in reading order, else the best ones first.

        Args:
            photo: Those on this photo (id, its beginning, or absolute path).
            person: Those of this person (id or name).
            unassigned: Those of nobody. Ask for one of these three.
            everything: Also those of low confidence, too small, ignored, or not a face.
            after: What the page before said; None: the first page.
            limit: So many at most, up to 1000.

        Raises:
            UnknownPhotoError, UnknownPersonError: No such photo or person.
            UsageError: None or several of the three were asked for.
        """
        return self._parts.catalog.pages.faces(
            photo=photo,
            person=person,
            unassigned=unassigned,
            everything=everything,
            after=after,
            limit=limit,
        )

    def people_page(
        self,
        *,
        after: str | None = None,
        limit: int = PAGE,
        hidden: bool = False,
        named: bool | None = None,
        name: str | None = None,
    ) -> Page[Person]:
        """Return a page of people with a face, most photos first, then by id.

        Args:
            after: What the page before said; None: the first page.
            limit: So many at most, up to 1000.
            hidden: Also those who are left out of lists.
            named: Only those with a name, or without; None: both.
            name: Part of the name, in small or large letters.
        """
        return self._parts.catalog.pages.people(
            after=after, limit=limit, hidden=hidden, named=named, name=name
        )

    def edit_page(self, *, after: str | None = None, limit: int = PAGE) -> Page[Edit]:
        """Return a page of the edit log, newest first."""
        return self._parts.catalog.pages.edits(after=after, limit=limit)

    def failure_page(self, *, after: str | None = None, limit: int = PAGE) -> Page[FailureRow]:
        """Return a page of the files that could not be used."""
        return self._parts.catalog.pages.failures(after=after, limit=limit)

    def pulse(self) -> Pulse:
        """Return numbers of which each is another one after something of its kind changed."""
        return self._parts.catalog.pages.pulse()

    def newest_removal(self) -> int:
        """Return a number that changes whenever something is forgotten: for who keeps copies."""
        return self._parts.catalog.pages.newest_removal()

    def overview(self) -> Overview:
        """Return how much there is in the library."""
        return self._parts.catalog.pages.overview()

    def preview(self, photo: str, side: int) -> bytes:
        """Return a photo as a WebP file with *side* pixels on its longer side.

        Made once and kept. Of a photo whose file is gone it is the largest picture that is kept,
        up to *side*; a photo that is smaller keeps its size.

        Args:
            photo: The photo's whole id.
            side: 128, 256, 512, 1280 or 2560.

        Raises:
            UnknownPhotoError: No such photo.
            UsageError: No such side.
            PhotoError: Neither its file nor any picture of it is there.
        """
        parts = self._parts
        if self._previews is None:
            from likeness.workflows.previews import Previews

            self._previews = Previews(parts)
        return self._previews.get(photo, side)

    # ------------------------------------------------------------ faces

    def faces(
        self,
        *,
        photo: str | Path | None = None,
        person: str | None = None,
        everything: bool = False,
    ) -> list[Face]:
        """Return faces in reading order of their photos.

        Args:
            photo: Only those on this photo (path or id).
            person: Only those of this person (id or name).
            everything: Also those of low confidence, too small, ignored, or not a face.

        Raises:
            UnknownPhotoError, UnknownPersonError: No such photo or person.
        """
        from likeness.workflows import people

        return people.faces(self._parts, photo=photo, person=person, everything=everything)

    def face(self, face: str) -> Face:
        """Return one face, by id or its beginning. Raises `UnknownFaceError`."""
        return self._parts.catalog.face(face.removeprefix("face:"))

    def crop(self, face: str) -> bytes:
        """Return the small picture of a face, a WebP file; made again if it was lost.

        Raises:
            UnknownFaceError: No such face.
            PhotoError: It was lost, and the photo cannot be read now.
        """
        from likeness.workflows import handout

        return handout.crop(self._parts, face)

    def draw_faces(self, photo: str | Path, *, everything: bool = True) -> NDArray[np.uint8]:
        """Return the photo as (h, w, 3) uint8 RGB with boxes, numbered as `FILE#N` counts.

        Raises:
            UnknownPhotoError: No such photo in the library.
            PhotoError: Its file cannot be read now.
        """
        from likeness.workflows import people

        return people.draw_faces(self._parts, photo, everything=everything)

    def save_picture(self, pixels: NDArray[np.uint8], file: str | Path) -> None:
        """Write a drawing, (h, w, 3) uint8 RGB, to *file*: .jpg, .jpeg, .png or .webp.

        Raises:
            ExportError: Another ending; the file cannot be written; or it exists and lies in the
                library or a source, where it may be a photo.
        """
        from likeness.workflows import pictures

        pictures.save(self._parts, pixels, Path(file))

    def face_numbers(self, photo: str | Path) -> dict[FaceId, int]:
        """Return the number of every face of a photo, as `FILE#N` counts them: largest first.

        Raises:
            UnknownPhotoError: No such photo in the library.
        """
        from likeness.workflows import people

        return people.face_numbers(self._parts, photo)

    def assign(
        self, *faces: str, to: str | None = None, new: str | None = None, who: str = ""
    ) -> Edit:
        """Put faces with a person: *to* an existing one (id or name) or a *new* name.

        Raises:
            UsageError: Neither or both of *to* and *new* are given.
            UnknownFaceError, UnknownPersonError: No such face or person.
            EditRefusedError: The decision contradicts another; the message says which.
        """
        from likeness.workflows import people

        return people.assign(self._parts, faces, to=to, new=new, who=who)

    def confirm(self, face: str, *, who: str = "") -> Edit:
        """Hold that the face is who it is said to be."""
        from likeness.workflows import people

        return people.confirm(self._parts, face, who=who)

    def reject(self, face: str, *, who: str = "") -> Edit:
        """Hold that the face is not who it is said to be; it never joins that person again."""
        from likeness.workflows import people

        return people.reject(self._parts, face, who=who)

    def ignore(self, face: str, *, who: str = "") -> Edit:
        """Leave the face out of people for good: somebody who does not matter here."""
        from likeness.workflows import people

        return people.mark(self._parts, face, "ignored", who=who)

    def not_a_face(self, face: str, *, who: str = "") -> Edit:
        """Hold that the detector was wrong."""
        from likeness.workflows import people

        return people.mark(self._parts, face, "not_a_face", who=who)

    # ------------------------------------------------------------ people

    def group(self, *, again: bool = False, progress: OnProgress | None = None) -> GroupReport:
        """Work out who is the same person.

        Args:
            again: False: new faces join people or found new ones, nobody else changes.
                True: compute everything anew, except what people decided.
            progress: Told how far the run is.
        """
        from likeness.workflows import group

        return group.group(self._parts, again=again, progress=progress)

    def slide(
        self, to: int | Literal["looser", "stricter"], *, dry_run: bool = False, who: str = ""
    ) -> tuple[GroupReport, Edit | None]:
        """Put people as another strictness of the last run has them, without running again.

        What people decided holds; who came after that run stays where they are.

        Args:
            to: Steps stricter than the strictness that the run chose, below zero: looser; 0 is
                what the run decided. Or one step "looser" or "stricter" than it stands.
            dry_run: Only say how many people there would be.
            who: Who wants it, for the history.

        Returns:
            What there is then, and the entry of the log: None if nothing had to be changed.

        Raises:
            UsageError: No run has left other strictnesses, or none is so loose or strict.
        """
        from likeness.workflows import slider

        return slider.slide(self._parts, to, dry_run=dry_run, who=who)

    def strictnesses(self) -> list[Strictness]:
        """Return every strictness that `slide` takes with its numbers of people, loosest first.

        Raises:
            UsageError: No run has left other strictnesses.
        """
        from likeness.workflows import slider

        return slider.strictnesses(self._parts)

    def people(self, *, hidden: bool = False) -> list[Person]:
        """Return people, most photos first; hidden ones only if asked."""
        return self._parts.catalog.people(hidden=hidden)

    def person(self, person: str) -> Person:
        """Return one person, by id or name. Raises `UnknownPersonError`."""
        return self._parts.catalog.person(person)

    def name(self, person: str, name: str | None, *, who: str = "") -> Edit:
        """Name a person (id or present name); None takes the name away."""
        from likeness.workflows import people

        return people.name(self._parts, person, name, who=who)

    def merge(self, person: str, *others: str, who: str = "") -> Edit:
        """Hold that several people are one; the first keeps its id and name."""
        from likeness.workflows import people

        return people.merge(self._parts, person, others, who=who)

    def split(self, person: str, faces: Sequence[str], *, who: str = "") -> tuple[Edit, PersonId]:
        """Make a new person of some faces of *person*; return the entry and the new id."""
        from likeness.workflows import people

        return people.split(self._parts, person, faces, who=who)

    def hide(self, person: str, *, hidden: bool = True, who: str = "") -> Edit:
        """Leave a person out of lists, or show it again."""
        from likeness.workflows import people

        return people.hide(self._parts, person, hidden=hidden, who=who)

    def opt_out(self, person: str, *, out: bool = True, who: str = "") -> Edit:
        """Keep a person out of averages and games, or let it in again."""
        from likeness.workflows import people

        return people.opt_out(self._parts, person, out=out, who=who)

    def feature(self, person: str, face: str, *, who: str = "") -> Edit:
        """Choose the face that stands for a person."""
        from likeness.workflows import people

        return people.feature(self._parts, person, face, who=who)

    def apart(self, person: str, other: str, *, who: str = "") -> Edit:
        """Hold that two people are different: no run joins them; `merge` still may."""
        from likeness.workflows import people

        return people.apart(self._parts, person, other, who=who)

    def born(self, person: str, year: int | None, *, who: str = "") -> Edit:
        """Tell in which year a person was born; None takes that away.

        Raises:
            UsageError: The year is before 1800 or after 2200.
        """
        from likeness.workflows import people

        return people.born(self._parts, person, year, who=who)

    def history(self, limit: int | None = None) -> list[Edit]:
        """Return the edit log, newest first."""
        return self._parts.catalog.history(limit)

    def undo(self, edit: int | None = None, *, who: str = "") -> Edit:
        """Take back an edit, by default the newest decision of a human; return that entry.

        Raises:
            UnknownEditError: No such entry.
            EditRefusedError: A later decision depends on it; the message names it.
        """
        from likeness.workflows import people

        return people.undo(self._parts, None if edit is None else EditId(edit), who=who)

    # ------------------------------------------------------------ asking and explaining

    def questions(self, limit: int = 10) -> list[Question]:
        """Return what to ask a human next, the question whose answer settles most faces first.

        The library is read once; after an answer the next questions are there at once.
        """
        return self._questions.questions(limit)

    def next_question(self) -> Question | None:
        """Return the question whose answer settles most faces; None: there is nothing to ask."""
        return next(iter(self.questions(1)), None)

    def review_state(self, until: float = 0.95) -> ReviewState:
        """Say how far people are named, and about how many questions are left.

        Args:
            until: The share of all faces of people that should be named, [0, 1].

        Raises:
            UsageError: That is no share.
        """
        return self._questions.state(until)

    def answer(
        self,
        question: Question | str,
        reply: Reply,
        *,
        name: str | None = None,
        who: str = "",
    ) -> Answered:
        """Carry out a human's answer; every decision is an entry of the log, and can be undone.

        Args:
            question: Of `questions`, or its name.
            reply: "yes": one person, or a face that is kept. "no": two people, or no face.
                "unsure": not asked again. "skip": not asked again by this object. "not_a_face".
                "ignore": hide the person, or leave the face out. "name": with *name*.
            name: Who the first side is. A name that somebody has means that person.
            who: Who answers, for the history.

        Raises:
            UsageError: No such question, or no such answer to it.
            EditRefusedError: The question no longer holds, or contradicts another decision.
        """
        asked = question if isinstance(question, str) else question.question
        return self._questions.answer(asked, reply, name=name, who=who)

    def draw_question(self, question: Question) -> NDArray[np.uint8]:
        """Return the faces of a question, both sides beside each other: (256, w, 3) uint8 RGB."""
        from likeness.workflows import question_picture

        return question_picture.draw_question(self._parts, question)

    def why(self, key: str) -> FaceReasons | PersonReasons:
        """Explain why a face is with whom it is, or how sure it is that a person is one.

        Args:
            key: Id of a face, or id or name of a person.

        Raises:
            UnknownFaceError, UnknownPersonError: No such face or person.
        """
        from likeness.workflows import why

        return why.why(self._parts, key)

    @property
    def _questions(self) -> Review:
        from likeness.workflows.review import Review

        if self._review is None:
            self._review = Review(self._parts)
        return self._review

    # ------------------------------------------------------------ collections

    def collections(self) -> list[Collection]:
        """Return all collections by name."""
        return self._parts.catalog.collections()

    def create_collection(self, name: str, photos: Iterable[str | Path] = ()) -> Collection:
        """Make a collection, or add photos to the one of that name."""
        from likeness.workflows import collections

        return collections.create(self._parts, name, photos)

    def add_to_collection(self, name: str, photos: Iterable[str | Path]) -> Collection:
        """Add photos (paths, folders or ids) to a collection."""
        from likeness.workflows import collections

        return collections.add(self._parts, name, photos)

    def remove_from_collection(self, name: str, photos: Iterable[str | Path]) -> Collection:
        """Take photos (paths, folders or ids) out of a collection."""
        from likeness.workflows import collections

        return collections.remove(self._parts, name, photos)

    def collection(self, name: str) -> Collection:
        """Return one collection. Raises `UnknownCollectionError`."""
        from likeness.workflows import collections

        return collections.named(self._parts, name)

    def change_collection(
        self,
        name: str,
        *,
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
        new: bool = False,
    ) -> Collection:
        """Put photos into a collection and take others out.

        Args:
            name: Of the collection.
            add: Ids of photos.
            remove: Ids of photos; those that are not in it are passed over.
            new: Make it, which must not exist yet.

        Raises:
            UnknownCollectionError, UnknownPhotoError: No such thing.
            EditRefusedError: It is to be new, and is there.
            UsageError: The name cannot be one.
        """
        from likeness.workflows import collections

        return collections.change(self._parts, name, add=add, remove=remove, new=new)

    def delete_collection(self, name: str) -> None:
        """Delete the collection, not its photos."""
        from likeness.workflows import collections

        collections.delete(self._parts, name)

    # ------------------------------------------------------------ trust

    def trust(self, answers: Mapping[str, Sequence[int] | None] | None = None) -> TrustReport:
        """Return how good the groups are, without labels: precision, recall, what they rest on.

        Args:
            answers: To questions of `trust_questions`, by their names: the numbers, from 1, of the
                choices that are somebody else (where `together`) or are this person, too (where
                not); empty: none; None: not sure. They are not kept.

        Raises:
            UsageError: There are no faces; or a question is not one about the library as it is now.
        """
        from likeness.workflows import trust

        return trust.trust(self._parts, answers)

    def trust_questions(self, count: int = 30) -> list[TrustQuestion]:
        """Return the questions whose answers tell most about how good the groups are.

        Args:
            count: How many at most, 1 to 100. With 30 answers the intervals become narrower.

        Raises:
            UsageError: There are no faces, or the number is not usable.
        """
        from likeness.workflows import trust

        return trust.trust_questions(self._parts, count)

    def draw_trust_question(self, question: TrustQuestion) -> NDArray[np.uint8]:
        """Return the person, and one face of each choice in their order, as (h, w, 3) RGB."""
        from likeness.workflows import trust

        return trust.draw_trust_question(self._parts, question)

    # ------------------------------------------------------------ averages and portraits

    def average(
        self,
        of: AverageOf | None = None,
        *,
        side: int | None = None,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Averaged:
        """Make the average face of a set: a picture of nobody in particular.

        At most 400 faces shape the picture, the best ones, one vote for each person; all faces
        enter the counts and the mean of the embeddings. People who are hidden or opted out never
        enter.

        Args:
            of: Which faces; None: everybody's.
            side: Of the picture, 256, 512 or 1024 pixels; None: what the photos carry. It is less
                where they do not carry as much, which the report says.
            progress: Told how far it is.
            stop: Asked now and then; True ends it.

        Returns:
            `pixels`, (side, side, 3) uint8 RGB, and `report`.

        Raises:
            UsageError: There is nobody in the set, or there are no pictures of that size.
            UnknownPersonError, UnknownCollectionError, UnknownFaceError: No such thing.
            StoreUnavailableError: None of the photos can be read now.
            InterruptedRunError: *stop* said so.
        """
        from likeness.workflows.average import make

        return make.average(self._parts, of or AverageOf(), side=side, **_told(progress, stop))

    def average_over(
        self,
        of: AverageOf | None = None,
        by: Literal["month", "year", "collection"] = "year",
        *,
        side: int | None = None,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> list[Period]:
        """Make the average of each month, year or collection, and say how far the mean moved.

        Raises:
            UsageError: No period has three faces, or there are more than 60.
        """
        from likeness.workflows.average import periods

        return periods.average_over(
            self._parts, of or AverageOf(), by, side=side, **_told(progress, stop)
        )

    def draw_averages(
        self, averages: Sequence[Averaged], labels: Sequence[str] = ()
    ) -> NDArray[np.uint8]:
        """Return averages beside each other on one picture, (h, w, 3) uint8 RGB."""
        from likeness.workflows.average import drawing

        return drawing.beside(averages, labels)

    def draw_difference(self, average: Averaged) -> NDArray[np.uint8]:
        """Return where the faces of an average differ most, (h, w, 3) uint8 RGB."""
        from likeness.workflows.average import drawing

        return drawing.difference(average)

    def check_files(
        self,
        *,
        still: Iterable[str] = (),
        moving: Iterable[str] = (),
        titles: Iterable[str] = (),
    ) -> None:
        """See that pictures and films can be written, before hours are spent on them.

        Args:
            still: Files for pictures: .jpg, .jpeg, .png or .webp.
            moving: Files for films: .gif or .mp4.
            titles: Of averages that are to be kept.

        Raises:
            ExportError: One cannot be written; see `save_picture`.
            UsageError: A title is blank, too long, or holds characters that cannot be seen.
        """
        from likeness.workflows.average import drawing

        drawing.check_files(self._parts, still=still, moving=moving, titles=titles)

    def check_template(self, on: str, averages: int = 1) -> None:
        """See that a photo can be a template, before averages are made for it.

        Args:
            on: As `paint_average` takes it.
            averages: How many are to be put on it, 1 or 2.

        Raises:
            PhotoError: The photo cannot be read.
            UsageError: It is no template. The message says why.
        """
        from likeness.workflows.average import painting

        painting.check(self._parts, on, averages)

    def paint_average(
        self,
        averages: Sequence[Averaged],
        on: str,
        *,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> PaintedPhoto:
        """Put averages on the faces of a photo; hair, neck and clothes remain the photo's.

        With two averages the first goes to the face perceived as female, the second to the other.

        Args:
            averages: One, or two.
            on: Path or id of a photo, with `#N` for its N-th largest face; "single" or "pair":
                templates that are made of this library's own averages.
            progress: Told how far it is, where a template is made.
            stop: Asked now and then; True ends it.

        Raises:
            PhotoError: The photo cannot be read, or shows no face.
            UsageError: Its face is no template: turned away, for instance. The message says why.
        """
        from likeness.workflows.average import painting

        return painting.paint(self._parts, averages, on, **_told(progress, stop))

    def save_building(
        self,
        average: Averaged,
        file: str | Path,
        *,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> None:
        """Write how an average comes about, face by face, to *file*: .gif or .mp4.

        The photos are read again.

        Args:
            average: As `average` returned it.
            file: Where to.
            progress: Told how far it is.
            stop: Asked now and then; True ends it.

        Raises:
            ExportError: Another ending, the file cannot be written, or .mp4 needs a package.
        """
        from likeness.workflows.average import drawing

        drawing.save_building(self._parts, average, Path(file), **_told(progress, stop))

    def save_periods(self, periods: Sequence[Period], file: str | Path) -> None:
        """Write averages over time to *file*: a strip (.jpg, .png, .webp), or moving (.gif, .mp4).

        Raises:
            ExportError: Another ending, the file cannot be written, or .mp4 needs a package.
        """
        from likeness.workflows.average import drawing

        drawing.save_periods(self._parts, periods, Path(file))

    def keep_average(self, average: Averaged, title: str) -> KeptAverage:
        """Keep an average in the library under a title; it replaces the one that had the title."""
        from likeness.workflows.average import kept

        return kept.keep(self._parts, average, title)

    def averages(self) -> list[KeptAverage]:
        """Return the averages that are kept; `made` is None where one has to be made anew."""
        from likeness.workflows.average import kept

        return kept.averages(self._parts)

    def kept_average(
        self,
        average: str,
        *,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> KeptPicture:
        """Return a kept average with its picture; one that no longer holds is made anew first.

        Raises:
            UnknownAverageError: None has this title or id.
            UsageError: Nobody is left in it.
        """
        from likeness.workflows.average import kept

        return kept.kept_picture(self._parts, average, **_told(progress, stop))

    def remake_averages(
        self,
        *averages: str,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> list[KeptAverage]:
        """Make averages anew: those named, else all that no longer hold.

        An average in which nobody is left is removed.
        """
        from likeness.workflows.average import kept

        return kept.remake(self._parts, averages, **_told(progress, stop))

    def remove_average(self, average: str) -> KeptAverage:
        """Remove a kept average with its picture."""
        from likeness.workflows.average import kept

        return kept.drop(self._parts, average)

    def compare_averages(
        self,
        one: str,
        other: str,
        file: str | Path | None = None,
        *,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> AveragesApart:
        """Say how far two kept averages are apart, and draw both.

        Args:
            one: Title or id.
            other: Likewise.
            file: .html: a page with a slider between both; .gif, .mp4: one becomes the other;
                .jpg, .png, .webp: beside each other. None: nothing is drawn.
            progress: Told how far it is, where one has to be made anew.
            stop: Asked now and then; True ends it.
        """
        from likeness.workflows.average import comparing

        return comparing.compare(
            self._parts, one, other, None if file is None else Path(file), **_told(progress, stop)
        )

    def portrait(self, of: str, side: int = 512) -> NDArray[np.uint8]:
        """Return a portrait, upright and before a soft background, (s, s, 3) uint8 RGB.

        It is made once and kept; a face that is small on its photo makes a smaller one.

        Args:
            of: Id of a face (with or without "face:"), or id or name of a person.
            side: 128, 256 or 512 pixels at most.

        Raises:
            UnknownFaceError, UnknownPersonError: No such face or person.
            PhotoError: The photo cannot be read now.
        """
        from likeness.workflows.average import portraits

        return portraits.portrait_of(self._parts, of, side)

    def portrait_file(self, of: str, side: int = 512) -> bytes:
        """Return a portrait as a WebP file; takes and raises what `portrait` does."""
        from likeness.workflows.average import portraits

        return portraits.portrait_file(self._parts, of, side)

    def save_portraits(
        self,
        place: str | Path,
        who: Iterable[str] = (),
        *,
        side: int = 512,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> PortraitReport:
        """Write portraits: to a folder, a picture each, or all on one sheet.

        Args:
            place: A folder, or a .jpg, .png or .webp file.
            who: People (id or name) and faces ("face:ID"); none: everybody.
            side: Of each, 128, 256 or 512 pixels at most.
            progress: Told how far it is.
            stop: Asked now and then; True ends it.

        Raises:
            ExportError: No portrait could be made, or the place cannot be used: it lies inside a
                source or the library, its name looks like that of another file, or a picture in
                the folder would be replaced.
            UsageError: There is nobody, there are too many for a sheet, or no such size.
        """
        from likeness.workflows.average import portraits

        return portraits.save(
            self._parts, Path(place), list(who), side=side, **_told(progress, stop)
        )

    # ------------------------------------------------------------ find

    def look(self, sample: str | Path) -> Sample:
        """Return the faces of a sample: a file, `FILE#N` for its N-th face, or `face:ID`.

        Faces are sorted largest first and numbered from 1, as `FILE#N` counts them.

        Raises:
            PhotoError: The file cannot be used.
            UsageError: `#N` names a face that is not there.
            UnknownFaceError: No such face in the library.
        """
        from likeness.workflows import find

        return find.look(self._parts, str(sample))

    def look_at(self, file: str | Path, called: str) -> Sample:
        """Return the faces of a picture that somebody brought: as `look`, by a name of theirs.

        Args:
            file: Where it lies for now; no message says so.
            called: What messages and the sample call it.

        Raises:
            PhotoError: The file cannot be used.
        """
        from likeness.workflows import find

        return find.look_at(self._parts, Path(file), called)

    def sample_crops(self, sample: Sample) -> list[bytes]:
        """Return small pictures, WebP, of the faces of a sample that has pixels; else none."""
        from likeness.workflows.sample_crops import sample_crops

        return sample_crops(sample)

    @property
    def dimensions(self) -> int | None:
        """How many numbers an embedding of this library has; None: the model does not say."""
        parts = self._parts
        return parts.registry.get(parts.settings.embed.model, "embed").dimensions

    def alike(
        self, one: NDArray[np.float32], others: Sequence[NDArray[np.float32]]
    ) -> list[float]:
        """Return how probably each of some faces is the same person as one, at even odds.

        Nothing but the embeddings counts: where a library knows more, `find` and `why` say more.

        Args:
            one: Embedding of the one face, (d,).
            others: Of the others.

        Raises:
            UsageError: They cannot be compared.
        """
        from likeness.workflows.pairs_of_faces import pair_probabilities

        return pair_probabilities(one, others)

    def photos_of_faces(self, faces: Iterable[FaceId]) -> dict[FaceId, PhotoId]:
        """Return the photo that each face is on; those that are not known are left out."""
        from likeness.catalog.base import FaceFilter

        wanted = FaceFilter(ids=tuple(faces), every=True)
        return {row.face: row.sha256 for row in self._parts.catalog.faces(wanted)}

    def scratch(self) -> AbstractContextManager[Path]:
        """Make a folder that nobody else may look into; it is gone with the block, or the process.

        Raises:
            StoreUnavailableError: It cannot be made.
        """
        from likeness.workflows.incoming import scratch

        return scratch(self._parts)

    def find(
        self,
        *samples: str | Path | Sample,
        everything: bool = False,
        collection: str | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> FindAnswer:
        """Find the person of the samples, or say that they are not there.

        "found": a stranger would score as well with a probability (`p_value`) of at most `alpha`,
        and nobody else is as good; `twins` names candidates who are rather one person. "unsure":
        several are as good, or somebody is likely whom the p-value does not admit.
        "unrecognisable": the samples are too poor to tell. Where `method` is "extrapolated", the
        library has too few people to count how strangers score. The first search after a change
        computes that anew.

        Args:
            samples: What `look` takes or returns. Several samples show the same person; near copies
                of each other count as one. A face of the library itself speaks for nobody.
            everything: Also return photos that are probably wrong; without it they end where the
                next is likelier wrong than right.
            collection: Only look at the photos of this collection.
            progress: Told how far it is, where the library is large and how its strangers look has
                to be learned first.

        Raises:
            UnknownCollectionError: No such collection.
        """
        from likeness.workflows import find

        looked = [s if isinstance(s, Sample) else self.look(s) for s in samples]
        return find.find(
            self._parts, looked, everything=everything, collection=collection, progress=progress
        )

    def draw_samples(self, samples: Sequence[Sample]) -> NDArray[np.uint8]:
        """Return the samples as one picture, (h, w, 3) uint8 RGB, with their numbered faces."""
        from likeness.workflows import find

        return find.draw_samples(samples)

    def copy_photos(self, photos: Iterable[FoundPhoto | Photo], folder: str | Path) -> ExportReport:
        """Copy photos to *folder*; files that are there already are not copied again."""
        from likeness.workflows import export

        return export.copy_photos(self._parts, [photo.photo for photo in photos], Path(folder))

    def original(self, photo: str) -> AbstractContextManager[Original]:
        """Open the original of a photo, only if it still is what was indexed.

            with library.original(photo) as original:
                data = original.file.read()

        Args:
            photo: Its id.

        Raises:
            UnknownPhotoError: No such photo.
            PhotoError: No file of it is there, or holds the same.
            StoreUnavailableError: A bucket does not answer.
        """
        from likeness.workflows import handout

        return handout.original(self._parts, photo)

    def zipped(self, photos: Iterable[str]) -> Generator[bytes]:
        """Return the pieces of a zip file with photos, made as they are asked for.

        Photos that cannot be read now are left out, and named in its `MISSING.txt`.

        Args:
            photos: Ids.

        Raises:
            UnknownPhotoError: One is not in the library.
            ExportError: Later, from the pieces: a file changed while it was packed.
        """
        from likeness.workflows import zipped

        return zipped.zipped(self._parts, photos)

    def zip_photos(self, photos: Iterable[FoundPhoto | Photo], file: str | Path) -> ExportReport:
        """Write photos to a new zip *file*."""
        from likeness.workflows import export

        return export.zip_photos(self._parts, [photo.photo for photo in photos], Path(file))

    # ------------------------------------------------------------ export

    def export_people(
        self, folder: str | Path, *, link: Link = "copy", progress: OnProgress | None = None
    ) -> ExportReport:
        """Write a folder per person with their photos, and `manifest.json`.

        Args:
            folder: Where to; made if absent. Repeating the export updates it.
            link: "copy", "soft" (symbolic links) or "hard" (editing one edits the original).
            progress: Told how far the export is.

        Raises:
            ExportError: The folder is not one of ours, lies in a source, or cannot be written.
        """
        from likeness.workflows import export

        return export.people(self._parts, Path(folder), link=link, progress=progress)

    def people_zipped(self, people: Iterable[str] = ()) -> Generator[bytes]:
        """Return the pieces of a zip file with a folder per person, made as they are asked for.

        Args:
            people: Ids or names; none: everybody who is not hidden.

        Raises:
            UnknownPersonError: No such person.
        """
        from likeness.workflows import people_zipped

        return people_zipped.people_zipped(self._parts, people)

    def hand_out_faces(self, out: BinaryIO, ending: str, *, whole: bool) -> None:
        """Write one row per face to an open file, as `export_faces` does.

        Args:
            out: Where to.
            ending: ".csv" or ".jsonl".
            whole: Whether embeddings and paths are in it; else a photo is named by its id.
        """
        from likeness.workflows import face_table

        face_table.hand_out(self._parts, out, ending, whole=whole)

    def export_faces(self, file: str | Path) -> ExportReport:
        """Write one row per face to *file*: .csv, .jsonl or .parquet.

        Raises:
            ExportError: Another ending, or the file cannot be written.
        """
        from likeness.workflows import export

        return export.faces(self._parts, Path(file))

    # ------------------------------------------------------------ care

    def upgrade(
        self,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> UpgradeReport:
        """Place the landmarks of older versions again, with pose and quality.

        People and embeddings stay as they are.

        Args:
            progress: Told how far the run is.
            stop: Asked between batches; what is written stays, and the next run goes on.

        Raises:
            InterruptedRunError: *stop* said so.
        """
        from likeness.workflows import upgrade

        return upgrade.upgrade(self._parts, progress=progress, stop=stop)

    def models(self) -> list[ModelInfo]:
        """Return the models that are known, with their licences and whether they are here."""
        from likeness.workflows import maintain

        return maintain.models(self._parts)

    def verify_models(self) -> list[Check]:
        """Check the hash of every model file that is here."""
        from likeness.workflows import maintain

        return maintain.verify_models(self._parts)

    def doctor(self, *, index: bool = False) -> list[Check]:
        """Check settings, models, catalog, index, blobs and sources; repair index and blobs.

        Args:
            index: Check the index only, but every vector and tag of it.
        """
        from likeness.workflows import maintain

        return maintain.compare_indexes(self._parts) if index else maintain.doctor(self._parts)

    def move(self, *to: str, progress: OnProgress | None = None) -> MoveReport:
        """Copy this library to other stores, compare, and use those from now on.

        What was copied before an interruption is not copied again. The old stores are only read
        and stay as they are: delete them once you are content, they hold everything.

        Args:
            to: A folder for a whole copy of the library, made if absent; or addresses of stores
                for this one: "postgresql+psycopg://user@host/database", "s3://bucket/prefix",
                "https://host:6333" (Qdrant), "qdrant-edge:", "qdrant-local:"; or "sqlite:",
                "folder:", "exact:" for those of the library folder.
            progress: Told how far the copying is.

        Raises:
            UsageError: An address is none, two are for one store, or nothing would change.
            LibraryError: A new store holds something else, or a copy is not like its original.
        """
        from likeness.workflows import move

        return move.move(self._parts, to, progress=progress)

    def backup(
        self,
        file: str | Path,
        *,
        passphrase: str | None = None,
        pictures: bool = True,
        replace: bool = False,
        progress: OnProgress | None = None,
    ) -> BackupReport:
        """Write all that the library knows to one *file*, while others may be using it.

        It holds one state of the catalog, thumbnails, crops, portraits and averages, settings
        without secrets, and photos that were uploaded. Photos in folders and buckets are not in
        it, nor are sessions, jobs and unfinished uploads. It is read back before it gets its name.

        Args:
            file: Outside of the library; only its owner may read it.
            passphrase: Seal it: without this nobody reads or changes it. At least 8 characters.
            pictures: Whether small pictures are in it. `doctor` makes them again from the photos.
            replace: Whether an older backup may be there.
            progress: Told how far it is.

        Raises:
            ExportError: Something is there already, or the file cannot be written.
            LibraryBusyError: Something was forgotten meanwhile: the backup would still hold it.
            LibraryError: The catalog is not sound.
        """
        from likeness.workflows.backup import write

        return write.backup(
            self._parts,
            Path(file),
            passphrase=passphrase,
            pictures=pictures,
            replace=replace,
            progress=progress or (lambda _: None),
        )

    @classmethod
    def verify_backup(
        cls,
        file: str | Path,
        *,
        passphrase: str | None = None,
        progress: OnProgress | None = None,
    ) -> BackupReport:
        """Read a backup through, check its catalog, and say what it holds. Nothing is restored.

        Raises:
            BackupError: It is none, or was damaged, cut off or changed.
            PassphraseError: It is sealed with another passphrase.
            LibraryVersionError: A newer Likeness wrote it.
        """
        return assembly.verify_backup(
            file, passphrase=passphrase, progress=progress or (lambda _: None)
        )

    @classmethod
    def restore(
        cls,
        file: str | Path,
        folder: str | Path | None = None,
        *,
        passphrase: str | None = None,
        progress: OnProgress | None = None,
    ) -> RestoreReport:
        """Make the library that a backup holds in an empty or new *folder*: all of it or nothing.

        What was forgotten since the backup was made is in it again.

        Args:
            file: The backup.
            folder: Where to; None: `LIKENESS_LIBRARY`, else the user's data folder.
            passphrase: That it was sealed with.
            progress: Told how far it is.

        Raises:
            BackupError: It is none, or was damaged, cut off or changed.
            PassphraseError: It is sealed with another passphrase.
            LibraryError: The folder holds something, cannot be written, or a newer Likeness wrote
                the backup.
        """
        return assembly.restore_backup(
            file, folder, passphrase=passphrase, progress=progress or (lambda _: None)
        )

    def forget_photo(self, photo: str | Path, *, who: str = "") -> ForgetReport:
        """Remove a photo and all that came from it, for good.

        The original file stays, unless it was uploaded: then it is ours, and deleted too. What
        evaluations kept of it goes first, with all that lies in the same cache.

        Raises:
            UnknownPhotoError: No such photo.
            LibraryError: What evaluations kept cannot be removed, or one is running. Nothing was
                forgotten: try again.
        """
        from likeness.workflows import maintain

        photos = maintain.photos_of(self._parts, photo=photo)
        assembly.forget_evaluated(photos)  # first: once forgotten, nobody could say which again
        return maintain.forget_photo(self._parts, photo, who=who)

    def forget_person(self, person: str, *, who: str = "") -> ForgetReport:
        """Remove a person, its faces, vectors, crops and name, for good. Photos stay.

        What evaluations kept of their photos goes first, with all that lies in the same cache.

        Raises:
            UnknownPersonError: No such person.
            LibraryError: What evaluations kept cannot be removed, or one is running. Nothing was
                forgotten: try again.
        """
        from likeness.workflows import maintain

        photos = maintain.photos_of(self._parts, person=person)
        assembly.forget_evaluated(photos)  # first: once forgotten, nobody could say which again
        return maintain.forget_person(self._parts, person, who=who)


def _told(progress: OnProgress | None, stop: Callable[[], bool] | None) -> _Told:
    """Return what long runs are told, as they take it."""
    return {"progress": progress or (lambda _: None), "stop": stop or (lambda: False)}
