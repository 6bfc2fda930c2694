"""Names of members come from a list of patterns."""

from __future__ import annotations

import pytest

from likeness.errors import BackupError
from likeness.workflows.backup import archive, members

GOOD = [
    "manifest.json",
    "catalog.db",
    "config.toml",
    "uploads.jsonl",
    "uploads/000000012",
    f"averages/0f/a{'0f' * 8}.npz",
    f"crops/0f/f{'0f' * 8}.webp",
    f"portraits/0f/f{'0f' * 8}_512.webp",
    f"thumbs/ab/{'ab' * 32}.webp",
    "files.txt",
]


def test_the_order_is_that_of_the_list() -> None:
    places = [members.place(name, 1) for name in GOOD]
    assert places == sorted(places)
    assert all(len(archive.header(name, 1)) == archive.BLOCK for name in GOOD)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../catalog.db",
        "/etc/passwd",
        "thumbs/../../x.webp",
        "thumbs/ab/../x.webp",
        "thumbs/ab/x.webp\n",
        "uploads/1",
        "uploads/00000000a",
        "uploads/000000001/x",
        "previews/ab/abc.webp",
        "writer.lock",
        "index/x",
        "catalog.db-wal",
        "Catalog.db",
        "thumbs//x.webp",
        "thumbs/ab/x",
    ],
)
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(BackupError, match="no backup of Likeness"):
        members.place(name, 1)


def test_small_members_stay_small() -> None:
    with pytest.raises(BackupError, match="too much"):
        members.place("manifest.json", 2**20)
    with pytest.raises(BackupError, match="too much"):
        members.place(GOOD[5], 2**30)
