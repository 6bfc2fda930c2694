"""Names of people that no page has room for."""

from __future__ import annotations

import json

import pytest

from likeness.errors import UsageError
from likeness.evaluation.layouts.celeba import read_celeba
from likeness.evaluation.layouts.filenames import FileNames
from likeness.evaluation.layouts.folders import read_folders
from likeness.evaluation.layouts.labels import Labels
from likeness.evaluation.layouts.lfw import read_lfw_pairs
from likeness.evaluation.layouts.long_names import LONGEST_NAME
from likeness.evaluation.layouts.pairs_csv import read_pairs_csv
from likeness.evaluation.layouts.people_json import read_people_json

LONG = "x" * (LONGEST_NAME + 1)
SAID = "1 photo left out, because the name of the person is longer than 1,000 characters"


def people(labels: Labels) -> set[str]:
    assert sum(SAID in said for said in labels.warnings) == 1
    return {photo.person for photo in labels.photos}


def test_json_leaves_out_who_has_too_long_a_name_and_keeps_the_longest_one_allowed() -> None:
    text = json.dumps({"a.jpg": LONG, "b.jpg": LONG[1:]})
    assert people(read_people_json(text, FileNames(["a.jpg", "b.jpg"]))) == {LONG[1:]}


def test_folders_leave_out_who_has_too_long_a_name() -> None:
    assert people(read_folders([f"{LONG}/1.jpg", "Anna/1.jpg"])) == {"Anna"}


def test_celeba_leaves_out_who_has_too_long_a_number() -> None:
    text = f"000001.jpg {'1' * (LONGEST_NAME + 1)}\n000002.jpg 7\n"
    assert people(read_celeba(text, ["000001.jpg", "000002.jpg"])) == {"7"}


def test_pairs_with_who_has_too_long_a_name_go_too() -> None:
    text = f"file_x,file_y,Decision\n{LONG}.jpg,a.jpg,No\na.jpg,b.jpg,No\n"
    labels = read_pairs_csv(text, FileNames([f"{LONG}.jpg", "a.jpg", "b.jpg"]))
    assert people(labels) == {"a.jpg", "b.jpg"}
    assert labels.pairs is not None
    assert [(pair.left, pair.right) for pair in labels.pairs] == [("a.jpg", "b.jpg")]


def test_lfw_leaves_out_who_has_too_long_a_name() -> None:
    files = ["Anna/Anna_0001.jpg", "Anna/Anna_0002.jpg", f"{LONG}/{LONG}_0001.jpg"]
    labels = read_lfw_pairs(f"Anna\t1\t2\nAnna\t1\t{LONG}\t1\n", files)
    assert people(labels) == {"Anna"}
    assert labels.pairs is not None
    assert len(labels.pairs) == 1


def test_where_nobody_is_left_it_says_so() -> None:
    with pytest.raises(UsageError, match="Nobody is left: shorten the names"):
        read_people_json(json.dumps({"a.jpg": LONG}), FileNames(["a.jpg"]))
