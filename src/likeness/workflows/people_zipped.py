"""A zip file with a folder per person: what `export people` writes, for whoever is elsewhere."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence

from likeness.catalog.base import PhotoFilter
from likeness.types import Person, Photo
from likeness.workflows.names import Namer, safe_name
from likeness.workflows.originals import file_name, tags
from likeness.workflows.parts import Parts
from likeness.workflows.person_folders import SHORT_ID
from likeness.workflows.zipped import MISSING, pieces


def people_zipped(parts: Parts, people: Iterable[str]) -> Generator[bytes]:
    """Return the pieces of a zip file with a folder per person; see `Library.people_zipped`."""
    found = {one.person: one for one in map(parts.catalog.person, people)}
    chosen = list(found.values()) or list(parts.catalog.people())
    return pieces(parts, _named(parts, sorted(chosen, key=lambda person: person.person)))


def _named(parts: Parts, people: Sequence[Person]) -> Iterator[tuple[str, Photo]]:
    """Yield photos with their names in the file: one of two people is in both folders."""
    folders = Namer()
    folders.name(MISSING, ())
    for person in people:
        short = person.person[:SHORT_ID]
        unnamed = f"person-{short}"
        wanted = safe_name(person.name, fallback=unnamed) if person.name else unnamed
        folder = folders.name(wanted, (short, person.person))
        files = Namer()
        # A list: who reads slowly would keep the catalog's transaction open for as long.
        for photo in list(parts.catalog.photos(PhotoFilter(with_people=(person.person,)))):
            yield f"{folder}/{files.name(file_name(photo, photo.paths), tags(photo))}", photo
