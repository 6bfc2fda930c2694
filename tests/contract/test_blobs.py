"""What every blob store must do, whatever lies beneath it."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likeness.blobs.base import KEY, BlobKey, BlobStore, crop_key, thumbnail_key
from likeness.blobs.folder import FolderBlobs
from likeness.errors import BlobNotFoundError, StoreUnavailableError
from likeness.types import FaceId, PhotoId

MAKERS: dict[str, Callable[[Path], BlobStore]] = {"folder": FolderBlobs}

KEYS = st.sampled_from(
    ["thumbs/3f/3f7a.webp", "thumbs/3f/3f7b.webp", "crops/00/f00.webp", "crops/01/f01.webp"]
).map(BlobKey)


@pytest.fixture(params=sorted(MAKERS))
def make(request: pytest.FixtureRequest) -> Callable[[Path], BlobStore]:
    return MAKERS[request.param]


@pytest.fixture
def store(make: Callable[[Path], BlobStore], tmp_path: Path) -> BlobStore:
    return make(tmp_path / "blobs")


def test_the_keys_of_photos_and_faces_are_keys() -> None:
    assert KEY.fullmatch(thumbnail_key(PhotoId("3f" * 32)))
    assert KEY.fullmatch(crop_key(FaceId("f0123456789abcdef")))


def test_what_was_put_comes_back(store: BlobStore) -> None:
    key = thumbnail_key(PhotoId("3f" * 32))
    store.put(key, b"picture")
    assert store.get(key) == b"picture"
    assert list(store.keys()) == [key]


def test_an_absent_blob_is_not_found(store: BlobStore) -> None:
    with pytest.raises(BlobNotFoundError, match="No blob thumbs"):
        store.get(BlobKey("thumbs/3f/3f7a.webp"))


def test_deleting_an_absent_blob_does_nothing(store: BlobStore) -> None:
    store.delete(BlobKey("thumbs/3f/3f7a.webp"))
    assert list(store.keys()) == []


@pytest.mark.parametrize(
    "key",
    [
        "",
        "thumbs",
        "/etc/passwd",
        "../outside/a.webp",
        "thumbs/../../outside.webp",
        "thumbs/./a.webp",
        "thumbs//a.webp",
        "thumbs/.incoming/a.webp",
        "thumbs/a.webp/b",
        "thumbs/A.webp",
        "thumbs/a.webp\n",
        "thumbs\\a.webp",
        "thumbs/a\x00.webp",
        "c:/a.webp",
    ],
)
def test_a_malformed_key_is_refused_by_every_method(store: BlobStore, key: str) -> None:
    for call in (lambda: store.put(BlobKey(key), b"x"), lambda: store.get(BlobKey(key))):
        with pytest.raises(ValueError, match="key"):
            call()
    with pytest.raises(ValueError, match="key"):
        store.delete(BlobKey(key))


def test_an_empty_blob_is_refused(store: BlobStore) -> None:
    with pytest.raises(ValueError, match="empty"):
        store.put(BlobKey("thumbs/3f/3f7a.webp"), b"")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("put"), KEYS, st.binary(min_size=1, max_size=40)),
            st.tuples(st.just("delete"), KEYS, st.just(b"")),
            st.tuples(st.just("reopen"), KEYS, st.just(b"")),
        ),
        max_size=20,
    ),
    prefix=st.sampled_from(["", "t", "thumbs/", "thumbs/3f/3f7a", "crops/01/", "nothing"]),
)
def test_a_store_is_a_dictionary_that_lasts(
    make: Callable[[Path], BlobStore],
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[str, BlobKey, bytes]],
    prefix: str,
) -> None:
    root = tmp_path_factory.mktemp("blobs")
    store, model = make(root), dict[BlobKey, bytes]()
    for step, key, data in steps:
        if step == "put":
            store.put(key, data)
            model[key] = data
        elif step == "delete":
            store.delete(key)
            model.pop(key, None)
        else:
            store = make(root)
    listed = list(store.keys())
    assert {key: store.get(key) for key in listed} == model
    assert len(listed) == len(model)
    assert sorted(store.keys(prefix)) == sorted(key for key in model if key.startswith(prefix))


def test_readers_see_whole_blobs_while_writers_replace_them(store: BlobStore) -> None:
    key = BlobKey("thumbs/3f/3f7a.webp")
    contents = [bytes([number]) * 100_000 for number in range(4)]
    store.put(key, contents[0])

    def write(content: bytes) -> None:
        for _ in range(20):
            store.put(key, content)

    def read(_: int) -> set[bytes]:
        return {store.get(key) for _ in range(40)}

    with ThreadPoolExecutor(6) as pool:
        writing = [pool.submit(write, content) for content in contents]
        seen = set().union(*pool.map(read, range(2)))
        for future in writing:
            future.result()
    assert seen <= set(contents)


def test_deleting_while_listing_is_harmless(store: BlobStore) -> None:
    for number in range(50):
        store.put(BlobKey(f"crops/{number % 5}/f{number}.webp"), b"x")
    listing = store.keys()
    assert next(listing).startswith("crops/")
    for number in range(50):
        store.delete(BlobKey(f"crops/{number % 5}/f{number}.webp"))
    assert len(list(listing)) < 50
    assert list(store.keys()) == []


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Make every write beyond *size* fail, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_old_blob_and_no_rubbish(
    make: Callable[[Path], BlobStore], tmp_path: Path
) -> None:
    store, key = make(tmp_path), BlobKey("thumbs/3f/3f7a.webp")
    store.put(key, b"old")
    with files_no_larger_than(1000), pytest.raises(StoreUnavailableError, match="free space"):
        store.put(key, bytes(100_000))
    assert store.get(key) == b"old"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["3f7a.webp"]
