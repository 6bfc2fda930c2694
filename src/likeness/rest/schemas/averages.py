"""Averages that the library keeps."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from likeness.rest.schemas.page import AVERAGE, Body, Schema


class AverageOut(Schema):
    """An average that is kept: a job of the kind `average` makes one."""

    average: str = Field(examples=["a0123456789abcdef"])
    title: str
    recipe: dict[str, Any] = Field(description="what it is an average of")
    made: str | None = Field(
        description="ISO 8601, UTC; null: it no longer holds, a job `averages` makes it anew"
    )
    report: dict[str, Any] = Field(description="what it is made of; empty where it no longer holds")


class CompareOrder(Body):
    """Two averages to compare."""

    one: str = Field(pattern=AVERAGE)
    other: str = Field(pattern=AVERAGE)


class ApartOut(Schema):
    """How far two averages are apart."""

    one: str = Field(description="title")
    other: str = Field(description="title")
    distance: float | None = Field(description="less what chance adds; null: too few people")
    plain: float = Field(description="1 - cosine of the mean embeddings, [0, 2]")
    error: float | None = Field(description="standard error; null where a set is one person")
