"""What every blob store must do, whatever lies beneath it."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likeness.blobs.base import KEY, BlobKey, BlobStore, crop_key, thumbnail_key
from likeness.blobs.folder import FolderBlobs
from likeness.blobs.objects import open_object_blobs
from likeness.errors import BlobNotFoundError, StoreUnavailableError
from likeness.types import FaceId, PhotoId
from tests.faults.proxy import FaultyProxy
from tests.stores.s3 import S3Server, s3_settings
from tests.stores.stub import StubServer, s3_error

Maker = Callable[[Path], BlobStore]

KEYS = st.sampled_from(
    ["thumbs/3f/3f7a.webp", "thumbs/3f/3f7b.webp", "crops/00/f00.webp", "crops/01/f01.webp"]
).map(BlobKey)


def url_of(bucket: str, path: Path) -> str:
    """Return a part of *bucket* for each path, so that stores can be opened again by theirs."""
    return f"s3://{bucket}/{sha256(bytes(path)).hexdigest()[:16]}"


@pytest.fixture(params=["folder", "objects"])
def make(request: pytest.FixtureRequest) -> Maker:
    if request.param == "folder":
        return FolderBlobs
    s3: S3Server = request.getfixturevalue("s3")
    bucket = s3.make_bucket()
    return lambda path: open_object_blobs(url_of(bucket, path), s3.settings())


@pytest.fixture
def store(make: Maker, tmp_path: Path) -> BlobStore:
    return make(tmp_path / "blobs")


def content(store: BlobStore) -> dict[BlobKey, bytes]:
    listed = list(store.keys())
    assert len(set(listed)) == len(listed)
    return {key: store.get(key) for key in listed}


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


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("put"), KEYS, st.binary(min_size=1, max_size=40)),
            st.tuples(st.just("put_all"), KEYS, st.binary(min_size=1, max_size=40)),
            st.tuples(st.sampled_from(["delete", "delete_all"]), KEYS, st.just(b"")),
            st.tuples(st.just("reopen"), KEYS, st.just(b"")),
        ),
        max_size=20,
    ),
    prefix=st.sampled_from(["", "t", "thumbs/", "thumbs/3f/3f7a", "crops/01/", "nothing"]),
)
def test_a_store_is_a_dictionary_that_lasts(
    make: Maker,
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
        elif step == "put_all":
            several = {key: data, BlobKey("crops/ff/all.webp"): data}
            store.put_all(several)
            model |= several
        elif step == "delete":
            store.delete(key)
            model.pop(key, None)
        elif step == "delete_all":
            store.delete_all([key, BlobKey("crops/ff/all.webp")])
            model.pop(key, None)
            model.pop(BlobKey("crops/ff/all.webp"), None)
        else:
            store = make(root)
    assert content(store) == model
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


def test_putting_nothing_does_nothing(store: BlobStore) -> None:
    store.put_all({})
    assert list(store.keys()) == []


def test_many_blobs_are_put_together(store: BlobStore) -> None:
    blobs = {BlobKey(f"crops/0{n % 10}/f{n}.webp"): bytes([n]) * 1000 for n in range(100)}
    store.put_all(blobs)
    assert content(store) == blobs
    store.delete_all(list(blobs)[10:])
    assert set(store.keys()) == set(list(blobs)[:10])


def test_deleting_several_of_which_one_is_no_key_is_told(store: BlobStore) -> None:
    store.delete_all([])
    with pytest.raises(ValueError, match="key"):
        store.delete_all([BlobKey("crops/00/f00.webp"), BlobKey("../f01.webp")])


def test_one_bad_blob_among_several_is_told(store: BlobStore) -> None:
    with pytest.raises(ValueError, match="empty"):
        store.put_all({BlobKey("crops/00/f00.webp"): b"x", BlobKey("crops/01/f01.webp"): b""})
    with pytest.raises(ValueError, match="key"):
        store.put_all({BlobKey("crops/00/f00.webp"): b"x", BlobKey("../f01.webp"): b"x"})
    assert set(store.keys()) <= {"crops/00/f00.webp"}


@pytest.mark.parametrize("seconds", [0, -1, 7 * 24 * 3600 + 1])
def test_a_link_holds_for_a_week_at_most(store: BlobStore, seconds: int) -> None:
    with pytest.raises(ValueError, match="604800"):
        store.link(BlobKey("thumbs/3f/3f7a.webp"), seconds)
    with pytest.raises(ValueError, match="key"):
        store.link(BlobKey("../thumbs"), 60)


def test_discarding_what_is_unfinished_keeps_what_is_whole(store: BlobStore) -> None:
    store.put(BlobKey("thumbs/3f/3f7a.webp"), b"x")
    store.discard_unfinished()
    assert list(store.keys()) == ["thumbs/3f/3f7a.webp"]


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


def test_a_full_disk_leaves_the_old_blob_and_no_rubbish(make: Maker, tmp_path: Path) -> None:
    store, key = FolderBlobs(tmp_path), BlobKey("thumbs/3f/3f7a.webp")
    store.put(key, b"old")
    with files_no_larger_than(1000), pytest.raises(StoreUnavailableError, match="free space"):
        store.put(key, bytes(100_000))
    assert store.get(key) == b"old"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["3f7a.webp"]


def test_a_full_bucket_is_told_and_keeps_the_old_blob() -> None:
    """Servers that are full answer so, whole; nothing of the blob is there then."""
    with StubServer(lambda _: s3_error(507, "XMinioStorageFull")) as server:
        store = open_object_blobs("s3://blobs", s3_settings(server.endpoint))
        with pytest.raises(StoreUnavailableError, match="bucket is full"):
            store.put(BlobKey("thumbs/3f/3f7a.webp"), b"x")
        with pytest.raises(StoreUnavailableError, match="bucket is full"):
            store.put_all({BlobKey("thumbs/3f/3f7a.webp"): b"x"})


FAULTS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CUTS = st.integers(0, 12_000)  # bytes in both directions; a put of these sizes has about 4,000
BLOBS = st.dictionaries(KEYS, st.binary(min_size=1, max_size=3).map(lambda data: data * 1000))


@FAULTS
@given(old=BLOBS, new=BLOBS, cut=CUTS, patient=st.booleans())
def test_a_connection_that_is_cut_leaves_every_blob_old_or_new(
    s3: S3Server, bucket: str, old: dict[BlobKey, bytes], new: dict[BlobKey, bytes], cut: int,
    patient: bool,
) -> None:  # fmt: skip
    url = f"s3://{bucket}/{uuid4()}"
    direct = open_object_blobs(url, s3.settings())
    direct.put_all(old)
    with FaultyProxy("127.0.0.1", s3.port) as proxy:
        far = open_object_blobs(
            url,
            s3.settings(
                endpoint=f"http://127.0.0.1:{proxy.port}", retry_seconds=5 if patient else 0
            ),
        )
        proxy.cut_after(cut)
        try:
            far.put_all(new)
            done = True
        except StoreUnavailableError:
            done = False
        seen = content(direct)
        for key, data in seen.items():
            assert data in {old.get(key), new.get(key)}
        assert seen.keys() >= old.keys()
        if done:
            assert seen == old | new
        assert done or not patient
        proxy.heal()
        far.put_all(new)
        assert content(far) == old | new


@FAULTS
@given(blobs=BLOBS, cuts=st.lists(CUTS, min_size=1, max_size=3))
def test_reading_and_listing_go_on_after_cuts(
    s3: S3Server, bucket: str, blobs: dict[BlobKey, bytes], cuts: list[int]
) -> None:
    url = f"s3://{bucket}/{uuid4()}"
    open_object_blobs(url, s3.settings()).put_all(blobs)
    with FaultyProxy("127.0.0.1", s3.port) as proxy:
        settings = s3.settings(endpoint=f"http://127.0.0.1:{proxy.port}")
        far = open_object_blobs(url, settings)
        for cut in cuts:
            proxy.cut_after(cut)
            assert sorted(far.keys()) == sorted(blobs)
            assert {key: far.get(key) for key in blobs} == blobs


def test_a_server_that_is_away_is_told_and_comes_back(s3: S3Server, bucket: str) -> None:
    key = BlobKey("thumbs/3f/3f7a.webp")
    with FaultyProxy("127.0.0.1", s3.port) as proxy:
        far = open_object_blobs(
            f"s3://{bucket}",
            s3.settings(endpoint=f"http://127.0.0.1:{proxy.port}", retry_seconds=0.2),
        )
        far.put(key, b"old")
        proxy.refuse()
        for call in (
            lambda: far.put(key, b"new"),
            lambda: far.put_all({key: b"new"}),
            lambda: far.get(key),
            lambda: far.delete(key),
            lambda: list(far.keys()),
        ):
            with pytest.raises(StoreUnavailableError, match="connection broke"):
                call()
        proxy.heal()
        assert far.get(key) == b"old"
