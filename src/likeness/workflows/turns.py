"""Turns: how who serves many lets few at a time do what costs much."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

Turn = Callable[[], AbstractContextManager[object]]
"""Returns what is entered around work that decodes originals; it may wait, or refuse."""
