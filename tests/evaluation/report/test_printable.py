"""Text from file names can be shown, whatever it holds."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.evaluation.report.printable import JOINERS, UNSAFE, paragraphs, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna", "Anna"),
        ("Zoë 王伟 👩‍🔬", "Zoë 王伟 👩‍🔬"),
        ("caf\udce9", "caf\\xe9"),
        ("\ud800", "\\ud800"),
        ("a\x00\x1b[0m", "a\\x00\\x1b[0m"),
        ("gpj\u202eexe", "gpj\\u202eexe"),
        ("two\nlines", "two\\nlines"),
        ("<b>", "<b>"),
    ],
)
def test_what_hides_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters()))
def test_whatever_comes_is_printable_afterwards(text: str) -> None:
    shown = printable(text)

    shown.encode("utf-8")
    assert not any(unicodedata.category(char) in UNSAFE and char not in JOINERS for char in shown)
    assert printable(shown) == shown


def test_an_empty_line_parts_paragraphs() -> None:
    assert paragraphs("one\ntwo\n\n  \nthree\x07\n") == ["one two", "three\\x07"]
    assert paragraphs(" \n\n ") == []
