from __future__ import annotations

import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from likeness.catalog.pathtext import MARKER, decode_path, encode_path

PARTS = st.binary(min_size=1, max_size=12).map(
    lambda raw: os.fsdecode(raw.replace(b"\x00", b"\x01").replace(b"/", b"\x01"))
)
PATHS = st.lists(PARTS, min_size=1, max_size=4).map("/".join)


@given(PATHS)
@example(MARKER)
@example(MARKER + "ff")
@example("a/" + MARKER + "/b")
@example("bad\udcff/good")
@example("/absolute//doubled/")
def test_any_path_comes_back(path: str) -> None:
    assert decode_path(encode_path(path)) == path


@given(PATHS)
def test_what_is_kept_is_text_that_every_database_takes(path: str) -> None:
    kept = encode_path(path)
    assert "\x00" not in kept
    assert kept.encode().decode() == kept


@given(PATHS, PATHS)
def test_two_paths_are_never_kept_as_one(one: str, other: str) -> None:
    assert (encode_path(one) == encode_path(other)) == (one == other)


@given(PATHS, PATHS)
def test_a_folder_is_a_prefix_of_what_lies_in_it(folder: str, name: str) -> None:
    assert encode_path(f"{folder}/{name}") == encode_path(folder + "/") + encode_path(name)


@pytest.mark.parametrize("path", ["a/b.jpg", "Müller/\U0001f600.jpg", "new\nline", "a b"])
def test_ordinary_paths_are_kept_as_they_are(path: str) -> None:
    assert encode_path(path) == path


def test_bytes_that_are_no_utf_8_are_kept_as_hex() -> None:
    assert encode_path("a/\udcff.jpg") == f"a/{MARKER}ff2e6a7067"


def test_a_nul_is_refused() -> None:
    with pytest.raises(ValueError, match="NUL"):
        encode_path("a\x00b")
