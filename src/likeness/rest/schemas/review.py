"""Questions that a human can settle, and how far the library is named."""

from __future__ import annotations

from pydantic import Field

from likeness.rest.schemas.page import Body, Schema, Text
from likeness.types import QuestionKind, Reply


class ShownFaceOut(Schema):
    """A face that a question shows; its picture is at /faces/{face}/crop."""

    face: str = Field(examples=["f0123456789abcdef"])
    taken: str | None


class SideOut(Schema):
    """A person or a face that a question is about."""

    id: str = Field(description="of a person, or of a face that belongs to nobody")
    name: str | None
    faces: int = Field(ge=0)
    best: list[ShownFaceOut] = Field(description="some of the faces, best first")


class QuestionOut(Schema):
    """What a human could settle.

    "same": are both sides one person? "who": who is this? "face": is this a face, and of somebody
    who matters?
    """

    question: str = Field(description="names the question and the state it was asked in")
    kind: QuestionKind
    one: SideOut
    other: SideOut | None
    probability: float | None = Field(description="that both sides are one person, [0, 1]")
    faces: int = Field(ge=0, description="that an answer can settle")


class AnswerOrder(Body):
    """An answer to a question."""

    question: str = Field(min_length=1, max_length=200)
    reply: Reply
    name: Text | None = Field(default=None, description="with the reply `name`")


class AnsweredOut(Schema):
    """What became of an answer."""

    question: str
    reply: Reply
    what: str = Field(description="in words")
    edits: list[int] = Field(description="newest last; none where nothing was decided")


class ReviewStateOut(Schema):
    """How far the library is named, and how much is left to ask."""

    named: int = Field(ge=0, description="faces of people with a name")
    counted: int = Field(ge=0, description="faces of all people who are not hidden")
    alone: int = Field(ge=0, description="faces that belong to nobody")
    questions: int = Field(ge=0, description="that could be asked now")
    until: float = Field(ge=0, le=1, description="share of the faces that should be named")
    left: int | None = Field(description="about so many questions until then")
