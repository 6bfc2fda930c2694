from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from likeness.errors import UsageError
from likeness.web.limits import WebLimits


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_bytes": 0},
        {"max_seconds": 0},
        {"max_seconds": float("nan")},
        {"max_redirects": -1},
        {"parallel": 0},
    ],
)
def test_limits_that_make_no_sense_are_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=next(iter(wrong))):
        WebLimits(**wrong)


def test_private_hosts_are_refused_unless_asked_for() -> None:
    assert WebLimits().allow_private is False


def test_limits_do_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        WebLimits().max_bytes = 1  # type: ignore[misc]
