"""Text from anywhere as one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from likeness.imaging.one_line import BOX, ELLIPSIS, one_line


def test_what_steers_goes_and_what_is_no_character_is_a_box() -> None:
    assert one_line("a\u202eb\n\tc\x1b", 50) == f"ab c{BOX}"


def test_long_text_loses_its_middle() -> None:
    assert one_line("abcdefghij", 4) == f"ab{ELLIPSIS}ij"


@given(st.text(), st.integers(2, 40))
def test_any_text_becomes_one_short_line_of_utf8(text: str, most: int) -> None:
    line = one_line(text, most)
    line.encode()
    assert "\n" not in line
    assert len(line) <= 3 * most + 1  # normal forms may take more characters
