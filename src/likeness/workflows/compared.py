"""The faces of a library with what their distances say: what asking and explaining begin with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from likeness.grouping.belonging import Belonging
from likeness.grouping.calibration import stretch, weights
from likeness.grouping.communities import USUAL
from likeness.grouping.constraints import same_photo
from likeness.grouping.evidence import Evidence
from likeness.grouping.points import Points
from likeness.types import GroupingFaces, Person, PersonId
from likeness.workflows.parts import Parts
from likeness.workflows.people import by_id

# In larger libraries distances are taken as they are: to see around every face how near strangers
# are there would take longer than anybody waits for a question.
STRETCHED = 10_000  # faces


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Everything about a library that is read once."""

    faces: GroupingFaces
    belonging: Belonging  # of the same rows
    people: dict[PersonId, Person]  # hidden ones too


def compared(parts: Parts) -> Compared:
    """Read a library and what is known of its distances."""
    faces = parts.catalog.grouping_faces(parts.contract)
    n = len(faces.ids)
    _, photos = np.unique(np.array(faces.photos, dtype=np.str_), return_inverse=True)
    around = np.ones(n)
    if 0 < n <= STRETCHED:
        strangers = same_photo(faces.photos, faces.vectors).mean_distances(n)
        around = stretch(faces.vectors, strangers, np.ones(n, np.bool_))
    points = Points(vectors=faces.vectors, stretch=around, weights=weights(faces.quality))
    evidence = Evidence.of(points, photos.astype(np.intp), faces.strictness or USUAL)
    belonging = Belonging(
        vectors=faces.vectors, quality=faces.quality, stretch=around, evidence=evidence
    )
    return Compared(faces=faces, belonging=belonging, people=by_id(parts))
