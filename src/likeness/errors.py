"""Every error that Likeness raises on purpose.

    LikenessError
    ├── SettingsError                a setting is missing, malformed or contradicts another
    ├── UsageError                   the call makes no sense as it stands (exit status 2)
    ├── NotFoundError                an id or name that this library does not know
    │   ├── UnknownPhotoError
    │   ├── UnknownFaceError
    │   ├── UnknownPersonError
    │   ├── UnknownCollectionError
    │   ├── UnknownSourceError
    │   ├── UnknownEditError
    │   ├── UnknownAverageError
    │   ├── UnknownJobError
    │   ├── UnknownUploadError
    │   ├── UnknownAccountError
    │   ├── UnknownKeyError
    │   ├── UnknownRoundError
    │   ├── UnknownParticipantError
    │   ├── UnknownSeriesError
    │   └── BlobNotFoundError
    ├── EditRefusedError             a decision that contradicts what is known or decided later
    ├── JoinRefusedError             somebody cannot take part in a round; carries why
    ├── JobLostError                 another worker has the job now, or nobody needs it any more
    ├── AccessError                  somebody may not do what they asked for
    │   ├── LoginRefusedError        no such account, or not its password
    │   └── AccessRefusedError       known, but not allowed; or refused to anybody here
    ├── PhotoError                   one file could not be used; carries a reason for `failures`
    ├── UploadError                  a file that cannot be taken in as it was sent
    │   ├── UploadOffsetError        its next bytes go elsewhere; carries where
    │   ├── UploadTakenError         somebody else sends or ends this very upload now
    │   └── UploadTooLargeError      more bytes than it may have, or than were announced
    ├── DownloadError                what one URL names could not be fetched
    ├── ModelError
    │   ├── UnknownModelError        no model of that name in the registry
    │   ├── ModelConflictError       two specs with one name
    │   ├── ModelFileError           a model file is missing or is not the one that was published
    │   └── ModelRunError            a model could not be loaded or run
    ├── LibraryError
    │   ├── LibraryMissingError      there is no library where one was expected
    │   ├── LibraryBusyError         another process writes and did not finish in time
    │   ├── LibraryVersionError      the library was written by a newer Likeness
    │   └── StoreUnavailableError    disk full, no permission, connection lost
    ├── ExportError                  a target that cannot be written as asked
    ├── BackupError                  a file that is no backup, or not the one that was written
    │   └── PassphraseError          not the passphrase of the backup, or none that will do
    ├── EvaluationError              a data set that cannot answer what was asked
    └── InterruptedRunError          the user stopped a run; what was committed stays

    try:
        library.add("~/Pictures")
    except LikenessError as error:
        print(error)

Messages say what happened, what was expected and what to do about it, in one line.
"""

from __future__ import annotations

from typing import Literal, get_args

Reason = Literal[
    "empty",
    "not_an_image",
    "unsupported",
    "damaged",
    "permission",
    "vanished",
    "not_a_file",
    "symlink_loop",
    "too_many_pixels",
    "too_many_bytes",
    "too_slow",
    "too_much_memory",
    "crashed",
    "unreadable",
]
REASONS: tuple[Reason, ...] = get_args(Reason)

JoinReason = Literal[
    "no-face",
    "several-faces",
    "unclear-face",
    "closed",
    "no-consent",
    "nickname",
    "already-joined",
    "forgotten",
    "full",
]


class LikenessError(Exception):
    """Anything that Likeness refuses or fails to do, in words for its user."""


class SettingsError(LikenessError):
    """A setting is missing, malformed or contradicts another."""


class UsageError(LikenessError):
    """The call makes no sense as it stands."""


class NotFoundError(LikenessError):
    """An id or name that this library does not know."""


class UnknownPhotoError(NotFoundError):
    """No such photo in the library."""


class UnknownFaceError(NotFoundError):
    """No such face in the library."""


class UnknownPersonError(NotFoundError):
    """No such person in the library."""


class UnknownCollectionError(NotFoundError):
    """No such collection in the library."""


class UnknownSourceError(NotFoundError):
    """No such source in the library."""


class UnknownEditError(NotFoundError):
    """No such entry in the history."""


class UnknownAverageError(NotFoundError):
    """No such average in the library."""


class UnknownJobError(NotFoundError):
    """No such job in this library."""


class UnknownUploadError(NotFoundError):
    """No such upload, or it was given up."""


class UnknownAccountError(NotFoundError):
    """No such account."""


class UnknownKeyError(NotFoundError):
    """No such key."""


class UnknownRoundError(NotFoundError):
    """No such round of the game."""


class UnknownParticipantError(NotFoundError):
    """Nobody of that id takes part, or the secret is not theirs: which, nobody is told."""


class UnknownSeriesError(NotFoundError):
    """No such series of rounds."""


class BlobNotFoundError(NotFoundError):
    """No blob under that key."""


class EditRefusedError(LikenessError):
    """A decision that contradicts what is known or what was decided later."""


class JoinRefusedError(LikenessError):
    """Somebody cannot take part in a round as they asked; nothing of it was kept.

    Attributes:
        reason: One of `JoinReason`, for machines.
    """

    def __init__(self, reason: JoinReason, detail: str) -> None:
        super().__init__(detail)
        self.reason: JoinReason = reason


class JobLostError(LikenessError):
    """A worker was silent for too long: another one has its job now, or it has ended."""


class AccessError(LikenessError):
    """Somebody may not do what they asked for."""


class LoginRefusedError(AccessError):
    """There is no such account, or the password is not its own: which, nobody is told."""


class AccessRefusedError(AccessError):
    """The visitor is known but not allowed, or what was asked for is refused to anybody here."""


class PhotoError(LikenessError):
    """One file could not be used.

    Attributes:
        reason: One of `REASONS`, for machines.
        detail: One sentence, for people.
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail


class UploadError(LikenessError):
    """A file that cannot be taken in as it was sent."""


class UploadOffsetError(UploadError):
    """The bytes do not go where they were sent to.

    Attributes:
        offset: Where the next byte goes.
    """

    def __init__(self, offset: int, detail: str) -> None:
        super().__init__(detail)
        self.offset = offset


class UploadTakenError(UploadError):
    """Somebody else sends or ends this very upload at this moment."""


class UploadTooLargeError(UploadError):
    """There are more bytes than a file may have, or than were announced."""


class DownloadError(LikenessError):
    """What one URL names could not be fetched; the message leaves out path and query."""


class ModelError(LikenessError):
    """Something about a model."""


class UnknownModelError(ModelError):
    """No model of that name in the registry."""


class ModelConflictError(ModelError):
    """Two specs with one name."""


class ModelFileError(ModelError):
    """A model file is missing or is not the one that was published."""


class ModelRunError(ModelError):
    """A model could not be loaded or run."""


class LibraryError(LikenessError):
    """Something about the library's own files."""


class LibraryMissingError(LibraryError):
    """There is no library where one was expected."""


class LibraryBusyError(LibraryError):
    """Another process writes to this library and did not finish in time."""


class LibraryVersionError(LibraryError):
    """The library was written by a newer Likeness."""


class StoreUnavailableError(LibraryError):
    """A store refused or lost a read or write: disk full, no permission, connection lost."""


class ExportError(LikenessError):
    """A target that cannot be written as asked."""


class BackupError(LikenessError):
    """A file that is no backup, or not as it was written: damaged, cut off or changed."""


class PassphraseError(BackupError):
    """Not the passphrase of the backup, or none that will do."""


class EvaluationError(LikenessError):
    """A data set that cannot answer what was asked: no face was found on it."""


class InterruptedRunError(LikenessError):
    """The user stopped a run; what was committed stays."""
