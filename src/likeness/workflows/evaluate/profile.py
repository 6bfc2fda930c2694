"""evaluate profile: the numbers of chosen embeddings, and of their mean, as bars."""

from __future__ import annotations

import numpy as np

from likeness.errors import UsageError
from likeness.evaluation.plots.bars import bars
from likeness.evaluation.profile import profile
from likeness.evaluation.report.model import Headline, Report, Section, Table
from likeness.workflows.evaluate.subject import Subject, figure

NUMBERS = 50
MOST = 12  # rows of bars that can be read


def measure_profile(
    subject: Subject, *, person: str | None = None, numbers: int | None = NUMBERS
) -> Report:
    """Return the report on the numbers of one person's embeddings.

    Args:
        subject: What to measure.
        person: Whose; None: of the person with most faces.
        numbers: So many of the first ones; None: all.

    Raises:
        UsageError: There is no such person, or no face of theirs was found.
    """
    faces = subject.faces
    who = chosen(subject, person)
    rows = np.flatnonzero(faces.people == who)
    found = profile(faces.vectors[rows], numbers)
    name = faces.names[who]
    shown = rows[:MOST]
    labels = [faces.photos[row] for row in shown.tolist()]
    count = found.values.shape[1]
    picture = bars(
        found.values[:MOST],
        labels,
        found.mean,
        title=f"First {count} numbers of the embeddings of {name}"
        if count < faces.vectors.shape[1]
        else f"Embeddings of {name}",
    )
    warnings = []
    if len(rows) > MOST:
        warnings.append(f"{MOST} of {len(rows):,} photos are shown; the mean is that of all.")
    model, detector = subject.names
    others = 1 - faces.vectors[rows] @ unit(faces.vectors[rows].mean(axis=0))
    return subject.report(
        "profile",
        f"The numbers of {name}",
        headlines=(
            Headline(label="Photos", value=len(rows), help="Of this person, with a face."),
            Headline(
                label="Distance to the mean",
                value=float(others.mean()),
                help="Mean cosine distance of the photos to their mean.",
            ),
        ),
        sections=[
            Section(
                title="Photo by photo",
                text="Each bar is one number of an embedding. One number alone means nothing: "
                "what counts is that photos of one person rise and fall together.",
                blocks=(
                    figure(f"{model}_{detector}_profile", picture, "The embeddings and their mean"),
                    Table(
                        columns=("photo", "cosine distance to the mean", "quality"),
                        rows=tuple(
                            (faces.photos[row], float(apart), float(faces.quality[row]))
                            for row, apart in zip(rows.tolist(), others.tolist(), strict=True)
                        ),
                    ),
                ),
            )
        ],
        record={
            "person": name,
            "values": found.values.tolist(),
            "mean": found.mean.tolist(),
            "spread": found.spread.tolist(),
            "shown": [faces.photos[row] for row in rows.tolist()],
        },
        warnings=warnings,
    )


def chosen(subject: Subject, person: str | None) -> int:
    """Return the row of the person to look at. Raises `UsageError`."""
    faces = subject.faces
    if not len(faces):
        raise UsageError("No face was found on any labelled photo, so there is no embedding.")
    if person is None:
        return int(np.bincount(faces.people).argmax())
    if person not in faces.names:
        some = ", ".join(faces.names[:5]) + (", …" if len(faces.names) > 5 else "")
        raise UsageError(f"There is no person {person!r} in the data set. There are: {some}.")
    row = faces.names.index(person)
    if not (faces.people == row).any():
        raise UsageError(f"No face was found on any photo of {person}.")
    return row


def unit(vector: np.ndarray) -> np.ndarray:
    """Return the vector with length 1."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12))
