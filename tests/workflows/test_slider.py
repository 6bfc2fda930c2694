"""Sliding the strictness of a library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from likeness.catalog.sql import open_catalog
from likeness.errors import UsageError
from likeness.types import Grouping, PersonId
from likeness.workflows.slider import slide, strictnesses
from tests.catalog.makers import CONTRACT, batch, face_id, labelings

PAIRS = [[0, 1], [2, 3], [4, 5]]


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Any]:
    """A library of six photos and three people, without anything that analyses photos."""
    catalog = open_catalog("", folder=tmp_path / "library", wait_seconds=1)
    catalog.write(batch(catalog.add_source("folder", "/photos").id, range(6)))
    people = [PersonId("p" + min(map(face_id, pair))[1:]) for pair in PAIRS]
    assignments: dict[Any, Any] = {
        face_id(n): person for pair, person in zip(PAIRS, people, strict=True) for n in pair
    }
    kept = labelings([], PAIRS[:2], PAIRS, [[0, 1, 2, 3], [4, 5]], chosen=2, photos=6)
    catalog.write_grouping(
        Grouping(assignments=assignments, founded=tuple(people), labelings=kept), CONTRACT
    )
    yield SimpleNamespace(catalog=catalog, contract=CONTRACT)
    catalog.close()


def test_every_strictness_says_what_it_makes_the_loosest_first(parts: Any) -> None:
    found = strictnesses(parts)
    assert [row.strictness for row in found] == [-1, 0, 1, 2]
    assert [(row.people, row.unassigned) for row in found] == [(2, 0), (3, 0), (2, 2), (0, 6)]
    assert [row.strictness for row in found if row.chosen] == [0]
    slide(parts, 1, who="me")
    assert [row.strictness for row in strictnesses(parts) if row.now] == [1]
    assert [(row.people, row.unassigned) for row in strictnesses(parts)] == [
        (row.people, row.unassigned) for row in found
    ], "what the others make does not depend on where it stands"


def test_steps_go_from_where_it_stands(parts: Any) -> None:
    report, edit = slide(parts, "stricter", who="me")
    assert (report.people, report.unassigned) == (2, 2)
    assert edit is not None
    assert (edit.kind, edit.who) == ("group", "me")
    assert slide(parts, "stricter", who="me")[0].people == 0
    assert slide(parts, "looser", who="me")[0].people == 2
    assert slide(parts, -1, who="me")[0].people == 2


def test_a_dry_run_changes_nothing(parts: Any) -> None:
    before = (parts.catalog.people(), parts.catalog.history())
    report, edit = slide(parts, -1, dry_run=True, who="me")
    assert (report.people, edit) == (2, None)
    assert (parts.catalog.people(), parts.catalog.history()) == before


def test_back_at_nought_everybody_is_who_they_were(parts: Any) -> None:
    parts.catalog.name(parts.catalog.people()[0].person, "Anna", who="me")
    people, faces = parts.catalog.people(), list(parts.catalog.faces())
    for to in (-1, 2, 1, 0):
        slide(parts, to, who="me")
    assert parts.catalog.people() == people
    assert [(row.face, row.person) for row in parts.catalog.faces()] == [
        (row.face, row.person) for row in faces
    ]
    assert slide(parts, 0, who="me")[1] is None, "it stands there already"
    for _ in range(4):
        assert parts.catalog.undo(who="me").what.count("strictness changed") == 1
    assert (parts.catalog.people(), list(parts.catalog.faces())) == (people, faces)


def test_who_was_named_at_another_strictness_keeps_those_faces_wherever_it_goes_from_there(
    parts: Any,
) -> None:
    """The run was taken back: at home nobody is anybody, and the slide made the person."""
    catalog = parts.catalog
    catalog.undo(catalog.history()[-1].edit, who="me")
    slide(parts, 1, who="me")
    anna = next(row.person for row in catalog.faces() if row.face == face_id(0))
    catalog.assign([face_id(1)], to=None, name=None, who="me")
    catalog.reject(face_id(1), who="me")
    catalog.name(anna, "Anna", who="me")
    slide(parts, 0, who="me")
    there = [(row.face, row.person) for row in catalog.faces()]
    for to in (-1, 2, 0):
        slide(parts, to, who="me")
    assert [(row.face, row.person) for row in catalog.faces()] == there
    assert [face for face, person in there if person == anna] == [face_id(0)]


@pytest.mark.parametrize("to", [-2, 3])
def test_there_is_an_end_on_both_sides(parts: Any, to: int) -> None:
    with pytest.raises(UsageError, match=r"from -1 \(loosest\) to \+2 \(strictest\)"):
        slide(parts, to, who="me")
    slide(parts, -1, who="me")
    with pytest.raises(UsageError, match="not to -2"):
        slide(parts, "looser", who="me")


def test_without_groups_it_says_how_to_get_them(parts: Any) -> None:
    parts.catalog.forget_person(parts.catalog.people()[0].person, who="me")
    for ask in (lambda: strictnesses(parts), lambda: slide(parts, 1, who="me")):
        with pytest.raises(UsageError, match="group --again"):
            ask()
