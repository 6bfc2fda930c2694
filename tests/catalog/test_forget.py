"""Forgetting for good: nothing of the forgotten is left, neither in rows nor in raw bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from likeness.catalog import schema, sqlite
from likeness.catalog.forget import FORGOTTEN
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.types import AverageId, FaceId, Grouping, IngestBatch, KeptAverage, PersonId
from tests.catalog import model
from tests.catalog.makers import (
    CONTRACT,
    batch,
    face,
    face_id,
    labelings,
    location,
    photo,
    photo_id,
    unit_vector,
)

NAME = "Zoë Quetzalcoatl"


def raw(folder: Path) -> bytes:
    """Return every byte of every file of the library."""
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def traces(folder: Path, *wanted: str | np.ndarray) -> list[str]:
    """Return which of *wanted* are found in the raw files, in any usual encoding."""
    content = raw(folder)
    found = []
    for item in wanted:
        if isinstance(item, str):
            forms = [item.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
            forms.append(json.dumps(item)[1:-1].encode())
        else:
            forms = [item.astype(kind).tobytes()[16:48] for kind in ("<f4", ">f4", "<f8", "<f2")]
        if any(form in content for form in forms):
            found.append(str(item))
    return found


def test_the_search_finds_what_is_there(
    catalog: SqlCatalog, people: list[PersonId], tmp_path: Path
) -> None:
    catalog.name(people[0], NAME, who="me")
    vector = unit_vector(0)
    assert traces(tmp_path, NAME, vector, "Nobody") == [NAME, str(vector)]


def test_no_byte_of_what_runs_and_questions_kept_is_left(
    catalog: SqlCatalog, people: list[PersonId], tmp_path: Path
) -> None:
    """Groups at every strictness hold the ids of faces as bytes."""
    a, b, c = people
    kept = labelings([], [range(4), range(4, 8)], photos=12)
    catalog.write_grouping(Grouping(assignments={}, labelings=kept), CONTRACT)
    catalog.note_asked(a, b)
    catalog.note_asked(b, c)
    catalog.apart(a, b, who="me")
    catalog.born(a, 1987, who="me")
    forgotten = [bytes.fromhex(face_id(n)[1:]) for n in range(4)]
    assert all(face in raw(tmp_path) for face in forgotten)
    catalog.forget_person(a, who="me")
    catalog.deletions_done()
    assert not any(face in raw(tmp_path) for face in forgotten)
    assert traces(tmp_path, a, "1987") == []
    assert catalog.asked_pairs() == {(min(b, c), max(b, c))}
    assert catalog.check() == []


def test_no_byte_of_a_forgotten_person_is_left(
    catalog: SqlCatalog, people: list[PersonId], tmp_path: Path
) -> None:
    a, b, c = people
    catalog.name(a, "Zoë before", who="me")
    catalog.name(a, NAME, who="me")
    catalog.name(b, "Bea", who="me")
    catalog.confirm(face_id(0), who="me")
    catalog.feature(a, face_id(1), who="me")
    catalog.reject(face_id(2), who="me")
    catalog.undo(who="me")
    catalog.split(a, [face_id(3)], who="me")
    catalog.undo(who="me")
    catalog.assign([face_id(4)], to=a, name=None, who="me")
    catalog.hide(a, True, who="me")
    catalog.forget_person(a, who="me")
    forgotten = [face_id(n) for n in (0, 1, 2, 3, 4)]
    vectors = [unit_vector(1000 * n) for n in (0, 1, 2, 3, 4)]
    assert traces(tmp_path, NAME, "Zoë before", *vectors) == []
    catalog.deletions_done()
    assert traces(tmp_path, NAME, "Zoë before", a, *forgotten, *vectors) == []
    assert traces(tmp_path, "Bea", b, c, face_id(5)) == ["Bea", b, c, face_id(5)]
    assert catalog.check() == []


def test_no_byte_of_a_forgotten_photo_is_left_but_its_hash(
    catalog: SqlCatalog, people: list[PersonId], tmp_path: Path
) -> None:
    source = catalog.sources()[0].id
    secret = photo(50, camera="Secret Camera", thumbhash=b"secret thumbhash")
    catalog.write(
        IngestBatch(
            source=source,
            photos=(secret,),
            faces=(face(50),),
            locations=(location("secret folder/50.jpg", 50),),
        )
    )
    catalog.assign([face_id(50)], to=people[0], name=None, who="me")
    catalog.feature(people[0], face_id(50), who="me")
    catalog.forget_photos([photo_id(50)], who="me")
    catalog.deletions_done()
    wanted = ("Secret Camera", "secret thumbhash", "secret folder", face_id(50), unit_vector(50000))
    assert traces(tmp_path, *wanted) == []
    assert traces(tmp_path, photo_id(50)) == [photo_id(50)]
    assert catalog.person(people[0]).feature is None


def test_not_even_copies_of_moved_rows_are_left(tmp_path: Path) -> None:
    """Index pages split while ids arrive in random order: that is when rows are moved."""
    catalog = open_catalog("", folder=tmp_path, wait_seconds=0)
    source = catalog.add_source("folder", "/photos").id
    for start in range(0, 800, 40):
        catalog.write(batch(source, range(start, start + 40)))
    gone = range(0, 800, 2)
    sqlite.empty_log(catalog._db.engine)
    before = (tmp_path / sqlite.FILE).stat().st_size
    catalog.forget_photos([photo_id(n) for n in gone], who="me")
    catalog.deletions_done()
    content = raw(tmp_path)
    assert [n for n in gone if face_id(n).encode() in content] == []
    assert [n for n in gone if unit_vector(1000 * n).tobytes()[:32] in content] == []
    assert (tmp_path / sqlite.FILE).stat().st_size < 0.7 * before, "the file was not written anew"
    catalog.close()


def test_no_byte_of_averages_of_the_forgotten_is_left(
    catalog: SqlCatalog, people: list[PersonId], tmp_path: Path
) -> None:
    """Neither in those that stay nor of those that are dropped, by whatever name it was known."""
    a, b, _ = people
    catalog.name(a, "Zoë before", who="me")
    catalog.name(a, NAME, who="me")
    kept = KeptAverage(
        id=AverageId("a0123456789abcdef"),
        title="Everybody",
        recipe={"people": [a, b], "faces": [face_id(n) for n in range(6)]},
        made="2026-01-01T00:00:00+00:00",
        faces=tuple(face_id(n) for n in range(6)),
        report={"best": face_id(1), "secret": "a secret report"},
    )
    catalog.keep_average(kept)
    for n, title in enumerate(("Zoë before, smiling", f"{NAME} at ten", "The secret title")):
        recipe = {"people": [a]} if "secret" in title else {"secret": "a secret recipe"}
        number = AverageId(f"a{n:016x}")
        catalog.keep_average(replace(kept, id=number, title=title, recipe=recipe))
    face_numbers = [face_id(n) for n in range(4)]
    wanted = (NAME, "Zoë before", a, *face_numbers)
    secrets = ("a secret report", "a secret recipe", "The secret title")
    assert traces(tmp_path, *wanted, *secrets) == [*wanted, *secrets]
    catalog.forget_person(a, who="me")
    catalog.deletions_done()
    assert traces(tmp_path, *wanted, *secrets) == []
    (left,) = catalog.averages()
    assert (left.title, left.made, left.faces, left.report) == ("Everybody", None, (), {})
    assert left.recipe == {"people": [b], "faces": [face_id(4), face_id(5)]}
    assert catalog.check() == []


def test_no_byte_of_an_average_of_a_forgotten_photo_is_left(
    catalog: SqlCatalog, people: list[PersonId], tmp_path: Path
) -> None:
    kept = KeptAverage(
        id=AverageId("a0123456789abcdef"),
        title="Everybody",
        recipe={"samples": ["/photos/1.jpg"], "secret": "a secret recipe"},
        made="2026-01-01T00:00:00+00:00",
        faces=(face_id(1), face_id(2)),
        report={"secret": "a secret report"},
    )
    catalog.keep_average(kept)
    catalog.keep_average(replace(kept, id=AverageId("a1"), recipe={}))
    catalog.forget_photos([photo_id(1)], who="me")
    assert catalog.pending_deletions()["averages"] == ("a0123456789abcdef", "a1")
    catalog.deletions_done()
    wanted = ("/photos/1.jpg", "a secret recipe", "a secret report", kept.id, face_id(1))
    assert traces(tmp_path, *wanted) == []
    assert [row.id for row in catalog.averages()] == ["a1"]


def test_the_one_entry_that_is_left_says_nothing_about_whom(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    catalog.name(a, NAME, who="me")
    kept = catalog.name(b, "Bea", who="me")
    catalog.forget_person(a, who="you")
    entries = {entry.edit: entry for entry in catalog.history()}
    newest = catalog.history(1)[0]
    assert (newest.kind, newest.who, newest.what) == ("forget", "you", "1 person forgotten")
    assert entries[kept].what == f'{b} is called "Bea"'
    assert [entry.what for entry in catalog.history()].count(FORGOTTEN) == 2
    with catalog._db.reading() as connection:
        kept_payloads = json.dumps(
            connection.execute(select(schema.edit.c.payload)).all().__repr__()
        )
    assert a not in kept_payloads
    assert NAME not in kept_payloads
    assert "Bea" in kept_payloads


@pytest.mark.parametrize(("number", "said"), [(1, "1 photo forgotten"), (2, "2 photos forgotten")])
def test_the_log_counts_forgotten_photos(
    catalog: SqlCatalog, people: list[PersonId], number: int, said: str
) -> None:
    catalog.forget_photos([photo_id(n) for n in range(number)], who="me")
    assert catalog.history(1)[0].what == said


def test_those_who_were_merged_into_a_forgotten_person_are_forgotten_too(
    catalog: SqlCatalog, people: list[PersonId], tmp_path: Path
) -> None:
    a, b, c = people
    catalog.assign([FaceId("f" + c[1:])], to=None, name="Dora", who="me")
    catalog.name(c, NAME, who="me")
    catalog.name(c, None, who="me")
    catalog.merge(b, [c], who="me")
    catalog.merge(a, [b], who="me")
    catalog.forget_person(a, who="me")
    catalog.deletions_done()
    assert traces(tmp_path, NAME, a, b) == []
    assert catalog.person("Dora").faces == 1


def test_those_whose_merge_was_taken_back_are_not(
    catalog: SqlCatalog, people: list[PersonId], tmp_path: Path
) -> None:
    a, b, _ = people
    named = catalog.name(b, NAME, who="me")
    merged = catalog.merge(a, [b], who="me")
    catalog.undo(merged, who="me")
    catalog.forget_person(a, who="me")
    assert catalog.person(NAME).person == b
    assert next(e for e in catalog.history() if e.edit == named).what == f'{b} is called "{NAME}"'


def test_a_person_without_faces_can_be_forgotten(
    catalog: SqlCatalog, people: list[PersonId], tmp_path: Path
) -> None:
    a, b, _ = people
    catalog.name(a, NAME, who="me")
    catalog.merge(b, [a], who="me")
    catalog.undo(who="me")
    for n in range(4):
        catalog.mark(face_id(n), "ignored", who="me")
    report = catalog.forget_person(a, who="me")
    assert (report.faces, report.people) == (0, 1)
    pending = {kind: keys for kind, keys in catalog.pending_deletions().items() if keys}
    assert pending == {"files": ("catalog",)}
    catalog.deletions_done()
    assert traces(tmp_path, NAME) == []
    assert model.state_of(catalog).faces[face_id(0)] == (None, None, "ignored")


def test_people_of_whom_a_forgotten_photo_was_all_are_forgotten_with_it(
    catalog: SqlCatalog, people: list[PersonId], tmp_path: Path
) -> None:
    a, b, c = people
    catalog.name(b, "Bea", who="me")
    report = catalog.forget_photos([photo_id(n) for n in range(11)], who="me")
    assert (report.photos, report.faces, report.people) == (11, 11, 2)
    catalog.deletions_done()
    assert model.state_of(catalog).people.keys() == {b}
    assert catalog.person("Bea").faces == 0
    assert traces(tmp_path, a, c) == []


def test_what_is_pending_survives_until_it_is_done(
    catalog: SqlCatalog, people: list[PersonId], tmp_path: Path
) -> None:
    catalog.forget_photos([photo_id(1)], who="me")
    catalog.forget_photos([photo_id(2)], who="me")
    catalog.close()
    again = open_catalog("", folder=tmp_path / "library", wait_seconds=0)
    pending = again.pending_deletions()
    assert set(pending["photos"]) == {photo_id(1), photo_id(2)}
    assert set(pending["faces"]) == {face_id(1), face_id(2)}
    again.deletions_done()
    again.close()


def test_an_edit_about_others_too_keeps_only_what_it_was_about(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    a, b, _ = people
    catalog.assign([face_id(0), face_id(4)], to=a, name=None, who="me")
    catalog.forget_photos([photo_id(0)], who="me")
    with catalog._db.reading() as connection:
        newest = connection.execute(
            select(schema.edit.c.payload).where(schema.edit.c.kind == "assign")
        ).scalar_one()
    assert newest == {"wrote": [["face", face_id(4)]], "mentions": sorted([a, b])}


def test_forgetting_keeps_runs_going(catalog: SqlCatalog, people: list[PersonId]) -> None:
    a, b, _ = people
    catalog.forget_person(a, who="me")
    assert catalog.write_grouping(Grouping(assignments={face_id(0): b, face_id(4): None}))
    assert model.state_of(catalog).faces[face_id(4)] == (None, None, None)
    assert FaceId(face_id(0)) not in model.state_of(catalog).faces


def test_the_log_is_emptied_even_before_the_file_is_rewritten(
    catalog: SqlCatalog, people: list[PersonId], tmp_path: Path
) -> None:
    catalog.forget_photos([photo_id(1)], who="me")
    assert (tmp_path / "library" / f"{sqlite.FILE}-wal").stat().st_size == 0
