"""likeness models"""

from __future__ import annotations

import pytest

from likeness.types import Check, ModelInfo
from tests.cli.conftest import Cli

MTCNN = ModelInfo(
    model="mtcnn",
    task="detect",
    installed=True,
    bytes=2_000_000,
    weights_licence="MIT",
    data_licence="WIDER FACE: research",
    source="https://example.org/mtcnn",
    sha256="ab" * 32,
)


@pytest.mark.parametrize("argv", [[], ["list"]])
def test_models_are_listed_with_their_terms(cli: Cli, argv: list[str]) -> None:
    assert cli("models", *argv, models=[MTCNN]).lines == [
        "model  task    installed    size  licence",
        "mtcnn  detect  yes        2.0 MB  MIT",
    ]


@pytest.mark.parametrize("argv", [[], ["list"]])
def test_scripts_get_a_row_per_model(cli: Cli, argv: list[str]) -> None:
    (row,) = cli("models", *argv, "--json", models=[MTCNN]).rows

    assert (row["model"], row["weights_licence"]) == ("mtcnn", "MIT")


def test_one_model_is_shown_in_full(cli: Cli) -> None:
    done = cli("models", "show", "mtcnn", models=[MTCNN])

    for fact in ("detect", "MIT", "WIDER FACE: research", "https://example.org/mtcnn", "ab" * 32):
        assert fact in done.out


def test_scripts_get_one_object_for_one_model(cli: Cli) -> None:
    (row,) = cli("models", "show", "mtcnn", "--json", models=[MTCNN]).rows

    assert row["sha256"] == "ab" * 32


def test_an_unknown_model_is_an_error_that_lists_the_known(cli: Cli) -> None:
    done = cli("models", "show", "x", models=[MTCNN])

    assert (done.status, done.err) == (1, "Error: No model 'x'. Known models: mtcnn.\n")


def test_models_are_verified(cli: Cli) -> None:
    checks = [Check(check="model mtcnn", ok=True, detail="hash is right")]

    done = cli("models", "verify", verify_models=checks)

    assert (done.status, done.err) == (0, "")
    assert "ok" in done.lines[1]


def test_a_wrong_file_is_status_1(cli: Cli) -> None:
    checks = [Check(check="model mtcnn", ok=False, detail="another file")]

    done = cli("models", "verify", "--json", verify_models=checks)

    assert done.status == 1
    assert done.rows == [{"check": "model mtcnn", "ok": False, "detail": "another file"}]


def test_models_can_be_listed_before_there_are_photos(cli: Cli) -> None:
    assert cli("models", models=[]).library.opened == [(None, True)]
