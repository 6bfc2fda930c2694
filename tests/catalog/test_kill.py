"""A killed writer loses nothing that was committed and leaves nothing half written."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from likeness.catalog.sql import open_catalog
from tests.catalog.makers import batch, photo_id

WRITE = """
import sys
from pathlib import Path
from likeness.catalog.sql import open_catalog
from tests.catalog.makers import batch

catalog = open_catalog("", folder=Path(sys.argv[1]), wait_seconds=5)
source = catalog.add_source("folder", "/photos").id
with catalog.writing("add"):
    for start in range(0, 4000, 8):
        catalog.write(batch(source, range(start, start + 8), faces=2))
        print(start, flush=True)
"""

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("seed", range(3))
def test_whole_batches_survive_a_kill(tmp_path: Path, seed: int) -> None:
    command = [sys.executable, "-c", WRITE, str(tmp_path)]
    until = random.Random(seed).randrange(2, 40)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        for _ in range(until):
            committed = int(process.stdout.readline())
        process.kill()
    catalog = open_catalog("", folder=tmp_path, wait_seconds=0)
    photos = {row.sha256: row for row in catalog.photos()}
    assert len(photos) % 8 == 0
    assert len(photos) >= committed + 8
    assert {row.faces for row in photos.values()} == {2}
    assert {row.paths for row in photos.values()} >= {(f"/photos/{committed}.jpg",)}
    assert catalog.check() == []
    source = catalog.add_source("folder", "/photos").id
    catalog.write(batch(source, range(4000, 4008)))
    assert catalog.analysed([photo_id(4000)])
    catalog.close()
