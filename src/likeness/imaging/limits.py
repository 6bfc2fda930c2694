"""What one photo may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one photo may cost before it is given up: it becomes a failure, the run goes on."""

    max_bytes: int = 512 * 2**20  # of the file
    max_pixels: int = 256_000_000  # of the whole photo, whatever scale it is decoded at
    max_seconds: float = 60.0  # wall clock, reading included
    max_memory: int = 1200 * 2**20  # bytes that one decoding process may allocate
