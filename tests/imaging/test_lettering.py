"""Text on pictures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.imaging.lettering import line, plain
from likeness.imaging.one_line import BOX, ELLIPSIS


@given(st.text(max_size=400))
def test_any_text_becomes_one_line_that_encodes(text: str) -> None:
    told = plain(text)
    assert told.encode("utf-8").decode("utf-8") == told
    assert "\n" not in told
    assert len(told) <= 201


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("März 2021", "März 2021"),
        ("  two\n lines\t", "two lines"),
        ("\u202eknil", "knil"),
        ("a\x1bb", f"a{BOX}b"),
        ("\udcff", BOX),
        ("a" + "\u0323" * 9, "\u1ea1" + "\u0323" * 2),
    ],
)
def test_what_steers_or_is_no_character_goes(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize("text", ["März", "Łódź", "Žižek", "Ελλάδα", "Семья", "1–2 · ½ € …"])
def test_the_usual_scripts_have_letters(text: str) -> None:
    assert BOX not in line(text, 20).text
    assert BOX not in line(text, 20, bold=True).text


def test_what_no_font_has_becomes_a_box() -> None:
    assert line("a\U0001f9ff\u2fef", 20).text.endswith(BOX)


@given(st.text(min_size=1, max_size=300), st.integers(60, 300))
def test_what_is_too_wide_loses_its_middle(text: str, room: int) -> None:
    shown = line(text, 20, room=room)
    assert shown.width <= room or len(shown.text) <= 3
    if shown.text != line(text, 20).text:
        assert ELLIPSIS in shown.text


def test_bold_is_wider() -> None:
    assert line("Women", 20, bold=True).width > line("Women", 20).width
