"""What things are called by."""

from __future__ import annotations

from typing import NewType

PhotoId = NewType("PhotoId", str)
"""SHA-256 of the file's bytes: 64 lower-case hex digits."""

FaceId = NewType("FaceId", str)
""""f" and 16 hex digits, from photo, detector contract and position in reading order."""

PersonId = NewType("PersonId", str)
""""p" and the 16 hex digits of the face that founded the person."""

EditId = NewType("EditId", int)
"""Running number in the edit log, from 1."""

Contract = NewType("Contract", str)
"""Name of one embedding space: model file + preprocessing. Two contracts are never compared."""

AverageId = NewType("AverageId", str)
""""a" and 16 hex digits, from what the average was asked to be of."""
