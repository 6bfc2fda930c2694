"""Names of folders that are no person's."""

from __future__ import annotations

import pytest

from likeness.evaluation.layouts.subset_words import is_subset_name


@pytest.mark.parametrize(
    "name",
    [
        *("hairstyle", "makeup", "rotation", "glasses", "lighting", "expression", "pose", "beard"),
        *("mask", "age", "Hairstyles", "no_glasses", "With Make.Up makeup", "left-profile"),
        *("session2", "set 03", "2024-05-31", "2024_5", "old women", "TRAIN", "Caucasian"),
    ],
)
def test_conditions_are_known(name: str) -> None:
    assert is_subset_name(name) == (name != "With Make.Up makeup")


@pytest.mark.parametrize(
    "name",
    ["Anna", "4000", "2001", "Rose Young", "n000001", "m.0abc", "", "and", "毛利", "_", "\udcff"],
)
def test_people_are_not(name: str) -> None:
    assert not is_subset_name(name)
