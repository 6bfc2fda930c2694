"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED_PHOTOS = Path(__file__).resolve().parents[2] / "shared" / "photos"


@pytest.fixture(scope="session")
def photos() -> Path:
    """The folder of shared photos beside the repository."""
    if not SHARED_PHOTOS.is_dir():
        pytest.skip("the shared photos (../shared/photos) are not on this machine")
    return SHARED_PHOTOS
