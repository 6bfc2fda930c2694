"""Grouping while people decide: what they decide stands, and they do not wait for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from likeness import Library
from likeness.errors import LibraryBusyError
from likeness.grouping.clustering import group as cluster
from likeness.types import Grouping
from tests.workflows.meanwhile import by_another


@pytest.fixture
def ungrouped(empty: Library, few_photos: Any) -> Library:
    """The six photos, of which no run has made people yet."""
    empty.add(few_photos, group=False)
    return empty


def disturbed(monkeypatch: pytest.MonkeyPatch, act: Callable[[int], object]) -> list[Grouping]:
    """Act each time that people were worked out and are not written yet; return what they were."""
    found: list[Grouping] = []

    def worked_out(*arguments: Any, **more: Any) -> Grouping:
        found.append(cluster(*arguments, **more))
        act(len(found))
        return found[-1]

    monkeypatch.setattr("likeness.workflows.group.cluster", worked_out)
    return found


def test_undisturbed_it_is_worked_out_once(
    ungrouped: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = disturbed(monkeypatch, lambda _: None)

    ungrouped.group()

    assert len(found) == 1
    assert ungrouped.people()
    assert not ungrouped._parts.catalog.is_grouping_due(ungrouped._parts.contract)


def test_what_somebody_decides_meanwhile_is_worked_in(
    ungrouped: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = sorted(face.face for face in ungrouped.faces() if face.photo.endswith("_B.jpg"))
    stranger = next(face.face for face in ungrouped.faces() if face.face not in pair)

    def decide(time: int) -> None:
        if time == 1:
            by_another(ungrouped, lambda other: other.assign(pair[0], stranger, new="Ada"))

    found = disturbed(monkeypatch, decide)
    ungrouped.group()

    assert len(found) == 2
    ada = {face.face for face in ungrouped.faces(person="Ada")}
    assert {pair[0], stranger} <= ada
    assert set(found[0].assignments) >= set(pair)  # the first one would have made somebody of them
    assert not ungrouped._parts.catalog.is_grouping_due(ungrouped._parts.contract)


def test_who_is_forgotten_meanwhile_stays_forgotten(
    indexed: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = indexed.people()[0].person
    theirs = {face.face for face in indexed.faces(person=person)}

    def forget(time: int) -> None:
        if time == 1:
            by_another(indexed, lambda other: other.forget_person(person))

    found = disturbed(monkeypatch, forget)
    indexed.group(again=True)

    assert len(found) == 2
    labelings = indexed._parts.catalog.labelings(indexed._parts.contract)
    assert labelings is not None
    assert not theirs & set(labelings.faces)


def test_the_third_time_people_wait_for_it(
    ungrouped: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[int] = []
    face = ungrouped.faces()[0].face

    def decide(time: int) -> None:
        try:
            by_another(ungrouped, lambda other: other.assign(face, new=f"Ada {time}"))
        except LibraryBusyError:
            refused.append(time)

    found = disturbed(monkeypatch, decide)
    ungrouped.group()

    assert (len(found), refused) == (3, [3])
    assert [row.person for row in ungrouped.people() if row.name == "Ada 2"] == [
        row.person for row in ungrouped.faces() if row.face == face
    ]
