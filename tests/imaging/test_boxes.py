import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from likeness.imaging import boxes as b

EDGES = st.floats(-100, 100, width=32)


@st.composite
def some_boxes(draw, most=8):
    """Boxes with sides of at least one pixel."""
    count = draw(st.integers(0, most))
    corners = draw(arrays(np.float32, (count, 2), elements=EDGES))
    sides = draw(arrays(np.float32, (count, 2), elements=st.floats(1, 50, width=32)))
    return np.concatenate([corners, corners + sides], axis=1)


def box(*edges):
    return np.array([edges], np.float32)


def test_an_area_is_width_times_height_and_nothing_for_an_inverted_box():
    assert b.areas(np.array([[1, 2, 4, 7], [4, 2, 1, 7], [4, 7, 1, 2]])).tolist() == [15, 0, 0]


def test_boxes_that_only_touch_share_nothing():
    assert b.intersections(box(0, 0, 2, 2), box(2, 0, 4, 2)).tolist() == [[0]]


def test_every_box_is_compared_with_every_other():
    found = b.intersections(box(0, 0, 4, 4), np.array([[0, 0, 1, 1], [2, 2, 9, 9], [5, 5, 6, 6]]))

    assert found.tolist() == [[1, 4, 0]]


def test_iou_of_half_shifted_squares_is_a_third():
    assert b.iou(box(0, 0, 2, 2), box(1, 0, 3, 2)) == pytest.approx(1 / 3)


def test_a_box_inside_another_shares_all_of_itself():
    inner, outer = box(2, 2, 4, 4), box(0, 0, 10, 10)

    assert b.share_of_smaller(inner, outer).item() == 1
    assert b.iou(inner, outer).item() == pytest.approx(0.04)


@pytest.mark.parametrize("overlap", [b.iou, b.share_of_smaller])
def test_empty_boxes_overlap_nothing(overlap):
    nothing = box(3, 3, 3, 3)

    assert overlap(nothing, nothing).item() == 0
    assert overlap(nothing, box(0, 0, 9, 9)).item() == 0


@given(some_boxes(), some_boxes())
@pytest.mark.parametrize("overlap", [b.iou, b.share_of_smaller])
def test_overlap_lies_between_0_and_1_and_is_mutual(overlap, first, second):
    found = overlap(first, second)

    assert found.shape == (len(first), len(second))
    assert ((found >= 0) & (found <= 1.0001)).all()
    np.testing.assert_array_equal(found, overlap(second, first).T)


def test_of_two_boxes_that_overlap_the_better_stays():
    both = np.concatenate([box(0, 0, 10, 10), box(1, 0, 11, 10)])

    assert b.suppress(both, np.array([0.6, 0.9]), 0.5).tolist() == [1]


def test_of_equal_scores_the_earlier_box_stays():
    both = np.concatenate([box(0, 0, 10, 10), box(1, 0, 11, 10)])

    assert b.suppress(both, np.array([0.9, 0.9]), 0.5).tolist() == [0]


def test_a_box_that_was_suppressed_suppresses_none():
    chain = np.concatenate([box(0, 0, 10, 10), box(4, 0, 14, 10), box(8, 0, 18, 10)])

    assert b.suppress(chain, np.array([0.9, 0.8, 0.7]), 0.3).tolist() == [0, 2]


def test_boxes_that_overlap_by_the_limit_exactly_both_stay():
    both = np.concatenate([box(0, 0, 2, 1), box(0, 0, 1, 1)])

    assert b.suppress(both, np.array([0.9, 0.8]), 0.5).tolist() == [0, 1]


def test_a_small_box_inside_goes_only_by_its_own_measure():
    both = np.concatenate([box(0, 0, 10, 10), box(2, 2, 4, 4)])
    scores = np.array([0.9, 0.8])

    assert b.suppress(both, scores, 0.7).tolist() == [0, 1]
    assert b.suppress(both, scores, 0.7, b.share_of_smaller).tolist() == [0]


@given(some_boxes(), st.data(), st.floats(0, 1))
def test_what_stays_is_sorted_distinct_and_beats_all_that_went(boxes, data, limit):
    scores = data.draw(arrays(np.float32, len(boxes), elements=st.floats(0, 1, width=32)))

    kept = b.suppress(boxes, scores, limit)

    assert (np.diff(scores[kept]) <= 0).all()
    between = b.iou(boxes[kept], boxes[kept])
    assert (between[~np.eye(len(kept), dtype=bool)] <= limit).all()
    for gone in set(range(len(boxes))) - set(kept.tolist()):
        rivals = b.iou(boxes[[gone]], boxes[kept])[0] > limit
        assert (rivals & (scores[kept] >= scores[gone])).any()


def test_a_square_has_the_centre_and_the_longer_side_of_its_box():
    assert b.squared(box(0, 10, 4, 20)).tolist() == [[-3, 10, 7, 20]]
    assert b.squared(box(0, 10, 20, 14)).tolist() == [[0, 2, 20, 22]]


def test_a_clipped_box_lies_on_the_picture():
    boxes = np.array([[-5, -5, 3, 3], [8, 1, 30, 30], [20, 20, 30, 30]], np.float32)

    assert b.clipped(boxes, 10, 6).tolist() == [[0, 0, 3, 3], [8, 1, 10, 6], [10, 6, 10, 6]]


def test_edges_move_by_shares_of_their_own_box():
    offsets = np.array([[0.5, 0.1, -0.25, 0]], np.float32)

    assert b.moved(box(10, 10, 14, 30), offsets).tolist() == [[12, 12, 13, 30]]


def test_reading_order_goes_down_then_right():
    boxes = np.array([[5, 9, 6, 10], [7, 0, 9, 9], [1, 9, 2, 10], [7, 0, 8, 9]])

    assert b.reading_order(boxes).tolist() == [3, 1, 2, 0]


@given(some_boxes())
def test_no_function_touches_its_arguments(boxes):
    before = boxes.copy()

    b.suppress(boxes, boxes[:, 0], 0.5)
    b.squared(boxes)
    b.clipped(boxes, 10, 10)
    b.moved(boxes, boxes)
    b.reading_order(boxes)

    np.testing.assert_array_equal(boxes, before)
