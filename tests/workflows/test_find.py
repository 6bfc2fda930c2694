"""Finding somebody by samples: found with their photos, or honestly not there."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from likeness import Library
from likeness.errors import PhotoError, UnknownFaceError, UsageError


def name_of(photo: str) -> str:
    return Path(photo).name


def test_somebody_who_is_there_is_found_on_all_their_photos(indexed: Library, photos: Path) -> None:
    answer = indexed.find(photos / "scenes" / "007_B.jpg")

    assert answer.answer == "found"
    assert {name_of(row.photo) for row in answer.photos} == {"007_B.jpg", "008_B.jpg"}
    assert answer.candidates[0].person == indexed.people()[0].person


def test_the_best_photo_comes_first(indexed: Library, photos: Path) -> None:
    answer = indexed.find(photos / "scenes" / "007_B.jpg")

    similarities = [row.similarity for row in answer.photos]
    assert similarities == sorted(similarities, reverse=True)
    assert name_of(answer.photos[0].photo) == "007_B.jpg"
    assert similarities[0] > 0.999


def test_somebody_who_is_not_there_is_absent(indexed: Library, photos: Path) -> None:
    answer = indexed.find(photos / "singles" / "Howard.jpg")

    assert (answer.answer, answer.photos) == ("absent", ())


def test_everything_shows_what_is_probably_wrong_too(indexed: Library) -> None:
    samples = [f"face:{face.face}" for face in indexed.faces()]

    few = [{row.photo for row in indexed.find(sample).photos} for sample in samples]
    every = [{r.photo for r in indexed.find(s, everything=True).photos} for s in samples]

    assert all(less <= more for less, more in zip(few, every, strict=True))
    assert any(less < more for less, more in zip(few, every, strict=True))


def test_a_probability_is_never_guessed(indexed: Library, photos: Path) -> None:
    answer = indexed.find(photos / "scenes" / "007_B.jpg")

    assert answer.probability is None
    assert {candidate.probability for candidate in answer.candidates} == {None}


def test_a_photo_without_a_face_says_so(indexed: Library, photos: Path) -> None:
    assert indexed.find(photos / "trip" / "user2" / "cat.jpg").answer == "no_face"


def test_a_face_that_is_too_small_to_tell_is_unrecognisable(
    indexed: Library, photos: Path, tmp_path: Path
) -> None:
    with Image.open(photos / "scenes" / "007_B.jpg") as image:
        small = image.convert("RGB").resize((26, 26 * image.height // image.width))
    sheet = Image.new("RGB", (1600, 1200), "grey")
    sheet.paste(small, (700, 500))
    sheet.save(tmp_path / "tiny.png")

    looked = indexed.look(tmp_path / "tiny.png")

    assert all(face.status != "ok" for face in looked.faces)
    assert indexed.find(looked).answer in {"unrecognisable", "no_face"}


def test_faces_are_numbered_from_the_largest(indexed: Library, photos: Path) -> None:
    looked = indexed.look(photos / "scenes" / "t1.jpg")
    areas = [(f.box[2] - f.box[0]) * (f.box[3] - f.box[1]) for f in looked.faces]

    assert len(areas) == 6
    assert areas == sorted(areas, reverse=True)
    assert looked.chosen is None


def test_a_number_chooses_a_face(indexed: Library, photos: Path) -> None:
    file = photos / "scenes" / "t1.jpg"
    third = indexed.look(file).faces[2]

    looked = indexed.look(f"{file}#3")
    answer = indexed.find(looked)

    assert looked.chosen == 3
    assert answer.photos[0].face == third.id


def test_a_number_that_is_not_there_says_how_many_are(indexed: Library, photos: Path) -> None:
    with pytest.raises(UsageError, match="6 faces"):
        indexed.look(f"{photos / 'scenes' / 't1.jpg'}#7")


def test_a_file_whose_name_holds_a_number_sign_is_meant_as_it_is(
    indexed: Library, photos: Path, tmp_path: Path
) -> None:
    odd = shutil.copy(photos / "scenes" / "007_B.jpg", tmp_path / "me#2")

    assert len(indexed.look(odd).faces) == 1


def test_a_face_of_the_library_is_a_sample(indexed: Library) -> None:
    face = indexed.faces(person=indexed.people()[0].person)[0]

    answer = indexed.find(f"face:{face.face}")

    assert answer.answer == "found"
    assert answer.photos[0].face == face.face


def test_a_photo_of_the_library_is_a_sample_by_its_id(indexed: Library) -> None:
    photo = next(row for row in indexed.photos() if name_of(row.photo) == "007_B.jpg")

    assert indexed.find(photo.sha256[:16]).answer == "found"


def test_several_samples_of_one_person_are_taken_together(indexed: Library, photos: Path) -> None:
    answer = indexed.find(photos / "scenes" / "007_B.jpg", photos / "scenes" / "008_B.jpg")

    assert answer.answer == "found"
    assert len(answer.photos) == 2


def test_an_unknown_face_and_a_missing_file_are_said_to_be_so(
    indexed: Library, tmp_path: Path
) -> None:
    with pytest.raises(UnknownFaceError):
        indexed.look("face:f0000000000000000")
    with pytest.raises(PhotoError, match="no file"):
        indexed.look(tmp_path / "nothing.jpg")


def test_a_sample_that_is_no_picture_is_refused_with_the_reason(
    indexed: Library, tmp_path: Path
) -> None:
    (tmp_path / "me.jpg").write_text("me")

    with pytest.raises(PhotoError) as caught:
        indexed.look(tmp_path / "me.jpg")

    assert caught.value.reason == "not_an_image"


def test_no_sample_is_a_usage_error(indexed: Library) -> None:
    with pytest.raises(UsageError):
        indexed.find()


def test_an_empty_library_holds_nobody(empty: Library, photos: Path) -> None:
    assert empty.find(photos / "scenes" / "007_B.jpg").answer == "absent"


def test_the_samples_can_be_drawn_with_their_numbers(indexed: Library, photos: Path) -> None:
    samples = [indexed.look(photos / "scenes" / name) for name in ("007_B.jpg", "t1.jpg")]

    drawn = indexed.draw_samples(samples)

    plain = [sample.pixels for sample in samples if sample.pixels is not None]
    assert drawn.shape[0] == max(pixels.shape[0] for pixels in plain)
    assert drawn.shape[1] > sum(pixels.shape[1] for pixels in plain)
    assert not np.array_equal(drawn[: plain[1].shape[0], -plain[1].shape[1] :], plain[1])


def test_a_face_of_the_library_has_no_picture_to_draw(indexed: Library) -> None:
    face = indexed.faces()[0]

    with pytest.raises(UsageError, match="nothing to show"):
        indexed.draw_samples([indexed.look(f"face:{face.face}")])


def test_a_damaged_index_is_made_again(indexed: Library, photos: Path) -> None:
    sample = photos / "scenes" / "007_B.jpg"
    before = indexed.find(sample)
    indexed.close()
    for file in (indexed.folder / "index").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    with Library.open(indexed.folder) as again:
        assert again.find(sample) == before


@pytest.mark.parametrize("digits", ["9" * 10, "9" * 5000, "\u0662", "1_0", " 1", "+1"])
def test_a_number_that_is_none_is_part_of_the_name(empty: Library, digits: str) -> None:
    with pytest.raises(PhotoError) as caught:
        empty.find(f"me.jpg#{digits}")
    assert caught.value.reason == "vanished"
