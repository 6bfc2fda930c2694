"""Only names that mean one object and nothing else are asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.objects.keys import fault_of


@pytest.mark.parametrize(
    "key", ["a", "a/b.jpg", "ä ö/😀.jpg", "100%", "a#b?c&d=e+f", "...", "a/.b", "~", "\\", "\u0085"]
)
def test_ordinary_and_strange_names_are_without_fault(key: str) -> None:
    assert fault_of(key) is None


@pytest.mark.parametrize(
    "key",
    ["", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a\nb", "\x7f", "\x00", "\udc80"],
)
def test_names_that_are_no_paths_are_found_fault_with(key: str) -> None:
    assert fault_of(key)


@given(st.text(st.characters(codec="utf-8")))
def test_a_name_without_fault_is_what_obstore_makes_of_it(key: str) -> None:
    from obstore.store import MemoryStore

    if fault_of(key) is None:
        store = MemoryStore()
        store.put(key, b"x")
        assert [facts["path"] for page in store.list() for facts in page] == [key]
