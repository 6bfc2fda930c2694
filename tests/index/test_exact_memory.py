"""What an exact index leaves in memory: the codes that every search reads, not the vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from likeness.index.exact import ExactIndex
from likeness.index.numbers import names_of
from likeness.types import Contract

MAPS = Path("/proc/self/smaps")
FACES = 5_000


def resident(suffix: str) -> int:
    """Return how much (KiB) of the mapped files of this name is in memory."""
    found, total = False, 0
    for line in MAPS.read_text().splitlines():
        head = line.split(maxsplit=5)
        if not head[0].endswith(":"):
            found = len(head) == 6 and head[5].endswith(suffix)
        elif found and head[0] == "Rss:":
            total += int(head[1])
    return total


@pytest.mark.skipif(not MAPS.exists(), reason="only Linux says what is in memory")
def test_vectors_do_not_stay_in_memory_and_searches_go_on(tmp_path: Path) -> None:
    """They are four fifths of the index, and a search reads a few of them."""
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((FACES, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = names_of(range(FACES))
    index = ExactIndex(tmp_path / "index", Contract("test-64"))
    index.replace(ids, vectors, 1)

    opened = resident(".vectors")
    found = [index.search(vectors[row : row + 1], 3)[0].ids[0] for row in range(0, FACES, 500)]

    assert opened == 0
    assert resident(".vectors") == 0
    assert resident(".codes") > 0
    assert found == list(ids[::500])
    index.close()
