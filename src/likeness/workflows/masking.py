"""Settings as they may be shown: flat, and without passwords."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from likeness.settings import LibrarySettings

MASK = "***"

# A password may hold "/", "?", "#" and "@" as they are: rather too much is masked than too little.
URL_PASSWORD = re.compile(r"(://[^/?#]*?:).*(?=@)", re.DOTALL)
SECRET_PARAMETER = re.compile(
    r"([?&][^=&#]*(?:pass|pwd|secret|token|key)[^=&#]*=)[^&#]*", re.IGNORECASE
)
SECRET_NAME = re.compile(r"pass|pwd|secret|token|key", re.IGNORECASE)


def shown_settings(settings: LibrarySettings) -> list[tuple[str, Any]]:
    """Return all settings by name; secrets are masked."""
    values = settings.model_dump(mode="json")
    return [(name, masked(name, value)) for name, value in flat(values)]


def flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield ("detect.min_score", 0.75) and so on from nested tables."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def masked(key: str, value: object) -> object:
    """Return *value* without passwords: secrets by their name, and those inside URLs."""
    if not isinstance(value, str) or not value:
        return value
    if SECRET_NAME.search(key.rpartition(".")[2]):
        return MASK
    return SECRET_PARAMETER.sub(rf"\1{MASK}", URL_PASSWORD.sub(rf"\1{MASK}", value))
