"""Pictures of averages that a library keeps, and that go with who is on them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from likeness import Library
from likeness.blobs.base import average_picture_key
from likeness.errors import EditRefusedError, UnknownAverageError, UsageError
from likeness.types import AverageId, AveragePicture, FaceId
from likeness.workflows import maintain
from likeness.workflows.average import kept_pictures
from likeness.workflows.average.kept_pictures import Drawn

PIXELS = np.full((40, 60, 3), 128, np.uint8)


def keep(library: Library, title: str = "Drawn", **changed: object) -> AveragePicture:
    """Keep a grey picture, of the faces of the kept average unless told otherwise."""
    (average,) = library.averages()
    values: dict[str, object] = {
        "kind": "difference",
        "title": title,
        "pixels": PIXELS,
        "faces": frozenset(average.faces),
        "of": (average.id,),
    }
    return kept_pictures.keep(library._parts, Drawn(**(values | changed)))  # type: ignore[arg-type]


def blobs(library: Library) -> set[str]:
    return set(library._parts.blobs.keys("averages/"))


def test_a_picture_is_kept_as_it_was_drawn_and_is_no_average(averaged: Library) -> None:
    kept = keep(averaged, report={"differs": []})
    (average,) = averaged.averages()

    assert averaged.average_pictures() == [kept]
    assert (kept.kind, kept.title, kept.of) == ("difference", "Drawn", (average.id,))
    assert (kept.width, kept.height, dict(kept.report)) == (60, 40, {"differs": []})
    assert kept.made is not None
    with Image.open(io.BytesIO(averaged.average_picture_file(kept.id))) as picture:
        assert (picture.format, picture.size) == ("WEBP", (60, 40))
    with pytest.raises(UnknownAverageError):
        averaged.kept_average("Drawn")


def test_the_same_picture_again_takes_the_place_of_the_first(averaged: Library) -> None:
    first = keep(averaged)
    again = keep(averaged, pixels=PIXELS[:20])

    assert again.id == first.id
    assert [picture.height for picture in averaged.average_pictures()] == [20]


def test_a_removed_picture_leaves_nothing(averaged: Library) -> None:
    before = blobs(averaged)
    kept = keep(averaged)
    assert blobs(averaged) - before == {average_picture_key(kept.id)}

    averaged.remove_average_picture(kept.id)

    assert (blobs(averaged), averaged.average_pictures()) == (before, [])
    with pytest.raises(UnknownAverageError):
        averaged.remove_average_picture(kept.id)


def test_forgetting_a_person_deletes_every_picture_of_them(averaged: Library) -> None:
    person = averaged.people()[0].person
    theirs = {face.face for face in averaged.faces(person=person)}
    others = frozenset(averaged.averages()[0].faces) - theirs
    keep(averaged, "With them")
    without = keep(averaged, "Without them", faces=others)

    averaged.forget_person(person)

    assert [picture.title for picture in averaged.average_pictures()] == ["Without them"]
    left = {key for key in blobs(averaged) if key.endswith(".webp")}
    assert left == {average_picture_key(without.id)}


def test_forgetting_somebody_on_the_photo_below_deletes_the_picture(averaged: Library) -> None:
    photo = averaged.faces()[0]
    on_it = frozenset(face.face for face in averaged.faces(photo=photo.photo, everything=True))
    of_others = frozenset(averaged.averages()[0].faces) - on_it
    keep(averaged, "Painted", kind="template", faces=of_others, shows=on_it)
    by_name = keep(averaged, "On", kind="template", faces=of_others, how={"on": photo.sha256})
    assert averaged.average_picture_file(by_name.id)

    averaged.forget_photo(photo.photo)

    assert averaged.average_pictures() == []
    assert not [key for key in blobs(averaged) if key.endswith(".webp")]


def test_forgetting_a_person_deletes_pictures_that_say_their_name(averaged: Library) -> None:
    person = averaged.people()[0].person
    theirs = {face.face for face in averaged.faces(person=person)}
    others = frozenset(averaged.averages()[0].faces) - theirs
    averaged.name(person, "Walburga")
    keep(averaged, "Events", kind="strip", of=(), faces=others, labels=("Walburga's day", "Trip"))
    keep(averaged, "Others", kind="strip", of=(), faces=others, labels=("Trip",))

    averaged.forget_person(person)

    assert [picture.title for picture in averaged.average_pictures()] == ["Others"]


@pytest.mark.parametrize("way", ["hide", "opt_out"])
def test_a_picture_of_who_is_hidden_since_no_longer_holds(averaged: Library, way: str) -> None:
    kept = keep(averaged)

    getattr(averaged, way)(averaged.people()[0].person)

    (now,) = averaged.average_pictures()
    assert (now.id, now.made) == (kept.id, None)
    with pytest.raises(EditRefusedError, match="hidden or opted out"):
        averaged.average_picture_file(kept.id)
    assert kept.id not in averaged._parts.catalog.outdated_averages()  # nobody makes it anew


def test_nothing_is_kept_of_who_was_forgotten_meanwhile(averaged: Library) -> None:
    face = averaged.faces()[0]
    (average,) = averaged.averages()
    averaged.forget_photo(face.photo)

    with pytest.raises(EditRefusedError):
        keep(averaged, faces=frozenset({*average.faces, face.face}))
    with pytest.raises(EditRefusedError):
        keep(averaged, faces=frozenset[FaceId](), shows=frozenset({face.face}))
    with pytest.raises(EditRefusedError):
        keep(averaged, faces=frozenset[FaceId](), of=(AverageId("a" + "0" * 16),))
    with pytest.raises(UsageError):
        keep(averaged, " ")
    assert averaged.average_pictures() == []


def test_a_picture_whose_file_was_lost_says_so(averaged: Library) -> None:
    kept = keep(averaged)
    averaged._parts.blobs.delete(average_picture_key(kept.id))

    with pytest.raises(UnknownAverageError, match="lost"):
        averaged.average_picture_file(kept.id)


def test_clearing_up_leaves_pictures_and_takes_what_is_nobodys(averaged: Library) -> None:
    kept = keep(averaged)
    spare = average_picture_key(AverageId("a" + "0" * 16))
    averaged._parts.blobs.put(spare, b"nobody knows this one")

    maintain.remove_spare_blobs(averaged._parts)

    assert averaged.average_picture_file(kept.id)
    assert spare not in blobs(averaged)
