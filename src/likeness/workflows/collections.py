"""Named sets of photos."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from likeness.catalog.names import clean_name
from likeness.errors import EditRefusedError, UnknownCollectionError, UnknownPhotoError, UsageError
from likeness.sources.open import is_bucket
from likeness.types import Collection, PhotoId
from likeness.workflows.names import safe_name
from likeness.workflows.parts import Parts
from likeness.workflows.people import photo_id
from likeness.workflows.places import Place, absolute, lies_at, relative

LONGEST_NAME = 200  # characters, as the catalog allows; of a longer path the end is kept


def create(parts: Parts, name: str, photos: Iterable[str | Path]) -> Collection:
    """Make a collection and put photos in it; see `Library.create_collection`."""
    with parts.catalog.writing("collections"):
        ids = resolve(parts, photos)
        parts.catalog.create_collection(name)
        parts.catalog.add_to_collection(name, ids)
    return named(parts, name)


def add(parts: Parts, name: str, photos: Iterable[str | Path]) -> Collection:
    """Add photos to a collection."""
    with parts.catalog.writing("collections"):
        parts.catalog.add_to_collection(name, resolve(parts, photos))
    return named(parts, name)


def remove(parts: Parts, name: str, photos: Iterable[str | Path]) -> Collection:
    """Take photos out of a collection."""
    with parts.catalog.writing("collections"):
        parts.catalog.remove_from_collection(name, resolve(parts, photos))
    return named(parts, name)


def change(
    parts: Parts, name: str, *, add: Iterable[str], remove: Iterable[str], new: bool
) -> Collection:
    """Put photos in and take others out, given by id; see `Library.change_collection`."""
    coming = [PhotoId(photo) for photo in add]
    going = [PhotoId(photo) for photo in remove]
    with parts.catalog.writing("collections"):
        if new:
            _require_new(parts, name)
            _require_known(parts, coming)
            parts.catalog.create_collection(name)
        parts.catalog.add_to_collection(name, coming)
        parts.catalog.remove_from_collection(name, going)
    return named(parts, name)


def _require_new(parts: Parts, name: str) -> None:
    wanted = clean_name(name, "collection")
    if any(found.collection == wanted for found in parts.catalog.collections()):
        raise EditRefusedError(f"There is a collection {wanted} already: choose another name.")


def _require_known(parts: Parts, photos: Sequence[PhotoId]) -> None:
    unknown = set(photos) - parts.catalog.analysed(photos)
    if unknown:
        raise UnknownPhotoError(f"No photo {min(unknown)[:12]} is in this library.")


def delete(parts: Parts, name: str) -> None:
    """Delete the collection, not its photos."""
    with parts.catalog.writing("collections"):
        parts.catalog.delete_collection(name)


def from_folders(parts: Parts, places: Sequence[Place]) -> None:
    """Make a collection of every folder that holds photos, named by its path from the source."""
    for place in places:
        by_folder: dict[str, list[PhotoId]] = defaultdict(list)
        for path, at in parts.catalog.locations(place.source.id, place.prefix).items():
            if at.photo is not None and not at.missing:
                by_folder[folder_name(place, path)].append(at.photo)
        for name, photos in sorted(by_folder.items()):
            with parts.catalog.writing("add"):
                there = parts.catalog.analysed(photos)  # without those that were just forgotten
                if there:
                    parts.catalog.create_collection(name)
                    parts.catalog.add_to_collection(name, [one for one in photos if one in there])


def folder_name(place: Place, path: str) -> str:
    """Return the name of the collection for the folder of *path*, fit to be shown anywhere."""
    folder = PurePosixPath(PurePosixPath(place.source.uri).name) / PurePosixPath(path).parent
    return "/".join(safe_name(part, "folder") for part in folder.parts)[-LONGEST_NAME:]


def resolve(parts: Parts, photos: Iterable[str | Path]) -> list[PhotoId]:
    """Return the photos that paths, folders and ids stand for.

    Raises:
        UnknownPhotoError: One says nothing to this library.
        UsageError: A folder holds no photo that is known.
    """
    found: dict[PhotoId, None] = {}
    for photo in photos:
        folder = absolute(photo)
        if os.path.isdir(folder) or (is_bucket(folder) and not lies_at(parts, folder)):
            found.update(dict.fromkeys(below(parts, folder)))
        else:
            found[photo_id(parts, photo)] = None
    return list(found)


def below(parts: Parts, folder: str) -> list[PhotoId]:
    """Return the known photos below *folder*. Raises `UsageError` if there is none."""
    found: list[PhotoId] = []
    for source in parts.catalog.sources():
        inside = relative(folder, source.uri)
        if inside is not None:
            prefix = inside + "/" if inside else ""
        elif relative(source.uri, folder):
            prefix = ""
        else:
            continue
        for _, at in sorted(parts.catalog.locations(source.id, prefix).items()):
            if at.photo is not None and not at.missing:
                found.append(at.photo)
    if not found:
        raise UsageError(f"No known photo lies in {folder}: `add` it first.")
    return found


def named(parts: Parts, name: str) -> Collection:
    """Return the collection of that name as it stands. Raises `UnknownCollectionError`."""
    wanted = clean_name(name, "collection")
    for found in parts.catalog.collections():
        if found.collection == wanted:
            return found
    raise UnknownCollectionError(f"No collection is called {wanted}.")
