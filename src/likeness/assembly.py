"""open_library: the only file that chooses implementations."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.errors import LibraryError, LibraryMissingError
from likeness.settings import LibrarySettings, default_library, load_settings
from likeness.types import Contract
from likeness.workflows.parts import Parts

if TYPE_CHECKING:
    from likeness.imaging.pool import DecodePool
    from likeness.index.base import Index
    from likeness.models.analyser import Analyser
    from likeness.models.artifacts import Artifacts
    from likeness.models.registry import Registry

__all__ = ["Parts", "open_library"]

OWN = frozenset({"blobs", "index", "config.toml", "writer.lock"})
"""What may lie in a library folder before there is a catalog."""


def open_library(
    folder: str | Path | None = None,
    settings: LibrarySettings | None = None,
    *,
    on_wait: Callable[[str], None] | None = None,
    create: bool = True,
) -> Parts:
    """Open the library in *folder*; see `Library.open`."""
    let_idle_threads_sleep()
    with collector_paused():
        from likeness.blobs.folder import FolderBlobs
        from likeness.catalog.sql import open_catalog
        from likeness.models.artifacts import Artifacts
        from likeness.models.registry import Registry
        from likeness.models.zoo import BUILTIN

    path = Path(os.path.abspath(Path(folder).expanduser() if folder else default_library()))
    settings = settings or load_settings(path)
    prepare(path, create=create, elsewhere=bool(settings.catalog.url))
    registry = Registry(*BUILTIN)
    artifacts = Artifacts()
    parts = Parts(
        folder=path,
        settings=settings,
        catalog=open_catalog(
            settings.catalog.url,
            folder=path,
            wait_seconds=settings.catalog.wait_seconds,
            on_wait=on_wait,
        ),
        blobs=FolderBlobs(path / "blobs"),
        registry=registry,
        artifacts=artifacts,
        make_pool=lambda: make_pool(settings),
        make_analyser=lambda: make_analyser(settings, registry, artifacts),
        make_contract=lambda: make_contract(settings, registry, artifacts),
        make_index=lambda contract: make_index(path, contract),
    )
    go_on_forgetting(parts, on_wait)
    return parts


def go_on_forgetting(parts: Parts, tell: Callable[[str], None] | None) -> None:
    """Finish what a crash, or somebody who was reading, kept an earlier `forget` from finishing.

    A full disk, or somebody who still reads, is no reason not to open: the next opening tries
    again.
    """
    try:
        if any(parts.catalog.pending_deletions().values()):
            from likeness.workflows.maintain import finish_forgetting

            finish_forgetting(parts)
    except LibraryError as exc:
        if tell is not None:
            tell(str(exc))
    except BaseException:
        parts.close()
        raise


def let_idle_threads_sleep() -> None:
    """Tell OpenBLAS, which numpy and OpenCV bring along, not to wait for work by spinning.

    It reads this when it is loaded, so it is of use only before the first `import numpy`. Each of
    its threads would burn 0.1 s when it starts and again after every product of large matrices.
    """
    os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")


@contextmanager
def collector_paused() -> Iterator[None]:
    """Let nobody look for garbage while modules are loaded: what they make stays.

    Python would look through all of it again and again, for a tenth of the loading time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def prepare(folder: Path, *, create: bool, elsewhere: bool = False) -> None:
    """Make the library folder, readable by its owner alone.

    Args:
        folder: Where the library lies.
        create: Whether to make a library of a folder that is none.
        elsewhere: Whether the catalog lies in a database outside of the folder.

    Raises:
        LibraryMissingError: There is none and *create* is False.
        LibraryError: The folder cannot be made, holds other things, or has lost its catalog.
    """
    from likeness.catalog.sqlite import FILE

    if not elsewhere:
        refuse_ruins(folder, folder / FILE)
    if not create and not (folder.is_dir() if elsewhere else (folder / FILE).is_file()):
        raise LibraryMissingError(
            f"There is no library in {folder} yet: `likeness add PHOTOS` makes one."
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as exc:
        raise LibraryError(
            f"The library folder {folder} cannot be made: {exc.strerror}. "
            "Choose another with --library or LIKENESS_LIBRARY."
        ) from exc


def refuse_ruins(folder: Path, catalog: Path) -> None:
    """See that *folder* is a library, or may become one.

    Raises:
        LibraryError: There are blobs or an index but no catalog, or it is a folder of something
            else, whose files would come to lie between those of the library.
    """
    try:
        if catalog.is_file() and catalog.stat().st_size:
            return
        names = {entry.name for entry in folder.iterdir() if not entry.name.startswith(".")}
        remains = [name for name in ("blobs", "index") if any((folder / name).glob("*"))]
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as exc:
        raise LibraryError(
            f"The library folder {folder} cannot be read: {exc.strerror}. Allow reading it."
        ) from exc
    if remains:
        raise LibraryError(
            f"The library {folder} has lost its {catalog.name}. Restore it from a backup, or "
            "remove the library and add the photos again."
        )
    if any(name not in OWN and not name.startswith(catalog.name) for name in names):
        raise LibraryError(
            f"{folder} is no library and not empty: a library needs a folder of its own."
        )


def make_pool(settings: LibrarySettings) -> DecodePool:
    """Return the processes that read files, not started yet."""
    from likeness.imaging.limits import Limits
    from likeness.imaging.pool import DecodePool

    decode = settings.decode
    return DecodePool(
        processes=decode.processes or max(1, (os.cpu_count() or 1) // 2),
        limits=Limits(
            max_bytes=decode.max_bytes,
            max_pixels=decode.max_pixels,
            max_seconds=decode.max_seconds,
            max_memory=decode.max_memory,
        ),
        long_side=settings.detect.long_side,
    )


def make_analyser(settings: LibrarySettings, registry: Registry, artifacts: Artifacts) -> Analyser:
    """Load the models that the settings name."""
    with collector_paused():
        from likeness.imaging.decode import VERSION
        from likeness.models.factory import open_analyser

    return open_analyser(settings, registry, artifacts, decoding=(VERSION,))


def make_contract(settings: LibrarySettings, registry: Registry, artifacts: Artifacts) -> Contract:
    """Return the contract of the embeddings, without loading a model."""
    from likeness.imaging.decode import VERSION
    from likeness.models.factory import embedding_contract

    return embedding_contract(settings, registry, artifacts, decoding=(VERSION,))


def make_index(folder: Path, contract: Contract) -> Index:
    """Return the embedded index of one contract."""
    from likeness.index.exact import ExactIndex

    return ExactIndex(folder / "index" / contract, contract)
