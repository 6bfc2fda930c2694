"""Results as plain values, as JSON can hold them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any


def plain(value: Any) -> Any:
    """Return *value* as JSON can hold it.

    Dataclasses such as estimates become objects, NumPy's numbers and arrays numbers and lists; what
    is not finite becomes None, sets are sorted.

    Raises:
        TypeError: It is, or holds, something else than text, numbers, dataclasses, mappings (with
            keys of text or whole numbers), lists, tuples, sets and arrays.
    """
    if value is None or isinstance(value, str | int | float):
        return None if isinstance(value, float) and not math.isfinite(value) else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {field.name: plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | AbstractSet):
        items = sorted(value) if isinstance(value, AbstractSet) else value
        return [plain(item) for item in items]
    if hasattr(value, "tolist"):  # an array or a number of NumPy
        return plain(value.tolist())
    raise TypeError(f"{type(value).__name__} is no plain value: give text, numbers, lists, maps.")


def _key(key: object) -> str:
    if isinstance(key, str):
        return key
    if isinstance(key, int) and not isinstance(key, bool):
        return str(key)
    raise TypeError(f"A key of a record is text or a whole number, not {type(key).__name__}.")
