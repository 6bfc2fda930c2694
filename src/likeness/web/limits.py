"""How much the web may cost: bytes, seconds, redirects, connections."""

from __future__ import annotations

from dataclasses import dataclass

from likeness.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class WebLimits:
    """Limits for every address that is fetched. Raises `UsageError` where one makes no sense."""

    max_bytes: int = 64 * 2**20  # of one file
    max_seconds: float = 60.0  # for one address, from the first look-up to the last byte
    max_redirects: int = 5
    parallel: int = 8  # addresses fetched at a time
    allow_private: bool = False  # hosts of this machine and of its private networks

    def __post_init__(self) -> None:
        least = {"max_bytes": 1, "max_seconds": 0.001, "max_redirects": 0, "parallel": 1}
        for name, smallest in least.items():
            value = getattr(self, name)
            if not value >= smallest:  # also where it is not a number
                raise UsageError(
                    f"{name} of the web limits must be {smallest} or more, got {value}."
                )
