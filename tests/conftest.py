"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.datasets.people import evaluation_cache, evaluator, people_folder  # noqa: F401 - fixtures
from tests.stores.s3 import bucket, s3  # noqa: F401 - fixtures

SHARED_PHOTOS = Path(__file__).resolve().parents[2] / "shared" / "photos"


@pytest.fixture(scope="session", autouse=True)
def nobodys_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the settings and the library of whoever runs the tests out of them."""
    home = tmp_path_factory.mktemp("home")
    home.chmod(0o755)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CONFIG_HOME", str(home / "config"))
        environment.setenv("XDG_DATA_HOME", str(home / "data"))
        environment.setenv("XDG_CACHE_HOME", str(home / "cache"))
        for name in [name for name in os.environ if name.startswith(("LIKENESS_", "AWS_"))]:
            if not name.startswith("LIKENESS_TEST_"):  # these name servers to test with
                environment.delenv(name)
        yield


@pytest.fixture(scope="session")
def photos() -> Path:
    """The folder of shared photos beside the repository."""
    if not SHARED_PHOTOS.is_dir():
        pytest.skip("the shared photos (../shared/photos) are not on this machine")
    return SHARED_PHOTOS
