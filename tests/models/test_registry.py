from dataclasses import replace

import pytest

from likeness.errors import ModelConflictError, UnknownModelError
from likeness.models.registry import Registry
from likeness.models.zoo import BUILTIN, DLIB, MTCNN


def test_a_model_is_found_by_its_name():
    assert Registry(*BUILTIN).get("dlib") is DLIB


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(UnknownModelError, match=r"No model 'arc'.*Known models: dlib, mtcnn\."):
        Registry(MTCNN, DLIB).get("arc")


def test_a_model_for_another_task_does_not_count():
    with pytest.raises(UnknownModelError, match=r"'dlib' to detect faces.*models: mtcnn\."):
        Registry(MTCNN, DLIB).get("dlib", "detect")


def test_two_models_of_one_name_are_refused():
    with pytest.raises(ModelConflictError, match="unique, got dlib, dlib"):
        Registry(DLIB, replace(DLIB, source="elsewhere"))


def test_specs_are_sorted_by_name_and_cannot_be_changed():
    registry = Registry(*BUILTIN)

    assert list(registry.specs) == sorted(spec.name for spec in BUILTIN)
    with pytest.raises(TypeError):
        registry.specs["new"] = DLIB
