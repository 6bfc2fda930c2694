"""Pages of a library, whatever database lies beneath: together they are the whole list."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count, pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from likeness.catalog import cursors, photo_layout, photo_pages
from likeness.catalog.base import FaceFilter, PhotoFilter
from likeness.catalog.pages import SqlPages
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import (
    UnknownCollectionError,
    UnknownPersonError,
    UnknownPhotoError,
    UnknownSourceError,
    UsageError,
)
from likeness.types import (
    Contract,
    FailureFacts,
    Grouping,
    IngestBatch,
    Page,
    PersonId,
    PhotoId,
    PhotoLayout,
    PhotoQuery,
    PhotoRow,
)
from tests.catalog.makers import CONTRACT, batch, face, face_id, location, photo, photo_id
from tests.stores.databases import DATABASES, database_url

Item = TypeVar("Item")

PEOPLE = [PersonId(f"p{number:016x}") for number in range(3)]
MONTH = timedelta(days=31)
FIRST = datetime.fromisoformat("2019-11-30T23:59:59.999999")
FOLDERS = ("Trip", "50%_off", "Ärger", "back\\slash", "b\udcffd", "x")


def everything(ask: Callable[[str | None], Page[Item]]) -> list[Item]:
    """Return the items of all pages, one after the other."""
    page = ask(None)
    found = list(page.items)
    while page.after is not None:
        page = ask(page.after)
        assert page.items
        found += page.items
    return found


@contextmanager
def opened(kind: str) -> Iterator[SqlCatalog]:
    with database_url(kind) as url, TemporaryDirectory() as folder:
        catalog = open_catalog(url, folder=Path(folder) / "library", wait_seconds=1)
        try:
            yield catalog
        finally:
            catalog.close()


@pytest.fixture(params=DATABASES)
def catalog(request: pytest.FixtureRequest) -> Iterator[SqlCatalog]:
    with opened(request.param) as catalog:
        yield catalog


# ---------------------------------------------------------------- any library


@dataclass(frozen=True)
class DrawnFace:
    """A face as drawn."""

    person: int | None
    quality: float | None
    status: str


@dataclass(frozen=True)
class Drawn:
    """A photo as drawn."""

    number: int
    taken: datetime | None
    faces: tuple[DrawnFace, ...]
    paths: tuple[tuple[int, str, bool], ...]  # source 0 or 1, path, missing
    collected: bool

    @property
    def id(self) -> PhotoId:
        return photo_id(self.number)

    @property
    def counting(self) -> list[DrawnFace]:
        return [face for face in self.faces if face.status == "ok"]

    def fulfils(self, where: PhotoQuery) -> bool:
        """Whether the photo is one of those asked for; people are numbers of `PEOPLE`."""
        shown = {PEOPLE[face.person] for face in self.faces if face.person is not None}
        counting = {None if f.person is None else PEOPLE[f.person] for f in self.counting}
        here = [(s, p) for s, p, gone in self.paths if not gone]
        return (
            shown >= set(where.with_people)
            and shown.isdisjoint(where.without_people)
            and not (where.only and counting - set(where.with_people))
            and (where.collection is None or self.collected)
            and (where.since is None or (self.taken is not None and self.taken >= where.since))
            and (where.before is None or (self.taken is not None and self.taken < where.before))
            and (
                where.min_quality is None
                or any(_is_good(face, where.min_quality) for face in self.counting)
            )
            and (where.path is None or any(_alike(where.path, p) for s, p in here if _in(where, s)))
            and (where.source is None or any(_in(where, s) for s, _ in here))
            and not (where.without_faces and self.counting)
            and not (where.undated and self.taken is not None)
        )


def _is_good(face: DrawnFace, quality: float) -> bool:
    return face.quality is not None and face.quality >= quality


def _in(where: PhotoQuery, source: int) -> bool:
    return where.source is None or where.source == source + 1


def _alike(text: str, path: str) -> bool:
    return text.casefold() in path.casefold()


def drawn_album(seed: int) -> list[Drawn]:
    """Return photos that have everything in common now and then."""
    rng = Random(seed)
    album = []
    for number in range(30):
        people = [rng.choice([None, 0, 1, 1, 2]) for _ in range(rng.choice([0, 1, 1, 2, 3]))]
        faces = tuple(
            DrawnFace(
                person,
                rng.choice([None, 0.0, 0.25, 0.5, 1.0]),
                rng.choice(["ok", "ok", "low_confidence"]),
            )
            for person in people
        )
        places = {
            (rng.choice([0, 1]), f"{rng.choice(FOLDERS)}/{number}.jpg"): rng.random() < 0.25
            for _ in range(rng.choice([0, 1, 1, 2]))
        }
        taken = rng.choice([None, *(FIRST + month * MONTH for month in range(4))])
        paths = tuple((source, path, gone) for (source, path), gone in places.items())
        album.append(Drawn(number, taken, faces, paths, rng.random() < 0.4))
    return album


def queries() -> st.SearchStrategy[PhotoQuery]:
    people = st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True).map(tuple)
    moments = st.none() | st.integers(0, 4).map(lambda month: FIRST + month * MONTH)
    rarely = st.sampled_from([False, False, False, True])
    return st.builds(
        PhotoQuery,
        with_people=people,
        without_people=people,
        only=rarely,
        collection=st.sampled_from([None, None, "some"]),
        since=moments,
        before=moments,
        min_quality=st.sampled_from([None, None, 0.0, 0.5, 1.0]),
        path=st.sampled_from([None, None, "tRIP", "%", "_", "ÄRG", "är", "\\", "/1.", "x/"]),
        source=st.sampled_from([None, None, 1, 2]),
        without_faces=rarely,
        undated=rarely,
    )


def fill(catalog: SqlCatalog, album: list[Drawn]) -> None:
    """Write the photos, two sources, a collection and all people."""
    sources = [catalog.add_source("folder", f"/photos{number}").id for number in range(2)]
    assert sources == [1, 2]
    for number, source in enumerate(sources):
        catalog.write(
            IngestBatch(
                source=source,
                photos=tuple(
                    photo(each.number, taken=each.taken, width=60 + 37 * each.number)
                    for each in album
                ),
                faces=tuple(
                    face(each.number, k, status=one.status, quality=one.quality)
                    for each in album
                    for k, one in enumerate(each.faces)
                ),
                locations=tuple(
                    location(path, each.number, missing=gone)
                    for each in album
                    for at, path, gone in each.paths
                    if at == number
                ),
            )
        )
    everybody = photo(99, taken=None)
    catalog.write(
        IngestBatch(
            source=1, photos=(everybody,), faces=tuple(face(99, k) for k in range(len(PEOPLE)))
        )
    )
    theirs = {
        face_id(each.number, k): PEOPLE[one.person]
        for each in album
        for k, one in enumerate(each.faces)
        if one.person is not None
    }
    theirs |= {face_id(99, k): person for k, person in enumerate(PEOPLE)}
    catalog.write_grouping(Grouping(assignments=theirs, founded=tuple(PEOPLE)))
    catalog.create_collection("some")
    catalog.add_to_collection("some", [each.id for each in album if each.collected])


EVERYBODY = Drawn(99, None, tuple(DrawnFace(n, 0.5, "ok") for n in range(3)), (), False)


Library = tuple[SqlCatalog, list[Drawn]]


@pytest.fixture(scope="module", params=enumerate(DATABASES))
def drawn(request: pytest.FixtureRequest) -> Iterator[Library]:
    """A library that nobody changes, and what is in it."""
    seed, kind = request.param
    album = drawn_album(seed)
    with opened(kind) as catalog:
        fill(catalog, album)
        yield catalog, [*album, EVERYBODY]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    where=queries(),
    limit=st.sampled_from([1, 3, 7, 100]),
    few=st.sampled_from([0, 2, 2000]),
    window=st.sampled_from([1, 5, 3000]),
    longest=st.sampled_from([0, 250_000]),
    chunk=st.sampled_from([2, 7, 100]),
    stream=st.sampled_from([1, 5, 2000]),
)
def test_pages_together_are_the_photos_asked_for(
    drawn: Library,
    where: PhotoQuery,
    limit: int,
    few: int,
    window: int,
    longest: int,
    chunk: int,
    stream: int,
) -> None:
    catalog, album = drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(photo_layout, "CHUNK", chunk)
        patch.setattr(photo_layout, "STREAM", stream)
        patch.setattr(photo_pages, "FEW", few)
        patch.setattr(photo_pages, "WINDOW", window)
        patch.setattr(photo_pages, "LONGEST", longest)
        patch.setattr(catalog, "_pages", SqlPages(catalog.database))
        check(catalog, album, where, limit)


def check(catalog: SqlCatalog, album: list[Drawn], where: PhotoQuery, limit: int) -> None:
    """Hold the pages of a query against what was drawn, and against `Catalog.photos`."""
    found = [each for each in album if each.fulfils(where)]
    dated = sorted((e.taken, e.id) for e in found if e.taken is not None)
    undated = sorted(e.id for e in found if e.taken is None)
    pages = catalog.pages

    rows = everything(lambda after: pages.photos(where, after=after, limit=limit))
    assert [row.photo for row in rows] == [*(id_ for _, id_ in dated), *undated]
    newest = everything(
        lambda after: pages.photos(where, after=after, limit=limit, newest_first=True)
    )
    assert [row.photo for row in newest] == [*(id_ for _, id_ in dated[::-1]), *undated[::-1]]
    assert pages.count(where) == len(found)
    assert pages.ids(where, most=1000) == [row.photo for row in rows]
    check_layout(pages.layout(where), rows, partial(pages.photos, where))
    backwards = partial(pages.photos, where, newest_first=True)
    check_layout(pages.layout(where, newest_first=True), newest, backwards)
    months: dict[str | None, int] = {}
    for month in [*(f"{taken:%Y-%m}" for taken, _ in dated), *([None] * len(undated))]:
        months[month] = months.get(month, 0) + 1
    assert pages.months(where) == list(months.items())
    overlap = PhotoFilter(
        with_people=tuple(map(PersonId, where.with_people)),
        without_people=tuple(map(PersonId, where.without_people)),
        only=where.only,
        collection=where.collection,
    )
    known = {each.sha256: each for each in catalog.photos(overlap)}
    for row in rows:
        same = known[row.photo]
        assert (row.width, row.height, row.taken) == (same.width, same.height, same.taken)
        assert (row.faces, row.status, row.missing) == (same.faces, same.status, same.missing)
        assert (row.camera, row.bytes) == (same.camera, same.bytes)
        assert [f"/photos{s - 1}/{path}" for s, path in row.places] == list(same.paths)


def check_layout(
    layout: PhotoLayout, rows: list[PhotoRow], ask: Callable[..., Page[PhotoRow]]
) -> None:
    """Hold a layout against the rows that it stands for: chunk by chunk they are all of them."""
    assert layout.photos == len(rows)
    months = [row.taken and row.taken[:7] for row in rows]
    begin = 0
    for chunk in layout.chunks:
        end = begin + len(chunk.ratios)
        assert begin < end <= begin + photo_layout.CHUNK
        assert set(months[begin:end]) == {chunk.month}
        assert ask(after=chunk.after, limit=end - begin).items == tuple(rows[begin:end])
        for code, row in zip(chunk.ratios, rows[begin:end], strict=True):
            assert 2 ** ((code - 128) / 40) == pytest.approx(row.width / row.height, rel=0.01)
        begin = end
    assert begin == len(rows)
    # None is smaller than it could be: it is full, or the month ends.
    for chunk, after in pairwise(layout.chunks):
        assert len(chunk.ratios) == photo_layout.CHUNK or chunk.month != after.month


# ---------------------------------------------------------------- photos


@pytest.fixture
def many(catalog: SqlCatalog) -> SqlCatalog:
    """Thirty photos with a face each, three in a second, every fifth without time."""
    source = catalog.add_source("folder", "/photos").id
    facts = batch(source, range(30))
    photos = tuple(
        replace(facts.photos[n], taken=None if n % 5 == 0 else FIRST + timedelta(seconds=n // 3))
        for n in range(30)
    )
    catalog.write(replace(facts, photos=photos))
    return catalog


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("where", [PhotoQuery(), PhotoQuery(min_quality=0.1)])
def test_what_is_there_all_the_time_comes_once_while_photos_come_and_go(
    many: SqlCatalog, where: PhotoQuery, newest_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_pages, "WINDOW", 5)
    there = {row.sha256 for row in many.photos()}
    new = count(100)
    seen: list[PhotoId] = []
    after = None
    for turn in range(100):
        page = many.pages.photos(where, after=after, limit=4, newest_first=newest_first)
        seen += [row.photo for row in page.items]
        after = page.after
        if after is None:
            break
        facts = batch(1, [next(new) for _ in range(3)])
        taken = (FIRST - MONTH, FIRST + timedelta(seconds=4), None)
        photos = tuple(
            replace(each, taken=when) for each, when in zip(facts.photos, taken, strict=True)
        )
        if turn < 6:
            many.write(replace(facts, photos=photos))
            gone = page.items[-1].photo  # the very one that the cursor names
            many.forget_photos([gone], who="me")

    assert len(seen) == len(set(seen))
    assert there <= set(seen)


def test_one_photo_is_found_as_a_page_shows_it(many: SqlCatalog) -> None:
    row = many.pages.photos(limit=1).items[0]

    assert many.pages.photo_row(row.photo) == row
    assert many.pages.photo_row(row.photo[:12]) == row
    with pytest.raises(UnknownPhotoError):
        many.pages.photo_row("0" * 64)


def test_a_person_may_be_said_by_name(many: SqlCatalog) -> None:
    _, person = many.assign([face_id(3)], to=None, name="Anna", who="me")

    by_name = many.pages.photos(PhotoQuery(with_people=("Anna",)))

    assert [row.photo for row in by_name.items] == [photo_id(3)]
    assert by_name == many.pages.photos(PhotoQuery(with_people=(person,)))


def test_a_layout_follows_the_photos_and_who_is_asked_for(many: SqlCatalog) -> None:
    pages = many.pages
    assert pages.layout().photos == 30
    _, person = many.assign([face_id(3), face_id(4)], to=None, name="Anna", who="me")
    hers = PhotoQuery(with_people=("Anna",))
    assert pages.layout(hers).photos == 2
    many.reject(face_id(3), who="me")
    assert pages.layout(hers).photos == 1
    many.write(IngestBatch(source=1, photos=(photo(80, width=300, height=100),)))
    assert pages.layout().photos == 31
    assert pages.layout(PhotoQuery(undated=True)).chunks[-1].month is None
    many.forget_person(person, who="me")
    with pytest.raises(UnknownPersonError):
        pages.layout(hers)


def test_naming_somebody_leaves_the_layout_of_all_photos_as_it_is(many: SqlCatalog) -> None:
    before = many.pages.layout()
    many.assign([face_id(3)], to=None, name="Anna", who="me")

    assert many.pages.layout() is before


def test_no_more_ids_than_wanted(many: SqlCatalog) -> None:
    pages = many.pages

    assert pages.ids(PhotoQuery(), most=3) == [row.photo for row in pages.photos(limit=3).items]


def test_who_and_what_is_unknown_is_said(catalog: SqlCatalog) -> None:
    for where, error in (
        (PhotoQuery(with_people=("Nobody",)), UnknownPersonError),
        (PhotoQuery(without_people=("p0123456789abcdef",)), UnknownPersonError),
        (PhotoQuery(collection="none"), UnknownCollectionError),
        (PhotoQuery(source=7), UnknownSourceError),
    ):
        pages = catalog.pages
        for ask in (
            pages.photos,
            pages.count,
            pages.months,
            pages.layout,
            partial(pages.ids, most=9),
        ):
            with pytest.raises(error):
                ask(where)


@pytest.mark.parametrize(
    "where",
    [
        PhotoQuery(path=""),
        PhotoQuery(path="a\x00b"),
        PhotoQuery(path="x" * 1025),
        PhotoQuery(path="\ud800"),
        PhotoQuery(min_quality=1.5),
        PhotoQuery(min_quality=float("nan")),
        PhotoQuery(since=datetime.fromisoformat("2020-01-01T00:00:00+02:00")),
    ],
)
def test_conditions_that_make_no_sense_are_refused(catalog: SqlCatalog, where: PhotoQuery) -> None:
    with pytest.raises(UsageError):
        catalog.pages.photos(where)


@pytest.mark.parametrize("limit", [0, -1, 1001, 10**20])
def test_a_page_has_a_sensible_number_of_items(catalog: SqlCatalog, limit: int) -> None:
    pages = catalog.pages
    for ask in (pages.photos, pages.people, pages.edits, pages.failures):
        with pytest.raises(UsageError, match="1 to 1000"):
            ask(limit=limit)
    with pytest.raises(UsageError, match="1 to 1000"):
        pages.faces(unassigned=True, limit=limit)


# ---------------------------------------------------------------- cursors


def forged(many: SqlCatalog) -> list[str]:
    """Cursors that no page ever gave."""
    good = many.pages.photos(limit=1).after
    assert good is not None
    id_ = photo_id(1)
    return [
        "",
        "x",
        "é",
        good + "=",
        good[:-1],
        good.swapcase(),
        good * 100,
        cursors.make("people", 3, "p1"),
        cursors.make("newest photos", None, id_),
        cursors.make("photos", "2020-01-01T00:00:00", "no id"),
        cursors.make("photos", "2020-01-01T00:00:00", id_ + "00"),
        cursors.make("photos", "2020-01-01T00:00:00+02:00", id_),
        cursors.make("photos", "2020-01-01", id_),
        cursors.make("photos", "tomorrow", id_),
        cursors.make("photos", 5, id_),
        cursors.make("photos", None, id_, 1),
        cursors.make("photos"),
    ]


def test_cursors_that_no_page_gave_are_refused(many: SqlCatalog) -> None:
    for cursor in forged(many):
        with pytest.raises(UsageError, match="does not continue"):
            many.pages.photos(after=cursor)


def test_cursors_of_other_lists_are_refused(many: SqlCatalog) -> None:
    foreign = many.pages.photos(limit=1).after
    for ask in (
        many.pages.people,
        many.pages.edits,
        many.pages.failures,
        lambda after: many.pages.faces(unassigned=True, after=after),
        lambda after: many.pages.faces(photo=photo_id(1), after=after),
        lambda after: many.pages.photos(newest_first=True, after=after),
    ):
        with pytest.raises(UsageError, match="does not continue"):
            ask(after=foreign)


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda data: data.hex()))
@settings(deadline=None)
def test_no_text_makes_a_cursor_fail_otherwise(text: str) -> None:
    with pytest.raises(UsageError):
        cursors.parse("photos", text, (str, type(None)), (str,))


@given(st.lists(st.text() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False)))
@settings(deadline=None)
def test_a_cursor_says_what_it_was_made_of(values: list[str | int | float]) -> None:
    values = [v for v in values if v not in (float("inf"), float("-inf"), -(2**63))]
    values = [v for v in values if not isinstance(v, str) or "\x00" not in v]
    made = cursors.make("kind", *values)
    if len(made) <= cursors.LONGEST:
        assert list(cursors.parse("kind", made, *((type(v),) for v in values))) == values


# ---------------------------------------------------------------- faces


def test_faces_come_the_best_first_and_each_once(catalog: SqlCatalog) -> None:
    source = catalog.add_source("folder", "/photos").id
    qualities = [0.5, None, 0.9, 0.5, 0.1, None, 0.9]
    facts = batch(source, range(14))
    faces = tuple(replace(one, quality=qualities[n % 7]) for n, one in enumerate(facts.faces))
    catalog.write(replace(facts, faces=faces))
    _, person = catalog.assign([face_id(n) for n in range(7)], to=None, name="Anna", who="me")
    pages = catalog.pages

    hers = everything(lambda after: pages.faces(person=person, after=after, limit=2))
    others = everything(lambda after: pages.faces(unassigned=True, after=after, limit=3))

    for found, numbers in ((hers, range(7)), (others, range(7, 14))):
        assert {row.face for row in found} == {face_id(n) for n in numbers}
        assert [row.quality for row in found] == [0.9, 0.9, 0.5, 0.5, 0.1, None, None]
        assert len(found) == 7
    assert hers == everything(lambda after: pages.faces(person="Anna", after=after))
    known = {row.face: row for row in catalog.faces(FaceFilter(person=person))}
    assert all(known[row.face] == row for row in hers)


def test_faces_that_do_not_count_come_only_if_asked_for(catalog: SqlCatalog) -> None:
    source = catalog.add_source("folder", "/photos").id
    facts = batch(source, [1], faces=3)
    weak = replace(facts.faces[1], status="low_confidence")
    catalog.write(replace(facts, faces=(facts.faces[0], weak, facts.faces[2])))
    catalog.mark(face_id(1, 2), "ignored", who="me")
    pages = catalog.pages

    on_photo = pages.faces(photo=photo_id(1)).items
    assert [row.face for row in on_photo] == [face_id(1, 0)]
    every = everything(
        lambda after: pages.faces(photo=photo_id(1), everything=True, after=after, limit=1)
    )
    assert [row.face for row in every] == [face_id(1, k) for k in range(3)]
    assert len(pages.faces(unassigned=True).items) == 1
    assert len(pages.faces(unassigned=True, everything=True).items) == 3


def test_the_newest_faces_are_those_found_last(catalog: SqlCatalog) -> None:
    source = catalog.add_source("folder", "/photos").id
    for numbers in ([5, 6], [1, 2], [3]):  # one batch after the other
        catalog.write(batch(source, numbers))
    pages = catalog.pages

    def newest(limit: int) -> list[str]:
        return [row.face for row in pages.newest_faces(CONTRACT, limit=limit)]

    last = [face_id(3), *sorted([face_id(1), face_id(2)]), *sorted([face_id(5), face_id(6)])]
    assert newest(60) == last
    assert newest(1) == [face_id(3)]
    assert newest(2)[0] == face_id(3)
    assert newest(2)[1] in last[1:3]
    catalog.assign([face_id(5)], to=None, name="Anna", who="me")  # whose a face is is no news
    catalog.mark(face_id(3), "ignored", who="me")
    assert newest(60) == last[1:]
    assert pages.newest_faces(Contract("another"), limit=60) == []


def test_it_has_to_be_said_whose_faces(many: SqlCatalog) -> None:
    with pytest.raises(UsageError, match="whose"):
        many.pages.faces()
    with pytest.raises(UsageError, match="whose"):
        many.pages.faces(photo=photo_id(1), unassigned=True)
    with pytest.raises(UnknownPhotoError):
        many.pages.faces(photo="0" * 64)
    with pytest.raises(UnknownPersonError):
        many.pages.faces(person="Nobody")


# ---------------------------------------------------------------- people, edits, failures


@pytest.fixture
def crowd(many: SqlCatalog) -> SqlCatalog:
    """Ten people with one to three photos; the first is called Ärna, the second is hidden."""
    start = 0
    for number in range(10):
        size = 1 + number % 3
        faces = [face_id(n) for n in range(start, start + size)]
        name = "Ärna 50%" if number == 0 else None
        _, person = many.assign(faces, to=None, name=name, who="me")
        start += size
        if number == 1:
            many.hide(person, True, who="me")
    return many


@pytest.mark.parametrize("hidden", [False, True])
def test_people_come_as_in_the_whole_list(crowd: SqlCatalog, hidden: bool) -> None:
    found = everything(lambda after: crowd.pages.people(after=after, limit=2, hidden=hidden))

    assert found == crowd.people(hidden=hidden)
    assert len(found) == 9 + hidden


def test_people_are_found_by_a_part_of_their_names(crowd: SqlCatalog) -> None:
    pages = crowd.pages

    assert [row.name for row in pages.people(name="äRN").items] == ["Ärna 50%"]
    assert [row.name for row in pages.people(name="%").items] == ["Ärna 50%"]
    assert pages.people(name="_").items == ()
    assert [row.name for row in pages.people(named=True).items] == ["Ärna 50%"]
    assert len(pages.people(named=False).items) == 8


def test_people_are_counted_again_after_every_decision(crowd: SqlCatalog) -> None:
    first = crowd.pages.people(limit=1).items[0]
    crowd.name(first.person, "Bea", who="me")
    assert crowd.pages.people(limit=1).items[0].name == "Bea"
    crowd.merge(first.person, [row.person for row in crowd.people()[1:3]], who="me")
    assert crowd.pages.people().items == tuple(crowd.people())
    crowd.undo(who="me")
    assert crowd.pages.people().items == tuple(crowd.people())
    crowd.forget_person(first.person, who="me")
    assert crowd.pages.people().items == tuple(crowd.people())


# ---------------------------------------------------------------- beside a person


@pytest.fixture
def family(catalog: SqlCatalog) -> tuple[SqlCatalog, dict[str, PersonId]]:
    """Four on 4, 3, 2 and 1 photos, all with Anna; Dora is hidden, and Emil on photos of his own.

    Looks: a circle of two dimensions, in which Bea is next to Anna, and Emil opposite.
    """
    source = catalog.add_source("folder", "/photos").id
    looks = {"Anna": 0.0, "Bea": 0.3, "Carla": 1.0, "Dora": 0.1, "Emil": math.pi}
    on = {"Anna": [0, 1, 2, 3], "Bea": [0, 1, 2], "Carla": [1, 2], "Dora": [0, 1, 2, 3]}
    on["Emil"] = [4, 5]
    facts = batch(source, range(6))
    faces = tuple(
        face(number, k, embedding=looking(angle + 0.01 * number))
        for k, (name, angle) in enumerate(looks.items())
        for number in on[name]
    )
    taken = [FIRST, None, FIRST + MONTH, FIRST + 3 * MONTH, None, None]
    photos = tuple(
        replace(each, taken=when) for each, when in zip(facts.photos, taken, strict=True)
    )
    catalog.write(replace(facts, photos=photos, faces=faces))
    people = {}
    for k, name in enumerate(looks):
        ids = [face_id(number, k) for number in on[name]]
        _, people[name] = catalog.assign(ids, to=None, name=name, who="me")
    catalog.hide(people["Dora"], True, who="me")
    return catalog, people


def looking(angle: float) -> NDArray[np.float32]:
    """Return an embedding in a plane."""
    vector = np.zeros(128, np.float32)
    vector[:2] = math.cos(angle), math.sin(angle)
    return vector


Family = tuple[SqlCatalog, dict[str, PersonId]]


def test_who_is_on_most_photos_together_comes_first(family: Family) -> None:
    catalog, people = family
    found = catalog.pages.together("Anna")

    assert [(one.name, one.photos) for one in found] == [("Bea", 3), ("Carla", 2)]
    assert [one.person for one in found] == [people["Bea"], people["Carla"]]
    assert catalog.pages.together("Anna", limit=1) == found[:1]
    assert catalog.pages.together("Emil") == []
    assert [one.photos for one in catalog.pages.together("Dora")] == [4, 3, 2]


def test_of_as_many_photos_the_smaller_id_comes_first(family: Family) -> None:
    catalog, people = family
    catalog.reject(face_id(0, 1), who="me")  # Bea has two left, too

    found = [one.person for one in catalog.pages.together("Anna")]
    assert found == sorted([people["Bea"], people["Carla"]])


def test_somebody_twice_on_a_photo_is_on_one_photo(family: Family) -> None:
    catalog, people = family
    catalog.merge(people["Bea"], [people["Carla"]], who="me")  # both are on photos 1 and 2

    assert catalog.pages.together("Anna")[0].photos == 3


def test_who_looks_most_alike_comes_first(family: Family) -> None:
    catalog, _ = family
    found = catalog.pages.similar("Anna", CONTRACT)

    assert [one.name for one in found] == ["Bea", "Carla", "Emil"]
    angles = [0.3 - 0.005, 1.0, math.pi + 0.03]  # of their means, from hers
    for one, angle in zip(found, angles, strict=True):
        assert one.similarity == pytest.approx(math.cos(angle), abs=1e-4)
    assert catalog.pages.similar("Anna", CONTRACT, limit=1) == found[:1]


def test_looks_follow_every_decision(family: Family) -> None:
    catalog, people = family
    pages = catalog.pages

    def names() -> list[str | None]:
        return [one.name for one in pages.similar("Anna", CONTRACT)]

    assert names() == ["Bea", "Carla", "Emil"]
    catalog.hide(people["Dora"], False, who="me")
    assert names() == ["Dora", "Bea", "Carla", "Emil"]
    catalog.name(people["Bea"], "Beatrix", who="me")
    catalog.feature(people["Emil"], face_id(4, 4), who="me")
    assert names() == ["Dora", "Beatrix", "Carla", "Emil"]
    assert pages.similar("Anna", CONTRACT)[-1].feature == face_id(4, 4)
    catalog.forget_person(people["Dora"], who="me")
    assert names() == ["Beatrix", "Carla", "Emil"]
    catalog.merge(people["Carla"], [people["Bea"]], who="me")
    assert names() == ["Carla", "Emil"]


def test_nobody_looks_like_who_has_no_face_that_counts(family: Family) -> None:
    catalog, _ = family

    assert catalog.pages.similar("Anna", Contract("another")) == []


def test_a_person_is_known_from_the_first_photo_to_the_last(family: Family) -> None:
    pages = family[0].pages

    assert pages.span("Anna") == (FIRST.date(), (FIRST + 3 * MONTH).date())
    assert pages.span("Carla") == ((FIRST + MONTH).date(), (FIRST + MONTH).date())
    assert pages.span("Emil") == (None, None)


def test_the_log_of_a_person_is_what_names_them(family: Family) -> None:
    catalog, people = family
    anna = people["Anna"]
    catalog.name(anna, "Anne", who="me")
    catalog.merge(people["Emil"], [people["Carla"]], who="me")
    pages = catalog.pages
    hers = everything(lambda after: pages.edits(person=anna, after=after, limit=1))

    assert [edit.kind for edit in hers] == ["name", "assign"]
    assert hers == [edit for edit in catalog.history() if anna in edit.what]
    assert pages.edits(person=people["Emil"]).items[0].kind == "merge"


def test_nothing_is_known_of_nobody(catalog: SqlCatalog) -> None:
    pages = catalog.pages
    for ask in (
        pages.span,
        pages.together,
        partial(pages.similar, contract=CONTRACT),
        lambda person: pages.edits(person=person),
    ):
        with pytest.raises(UnknownPersonError):
            ask("Nobody")


def test_edits_and_failures_come_as_in_the_whole_list(crowd: SqlCatalog) -> None:
    failed = tuple(
        FailureFacts(path=f"b\udcff {n}.jpg", size=1, mtime_ns=1, reason="damaged", detail="")
        for n in range(7)
    )
    crowd.write(IngestBatch(source=1, failures=failed))
    pages = crowd.pages

    assert everything(lambda after: pages.edits(after=after, limit=3)) == crowd.history()
    found = everything(lambda after: pages.failures(after=after, limit=3))
    assert [f"/photos/{row.path}" for row in found] == [row.photo for row in crowd.failures()]
    assert len(found) == 7


# ---------------------------------------------------------------- what changed


def test_the_pulse_tells_what_changed(many: SqlCatalog) -> None:
    def changed(act: Callable[[], object]) -> set[str]:
        before = many.pages.pulse()
        act()
        now = many.pages.pulse()
        return {
            name
            for name in ("edits", "tags", "photos", "jobs")
            if getattr(before, name) != getattr(now, name)
        }

    assert changed(list) == set()
    assert changed(lambda: many.write(IngestBatch(source=1, photos=(photo(70),)))) == {"photos"}
    assert changed(lambda: many.write(batch(1, [71]))) == {"photos", "tags"}
    assert changed(lambda: many.mark_missing(1, ["1.jpg"])) == {"photos"}
    assert changed(lambda: many.create_collection("new")) == {"photos"}
    assert changed(lambda: many.assign([face_id(2)], to=None, name="A", who="me")) == {
        "edits",
        "tags",
    }
    assert changed(lambda: many.name(many.person("A").person, "B", who="me")) == {"edits"}
    assert "photos" in changed(lambda: many.forget_photos([photo_id(3)], who="me"))
    assert "photos" in changed(lambda: many.remove_source(1))


def test_the_overview_follows_every_change(many: SqlCatalog) -> None:
    before = many.pages.overview()
    assert (before.photos, before.faces, before.people, before.unassigned) == (30, 30, 0, 30)

    _, person = many.assign([face_id(1), face_id(2)], to=None, name="A", who="me")
    many.assign([face_id(3)], to=None, name=None, who="me")
    many.hide(person, True, who="me")
    many.create_collection("one")
    bad = FailureFacts(path="x", size=1, mtime_ns=1, reason="damaged", detail="")
    many.write(IngestBatch(source=1, photos=(photo(80),), failures=(bad,)))

    now = many.pages.overview()
    assert (now.photos, now.people, now.named, now.hidden) == (31, 2, 1, 1)
    assert (now.unassigned, now.failures, now.collections) == (27, 1, 1)
