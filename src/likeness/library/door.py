"""What every part of the library's door stands on: the open library itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, TypedDict

from likeness import assembly
from likeness.errors import UsageError
from likeness.types import Progress

if TYPE_CHECKING:
    from likeness.settings import LibrarySettings
    from likeness.workflows.access.access import Access
    from likeness.workflows.network.queries import Queries
    from likeness.workflows.previews import Previews
    from likeness.workflows.review import Review

Link = Literal["copy", "soft", "hard"]

OnProgress = Callable[[Progress], None]


class Told(TypedDict):
    """What long runs are told, as they take it."""

    progress: OnProgress
    stop: Callable[[], bool]


class Door:
    """An open library: what every part of `Library` stands on."""

    def __init__(self, parts: assembly.Parts) -> None:
        self._open_parts: assembly.Parts | None = parts
        self._folder = parts.folder
        self._review: Review | None = None
        self._previews: Previews | None = None
        self._access: Access | None = None
        self._queries: Queries | None = None
        self._making = threading.Lock()  # several threads ask for what is made on first use

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


def told(progress: OnProgress | None, stop: Callable[[], bool] | None) -> Told:
    """Return what long runs are told, as they take it."""
    return {"progress": progress or (lambda _: None), "stop": stop or (lambda: False)}
