"""Care for a library: models, checks, moves, backups, forgetting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from likeness import assembly
from likeness.library.door import Door, OnProgress
from likeness.types import (
    BackupReport,
    Check,
    ForgetReport,
    ModelInfo,
    MoveReport,
    RestoreReport,
    UpgradeReport,
)


class Care(Door):
    """Care for a library: models, checks, moves, backups, forgetting."""

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
