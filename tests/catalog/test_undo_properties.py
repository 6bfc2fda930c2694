"""Random histories against the model: whatever is taken back, the rest stands as if alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event

from likeness.catalog import schema
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import LikenessError
from likeness.types import EditId, FaceId, Grouping, PersonId
from tests.catalog import makers, model
from tests.catalog.model import Effect, State
from tests.stores.databases import DATABASES, database_url

FACES = 9
NAMES = ("Anna", "Bea", "Caro")

KINDS = [
    *("assign", "new", "confirm", "reject", "mark", "name", "hide", "feature", "merge", "split"),
    *("apart", "born", "opt_out"),
    *("undo", "undo", "undo", "run"),
]
NUMBERS = st.integers(0, 40)
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), NUMBERS, NUMBERS, NUMBERS), max_size=16)


@pytest.fixture(scope="module", params=DATABASES)
def catalog_of_nine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqlCatalog]:
    """A library that `filled_again` fills."""
    with database_url(request.param) as url:
        folder = tmp_path_factory.mktemp("nine") / "library"
        made = open_catalog(url, folder=folder, wait_seconds=1)
        if request.param == "sqlite":
            event.listen(made._db.engine, "connect", without_syncing)
            made._db.engine.dispose()
        yield made
        made.close()


def without_syncing(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")  # nothing has to survive a power cut here


def emptied(catalog: SqlCatalog) -> SqlCatalog:
    """Leave nothing."""
    with catalog._db.writing() as connection:
        for table in reversed(schema.metadata.sorted_tables):
            if table is not schema.library:
                connection.execute(delete(table))
    return catalog


def filled_again(catalog: SqlCatalog) -> SqlCatalog:
    """Leave nine faces of which a run made three people, one face left over."""
    emptied(catalog)
    source = catalog.add_source("folder", "/photos").id
    catalog.write(makers.batch(source, range(FACES)))
    faces = sorted(makers.face_id(n) for n in range(FACES))
    people = [PersonId("p" + faces[start][1:]) for start in (0, 3, 6)]
    assignments = {face: people[n // 3] for n, face in enumerate(faces[:-1])}
    catalog.write_grouping(Grouping(assignments=assignments, founded=tuple(people)))
    return catalog


class History:
    """Does random steps to a catalog and to the model, and compares."""

    def __init__(self, catalog: SqlCatalog) -> None:
        self.catalog = catalog
        self.first = model.state_of(catalog)
        self.effects: dict[EditId, Effect] = {}
        self.standing: dict[EditId, bool] = {}
        self.undos: dict[EditId, EditId] = {}

    def expected(self) -> State:
        standing = [effect for id_, effect in self.effects.items() if self.standing[id_]]
        return model.replayed(self.first, standing)

    def step(self, kind: str, *numbers: int) -> None:
        state = model.state_of(self.catalog)
        try:
            done = getattr(self, kind)(state, *numbers)
        except LikenessError:
            assert model.state_of(self.catalog) == state
            return
        if done is not None:
            edit, effect = done
            self.effects[edit], self.standing[edit] = effect, True

    # -- what the numbers choose

    def face(self, state: State, number: int) -> FaceId:
        return FaceId(sorted(state.faces)[number % len(state.faces)])

    def some_faces(self, state: State, a: int, b: int) -> list[FaceId]:
        return sorted({self.face(state, a), self.face(state, a + b % 3)})

    def person(self, state: State, number: int) -> PersonId:
        people = sorted(state.people) or ["p0"]
        return PersonId(people[number % len(people)])

    # -- the steps

    def assign(self, state: State, a: int, b: int, c: int) -> Any:
        faces, to = self.some_faces(state, a, b), self.person(state, c)
        edit, _ = self.catalog.assign(faces, to=to, name=None, who="me")
        return edit, model.assigned(state, faces, to)

    def new(self, state: State, a: int, b: int, c: int) -> Any:
        faces, name = self.some_faces(state, a, b), (*NAMES, None)[c % 4]
        edit, made = self.catalog.assign(faces, to=None, name=name, who="me")
        return edit, model.assigned(state, faces, made, name)

    def confirm(self, state: State, a: int, *_: int) -> Any:
        face = self.face(state, a)
        return self.catalog.confirm(face, who="me"), model.confirmed(state, face)

    def reject(self, state: State, a: int, *_: int) -> Any:
        face = self.face(state, a)
        return self.catalog.reject(face, who="me"), model.rejected(state, face)

    def mark(self, state: State, a: int, b: int, _c: int) -> Any:
        face, mark = self.face(state, a), ("ignored", "not_a_face")[b % 2]
        return self.catalog.mark(face, mark, who="me"), model.marked(state, face, mark)

    def name(self, state: State, a: int, b: int, _c: int) -> Any:
        person, name = self.person(state, a), (*NAMES, None)[b % 4]
        return self.catalog.name(person, name, who="me"), model.told(person, name=name)

    def hide(self, state: State, a: int, b: int, _c: int) -> Any:
        person, hidden = self.person(state, a), bool(b % 2)
        return self.catalog.hide(person, hidden, who="me"), model.told(person, hidden=hidden)

    def feature(self, state: State, a: int, *_: int) -> Any:
        face = self.face(state, a)
        person = state.faces[face][0]
        if person is None:
            return None
        return self.catalog.feature(person, face, who="me"), model.featured(person, face)

    def merge(self, state: State, a: int, b: int, c: int) -> Any:
        into = self.person(state, a)
        others = sorted({self.person(state, b), self.person(state, c)} - {into})
        edit = self.catalog.merge(into, others, who="me")
        return edit, model.merged(state, into, others)

    def split(self, state: State, a: int, b: int, _c: int) -> Any:
        faces = self.some_faces(state, a, b)
        person = state.faces[faces[0]][0]
        if person is None:
            return None
        edit, made = self.catalog.split(person, faces, who="me")
        return edit, model.split(person, faces, made)

    def apart(self, state: State, a: int, b: int, _c: int) -> Any:
        one, other = self.person(state, a), self.person(state, b)
        edit = self.catalog.apart(one, other, who="me")
        return edit, model.apart(state, one, other)

    def born(self, state: State, a: int, b: int, _c: int) -> Any:
        person, year = self.person(state, a), (1990, 2015, None)[b % 3]
        return self.catalog.born(person, year, who="me"), model.told(person, born=year)

    def opt_out(self, state: State, a: int, b: int, _c: int) -> Any:
        person, out = self.person(state, a), bool(b % 2)
        return self.catalog.opt_out(person, out, who="me"), model.told(person, opted_out=out)

    def undo(self, _state: State, a: int, *_: int) -> None:
        known = [*self.effects, *self.undos]
        if not known:
            return
        target = known[-1 - a % len(known)]
        entry = self.catalog.undo(target, who="me")
        self.undos[entry.edit] = target
        while target in self.undos:
            target = self.undos[target]
        self.standing[target] = not self.standing[target]

    def run(self, state: State, a: int, b: int, c: int) -> None:
        """A run that moves what it may: faces that no human put where they are."""
        free = [f for f, (_, by, mark) in state.faces.items() if by != "human" and mark is None]
        if not free:
            return
        new = PersonId("p" + sorted(free)[a % len(free)][1:])
        choice = [*sorted(state.people), new, None]
        chosen = {f: choice[(b + n * c) % len(choice)] for n, f in enumerate(sorted(free))}
        founded = (new,) if new not in state.people else ()
        self.catalog.write_grouping(Grouping(assignments=chosen, founded=founded))  # type: ignore[arg-type]


@settings(max_examples=20, deadline=None)
@given(steps=STEPS)
def test_what_is_taken_back_is_as_if_it_had_never_been_decided(
    catalog_of_nine: SqlCatalog, steps: list[tuple[str, int, int, int]]
) -> None:
    catalog = filled_again(catalog_of_nine)
    history = History(catalog)
    for step in steps:
        if step[0] == "run":
            continue
        history.step(*step)
        assert model.state_of(catalog) == history.expected()
    assert catalog.check() == []


@settings(max_examples=20, deadline=None)
@given(steps=STEPS)
def test_taking_everything_back_from_the_newest_on_restores_every_row(
    catalog_of_nine: SqlCatalog, steps: list[tuple[str, int, int, int]]
) -> None:
    catalog = filled_again(catalog_of_nine)
    before = model.rows_of(catalog)
    first = catalog.history(1)[0].edit
    history = History(catalog)
    for step in steps:
        history.step(*step)
        assert catalog.check() == []
    for entry in [entry for entry in catalog.history() if entry.edit > first]:
        if not next(e for e in catalog.history() if e.edit == entry.edit).undone:
            catalog.undo(entry.edit, who="me")
    assert model.rows_of(catalog) == before
