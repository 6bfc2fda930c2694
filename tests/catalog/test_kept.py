"""Answers that are kept: those asked for last, and not too many bytes of them."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import Connection

from likeness.catalog import photo_pages
from likeness.catalog.kept import MOST_BYTES, Kept
from likeness.catalog.photo_lists import PhotoList
from likeness.catalog.sql import SqlCatalog
from likeness.types import PhotoQuery
from tests.catalog.makers import photo_id

SECONDS = 20.0


def listed(many: int) -> PhotoList:
    return PhotoList([(None, photo_id(1))] * many)


def test_an_answer_holds_as_long_as_nothing_changes() -> None:
    kept = Kept()
    kept.put("how many", 1, 5)

    assert kept.get("how many", 1) == (5,)
    assert kept.get("how many", 2) is None
    assert kept.get("how many more", 1) is None


def test_nothing_may_be_an_answer() -> None:
    kept = Kept()
    kept.put("how many", 1, None)

    assert kept.get("how many", 1) == (None,)


def test_the_answer_asked_for_longest_ago_gives_way() -> None:
    kept = Kept(most=2)
    for question in "ab":
        kept.put(question, 1, question)
    kept.get("a", 1)
    kept.put("c", 1, "c")

    assert [question for question in "abc" if question in kept] == ["a", "c"]


def test_lists_give_way_to_others_where_they_are_too_large_together() -> None:
    kept = Kept(most_bytes=32 * 100)
    for number in range(20):
        kept.put(number, 1, listed(30))
        assert kept.bytes <= 32 * 100

    assert [number for number in range(20) if number in kept] == [17, 18, 19]


def test_a_list_is_counted_once_however_often_it_is_put() -> None:
    kept = Kept()
    for _ in range(3):
        kept.put("a", 1, listed(10))

    assert kept.bytes == 320


def test_what_is_too_large_is_not_kept_and_drives_nothing_out() -> None:
    kept = Kept(most_bytes=32 * 10)
    kept.put("a", 1, listed(10))
    kept.put("b", 1, listed(11))

    assert "a" in kept
    assert "b" not in kept


def test_the_longest_list_is_kept() -> None:
    assert photo_pages.LONGEST * 40 < MOST_BYTES


def test_a_slow_choice_of_photos_holds_up_nothing_else(
    catalog: SqlCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting, counted = threading.Event(), threading.Event()

    def slow(_: Connection, __: PhotoQuery) -> int:
        counting.set()
        assert counted.wait(SECONDS)
        return 7

    monkeypatch.setattr(photo_pages, "count", slow)
    found: list[int] = []
    slowly = threading.Thread(
        target=lambda: found.append(catalog.pages.count(PhotoQuery(path="x")))
    )
    slowly.start()
    try:
        assert counting.wait(SECONDS)
        assert catalog.pages.overview().photos == 0
        assert catalog.pages.newest_removal() == 0
        assert catalog.pages.pulse().edits == 0
        assert catalog.pages.people().items == ()
        assert catalog.pages.months() == []
    finally:
        counted.set()
        slowly.join()
    assert found == [7]
