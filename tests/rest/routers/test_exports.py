"""People leave as folders of photos, faces as a table."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from likeness import Library

EXPORTS = "/api/v1/exports"


def archive(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def test_everybody_has_a_folder(reader: TestClient, library: Library, served_photos: Path) -> None:
    people = library.people()
    library.name(people[0].person, "Anna / B")

    answer = reader.post(f"{EXPORTS}/people", json={})

    assert answer.headers["content-type"] == "application/zip"
    with archive(answer.content) as packed:
        names = packed.namelist()
        assert packed.testzip() is None
        assert len({name.split("/")[0] for name in names}) == len(people)
        mine = [name for name in names if name.startswith("Anna _ B/")]
        assert len(mine) == people[0].photos
        original = next(served_photos.rglob(mine[0].split("/")[1]))
        assert packed.read(mine[0]) == original.read_bytes()


def test_some_people_are_asked_for_by_id(reader: TestClient, library: Library) -> None:
    person = library.people()[-1]

    answer = reader.post(f"{EXPORTS}/people", json={"people": [person.person] * 2})

    with archive(answer.content) as packed:
        assert len(packed.namelist()) == person.photos
        assert all(name.startswith("person-") for name in packed.namelist())


@pytest.mark.parametrize(
    ("order", "status"), [({"people": ["p" + "0" * 16]}, 404), ({"people": ["Anna"]}, 422)]
)
def test_people_who_are_not_there(
    reader: TestClient, order: dict[str, object], status: int
) -> None:
    assert reader.post(f"{EXPORTS}/people", json=order).status_code == status


def test_owners_get_everything_of_every_face(admin: TestClient, served_photos: Path) -> None:
    answer = admin.get(f"{EXPORTS}/faces.jsonl")

    rows = [json.loads(line) for line in answer.text.splitlines()]
    usable = [row for row in rows if row["status"] == "ok"]
    assert {len(row["embedding"]) for row in usable} == {128}
    assert str(served_photos) in usable[0]["photo"]


def test_others_get_neither_embeddings_nor_paths(
    reader: TestClient, library: Library, served_photos: Path
) -> None:
    answer = reader.get(f"{EXPORTS}/faces.jsonl")

    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert len(rows) == len(library.faces(everything=True))
    assert {row["embedding"] for row in rows} == {None}
    assert {row["photo"] for row in rows} <= {photo.sha256 for photo in library.photos()}
    assert str(served_photos) not in answer.text


def test_no_cell_begins_a_formula(reader: TestClient, library: Library) -> None:
    library.name(library.people()[0].person, "=HYPERLINK(1)")

    answer = reader.get(f"{EXPORTS}/faces.csv")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="faces.csv"' in answer.headers["content-disposition"]
    names = {row["name"] for row in csv.DictReader(io.StringIO(answer.text))}
    assert "'=HYPERLINK(1)" in names


def test_there_are_no_other_tables(reader: TestClient, library: Library) -> None:
    assert reader.get(f"{EXPORTS}/faces.parquet").status_code == 422
    assert list((library.folder / "incoming").glob("fetched-*")) == []
