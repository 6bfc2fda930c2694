"""Pages of people by the number of their photos, out of a list that is counted once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from likeness.catalog import cursors
from likeness.types import Page, Person

KIND = "people"
LONGEST_NAME = 200
"""Characters of a name to look for, as many as a name may have."""

Place = tuple[int, str]


def page(
    everybody: Sequence[Person],
    *,
    after: str | None,
    limit: int,
    hidden: bool,
    named: bool | None,
    name: str | None,
) -> Page[Person]:
    """Return a page of *everybody*, who are in the order of `place`; see `PageStore.people`."""
    cursors.require_limit(limit)
    begin = 0
    if after is not None:
        photos, id_ = cursors.parse(KIND, after, (int,), (str,))
        begin = bisect_right(everybody, (-photos, id_), key=place)
    wanted = None if name is None else name.casefold()
    found: list[Person] = []
    for position in range(begin, len(everybody)):
        person = everybody[position]
        if not _fits(person, hidden=hidden, named=named, name=wanted):
            continue
        if len(found) == limit:
            last = found[-1]
            return Page(items=tuple(found), after=cursors.make(KIND, last.photos, last.person))
        found.append(person)
    return Page(items=tuple(found), after=None)


def place(person: Person) -> Place:
    """Return what people are ordered by."""
    return -person.photos, person.person


def _fits(person: Person, *, hidden: bool, named: bool | None, name: str | None) -> bool:
    if person.hidden and not hidden:
        return False
    if named is not None and named != (person.name is not None):
        return False
    return name is None or (person.name is not None and name in person.name.casefold())
