"""What people do with a library while photos are added to it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from likeness import Library
from likeness.blobs.base import crop_key, thumbnail_key
from likeness.catalog.base import FaceFilter
from likeness.catalog.schema import skip_face
from likeness.errors import LibraryBusyError, UnknownSourceError
from likeness.types import PhotoId
from tests.workflows.meanwhile import Once, by_another, in_small_batches


def while_analysing(
    library: Library, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]
) -> Once:
    """Act when the models have looked at the first batch, and it is not written yet."""
    once, analyser = Once(act), library._parts.analyser
    analyse = analyser.analyse

    def analyse_and_act(*arguments: Any, **more: Any) -> Any:
        found = analyse(*arguments, **more)
        once()
        return found

    monkeypatch.setattr(analyser, "analyse", analyse_and_act)
    return once


def sound(library: Library) -> bool:
    """Whether the catalog is sound, and the pictures are those of its photos and faces."""
    parts = library._parts
    wanted = {thumbnail_key(photo.sha256) for photo in library.photos()}
    wanted |= {crop_key(face.face) for face in parts.catalog.faces(FaceFilter(every=True))}
    return parts.catalog.check() == [] and set(parts.blobs.keys()) == wanted


def test_people_are_named_and_merged_while_photos_are_added(indexed: Library, photos: Path) -> None:
    first = indexed.people()[0].person
    alone = next(face.face for face in indexed.faces() if face.person is None)
    indexed.assign(alone, new="Bea")
    second = next(row.person for row in indexed.people() if row.name == "Bea")

    def decide(other: Library) -> None:
        other.name(first, "Ada")
        other.merge(first, second)

    once = Once(lambda: by_another(indexed, decide))
    in_small_batches(indexed)
    indexed.add(photos / "scenes" / "011_3.jpg", progress=once.after_a_batch)

    assert once.done.is_set()
    (ada,) = [row for row in indexed.people() if row.name]
    assert (ada.person, ada.name) == (first, "Ada")
    assert second not in {row.person for row in indexed.people(hidden=True)}
    assert sound(indexed)


def test_a_photo_that_is_forgotten_does_not_come_back_by_its_copy(
    empty: Library, pictures: Path
) -> None:
    first = pictures / "008_B.jpg"  # the first that is read
    shutil.copy(first, pictures / "zz copy.jpg")
    gone: list[PhotoId] = []

    def forget(other: Library) -> None:
        (photo,) = [row for row in other.photos() if row.photo == str(first)]
        gone.append(photo.sha256)
        other.forget_photo(first)

    once = Once(lambda: by_another(empty, forget))
    in_small_batches(empty)
    empty.add(pictures, progress=once.after_a_batch)

    assert gone
    assert gone[0] not in {photo.sha256 for photo in empty.photos()}
    assert all(at.photo not in gone for at in empty._parts.catalog.locations(1).values())
    assert len(empty.photos()) == 5
    assert sound(empty)


def test_a_photo_that_is_forgotten_while_its_batch_is_analysed_is_not_written(
    empty: Library, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty.add(pictures / "t1.jpg", group=False)
    shutil.copy(pictures / "t1.jpg", pictures / "day 2" / "copy.jpg")
    once = while_analysing(
        empty,
        monkeypatch,
        lambda: by_another(empty, lambda other: other.forget_photo(pictures / "t1.jpg")),
    )

    empty.add(pictures / "day 2", group=False)

    assert once.done.is_set()
    assert sorted(Path(photo.photo).name for photo in empty.photos()) == sorted(
        path.name for path in (pictures / "day 2").iterdir() if path.name != "copy.jpg"
    )
    assert sound(empty)


def test_a_face_that_is_forgotten_while_its_photo_is_analysed_is_not_written(
    empty: Library,
    few_photos: Path,
    indexed_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Library.open(shutil.copytree(indexed_folder, tmp_path / "whole")) as whole:
        found = whole.faces(everything=True)
    victim = found[0]
    x1, y1, x2, y2 = victim.box

    def skip(other: Library) -> None:
        row = {"id": 1, "photo": victim.sha256, "x1": x1, "y1": y1, "x2": x2, "y2": y2}
        with other._parts.catalog._db.writing() as connection:  # type: ignore[attr-defined]
            connection.execute(insert(skip_face).values(row))

    while_analysing(empty, monkeypatch, lambda: by_another(empty, skip))
    empty.add(few_photos, group=False)

    kept = {face.face for face in empty.faces(everything=True)}
    assert kept == {face.face for face in found} - {victim.face}
    assert sound(empty)


def test_a_source_that_is_removed_ends_the_run_and_gets_no_rows(
    empty: Library, pictures: Path
) -> None:
    once = Once(lambda: by_another(empty, lambda other: other.remove_source(pictures)))
    in_small_batches(empty)

    with pytest.raises(UnknownSourceError, match="removed from the sources while"):
        empty.add(pictures, progress=once.after_a_batch)

    assert empty.sources() == []
    assert len(empty.photos()) == 1
    assert sound(empty)
    assert empty.add(pictures).new == 5


def test_a_collection_of_a_folder_has_no_photo_that_was_just_forgotten(
    empty: Library, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = empty._parts.catalog
    asked = catalog.locations
    once = Once(lambda: by_another(empty, lambda other: other.forget_photo(pictures / "t1.jpg")))

    def listed(source: int, prefix: str = "") -> Any:
        found = asked(source, prefix)
        if found:
            once()
        return found

    monkeypatch.setattr(catalog, "locations", listed)
    empty.add(pictures, folders_as_collections=True, group=False)

    assert once.done.is_set()
    assert sum(row.photos for row in empty.collections()) == 5
    assert sound(empty)


def test_the_doctor_takes_no_pictures_from_who_adds(empty: Library, pictures: Path) -> None:
    reports: list[Any] = []
    once = Once(lambda: by_another(empty, lambda other: reports.extend(other.doctor())))
    in_small_batches(empty)

    empty.add(pictures, progress=once.after_a_batch)

    assert [row.ok for row in reports if row.check in {"catalog", "blobs"}] == [True, True]
    assert sound(empty)


def test_a_second_add_waits_for_the_first(empty: Library, pictures: Path) -> None:
    told: list[str] = []
    waits = threading.Event()

    def hear(message: str) -> None:
        told.append(message)
        waits.set()

    def add_too() -> int:
        with Library.open(empty.folder, on_wait=hear) as second:
            return second.add(pictures).new

    with ThreadPoolExecutor(1) as pool:
        second: list[Any] = []

        def start_and_see_it_wait() -> None:
            second.append(pool.submit(add_too))
            assert waits.wait(60)

        once = Once(start_and_see_it_wait)
        in_small_batches(empty)
        first = empty.add(pictures, progress=once.after_a_batch)
        assert second[0].result(60) == 0

    assert first.new == 6
    assert "is at work; waiting…" in told[0]
    assert ", add)" in told[0]


@pytest.mark.parametrize("work", ["add", "group", "upgrade"])
def test_whoever_works_long_does_not_wait_for_ever(
    indexed: Library, few_photos: Path, work: str
) -> None:
    calls: dict[str, Callable[[Library], object]] = {
        "add": lambda other: other.add(few_photos),
        "group": lambda other: other.group(),
        "upgrade": lambda other: other.upgrade(),
    }
    with (
        indexed._parts.catalog.running("add"),
        pytest.raises(LibraryBusyError, match=r", add\) is still at work on this library"),
    ):
        by_another(indexed, calls[work])
