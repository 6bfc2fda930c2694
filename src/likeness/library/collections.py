"""Collections."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from likeness.library.door import Door
from likeness.types import (
    Collection,
)


class Collections(Door):
    """Collections."""

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
