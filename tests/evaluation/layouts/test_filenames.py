"""File names as label files write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.evaluation.layouts.filenames import FileNames, leads_outside

FILES = ("a.jpg", " a.jpg", "x/b.jpg", "é.jpg", "e\u0301.jpg", "x/ü.jpg", r"w\v.jpg", "\udcff.jpg")


@pytest.mark.parametrize(
    ("written", "path"),
    [
        *((path, path) for path in FILES),
        *(
            ("./a.jpg", "a.jpg"),
            ("a.jpg ", "a.jpg"),
            (r"x\b.jpg", "x/b.jpg"),
            ("x//b.jpg", "x/b.jpg"),
        ),
        ("x/u\u0308.jpg", "x/ü.jpg"),
        *(("A.jpg", None), ("b.jpg", None), ("", None), ("x", None), ("../x/b.jpg", None)),
    ],
)
def test_files_are_found(written: str, path: str | None) -> None:
    assert FileNames(FILES).find(written) == path


@settings(deadline=None)
@given(st.text("ab/.\\ é\u0301", max_size=8))
def test_nothing_is_found_that_is_not_there(written: str) -> None:
    assert FileNames(FILES).find(written) in {*FILES, None}


@pytest.mark.parametrize("path", ["/a", "../a", "a/../b", "..", r"..\a", r"C:\a", "c:/a", r"\\h\a"])
def test_paths_out_of_the_data_set_are_recognised(path: str) -> None:
    assert leads_outside(path)


@pytest.mark.parametrize("path", ["a", "a/b", "..a/b..", "a..b", "~a", "c:", "", "./a"])
def test_paths_inside_are_none(path: str) -> None:
    assert not leads_outside(path)
