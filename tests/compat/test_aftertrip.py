from __future__ import annotations

import copy
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.compat.aftertrip import WebLimits, run_face_recog
from likeness.errors import ExportError, UsageError
from likeness.settings import DetectSettings, LibrarySettings
from likeness.types import Progress
from tests.compat.rules import check_answer, partition
from tests.compat.trip import FACELESS, Answer, Trip
from tests.web.servers import WebServer, drip, endless, plain, raw, redirect, serving, silence

PEOPLE = ("kyo.jpg", "yeon1.jpg", "glory7.jpg", "glory11.jpg", "glory4.jpg")
LIMITS = WebLimits(max_bytes=2_000_000, max_seconds=3, max_redirects=2)


# ---------------------------------------------------------------- the whole trip


def test_fruit_and_animals_have_no_face(trip: Trip, whole: Answer) -> None:
    found = {name: image["group_idx"] for name, image in zip(trip.files, whole.images, strict=True)}

    assert all(found[name] == [-2] for name in FACELESS)
    assert all(found[name] != [-2] for name in found.keys() - FACELESS)


def test_all_rules_hold_for_the_whole_trip(trip: Trip, whole: Answer) -> None:
    check_answer(trip.images(), whole.groups, whole.positions, whole.images)
    assert len(whole.positions) >= 5
    assert not any("error" in image for image in whole.images)


def test_a_person_of_several_photos_is_one_group(trip: Trip, whole: Answer) -> None:
    of_photo = dict(zip(trip.files, (image["group_idx"] for image in whole.images), strict=True))

    assert of_photo["yeon.jpg"] == of_photo["yeon1.jpg"] == of_photo["yeon2.jpg"]
    assert of_photo["kyo.jpg"] == of_photo["kyo2.jpg"] != of_photo["yeon.jpg"]


def test_faces_of_one_photo_are_different_people(whole: Answer) -> None:
    for group in whole.groups:
        shown = group["original_images_idx_list"]

        assert len(set(shown)) == len(shown)


def test_faces_are_upright_and_lie_where_face_programs_expect_them(whole: Answer) -> None:
    from likeness.assembly import make_analyser
    from likeness.models.analyser import PhotoPixels
    from likeness.models.artifacts import Artifacts
    from likeness.models.registry import Registry
    from likeness.models.zoo import BUILTIN
    from likeness.types import PhotoId

    analyser = make_analyser(LibrarySettings(), Registry(*BUILTIN), Artifacts())
    squares = [face[..., ::-1] for group in whole.groups for face in group["face_list"]]
    pages = [np.pad(one, ((100, 100), (100, 100), (0, 0))) for one in squares]
    seen = analyser.analyse(
        [
            PhotoPixels(id=PhotoId(str(n)), pixels=page, scale=1, width=312, height=312)
            for n, page in enumerate(pages)
        ]
    )
    analyser.close()

    found = [photo.faces[0] for photo in seen if photo.faces]
    assert len(found) >= 0.8 * len(squares)
    eyes = np.median([[np.array(face.points[n]) - 100 for n in (0, 1)] for face in found], axis=0)
    assert np.abs(eyes - [(38.3, 51.7), (73.5, 51.5)]).max() < 4


# ---------------------------------------------------------------- any pictures


@given(st.data())
@settings(max_examples=8, deadline=None)
def test_all_rules_hold_for_any_pictures_in_any_order(
    trip: Trip, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(["missing.jpg", *trip.files]), max_size=6))
    images = trip.images(*names) if names else []
    before = copy.deepcopy(images)
    crops = tmp_path_factory.mktemp("any")

    groups, positions, answer = run_face_recog(images, crops=crops, allow_private=True)

    assert images == before
    check_answer(images, groups, positions, answer)
    assert ["error" in image for image in answer] == [name == "missing.jpg" for name in names]
    assert len(os.listdir(crops)) == sum(len(group["face_list"]) for group in groups)


def test_the_order_of_the_album_changes_nothing_but_the_order(trip: Trip, whole: Answer) -> None:
    names = list(trip.files)
    turned = names[7:] + names[:7]

    groups, _, _ = run_face_recog(trip.images(*turned), allow_private=True)

    assert partition(groups, turned) == partition(whole.groups, names)


def test_a_picture_given_twice_is_two_pictures_of_the_same_people(trip: Trip) -> None:
    images = trip.images("kyo.jpg", "glory11.jpg", "kyo.jpg", "glory11.jpg")

    groups, positions, answer = run_face_recog(images, allow_private=True)

    check_answer(images, groups, positions, answer)
    faces = [sorted(group["original_images_idx_list"]) for group in groups]
    assert [0, 2] in faces
    assert faces.count([1, 3]) == 2
    for group in groups:
        assert np.isclose(group["cosine_similarity_list"][1], 1)
        first, second = group["face_list"]
        assert np.array_equal(first, second)
        assert not np.shares_memory(first, second)


def test_no_pictures_and_no_faces_are_answers_too(trip: Trip) -> None:
    assert run_face_recog([]) == ([], [], [])

    groups, positions, images = run_face_recog(trip.images("apple.jpg"), allow_private=True)
    assert (groups, positions) == ([], [])
    assert images == [{**trip.images("apple.jpg")[0], "group_idx": [-2]}]


def test_progress_is_told(trip: Trip) -> None:
    told: list[Progress] = []
    run_face_recog(
        trip.images("apple.jpg", "missing.jpg"), allow_private=True, progress=told.append
    )

    assert (told[-1].stage, told[-1].done, told[-1].total) == ("analyse", 2, 2)
    assert (told[-1].faces, told[-1].failed) == (0, 1)


def test_settings_decide_which_faces_count(trip: Trip) -> None:
    strict = LibrarySettings(detect=DetectSettings(min_face=0.9))

    _, _, images = run_face_recog(trip.images("kyo.jpg"), allow_private=True, settings=strict)

    assert images[0]["group_idx"] == [-2]


# ---------------------------------------------------------------- what callers may say


@pytest.mark.parametrize(
    "wrong",
    [None, "https://x.test/a.jpg", {"id": 1, "url": "x"}, 5, ["x"], [None], [[]], [{}],
     [{"id": 1}], [{"url": "x"}], [{"id": 1, "url": None}], [{"id": 1, "url": 5}],
     [{"id": 1, "url": b"x"}], [{"id": 1, "url": "x"}, {"id": 2}]],
)  # fmt: skip
def test_what_is_no_list_of_images_is_refused_as_a_whole(wrong: Any) -> None:
    with pytest.raises(UsageError, match="Expected a list of"):
        run_face_recog(wrong)


def test_ids_may_be_anything_and_other_keys_are_kept(trip: Trip) -> None:
    url = trip.server.url("/apple.jpg")
    odd = object()
    images = [
        {"user": odd, "url": url, "id": None, "group_idx": [7], "error": "of an earlier run"},
        {"id": ("a", 1), "url": url, "tags": ["x"]},
    ]

    _, _, answer = run_face_recog(images, allow_private=True)

    assert answer == [
        {"user": odd, "url": url, "id": None, "group_idx": [-2]},
        {"id": ("a", 1), "url": url, "tags": ["x"], "group_idx": [-2]},
    ]
    assert images[0]["group_idx"] == [7]


@pytest.mark.parametrize(
    "form", [str, Path.as_uri, lambda path: path.as_uri().replace("file://", "FILE://localhost")]
)
def test_local_files_are_read_where_that_is_allowed(
    photos: Path, tmp_path: Path, form: Any
) -> None:
    path = tmp_path / "a photo #1 %41.jpg"
    shutil.copy(photos / "trip/user2/apple.jpg", path)

    _, _, (allowed,) = run_face_recog([{"id": 1, "url": form(path)}], allow_local=True)
    _, _, (refused,) = run_face_recog([{"id": 1, "url": form(path)}])

    assert "error" not in allowed
    assert "Only http and https" in refused["error"]
    assert path.exists()


@pytest.mark.parametrize(
    "url",
    ["", "nowhere.jpg", "/etc/shadow/x", "/dev/zero", "file://other.test/a.jpg", "ftp://x.test/a",
     "a\0b", "file:///a%00b", "/", "\udcff.jpg", "data:image/png;base64,AAAA", "a" * 5000],
)  # fmt: skip
def test_local_files_that_cannot_be_read_are_their_own_error(url: str) -> None:
    groups, positions, images = run_face_recog([{"id": 1, "url": url}], allow_local=True)

    assert (groups, positions) == ([], [])
    assert images[0]["group_idx"] == [-2]
    assert images[0]["error"]


def test_this_machine_is_refused_unless_it_is_allowed(trip: Trip) -> None:
    before = len(trip.server.heads)

    _, _, images = run_face_recog(trip.images("apple.jpg"))

    assert "loopback address, which is not allowed" in images[0]["error"]
    assert len(trip.server.heads) == before


# ---------------------------------------------------------------- servers that are wrong


@pytest.fixture(scope="module")
def bad(trip: Trip) -> Iterator[WebServer]:
    photo = trip.files["kyo.jpg"].read_bytes()
    routes = {
        "/slow": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n\xff\xd8\xff"),
        "/silent": silence,
        "/loop": redirect("/loop"),
        "/inside": redirect("http://169.254.169.254:80/latest/meta-data/"),
        "/large": raw("HTTP/1.1 200 OK", f"Content-Length: {5 * 2**30}", body=photo),
        "/endless": endless(),
        "/short": raw("HTTP/1.1 200 OK", f"Content-Length: {len(photo) + 1}", body=photo),
        "/long": raw("HTTP/1.1 200 OK", f"Content-Length: {len(photo) // 2}", body=photo),
        "/cut": raw("HTTP/1.0 200 OK", body=photo[: len(photo) // 2]),
        "/page": plain(b"<html>no photo</html>", "Content-Type: image/jpeg"),
        "/empty": plain(b"", "Content-Type: image/jpeg"),
        "/noise": raw("\x00\x01", body=b"\xff\x00"),
    }
    with serving(routes) as server:
        yield server


def test_bad_servers_cost_their_own_picture_and_nothing_else(trip: Trip, bad: WebServer) -> None:
    wrong = [*bad.routes, "/missing"]
    images = [{"id": path, "url": bad.url(path)} for path in wrong]
    for number, name in enumerate(("kyo.jpg", "kyo2.jpg", "apple.jpg")):
        images.insert(5 * number, trip.images(name)[0])

    groups, positions, answer = run_face_recog(images, allow_private=True, limits=LIMITS)

    check_answer(images, groups, positions, answer)
    errors = {image["id"]: image["error"] for image in answer if "error" in image}
    assert list(errors) == wrong
    assert "longer than 3 seconds" in errors["/slow"]
    assert "longer than 3 seconds" in errors["/silent"]
    assert "redirected more than 2 times" in errors["/loop"]
    assert "link-local" in errors["/inside"]
    assert "2,000,000 bytes" in errors["/large"]
    assert "404" in errors["/missing"]
    assert "too early" in errors["/short"]
    assert "cut short" in errors["/long"]
    assert "cut short" in errors["/cut"]
    assert [group["original_images_idx_list"] for group in groups] == [[0, 5]]


def test_nothing_but_the_crops_is_left(
    trip: Trip, bad: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    images = [*trip.images("kyo.jpg", "apple.jpg"), {"id": 0, "url": bad.url("/short")}]

    groups, _, _ = run_face_recog(images, allow_private=True, limits=LIMITS)

    (folder,) = tmp_path.iterdir()
    assert [str(path) for path in folder.iterdir()] == groups[0]["crop_path_list"]


# ---------------------------------------------------------------- crops


def test_crops_are_private_and_their_folder_is_made(trip: Trip, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "crops"

    groups, _, _ = run_face_recog(trip.images("kyo.jpg"), crops=str(folder), allow_private=True)

    (path,) = groups[0]["crop_path_list"]
    assert Path(path) == folder / "0_0.png"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


def test_what_lies_in_the_folder_is_never_replaced(trip: Trip, tmp_path: Path) -> None:
    (tmp_path / "0_0.png").write_bytes(b"mine")

    first = run_face_recog(trip.images("kyo.jpg"), crops=tmp_path, allow_private=True)
    second = run_face_recog(trip.images("kyo.jpg"), crops=tmp_path, allow_private=True)

    assert (tmp_path / "0_0.png").read_bytes() == b"mine"
    paths = [groups[0]["crop_path_list"][0] for groups, _, _ in (first, second)]
    assert len({*paths, str(tmp_path / "0_0.png")}) == 3
    assert all(Path(path).is_file() for path in paths)


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_fetched(
    trip: Trip, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    before = len(trip.server.heads)

    with pytest.raises(ExportError, match="cannot be made"):
        run_face_recog(trip.images(), crops=tmp_path / "file", allow_private=True)

    assert len(trip.server.heads) == before


# ---------------------------------------------------------------- together


def test_two_calls_at_once_do_not_disturb_each_other(
    trip: Trip, whole: Answer, tmp_path: Path
) -> None:
    albums = [list(trip.files), list(PEOPLE)]
    answers: dict[int, Any] = {}

    def work(number: int) -> None:
        images = trip.images(*albums[number])
        answers[number] = run_face_recog(images, crops=tmp_path, allow_private=True)

    threads = [threading.Thread(target=work, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for number, (groups, positions, images) in answers.items():
        check_answer(trip.images(*albums[number]), groups, positions, images)
    assert partition(answers[0][0], albums[0]) == partition(whole.groups, albums[0])


PROCESS = """
import atexit, json, os, sys
from likeness.compat.aftertrip import run_face_recog

images = json.loads(sys.argv[1])

def work():
    groups, _, _ = run_face_recog(images, allow_local=True)
    path = groups[0]["crop_path_list"][0]
    assert os.path.isfile(path)
    assert oct(os.stat(os.path.dirname(path)).st_mode)[-3:] == "700"
    return path

def tell():
    print(work(), flush=True)

if __name__ == "__main__":
    import multiprocessing

    mine = work()
    child = multiprocessing.get_context("fork").Process(target=tell)
    child.start()
    child.join()
    assert child.exitcode == 0
    if (pid := os.fork()) == 0:
        atexit._run_exitfuncs()
        os._exit(0)  # sys.exit would hang: onnxruntime cannot be unloaded in a forked process
    os.waitpid(pid, 0)
    assert os.path.isfile(mine), "a child took the folder of its parent"
    print(mine)
"""


def test_private_folders_end_with_the_process_that_made_them(photos: Path) -> None:
    images = json.dumps([{"id": 1, "url": str(photos / "trip/user2/kyo.jpg")}])
    code = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", PROCESS, images]

    done = subprocess.run(code, capture_output=True, text=True, check=False, timeout=120)

    assert (done.returncode, done.stderr) == (0, "")
    childs, parents = done.stdout.splitlines()
    assert Path(childs).parent != Path(parents).parent
    assert not Path(childs).parent.exists()
    assert not Path(parents).parent.exists()
