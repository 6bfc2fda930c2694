"""Whoever mirrors tags and asks only for changes has, in the end, the tags as they are."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.catalog.sql import SqlCatalog
from likeness.errors import LikenessError, UnknownFaceError, UnknownPersonError
from likeness.types import FaceId, FaceTags, PersonId
from tests.catalog import makers
from tests.catalog.makers import CONTRACT
from tests.catalog.model import State
from tests.catalog.test_undo_properties import (
    FACES,
    KINDS,
    NUMBERS,
    History,
    catalog_of_nine,
    filled_again,
)

__all__ = ["catalog_of_nine"]

ALBUMS = ("Trip", "Summer")
MORE = ["arrive", "collect", "collect", "take_out", "disband", "forget", "forget_person"]
STEPS = st.lists(
    st.tuples(st.sampled_from([*KINDS, *MORE]), NUMBERS, NUMBERS, NUMBERS), max_size=20
)


class Life(History):
    """Random steps of all kinds that may change tags."""

    def photo(self, number: int) -> Any:
        return makers.photo_id(number % (FACES + 3))

    def face(self, state: State, number: int) -> FaceId:
        if not state.faces:
            raise UnknownFaceError("Every face was forgotten.")
        return super().face(state, number)

    def person(self, state: State, number: int) -> PersonId:
        if not state.people:
            raise UnknownPersonError("Everybody was forgotten.")
        return super().person(state, number)

    def arrive(self, _state: State, a: int, *_: int) -> None:
        source = self.catalog.sources()[0].id
        self.catalog.write(makers.batch(source, [FACES + a % 3], faces=a % 4))

    def collect(self, _state: State, a: int, b: int, c: int) -> None:
        self.catalog.create_collection(ALBUMS[a % 2])
        self.catalog.add_to_collection(ALBUMS[a % 2], [self.photo(b), self.photo(c)])

    def take_out(self, _state: State, a: int, b: int, _c: int) -> None:
        self.catalog.remove_from_collection(ALBUMS[a % 2], [self.photo(b)])

    def disband(self, _state: State, a: int, *_: int) -> None:
        self.catalog.delete_collection(ALBUMS[a % 2])

    def forget(self, _state: State, a: int, *_: int) -> None:
        self.catalog.forget_photos([self.photo(a)], who="me")

    def forget_person(self, state: State, a: int, *_: int) -> None:
        self.catalog.forget_person(self.person(state, a), who="me")


@settings(max_examples=20, deadline=None)
@given(steps=STEPS)
def test_a_mirror_of_tags_is_never_behind(
    catalog_of_nine: SqlCatalog, steps: list[tuple[str, int, int, int]]
) -> None:
    catalog = filled_again(catalog_of_nine)
    life = Life(catalog)
    seen: list[tuple[int, dict[FaceId, FaceTags]]] = []
    for kind, *numbers in steps:
        seen.append((catalog.tag_revision(), catalog.tags(CONTRACT)))
        try:
            life.step(kind, *numbers)
        except LikenessError:
            assert catalog.tag_revision() == seen[-1][0]
    now, tags = catalog.tag_revision(), catalog.tags(CONTRACT)
    assert catalog.check() == []
    for revision, known in seen:
        mirrored = known | catalog.tags(CONTRACT, after=revision)
        assert {id_: mirrored.get(id_) for id_ in tags} == tags
        assert revision < now or known == tags
        assert revision <= now


def test_a_mirror_that_knows_nothing_gets_all(catalog_of_nine: SqlCatalog) -> None:
    catalog = filled_again(catalog_of_nine)
    assert len(catalog.tags(CONTRACT)) == FACES
    assert {tags.person for tags in catalog.tags(CONTRACT).values()} - {None} == {
        PersonId(person.person) for person in catalog.people()
    }
