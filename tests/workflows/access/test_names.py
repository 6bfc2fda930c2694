"""Names of accounts and keys: what they may look like, and when two are the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.errors import UsageError
from likeness.workflows.access.names import MAX_LENGTH, clean, folded


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("anna", "anna"),
        ("  Anna   Smith ", "Anna Smith"),
        ("Zoe\u0308", "Zoë"),
        ("\uff21\uff2e\uff2e\uff21", "ANNA"),
        ("日本 🎉", "日本 🎉"),
        ("a" * MAX_LENGTH, "a" * MAX_LENGTH),
        ("e\u0301" * MAX_LENGTH, "é" * MAX_LENGTH),
    ],
)
def test_a_name_is_kept_in_one_way_of_writing(typed: str, kept: str) -> None:
    assert clean(typed, "account") == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "\u0301",
        "an\x00na",
        "an\nna",
        "an\u200bna",
        "an\u200dna",
        "an\u202ena",
        "an\ufe0fna",
        "an\u3164na",
        "\u2800",
        "half \ud800",
        "a" * (MAX_LENGTH + 1),
        "\ufdfa" * 4,
        "a" * 10_000_000,
        "a0123456789abcdef",
        "K01234567",
    ],
)
def test_a_name_that_cannot_be_seen_in_full_or_looks_like_an_id_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="name"):
        clean(typed, "account")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anna", "aNNA"), ("STRASSE", "straße"), ("Zoe\u0308", "ZOË"), ("Ⅷ", "viii"), ("Σας", "ΣΑΣ")],
)
def test_names_that_differ_in_capitals_or_ways_of_writing_are_one(one: str, other: str) -> None:
    assert folded(clean(one, "account")) == folded(clean(other, "account"))


@given(st.text(max_size=80))
def test_whatever_is_taken_as_a_name_is_kept_as_it_is_from_then_on(typed: str) -> None:
    try:
        kept = clean(typed, "account")
    except UsageError:
        return
    assert clean(kept, "account") == kept
    assert unicodedata.is_normalized("NFKC", kept)
    assert 1 <= len(kept) <= MAX_LENGTH
    assert kept.strip() == kept


@given(st.text(max_size=80))
def test_a_name_is_compared_alike_however_it_is_typed(typed: str) -> None:
    same = folded(typed)
    assert folded(same) == same
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert folded(unicodedata.normalize(form, typed)) == same
    try:
        kept = clean(typed, "account")
    except UsageError:
        return
    assert folded(kept) == same
