from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from likeness.evaluation.contingency import bcubed_f
from likeness.grouping.clustering import group
from likeness.grouping.constraints import people_kept
from likeness.grouping.region import MOST, around
from likeness.grouping.selection import selected
from likeness.types import FaceId, GroupingFaces, PersonId
from tests.grouping.crowd import applied, centres, library, near, person

ANNA, BERT = centres(2)


def pair_of_people() -> GroupingFaces:
    """Return two people of three faces each, and a face of nobody."""
    vectors = [
        near(centre, 0.15, 10 * who + i) for who, centre in ((0, ANNA), (1, BERT)) for i in range(3)
    ]
    return library(
        [*vectors, near(-ANNA, 0.1, 99)], persons=[person(0)] * 3 + [person(3)] * 3 + [None]
    )


def test_nothing_is_touched_without_a_new_face() -> None:
    faces = pair_of_people()
    region = around(faces.vectors, np.zeros(7, np.bool_), people_kept(faces), 0.4)
    assert not len(region.rows)
    assert not region.whole


def test_a_new_face_touches_all_faces_of_whoever_it_is_near() -> None:
    faces = pair_of_people()
    more = np.concatenate([faces.vectors, near(ANNA, 0.15, 50)[None]])
    fresh = np.arange(8) == 7
    region = around(more, fresh, people_kept(faces), 0.25)
    assert region.rows.tolist() == [0, 1, 2, 7]


def test_who_touches_most_of_a_library_has_it_looked_at_whole() -> None:
    faces = pair_of_people()
    fresh = np.arange(7) < 7 * MOST + 1
    region = around(faces.vectors, fresh, people_kept(faces), 0.1)
    assert region.whole
    assert region.rows.tolist() == list(range(7))
    assert region.touched.sum() < 7


# ---------------------------------------------------------------- growing


def crowd(people: int, seed: int) -> tuple[GroupingFaces, NDArray[np.intp]]:
    """Return a library in random order with a long tail of faces a person, and who they show."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(people), rng.zipf(1.6, people).clip(1, 20))
    looks = centres(people, seed) + 0.55 * centres(1, seed + 1)
    looks /= np.linalg.norm(looks, axis=1, keepdims=True)
    vectors = [near(looks[each], float(rng.uniform(0.1, 0.3)), i) for i, each in enumerate(who)]
    order = rng.permutation(len(who))
    return library(np.array(vectors)[order]), who[order]


def grown(
    faces: GroupingFaces, batches: Sequence[NDArray[np.intp]]
) -> dict[FaceId, PersonId | None]:
    """Add the faces batch by batch, grouping after each; return whose they end as."""
    owners: dict[FaceId, PersonId | None] = {}
    strictness: float | None = None
    come: list[int] = []
    for batch in batches:
        come = sorted([*come, *batch.tolist()])
        part = selected(faces, np.array(come, np.intp))
        part = replace(
            part,
            persons=tuple(owners.get(face) for face in part.ids),
            fresh=np.isin(come, batch),
            strictness=strictness,
        )
        found = group(part)
        if found.labelings is not None:
            strictness = float(found.labelings.strictness[found.labelings.chosen])
        after = applied(part, found)
        owners = dict(zip(after.ids, after.persons, strict=True))
    return owners


def quality(
    faces: GroupingFaces, owners: dict[FaceId, PersonId | None], who: NDArray[np.intp]
) -> float:
    """Return BCubed F; a face of nobody is alone."""
    names = [owners[face] or face for face in faces.ids]
    found = bcubed_f(np.unique(names, return_inverse=True)[1], who)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(3))
def test_a_library_that_grows_in_ten_batches_is_as_good_as_one_that_came_at_once(seed: int) -> None:
    faces, who = crowd(30, seed)
    at_once = grown(faces, [np.arange(len(who))])
    in_parts = grown(faces, np.array_split(np.random.default_rng(seed).permutation(len(who)), 10))
    assert quality(faces, in_parts, who) >= quality(faces, at_once, who) - 0.005


def test_again_gives_a_grown_library_the_groups_of_one_that_came_at_once() -> None:
    faces, who = crowd(30, 5)
    at_once = applied(faces, group(faces))
    in_parts = grown(faces, np.array_split(np.random.default_rng(0).permutation(len(who)), 10))
    stands = replace(faces, persons=tuple(in_parts[face] for face in faces.ids), fresh=~faces.fresh)
    again = applied(stands, group(stands, again=True))
    names = [
        np.unique([str(name) for name in each.persons], return_inverse=True)[1]
        for each in (at_once, again)
    ]
    assert bcubed_f(names[0], names[1]) == 1
