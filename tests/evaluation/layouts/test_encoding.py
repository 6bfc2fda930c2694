"""Bytes of unknown encoding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.errors import UsageError
from likeness.evaluation.layouts.encoding import beginning, decoded


@settings(deadline=None)
@given(
    st.text().filter(lambda text: not text.startswith("\ufeff")),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_unicode_needs_no_guess(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding), "x") == (text, ())


@pytest.mark.parametrize(
    ("data", "text", "named"),
    [(b"caf\xe9 \x80", "café €", "Windows-1252"), (b"\xe9\x81", "é\x81", "Latin-1")],
)
def test_a_guess_is_told(data: bytes, text: str, named: str) -> None:
    found, warnings = decoded(data, "x.csv")

    assert found == text
    assert warnings[0].startswith(f"x.csv is not UTF-8 and was read as {named}: ")


def test_broken_utf16_is_refused() -> None:
    with pytest.raises(UsageError, match="x begins like UTF-16 text and is not"):
        decoded(b"\xff\xfea", "x")


@settings(deadline=None)
@given(st.binary(), st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]))
def test_the_beginning_of_anything_is_text(data: bytes, mark: bytes) -> None:
    assert isinstance(beginning(mark + data), str)
    assert beginning("aé".encode()[:2]) == "a\ufffd"
