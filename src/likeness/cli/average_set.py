"""Options that say of whom an average is."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

import typer

from likeness.errors import UsageError
from likeness.types import AverageOf, Gender

GENDERS: dict[str, Gender] = {
    "women": "female",
    "female": "female",
    "men": "male",
    "male": "male",
}
BOTH = "both"
SPAN = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
MOMENT = re.compile(r"(\d{4})(?:-(\d{2}))?")
LAST_MONTH = 12
FIRST_YEAR, LAST_YEAR = 1800, 9998

People = Annotated[
    list[str] | None,
    typer.Option("--person", metavar="PERSON", help="Of this person; may be given repeatedly."),
]
InCollection = Annotated[
    str | None, typer.Option("--collection", metavar="NAME", help="On photos of this collection.")
]
OfGender = Annotated[
    str | None,
    typer.Option(
        "--gender", metavar="WHO", help="`women`, `men`, or `both` beside each other; as perceived."
    ),
]
OfAge = Annotated[
    str | None, typer.Option("--age", metavar="YEARS", help="As perceived: `20-29`, or `8`.")
]
InYear = Annotated[
    str | None,
    typer.Option("--taken", metavar="WHEN", help="`2019`, `2019-06`, or a span `2010-2019`."),
]
Near = Annotated[
    list[str] | None,
    typer.Option(metavar="SAMPLE", help="Of whom a search for these samples finds."),
]
OfFaces = Annotated[
    list[str] | None, typer.Option("--face", metavar="FACE", help="Of this face; repeatedly.")
]


def average_of(
    *,
    people: list[str] | None,
    collection: str | None,
    gender: str | None,
    age: str | None,
    taken: str | None,
    near: list[str] | None,
    faces: list[str] | None,
) -> AverageOf:
    """Return the set that the options describe; "both" genders are no condition.

    Raises:
        UsageError: An option makes no sense.
    """
    since, before = span_of_time(taken) if taken else (None, None)
    return AverageOf(
        people=tuple(people or ()),
        collection=collection,
        gender=None if gender in {None, BOTH} else perceived(gender or ""),
        ages=ages(age) if age else None,
        since=since,
        before=before,
        near=tuple(near or ()),
        faces=tuple(face.removeprefix("face:") for face in faces or ()),
    )


def perceived(word: str) -> Gender:
    """Return the gender that a word means. Raises `UsageError`."""
    if word not in GENDERS:
        raise UsageError(f"--gender takes women, men or both, not {word!r}.")
    return GENDERS[word]


def ages(text: str) -> tuple[float, float]:
    """Return the ages of `20-29` or `8`, both included. Raises `UsageError`."""
    found = SPAN.fullmatch(text)
    if not found:
        raise UsageError(f"--age takes years such as 20-29 or 8, not {text!r}.")
    low = int(found[1])
    high = int(found[2]) if found[2] else low
    if high < low:
        raise UsageError(f"--age {text}: the second age must not be below the first.")
    return float(low), float(high)


def span_of_time(text: str) -> tuple[datetime, datetime]:
    """Return the beginning and the end of `2019`, `2019-06` or `2010-2019`. Raises `UsageError`."""
    first, mark, last = text.partition("-")
    if mark and re.fullmatch(r"\d{4}", first) and re.fullmatch(r"\d{4}", last):
        begin, end = _period(first)[0], _period(last)[1]
    else:
        begin, end = _period(text)
    if end <= begin:
        raise UsageError(f"--taken {text}: the span ends before it begins.")
    return begin, end


def _period(text: str) -> tuple[datetime, datetime]:
    found = MOMENT.fullmatch(text)
    year, month = (int(found[1]), int(found[2] or 0)) if found else (0, 0)
    if not FIRST_YEAR <= year <= LAST_YEAR or month > LAST_MONTH or text.endswith("-00"):
        raise UsageError(f"--taken takes 2019, 2019-06 or 2010-2019, not {text!r}.")
    if not month:
        return _moment(year), _moment(year + 1)
    return _moment(year, month), _moment(year + month // LAST_MONTH, month % LAST_MONTH + 1)


def _moment(year: int, month: int = 1) -> datetime:
    return datetime(year, month, 1)  # noqa: DTZ001 - the clocks of cameras have no zone
