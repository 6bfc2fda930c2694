from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.evaluation.bands import Band, bands, without_faces
from likeness.evaluation.faces import LabelledFaces

nan = float("nan")


def faces(
    ages: list[float],
    yaws: list[float] | None = None,
    subsets: list[str] | None = None,
    missed: list[str] | None = None,
) -> LabelledFaces:
    n, lost = len(ages), missed or []
    return LabelledFaces(
        names=("a",),
        people=np.zeros(n, np.intp),
        photos=tuple(f"a/{i}.jpg" for i in range(n)),
        vectors=np.zeros((n, 2), np.float32),
        norms=np.ones(n, np.float32),
        quality=np.ones(n, np.float32),
        ages=np.array(ages, np.float32),
        yaws=np.array([nan] * n if yaws is None else yaws, np.float32),
        subsets=tuple([""] * n if subsets is None else subsets),
        missed_people=np.zeros(len(lost), np.intp),
        missed_photos=tuple(f"a/lost{i}.jpg" for i in range(len(lost))),
        missed_subsets=tuple(lost),
    )


def of_kind(found: tuple[Band, ...], kind: str) -> dict[str, list[int]]:
    return {band.label: np.flatnonzero(band.mask).tolist() for band in found if band.kind == kind}


def test_ages_fall_into_bands_by_completed_years() -> None:
    found = bands(faces([0, 12.9, 13, 19.9, 20, 39.9, 40, 59.9, 60, 104]))
    assert of_kind(found, "age") == {
        "0 to 12": [0, 1],
        "13 to 19": [2, 3],
        "20 to 39": [4, 5],
        "40 to 59": [6, 7],
        "60 and older": [8, 9],
    }


def test_poses_look_the_same_to_either_side() -> None:
    found = bands(faces([30] * 7, [0, -14.9, 15, -45, 45.1, -90, nan]))
    assert of_kind(found, "pose") == {
        "frontal": [0, 1],
        "turned": [2, 3],
        "profile": [4, 5],
        "unknown": [6],
    }


def test_bands_without_a_face_are_left_out() -> None:
    found = bands(faces([nan, 70]))
    assert of_kind(found, "age") == {"60 and older": [1], "unknown": [0]}
    assert of_kind(found, "pose") == {"unknown": [0, 1]}
    assert of_kind(found, "subset") == {}


def test_sub_folders_know_their_photos_without_a_face() -> None:
    found = bands(
        faces([1, 2, 3], subsets=["makeup", "", "hair"], missed=["makeup", "hat", "makeup"])
    )
    assert of_kind(found, "subset") == {"no label": [1], "hair": [2], "makeup": [0]}
    missed = {b.label: b.missed.tolist() for b in found if b.missed is not None}
    assert missed == {
        "no label": [False] * 3,
        "hair": [False] * 3,
        "makeup": [True, False, True],
    }


def test_ages_and_poses_say_nothing_about_photos_without_a_face() -> None:
    found = bands(faces([30], [0], missed=["makeup"]))
    assert {band.missed for band in found if band.kind != "subset"} == {None}


def test_a_sub_folder_without_any_face_is_named() -> None:
    assert without_faces(faces([1], subsets=["a"], missed=["b", "a", "", "b"])) == ("b",)


def test_a_set_without_faces_has_no_bands() -> None:
    assert bands(faces([], missed=["makeup", ""])) == ()


def test_infinite_ages_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        bands(faces([float("inf")]))


@given(
    st.lists(
        st.tuples(
            st.one_of(st.just(nan), st.floats(0, 120)),
            st.one_of(st.just(nan), st.floats(-180, 180)),
            st.sampled_from(["", "hair", "makeup"]),
        ),
        max_size=12,
    )
)
def test_every_face_is_in_exactly_one_band_of_each_kind(
    rows: list[tuple[float, float, str]],
) -> None:
    found = bands(faces([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]))
    for kind in ("age", "pose", "subset"):
        masks = [band.mask for band in found if band.kind == kind]
        if kind != "subset" or any(r[2] for r in rows):
            assert sum(masks, np.zeros(len(rows), np.intp)).tolist() == [1] * len(rows)
        assert all(mask.any() for mask in masks)
