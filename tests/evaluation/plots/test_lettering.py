from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from likeness.evaluation.plots import lettering
from likeness.evaluation.plots.lettering import legible, lines, shortened, width
from likeness.evaluation.plots.picture import drawn


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna", "Anna"),
        ("  two\n lines\t", "two lines"),
        ("$x$ <b>", "$x$ <b>"),
        ("\u202eevil\u202c", "evil"),
        ("\x00\x1b[31m", "□□[31m"),
        ("\udcff", "□"),
        ("a\ufeffb", "ab"),
        ("שלום", "שלום"),
        ("محمد", "محمد"),
        ("e\u0301", "é"),
        ("\U0010ffff", "□"),
        ("", ""),
    ],
)
def test_text_becomes_legible(text: str, shown: str) -> None:
    assert legible(text).text == shown


def test_marks_do_not_pile_up() -> None:
    assert len(legible("q" + "\u0338" * 50).text) == 3


def test_a_long_text_keeps_both_ends() -> None:
    shown = legible("a" * 5_000_000 + "b" * 5_000_000).text
    assert len(shown) == 201
    assert (shown[0], shown[-1]) == ("a", "b")


def test_a_character_that_the_font_lacks_is_a_box_or_lent_by_another_font(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Mathematical Fraktur A is in STIX, which comes with matplotlib, and not in DejaVu Sans.
    monkeypatch.setattr(lettering, "FALLBACKS", ("Not Installed", "STIXGeneral"))
    assert legible("a\U0001d504\u1200").text == "a\U0001d504□"
    assert legible("a\U0001d504").families == ("DejaVu Sans", "STIXGeneral")
    monkeypatch.setattr(lettering, "FALLBACKS", ())
    assert legible("a\U0001d504").text == "a□"
    assert legible("a\U0001d504").families == ("DejaVu Sans",)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["normal", "bold"]))
def test_any_text_can_be_drawn_without_a_warning(text: str, weight: lettering.Weight) -> None:
    shown = legible(text, weight=weight)
    figure = Figure(figsize=(1, 1))
    figure.text(0, 0.5, shown.text, family=list(shown.families), weight=weight, parse_math=False)
    assert drawn(figure).svg.startswith("<svg ")  # a warning would have been an error


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.floats(0.3, 5), st.floats(5, 14))
def test_a_shortened_text_fits(text: str, room: float, size: float) -> None:
    assert width(shortened(text, room, size), size) <= room


def test_a_text_that_fits_is_left_alone() -> None:
    assert shortened("Anna Müller", 2, 9).text == "Anna Müller"


def test_the_middle_goes_first() -> None:
    shown = shortened("Maximilian Alexander von und zu Habsburg", 1.2, 9).text
    assert shown.startswith("Max")
    assert shown.endswith("burg")
    assert "…" in shown


def test_lines_break_between_words_and_lose_nothing_that_has_room() -> None:
    text = "The quick brown fox jumps over the lazy dog"
    broken = lines(text, 1.5, 9, most=9)
    assert len(broken) > 1
    assert " ".join(line.text for line in broken) == text
    assert all(width(line, 9) <= 1.5 for line in broken)


def test_the_last_line_is_shortened() -> None:
    broken = lines("word " * 100, 1.5, 9, most=2)
    assert len(broken) == 2
    assert "…" in broken[-1].text
