import pytest

from likeness.models.registry import Registry
from likeness.models.zoo import BUILTIN


def test_there_is_a_model_for_every_task():
    tasks = {spec.task for spec in Registry(*BUILTIN).specs.values()}

    assert tasks == {"detect", "embed", "landmarks", "attributes"}


@pytest.mark.parametrize("spec", BUILTIN, ids=lambda spec: spec.name)
def test_every_model_says_its_terms(spec):
    assert spec.weights_licence == "MIT"
    assert "non-commercial" in spec.data_licence or "not published" in spec.data_licence
    assert spec.source.startswith(("npm ", "PyPI "))


def test_the_files_of_all_models_are_those_that_the_build_made(artifacts):
    files = {file.name for spec in BUILTIN for file in spec.files}

    assert sorted(files) == sorted(path.name for path in artifacts.folder.glob("*.onnx"))
