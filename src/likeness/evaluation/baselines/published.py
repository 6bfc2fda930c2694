"""Thresholds that others published, each for one embedding, one metric and one way of grouping.

A threshold holds in the space that it was published for and nowhere else. dlib's 0.6 is a distance
of raw embeddings, whose length is 1.3 to 1.5; between unit vectors it means nothing. A published
threshold is therefore tried on vectors of its own metric: `euclidean` on raw embeddings (unit
vector times norm), `euclidean_l2` on unit vectors. What Likeness embeds is the mean of a face and
its mirror image; dlib's own "jitter" averages such views as well and keeps its threshold, so this
is still the space of the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Space = Literal["euclidean", "euclidean_l2"]

DLIB = "dlib"  # dlib_face_recognition_resnet_model_v1


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A threshold and where it stands."""

    baseline: str  # name of the way of grouping
    model: str  # whose embeddings
    space: Space  # metric
    threshold: float  # distance, inclusive
    source: str
    min_samples: int | None = None  # DBSCAN's, where another than ours was published with it


PUBLISHED = (
    Published(
        baseline="greedy",
        model=DLIB,
        space="euclidean",
        threshold=0.6,
        source="face_recognition, compare_faces(tolerance=0.6): 'typical best performance'",
    ),
    Published(
        baseline="greedy",
        model=DLIB,
        space="euclidean_l2",
        threshold=0.4,
        source="DeepFace, config/threshold.py, Dlib (of verification)",
    ),
    Published(
        baseline="dbscan",
        model=DLIB,
        space="euclidean",
        threshold=0.5,
        min_samples=5,
        source="PyImageSearch, Face clustering with Python (2018): DBSCAN with scikit-learn's "
        "defaults, min_samples 5",
    ),
    Published(
        baseline="whispers",
        model=DLIB,
        space="euclidean",
        threshold=0.6,
        source="dlib, examples/dnn_face_recognition_ex.cpp: 'which is the decision threshold the "
        "network was trained to use'",
    ),
    Published(
        baseline="whispers",
        model=DLIB,
        space="euclidean",
        threshold=0.5,
        source="dlib, python_examples/face_clustering.py",
    ),
)


def published_for(model: str) -> tuple[Published, ...]:
    """Return what was published for the embeddings of a model, ordered by way of grouping."""
    return tuple(entry for entry in PUBLISHED if entry.model == model)
