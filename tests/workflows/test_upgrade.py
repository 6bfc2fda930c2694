"""Landmarks of older versions, placed again: what comes out is what a fresh `add` stores."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from likeness import Library
from likeness.catalog.base import FaceFilter
from likeness.errors import InterruptedRunError
from likeness.types import FaceId, Landmarks, Progress
from likeness.workflows.upgrade import upgrade
from tests.workflows.meanwhile import Once, by_another, in_small_batches


def kept(library: Library) -> dict[FaceId, Landmarks]:
    """Return the landmarks of all faces."""
    catalog = library._parts.catalog
    return catalog.landmarks([face.face for face in catalog.faces(FaceFilter(every=True))])


def make_old(library: Library) -> None:
    """Leave the landmarks that a version before views would have left: other ones, unsigned."""
    rows = [
        replace(
            row,
            points=row.points + np.float32(3),
            spread=None,
            landmarker=None,
            pose=(1.0, 30.0, 2.0),
            quality=0.5,
        )
        for row in kept(library).values()
    ]
    assert library._parts.catalog.write_landmarks(rows) == len(rows)


@pytest.fixture
def old(indexed: Library) -> tuple[Library, dict[FaceId, Landmarks]]:
    """A library as an older version left it, and the landmarks that a fresh one has."""
    fresh = kept(indexed)
    make_old(indexed)
    return indexed, fresh


Old = tuple[Library, dict[FaceId, Landmarks]]


def test_a_fresh_library_has_nothing_to_upgrade(indexed: Library) -> None:
    report = upgrade(indexed._parts)

    assert (report.faces, report.photos, report.missing) == (0, 0, 0)


def test_all_faces_tell_who_placed_their_landmarks_and_how_sure_they_are(indexed: Library) -> None:
    rows = kept(indexed)

    assert len(rows) >= 10
    assert {row.landmarker for row in rows.values()} == {
        indexed._parts.analyser.landmarker_contract
    }
    assert all(row.spread is not None and 0 < row.spread < 0.2 for row in rows.values())


def test_an_upgraded_library_has_the_landmarks_of_a_fresh_one(old: Old) -> None:
    library, fresh = old

    report = upgrade(library._parts)

    assert (report.faces, report.missing) == (len(fresh), 0)
    for face, row in kept(library).items():
        assert row.points == pytest.approx(fresh[face].points, abs=0.01)
        assert row.spread == pytest.approx(fresh[face].spread, abs=1e-4)
        assert row.pose == pytest.approx(fresh[face].pose, abs=0.02)
        assert row.landmarker == fresh[face].landmarker


def test_quality_follows_the_pose(indexed: Library) -> None:
    fresh = kept(indexed)
    turned = [replace(row, landmarker=None) for row in fresh.values()]
    indexed._parts.catalog.write_landmarks(turned)

    upgrade(indexed._parts)

    for face, row in kept(indexed).items():
        assert row.quality == pytest.approx(fresh[face].quality, abs=1e-4)


def test_embeddings_and_groups_stay(old: Old) -> None:
    library, _ = old
    catalog, contract = library._parts.catalog, library._parts.contract
    before, people = catalog.vectors(contract), library.people()

    upgrade(library._parts)

    ids, vectors = catalog.vectors(contract)
    assert ids == before[0]
    assert (vectors == before[1]).all()
    assert library.people() == people


def test_small_faces_of_large_photos_get_the_fine_pixels_again(
    photos: Path, tmp_path: Path
) -> None:
    with Library.open(tmp_path / "library") as library:
        library.add(photos / "office" / "office1.jpg", group=False)
        fresh = kept(library)
        make_old(library)

        upgrade(library._parts)

        assert len(fresh) >= 5
        for face, row in kept(library).items():
            assert row.points == pytest.approx(fresh[face].points, abs=0.05)


# ---------------------------------------------------------------- what can come between


def test_a_stopped_upgrade_goes_on_where_it_ended(
    old: Old, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, fresh = old
    settings = library._parts.settings
    one = settings.model_copy(update={"runtime": settings.runtime.model_copy(update={"batch": 1})})
    monkeypatch.setattr(library._parts, "settings", one)
    told: list[Progress] = []

    with pytest.raises(InterruptedRunError, match="again to go on"):
        upgrade(library._parts, progress=told.append, stop=lambda: told[-1].faces > 0)
    first = told[-1].faces
    new = [row for row in kept(library).values() if row.landmarker is not None]
    report = upgrade(library._parts)

    assert 0 < first == len(new) < len(fresh)
    assert first + report.faces == len(fresh)
    assert upgrade(library._parts).faces == 0


def test_progress_counts_photos_and_faces(old: Old) -> None:
    library, fresh = old
    told: list[Progress] = []

    report = upgrade(library._parts, progress=told.append)

    assert {progress.stage for progress in told} == {"upgrade"}
    assert (told[-1].done, told[-1].total) == (report.photos, report.photos)
    assert told[-1].faces == len(fresh)


def test_photos_that_are_gone_are_counted_and_keep_what_they_have(
    empty: Library, pictures: Path
) -> None:
    empty.add(pictures, group=False)
    make_old(empty)
    gone = pictures / "t1.jpg"
    gone.unlink()

    report = upgrade(empty._parts)

    assert report.missing == 1
    stale = [row for row in kept(empty).values() if row.landmarker is None]
    assert len(stale) == 6
    assert all(row.quality == 0.5 for row in stale)


def test_a_photo_is_read_at_another_of_its_places(empty: Library, pictures: Path) -> None:
    copy = pictures / "day 2" / "copy.jpg"
    copy.write_bytes((pictures / "t1.jpg").read_bytes())
    empty.add(pictures, group=False)
    make_old(empty)
    (pictures / "t1.jpg").unlink()

    assert upgrade(empty._parts).missing == 0


def test_a_file_that_holds_another_photo_by_now_is_not_taken(
    empty: Library, pictures: Path
) -> None:
    empty.add(pictures, group=False)
    make_old(empty)
    (pictures / "t1.jpg").write_bytes((pictures / "008_B.jpg").read_bytes())

    report = upgrade(empty._parts)

    assert report.missing == 1


def test_other_landmarks_on_the_photo_are_left_as_they_are(indexed: Library) -> None:
    fresh = kept(indexed)
    one = next(face for face in indexed.faces() if face.photo.endswith("t1.jpg"))
    other = next(f for f in indexed.faces() if f.photo == one.photo and f.face != one.face)
    catalog = indexed._parts.catalog
    catalog.write_landmarks(
        [
            replace(fresh[one.face], landmarker=None, points=fresh[one.face].points + 9),
            replace(fresh[other.face], points=fresh[other.face].points + 5),
        ]
    )

    assert upgrade(indexed._parts).faces == 1

    now = kept(indexed)
    assert now[one.face].points == pytest.approx(fresh[one.face].points, abs=0.01)
    assert (now[other.face].points == fresh[other.face].points + 5).all()


def test_what_is_forgotten_or_removed_meanwhile_is_left_out(empty: Library, pictures: Path) -> None:
    away = pictures.with_name("away")
    away.mkdir()
    (pictures / "t1.jpg").rename(away / "t1.jpg")
    empty.add(pictures, away, group=False)
    make_old(empty)
    in_small_batches(empty)
    landmarker = empty._parts.analyser.landmarker_contract

    def leave(other: Library) -> None:
        other.remove_source(away)
        _, first, *_, last = other._parts.catalog.outdated_landmarks(landmarker)
        other.forget_photo(last)
        theirs = [face.face for face in other.faces(everything=True) if face.sha256 == first]
        other.assign(*theirs, new="Ada")
        other.forget_person("Ada")

    once = Once(lambda: by_another(empty, leave))
    report = upgrade(empty._parts, progress=lambda now: once() if now.faces else None)

    assert once.done.is_set()
    assert report.faces >= 1
    assert empty._parts.catalog.check() == []
