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
    chances = [row.probability or 0.0 for row in answer.photos]
    assert chances == sorted(chances, reverse=True)
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


def test_an_answer_says_how_sure_it_is_and_that_few_people_are_not_enough_to_count(
    indexed: Library, photos: Path
) -> None:
    """Two people cannot show how strangers score: what is assumed of all libraries does."""
    answer = indexed.find(photos / "scenes" / "007_B.jpg")

    assert answer.probability is not None
    assert answer.probability > 0.9
    assert answer.candidates[0].probability == answer.probability
    assert answer.p_value is not None
    assert answer.alpha is not None
    assert answer.p_value <= answer.alpha
    assert answer.method == "extrapolated"
    assert all(photo.probability is not None for photo in answer.photos)


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


def test_a_face_of_the_library_does_not_speak_for_itself(indexed: Library) -> None:
    """It is found by another photo or not at all."""
    lone = [face for face in indexed.faces() if face.person is None]

    answers = [indexed.find(f"face:{face.face}") for face in lone]

    absent = [answer for answer in answers if answer.answer == "absent"]
    assert absent
    assert not any(answer.photos for answer in absent)
    assert all(len(answer.photos) > 1 for answer in answers if answer.answer == "found")


def test_a_face_of_nobody_is_found_by_its_photo(indexed: Library, photos: Path) -> None:
    """Nobody has to be grouped or named to be found."""
    answer = indexed.find(photos / "scenes" / "t1.jpg")

    assert (answer.answer, answer.candidates) == ("found", ())
    assert answer.method == "extrapolated"
    assert [name_of(row.photo) for row in answer.photos] == ["t1.jpg"]


def test_where_nobody_is_grouped_photos_are_found_all_the_same(
    indexed: Library, photos: Path
) -> None:
    """Faces of nobody answer for themselves."""
    (person,) = [row.person for row in indexed.people() if row.faces == 2][:1]
    for face in indexed.faces(person=person):
        indexed.reject(face.face)

    answer = indexed.find(photos / "scenes" / "007_B.jpg")

    assert answer.answer == "found"
    assert {name_of(row.photo) for row in answer.photos} >= {"007_B.jpg", "008_B.jpg"}


def test_somebody_hidden_is_found_too(indexed: Library, photos: Path) -> None:
    """Who is left out of lists must not be taken for somebody else."""
    person = indexed.find(photos / "scenes" / "007_B.jpg").candidates[0].person
    indexed.hide(person)

    answer = indexed.find(photos / "scenes" / "007_B.jpg")

    assert (answer.answer, answer.candidates[0].person) == ("found", person)


def test_a_collection_limits_the_photos_and_not_who_it_is(indexed: Library, photos: Path) -> None:
    """A person is compared as a whole."""
    whole = indexed.find(photos / "scenes" / "007_B.jpg")
    chosen = [row.photo for row in indexed.photos() if name_of(row.photo) == "008_B.jpg"]
    indexed.create_collection("trip", chosen)

    answer = indexed.find(photos / "scenes" / "007_B.jpg", collection="trip")

    assert [name_of(row.photo) for row in answer.photos] == ["008_B.jpg"]
    assert answer.candidates[0] == whole.candidates[0]


def test_two_halves_of_a_person_are_found_both_and_called_one(
    indexed: Library, photos: Path
) -> None:
    """Every photo is listed once, whichever half it belongs to."""
    person = indexed.find(photos / "scenes" / "007_B.jpg").candidates[0].person
    (face, *_) = indexed.faces(person=person)
    indexed.split(person, [face.face])

    answer = indexed.find(photos / "scenes" / "007_B.jpg", everything=True)

    listed = [row.photo for row in answer.photos]
    assert {"007_B.jpg", "008_B.jpg"} <= {name_of(photo) for photo in listed}
    assert len(listed) == len(set(listed))


def test_ten_copies_of_one_sample_answer_as_one(indexed: Library, photos: Path) -> None:
    """A burst does not outvote, nor does it make surer."""
    sample = indexed.look(photos / "scenes" / "007_B.jpg")

    assert indexed.find(*[sample] * 10) == indexed.find(sample)


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
