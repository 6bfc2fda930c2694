"""Words and numbers as people read them."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.cli.text import broken, counted, duration, escaped, moment, people, size


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain.jpg", "plain.jpg"),
        ("Zoë 日本 🎉", "Zoë 日本 🎉"),
        ("two\nlines", r"two\nlines"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\x9b31mred", r"\x9b31mred"),
        ("photo\u202egpj.exe", r"photo\u202egpj.exe"),
        ("a\u2028b", r"a\u2028b"),
        ("not-utf8-\udcff\udc80.jpg", r"not-utf8-\xff\x80.jpg"),
        ("half \ud800", r"half \ud800"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
    ],
)
def test_what_would_steer_a_terminal_is_written_out(text: str, shown: str) -> None:
    assert escaped(text) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_that_is_shown_can_steer_a_terminal(text: str) -> None:
    shown = escaped(text)

    assert "\n" not in shown
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in shown)


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 photos"), (1, "1 photo"), (2, "2 photos"), (12345, "12,345 photos")]
)
def test_counts_agree_with_their_noun(number: int, said: str) -> None:
    assert counted(number, "photo") == said


def test_people_have_a_plural_of_their_own() -> None:
    assert (people(1), people(2)) == ("1 person", "2 people")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (5_200_000_000, "5.2 GB"),
        (5_200_000_000_000_000, "5,200.0 TB"),
    ],
)
def test_sizes_have_one_decimal_and_a_fitting_unit(number: int, said: str) -> None:
    assert size(number) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0.0 s"),
        (9.94, "9.9 s"),
        (45.4, "45 s"),
        (59.6, "1:00 min"),
        (185, "3:05 min"),
        (3753, "1:02:33 h"),
    ],
)
def test_durations_are_as_exact_as_they_need_to_be(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_prose_is_broken_at_spaces_only() -> None:
    assert broken("one two three", 8) == "one two\nthree"
    assert broken("/a/long/path.jpg is gone", 8) == "/a/long/path.jpg\nis gone"


@pytest.mark.parametrize("width", [None, 80])
def test_what_fits_stays_as_it_is(width: int | None) -> None:
    assert broken("one  two", width) == "one  two"


def test_moments_are_told_in_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        assert moment("2026-03-01T12:00:00+00:00") == "2026-03-01 17:30"
        assert moment(None) == ""
    finally:
        monkeypatch.undo()
        time.tzset()
