"""Pages of photos by time, for every way to choose among them.

Without conditions a page is a piece of an index. With some, a database cannot know whether to look
at the photos of a condition or at all photos by time until enough of them fulfil it: the person may
be on three photos or on half of them, and on all of one year. So there are three ways, each with an
end in sight: few photos are sorted; a window is gone through; and where that finds too little, all
photos that fulfil the conditions are found once, and kept as a list until something changes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
)

from likeness.catalog import collections, cursors, people, places
from likeness.catalog.database import chunks
from likeness.catalog.photo_lists import Key, PhotoList
from likeness.catalog.photos import SHA256, countable, faces_on_photo, iso_time, shows_others
from likeness.catalog.schema import collection_photo, face, location, photo
from likeness.errors import UnknownPhotoError, UsageError
from likeness.types import Page, PersonId, PhotoId, PhotoQuery, PhotoRow

OLDEST_FIRST, NEWEST_FIRST = "photos", "newest photos"
"""Kinds of cursors."""

FEW = 300
"""Photos of one condition that are sorted for each page: looking them up takes a millisecond."""

WINDOW = 3000
"""Photos that are gone through, to find those of a page, before all are looked for and kept."""

LONGEST = 250_000
"""Photos that are kept as a list. Where more are found, going through all finds a page soon."""

ESCAPE = "\\"
"""What takes the meaning of a sign in a pattern away."""

LONGEST_PATH = 1024
"""Characters of a path to look for."""

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query as the database is asked it."""

    sets: tuple[Select[Any], ...] = ()  # of ids of photos: those in all of them
    shows: tuple[Condition, ...] = ()  # the same, each to be checked photo by photo
    others: tuple[Condition, ...] = ()  # further conditions
    span: tuple[Condition, ...] = ()  # on the time taken
    dated: bool = True  # whether those with time are wanted
    undated: bool = True  # whether those without are
    sizes: tuple[int, ...] = ()  # of the first sets, `FEW` and one standing for more

    @property
    def is_plain(self) -> bool:
        """Whether going through the photos by time finds nothing else."""
        return not (self.shows or self.others)


# ---------------------------------------------------------------- pages


def parsed(cursor: str | None, *, newest_first: bool) -> Key | None:
    """Return where a page ended. Raises `UsageError` if that is no cursor of this order."""
    if cursor is None:
        return None
    types = (str, type(None)), (str,)
    taken, id_ = cursors.parse(_kind(newest_first=newest_first), cursor, *types)
    if not SHA256.fullmatch(id_):
        raise cursors.refused()
    return cursors.moment(taken), PhotoId(id_)


def page(
    connection: Connection, keys: Sequence[Key], limit: int, *, newest_first: bool
) -> Page[PhotoRow]:
    """Return the page of the first *limit* of *keys*; one more says that there is another page."""
    shown, end = keys[:limit], None
    if len(keys) > limit:
        end = behind(shown[-1], newest_first=newest_first)
    return Page(items=tuple(rows(connection, [id_ for _, id_ in shown])), after=end)


def behind(last: Key, *, newest_first: bool) -> str:
    """Return the cursor for the page that begins behind *last*."""
    taken, id_ = last
    moment = None if taken is None else taken.isoformat()
    return cursors.make(_kind(newest_first=newest_first), moment, id_)


def _kind(*, newest_first: bool) -> str:
    return NEWEST_FIRST if newest_first else OLDEST_FIRST


def find(
    connection: Connection,
    wanted: Wanted,
    last: Key | None,
    limit: int,
    *,
    newest_first: bool,
    patient: bool = False,
) -> list[Key] | None:
    """Return the photos behind *last*; None: there are too few around to find *limit* soon.

    Args:
        connection: To the database.
        wanted: Which photos.
        last: Where the page before ended.
        limit: So many at most.
        newest_first: Whether the newest come first.
        patient: Look on until they are found.
    """
    if wanted.sizes and min(wanted.sizes) <= FEW:
        return _fetch(connection, _sorted(wanted, last, newest_first=newest_first).limit(limit))
    walk = _Walk(connection, wanted, newest_first=newest_first)
    has_end = not (patient or wanted.is_plain)
    found: list[Key] = []
    if wanted.dated and (last is None or last[0] is not None):
        some = walk.dated(last, limit, has_end=has_end)
        if some is None:
            return None
        found = some
    if wanted.undated and len(found) < limit:
        behind = last if last is not None and last[0] is None else None
        some = walk.undated(behind, limit - len(found), has_end=has_end)
        if some is None:
            return None
        found += some
    return found


class _Walk:
    """Goes through photos in their order, those with time and those without apart.

    Apart, since databases do not agree where an index has those without.
    """

    def __init__(self, connection: Connection, wanted: Wanted, *, newest_first: bool) -> None:
        self._connection = connection
        self._conditions = (*wanted.shows, *wanted.others)
        self._span = wanted.span
        self._newest_first = newest_first

    def dated(self, last: Key | None, limit: int, *, has_end: bool) -> list[Key] | None:
        everything = select(photo.c.taken, photo.c.id).where(
            photo.c.taken.is_not(None), *self._span
        )
        return self._part(everything, (photo.c.taken, photo.c.id), last, limit, has_end=has_end)

    def undated(self, last: Key | None, limit: int, *, has_end: bool) -> list[Key] | None:
        everything = select(photo.c.taken, photo.c.id).where(photo.c.taken.is_(None))
        return self._part(everything, (photo.c.id,), last, limit, has_end=has_end)

    def _part(
        self,
        everything: Select[Any],
        order: Sequence[ColumnElement[Any]],
        last: Key | None,
        limit: int,
        *,
        has_end: bool,
    ) -> list[Key] | None:
        """Return the first *limit* behind *last*; None: they are not in the window behind it."""
        if last is not None:
            everything = everything.where(_beyond(last, newest_first=self._newest_first))
        ordered = everything.order_by(
            *(column.desc() if self._newest_first else column.asc() for column in order)
        )
        wanted, end = ordered.where(*self._conditions), None
        if has_end:
            end = next(iter(_fetch(self._connection, ordered.offset(WINDOW).limit(1))), None)
            if end is not None:
                wanted = wanted.where(_beyond(end, newest_first=not self._newest_first))
        found = _fetch(self._connection, wanted.limit(limit))
        return None if end is not None and len(found) < limit else found


def _sorted(wanted: Wanted, last: Key | None, *, newest_first: bool) -> Select[Any]:
    """Return how to find the few photos of the smallest set, and sort them."""
    smallest = wanted.sets[wanted.sizes.index(min(wanted.sizes))]
    conditions = (*wanted.shows, *wanted.others, *_times(wanted))
    chosen = select(photo.c.taken, photo.c.id).where(photo.c.id.in_(smallest), *conditions)
    if last is not None:
        beyond = _beyond(last, newest_first=newest_first)
        undated = photo.c.taken.is_(None)
        chosen = chosen.where(undated & beyond if last[0] is None else undated | beyond)
    return chosen.order_by(*ordering(newest_first=newest_first))


def ordering(*, newest_first: bool) -> tuple[ColumnElement[Any], ...]:
    """Return what photos are ordered by, those without time last either way."""
    columns = (photo.c.taken, photo.c.id)
    return (
        photo.c.taken.is_(None),
        *(column.desc() if newest_first else column.asc() for column in columns),
    )


def listed(connection: Connection, wanted: Wanted) -> PhotoList | None:
    """Return all photos that are wanted; None: they are too many to be kept."""
    chosen = all_of(wanted).order_by(*ordering(newest_first=False))
    found = _fetch(connection, chosen.limit(LONGEST + 1))
    return None if len(found) > LONGEST else PhotoList(found)


def in_order(wanted: Wanted, *, newest_first: bool) -> Iterator[Select[Any]]:
    """Yield what together, one after the other, returns all photos that are wanted in order.

    Without conditions the order is that of an index, which has the shapes of the photos, too: to
    follow it takes half as long as to sort them. With some, few photos are sorted.
    """
    order = ordering(newest_first=newest_first)
    if not wanted.is_plain:
        yield all_of(wanted).order_by(*order)
        return
    everything = select(photo.c.taken, photo.c.id)
    _, taken, id_ = order
    if wanted.dated:
        dated = everything.where(photo.c.taken.is_not(None), *wanted.span)
        yield dated.order_by(taken, id_)
    if wanted.undated:
        yield everything.where(photo.c.taken.is_(None)).order_by(id_)


def ids(connection: Connection, wanted: Wanted, most: int) -> list[PhotoId]:
    """Return the first *most* photos, the oldest first; see `PageStore.ids`."""
    chosen = all_of(wanted).order_by(*ordering(newest_first=False)).limit(most)
    return [id_ for _, id_ in _fetch(connection, chosen)]


def all_of(wanted: Wanted) -> Select[Any]:
    """Return time and id of all photos that are wanted, in no order."""
    sets = [photo.c.id.in_(chosen) for chosen in wanted.sets]
    conditions = (*sets, *wanted.others, *_times(wanted))
    return select(photo.c.taken, photo.c.id).where(*conditions)


def _times(wanted: Wanted) -> tuple[Condition, ...]:
    """Return the conditions on the time taken."""
    if wanted.dated and wanted.undated:
        return wanted.span
    return (*wanted.span, photo.c.taken.is_not(None) if wanted.dated else photo.c.taken.is_(None))


def _beyond(last: Key, *, newest_first: bool) -> Condition:
    """Return the condition to come behind *last*, among those with time or those without."""
    taken, id_ = last
    if taken is None:
        return photo.c.id < id_ if newest_first else photo.c.id > id_
    place = tuple_(photo.c.taken, photo.c.id)
    end = tuple_(literal(taken, photo.c.taken.type), literal(id_, photo.c.id.type))
    return place < end if newest_first else place > end


def _fetch(connection: Connection, chosen: Select[Any]) -> list[Key]:
    return [(taken, PhotoId(id_)) for taken, id_ in connection.execute(chosen).all()]


# ---------------------------------------------------------------- rows


def rows(connection: Connection, ids: Sequence[PhotoId]) -> list[PhotoRow]:
    """Return photos as a page shows them, in the order asked; those that are gone are left out."""
    lie = places.read_locations_of(connection, ids)
    found = {
        PhotoId(row[0]): _row(row, tuple(lie.get(PhotoId(row[0]), ())))
        for part in chunks(ids)
        for row in connection.execute(_SHOWN.where(photo.c.id.in_(part))).all()
    }
    return [found[id_] for id_ in ids if id_ in found]


def row(connection: Connection, id_: PhotoId) -> PhotoRow:
    """Return one photo; see `PageStore.photo_row`."""
    found = rows(connection, [id_])
    if not found:
        raise UnknownPhotoError(f"No photo {id_} in this library.")
    return found[0]


_SHOWN = select(
    photo.c.id,
    photo.c.width,
    photo.c.height,
    photo.c.taken,
    photo.c.taken_offset,
    photo.c.thumbhash,
    photo.c.status,
    photo.c.camera,
    photo.c.bytes,
    faces_on_photo().label("faces"),
)


def _row(row: Any, lie: tuple[tuple[int, str], ...]) -> PhotoRow:
    id_, width, height, taken, offset, thumbhash, status, camera, size, faces = row  # by position:
    return PhotoRow(  # a page asks for a thousand values, and names cost as much as the query
        photo=PhotoId(id_),
        width=width,
        height=height,
        taken=iso_time(taken, offset),
        thumbhash=thumbhash,
        faces=faces,
        status=status,
        missing=not lie,
        camera=camera,
        bytes=size,
        places=lie,
    )


# ---------------------------------------------------------------- counting


def count(connection: Connection, where: PhotoQuery) -> int:
    """Return how many photos there are; see `PageStore.count`."""
    chosen = select(func.count()).select_from(all_of(understood(connection, where)).subquery())
    return int(connection.execute(chosen).scalar_one())


def months(connection: Connection, where: PhotoQuery) -> list[tuple[str | None, int]]:
    """Return the months with photos; see `PageStore.months`."""
    # As text, cut off: ISO 8601 in both databases, and ten times as fast as asking for the parts.
    month = func.substr(cast(photo.c.taken, Text), 1, len("2024-05")).label("month")
    chosen = all_of(understood(connection, where)).with_only_columns(month, func.count())
    found = [(name, int(number)) for name, number in connection.execute(chosen.group_by(month))]
    return sorted(found, key=lambda pair: (pair[0] is None, pair[0] or ""))


# ---------------------------------------------------------------- conditions


def understood(connection: Connection, where: PhotoQuery) -> Wanted:
    """Return what *where* asks of the database.

    Raises:
        UnknownPersonError, UnknownCollectionError, UnknownSourceError: There is none such.
        UsageError: A condition makes no sense.
    """
    shown = [people.find_id(connection, key) for key in where.with_people]
    hidden = [people.find_id(connection, key) for key in where.without_people]
    sets = [select(face.c.photo).where(face.c.person == person) for person in shown]
    shows = [_shows(person) for person in shown]
    others = [~_shows(person) for person in hidden]
    if where.only:
        others.append(~shows_others(shown))
    if where.collection is not None:
        members = collection_photo.c.collection == collections.require(connection, where.collection)
        sets.append(select(collection_photo.c.photo).where(members))
        shows.append(exists().where(members, collection_photo.c.photo == photo.c.id))
    sizes = tuple(_size(connection, chosen) for chosen in sets)
    lies = _lies(connection, where)
    if lies is not None:
        sets.append(select(location.c.photo).where(lies))
        shows.append(exists().where(lies, location.c.photo == photo.c.id))
    return Wanted(
        sets=tuple(sets),
        shows=tuple(shows),
        others=(*others, *_of_faces(where)),
        span=_span(where),
        dated=not where.undated,
        undated=where.since is None and where.before is None,
        sizes=sizes,
    )


def _size(connection: Connection, chosen: Select[Any]) -> int:
    """Return how many rows there are, counting no further than to `FEW` and one."""
    counted = select(func.count()).select_from(chosen.limit(FEW + 1).subquery())
    return int(connection.execute(counted).scalar_one())


def _shows(person: PersonId) -> Condition:
    return exists().where(face.c.person == person, face.c.photo == photo.c.id)


def _span(where: PhotoQuery) -> tuple[Condition, ...]:
    for moment in (where.since, where.before):
        if moment is not None and moment.tzinfo is not None:
            raise UsageError("Photos are chosen by the camera's clock, which has no time zone.")
    since = () if where.since is None else (photo.c.taken >= where.since,)
    before = () if where.before is None else (photo.c.taken < where.before,)
    return (*since, *before)


def _of_faces(where: PhotoQuery) -> list[Condition]:
    mine = (face.c.photo == photo.c.id, countable())
    conditions: list[Condition] = []
    if where.min_quality is not None:
        if not 0 <= where.min_quality <= 1:
            raise UsageError(f"A quality is in [0, 1], not {where.min_quality}.")
        conditions.append(exists().where(*mine, face.c.quality >= where.min_quality))
    if where.without_faces:
        conditions.append(~exists().where(*mine))
    return conditions


def _lies(connection: Connection, where: PhotoQuery) -> Condition | None:
    """Return the condition that a location is one that *where* asks for, if it asks for any."""
    if where.source is None and where.path is None:
        return None
    conditions: list[Condition] = [~location.c.missing]
    if where.source is not None:
        places.require_source(connection, where.source)
        conditions.append(location.c.source == where.source)
    if where.path is not None:
        conditions.append(_holds(connection, where.path))
    return and_(*conditions)


def _holds(connection: Connection, text: str) -> Condition:
    """Return the condition that a path holds *text*.

    Databases take only the letters of English in either size. So what has others is looked for as
    it is and in small and large letters, composed and decomposed, as file systems do not agree.
    """
    if not text or len(text) > LONGEST_PATH or "\x00" in text:
        raise UsageError(f"Part of a path to look for has 1 to {LONGEST_PATH} characters, no NUL.")
    spelled = {text}
    if not text.isascii():
        spelled |= {text.lower(), text.upper(), text.title(), text.swapcase()}
        spelled = {unicodedata.normalize(form, one) for form in ("NFC", "NFD") for one in spelled}
    path = type_coerce(location.c.path, Text)
    # Both mean the same: LIKE of SQLite takes letters in either size, and ILIKE there is slow.
    alike = path.like if connection.dialect.name == "sqlite" else path.ilike
    return or_(*(alike(_pattern(one), escape=ESCAPE) for one in sorted(spelled)))


def _pattern(text: str) -> str:
    for sign in (ESCAPE, "%", "_"):
        text = text.replace(sign, ESCAPE + sign)
    return f"%{text}%"
