"""gather: labelled photos in, labelled faces out."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from likeness import Evaluator
from likeness.errors import InterruptedRunError
from likeness.evaluation.layouts.labels import LabelledPair
from likeness.types import Progress
from likeness.workflows.evaluate.dataset import read_dataset
from likeness.workflows.evaluate.gather import Gathered, folders_of, gather, told


def gathered(evaluator: Evaluator, folder: Path, **more: object) -> Gathered:
    return gather(evaluator._engine(), read_dataset(folder), **more)  # type: ignore[arg-type]


@pytest.fixture
def people(people_folder: Path, tmp_path: Path) -> Path:
    """The five people in a folder that a test may change."""
    return Path(shutil.copytree(people_folder, tmp_path / "people"))


def test_every_labelled_photo_is_a_face_or_missed(evaluator: Evaluator, people: Path) -> None:
    found = gathered(evaluator, people).faces

    assert found.names == ("4000", "4001", "4002", "4003", "4004")
    assert len(found) + len(found.missed_photos) == 25
    assert [photo.split("/")[0] for photo in found.photos] == [
        found.names[person] for person in found.people
    ]
    assert np.linalg.norm(found.vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert (found.norms > 0.5).all()
    assert set(found.subsets) == {"makeup", "rotation"}
    assert np.isfinite(found.ages).all()


def test_the_second_time_nothing_is_computed(
    evaluator: Evaluator, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = gathered(evaluator, people)
    monkeypatch.setattr("likeness.imaging.pool.DecodePool._start_threads", refuse)
    monkeypatch.setattr("likeness.assembly.make_analyser", refuse)
    with Evaluator.open(evaluator.cache.parent) as another:
        again = gathered(another, people)

    assert again.faces.photos == before.faces.photos
    assert np.array_equal(again.faces.vectors, before.faces.vectors)


def refuse(*_: object) -> None:
    raise AssertionError("This is known already.")


def test_a_copy_of_a_photo_counts_once(evaluator: Evaluator, people: Path) -> None:
    before = gathered(evaluator, people)
    shutil.copy2(people / "4000/makeup/1.png", people / "4000/makeup/copy.png")

    found = gathered(evaluator, people)

    assert found.faces.photos == before.faces.photos
    assert any(
        "4000/makeup/copy.png" in said and "1 photo is an exact copy" in said
        for said in found.warnings
    )


def test_one_photo_of_two_people_is_left_out_of_both(evaluator: Evaluator, people: Path) -> None:
    shutil.copy2(people / "4000/makeup/1.png", people / "4001/makeup/copy.png")

    found = gathered(evaluator, people)

    assert "4000/makeup/1.png" not in found.faces.photos
    assert "4001/makeup/copy.png" not in found.faces.photos
    assert any("under different people" in said for said in found.warnings)


def test_photos_without_a_face_and_damaged_ones_lower_the_coverage(
    evaluator: Evaluator, people: Path
) -> None:
    before = gathered(evaluator, people).faces
    Image.new("RGB", (64, 64), "navy").save(people / "4000/makeup/blue.png")
    (people / "4001/makeup/broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno")

    found = gathered(evaluator, people)

    assert found.faces.photos == before.photos
    assert set(found.faces.missed_photos) - set(before.missed_photos) == {
        "4000/makeup/blue.png",
        "4001/makeup/broken.png",
    }
    assert found.unreadable == 1
    assert found.faces.coverage < before.coverage
    assert any("broken.png" in said for said in found.warnings)


def test_the_labelled_face_is_the_largest_of_its_photo(
    evaluator: Evaluator, photos: Path, tmp_path: Path
) -> None:
    (tmp_path / "set" / "somebody").mkdir(parents=True)
    shutil.copy2(photos / "scenes" / "t1.jpg", tmp_path / "set" / "somebody" / "t1.jpg")

    found = gathered(evaluator, tmp_path / "set")

    assert len(found.every.ids) == 6
    areas = np.prod(found.every.boxes[:, 2:] - found.every.boxes[:, :2], axis=1)
    assert found.rows.tolist() == [int(areas.argmax())]


def test_pairs_become_rows_and_pairs_without_a_face_are_counted(
    evaluator: Evaluator, people: Path
) -> None:
    Image.new("RGB", (64, 64), "navy").save(people / "blue.png")
    (people / "pairs.csv").write_text(
        "file_x,file_y,Decision\n"
        "4000/makeup/1.png,4000/makeup/3.png,Yes\n"
        "4000/makeup/1.png,4001/makeup/1.png,No\n"
        "4000/makeup/1.png,blue.png,No\n"
    )

    found = gathered(evaluator, people)

    assert found.pairs is not None
    names = [
        (found.faces.photos[left], found.faces.photos[right], bool(same))
        for left, right, same in zip(
            found.pairs.left, found.pairs.right, found.pairs.same, strict=True
        )
    ]
    assert names == [
        ("4000/makeup/1.png", "4000/makeup/3.png", True),
        ("4000/makeup/1.png", "4001/makeup/1.png", False),
    ]
    assert (found.pairs.lost, found.pairs.lost_same) == (1, 0)


def test_unlabelled_photos_are_looked_at_only_if_asked(evaluator: Evaluator, people: Path) -> None:
    (people / "people.json").write_text('{"4000/makeup/1.png": "A", "4001/makeup/1.png": "B"}')

    few, everything = gathered(evaluator, people), gathered(evaluator, people, everything=True)

    assert few.faces.names == everything.faces.names == ("A", "B")
    assert len(few.every.ids) < len(everything.every.ids)


def test_a_run_can_be_stopped_and_goes_on_where_it_was(people: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    with Evaluator.open(tmp_path / "cache") as evaluator:
        with pytest.raises(InterruptedRunError):
            gathered(
                evaluator,
                people,
                progress=seen.append,
                stop=lambda: any(each.stage == "analyse" and each.done > 0 for each in seen),
            )
        kept = len(list(evaluator._engine().catalog.photos()))
        seen.clear()
        gathered(evaluator, people, progress=seen.append)

    assert 0 < kept < 25
    assert {each.total for each in seen if each.stage == "analyse"} == {25 - kept}


@pytest.mark.parametrize(
    ("paths", "folders"),
    [
        (["a/1.jpg", "b/2.jpg"], ["a", "b"]),
        (["a/b/1.jpg", "a/c/2.jpg"], ["a"]),
        (["a/b/1.jpg", "c/2.jpg"], ["a", "c"]),
        (["a/b/1.jpg", "a/b/2.jpg"], ["a/b"]),
        (["1.jpg", "a/2.jpg"], [""]),
        (["ab/x/1.jpg", "ab/xy/2.jpg"], ["ab"]),
    ],
)
def test_only_folders_with_labelled_photos_are_read(paths: list[str], folders: list[str]) -> None:
    assert folders_of(paths) == folders


def test_pairs_of_exact_copies_count_once_and_contradictions_not_at_all(
    evaluator: Evaluator, people: Path
) -> None:
    shutil.copy2(people / "4000/makeup/1.png", people / "copy.png")
    Image.new("RGB", (64, 64), "navy").save(people / "blue.png")
    one, two, three = (f"4000/makeup/{number}.png" for number in (1, 3, 5))
    other = "4001/makeup/1.png"
    found = gathered(evaluator, people_with_pairs(people, one, two, other))
    assert three not in found.faces.photos

    assert found.pairs is not None
    listed = {
        (found.faces.photos[left], found.faces.photos[right], bool(same))
        for left, right, same in zip(
            found.pairs.left, found.pairs.right, found.pairs.same, strict=True
        )
    }
    assert listed == {(one, two, True), (one, other, False)}
    assert len(found.pairs.left) == 2
    counts = (found.pairs.copies, found.pairs.repeated, found.pairs.contradictory)
    assert counts == (1, 1, 0)
    assert (found.pairs.lost, found.pairs.lost_same) == (1, 0)
    assert any(
        "1 of a photo with its exact copy" in said and "1 listed already" in said
        for said in found.warnings
    )


def people_with_pairs(people: Path, one: str, two: str, other: str) -> Path:
    """Return a list in which copy.png, the same file as *one*, stands in for it."""
    file = people / "pairs.csv"
    file.write_text(
        "file_x,file_y,Decision\n"
        f"{one},{two},Yes\n{two},copy.png,Yes\n{one},copy.png,Yes\n"
        f"{one},{other},No\n{one},blue.png,No\n"
    )
    return file


def test_a_pair_that_is_called_both_the_same_and_different_is_left_out(
    evaluator: Evaluator, people: Path
) -> None:
    dataset = read_dataset(people)
    one, two = "4000/makeup/1.png", "4000/makeup/3.png"
    pairs = tuple(LabelledPair(left=one, right=two, same=same) for same in (True, False))
    found = gather(
        evaluator._engine(), replace(dataset, labels=replace(dataset.labels, pairs=pairs))
    )

    assert found.pairs is not None
    assert (len(found.pairs.same), found.pairs.contradictory) == (0, 1)
    assert any("1 listed as one person and as two" in said for said in found.warnings)


def test_one_photo_and_several_are_told_in_their_own_grammar() -> None:
    assert told([], "is", "are") == []
    assert told(["a\nb"], "is odd", "are odd") == ["1 photo is odd: a?b"]
    assert told(["a", "b", "c", "d"], "is odd", "are odd") == [
        "4 photos are odd: a, b, c and 1 more"
    ]
