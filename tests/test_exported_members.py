"""What `likeness` offers is what it lists, and it is light until it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import likeness

HEAVY = ("numpy", "onnxruntime", "sqlalchemy", "cv2", "PIL", "pydantic_settings")


def test_everything_listed_is_there_and_sorted() -> None:
    assert sorted(likeness.__all__) == list(likeness.__all__)
    assert all(hasattr(likeness, name) for name in likeness.__all__)


def test_the_library_is_the_public_class() -> None:
    from likeness.library import Library

    assert likeness.Library is Library


def test_the_evaluator_is_public() -> None:
    from likeness.evaluator import Evaluator

    assert likeness.Evaluator is Evaluator


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Libary"):
        likeness.Libary  # noqa: B018


@pytest.mark.parametrize(
    "statement", ["import likeness", "from likeness.__main__ import main", "import likeness.types"]
)
def test_importing_stays_light(statement: str) -> None:
    code = f"import sys; {statement}; print(*(m for m in {HEAVY!r} if m in sys.modules))"

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert loaded == []
