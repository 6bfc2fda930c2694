import hashlib
import json
from dataclasses import replace

import pytest

from likeness.errors import ModelFileError
from likeness.models.artifacts import Artifacts
from likeness.models.spec import ModelFile
from likeness.models.zoo import BUILTIN, DLIB

CONTENT = b"weights"
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "dlib_resnet.onnx").write_bytes(CONTENT)
    write_manifest(tmp_path, {"models": {"dlib": {"file": "dlib_resnet.onnx", "sha256": HASH}}})
    return tmp_path


def write_manifest(folder, manifest):
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_a_file_with_the_published_hash_is_handed_out(folder):
    (found,) = Artifacts(folder).get(DLIB).values()

    assert found.path == folder / "dlib_resnet.onnx"
    assert found.sha256 == HASH


def test_a_changed_file_is_refused_with_both_hashes(folder):
    (folder / "dlib_resnet.onnx").write_bytes(b"else")

    with pytest.raises(ModelFileError, match=f"expected {HASH}") as caught:
        Artifacts(folder).get(DLIB)
    assert hashlib.sha256(b"else").hexdigest() in str(caught.value)


def test_a_hash_in_the_spec_counts_more_than_the_manifest(folder):
    pinned = replace(DLIB, files=(ModelFile(part="embed", name="dlib_resnet.onnx", sha256="0"),))

    with pytest.raises(ModelFileError, match="expected 0"):
        Artifacts(folder).get(pinned)


def test_a_missing_file_is_told_with_what_to_do(folder):
    (folder / "dlib_resnet.onnx").unlink()

    with pytest.raises(ModelFileError, match=r"No such file.*Install Likeness again"):
        Artifacts(folder).get(DLIB)


def test_without_a_manifest_nothing_is_trusted(folder):
    (folder / "manifest.json").unlink()

    with pytest.raises(ModelFileError, match=r"list of model files.*cannot be read.*Install"):
        Artifacts(folder).get(DLIB)


@pytest.mark.parametrize("manifest", [[], {}, {"models": 3}, {"models": {"dlib": {}}}, "x"])
def test_a_damaged_manifest_is_told_as_that(folder, manifest):
    write_manifest(folder, manifest)

    with pytest.raises(ModelFileError, match="damaged"):
        Artifacts(folder).get(DLIB)


def test_a_manifest_that_is_no_json_is_damaged(folder):
    (folder / "manifest.json").write_bytes(b"\xff{")

    with pytest.raises(ModelFileError, match="damaged"):
        Artifacts(folder).get(DLIB)


def test_a_file_that_the_manifest_does_not_know_is_refused(folder):
    write_manifest(folder, {"models": {}})

    with pytest.raises(ModelFileError, match=r"does not list dlib_resnet.onnx"):
        Artifacts(folder).get(DLIB)


def test_the_built_in_files_are_the_ones_of_the_manifest(artifacts):
    for spec in BUILTIN:
        assert len(artifacts.get(spec)) == len(spec.files)
