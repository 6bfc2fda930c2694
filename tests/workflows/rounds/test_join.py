"""Somebody joins a round."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest

from likeness import Library
from likeness.errors import JoinRefusedError, PhotoError, UnknownRoundError
from tests.workflows.rounds.conftest import Join

Guest = Callable[[str], Path]


def kept_files(library: Library) -> list[Path]:
    return [file for file in (library.folder / "uploads").rglob("*") if file.is_file()]


def test_who_joins_is_kept_with_photo_and_secret_that_only_they_know(
    library: Library, join: Join
) -> None:
    made = library.open_round("Party")
    joined = join("Party", "Penny")

    (row,) = library.participants("Party")
    assert (row.participant, row.nickname, row.round) == (joined.participant, "Penny", made.round)
    (file,) = kept_files(library)
    assert file.name.endswith("-participant.jpg")
    catalog = (library.folder / "catalog.db").read_bytes()
    wal = library.folder / "catalog.db-wal"
    assert joined.secret.encode() not in catalog + (wal.read_bytes() if wal.exists() else b"")
    assert library.round("Party").participants == 1


def test_the_photo_goes_into_the_collection_of_the_round(library: Library, join: Join) -> None:
    library.open_round("Party")
    joined = join("Party", "Penny")
    library.work(once=True)  # the job that adds uploads

    assert [row.sha256 for row in library.photos(collection="Round: Party")] == [joined.photo]
    (row,) = library.participants("Party")
    assert row.face in {face.face for face in library.faces(photo=joined.photo)}


@pytest.mark.parametrize(("picture", "reason"), [("t1.jpg", "several-faces"), ("blank", "no-face")])
def test_a_photo_of_nobody_or_several_is_refused_before_anything_is_kept(
    library: Library, photos: Path, tmp_path: Path, picture: str, reason: str
) -> None:
    library.open_round("Party")
    file = photos / "scenes" / picture
    if picture == "blank":
        file = tmp_path / "blank.png"
        cv2.imwrite(str(file), np.full((300, 300, 3), 90, np.uint8))

    with pytest.raises(JoinRefusedError) as refused:
        library.join_round("Party", file, "Anna", consent=True)
    assert refused.value.reason == reason
    assert kept_files(library) == []
    assert library.participants("Party") == []


def test_a_face_that_is_hardly_one_is_refused_as_unclear(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    library.open_round("Party")
    file = tmp_path / "faint.png"
    scene = cv2.imread(str(photos / "scenes" / "006_A.jpg"))
    assert scene is not None
    cv2.imwrite(str(file), scene[826:2291, 2195:3620])
    assert [face.status for face in library.look(file).faces] == ["low_confidence"]

    with pytest.raises(JoinRefusedError) as refused:
        library.join_round("Party", file, "Anna", consent=True)
    assert refused.value.reason == "unclear-face"


def test_a_file_that_is_no_picture_is_refused(library: Library, tmp_path: Path) -> None:
    library.open_round("Party")
    file = tmp_path / "page.jpg"
    file.write_text("<script>alert(1)</script>")

    with pytest.raises(PhotoError):
        library.join_round("Party", file, "Anna", consent=True)
    assert kept_files(library) == []


@pytest.mark.parametrize(
    ("told", "reason"),
    [({"consent": False}, "no-consent"), ({"nickname": "a\u202eb"}, "nickname")],
)
def test_nobody_joins_without_consent_or_a_plain_nickname(
    library: Library, join: Join, told: dict[str, object], reason: str
) -> None:
    library.open_round("Party")

    with pytest.raises(JoinRefusedError) as refused:
        join("Party", "Penny", **told)
    assert refused.value.reason == reason
    assert kept_files(library) == []


def test_nobody_joins_twice_with_one_photo(library: Library, join: Join) -> None:
    library.open_round("Party")
    join("Party", "Penny")

    with pytest.raises(JoinRefusedError) as refused:
        join("Party", "Penny", nickname="Other")
    assert refused.value.reason == "already-joined"
    assert [row.nickname for row in library.participants("Party")] == ["Penny"]


def test_nobody_joins_a_round_that_is_closed_or_due(library: Library, join: Join) -> None:
    now = datetime.now(UTC)
    library.open_round("Party")
    library.open_round("Due", closes=now + timedelta(minutes=1))
    library.close_round("Party")

    for title in ("Party", "Due"):
        with pytest.raises(JoinRefusedError) as refused:
            join(title, "Penny", now=now + timedelta(minutes=1))
        assert refused.value.reason == "closed"
    with pytest.raises(UnknownRoundError):
        join("Nowhere", "Penny")


def test_one_photo_may_take_part_in_several_rounds(library: Library, join: Join) -> None:
    library.open_round("One")
    library.open_round("Two")
    one, two = join("One", "Penny"), join("Two", "Penny")
    library.close_round("Two")

    library.withdraw(one.participant, secret=one.secret)
    assert library.round("Two").winners[0].name == "Penny"  # it is still theirs there
    library.withdraw(two.participant, secret=two.secret)
    assert library._parts.catalog.skipped([two.photo]) == {two.photo}
