"""What leaves the library in one piece."""

from __future__ import annotations

from pydantic import Field

from likeness.rest.schemas.page import Body, PersonKey


class PeopleExport(Body):
    """Whose photos to pack."""

    people: list[PersonKey] = Field(
        default=[], max_length=1000, description="none: everybody who is not hidden"
    )
