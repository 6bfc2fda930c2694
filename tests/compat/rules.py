"""What holds for every answer of the album job, whatever the pictures show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

KEYS = {
    "original_images_idx_list",
    "crop_path_list",
    "face_list",
    "face2_idx_list",
    "face1_idx_list",
    "cosine_similarity_list",
}


def check_answer(
    given: Sequence[dict[str, Any]],
    groups: list[dict[str, Any]],
    positions: list[int],
    images: list[dict[str, Any]],
) -> None:
    """Check an answer against the rules in docs/how-to/album-job.md."""
    check_images(given, groups, images)
    check_positions(groups, positions)
    for group in groups:
        check_group(group, len(images))
    check_faces(groups)


def check_images(
    given: Sequence[dict[str, Any]], groups: list[dict[str, Any]], images: list[dict[str, Any]]
) -> None:
    """Every image comes back, in order, with the groups that it belongs to."""
    assert isinstance(images, list)
    assert len(images) == len(given)
    for number, (before, after) in enumerate(zip(given, images, strict=True)):
        assert before is not after
        assert after.keys() - {"error"} == before.keys() | {"group_idx"}
        assert all(after[key] == before[key] for key in before)
        holding = [
            at for at, group in enumerate(groups) if number in group["original_images_idx_list"]
        ]
        expected = [at for at in holding if len(groups[at]["face2_idx_list"]) > 1]
        if len(expected) < len(holding):
            expected.append(-1)
        assert after["group_idx"] == (expected or [-2])
        if "error" in after:
            assert after["group_idx"] == [-2]
            assert after["error"].endswith(".")
            assert after["error"].isprintable()


def check_positions(groups: list[dict[str, Any]], positions: list[int]) -> None:
    """Groups of two or more faces are listed, ascending."""
    assert isinstance(positions, list)
    assert positions == [at for at, one in enumerate(groups) if len(one["face2_idx_list"]) >= 2]


def check_group(group: dict[str, Any], images: int) -> None:
    """The lists of a group are parallel, and tell how its faces joined."""
    assert group.keys() == KEYS
    assert all(isinstance(values, list) for values in group.values())
    assert len({len(values) for values in group.values()}) == 1
    assert len(group["face_list"]) >= 1
    assert all(0 <= image < images for image in group["original_images_idx_list"])
    joined = group["face2_idx_list"]
    assert joined == sorted(joined)
    assert group["face1_idx_list"][0] == []
    assert group["cosine_similarity_list"][0] == -1
    for at in range(1, len(joined)):
        assert group["face1_idx_list"][at] in joined[:at]
        assert -1 <= group["cosine_similarity_list"][at] <= 1
    for path, face in zip(group["crop_path_list"], group["face_list"], strict=True):
        check_crop(Path(path), face)


def check_crop(path: Path, face: np.ndarray) -> None:
    """A face is a BGR square, and its file holds the same."""
    assert face.shape == (112, 112, 3)
    assert face.dtype == np.uint8
    assert np.array_equal(cv2.imread(str(path)), face)


def check_faces(groups: list[dict[str, Any]]) -> None:
    """Every face is in one group, and groups are ordered by their first."""
    faces = [face for group in groups for face in group["face2_idx_list"]]
    assert sorted(faces) == list(range(len(faces)))
    firsts = [group["face2_idx_list"][0] for group in groups]
    assert firsts == sorted(firsts)
    paths = [path for group in groups for path in group["crop_path_list"]]
    assert len(set(paths)) == len(paths)
    of_face = {
        face: image
        for group in groups
        for face, image in zip(
            group["face2_idx_list"], group["original_images_idx_list"], strict=True
        )
    }
    assert [of_face[face] for face in sorted(of_face)] == sorted(of_face.values())


def partition(
    groups: list[dict[str, Any]], names: Sequence[str]
) -> set[frozenset[tuple[str, bytes]]]:
    """Return who is with whom, whatever the order: faces are told by picture and pixels."""
    return {
        frozenset(
            (names[image], face.tobytes())
            for image, face in zip(
                group["original_images_idx_list"], group["face_list"], strict=True
            )
        )
        for group in groups
    }
