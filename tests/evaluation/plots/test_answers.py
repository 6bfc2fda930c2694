from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from likeness.evaluation.plots.answers import answers
from tests.evaluation.plots.pictures import HOSTILE, called, check, words


def test_answers_are_whole(figures: list[Figure]) -> None:
    picture = check(
        lambda: answers(
            {
                "found": {"the right person": 1234, "a stranger": 0},
                "absent": {"a stranger": 3},
                "unsure": {HOSTILE: 0},
            },
            title="t",
        ),
        figures,
    )
    shown = set(words(picture))
    assert {"found", "absent", HOSTILE, "the right person", "a stranger"} <= shown
    assert {"1,234", "1,234 in all", "3", "never given"} <= shown


def test_truths_of_many_kinds_have_names_in_several_rows(figures: list[Figure]) -> None:
    names = called(9)
    check(lambda: answers({name: dict.fromkeys(names, 2) for name in names}, title="t"), figures)


def test_bars_are_as_long_as_their_shares(figures: list[Figure]) -> None:
    answers({"found": {"right": 3, "wrong": 1}}, title="t")
    bars = figures[-1].axes[0].patches
    assert [(bar.get_x(), bar.get_width()) for bar in bars] == [(0, 0.75), (0.75, 0.25)]


@pytest.mark.parametrize("rows", [{}, {"found": {}}, {"found": {"right": -1}}])
def test_what_cannot_be_drawn_is_refused(rows: dict[str, dict[str, int]]) -> None:
    with pytest.raises(ValueError, match=r"no answers|negative"):
        answers(rows, title="t")
