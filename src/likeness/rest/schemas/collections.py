"""Collections."""

from __future__ import annotations

from pydantic import Field

from likeness.rest.schemas.page import Body, PhotoKey, Schema, Text

MOST = 10_000
"""Photos in one call."""


class CollectionOut(Schema):
    """A named set of photos."""

    collection: str = Field(description="its name", examples=["Trip"])
    photos: int = Field(ge=0)


class CollectionOrder(Body):
    """A new collection."""

    name: Text = Field(examples=["Trip"])
    photos: list[PhotoKey] = Field(default_factory=list, max_length=MOST)


class CollectionChange(Body):
    """Which photos come in, and which go."""

    add: list[PhotoKey] = Field(default_factory=list, max_length=MOST)
    remove: list[PhotoKey] = Field(default_factory=list, max_length=MOST)
