"""How strictly faces are grouped."""

from __future__ import annotations

from pydantic import Field

from likeness.rest.schemas.edits import EditOut
from likeness.rest.schemas.page import Body, Schema

MOST_STEPS = 1000
"""Steps of strictness, either way: a run tries far fewer."""


class StrictnessOut(Schema):
    """One strictness of the last run, and what it makes of the faces."""

    strictness: int = Field(description="steps stricter than what the run chose; below 0: looser")
    people: int = Field(ge=0)
    unassigned: int = Field(ge=0, description="faces that are nobody's then")
    chosen: bool = Field(description="by the run")
    now: bool = Field(description="it holds at present")


class StrictnessOrder(Body):
    """Which strictness is wanted."""

    to: int = Field(
        ge=-MOST_STEPS, le=MOST_STEPS, description="as `strictness` of the list", examples=[1]
    )
    dry_run: bool = Field(default=False, description="only say how many people there would be")


class StrictnessDone(Schema):
    """What there is then."""

    faces: int = Field(ge=0, description="that take part")
    people: int = Field(ge=0)
    unassigned: int = Field(ge=0)
    edit: EditOut | None = Field(description="entry of the log; null: nothing had to be changed")
