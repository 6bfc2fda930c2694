import re

from likeness.models.contract import contract


def test_equal_arguments_give_equal_names():
    assert contract("dlib", ["ab"], "v1") == contract("dlib", ["ab"], "v1")


def test_the_name_begins_with_the_model_and_can_be_a_file_name():
    assert re.fullmatch(r"dlib-[0-9a-f]{12}", contract("dlib", ["ab"], "v1"))


def test_everything_that_decides_the_numbers_changes_the_name():
    names = {
        contract("dlib", ["ab"], "v1"),
        contract("dlib", ["ac"], "v1"),
        contract("dlib", ["ab", "ac"], "v1"),
        contract("dlib", ["ab"], "v2"),
        contract("dlib", ["ab"], "v1", "long side 1280"),
        contract("dlib", ["ab", "v1"]),
        contract("other", ["ab"], "v1"),
    }

    assert len(names) == 7
