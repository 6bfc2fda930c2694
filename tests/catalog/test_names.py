from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.catalog.names import MAX_LENGTH, clean_name
from likeness.errors import UsageError


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Anna", "Anna"),
        ("  Anna\n", "Anna"),
        ("Jose\u0301", "José"),
        ("Dr. O'Neill-Smith, 3rd", "Dr. O'Neill-Smith, 3rd"),
        ("山田太郎", "山田太郎"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\U0001f469\u200d\U0001f52c", "\U0001f469\u200d\U0001f52c"),
        ("x" * MAX_LENGTH, "x" * MAX_LENGTH),
    ],
)
def test_names_in_any_script_are_kept_in_normal_form(written: str, kept: str) -> None:
    assert clean_name(written) == kept


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "at least one visible character"),
        (" \t ", "at least one visible character"),
        ("\u200d\u0301", "at least one visible character"),
        ("a\nb", r"U\+000A"),
        ("a\x00b", r"U\+0000"),
        ("a\u202eb", r"U\+202E \(RIGHT-TO-LEFT OVERRIDE\)"),
        ("a\u2066b", r"U\+2066"),
        ("a\udcffb", r"U\+DCFF"),
        ("a\u2028b", r"U\+2028"),
        ("x" * (MAX_LENGTH + 1), "at most 200 characters, this one 201"),
    ],
)
def test_names_that_nobody_can_see_or_read_are_refused(written: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        clean_name(written)


def test_the_message_says_what_the_name_is_of() -> None:
    with pytest.raises(UsageError, match="name of a collection"):
        clean_name("", "collection")


@given(st.text())
def test_a_clean_name_stays_as_it_is(text: str) -> None:
    try:
        kept = clean_name(text)
    except UsageError:
        return
    assert clean_name(kept) == kept == unicodedata.normalize("NFC", kept)
    assert 1 <= len(kept) <= MAX_LENGTH
