"""Portraits that are made while there is nothing else to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from likeness import Library
from likeness.blobs.base import portrait_key
from likeness.workflows.average.ahead import SIDE, PortraitsAhead
from likeness.workflows.average.portraits import best_face


def kept_of(library: Library) -> set[str]:
    return set(library._parts.blobs.keys("portraits/"))


def wanted_of(library: Library) -> set[str]:
    people = [row.person for row in library.people()]
    return {portrait_key(best_face(library._parts, person), SIDE) for person in people}


def work(ahead: PortraitsAhead) -> int:
    """Let it work until it has nothing to do; return in how many steps."""
    steps = 1
    while ahead.step():
        steps += 1
    return steps


def test_everybody_gets_a_portrait_before_anybody_asks(indexed: Library) -> None:
    work(PortraitsAhead(indexed._parts))

    assert kept_of(indexed) == wanted_of(indexed) != set()


def test_what_is_there_is_not_made_again(indexed: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = PortraitsAhead(indexed._parts)
    work(ahead)
    monkeypatch.setattr("likeness.workflows.average.portraits.portraits_of", None)

    assert work(ahead) == 1
    assert work(PortraitsAhead(indexed._parts)) >= 1


def test_somebody_whose_face_was_chosen_anew_gets_that_portrait(indexed: Library) -> None:
    ahead = PortraitsAhead(indexed._parts)
    work(ahead)
    person = indexed.people()[0].person
    before = best_face(indexed._parts, person)
    other = next(face.face for face in indexed.faces(person=person) if face.face != before)

    indexed.feature(person, other)
    work(ahead)

    assert portrait_key(other, SIDE) in kept_of(indexed)


def test_photos_that_are_gone_end_nothing(indexed: Library, few_photos: Path) -> None:
    ahead = PortraitsAhead(indexed._parts)
    indexed.remove_source(few_photos)

    work(ahead)

    assert kept_of(indexed) == set()
