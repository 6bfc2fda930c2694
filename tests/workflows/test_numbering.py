"""Drawings, lists and `FILE#N` count the faces of a photo alike: largest first."""

from __future__ import annotations

from pathlib import Path

from likeness import Library


def test_the_number_of_a_face_finds_that_face(indexed: Library, few_photos: Path) -> None:
    photo = few_photos / "t1.jpg"
    numbers = indexed.face_numbers(photo)

    assert sorted(numbers.values()) == [1, 2, 3, 4, 5, 6]
    for face, number in numbers.items():
        sample = indexed.look(f"{photo}#{number}")
        assert sample.chosen == number
        assert sample.faces[number - 1].id == face


def test_the_largest_face_is_the_first(indexed: Library, few_photos: Path) -> None:
    numbers = indexed.face_numbers(few_photos / "t1.jpg")
    faces = {face.face: face for face in indexed.faces(photo=few_photos / "t1.jpg")}
    boxes = [faces[face].box for face in sorted(numbers, key=lambda face: numbers[face])]

    areas = [(x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in boxes]
    assert areas == sorted(areas, reverse=True)
