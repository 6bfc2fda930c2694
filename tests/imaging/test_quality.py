from dataclasses import replace

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from likeness.imaging.quality import Signals, quality, ramp, requalified, sharpness

signals = st.builds(
    lambda eyes, sharp, pitch, yaw, score, mirror: Signals(
        eye_distance=np.array([eyes]),
        sharpness=np.array([sharp]),
        poses=np.array([[pitch, yaw, 0.0]]),
        scores=np.array([score]),
        mirror_distance=np.array([mirror]),
    ),
    st.floats(0, 2000),
    st.floats(0, 1e5),
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.floats(0, 1),
    st.floats(0, 2),
)
GOOD = Signals(
    eye_distance=np.array([80.0]),
    sharpness=np.array([600.0]),
    poses=np.array([[0.0, 0.0, 0.0]]),
    scores=np.array([1.0]),
    mirror_distance=np.array([0.04]),
)


def of(one):
    return float(quality(one)[0])


@given(signals)
def test_quality_lies_between_nothing_and_everything(one):
    assert 0 < of(one) <= 1


def test_a_perfect_face_is_worth_everything():
    assert of(GOOD) == 1


@given(signals, st.floats(1, 4))
def test_a_larger_face_is_never_worse(one, factor):
    assert of(replace(one, eye_distance=one.eye_distance * factor)) >= of(one) - 1e-6


@given(signals, st.floats(1, 4))
def test_a_sharper_face_is_never_worse(one, factor):
    assert of(replace(one, sharpness=one.sharpness * factor)) >= of(one) - 1e-6


@given(signals, st.floats(0, 1), st.floats(0, 1))
def test_a_face_turned_further_is_never_better(one, pitch, yaw):
    towards = one.poses * [[pitch, yaw, 1]]

    assert of(replace(one, poses=towards)) >= of(one) - 1e-6


@given(signals, st.floats(0, 0.5))
def test_a_surer_face_is_never_worse(one, more):
    assert of(replace(one, scores=one.scores + more)) >= of(one) - 1e-6


@given(signals, st.floats(0, 1))
def test_a_face_nearer_to_its_mirror_image_is_never_worse(one, share):
    assert of(replace(one, mirror_distance=one.mirror_distance * share)) >= of(one) - 1e-6


@given(signals)
def test_roll_does_not_matter(one):
    assert of(replace(one, poses=one.poses + np.array([0, 0, 90]))) == of(one)


def test_every_signal_counts():
    worse = [
        replace(GOOD, eye_distance=np.array([20.0])),
        replace(GOOD, sharpness=np.array([50.0])),
        replace(GOOD, poses=np.array([[0.0, 30.0, 0.0]])),
        replace(GOOD, poses=np.array([[30.0, 0.0, 0.0]])),
        replace(GOOD, scores=np.array([0.8])),
        replace(GOOD, mirror_distance=np.array([0.2])),
    ]

    assert max(map(of, worse)) < 0.97


def test_the_mirror_distance_counts_most():
    hopeless_mirror = of(replace(GOOD, mirror_distance=np.array([2.0])))

    assert hopeless_mirror < of(replace(GOOD, eye_distance=np.array([0.0])))
    assert hopeless_mirror < of(replace(GOOD, poses=np.array([[0.0, 90.0, 0.0]])))


def test_an_unknown_pose_counts_as_a_profile():
    unknown = replace(GOOD, poses=np.full((1, 3), np.nan))

    assert of(unknown) == of(replace(GOOD, poses=np.array([[90.0, 90.0, 0.0]])))


def test_a_blurred_chip_is_less_sharp():
    rng = np.random.default_rng(1)
    chip = rng.integers(0, 255, (150, 150, 3), np.uint8)
    blurs = [cv2.GaussianBlur(chip, (0, 0), sigma) for sigma in (1, 2, 4)]

    found = sharpness(np.stack([chip, *blurs]))

    assert (np.diff(found) < 0).all()


def test_a_plain_chip_has_no_sharpness():
    assert sharpness(np.full((2, 150, 150, 3), 77, np.uint8)).tolist() == [0, 0]


def test_no_faces_have_no_sharpness():
    assert sharpness(np.empty((0, 150, 150, 3), np.uint8)).shape == (0,)


def test_a_ramp_goes_either_way():
    values = np.array([0.0, 1.0, 2.0, 3.0, 4.0])

    assert ramp(values, (1, 3)).tolist() == [0, 0, 0.5, 1, 1]
    assert ramp(values, (3, 1)).tolist() == [1, 1, 0.5, 0, 0]


turns = st.tuples(st.floats(-90, 90), st.floats(-180, 180), st.floats(-180, 180))


@given(signals, st.none() | turns)
def test_requalified_is_the_quality_that_the_new_pose_would_have_given(one, now):
    seen = (np.nan,) * 3 if now is None else now
    before = tuple(one.poses[0])

    found = requalified(of(one), before, np.array(seen))

    assert np.isclose(found, of(replace(one, poses=np.array([seen]))), rtol=1e-5)


def test_an_unknown_pose_before_counted_as_a_profile():
    unknown = of(replace(GOOD, poses=np.full((1, 3), np.nan)))

    assert np.isclose(requalified(unknown, None, np.zeros(3)), 1, rtol=1e-5)


def test_a_face_without_a_quality_gets_none():
    assert requalified(None, None, np.zeros(3)) is None
