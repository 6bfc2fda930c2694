"""Adding photos: what is new, what is known, what moved, what is gone, what cannot be read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from PIL import Image

from likeness import Library
from likeness.blobs.base import crop_key, thumbnail_key
from likeness.errors import InterruptedRunError, UnknownSourceError, UsageError
from likeness.settings import load_settings
from likeness.types import Progress
from likeness.workflows import ingest


def people_of(library: Library) -> set[frozenset[str]]:
    return {
        frozenset(face.face for face in library.faces(person=person.person))
        for person in library.people()
    }


def test_photos_of_a_folder_are_found_with_their_faces(indexed: Library) -> None:
    photos = {Path(photo.photo).name: photo for photo in indexed.photos()}

    assert photos["t1.jpg"].faces == 6
    assert photos["017_0.jpg"].faces == 0
    assert photos["010_2.jpg"].faces == 2
    assert all(Path(photo.photo).is_file() for photo in photos.values())


def test_every_photo_has_a_thumbnail_and_every_face_a_crop(indexed: Library) -> None:
    blobs = indexed._parts.blobs

    for photo in indexed.photos():
        assert blobs.get(thumbnail_key(photo.sha256))[8:12] == b"WEBP"
    for face in indexed.faces():
        assert blobs.get(crop_key(face.face))[8:12] == b"WEBP"


def test_adding_twice_reads_nothing_again(indexed: Library, few_photos: Path) -> None:
    before = list(indexed._parts.catalog.face_data())

    report = indexed.add(few_photos)

    assert (report.photos, report.new, report.unchanged) == (6, 0, 6)
    assert indexed._parts.pool.pids == ()  # no process was needed
    assert [item.face for item in before] == [
        item.face for item in indexed._parts.catalog.face_data()
    ]


def test_adding_without_a_path_looks_at_all_known_folders_again(
    empty: Library, pictures: Path
) -> None:
    empty.add(pictures)
    (pictures / "017_0.jpg").unlink(missing_ok=True)
    (pictures / "day 2" / "017_0.jpg").unlink(missing_ok=True)

    report = empty.add()

    assert (report.photos, report.missing) == (5, 1)


def test_a_folder_that_moved_keeps_faces_people_and_names(empty: Library, pictures: Path) -> None:
    empty.add(pictures)
    first = empty.people()[0].person
    empty.name(first, "Somebody")
    groups = people_of(empty)
    moved = pictures.rename(pictures.with_name("sorted last"))  # its old path would come first

    report = empty.add(moved)

    assert (report.moved, report.new, report.missing) == (6, 0, 0)
    assert people_of(empty) == groups
    assert {person.person: person.name for person in empty.people()}[first] == "Somebody"
    assert all(photo.photo.startswith(str(moved)) for photo in empty.photos())


def test_a_renamed_file_is_moved_not_new(empty: Library, pictures: Path) -> None:
    empty.add(pictures)
    (pictures / "t1.jpg").rename(pictures / "renamed.bin")

    report = empty.add(pictures)

    assert (report.photos, report.moved, report.new, report.missing) == (6, 1, 0, 0)


def test_a_copy_is_the_same_photo_at_two_paths(empty: Library, pictures: Path) -> None:
    shutil.copy(pictures / "t1.jpg", pictures / "copy.jpg")

    report = empty.add(pictures)

    assert report.photos == 6
    paths = [photo.paths for photo in empty.photos() if len(photo.paths) > 1]
    assert [{Path(path).name for path in pair} for pair in paths] == [{"t1.jpg", "copy.jpg"}]


def test_a_deleted_file_is_missing_and_comes_back(empty: Library, pictures: Path) -> None:
    empty.add(pictures)
    away = pictures.parent / "away.jpg"
    (pictures / "t1.jpg").rename(away)

    gone = empty.add(pictures)
    away.rename(pictures / "t1.jpg")
    back = empty.add(pictures)

    assert (gone.photos, gone.missing) == (5, 1)
    assert (back.photos, back.new, back.missing) == (6, 0, 0)
    assert not any(photo.missing for photo in empty.photos())


def test_an_unmounted_source_marks_nothing_missing(empty: Library, pictures: Path) -> None:
    empty.add(pictures)
    mounted = pictures.rename(pictures.with_name("unplugged"))
    pictures.mkdir()  # the empty mount point

    report = empty.add()

    assert report.missing == 0
    assert not any(source.mounted for source in empty.sources())
    assert {source.missing for source in empty.sources()} == {0}
    assert mounted.exists()


def test_a_changed_file_is_a_new_photo_at_the_same_path(empty: Library, pictures: Path) -> None:
    empty.add(pictures)
    shutil.copy(pictures / "t1.jpg", pictures / "008_B.jpg")
    os.utime(pictures / "008_B.jpg", ns=(1, 1))

    report = empty.add(pictures)

    assert (report.photos, report.new, report.failed) == (5, 0, 0)


def test_a_file_inside_a_known_folder_is_no_source_of_its_own(
    empty: Library, pictures: Path
) -> None:
    empty.add(pictures)
    empty.add(pictures / "t1.jpg", pictures / "day 2")

    assert [source.source for source in empty.sources()] == [str(pictures)]


def test_a_folder_takes_over_the_sources_inside_it(empty: Library, pictures: Path) -> None:
    empty.add(pictures / "day 2")
    report = empty.add(pictures)

    assert [source.source for source in empty.sources()] == [str(pictures)]
    assert (report.photos, report.unchanged, report.new) == (6, 3, 3)


def test_a_lone_file_can_be_added(empty: Library, pictures: Path) -> None:
    report = empty.add(pictures / "t1.jpg")

    assert (report.photos, report.faces) == (1, 6)


def test_folders_become_collections_when_asked(empty: Library, pictures: Path) -> None:
    empty.add(pictures, folders_as_collections=True)

    found = {item.collection: item.photos for item in empty.collections()}

    assert found == {"pictures": 3, "pictures/day 2": 3}


def test_folders_of_any_name_become_collections(empty: Library, pictures: Path) -> None:
    odd = os.fsdecode(os.fsencode(pictures) + b"/new\nline \xff " + b"long" * 50)
    (pictures / "day 2").rename(odd)

    empty.add(pictures, folders_as_collections=True)

    names = [item.collection for item in empty.collections()]
    assert len(names) == 2
    assert all(name.isprintable() and len(name) <= 200 for name in names)


def test_grouping_is_done_once_and_again_after_a_decision(
    empty: Library, few_photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[object] = []
    real = ingest.grouping.group
    monkeypatch.setattr(ingest.grouping, "group", lambda *a, **k: runs.append(real(*a, **k)))

    empty.add(few_photos)
    empty.add(few_photos)
    assert len(runs) == 1
    empty.confirm(empty.faces(person=empty.people()[0].person)[0].face)
    empty.add(few_photos)
    assert len(runs) == 2


def test_a_face_that_waited_joins_a_person_that_a_human_made(
    empty: Library, few_photos: Path
) -> None:
    empty.add(few_photos, group=False)
    pair = [face.face for face in empty.faces() if face.photo.endswith("_B.jpg")]
    empty.assign(pair[0], new="Ada")

    empty.add(few_photos)

    assert {face.face for face in empty.faces(person="Ada")} == set(pair)


def test_the_library_inside_the_folder_is_not_indexed(pictures: Path) -> None:
    with Library.open(pictures / "likeness") as library:
        library.add(pictures)

        assert library.add(pictures).photos == 6


def test_what_cannot_be_read_is_a_failure_and_the_run_goes_on(
    empty: Library, pictures: Path
) -> None:
    (pictures / "empty.jpg").touch()
    (pictures / "notes.jpg").write_text("no picture")
    os.mkfifo(pictures / "pipe.jpg")
    (pictures / "loop.jpg").symlink_to("loop.jpg")
    (pictures / "gone.jpg").symlink_to("nowhere.jpg")

    report = empty.add(pictures)

    reasons = {Path(row.photo).name: row.reason for row in empty.failures()}
    assert reasons == {
        "empty.jpg": "empty",
        "notes.jpg": "not_an_image",
        "pipe.jpg": "not_a_file",
        "loop.jpg": "symlink_loop",
        "gone.jpg": "vanished",
    }
    assert (report.photos, report.failed) == (6, 5)


def test_a_mended_file_leaves_the_failures(empty: Library, pictures: Path) -> None:
    broken = pictures / "later.jpg"
    broken.write_text("still copying")
    empty.add(pictures)
    Image.new("RGB", (64, 64), "teal").save(broken)

    report = empty.add(pictures)

    assert (report.new, report.failed) == (1, 0)
    assert empty.failures() == []


def test_a_failure_whose_file_is_gone_is_forgotten(empty: Library, pictures: Path) -> None:
    (pictures / "notes.jpg").write_text("no picture")
    empty.add(pictures)
    (pictures / "notes.jpg").unlink()

    report = empty.add(pictures)

    assert (report.failed, report.missing) == (0, 0)
    assert empty.failures() == []


def test_names_of_any_bytes_can_be_added(empty: Library, pictures: Path) -> None:
    raw = os.path.join(os.fsencode(pictures), b"new\nline \xff \xf0\x9f\x98\x80.png")
    Image.new("RGB", (40, 40), "navy").save(pictures / "plain.png")
    os.rename(pictures / "plain.png", raw)

    empty.add(pictures)

    assert os.fsdecode(raw) in [photo.photo for photo in empty.photos()]
    assert empty.add(pictures).unchanged == 7


def test_stopping_keeps_what_was_computed_and_the_next_run_finishes(
    empty: Library, pictures: Path
) -> None:
    analysed: list[int] = []

    def note(progress: Progress) -> None:
        if progress.stage == "analyse" and progress.done:
            analysed.append(progress.done)

    empty._parts.settings = empty.settings.model_copy(
        update={"runtime": empty.settings.runtime.model_copy(update={"batch": 2})}
    )
    with pytest.raises(InterruptedRunError, match="again to go on"):
        empty.add(pictures, progress=note, stop=lambda: bool(analysed))

    kept = len(empty.photos())
    report = empty.add(pictures)

    assert kept == 2
    assert (report.photos, report.new) == (6, 4)


@pytest.mark.parametrize("runtime", [{"batch": 1}, {"threads": 1}, {"batch": 5, "threads": 3}])
def test_batches_and_threads_do_not_change_the_catalog(
    few_photos: Path, indexed: Library, tmp_path: Path, runtime: dict[str, int]
) -> None:
    settings = load_settings(tmp_path, runtime=runtime)
    with Library.open(tmp_path / "other", settings=settings) as other:
        other.add(few_photos)

        assert people_of(other) == people_of(indexed)
        assert [face.face for face in other.faces(everything=True)] == [
            face.face for face in indexed.faces(everything=True)
        ]


def test_originals_are_not_touched(empty: Library, pictures: Path) -> None:
    def states() -> dict[str, tuple[int, int, bytes]]:
        return {
            str(path): (path.stat().st_mtime_ns, path.stat().st_ino, path.read_bytes())
            for path in sorted(pictures.rglob("*.jpg"))
        }

    before = states()
    empty.add(pictures)

    assert states() == before


def test_nothing_there_is_a_usage_error(empty: Library, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file or folder"):
        empty.add(tmp_path / "nothing")


def test_adding_nothing_to_an_empty_library_says_what_to_do(empty: Library) -> None:
    with pytest.raises(UsageError, match="add ~/Pictures"):
        empty.add()


def test_a_removed_source_leaves_photos_and_people(empty: Library, pictures: Path) -> None:
    empty.add(pictures)
    people = people_of(empty)

    empty.remove_source(pictures)

    assert empty.sources() == []
    assert people_of(empty) == people
    assert len(empty.photos()) == 6


def test_removing_an_unknown_source_names_the_known_ones(empty: Library, pictures: Path) -> None:
    empty.add(pictures)

    with pytest.raises(UnknownSourceError, match=str(pictures)):
        empty.remove_source("/elsewhere")


def test_the_library_folder_is_private(empty: Library) -> None:
    assert empty.folder.stat().st_mode & 0o777 == 0o700


def test_a_library_never_indexes_its_own_pictures(pictures: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(pictures / "library")
    (pictures / "library").mkdir()
    with Library.open(link) as library:
        library.add(pictures, group=False)
        assert library.add(pictures, group=False).new == 0
        for inside in (pictures / "library", link, link / "blobs" / "thumbs"):
            with pytest.raises(UsageError, match="library itself"):
                library.add(inside)
        assert [source.source for source in library.sources()] == [str(pictures)]
