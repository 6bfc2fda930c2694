"""open_library: the only file that chooses implementations."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from collections.abc import Collection as AnyOf
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.errors import LibraryBusyError, LibraryError, LibraryMissingError
from likeness.settings import (
    BlobSettings,
    CatalogSettings,
    IndexSettings,
    LibrarySettings,
    default_cache,
    default_library,
    load_settings,
)
from likeness.types import BackupReport, Contract, PhotoId, Progress, RestoreReport
from likeness.workflows.parts import Parts

if TYPE_CHECKING:
    from likeness.blobs.base import BlobStore
    from likeness.catalog.base import Catalog
    from likeness.catalog.sql import SqlCatalog
    from likeness.imaging.pool import DecodePool
    from likeness.index.base import Index
    from likeness.models.analyser import Analyser
    from likeness.models.artifacts import Artifacts
    from likeness.models.registry import Registry
    from likeness.sources.base import PhotoSource

__all__ = ["Parts", "Stores", "open_library"]

ENGINES = "evaluation"
"""Folder of the engines of evaluation, below the user's cache folder."""

OWN = frozenset(
    {
        "blobs",
        "incoming",
        "index",
        "reports",
        "uploads",
        "tls",
        "config.toml",
        "open.html",
        "worker.lock",
    }
) | {f"{right}.{ending}" for right in ("writer", "runner") for ending in ("json", "lock")}
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
        from likeness.models.artifacts import Artifacts
        from likeness.models.registry import Registry
        from likeness.models.zoo import BUILTIN

    path = Path(os.path.abspath(Path(folder).expanduser() if folder else default_library()))
    chosen = settings or load_settings(path)
    prepare(path, create=create, elsewhere=bool(chosen.catalog.url))
    registry = Registry(*BUILTIN)
    artifacts = Artifacts()
    stores = Stores(on_wait)
    blobs = stores.blobs(path, chosen)
    catalog = stores.catalog(path, chosen, create=create)
    parts = Parts(
        folder=path,
        settings=chosen,
        catalog=catalog,
        blobs=blobs,
        registry=registry,
        artifacts=artifacts,
        stores=stores,
        make_pool=lambda: make_pool(chosen),
        make_analyser=lambda: make_analyser(chosen, registry, artifacts),
        make_contract=lambda: make_contract(chosen, registry, artifacts),
        make_index=lambda contract: stores.index(path, chosen, contract, catalog),
        make_source=lambda uri: make_source(uri, chosen),
        make_engine=lambda detector, model: open_engine(
            default_cache() / ENGINES, chosen, detector=detector, model=model, on_wait=on_wait
        ),
    )
    go_on_forgetting(parts, on_wait)
    return parts


def open_engine(
    cache: Path,
    settings: LibrarySettings,
    *,
    detector: str | None = None,
    model: str | None = None,
    on_wait: Callable[[str], None] | None = None,
) -> Parts:
    """Open the library below *cache* in which one detector and one model keep what they computed.

    Such a library is made for data sets to evaluate with: nothing in it is anybody's truth, and
    it may be deleted at any time. Its folder is named after all that decides the numbers in it.

    Args:
        cache: Folder of such libraries.
        settings: The user's; where stores lie is not taken from them.
        detector: Name; None: the one of the settings.
        model: Name; None: the one of the settings.
        on_wait: Told, in one sentence, when somebody else is writing.

    Raises:
        UnknownModelError: A name that the registry does not know; it lists the names.
        ModelFileError: A model's file is missing or not the published one.
        LibraryBusyError: Somebody else is making it, or removing it.
        LibraryError: The folder cannot be used, or what it holds is damaged.
    """
    chosen = settings.model_copy(
        update={
            "detect": settings.detect.model_copy(
                update={"model": detector or settings.detect.model}
            ),
            "embed": settings.embed.model_copy(update={"model": model or settings.embed.model}),
            "catalog": CatalogSettings(wait_seconds=settings.catalog.wait_seconds),
            "blobs": BlobSettings(),
            "index": IndexSettings(),
        }
    )
    folder = Path(os.path.realpath(cache)) / engine_name(chosen)
    was_kept = _make_engine_folder(folder)
    try:
        return open_library(folder, chosen, on_wait=on_wait)
    except LibraryBusyError:
        raise
    except LibraryError as exc:
        if not was_kept or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise
        _require_idle(folder)  # one that somebody is making is not damaged
        raise LibraryError(
            f"What evaluations kept in {folder} is damaged: delete it with `likeness evaluate "
            "clear`, it is computed again."
        ) from exc


def _require_idle(folder: Path) -> None:
    """Raise `LibraryBusyError` if somebody writes to an engine now."""
    from likeness.catalog.writer import hold_all

    with hold_all(folder, "open"):
        pass


def _make_engine_folder(folder: Path) -> bool:
    """Make the folder of an engine, and return whether something lies in it already.

    Raises:
        LibraryError: It cannot be made or looked at, or is a link, which `clear` does not follow.
    """
    if folder.is_symlink():
        raise LibraryError(
            f"{folder} is a link to elsewhere, where `likeness evaluate clear` would delete "
            "nothing: remove it, or name another folder with --cache."
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return any(folder.iterdir())
    except OSError as exc:
        raise LibraryError(
            f"The folder {folder} for what evaluations compute cannot be used: {exc.strerror}. "
            "Choose another with --cache or LIKENESS_CACHE."
        ) from exc


def forget_evaluated(photos: AnyOf[PhotoId], cache: Path | None = None) -> None:
    """Remove whatever evaluations kept of some photos, with all that lies in the same engine.

    Nothing in there is needed: it is computed again when it is asked for. So what is damaged is
    removed as well, as nobody can say whom it shows.

    Args:
        photos: Those to forget.
        cache: Folder of the engines; None: the usual one.

    Raises:
        LibraryBusyError: An evaluation is running on such photos.
        StoreUnavailableError: Something cannot be removed. All else is removed all the same.
    """
    from likeness.workflows.evaluate.cache import engines, remove_engine, remove_leftovers

    cache = cache if cache is not None else default_cache() / ENGINES
    _, failures = remove_leftovers(cache)
    for folder in engines(cache):
        try:
            if folder.is_symlink() or _may_know(folder, photos):
                remove_engine(folder)
        except LibraryError as exc:
            failures.append(exc)
    if failures:
        raise failures[0]


def _may_know(folder: Path, photos: AnyOf[PhotoId]) -> bool:
    """Whether an engine holds something of one of these photos, or is damaged.

    Raises:
        LibraryBusyError: Somebody else is making it.
    """
    from likeness.catalog.sql import open_catalog
    from likeness.catalog.sqlite import FILE

    if (folder / FILE).is_symlink() or not (folder / FILE).is_file():
        return True
    try:
        catalog = open_catalog("", folder=folder, wait_seconds=0, create=False)
        try:
            return bool(catalog.analysed(photos))
        finally:
            catalog.close()
    except LibraryBusyError:
        raise
    except LibraryError:
        return True


def engine_name(settings: LibrarySettings) -> str:
    """Return a folder's name for all that a detector and a model compute with these settings.

    Raises:
        UnknownModelError: A name that the registry does not know.
        ModelFileError: A model's file is missing or not the published one.
    """
    from likeness.models.artifacts import Artifacts
    from likeness.models.contract import contract

    registry, artifacts = builtin_models(), Artifacts()
    spec = registry.get(settings.detect.model, "detect")
    detecting = contract(
        spec.name,
        [artifact.sha256 for artifact in artifacts.get(spec).values()],
        spec.preprocessing,
        settings.detect.model_dump_json(),
        settings.attributes.model_dump_json(),
    )
    return f"{make_contract(settings, registry, artifacts)}_{detecting}"


def builtin_models() -> Registry:
    """Return the models that come with the package."""
    from likeness.models.registry import Registry
    from likeness.models.zoo import BUILTIN

    return Registry(*BUILTIN)


class Stores:
    """Opens the stores that settings name, each in the one place that chooses it.

    Args:
        on_wait: Told, in one sentence, when somebody else is writing.
    """

    def __init__(self, on_wait: Callable[[str], None] | None = None) -> None:
        self._on_wait = on_wait

    def prepare(self, folder: Path, settings: LibrarySettings) -> None:
        """Make the library folder; see `prepare`."""
        prepare(folder, create=True, elsewhere=bool(settings.catalog.url))

    def catalog(
        self,
        folder: Path,
        settings: LibrarySettings,
        *,
        copying: bool = False,
        create: bool = True,
    ) -> SqlCatalog:
        """Open the catalog: SQLite in the folder, or what `catalog.url` names."""
        from likeness.catalog.sql import open_catalog

        return open_catalog(
            settings.catalog.url,
            folder=folder,
            wait_seconds=settings.catalog.wait_seconds,
            on_wait=self._on_wait,
            copying=copying,
            create=create,
        )

    def restored(self, folder: Path) -> SqlCatalog:
        """Open the SQLite catalog that came into *folder* from a backup, made by anybody."""
        from likeness.catalog import snapshot
        from likeness.catalog.sql import open_catalog

        snapshot.require_plain(folder)
        catalog = open_catalog("", folder=folder, wait_seconds=0, create=False)
        try:
            snapshot.tidy(catalog.database)
        except BaseException:
            catalog.close()
            raise
        return catalog

    def blobs(self, folder: Path, settings: LibrarySettings) -> BlobStore:
        """Open the store of pictures: the folder, or the bucket that `blobs.url` names."""
        if settings.blobs.url:
            from likeness.blobs.objects import open_object_blobs

            return open_object_blobs(settings.blobs.url, settings.s3)
        from likeness.blobs.folder import FolderBlobs

        return FolderBlobs(folder / "blobs")

    def index(
        self, folder: Path, settings: LibrarySettings, contract: Contract, catalog: Catalog
    ) -> Index:
        """Open the index of one contract: embedded, or what `index.url` names."""
        from likeness.index.open import open_index

        return open_index(
            settings.index,
            folder=folder / "index",
            contract=contract,
            library=catalog.library_id(),
        )

    def begin_copy(self, source: Catalog, target: Catalog) -> None:
        """Keep everybody else from opening *target* until `copy_catalog` is done."""
        from likeness.catalog.copy import begin_copy

        begin_copy(_in_database(source), _in_database(target))

    def copy_catalog(
        self, source: Catalog, target: Catalog, progress: Callable[[int, int], None]
    ) -> int:
        """Copy all rows of one catalog into another, and compare them."""
        from likeness.catalog.copy import copy_catalog

        here, there = _in_database(source), _in_database(target)
        return copy_catalog(here, there, lambda _, done, total: progress(done, total)).rows


def _in_database(catalog: Catalog) -> SqlCatalog:
    from likeness.catalog.sql import SqlCatalog

    if not isinstance(catalog, SqlCatalog):
        raise TypeError("Only catalogs in databases can be copied.")
    return catalog


def make_source(uri: str, settings: LibrarySettings) -> PhotoSource:
    """Return the folder or the bucket that photos come from."""
    from likeness.sources.open import open_source

    return open_source(uri, settings.s3)


def restore_backup(
    file: str | Path,
    folder: str | Path | None,
    *,
    passphrase: str | None,
    progress: Callable[[Progress], None],
) -> RestoreReport:
    """Make a library from a backup; see `Library.restore`."""
    from likeness.workflows.backup.restore import restore

    path = Path(os.path.abspath(Path(folder).expanduser() if folder else default_library()))
    backup = Path(file).expanduser()
    return restore(backup, path, stores=Stores(), passphrase=passphrase, progress=progress)


def verify_backup(
    file: str | Path, *, passphrase: str | None, progress: Callable[[Progress], None]
) -> BackupReport:
    """Prove that a backup can be restored; see `Library.verify_backup`."""
    from likeness.workflows.backup.restore import verify

    backup = Path(file).expanduser()
    return verify(backup, stores=Stores(), passphrase=passphrase, progress=progress)


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
        elsewhere: Whether the catalog lies in a database outside of the folder, which then is
            asked whether there is a library: any folder will do.

    Raises:
        LibraryMissingError: There is none and *create* is False.
        LibraryError: The folder cannot be made, holds other things, or has lost its catalog.
    """
    from likeness.catalog.sqlite import FILE

    if not elsewhere:
        refuse_ruins(folder, folder / FILE)
    if not create and not elsewhere and not (folder / FILE).is_file():
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
