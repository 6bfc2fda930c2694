"""sources: where photos come from."""

from __future__ import annotations

from likeness.errors import UnknownSourceError
from likeness.types import Source
from likeness.workflows.parts import Parts
from likeness.workflows.places import absolute, is_mounted


def sources(parts: Parts) -> list[Source]:
    """Return where photos come from, and whether it is there now."""
    return [
        Source(
            source=row.uri,
            photos=row.photos,
            missing=row.missing,
            mounted=is_mounted(parts, row),
            id=row.id,
        )
        for row in parts.catalog.sources()
    ]


def remove_source(parts: Parts, source: str) -> None:
    """Forget that photos come from *source*."""
    wanted = absolute(source)
    with parts.catalog.writing("sources"):
        for row in parts.catalog.sources():
            if source == str(row.id) or wanted == row.uri:
                parts.catalog.remove_source(row.id)
                return
    known = ", ".join(row.uri for row in parts.catalog.sources()) or "none"
    raise UnknownSourceError(f"{source} is not a source. Sources: {known}.")
