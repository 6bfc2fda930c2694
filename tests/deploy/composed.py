"""deploy/compose.yaml as data."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from tests.deploy.needs import DEPLOY

COMPOSE = DEPLOY / "compose.yaml"


@cache
def composed() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def services() -> dict[str, Any]:
    return composed()["services"]  # type: ignore[no-any-return]


def service(name: str) -> Any:
    return services()[name]
