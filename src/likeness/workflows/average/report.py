"""What is said about an average: how many, how good, who dominates, whether it shows somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from likeness.catalog.base import FaceFilter
from likeness.portrait.average_face import AverageFace, Voice
from likeness.portrait.difference import regions as differing
from likeness.portrait.profile import Member as Near
from likeness.types import (
    AverageReport,
    Face,
    FaceId,
    MemberLikeness,
    PersonId,
)
from likeness.workflows.average.members import Members
from likeness.workflows.parts import Parts

FEWEST = 3  # people from whom on a picture shows nobody in particular
HALF = 0.5  # share of one person from which on the picture is rather that person's
POOR = 0.35  # median quality below which it is said
BLOWN_UP = 0.75  # pixels of the photos per pixel of the picture below which it is said


def report(
    parts: Parts,
    face: AverageFace,
    members: Members,
    *,
    embedding: NDArray[np.float32] | None,
    wanted: int | None,
    unreadable: int,
    seconds: float,
) -> AverageReport:
    """Say what an average is made of; see `AverageReport`."""
    shares = shares_of(face.voices)
    dominant = max(shares, key=lambda voter: (shares[voter], voter))
    summary = members.summary
    quality = {member.face: member.quality or 0.0 for member in members.chosen}
    median = float(np.median([quality[FaceId(voice.key)] for voice in face.voices]))
    squares = sum(share**2 for share in shares.values())
    anonymous = len(shares) >= FEWEST and shares[dominant] < HALF
    return AverageReport(
        faces=members.faces,
        photos=members.photos,
        people=members.people,
        shaped=len(face.voices),
        voices=len(shares),
        unreadable=unreadable,
        side=face.canvas.side,
        zoom=round(face.zoom, 3),
        quality=round(median, 3),
        dominant=round(shares[dominant], 4),
        dominant_person=PersonId(dominant) if dominant.startswith("p") else None,
        effective_people=round(1 / squares, 2),
        anonymous=anonymous,
        likeness=None if embedding is None else round(float(embedding @ members.mean), 4),
        spread=_rounded(summary.quantiles or (1.0, 1.0, 1.0)),
        nearest=likenesses(parts, summary.nearest),
        farthest=likenesses(parts, summary.farthest),
        differs=tuple(
            (name, round(value, 4)) for name, value in differing(face.difference, face.shape)
        ),
        remarks=tuple(
            remarks(
                voices=len(shares),
                dominant=shares[dominant],
                side=face.canvas.side,
                wanted=wanted,
                zoom=face.zoom,
                quality=median,
                unreadable=unreadable,
            )
        ),
        seconds=round(seconds, 2),
    )


def kept_report(report: AverageReport) -> dict[str, Any]:
    """Return what is kept of a report: nothing that says who is in the set or near to it.

    They may be forgotten or opt out without having shaped the picture.
    """
    told = asdict(report)
    for key in ("nearest", "farthest", "dominant_person"):
        told.pop(key)
    return told


def _rounded(quantiles: tuple[float, float, float]) -> tuple[float, float, float]:
    low, middle, high = (round(value, 4) for value in quantiles)
    return low, middle, high


def shares_of(voices: Iterable[Voice]) -> dict[str, float]:
    """Return which share of the picture each person has; they add up to 1."""
    shares: dict[str, float] = defaultdict(float)
    for voice in voices:
        shares[voice.voter] += voice.weight
    return dict(shares)


def remarks(
    *,
    voices: int,
    dominant: float,
    side: int,
    wanted: int | None,
    zoom: float,
    quality: float,
    unreadable: int,
) -> Iterable[str]:
    """Yield, in sentences, what the reader of an average should know."""
    if voices == 1:
        yield "This is one person: no anonymous picture."
    elif voices < FEWEST:
        yield "Only two people: either can be recognised. This is no anonymous picture."
    elif dominant >= HALF:
        yield f"One person has {dominant:.0%} of this picture: it is no anonymous picture."
    if wanted is not None and side < wanted:
        yield (
            f"{side} pixels instead of {wanted}: the faces are too small on their photos for more."
        )
    if zoom < BLOWN_UP:
        yield f"Most faces were blown up {1 / zoom:.1f} times: the picture is soft."
    if quality < POOR:
        yield "Most photos are poor: small, blurred, dark or turned away."
    if unreadable:
        yield f"{unreadable} of the chosen photos could not be read now and are left out."


def likenesses(parts: Parts, near: Sequence[Near]) -> tuple[MemberLikeness, ...]:
    """Return faces with their similarity as users see them."""
    ids = tuple(FaceId(each.key) for each in near)
    rows: Mapping[FaceId, Face] = {
        row.face: row for row in parts.catalog.faces(FaceFilter(ids=ids))
    }
    return tuple(
        MemberLikeness(
            face=rows[id_].face,
            photo=rows[id_].photo,
            person=rows[id_].person,
            name=rows[id_].name,
            similarity=round(each.similarity, 4),
        )
        for id_, each in zip(ids, near, strict=True)
        if id_ in rows
    )
