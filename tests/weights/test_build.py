import json
import os
import sys

import pytest

from weights import __main__ as command
from weights import build
from weights.errors import WeightsError
from weights.manifest import MANIFEST
from weights.pins import load_pins

NAMES = sorted(load_pins().models)


@pytest.fixture
def conversions(monkeypatch):
    """Give the models that were built before in place of a conversion; list the conversions."""
    models = {name: (build.OUTPUT / f"{name}.onnx").read_bytes() for name in NAMES}
    done = []

    def convert(pins):
        done.append(pins)
        return models

    monkeypatch.setattr(build, "convert", convert)
    monkeypatch.delenv(build.FORCE, raising=False)
    return done


def test_a_build_leaves_the_models_and_their_manifest(conversions, tmp_path):
    assert build.build_models(tmp_path / "builtin")

    left = sorted(path.name for path in (tmp_path / "builtin").iterdir())
    assert left == sorted([*(f"{name}.onnx" for name in NAMES), MANIFEST])
    assert sorted(json.loads((tmp_path / "builtin" / MANIFEST).read_text())["models"]) == NAMES


def test_a_second_build_converts_nothing(conversions, tmp_path):
    build.build_models(tmp_path)
    manifest = (tmp_path / MANIFEST).read_bytes()

    assert not build.build_models(tmp_path)

    assert len(conversions) == 1
    assert (tmp_path / MANIFEST).read_bytes() == manifest


def test_a_build_that_was_cut_off_is_done_again(conversions, tmp_path):
    build.build_models(tmp_path)
    (tmp_path / MANIFEST).unlink()

    assert build.build_models(tmp_path)


def test_the_user_can_force_a_build(conversions, tmp_path, monkeypatch):
    build.build_models(tmp_path)
    monkeypatch.setenv(build.FORCE, "1")

    assert build.build_models(tmp_path)
    assert len(conversions) == 2


@pytest.mark.parametrize("value", ["", "0"])
def test_zero_and_nothing_force_no_build(conversions, tmp_path, monkeypatch, value):
    build.build_models(tmp_path)
    monkeypatch.setenv(build.FORCE, value)

    assert not build.build_models(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(conversions, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(WeightsError, match=r"cannot be written to .*builtin: Not a directory"):
        build.build_models(tmp_path / "file" / "builtin")


def test_models_that_differ_from_their_pins_are_not_written(conversions, tmp_path, monkeypatch):
    models = dict.fromkeys(NAMES, b"other")
    monkeypatch.setattr(build, "convert", lambda _pins: models)

    with pytest.raises(
        WeightsError, match=r"other models than .*pins\.toml.* age_gender = \"d9298"
    ):
        build.build_models(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_model_that_is_missing_is_noticed(conversions):
    models = {name: (build.OUTPUT / f"{name}.onnx").read_bytes() for name in NAMES[1:]}

    with pytest.raises(WeightsError, match="write down: fewer models"):
        build.check_results(load_pins(), models)


def test_a_package_that_the_conversion_needs_is_named(monkeypatch):
    monkeypatch.delitem(sys.modules, "weights.convert", raising=False)
    monkeypatch.setitem(sys.modules, "joblib", None)

    with pytest.raises(WeightsError, match="The conversion needs the package joblib"):
        build.convert(load_pins())


def test_the_command_says_whether_there_was_anything_to_do(conversions, capsys, monkeypatch):
    monkeypatch.setattr(command, "build_models", lambda: True)
    assert command.main() == 0
    assert capsys.readouterr().out.startswith("Built: ")

    monkeypatch.setattr(command, "build_models", lambda: False)
    assert command.main() == 0
    assert capsys.readouterr().out.startswith("Up to date: ")


def test_the_command_fails_with_one_sentence(capsys, monkeypatch):
    def fail():
        raise WeightsError("The registry is away.")

    monkeypatch.setattr(command, "build_models", fail)

    assert command.main() == 1
    assert capsys.readouterr() == ("", "The registry is away.\n")


def test_nothing_partial_is_left_beside_the_models(conversions, tmp_path):
    build.build_models(tmp_path)

    assert not [path for path in tmp_path.iterdir() if path.name.endswith(str(os.getpid()))]
