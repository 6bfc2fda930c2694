"""Face ids as the numbers they are, and vectors as an index demands them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from likeness.index.codes import LONGEST, SHORTEST
from likeness.types import FaceId

if TYPE_CHECKING:
    from numpy.typing import NDArray

ID_LENGTH = 17  # "f" and 16 hex digits
HEX = re.compile(r"[0-9a-f]*")


def numbers_of(ids: Sequence[FaceId]) -> NDArray[np.uint64]:
    """Return face ids as numbers (n,): the same order, an eighth of the memory.

    Raises:
        ValueError: Not all are face ids.
    """
    if not all(len(face) == ID_LENGTH and face[0] == "f" for face in ids):
        raise ValueError('Face ids are "f" and 16 lower-case hex digits.')
    digits = "".join(face[1:] for face in ids)
    if not HEX.fullmatch(digits):
        raise ValueError('Face ids are "f" and 16 lower-case hex digits.')
    return np.frombuffer(bytes.fromhex(digits), ">u8").astype(np.uint64)


def names_of(numbers: Iterable[int]) -> tuple[FaceId, ...]:
    """Return the face ids of *numbers*."""
    return tuple(FaceId(f"f{number:016x}") for number in numbers)


def named_rows(
    ids: Sequence[FaceId], vectors: NDArray[np.float32]
) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """Return ids as numbers (n,) and their vectors (n, d).

    Raises:
        ValueError: Not one unit vector for each of different ids.
    """
    numbers, rows = numbers_of(ids), unit_rows(vectors)
    if len(rows) != len(numbers):
        raise ValueError(f"Expected one vector per id, got {len(numbers)} and {len(rows)}.")
    if len(np.unique(numbers)) != len(numbers):
        raise ValueError("The ids of an index must differ from each other.")
    return numbers, rows


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return *vectors* as a contiguous array (n, d).

    Raises:
        ValueError: They are no unit vectors.
    """
    rows = np.ascontiguousarray(vectors, np.float32)
    if rows.ndim != 2:
        raise ValueError(f"Vectors must be a 2-D array (n, d), got shape {rows.shape}.")
    lengths = np.linalg.norm(rows, axis=1)
    if not np.all((lengths > SHORTEST) & (lengths < LONGEST)):
        raise ValueError("Vectors must have unit length; some have not.")
    return rows


def demand_width(rows: NDArray[np.float32], expected: int) -> None:
    """Raise `ValueError` unless *rows* (n, d) are *expected* numbers wide."""
    if rows.shape[1] != expected:
        raise ValueError(
            f"Vectors must have {expected} numbers as those held, got {rows.shape[1]}."
        )


def demand_neighbours(k: int) -> None:
    """Raise `ValueError` unless at least one neighbour is asked for."""
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}.")
