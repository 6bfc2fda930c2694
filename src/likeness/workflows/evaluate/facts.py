"""What a report says about how it came to be."""

from __future__ import annotations

import platform
from datetime import datetime
from importlib import metadata

from likeness.models.spec import ModelSpec
from likeness.workflows.evaluate.gather import Gathered
from likeness.workflows.parts import Parts

PACKAGES = ("numpy", "onnxruntime", "opencv-python-headless", "scikit-learn", "matplotlib")


def facts(parts: Parts, gathered: Gathered, *, seed: int) -> tuple[tuple[str, str], ...]:
    """Return names and values, in the order in which they are shown."""
    faces = gathered.faces
    model = parts.registry.get(parts.settings.embed.model)
    detector = parts.registry.get(parts.settings.detect.model)
    return (
        ("Data set", str(gathered.dataset.root)),
        ("Layout", gathered.dataset.labels.layout),
        ("People", f"{len(faces.names):,}"),
        ("Labelled photos", f"{len(faces) + len(faces.missed_photos):,}"),
        ("With a face that was found", f"{len(faces):,} ({coverage(gathered)})"),
        *of_model("Model", model),
        *of_model("Detector", detector),
        ("Embedding contract", parts.contract),
        ("Seed", str(seed)),
        ("Date", datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z")),
        ("Likeness", metadata.version("likeness")),
        ("Python", platform.python_version()),
        *((name, metadata.version(name)) for name in PACKAGES),
    )


def of_model(role: str, spec: ModelSpec) -> tuple[tuple[str, str], ...]:
    """Return what is told of one model."""
    return (
        (role, f"{spec.name}: {spec.summary}"),
        (f"{role}, licence of the weights", spec.weights_licence),
        (f"{role}, training data", spec.data_licence),
    )


def coverage(gathered: Gathered) -> str:
    """Return the share of labelled photos with a face, as people read it."""
    share = gathered.faces.coverage
    return "no photos" if share != share else f"{share:.1%}"  # noqa: PLR0124 - NaN
