"""Label files told apart."""

from __future__ import annotations

import pytest

from likeness.evaluation.layouts.recognise import by_content, by_name


@pytest.mark.parametrize(
    ("name", "head", "layout"),
    [
        ("x.txt", "file_x\tfile_y\tdecision\n", "pairs-csv"),
        ("x.csv", "", "pairs-csv"),  # its reader says which columns are missing
        ("x.json", "[", "people-json"),
        ("labels", '\n{"a": "b"}', "people-json"),
        ("x", "000001.jpg 2880\n", "celeba"),
        ("x", "10\t300\nAnna\t1\t2\n", "lfw-pairs"),
        ("x", "Anna 1 2\n", "lfw-pairs"),
        ("x", "Anna Lee\t1\tBen\t2\r\n", "lfw-pairs"),
        ("pairs.txt", "", "lfw-pairs"),
        ("x.txt", "", None),
        ("README.md", "# Read me\n", None),
        ("x", "\0\x01\x02", None),
    ],
)
def test_content_tells_the_layout(name: str, head: str, layout: str | None) -> None:
    assert by_content(name, head) == layout


def test_published_names_are_known_in_any_case() -> None:
    assert by_name("identity_CelebA.txt") == by_name("IDENTITY_CELEBA.TXT") == "celeba"
    assert by_name("people.json") == "people-json"
    assert by_name("other.csv") is None
