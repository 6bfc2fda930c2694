import hashlib
import io
import os
from importlib.metadata import PackageNotFoundError, distribution

import joblib
import pytest

from weights import build
from weights.convert import convert_face_api, convert_mtcnn
from weights.errors import WeightsError
from weights.fetch import FOLDER, face_api_files, mtcnn_files
from weights.pins import load_pins

PINS = load_pins()


def sha256s(models):
    return {name: hashlib.sha256(content).hexdigest() for name, content in models.items()}


def pinned(*names):
    return {name: PINS.models[name] for name in names}


def test_mtcnn_comes_out_as_the_pinned_bytes():
    try:
        distribution(PINS.mtcnn.name)
    except PackageNotFoundError:
        pytest.skip("mtcnn is not installed: it is in the extra dev")

    models = convert_mtcnn(mtcnn_files(PINS.mtcnn))

    assert sha256s(models) == pinned("mtcnn_pnet", "mtcnn_rnet", "mtcnn_onet")


def test_face_api_comes_out_as_the_pinned_bytes():
    if not (FOLDER / "node_modules" / PINS.face_api.name).exists():
        pytest.skip("face-api is not in weights/node_modules: a build puts it there")

    models = convert_face_api(face_api_files(PINS.face_api))

    assert sha256s(models) == pinned("dlib_resnet", "landmarks68", "age_gender")


class Poison:
    """Whoever unpickles it creates a folder."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder),)


@pytest.fixture
def trace(tmp_path):
    return tmp_path / "poisoned"


@pytest.fixture
def poisoned(tmp_path, trace):
    """Files of mtcnn that were exchanged for a pickle with a side effect."""
    dump = io.BytesIO()
    joblib.dump([Poison(trace)], dump)
    return dict.fromkeys(PINS.mtcnn.files, dump.getvalue())


def test_the_poison_of_the_next_test_works(poisoned, trace):
    with pytest.raises(ValueError, match="fewer arrays"):
        convert_mtcnn(poisoned)

    assert trace.exists()


def test_exchanged_weights_are_refused_before_they_are_unpickled(
    poisoned, trace, tmp_path, monkeypatch
):
    site = tmp_path / "site"
    (site / "mtcnn-1.0.0.dist-info").mkdir(parents=True)
    metadata = "Metadata-Version: 2.1\nName: mtcnn\nVersion: 1.0.0\n"
    (site / "mtcnn-1.0.0.dist-info" / "METADATA").write_text(metadata)
    for path, content in poisoned.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    monkeypatch.syspath_prepend(site)

    with pytest.raises(WeightsError, match=r"onet\.lz4 is not the file that mtcnn 1\.0\.0"):
        build.convert(PINS)

    assert not trace.exists()
