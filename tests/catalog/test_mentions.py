"""Whether values still say who was forgotten."""

from __future__ import annotations

from typing import Any

import pytest

from likeness.catalog.mentions import says

PERSON = "p" + "a" * 16


@pytest.mark.parametrize(
    "value",
    [
        PERSON,
        {"of": [{"people": [PERSON]}]},
        {PERSON: 1},
        f"portraits/{PERSON}_256.webp",
        "Al",
        "al's best",
        "With AL.",
        ["/photos/al/1.jpg"],
    ],
)
def test_ids_and_whole_words_are_found_at_any_depth(value: Any) -> None:
    assert says(value, frozenset({PERSON}), ["Al"])


@pytest.mark.parametrize(
    "value", ["normal", "Alan", {"n": 3, "of": None, "x": [True, 1.5]}, "p" + "b" * 16, ""]
)
def test_other_words_and_ids_are_not(value: Any) -> None:
    assert not says(value, frozenset({PERSON}), ["Al"])
