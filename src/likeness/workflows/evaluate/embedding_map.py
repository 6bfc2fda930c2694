"""evaluate map: all faces on a plane, those that look alike to the model close together."""

from __future__ import annotations

import numpy as np

from likeness.evaluation.embedding_map import (
    FEWEST,
    embedding_map,
    perplexity_of,
    sample,
    trustworthiness,
)
from likeness.evaluation.plots.points import points
from likeness.evaluation.report.model import Headline, PointMap, Report, Section
from likeness.workflows.evaluate.subject import Subject, figure

MOST = 5_000  # faces on the map: more would be dust, and take minutes


def measure_map(subject: Subject) -> Report:
    """Return the report with the map."""
    faces, seed = subject.faces, subject.options.seed
    warnings = []
    rows = np.arange(len(faces), dtype=np.intp)
    if len(faces) > MOST:
        rows = sample(faces.people, MOST, seed=seed)
        warnings.append(f"The map shows {len(rows):,} of {len(faces):,} faces, drawn by person.")
    sections: list[Section] = []
    trust = None
    if len(rows):
        subject.tell(0, 2)
        places = embedding_map(faces.vectors[rows], seed=seed)
        subject.tell(1, 2)
        trust = trustworthiness(faces.vectors[rows], places, seed=seed)
        sections.append(drawn(subject, rows, places))
        subject.tell(2, 2)
    else:
        warnings.append("There is no face to put on a map.")
    return subject.report(
        "map",
        "Map of all faces",
        headlines=(
            Headline(
                label="Trustworthiness",
                value=trust,
                help="How far neighbours on the map are neighbours to the model, from 0 to 1 "
                "(Venna and Kaski, 2001).",
            ),
        ),
        sections=sections,
        record={
            **method_of(len(rows)),
            "trustworthiness": trust,
            "points": [
                {
                    "photo": faces.photos[row],
                    "person": faces.names[faces.people[row]],
                    "x": float(x),
                    "y": float(y),
                }
                for row, (x, y) in zip(rows.tolist(), places.tolist(), strict=True)
            ]
            if len(rows)
            else [],
        },
        warnings=warnings,
    )


def method_of(faces: int) -> dict[str, str | float | None]:
    """Return how a map of so many faces is made: t-SNE, unless there are no neighbourhoods."""
    if faces < FEWEST:
        return {"method": "principal components", "perplexity": None}
    return {"method": "t-SNE", "perplexity": perplexity_of(faces)}


def drawn(subject: Subject, rows: np.ndarray, places: np.ndarray) -> Section:
    """Return the map as a picture and to hover over."""
    faces = subject.faces
    people = faces.people[rows]
    present, numbers = np.unique(people, return_inverse=True)
    names = tuple(faces.names[row] for row in present.tolist())
    model, detector = subject.names
    picture = points(
        places[:, 0], places[:, 1], numbers, names, title=f"Faces as {model} sees them"
    )
    return Section(
        title="Who lies where",
        text=(
            "t-SNE keeps neighbours together. Distances between far groups, the size of a group "
            "and the direction of the axes mean nothing."
        ),
        blocks=(
            PointMap(
                x=tuple(places[:, 0].tolist()),
                y=tuple(places[:, 1].tolist()),
                people=tuple(numbers.tolist()),
                names=names,
                labels=tuple(faces.photos[row] for row in rows.tolist()),
                crops=tuple(subject.crop(subject.gathered.ids[row]) for row in rows.tolist()),
                caption="Every dot is a face, coloured by person. Hover over it to see the face.",
                still=figure(
                    f"{model}_{detector}_map",
                    picture,
                    "Every dot is a face, coloured by person.",
                    "Scatter plot of all faces",
                ),
            ),
        ),
    )
