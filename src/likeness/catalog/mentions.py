"""Whether plain values still say who or what was forgotten."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

IDS = re.compile(r"[0-9a-f]{64}|[fp][0-9a-f]{16,}")
"""Of photos, faces and people, wherever they stand in a text."""


def says(value: Any, gone: frozenset[str], unwanted: Iterable[str]) -> bool:
    """Return whether a text anywhere in *value* holds one of the ids *gone*, or an unwanted word.

    Only whole words count, also in the genitive: else somebody called Al would be found in
    everything that says "normal".
    """
    texts = list(_texts(value))
    if any(id_ in gone for text in texts for id_ in IDS.findall(text)):
        return True
    folded = [_folded(text) for text in texts]
    whole = [rf"(?<!\w){re.escape(_folded(text))}(?:['\u2019]?s)?(?!\w)" for text in unwanted]
    return any(re.search(pattern, text) for pattern in whole for text in folded)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in *value*, at whatever depth, names of values too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield name
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
