"""Where a library can be moved, in the words of its owner."""

from __future__ import annotations

from pathlib import Path

import pytest

from likeness.errors import UsageError
from likeness.settings import BlobSettings, CatalogSettings, IndexSettings, LibrarySettings
from likeness.workflows.destinations import destination, store_of

HERE = Path("/faces")
POSTGRES = "postgresql+psycopg://me@db/faces"


@pytest.mark.parametrize(
    ("address", "store"),
    [
        (POSTGRES, "catalog"),
        ("postgresql://me@db/faces", "catalog"),
        ("postgres://me@db/faces", "catalog"),
        ("sqlite:", "catalog"),
        ("sqlite:////data/catalog.db", "catalog"),
        ("s3://faces/family", "blobs"),
        ("folder:", "blobs"),
        ("http://127.0.0.1:6333", "index"),
        ("https://qdrant.example.org", "index"),
        ("qdrant-edge:", "index"),
        ("qdrant-local:", "index"),
        ("exact:", "index"),
        ("/mnt/disk/likeness", None),
        ("likeness", None),
        ("C:likeness", None),
        ("./odd:name", None),
    ],
)
def test_an_address_says_which_store_it_is_for(address: str, store: str | None) -> None:
    assert store_of(address) == store


@pytest.mark.parametrize("address", ["mysql://me@db/faces", "gs://faces", "ftp://host/faces"])
def test_what_no_library_is_kept_in_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="No library is kept at"):
        store_of(address)


@pytest.mark.parametrize("address", ["qdrant-egde:", "exakt:"])
def test_a_store_that_is_mistyped_is_no_folder(address: str) -> None:
    with pytest.raises(UsageError, match="No library is kept at"):
        store_of(address)


@pytest.mark.parametrize("address", ["exact", "sqlite", "folder", "s3"])
def test_a_store_without_its_colon_may_be_a_folder_and_is_asked_about(address: str) -> None:
    with pytest.raises(UsageError, match=f"Say {address}: for the store, ./{address} for"):
        store_of(address)
    assert store_of(f"./{address}") is None


def test_several_stores_move_at_once_and_the_others_stay() -> None:
    before = LibrarySettings(index=IndexSettings(url="qdrant-edge:", timeout_seconds=5))
    where = destination(HERE, before, [POSTGRES, "exact:"])

    assert where.folder == HERE
    assert where.moved == {"catalog", "index"}
    assert where.urls == {"catalog": POSTGRES, "index": ""}
    assert where.settings.index.timeout_seconds == 5
    assert where.settings.blobs.url == ""


def test_a_folder_takes_everything_back_into_one_place() -> None:
    before = LibrarySettings(
        catalog=CatalogSettings(url=POSTGRES), blobs=BlobSettings(url="s3://faces")
    )
    where = destination(HERE, before, ["/other"])

    assert where.folder == Path("/other")
    assert where.urls == {"catalog": "", "blobs": "", "index": ""}


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ([], "Say where"),
        ([POSTGRES, "sqlite:"], "two addresses for the catalog"),
        (["s3://faces/a", "folder:"], "two addresses for the pictures"),
        (["/other", POSTGRES], "say it alone"),
        (["/other", "/another"], "say it alone"),
        (["/faces"], "in /faces already"),
        (["sqlite:", "exact:"], "nothing to move"),
        (["sqlite:////data/catalog.db"], "Move the file itself"),
    ],
)
def test_what_makes_no_sense_is_refused(to: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        destination(HERE, LibrarySettings(), to)
