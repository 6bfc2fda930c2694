"""/photos."""

from __future__ import annotations

import base64
import io
import json
import os
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.routers import photos

API = "/api/v1/photos"
NOBODY = "0" * 64


def id_of(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


@pytest.fixture
def of_six(served_photos: Path) -> str:
    """The id of the photo of six people."""
    return id_of(served_photos / "t1.jpg")


def listed(client: TestClient, **query: Any) -> list[str]:
    """Return where the photos of a list lie."""
    answer = client.get(API, params=query)
    assert answer.status_code == 200, answer.text
    return [photo["places"][0]["path"] for photo in answer.json()["items"]]


# ---------------------------------------------------------------- lists


def test_lists_the_newest_photo_first(reader: TestClient) -> None:
    newest = ["t1.jpg", "day 2/017_0.jpg", "010_2.jpg"]

    assert newest == listed(reader)[:3]
    assert newest[::-1] == listed(reader, order="asc")[-3:]


def test_a_list_comes_in_pages(reader: TestClient) -> None:
    whole = listed(reader)
    first = reader.get(API, params={"limit": 4}).json()
    second = reader.get(API, params={"limit": 4, "cursor": first["next"]}).json()

    assert second["next"] is None
    assert whole == [photo["places"][0]["path"] for photo in first["items"] + second["items"]]


def test_a_photo_says_what_a_grid_needs(reader: TestClient) -> None:
    photo = reader.get(API, params={"path": "T1.JP"}).json()["items"][0]

    assert {"width": 1280, "height": 886, "faces": 6, "missing": False}.items() <= photo.items()
    assert photo["taken"] == "2024-06-15T12:00:00+00:00"
    assert photo["places"] == [{"source": 1, "path": "t1.jpg"}]


def test_photos_are_chosen_by_who_is_on_them(reader: TestClient, library: Library) -> None:
    person = library.people()[0]
    with_them = listed(reader, person=person.person)

    assert len(with_them) == person.photos
    assert set(listed(reader)) - set(with_them) == set(listed(reader, **{"not": person.person}))
    assert set(with_them) >= set(listed(reader, person=person.person, only=True))


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"collection": "Trip"}, 2),
        ({"since": "2024-03-15"}, 4),
        ({"before": "2024-03-15"}, 2),
        ({"since": "2024-02-01", "before": "2024-04-01"}, 2),
        ({"without_faces": True}, 1),
        ({"undated": True}, 0),
        ({"path": "day 2/"}, 3),
        ({"source": 1}, 6),
        ({"min_quality": 1}, 0),
    ],
)
def test_photos_are_chosen(reader: TestClient, query: dict[str, Any], number: int) -> None:
    assert number == len(listed(reader, **query))


@pytest.mark.parametrize(
    "query",
    [{"person": "Nobody"}, {"not": "Nobody"}, {"collection": "None"}, {"source": 99}],
)
def test_what_is_not_there_is_not_found(reader: TestClient, query: dict[str, Any]) -> None:
    assert reader.get(API, params=query).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "nonsense"},
        {"cursor": "x" * 9000},
        {"limit": 0},
        {"limit": 10**30},
        {"order": "random"},
        {"person": "a\x00b"},
        {"person": ["p"] * 51},
        {"path": "\x00"},
        {"source": 10**30},
        {"min_quality": "nan"},
        {"since": "yesterday"},
        {"since": "9" * 400},
    ],
)
def test_nonsense_is_refused(reader: TestClient, query: dict[str, Any]) -> None:
    assert reader.get(API, params=query).status_code == 422


def test_months_are_counted(reader: TestClient) -> None:
    months = reader.get(f"{API}/months", params={"before": "2024-03-01"}).json()

    assert months == [{"month": "2024-01", "photos": 1}, {"month": "2024-02", "photos": 1}]


# ---------------------------------------------------------------- the layout


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("query", [{}, {"collection": "Trip"}, {"without_faces": True}])
def test_chunks_of_the_layout_are_pages(
    reader: TestClient, order: str, query: dict[str, Any]
) -> None:
    asked = query | {"order": order}
    layout = reader.get(f"{API}/layout", params=asked).json()
    found: list[dict[str, Any]] = []
    for chunk in layout["chunks"]:
        codes = base64.b64decode(chunk["ratios"])
        cursor = {} if chunk["cursor"] is None else {"cursor": chunk["cursor"]}
        page = reader.get(API, params=asked | cursor | {"limit": len(codes)}).json()["items"]
        assert {photo["taken"][:7] for photo in page} == {chunk["month"]}
        for photo, code in zip(page, codes, strict=True):
            shape = photo["width"] / photo["height"]
            assert 2 ** ((code - 128) / 40) == pytest.approx(shape, rel=0.01)
        found += page

    assert found == reader.get(API, params=asked).json()["items"]
    assert (layout["photos"], layout["order"]) == (len(found), order)


def test_a_layout_that_is_known_is_not_sent_again(
    reader: TestClient, editor: TestClient, library: Library
) -> None:
    path, person = f"{API}/layout", library.people()[0].person
    first = reader.get(path)
    tag = {"If-None-Match": first.headers["etag"]}
    editor.patch(f"/api/v1/people/{person}", json={"name": "Anna"})
    again = reader.get(path, headers=tag)
    library.forget_photo(library.photos()[0].sha256)
    changed = reader.get(path, headers=tag)

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "private, no-cache"
    assert changed.json()["photos"] == first.json()["photos"] - 1


@pytest.mark.parametrize(
    ("query", "status"),
    [({"person": "Nobody"}, 404), ({"order": "random"}, 422), ({"source": 10**30}, 422)],
)
def test_there_is_no_layout_of_nonsense(
    reader: TestClient, query: dict[str, Any], status: int
) -> None:
    assert reader.get(f"{API}/layout", params=query).status_code == status


def test_a_photo_comes_with_its_faces(reader: TestClient, of_six: str) -> None:
    answer = reader.get(f"{API}/{of_six}").json()

    assert answer["photo"]["photo"] == of_six
    assert {face["photo"] for face in answer["faces"]} == {of_six}
    assert len(answer["faces"]) == 6


@pytest.mark.parametrize(
    "path", ["", "/file", "/thumbnail", "/detections", "/detections.webp", "/detections.png"]
)
def test_an_unknown_photo_is_not_found(reader: TestClient, path: str) -> None:
    answer = reader.get(f"{API}/{NOBODY}{path}")

    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:likeness:problem:unknown-photo"


def test_no_answer_names_a_folder_of_this_machine(
    reader: TestClient, served_photos: Path, of_six: str
) -> None:
    for path in ("", f"/{of_six}", f"/{of_six}/detections"):
        assert str(served_photos.parent) not in reader.get(API + path).text


# ---------------------------------------------------------------- originals


def test_the_original_is_sent_as_it_was_indexed(
    reader: TestClient, served_photos: Path, of_six: str
) -> None:
    answer = reader.get(f"{API}/{of_six}/file")

    assert answer.content == (served_photos / "t1.jpg").read_bytes()
    assert answer.headers["etag"] == f'"{of_six}"'
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith('inline; filename="t1.jpg"')
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_it_may_be_saved(reader: TestClient, of_six: str) -> None:
    answer = reader.get(f"{API}/{of_six}/file", params={"download": True})

    assert answer.headers["content-disposition"].startswith("attachment;")


def test_its_head_says_how_large_it_is(
    reader: TestClient, served_photos: Path, of_six: str
) -> None:
    answer = reader.head(f"{API}/{of_six}/file")

    assert answer.headers["content-length"] == str((served_photos / "t1.jpg").stat().st_size)
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.content == b""


def test_whoever_has_it_is_not_sent_it_again(reader: TestClient, of_six: str) -> None:
    headers = {"If-None-Match": f'"other", W/"{of_six}"'}
    answer = reader.get(f"{API}/{of_six}/file", headers=headers)

    assert (answer.status_code, answer.content) == (304, b"")
    assert reader.get(f"{API}/{NOBODY}/file", headers={"If-None-Match": "*"}).status_code == 404


def test_a_part_of_it_is_sent(reader: TestClient, served_photos: Path, of_six: str) -> None:
    data = (served_photos / "t1.jpg").read_bytes()
    headers = {"Range": "bytes=100-199", "If-Range": f'"{of_six}"'}
    answer = reader.get(f"{API}/{of_six}/file", headers=headers)

    assert answer.status_code == 206
    assert answer.content == data[100:200]
    assert answer.headers["content-range"] == f"bytes 100-199/{len(data)}"
    assert answer.headers["content-length"] == "100"


def test_whoever_has_a_part_of_something_else_is_sent_all(reader: TestClient, of_six: str) -> None:
    headers = {"Range": "bytes=100-199", "If-Range": '"another"'}

    assert reader.get(f"{API}/{of_six}/file", headers=headers).status_code == 200


def test_there_is_nothing_behind_its_end(
    reader: TestClient, served_photos: Path, of_six: str
) -> None:
    answer = reader.get(f"{API}/{of_six}/file", headers={"Range": "bytes=999999999-"})

    assert answer.status_code == 416
    size = (served_photos / "t1.jpg").stat().st_size
    assert answer.headers["content-range"] == f"bytes */{size}"


def test_a_file_that_changed_is_not_shown(reader: TestClient, own_photos: Path) -> None:
    file = own_photos / "t1.jpg"
    photo, data = id_of(file), bytearray(file.read_bytes())
    data[-10] ^= 1
    file.write_bytes(data)

    answer = reader.get(f"{API}/{photo}/file")
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:likeness:problem:file-missing"
    assert str(own_photos) not in answer.text
    drawn = reader.get(f"{API}/{photo}/detections.webp")  # on what was kept of it
    assert max(Image.open(io.BytesIO(drawn.content)).size) == 512


def test_a_name_that_is_no_text_can_be_shown_and_sent(
    reader: TestClient, library: Library, own_photos: Path
) -> None:
    file = Path(os.fsdecode(os.fsencode(own_photos) + b"/\xff.jpg"))
    photo = id_of((own_photos / "t1.jpg").rename(file))
    library.add(own_photos, group=False)
    places = reader.get(f"{API}/{photo}").json()["photo"]["places"]

    assert [place["path"] for place in places] == ["\ufffd.jpg"]
    assert reader.get(f"{API}/{photo}/file").status_code == 200


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize(("side", "size"), [(128, 128), (512, 512), (2560, 1280)])
def test_a_thumbnail_has_the_size_asked_for(
    reader: TestClient, of_six: str, side: int, size: int
) -> None:
    answer = reader.get(f"{API}/{of_six}/thumbnail", params={"side": side})

    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert max(Image.open(io.BytesIO(answer.content)).size) == size


def test_a_thumbnail_that_is_there_is_not_sent_again(reader: TestClient, of_six: str) -> None:
    path = f"{API}/{of_six}/thumbnail"
    tag = reader.get(path).headers["etag"]
    answer = reader.get(path, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_there_are_no_other_sizes(reader: TestClient, of_six: str) -> None:
    answer = reader.get(f"{API}/{of_six}/thumbnail", params={"side": 100})

    assert answer.status_code == 422


def test_faces_are_numbered_as_samples_count_them(
    reader: TestClient, library: Library, of_six: str
) -> None:
    answer = reader.get(f"{API}/{of_six}/detections").json()
    numbers = library.face_numbers(of_six)

    assert {face["face"]: face["number"] for face in answer["faces"]} == numbers
    assert [face["number"] for face in answer["faces"]] == sorted(numbers.values())


def test_colours_are_those_of_the_drawing(reader: TestClient, of_six: str) -> None:
    faces = reader.get(f"{API}/{of_six}/detections").json()["faces"]
    shown = {(face["gender"], face["letter"], face["colour"]) for face in faces}

    assert shown <= {("male", "M", "#4ade6c"), ("female", "W", "#ff80bf")}


def test_detections_are_drawn(reader: TestClient, of_six: str) -> None:
    for ending in ("webp", "png"):
        answer = reader.get(f"{API}/{of_six}/detections.{ending}")
        drawn = Image.open(io.BytesIO(answer.content))
        assert answer.headers["content-type"] == f"image/{ending}"
        assert (drawn.format, drawn.size) == (ending.upper(), (1280, 886))


# ---------------------------------------------------------------- archives


def test_photos_are_packed_as_they_are(
    reader: TestClient, served_photos: Path, of_six: str
) -> None:
    other = id_of(served_photos / "008_B.jpg")
    answer = reader.post(f"{API}/zip", json={"photos": [of_six, other, of_six]})
    archive = zipfile.ZipFile(io.BytesIO(answer.content))

    assert answer.headers["content-type"] == "application/zip"
    assert archive.namelist() == ["008_B.jpg", "t1.jpg"]
    assert archive.read("t1.jpg") == (served_photos / "t1.jpg").read_bytes()
    assert archive.testzip() is None


def test_what_is_gone_is_named_in_the_archive(reader: TestClient, own_photos: Path) -> None:
    photos = [id_of(own_photos / name) for name in ("t1.jpg", "008_B.jpg")]
    (own_photos / "t1.jpg").unlink()
    answer = reader.post(f"{API}/zip", json={"photos": photos})
    archive = zipfile.ZipFile(io.BytesIO(answer.content))

    assert archive.namelist() == ["008_B.jpg", "MISSING.txt"]
    assert archive.read("MISSING.txt") == b"t1.jpg\r\n"


@pytest.mark.parametrize(
    ("where", "query"),
    [
        ({"collection": "Trip"}, {"collection": "Trip"}),
        (
            {"since": "2024-02-01", "before": "2024-04-01", "source": 1},
            {"since": "2024-02-01", "before": "2024-04-01", "source": 1},
        ),
        ({"person": ["PERSON"], "min_quality": 0.1}, {"person": "PERSON", "min_quality": 0.1}),
        ({"not": ["PERSON"], "path": "J"}, {"not": "PERSON", "path": "J"}),
        ({}, {}),
    ],
)
def test_all_photos_that_are_so_are_packed(
    reader: TestClient, library: Library, where: dict[str, Any], query: dict[str, Any]
) -> None:
    person = library.people()[0].person
    body = json.loads(json.dumps({"where": where}).replace("PERSON", person))
    asked = json.loads(json.dumps(query).replace("PERSON", person))
    packed = zipfile.ZipFile(io.BytesIO(reader.post(f"{API}/zip", json=body).content)).namelist()

    assert packed
    assert sorted(packed) == sorted(Path(path).name for path in listed(reader, **asked))


def test_an_archive_holds_only_so_many_photos(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "MOST_CHOSEN", 5)
    for path in ("zip", "zip/tickets"):
        refused = reader.post(f"{API}/{path}", json={"where": {}})
        assert refused.status_code == 422
        assert refused.json()["type"] == "urn:likeness:problem:too-many-photos"
        assert "6 photos" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("order", "status"),
    [
        ({"where": {"without_faces": True, "min_quality": 0}}, 404),
        ({"where": {"person": ["Nobody"]}}, 404),
        ({"where": {"undated": True, "since": "2024-01-01"}}, 404),
        ({"where": {"person": ["a"] * 51}}, 422),
        ({"where": {"path": "\x00"}}, 422),
        ({"where": {"without": ["a"]}}, 422),
        ({"where": {}, "photos": [NOBODY]}, 422),
        ({}, 422),
    ],
)
def test_no_archive_of_a_filter_that_finds_nothing(
    reader: TestClient, order: dict[str, Any], status: int
) -> None:
    assert reader.post(f"{API}/zip", json=order).status_code == status


@pytest.mark.parametrize(
    ("wanted", "status"),
    [([NOBODY], 404), ([], 422), (["../../etc"], 422), ([NOBODY] * 10_001, 422)],
)
def test_no_archive_of_what_is_not_there(
    reader: TestClient, wanted: list[str], status: int
) -> None:
    assert reader.post(f"{API}/zip", json={"photos": wanted}).status_code == status


# ---------------------------------------------------------------- forgetting


def test_only_owners_forget_photos(editor: TestClient, of_six: str) -> None:
    assert editor.delete(f"{API}/{of_six}").status_code == 403


def test_a_forgotten_photo_is_gone(admin: TestClient, served_photos: Path, of_six: str) -> None:
    answer = admin.delete(f"{API}/{of_six}")

    assert answer.json()["photos"] == 1
    assert admin.get(f"{API}/{of_six}").status_code == 404
    assert admin.get(f"{API}/{of_six}/thumbnail").status_code == 404
    assert (served_photos / "t1.jpg").is_file()


def test_a_part_of_a_thumbnail_is_sent_on_request(reader: TestClient, library: Library) -> None:
    path = f"/api/v1/photos/{library.photos()[0].sha256}/thumbnail"
    whole = reader.get(path)
    part = reader.get(path, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole.content)}"
    assert reader.get(path, headers={"Range": "bytes=9999999-"}).status_code == 416
    other = {"Range": "bytes=0-1", "If-Range": '"another"'}
    assert reader.get(path, headers=other).content == whole.content
