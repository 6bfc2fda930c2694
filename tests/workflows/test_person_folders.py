"""A folder per person: right the first time, and kept right later, without harming anything."""

import json
import os
import random
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from likeness.errors import ExportError
from likeness.types import ExportReport, Progress
from likeness.workflows import export, person_folders
from likeness.workflows.manifest import Link
from tests.workflows.album import Album, open_album, person_id, tree


@pytest.fixture
def album(tmp_path: Path) -> Iterator[Album]:
    """Anna on two photos, one of them together with somebody without a name."""
    with open_album(tmp_path) as album:
        album.add("one.jpg", "a")
        album.add("two.jpg", "a", "b")
        album.add("nobody.jpg")
        album.name("a", "Anna")
        yield album


B = f"person-{person_id('b')[:8]}"


def exported(album: Album, link: Link = "copy") -> ExportReport:
    return export.people(album.parts, album.target, link=link, progress=None)


def states(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what changes when a file is written, of every file."""
    return {
        str(path): (path.lstat().st_ino, path.lstat().st_ctime_ns)
        for path in folder.rglob("*")
        if not path.is_dir()
    }


# ---------------------------------------------------------------- the first export


def test_each_person_has_a_folder_with_their_photos(album: Album) -> None:
    report = exported(album)
    assert tree(album.target) == {
        "Anna/one.jpg": b"one.jpg",
        "Anna/two.jpg": b"two.jpg",
        f"{B}/two.jpg": b"two.jpg",
    }
    assert report == ExportReport(people=2, photos=2, bytes=21, files=3, written=3)


def test_a_copy_keeps_the_time_of_its_original(album: Album) -> None:
    exported(album)
    copy, original = album.target / "Anna" / "one.jpg", album.pictures / "one.jpg"
    assert copy.stat().st_mtime_ns == original.stat().st_mtime_ns


def test_the_manifest_says_what_came_from_where(album: Album) -> None:
    exported(album)
    manifest = json.loads((album.target / "manifest.json").read_bytes())
    assert (manifest["program"], manifest["version"]) == ("likeness", 1)
    assert [(row["name"], row["folder"]) for row in manifest["people"]] == sorted(
        [("Anna", "Anna"), (None, B)], key=lambda row: str(person_id("a" if row[0] else "b"))
    )
    one = manifest["files"][0]
    assert one["path"] == "Anna/one.jpg"
    assert one["sha256"] == album.catalog.find_photo(str(album.pictures / "one.jpg"))
    assert one["origin"] == str(album.pictures / "one.jpg")


@pytest.mark.parametrize("link", ["soft", "hard"])
def test_links_lead_to_the_originals(album: Album, link: Link) -> None:
    exported(album, link)
    for name in ("one.jpg", "two.jpg"):
        placed = album.target / "Anna" / name
        assert placed.samefile(album.pictures / name)
        assert placed.is_symlink() == (link == "soft")


def test_names_in_any_script_name_their_folder(album: Album) -> None:
    album.name("a", "毛利 蘭")
    album.name("b", "../Мария")
    exported(album)
    assert sorted(path.name for path in album.target.iterdir()) == [
        "_._Мария",
        "manifest.json",
        "毛利 蘭",
    ]


def test_people_of_one_name_have_a_folder_each(album: Album) -> None:
    album.name("b", "ANNA")
    exported(album)
    first, second = sorted([("a", "Anna"), ("b", "ANNA")], key=lambda pair: person_id(pair[0]))
    folders = {path.name for path in album.target.iterdir() if path.is_dir()}
    assert folders == {first[1], f"{second[1]} ({person_id(second[0])[:8]})"}


def test_a_person_called_like_the_manifest_does_not_replace_it(album: Album) -> None:
    album.name("a", "manifest.json")
    exported(album)
    assert (album.target / "manifest.json").is_file()
    assert (album.target / f"manifest ({person_id('a')[:8]}).json" / "one.jpg").is_file()


def test_photos_of_one_name_are_told_apart_by_their_hash(album: Album) -> None:
    photo = album.add("2024/ONE.jpg", "a")
    other = album.catalog.find_photo(str(album.pictures / "one.jpg"))
    exported(album)
    names = {path.name for path in (album.target / "Anna").iterdir()}
    plain, tagged = ("ONE.jpg", "one") if photo < other else ("one.jpg", "ONE")
    assert names == {plain, f"{tagged} ({max(photo, other)[:8]}).jpg", "two.jpg"}


def test_a_file_name_that_is_no_utf8_is_exported_too(album: Album) -> None:
    album.add("caf\udce9.jpg", "a")
    exported(album)
    assert (album.target / "Anna" / "caf_.jpg").is_file()
    assert b"caf\\\\xe9.jpg" in (album.target / "manifest.json").read_bytes()


def test_hidden_people_are_left_out(album: Album) -> None:
    album.catalog.hide(person_id("b"), hidden=True, who="test")
    assert exported(album).people == 1
    assert not (album.target / B).exists()


def test_progress_is_told_and_ends_complete(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_folders, "PROGRESS_SECONDS", 0)
    told: list[Progress] = []
    export.people(album.parts, album.target, link="copy", progress=told.append)
    assert [(step.stage, step.done, step.total) for step in told] == [
        ("export", done, 3) for done in range(4)
    ]


def test_a_photo_that_is_gone_or_changed_is_left_out_and_counted(album: Album) -> None:
    album.lose("one.jpg")
    (album.pictures / "two.jpg").write_bytes(b"another")
    report = exported(album)
    assert (report.people, report.photos, report.missing) == (0, 0, 2)
    assert [path.name for path in album.target.iterdir()] == ["manifest.json"]


# ---------------------------------------------------------------- doing it again


@pytest.mark.parametrize("link", ["copy", "soft", "hard"])
def test_the_same_export_again_writes_nothing(album: Album, link: Link) -> None:
    exported(album, link)
    before = states(album.target)
    report = exported(album, link)
    assert states(album.target) == before
    assert (report.files, report.written, report.removed) == (3, 0, 0)


def test_only_what_changed_is_written(album: Album) -> None:
    exported(album)
    before = states(album.target)
    album.add("three.jpg", "b")
    report = exported(album)
    changed = {name for name, state in states(album.target).items() if before.get(name) != state}
    assert {Path(name).name for name in changed} == {"three.jpg", "manifest.json"}
    assert report.written == 1


def test_a_person_who_gets_a_name_moves(album: Album) -> None:
    exported(album)
    album.name("b", "Bea")
    report = exported(album)
    assert set(tree(album.target)) == {"Anna/one.jpg", "Anna/two.jpg", "Bea/two.jpg"}
    assert not (album.target / B).exists()
    assert (report.written, report.removed) == (1, 1)


def test_a_moved_original_changes_no_copy(album: Album) -> None:
    exported(album)
    album.move("one.jpg", "2024/one.jpg")
    report = exported(album)
    assert (report.written, report.removed, report.missing) == (0, 0, 0)
    origins = [row["origin"] for row in manifest_files(album)]
    assert str(album.pictures / "2024" / "one.jpg") in origins


def test_a_soft_link_follows_its_moved_original(album: Album) -> None:
    exported(album, "soft")
    album.move("one.jpg", "2024/one.jpg")
    assert exported(album, "soft").written == 1
    assert (album.target / "Anna" / "one.jpg").samefile(album.pictures / "2024" / "one.jpg")


@pytest.mark.parametrize("first", ["copy", "soft", "hard"])
@pytest.mark.parametrize("then", ["copy", "soft", "hard"])
def test_another_kind_of_link_replaces_the_first(album: Album, first: Link, then: Link) -> None:
    exported(album, first)
    report = exported(album, then)
    placed = album.target / "Anna" / "one.jpg"
    assert report.written == (0 if first == then else 3)
    assert placed.is_symlink() == (then == "soft")
    assert placed.samefile(album.pictures / "one.jpg") == (then != "copy")
    assert (album.pictures / "one.jpg").read_bytes() == b"one.jpg"


def manifest_files(album: Album) -> list[dict[str, str]]:
    files: list[dict[str, str]] = json.loads((album.target / "manifest.json").read_bytes())["files"]
    return files


# ---------------------------------------------------------------- what is not ours


def test_files_of_others_are_never_touched(album: Album) -> None:
    exported(album)
    notes = album.target / B / "notes.txt"
    notes.write_text("mine")
    (album.target / "shopping.txt").write_text("mine too")
    album.catalog.hide(person_id("b"), hidden=True, who="test")
    exported(album)
    assert notes.read_text() == "mine"
    assert (album.target / "shopping.txt").read_text() == "mine too"
    assert not (album.target / B / "two.jpg").exists()


def test_an_edited_copy_stays_and_a_fresh_one_comes_beside_it(album: Album) -> None:
    exported(album)
    edited = album.target / "Anna" / "one.jpg"
    edited.write_bytes(b"cropped by hand")
    photo = album.catalog.find_photo(str(album.pictures / "one.jpg"))
    fresh = album.target / "Anna" / f"one ({photo[:8]}).jpg"
    for written in (1, 0):
        assert exported(album).written == written
        assert edited.read_bytes() == b"cropped by hand"
        assert fresh.read_bytes() == b"one.jpg"


def test_an_edited_copy_of_a_person_who_is_gone_stays(album: Album) -> None:
    exported(album)
    (album.target / B / "two.jpg").write_bytes(b"cropped by hand")
    album.catalog.hide(person_id("b"), hidden=True, who="test")
    assert exported(album).removed == 0
    assert (album.target / B / "two.jpg").read_bytes() == b"cropped by hand"


def test_the_last_copy_of_a_photo_is_never_removed(album: Album) -> None:
    exported(album)
    album.lose("two.jpg")
    report = exported(album)
    assert (report.files, report.missing) == (3, 0)
    album.catalog.hide(person_id("b"), hidden=True, who="test")
    album.catalog.hide(person_id("a"), hidden=True, who="test")
    exported(album)
    assert set(tree(album.target)) == {"Anna/two.jpg", f"{B}/two.jpg"}
    assert len(manifest_files(album)) == 2


def test_an_original_of_the_same_size_that_is_another_picture_is_no_original(
    album: Album,
) -> None:
    exported(album)
    (album.pictures / "two.jpg").write_bytes(b"TWO.jpg")
    for person in "ab":
        album.catalog.hide(person_id(person), hidden=True, who="test")
    assert exported(album).removed == 1
    assert set(tree(album.target)) == {"Anna/two.jpg", f"{B}/two.jpg"}


def test_a_copy_that_was_edited_in_secret_is_no_copy(album: Album) -> None:
    exported(album)
    edited = album.target / "Anna" / "two.jpg"
    times = edited.stat().st_atime_ns, edited.stat().st_mtime_ns
    edited.write_bytes(b"TWO.jpg")
    os.utime(edited, ns=times)
    album.lose("two.jpg")
    album.catalog.hide(person_id("b"), hidden=True, who="test")
    assert exported(album).removed == 0
    assert (album.target / B / "two.jpg").read_bytes() == b"two.jpg"


@pytest.mark.parametrize("lie", ["content", "origin", "both"])
def test_a_manifest_that_lies_removes_nothing(album: Album, lie: str) -> None:
    exported(album)
    mine = album.target / "mine" / "letter.jpg"
    mine.parent.mkdir()
    mine.write_bytes(b"private")
    manifest = json.loads((album.target / "manifest.json").read_bytes())
    manifest["files"].append(
        {
            "path": "mine/letter.jpg",
            "sha256": sha256(b"private" if lie == "origin" else b"two.jpg").hexdigest(),
            "origin": str(mine if lie != "content" else album.pictures / "two.jpg"),
            "link": "copy",
            "person": "p",
            "bytes": len(b"private"),
            "mtime_ns": mine.stat().st_mtime_ns,
        }
    )
    (album.target / "manifest.json").write_text(json.dumps(manifest))
    assert exported(album).removed == 0
    assert mine.read_bytes() == b"private"


LIES: list[object] = [None, True, -1, 2**70, 1.5, "", "/", "../x/y", "a/b", "a/\ud800", [], [1], {}]


@pytest.mark.parametrize("lie", LIES, ids=ascii)
@pytest.mark.parametrize(
    "key", ["path", "sha256", "origin", "link", "person", "bytes", "mtime_ns", "files", "people"]
)
def test_a_manifest_of_nonsense_is_refused_or_does_no_harm(
    album: Album, key: str, lie: object
) -> None:
    exported(album)
    before = tree(album.target)
    manifest = json.loads((album.target / "manifest.json").read_bytes())
    (manifest if key in manifest else manifest["files"][0])[key] = lie
    (album.target / "manifest.json").write_text(json.dumps(manifest))
    with suppress(ExportError):
        exported(album)
    after = tree(album.target)
    assert set(before.values()) == set(after.values())
    assert before.items() <= after.items()


def test_a_manifest_nested_without_end_is_refused(album: Album) -> None:
    exported(album)
    (album.target / "manifest.json").write_text("[" * 100_000)
    with pytest.raises(ExportError, match="not a manifest"):
        exported(album)


def test_a_lost_original_is_copied_from_the_earlier_export(album: Album) -> None:
    exported(album)
    album.lose("two.jpg")
    album.name("b", "Bea")
    exported(album)
    assert (album.target / "Bea" / "two.jpg").read_bytes() == b"two.jpg"
    assert not (album.target / B).exists()


def test_a_folder_that_was_turned_into_a_link_is_not_followed(album: Album, tmp_path: Path) -> None:
    exported(album)
    elsewhere = tmp_path / "elsewhere"
    (album.target / "Anna").rename(elsewhere)
    (album.target / "Anna").symlink_to(elsewhere)
    exported(album)
    assert sorted(path.name for path in elsewhere.iterdir()) == ["one.jpg", "two.jpg"]
    assert (album.target / f"Anna ({person_id('a')[:8]})" / "one.jpg").is_file()


def test_originals_are_the_same_after_every_kind_of_export(album: Album) -> None:
    before = {name: (data, mtime) for name, data, mtime in originals(album)}
    links: tuple[Link, ...] = ("copy", "hard", "soft", "hard", "copy")
    for link in links:
        exported(album, link)
    assert {name: (data, mtime) for name, data, mtime in originals(album)} == before


def originals(album: Album) -> list[tuple[str, bytes, int]]:
    return [
        (path.name, path.read_bytes(), path.stat().st_mtime_ns) for path in album.pictures.iterdir()
    ]


# ---------------------------------------------------------------- refusals and accidents


def test_a_folder_that_holds_other_things_is_refused(album: Album) -> None:
    album.target.mkdir()
    (album.target / "thesis.doc").touch()
    with pytest.raises(ExportError, match="is not empty"):
        exported(album)


def test_a_place_that_cannot_be_written_is_an_error_in_words(album: Album) -> None:
    album.target.write_text("a file")
    with pytest.raises(ExportError, match=r"Cannot write .*people: File exists"):
        exported(album)


def test_an_export_that_was_killed_is_finished_by_the_next(
    album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stop after every possible number of files; the next export leaves the same tree."""
    for number in range(12):
        album.add(f"{number}/x.jpg", "a", "b")
    exported(album)
    wanted = tree(album.target)
    rng = random.Random(1)
    for kept in range(len(wanted)):
        for path in rng.sample(sorted(album.target.rglob("*.jpg")), kept):
            path.unlink()
        with pytest.raises(KeyboardInterrupt):
            export.people(
                album.parts, album.target, link="copy", progress=interrupt_after(kept, monkeypatch)
            )
        (album.target / "Anna" / ".likeness-00.part").write_bytes(b"half")
        exported(album)
        assert tree(album.target) == wanted


def interrupt_after(files: int, monkeypatch: pytest.MonkeyPatch) -> person_folders.OnProgress:
    monkeypatch.setattr(person_folders, "PROGRESS_SECONDS", 0)

    def progress(step: Progress) -> None:
        if step.done == files:
            raise KeyboardInterrupt

    return progress


def test_a_first_export_that_was_killed_is_finished_by_the_next(
    album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = interrupt_after(2, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        export.people(album.parts, album.target, link="copy", progress=stop)
    assert len(tree(album.target)) == 2
    assert exported(album).written == 1
    assert set(tree(album.target)) == {"Anna/one.jpg", "Anna/two.jpg", f"{B}/two.jpg"}


def test_a_first_export_that_was_killed_before_its_manifest_is_made_again(album: Album) -> None:
    album.target.mkdir()
    (album.target / ".likeness-00.part").write_bytes(b"half")
    assert exported(album).written == 3
    assert not (album.target / ".likeness-00.part").exists()


def test_a_full_disk_leaves_what_was_there(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    exported(album)
    album.add("three.jpg", "a")

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "utime", full)
        with pytest.raises(ExportError, match="No space left on device"):
            exported(album)
    assert "Anna/three.jpg" not in tree(album.target)
    assert exported(album).written == 1
