import numpy as np
import pytest

from likeness.models.attributes import AttributeEstimator, Attributes, crop_transforms
from likeness.models.zoo import AGE_GENDER

FACE = np.array([[10, 20, 50, 80]], np.float32)


class RedModel:
    """Takes red for age and green for manhood."""

    def __init__(self):
        self.runs = []

    def run(self, feeds):
        crops = feeds["input"]
        self.runs.append(len(crops))
        male = crops[:, 1].mean(axis=(1, 2)) / 255
        return [crops[:, 0].mean(axis=(1, 2))[:, None] - 10, np.stack([male, 1 - male], axis=1)]


def crops(*colours):
    return np.stack([np.full((112, 112, 3), colour, np.uint8) for colour in colours])


def test_age_and_gender_are_read_from_the_model():
    found = AttributeEstimator(RedModel()).estimate(crops((40, 204, 0), (55, 51, 0)))

    assert found.of(0) == {"age": 30.0, "gender": "male", "gender_probability": 0.8}
    assert found.of(1) == {"age": 45.0, "gender": "female", "gender_probability": 0.8}


def test_nobody_is_younger_than_nothing():
    assert AttributeEstimator(RedModel()).estimate(crops((0, 0, 0))).of(0)["age"] == 0


def test_the_probability_is_that_of_the_gender_that_is_told():
    for male in (0.0, 0.3, 0.5, 0.51, 1.0):
        told = Attributes(ages=np.zeros(1), male=np.array([male])).of(0)

        assert told["gender_probability"] >= 0.5
        assert told["gender"] == ("male" if male >= 0.5 else "female")


def test_a_run_never_holds_more_than_four_faces():
    model = RedModel()

    AttributeEstimator(model).estimate(crops(*[(1, 2, 3)] * 9))

    assert model.runs == [4, 4, 1]


@pytest.mark.parametrize("degrees", [0, 44, -44])
def test_an_upright_face_is_cut_out_without_turning(degrees):
    (transform,) = crop_transforms(FACE, np.radians([degrees]))

    # The square around the box: centre 30, 50, side 60.
    assert transform @ [0, 20, 1] == pytest.approx([0, 0], abs=1e-9)
    assert transform @ [60, 80, 1] == pytest.approx([112, 112])


def test_a_face_on_its_side_is_turned_by_a_quarter():
    (transform,) = crop_transforms(FACE, np.radians([80]))

    assert transform @ [60, 20, 1] == pytest.approx([0, 0], abs=1e-9)
    assert transform @ [60, 80, 1] == pytest.approx([112, 0], abs=1e-9)


def test_the_models_numbers_stay_what_they_are(artifacts, runtime):
    session = runtime.open(artifacts.get(AGE_GENDER)["attributes"].path)
    ramp = np.add.outer(np.arange(112), np.arange(112))[..., None] * np.array([1.0, 0.8, 0.6])

    found = AttributeEstimator(session).estimate(ramp[None].astype(np.uint8))

    assert found.ages[0] == pytest.approx(13.8, abs=0.1)
    assert found.male[0] == pytest.approx(0.989, abs=0.01)
