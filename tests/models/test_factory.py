from contextlib import closing
from dataclasses import replace

import pytest

from likeness.errors import ModelFileError, UnknownModelError
from likeness.models.artifacts import Artifacts
from likeness.models.factory import embedding_contract, open_analyser
from likeness.models.registry import Registry
from likeness.models.zoo import BUILTIN, LANDMARKS
from likeness.settings import LibrarySettings


def contracts(analyser):
    analyser.close()
    return analyser.detector_contract, analyser.contract


def test_the_contracts_name_the_models(open_with):
    detector, embedder = contracts(open_with())

    assert detector.startswith("mtcnn-")
    assert embedder.startswith("dlib-")


@pytest.mark.parametrize(
    "detect",
    [{"long_side": 640}, {"min_face": 0.03}, {"turned": False}, {"min_score": 0.8}],
    ids=lambda settings: next(iter(settings)),
)
def test_what_decides_which_faces_there_are_changes_the_detectors_contract(open_with, detect):
    usual, changed = contracts(open_with()), contracts(open_with(detect=detect))

    assert changed[0] != usual[0]


def test_settings_that_move_no_face_and_no_vector_leave_the_contracts(open_with):
    usual = contracts(open_with())

    assert contracts(open_with(attributes={"age_gender": False})) == usual
    assert contracts(open_with(detect={"min_score": 0.9}))[1] == usual[1]


def test_the_way_of_decoding_is_part_of_both_contracts(artifacts):
    usual, changed = (
        contracts(
            open_analyser(LibrarySettings(), Registry(*BUILTIN), artifacts, decoding=[version])
        )
        for version in ("decode-1", "decode-2")
    )

    assert usual[0] != changed[0]
    assert usual[1] != changed[1]


def landmarkers(*analysers):
    for analyser in analysers:
        analyser.close()
    return [analyser.landmarker_contract for analyser in analysers]


def test_the_landmarkers_contract_names_model_preprocessing_and_decoding(artifacts, open_with):
    other = replace(LANDMARKS, preprocessing="other-1")
    registry = Registry(other, *(spec for spec in BUILTIN if spec is not LANDMARKS))
    usual, preprocessed, decoded = landmarkers(
        open_with(),
        open_analyser(LibrarySettings(), registry, artifacts),
        open_analyser(LibrarySettings(), Registry(*BUILTIN), artifacts, decoding=["decode-2"]),
    )

    assert usual.startswith("landmarks68-")
    assert len({usual, preprocessed, decoded}) == 3


def test_no_setting_changes_what_places_landmarks(open_with):
    usual, changed = landmarkers(
        open_with(), open_with(detect={"min_score": 0.9}, attributes={"age_gender": False})
    )

    assert usual == changed


def test_how_landmarks_are_placed_leaves_the_contract_of_embeddings(artifacts, open_with):
    other = replace(LANDMARKS, preprocessing="other-1")
    registry = Registry(other, *(spec for spec in BUILTIN if spec is not LANDMARKS))

    assert contracts(open_with()) == contracts(
        open_analyser(LibrarySettings(), registry, artifacts)
    )


def test_the_contract_of_embeddings_is_known_without_loading_a_model(open_with, artifacts):
    settings, registry = LibrarySettings(), Registry(*BUILTIN)
    told = embedding_contract(settings, registry, artifacts, decoding=["decode-1"])

    with closing(open_analyser(settings, registry, artifacts, decoding=["decode-1"])) as analyser:
        assert told == analyser.contract


def test_the_smallest_face_may_be_the_whole_photo(open_with):
    open_with(detect={"min_face": 1}).close()


@pytest.mark.parametrize("task", ["detect", "embed"])
def test_an_unknown_model_is_told_with_those_that_would_do(open_with, task):
    with pytest.raises(UnknownModelError, match="No model 'none'"):
        open_with(**{task: {"model": "none"}})


def test_missing_files_are_told(tmp_path):
    with pytest.raises(ModelFileError, match="Install"):
        open_analyser(LibrarySettings(), Registry(*BUILTIN), Artifacts(tmp_path))
