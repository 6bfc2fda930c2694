"""The photos of one trip, as a caller of the album job has them, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.web.servers import WebServer

FACELESS = {"apple.jpg", "cat.jpg", "dog.jpg"}


@dataclass(frozen=True)
class Trip:
    """The photos of one trip, and the server that has them."""

    server: WebServer
    files: dict[str, Path]  # by name, in the order of the album

    def images(self, *names: str) -> list[dict[str, Any]]:
        """Return what a caller of the album job would list; without names, everything."""
        return [
            {"id": f"id of {name}", "url": self.server.url(f"/{name}")}
            for name in names or self.files
        ]


@dataclass(frozen=True)
class Answer:
    """What the album job returned."""

    groups: list[dict[str, Any]]
    positions: list[int]
    images: list[dict[str, Any]]
