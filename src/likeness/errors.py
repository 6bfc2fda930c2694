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
    │   └── BlobNotFoundError
    ├── EditRefusedError             a decision that contradicts what is known or decided later
    ├── PhotoError                   one file could not be used; carries a reason for `failures`
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


class BlobNotFoundError(NotFoundError):
    """No blob under that key."""


class EditRefusedError(LikenessError):
    """A decision that contradicts what is known or what was decided later."""


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


class EvaluationError(LikenessError):
    """A data set that cannot answer what was asked: no face was found on it."""


class InterruptedRunError(LikenessError):
    """The user stopped a run; what was committed stays."""
