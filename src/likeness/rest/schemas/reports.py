"""Reports of evaluations."""

from __future__ import annotations

from pydantic import Field

from likeness.rest.schemas.page import Schema, Shown


class FigureOut(Schema):
    """One of the most telling figures of a report."""

    label: Shown = Field(examples=["AUC"])
    words: Shown = Field(description="as people read it", examples=["0.987 (0.981 to 0.992)"])
    help: Shown = Field(description="what it means, in a sentence")


class ReportOut(Schema):
    """A report of an evaluation; its page is opened in a frame."""

    report: str = Field(
        description="its command, after the folder that it lies in", examples=["faces~accuracy"]
    )
    command: str = Field(examples=["accuracy"])
    title: Shown
    dataset: Shown = Field(description="name of the labelled photos")
    made: str = Field(description="ISO 8601, UTC")
    page: str = Field(description="the file to look at", examples=["accuracy.html"])
    files: list[str] = Field(description="all its files: pages, figures as JSON, plots")
    figures: list[FigureOut]
