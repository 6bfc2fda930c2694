from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.compat.album.images import copied_images, mark
from likeness.errors import UsageError

images = st.lists(
    st.fixed_dictionaries(
        {"id": st.none() | st.integers() | st.text(), "url": st.text()},
        optional={"more": st.integers(), "group_idx": st.just([9]), "error": st.just("old")},
    ),
    max_size=6,
)


@given(images)
def test_copies_are_equal_but_for_what_an_earlier_job_said(given_: list[dict[str, Any]]) -> None:
    before = copy.deepcopy(given_)

    copies = copied_images(given_)
    mark(copies, [], {})

    assert given_ == before
    assert len(copies) == len(given_)
    for old, new in zip(given_, copies, strict=True):
        kept = {key: value for key, value in old.items() if key not in {"group_idx", "error"}}
        assert new == {**kept, "group_idx": [-2]}


@given(st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=4), max_size=6))
def test_an_image_lists_its_groups_ascending_and_minus_one_last(groups: list[list[int]]) -> None:
    marked = copied_images([{"id": n, "url": ""} for n in range(5)])

    mark(marked, groups, {})

    for number, image in enumerate(marked):
        shared = [at for at, group in enumerate(groups) if number in group and len(group) > 1]
        alone = [-1] if [number] in groups else []
        assert image["group_idx"] == ([*shared, *alone] or [-2])


def test_an_image_that_was_not_read_says_why() -> None:
    marked = copied_images([{"id": 1, "url": ""}, {"id": 2, "url": ""}])

    mark(marked, [[0]], {1: "It is gone."})

    assert [image["group_idx"] for image in marked] == [[-1], [-2]]
    assert [image.get("error") for image in marked] == [None, "It is gone."]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (None, "The images are nothing"),
        ({}, "The images are of type dict"),
        ([1], "Image 0 is of type int"),
        ([{"id": 1, "url": ""}, {"id": 1}], 'Image 1 has no "url"'),
        ([{"url": ""}], 'Image 0 has no "id"'),
        ([{"id": 1, "url": 2}], 'The "url" of image 0 is of type int'),
    ],
)
def test_what_is_wrong_is_said_by_its_place(wrong: object, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        copied_images(wrong)
