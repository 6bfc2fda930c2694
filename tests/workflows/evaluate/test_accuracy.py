"""evaluate accuracy"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness import Evaluator
from likeness.evaluation.bands import Band
from likeness.evaluation.pairs import every
from likeness.types import EvaluationOptions
from likeness.workflows.evaluate import accuracy
from likeness.workflows.evaluate.accuracy import pairs_of, thinned, within, write_pairs
from likeness.workflows.evaluate.dataset import read_dataset
from likeness.workflows.evaluate.gather import ListedPairs
from likeness.workflows.evaluate.output import Output
from likeness.workflows.evaluate.subject import Subject


@pytest.fixture
def subject(evaluator: Evaluator, people_folder: Path) -> Subject:
    return Subject.of(evaluator._engine(), read_dataset(people_folder), EvaluationOptions())


def listed(same: list[bool], lost: int = 0) -> ListedPairs:
    count = len(same)
    return ListedPairs(
        left=np.arange(count),
        right=np.arange(count) + count,
        same=np.array(same, np.bool_),
        lost=lost,
        lost_same=0,
    )


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(2, 50), st.integers(0, 9))
def test_listed_pairs_are_thinned_evenly_and_never_doubled(
    same: list[bool], most: int, seed: int
) -> None:
    found = thinned(listed(same), most, seed)

    count, yes = min(most, len(same)), sum(same)
    assert len(found.same) == count
    assert len(set(found.left.tolist())) == count
    wanted = min(yes, max(most // 2, most - (len(same) - yes))) if most < len(same) else yes
    assert int(found.same.sum()) == wanted
    assert [same[row] for row in found.left] == found.same.tolist()


def test_pairs_of_the_data_set_win_and_lost_ones_are_told(subject: Subject) -> None:
    given_pairs = listed([True, False, False], lost=2)
    gathered = replace(subject.gathered, pairs=given_pairs)

    pairs, said = pairs_of(replace(subject, gathered=gathered))

    assert pairs is not None
    assert pairs.same.tolist() == [True, False, False]
    assert "2 of the 5 listed pairs are left out" in said[0]


def test_more_pairs_than_there_are_is_told(subject: Subject) -> None:
    _, said = pairs_of(replace(subject, options=EvaluationOptions(pairs=100_000)))

    assert "100,000 pairs were asked for" in said[0]


def test_a_group_keeps_the_pairs_of_which_both_faces_are_in_it(subject: Subject) -> None:
    faces = subject.faces
    mask = np.array([subset == "makeup" for subset in faces.subsets])
    band = Band(kind="subset", label="makeup", mask=mask)

    part, pairs = within(faces, every(faces.people), band)

    assert pairs is not None
    assert set(part.subsets) == {"makeup"}
    assert len(pairs.same) == len(part) * (len(part) - 1) // 2
    assert np.array_equal(pairs.same, part.people[pairs.left] == part.people[pairs.right])


def test_all_pairs_are_written_with_their_distances(
    subject: Subject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = Output(tmp_path / "report", dataset=tmp_path / "photos")

    write_pairs(output, subject)

    with (output.folder / "dlib_mtcnn_accuracy.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    count = len(subject.faces)
    assert len(rows) == count * (count - 1) // 2
    photo = {name: row for row, name in enumerate(subject.faces.photos)}
    for row in rows[::17]:
        one, other = photo[row["file_x"]], photo[row["file_y"]]
        cosine = float(subject.faces.vectors[one] @ subject.faces.vectors[other])
        assert float(row["distance"]) == pytest.approx(1 - cosine, abs=2e-6)
        same = subject.faces.people[one] == subject.faces.people[other]
        assert row["Decision"] == ("Yes" if same else "No")

    monkeypatch.setattr(accuracy, "MOST_LISTED", 10)
    write_pairs(Output(tmp_path / "second", dataset=tmp_path / "photos"), subject)
    assert list((tmp_path / "second").iterdir()) == []
