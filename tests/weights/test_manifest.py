import json

import pytest

from weights.manifest import MANIFEST, is_current, manifest_text, recipe_hash
from weights.pins import load_pins

MODELS = {"mtcnn_pnet": b"one model", "dlib_resnet": b"another"}


@pytest.fixture
def folder(tmp_path):
    """A folder as a build leaves it."""
    for name, content in MODELS.items():
        (tmp_path / f"{name}.onnx").write_bytes(content)
    (tmp_path / MANIFEST).write_text(manifest_text(load_pins(), MODELS))
    return tmp_path


def rewrite(folder, change):
    document = json.loads((folder / MANIFEST).read_text())
    change(document)
    (folder / MANIFEST).write_text(json.dumps(document))


def test_what_a_build_leaves_is_current(folder):
    assert is_current(folder)


def test_a_harmed_model_is_not_current(folder):
    (folder / "dlib_resnet.onnx").write_bytes(b"anothex")

    assert not is_current(folder)


def test_a_missing_model_is_not_current(folder):
    (folder / "dlib_resnet.onnx").unlink()

    assert not is_current(folder)


def test_models_of_another_recipe_are_not_current(folder):
    rewrite(folder, lambda document: document.update(recipe="0" * 64))

    assert not is_current(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"recipe": 1, "models": []}'])
def test_a_manifest_that_says_nothing_is_not_current(folder, text):
    (folder / MANIFEST).write_text(text)

    assert not is_current(folder)


def test_an_empty_folder_is_not_current(tmp_path):
    assert not is_current(tmp_path)


def test_a_manifest_says_what_came_from_where(folder):
    document = json.loads((folder / MANIFEST).read_text())

    assert document["sources"] == {"mtcnn": "1.0.0", "@vladmandic/face-api": "1.7.15"}
    assert document["models"]["mtcnn_pnet"] == {
        "file": "mtcnn_pnet.onnx",
        "bytes": 9,
        "sha256": "e7940ca0c091e09b23054a7756d26bebdbe8dd70c1250850a35a9561325c83b9",
        "source": "mtcnn",
    }
    assert document["models"]["dlib_resnet"]["source"] == "@vladmandic/face-api"


def test_the_recipe_is_the_sources_and_nothing_that_a_build_leaves(tmp_path):
    (tmp_path / "mtcnn.py").write_text("one")
    (tmp_path / "pins.toml").write_text("two")
    before = recipe_hash(tmp_path)

    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "package.json").write_text("{}")
    (tmp_path / "notes.txt").write_text("three")
    assert recipe_hash(tmp_path) == before

    (tmp_path / "pins.toml").write_text("2")
    assert recipe_hash(tmp_path) != before


def test_the_recipe_does_not_confuse_where_a_file_ends(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, first, second in ((one, "ab", "c"), (other, "a", "bc")):
        folder.mkdir()
        (folder / "a.py").write_text(first)
        (folder / "b.py").write_text(second)

    assert recipe_hash(one) != recipe_hash(other)
