from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from likeness.grouping import calibration
from likeness.grouping.calibration import cosine, distances, stretch, weights
from likeness.grouping.communities import USUAL
from likeness.grouping.evidence import EVEN
from tests.grouping.crowd import centres, near


def test_distances_and_cosines_belong_together() -> None:
    assert distances(np.array([cosine(0.39)])) == pytest.approx(0.39)
    assert distances(np.array([1.0000001])) == 0


def test_weak_faces_count_little_and_unknown_quality_is_good() -> None:
    quality = np.array([0.0, 0.39, 0.41, 1.0, np.nan], np.float32)
    np.testing.assert_array_equal(weights(quality), [0.1, 0.1, 1, 1, 1])


def everywhere(count: int) -> np.ndarray:
    return np.ones(count, np.bool_)


def test_without_strangers_nothing_is_stretched() -> None:
    vectors = centres(5).astype(np.float32)
    alone = np.full(5, np.nan)
    np.testing.assert_array_equal(stretch(vectors, alone, everywhere(5)), np.ones(5))


def test_strangers_as_far_apart_as_usual_stretch_nothing() -> None:
    vectors = centres(5).astype(np.float32)
    usual = np.full(5, calibration.STRANGERS)
    np.testing.assert_allclose(stretch(vectors, usual, everywhere(5)), 1)
    np.testing.assert_allclose(stretch(vectors, 2 * usual, everywhere(5)), 1)


def test_faces_near_close_strangers_are_stretched_and_others_are_not() -> None:
    one, other = centres(2)
    crowd = [near(one, 0.2, i) for i in range(20)] + [near(other, 0.2, i) for i in range(3)]
    strangers = np.full(23, np.nan)
    strangers[:12] = 0.3  # of the crowd; some of it and everybody else have portraits only
    result = stretch(np.stack(crowd), strangers, everywhere(23))
    assert np.all(result[:20] > 1.15)
    np.testing.assert_array_equal(result[20:], np.ones(3))


def test_the_more_strangers_are_seen_the_more_they_are_believed() -> None:
    (one,) = centres(1)
    crowd = np.stack([near(one, 0.2, i) for i in range(20)])
    results = []
    for seen in (1, 5, 15):
        strangers = np.full(20, np.nan)
        strangers[:seen] = 0.3
        results.append(float(stretch(crowd, strangers, everywhere(20))[19]))
    assert results == sorted(results)
    assert results[0] > 1
    strangers = np.full(20, 1e-3)
    assert stretch(crowd, strangers, everywhere(20)).max() == calibration.STRETCH_MOST


def test_only_wanted_faces_are_looked_at() -> None:
    (one,) = centres(1)
    crowd = np.stack([near(one, 0.2, i) for i in range(4)])
    wanted = np.array([True, False, True, False])
    result = stretch(crowd, np.full(4, 0.3), wanted)
    np.testing.assert_array_equal(result == 1, ~wanted)


def test_the_labelled_pairs_are_told_apart_at_the_cut(photos: Path, tmp_path: Path) -> None:
    """300 pairs on which nothing was fitted, largest face of each photo."""
    from likeness import Library

    with (photos / "pairs" / "pairs.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    for name in {row[key] for row in rows for key in ("file_x", "file_y")}:
        (tmp_path / "pairs").mkdir(exist_ok=True)
        (tmp_path / "pairs" / name).symlink_to(photos / "pairs" / name)
    with Library.open(tmp_path / "library") as library:
        library.add(tmp_path / "pairs", group=False)
        catalog = library._parts.catalog
        largest: dict[str, str] = {}
        for face in sorted(
            library.faces(), key=lambda f: (f.box[2] - f.box[0]) * (f.box[3] - f.box[1])
        ):
            largest[Path(face.photo).name] = face.face
        vectors = dict(zip(largest, catalog.embeddings(list(largest.values())), strict=True))
    right = sum(
        (np.linalg.norm(vectors[row["file_x"]] - vectors[row["file_y"]]) < EVEN * USUAL)
        == (row["Decision"] == "Yes")
        for row in rows
    )
    assert len(rows) == 300
    assert right >= 297
