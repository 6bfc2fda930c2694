"""The map of faces."""

from __future__ import annotations

from pydantic import Field

from likeness.rest.schemas.page import Schema


class MappedPersonOut(Schema):
    """Somebody who is on the map."""

    person: str = Field(examples=["p0123456789abcdef"])
    name: str | None = Field(examples=["Anna"])


class MappedFaceOut(Schema):
    """Where a face lies."""

    face: str = Field(examples=["f0123456789abcdef"])
    person: int | None = Field(description="place in `people`, from 0; null: of nobody")
    x: float = Field(description="without unit or meaning: only who is near whom counts")
    y: float


class MapOut(Schema):
    """The newest map of faces, with who they are by now; a job of the kind `map` makes one."""

    job: str | None = Field(
        description="that made it; null: it is forgotten", examples=["j0123456789abcdef"]
    )
    finished: str = Field(description="ISO 8601, UTC")
    method: str = Field(examples=["t-SNE"])
    perplexity: float | None = Field(description="neighbours that a point effectively has")
    trustworthiness: float | None = Field(
        description="how far neighbours on the map are neighbours to the model, [0, 1]; 0.5: as by "
        "chance (Venna and Kaski, 2001)"
    )
    of: int = Field(ge=0, description="faces that there were; at most 5,000 are on the map")
    people: list[MappedPersonOut] = Field(description="by name, those without one last")
    points: list[MappedFaceOut]
