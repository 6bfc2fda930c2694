"""Names and numbers in warnings."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.evaluation.layouts.wording import LONGEST, shown, some


@settings(deadline=None)
@given(st.text(st.characters(), max_size=2 * LONGEST))
def test_what_is_shown_can_be_printed_on_one_line(text: str) -> None:
    printed = shown(text)

    assert len(printed) == min(len(text), LONGEST)
    assert not {unicodedata.category(c) for c in printed} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    printed.encode()


def test_ordinary_names_are_shown_as_they_are() -> None:
    assert shown("Zoë <b>毛利") == "Zoë <b>毛利"
    assert shown("a\x1b[31m\nb\udcff\u202e") == "a?[31m?b??"


def test_only_the_first_names_are_listed() -> None:
    assert some("abc") == "a, b, c"
    assert some([str(i) for i in range(1003)]) == "0, 1, 2 and 1,000 more"
