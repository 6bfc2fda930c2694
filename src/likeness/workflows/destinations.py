"""Where a library is to be moved: addresses of stores, in the words of settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from likeness.errors import UsageError
from likeness.settings import LibrarySettings

Store = Literal["catalog", "blobs", "index"]
STORES: tuple[Store, ...] = ("catalog", "blobs", "index")

STORE_OF_SCHEME: dict[str, Store] = {
    "postgres": "catalog",
    "postgresql": "catalog",
    "postgresql+psycopg": "catalog",
    "sqlite": "catalog",
    "s3": "blobs",
    "folder": "blobs",
    "http": "index",
    "https": "index",
    "qdrant-local": "index",
    "qdrant-edge": "index",
    "exact": "index",
}

WORDS: dict[Store, str] = {"catalog": "catalog", "blobs": "pictures", "index": "index"}
"""What each store is called towards people."""

DEFAULTS = frozenset({"sqlite:", "folder:", "exact:"})
"""The stores in the library folder, which settings leave empty."""

EXAMPLES = (
    "a folder for a whole copy; postgresql+psycopg://… or sqlite: for the catalog; s3://… or "
    "folder: for the pictures; https://…, qdrant-edge:, qdrant-local: or exact: for the index"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """The folder and the settings of the library as it will be."""

    folder: Path
    settings: LibrarySettings
    moved: frozenset[Store]  # which stores are other ones than before

    @property
    def urls(self) -> dict[Store, str]:
        """The new URL of each store that is moved; "" for the library folder."""
        return {store: getattr(self.settings, store).url for store in STORES if store in self.moved}


def destination(folder: Path, settings: LibrarySettings, to: Sequence[str]) -> Destination:
    """Return what the library in *folder* becomes when it is moved *to* these addresses.

    Raises:
        UsageError: No address, two for one store, one that is none, or nothing would change.
    """
    if not to:
        raise UsageError(f"Say where to move the library: {EXAMPLES}.")
    urls: dict[Store, str] = {}
    whole: list[str] = []
    for address in to:
        store = store_of(address)
        if store is None:
            whole.append(address)
        elif store in urls:
            raise UsageError(
                f"There are two addresses for the {WORDS[store]}; one library has one."
            )
        else:
            urls[store] = "" if address in DEFAULTS else address
    if whole and (urls or len(whole) > 1):
        raise UsageError("A folder takes the whole library: say it alone.")
    if whole:
        return _in_folder(folder, settings, Path(whole[0]))
    return _in_stores(folder, settings, urls)


def store_of(address: str) -> Store | None:
    """Return what *address* is a store for; None: it is a folder.

    Raises:
        UsageError: It looks like a URL of something that no library is kept in, or may be both.
    """
    scheme, colon, rest = address.partition(":")
    if not colon and scheme in STORE_OF_SCHEME:
        raise UsageError(
            f"{scheme} could be a store or a folder. Say {scheme}: for the store, ./{scheme} for "
            "the folder."
        )
    if not colon or "/" in scheme:
        return None
    if scheme in STORE_OF_SCHEME:
        return STORE_OF_SCHEME[scheme]
    if rest.startswith("//") or not rest:  # mistyped rather than the name of a folder
        raise UsageError(f"No library is kept at {scheme}:{rest[:2]} addresses. Say {EXAMPLES}.")
    return None


def _in_folder(folder: Path, settings: LibrarySettings, wanted: Path) -> Destination:
    target = wanted.expanduser().absolute()
    if target == folder:
        raise UsageError(f"The library is in {folder} already.")
    return Destination(
        folder=target,
        settings=with_urls(settings, dict.fromkeys(STORES, "")),
        moved=frozenset(STORES),
    )


def _in_stores(folder: Path, settings: LibrarySettings, urls: dict[Store, str]) -> Destination:
    changed = {store: url for store, url in urls.items() if getattr(settings, store).url != url}
    if "catalog" in changed and _is_file(changed["catalog"]) and _is_file(settings.catalog.url):
        raise UsageError(
            "Both catalogs would be SQLite files of one library. Move the file itself, or the "
            "whole library to another folder."
        )
    if not changed:
        raise UsageError("The library is there already: nothing to move.")
    return Destination(
        folder=folder, settings=with_urls(settings, changed), moved=frozenset(changed)
    )


def _is_file(url: str) -> bool:
    """Return whether a catalog at *url* is an SQLite file."""
    return not url or url.startswith("sqlite:")


def with_urls(settings: LibrarySettings, urls: dict[Store, str]) -> LibrarySettings:
    """Return *settings* with other URLs of stores."""
    sections: dict[str, Any] = {
        store: getattr(settings, store).model_copy(update={"url": url})
        for store, url in urls.items()
    }
    return settings.model_copy(update=sections)
