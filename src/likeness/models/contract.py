"""The names of embedding spaces and of detectors' frames of reference."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from likeness.types import Contract

HASH_DIGITS = 12


def contract(name: str, file_hashes: Iterable[str], *versions: str) -> Contract:
    """Name what a model computes: its name and a short hash of all that decides its numbers.

    Args:
        name: Of the model.
        file_hashes: SHA-256 of its files, hex, in the order of the spec.
        versions: Of everything that is done to a photo before the model sees it.

    Returns:
        For example "dlib-1f0c2a9b7e55". Equal arguments give equal names.
    """
    told = "\n".join(["likeness contract", name, *file_hashes, "", *versions])
    return Contract(f"{name}-{hashlib.sha256(told.encode()).hexdigest()[:HASH_DIGITS]}")
