"""Random sequences of decisions, runs, slides and undos, and what must hold after each step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import delete, event

from likeness.catalog import schema
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import LikenessError
from likeness.grouping.clustering import group
from likeness.grouping.slider import slid
from likeness.types import EditId, FaceId, IngestBatch, PersonId
from tests.catalog import makers, model
from tests.catalog.makers import CONTRACT
from tests.catalog.model import State

PEOPLE, PHOTOS = 4, 11
SPREAD = 0.025
"""Of each number of a vector: faces of one person lie about 0.4 from each other, others 1.4."""

NAMES = ("Anna", "Bea", "Caro", None)
YEARS = (1980, 2015, None)
MARKS = ("ignored", "not_a_face")

DECISIONS = (
    *("name", "assign", "new", "confirm", "reject", "mark", "apart", "merge", "unmerge"),
    *("split", "hide", "opt_out", "feature", "born"),
)
STEPS = (*DECISIONS, "run", "again", "more", "slide", "slide", "to_and_fro", "undo", "undo")

Step = tuple[str, int, int, int]


@contextmanager
def quick_catalog(folder: Path) -> Iterator[SqlCatalog]:
    """Open a library that need not survive a power cut."""
    catalog = open_catalog("", folder=folder, wait_seconds=1)
    event.listen(catalog._db.engine, "connect", _without_syncing)
    catalog._db.engine.dispose()
    yield catalog
    catalog.close()


def _without_syncing(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def emptied(catalog: SqlCatalog) -> SqlCatalog:
    """Leave nothing."""
    with catalog._db.writing() as connection:
        for table in reversed(schema.metadata.sorted_tables):
            if table is not schema.library:
                connection.execute(delete(table))
    return catalog


def photos_of_four(first: int, count: int) -> IngestBatch:
    """Photos of four people in turn; every fifth shows the next one, too."""
    numbers = range(first, first + count)
    shown = [(n, k, (n + k) % PEOPLE) for n in numbers for k in range(2 if n % 5 == 0 else 1)]
    return IngestBatch(
        source=1,
        photos=tuple(makers.photo(n) for n in numbers),
        faces=tuple(makers.face(n, k, embedding=_vector(who, n)) for n, k, who in shown),
        locations=tuple(makers.location(f"{n}.jpg", n) for n in numbers),
    )


def _vector(who: int, seed: int) -> np.ndarray:
    vector = np.zeros(128, np.float32)
    vector[who] = 1
    vector += SPREAD * np.random.default_rng(seed).standard_normal(128).astype(np.float32)
    return vector / np.linalg.norm(vector)


@dataclass
class Tally:
    """What happened in one sequence."""

    done: int = 0
    refused: int = 0
    runs: int = 0
    slides: int = 0
    undos: int = 0


def play(catalog: SqlCatalog, steps: list[Step]) -> Tally:
    """Do *steps* to a library of four people; fail where a decision is lost or not taken back."""
    emptied(catalog).add_source("folder", "/photos")
    catalog.write(photos_of_four(0, PHOTOS))
    before = model.rows_of(catalog)
    sequence = Sequence(catalog)
    for step in ("again", 0, 0, 0), *steps:
        sequence.step(*step)
        assert catalog.check() == []
    take_everything_back(catalog)
    after = model.rows_of(catalog)
    faces = before[0].faces
    assert {face: state for face, state in after[0].faces.items() if face in faces} == faces
    assert set(after[0].faces.values()) <= {model.NOBODY}, "those that came on the way are free"
    assert (after[0].people, after[0].rejections, after[1]) == ({}, set(), {})
    return sequence.tally


def take_everything_back(catalog: SqlCatalog) -> None:
    """Undo every edit that stands, the newest first."""
    for entry in catalog.history():
        if not catalog.edit(entry.edit).undone:
            catalog.undo(entry.edit, who="me")


class Sequence:
    """Does steps whose details numbers choose, and compares what was decided before and after."""

    def __init__(self, catalog: SqlCatalog) -> None:
        self.catalog = catalog
        self.tally = Tally()
        self.photos = PHOTOS

    def step(self, kind: str, *numbers: int) -> None:
        before = model.state_of(self.catalog)
        try:
            getattr(self, kind)(before, *numbers)
        except LikenessError:
            assert model.state_of(self.catalog) == before, "what is refused changes nothing"
            self.tally.refused += 1
            return
        self.tally.done += 1
        after = model.state_of(self.catalog)
        if kind not in {*DECISIONS, "undo"}:
            assert decisions(after) == decisions(before), "no run loses a decision"
        assert not any(after.faces[face][0] == whom for face, whom in after.rejections)

    # -- what the numbers choose

    def face(self, state: State, number: int) -> FaceId:
        return FaceId(sorted(state.faces)[number % len(state.faces)])

    def some_faces(self, state: State, a: int, b: int) -> list[FaceId]:
        return sorted({self.face(state, a), self.face(state, a + b % 3)})

    def person(self, state: State, number: int) -> PersonId:
        people = sorted(state.people) or ["p0"]
        return PersonId(people[number % len(people)])

    # -- decisions

    def name(self, state: State, a: int, b: int, _c: int) -> None:
        self.catalog.name(self.person(state, a), NAMES[b % len(NAMES)], who="me")

    def assign(self, state: State, a: int, b: int, c: int) -> None:
        faces = self.some_faces(state, a, b)
        self.catalog.assign(faces, to=self.person(state, c), name=None, who="me")

    def new(self, state: State, a: int, b: int, c: int) -> None:
        faces = self.some_faces(state, a, b)
        self.catalog.assign(faces, to=None, name=NAMES[c % len(NAMES)], who="me")

    def confirm(self, state: State, a: int, *_: int) -> None:
        self.catalog.confirm(self.face(state, a), who="me")

    def reject(self, state: State, a: int, *_: int) -> None:
        self.catalog.reject(self.face(state, a), who="me")

    def mark(self, state: State, a: int, b: int, _c: int) -> None:
        self.catalog.mark(self.face(state, a), MARKS[b % 2], who="me")  # type: ignore[arg-type]

    def apart(self, state: State, a: int, b: int, _c: int) -> None:
        one, other = self.person(state, a), self.person(state, b)
        self.catalog.apart(one, other, who="me")
        rejected = model.state_of(self.catalog).rejections
        assert any(
            {(face, whom) for face in state.of(one_of)} <= rejected
            for one_of, whom in ((one, other), (other, one))
        )

    def merge(self, state: State, a: int, b: int, c: int) -> None:
        into = self.person(state, a)
        others = sorted({self.person(state, b), self.person(state, c)} - {into})
        self.catalog.merge(into, others, who="me")

    def unmerge(self, state: State, a: int, b: int, c: int) -> None:
        """Merge, take it back, and have it again: each time exactly what was."""
        before = model.rows_of(self.catalog)
        self.merge(state, a, b, c)
        merged = model.rows_of(self.catalog)
        back = self.catalog.undo(who="me")
        assert model.rows_of(self.catalog) == before
        self.catalog.undo(back.edit, who="me")
        assert model.rows_of(self.catalog) == merged

    def split(self, state: State, a: int, b: int, _c: int) -> None:
        faces = self.some_faces(state, a, b)
        person = PersonId(state.faces[faces[0]][0] or "p0")
        self.catalog.split(person, faces, who="me")

    def hide(self, state: State, a: int, b: int, _c: int) -> None:
        self.catalog.hide(self.person(state, a), bool(b % 2), who="me")

    def opt_out(self, state: State, a: int, b: int, _c: int) -> None:
        """Say it, take it back, and have it again: each time exactly what was."""
        before = model.rows_of(self.catalog)
        self.catalog.opt_out(self.person(state, a), bool(b % 3), who="me")
        told = model.rows_of(self.catalog)
        back = self.catalog.undo(who="me")
        assert model.rows_of(self.catalog) == before
        self.catalog.undo(back.edit, who="me")
        assert model.rows_of(self.catalog) == told
        shown = {row.person for row in self.catalog.members(CONTRACT)}
        assert not shown & {id_ for id_, row in told[0].people.items() if row["opted_out"]}

    def feature(self, state: State, a: int, *_: int) -> None:
        face = self.face(state, a)
        self.catalog.feature(PersonId(state.faces[face][0] or "p0"), face, who="me")

    def born(self, state: State, a: int, b: int, _c: int) -> None:
        self.catalog.born(self.person(state, a), YEARS[b % len(YEARS)], who="me")

    # -- runs, slides and undos

    def run(self, _state: State, *_: int, again: bool = False) -> None:
        self.tally.runs += 1
        faces = self.catalog.grouping_faces(CONTRACT)
        self.catalog.write_grouping(group(faces, again=again), CONTRACT)

    def again(self, state: State, *_: int) -> None:
        self.run(state, again=True)

    def more(self, state: State, *_: int) -> None:
        """Two photos come and are grouped."""
        if self.photos >= PHOTOS + 6:
            return
        self.catalog.write(photos_of_four(self.photos, 2))
        self.photos += 2
        self.run(state)

    def slide(self, _state: State, a: int, *_: int) -> None:
        """Try a strictness, take it back, and take it again: each time exactly what was."""
        before = model.rows_of(self.catalog)
        known = self.catalog.history()
        self.slide_to(a)
        if self.catalog.history() == known:
            return  # it stood there already
        entry = self.catalog.history(1)[0]
        there = model.state_of(self.catalog)
        assert self.catalog.undo(who="me").what.startswith(f"edit {entry.edit} taken back")
        assert model.rows_of(self.catalog) == before
        self.slide_to(a)
        assert model.state_of(self.catalog) == there

    def to_and_fro(self, _state: State, a: int, b: int, _c: int) -> None:
        """Where one arrives does not depend on the way, and a second time changes nothing."""
        self.slide_to(a)
        there = model.state_of(self.catalog)
        self.slide_to(a)
        assert model.state_of(self.catalog) == there
        self.slide_to(b)
        self.slide_to(a)
        assert model.state_of(self.catalog) == there

    def slide_to(self, number: int) -> None:
        self.tally.slides += 1
        kept = self.catalog.labelings(CONTRACT)
        assert kept is not None
        rung = number % len(kept.strictness)
        faces = self.catalog.grouping_faces(CONTRACT, vectors=False)
        grouping = slid(faces, kept, rung, self.catalog.homes(CONTRACT))
        self.catalog.write_slide(grouping, float(kept.strictness[rung]), CONTRACT, who="me")

    def undo(self, _state: State, a: int, *_: int) -> None:
        self.tally.undos += 1
        known = [entry.edit for entry in self.catalog.history()] or [EditId(1)]
        self.catalog.undo(known[a % len(known)], who="me")


def decisions(state: State) -> dict[str, Any]:
    """Return what humans decided: where faces were put, marks, who is not whom, what was told."""
    return {
        "faces": {
            face: row
            for face, row in state.faces.items()
            if row[1] == "human" or row[2] is not None
        },
        "rejections": state.rejections,
        "people": {person: row for person, row in state.people.items() if row != model.UNTOLD},
    }
