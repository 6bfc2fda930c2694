"""Photos in a bucket: what is special about objects, and what happens when servers fail."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likeness.errors import PhotoError, StoreUnavailableError
from likeness.sources import bucket as buckets
from likeness.sources.base import FoundFile, Obstacle
from likeness.sources.open import open_source
from tests.faults.proxy import FaultyProxy
from tests.stores.s3 import S3Server, s3_settings
from tests.stores.stub import Answer, Request, StubServer, s3_error


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read objects in parts of 1000 bytes."""
    monkeypatch.setattr(buckets, "PART", 1000)


def test_hidden_names_and_marks_of_folders_are_left_out(s3: S3Server, bucket: str) -> None:
    for key in ("a/", "a/1.jpg", "a/.hidden.jpg", ".trash/2.jpg", "b/", "c.jpg", "a/b/"):
        s3.put(bucket, key, b"" if key.endswith("/") else b"x")

    source = open_source(f"s3://{bucket}", s3.settings())

    assert [item.path for item in source.walk()] == ["a/1.jpg", "c.jpg"]
    assert [item.path for item in source.walk("a/")] == ["a/1.jpg"]


def test_a_hidden_folder_is_walked_where_it_is_asked_for(s3: S3Server, bucket: str) -> None:
    s3.put(bucket, ".photos/a.jpg", b"x")
    source = open_source(f"s3://{bucket}", s3.settings())
    below = open_source(f"s3://{bucket}/.photos", s3.settings())

    assert list(source.walk()) == []
    assert [item.path for item in below.walk()] == ["a.jpg"]
    assert [item.path for item in source.walk(".photos/")] == [".photos/a.jpg"]


ODD = ["a//b.jpg", "a/./b.jpg", "a/../b.jpg", "/b.jpg", "a\x01.jpg", "a\tb.jpg", "b.jpg/", "../up"]


@pytest.mark.parametrize("key", ODD)
def test_a_name_that_cannot_be_asked_for_is_an_obstacle(
    s3: S3Server, bucket: str, key: str, tmp_path: Path
) -> None:
    s3.put(bucket, key, b"odd")
    s3.put(bucket, "a/b.jpg", b"1")
    s3.put(bucket, "b.jpg", b"2")
    source = open_source(f"s3://{bucket}", s3.settings())

    walked = {item.path: item for item in source.walk()}

    assert walked.keys() == {key, "a/b.jpg", "b.jpg"}
    odd = walked[key]
    assert isinstance(odd, Obstacle)
    assert (odd.reason, odd.size) == ("unreadable", 3)
    assert "give it another name" in odd.detail
    assert isinstance(source.look(key), Obstacle)
    with pytest.raises(PhotoError, match="another name"):
        source.fetch(key, tmp_path / "copy", max_bytes=10)


def test_a_nul_in_a_name_reaches_nobody() -> None:
    listing = Answer(
        200,
        b"<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>"
        b"<Contents><Key>a%00b</Key><LastModified>2024-02-03T04:05:06Z</LastModified>"
        b"<Size>1</Size></Contents></ListBucketResult>",
    )
    with StubServer(lambda _: listing) as server:
        (found,) = open_source("s3://photos", s3_settings(server.endpoint)).walk()
    assert isinstance(found, Obstacle)
    assert os.fsencode(found.path) == b"a\x80b"


def test_a_changed_object_has_another_etag(s3: S3Server, bucket: str) -> None:
    source = open_source(f"s3://{bucket}", s3.settings())
    s3.put(bucket, "a.jpg", b"1")
    first = source.look("a.jpg")
    s3.put(bucket, "a.jpg", b"2")
    second = source.look("a.jpg")

    assert isinstance(first, FoundFile)
    assert isinstance(second, FoundFile)
    assert first.etag
    assert second.etag
    assert first.etag != second.etag


def test_the_library_in_the_same_bucket_is_avoided(s3: S3Server, bucket: str) -> None:
    for key in ("a.jpg", "lib/thumbs/a.webp", "library.jpg", "x/lib/b.jpg"):
        s3.put(bucket, key, b"x")
    source = open_source(f"s3://{bucket}", s3.settings())
    avoid = frozenset({f"s3://{bucket}/lib", "/some/folder", "s3://another-bucket"})

    assert [item.path for item in source.walk(avoid=avoid)] == [
        "a.jpg",
        "library.jpg",
        "x/lib/b.jpg",
    ]
    below = open_source(f"s3://{bucket}/x", s3.settings())
    assert [item.path for item in below.walk(avoid=avoid)] == ["lib/b.jpg"]


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 2000, 10_500])
def test_a_large_object_is_read_in_parts(
    s3: S3Server, bucket: str, tmp_path: Path, size: int
) -> None:
    data = random.Random(size).randbytes(size)
    s3.put(bucket, "a.jpg", data)
    source = open_source(f"s3://{bucket}", s3.settings())

    found = source.fetch("a.jpg", tmp_path / "copy", max_bytes=size or 1)

    assert (tmp_path / "copy").read_bytes() == data
    assert found == source.look("a.jpg")
    assert (tmp_path / "copy").stat().st_mtime_ns == found.mtime_ns


class Versions:
    """Answers for one object; `now` says which content it has at the n-th request."""

    def __init__(self, now: Callable[[int], bytes | Answer]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self.count = 0

    def __call__(self, request: Request) -> Answer:
        with self._lock:
            data = self._now(self.count)
            self.count += 1
        if isinstance(data, Answer):
            return data
        etag = f'"{hash(data)}"'
        if request.headers.get("if-match", etag) != etag:
            return s3_error(412, "PreconditionFailed")
        start, stop = request.headers["range"].removeprefix("bytes=").split("-")
        part = data[int(start) : int(stop) + 1]
        if not part:
            return s3_error(416, "InvalidRange")
        headers = {
            "ETag": etag,
            "Last-Modified": "Wed, 21 Oct 2015 07:28:00 GMT",
            "Content-Range": f"bytes {start}-{int(start) + len(part) - 1}/{len(data)}",
        }
        return Answer(206, part, headers)


@pytest.mark.usefixtures("small_parts")
def test_an_object_that_is_replaced_meanwhile_is_read_again_from_its_begin(tmp_path: Path) -> None:
    old, new = b"o" * 4500, b"n" * 2700
    with StubServer(Versions(lambda count: old if count < 2 else new)) as server:
        source = open_source("s3://photos", s3_settings(server.endpoint))
        found = source.fetch("a.jpg", tmp_path / "copy", max_bytes=10**6)
    assert (tmp_path / "copy").read_bytes() == new
    assert found.size == len(new)


@pytest.mark.usefixtures("small_parts")
def test_an_object_that_is_always_replaced_is_given_up(tmp_path: Path) -> None:
    versions = Versions(lambda count: bytes([count % 256]) * 3000)
    with StubServer(versions) as server:
        source = open_source("s3://photos", s3_settings(server.endpoint))
        with pytest.raises(PhotoError, match="changes while it is read") as caught:
            source.fetch("a.jpg", tmp_path / "copy", max_bytes=10**6)
    assert caught.value.reason == "unreadable"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (s3_error(404, "NoSuchKey"), "vanished"),
        (s3_error(403, "InvalidObjectState"), "unreadable"),
    ],
)
def test_an_object_that_goes_away_meanwhile_leaves_nothing(
    tmp_path: Path, answer: Answer, reason: str
) -> None:
    with StubServer(Versions(lambda count: answer if count else b"x" * 3000)) as server:
        source = open_source("s3://photos", s3_settings(server.endpoint))
        with pytest.raises(PhotoError) as caught:
            source.fetch("a.jpg", tmp_path / "copy", max_bytes=10**6)
    assert caught.value.reason == reason
    assert list(tmp_path.iterdir()) == []


def test_the_size_is_checked_before_the_bytes_are_read(tmp_path: Path) -> None:
    with StubServer(Versions(lambda _: bytes(10**6))) as server:
        source = open_source("s3://photos", s3_settings(server.endpoint))
        with pytest.raises(PhotoError, match="1,000,000 bytes or more") as caught:
            source.fetch("a.jpg", tmp_path / "copy", max_bytes=1000)
    assert caught.value.reason == "too_many_bytes"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("denied", ["object", "bucket"])
def test_a_closed_object_is_one_failure_and_a_closed_bucket_is_all(
    tmp_path: Path, denied: str
) -> None:
    listing = b"<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"

    def answer(request: Request) -> Answer:
        if "list-type" in request.target and denied == "object":
            return Answer(200, listing)
        return s3_error(403, "AccessDenied")

    with StubServer(answer) as server:
        source = open_source("s3://photos", s3_settings(server.endpoint))
        if denied == "object":
            looked = source.look("a.jpg")
            assert isinstance(looked, Obstacle)
            assert looked.reason == "permission"
            with pytest.raises(PhotoError) as caught:
                source.fetch("a.jpg", tmp_path / "copy", max_bytes=10)
            assert caught.value.reason == "permission"
        else:
            for call in (
                source.is_there,
                lambda: source.look("a.jpg"),
                lambda: source.fetch("a.jpg", tmp_path / "copy", max_bytes=10),
                lambda: list(source.walk()),
            ):
                with pytest.raises(StoreUnavailableError, match="no permission"):
                    call()


def test_a_bucket_that_is_not_there_is_no_vanished_photo(s3: S3Server, tmp_path: Path) -> None:
    source = open_source("s3://nobody-made-this", s3.settings())
    for call in (
        source.is_there,
        lambda: source.look("a.jpg"),
        lambda: source.fetch("a.jpg", tmp_path / "copy", max_bytes=10),
        lambda: list(source.walk()),
    ):
        with pytest.raises(StoreUnavailableError, match="no such bucket"):
            call()


@pytest.mark.usefixtures("small_parts")
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(after=st.lists(st.integers(0, 8000), min_size=1, max_size=4), size=st.integers(1, 8000))
def test_a_copy_goes_on_after_cuts(
    s3: S3Server,
    bucket: str,
    tmp_path_factory: pytest.TempPathFactory,
    after: list[int],
    size: int,
) -> None:
    data = random.Random(size).randbytes(size)
    s3.put(bucket, "a.jpg", data)
    folder = tmp_path_factory.mktemp("copies")
    with FaultyProxy("127.0.0.1", s3.port) as proxy:
        source = open_source(
            f"s3://{bucket}", s3.settings(endpoint=f"http://127.0.0.1:{proxy.port}")
        )
        for number, left in enumerate(after):
            proxy.cut_after(left)
            source.fetch("a.jpg", folder / str(number), max_bytes=10**6)
    assert {file.read_bytes() for file in folder.iterdir()} == {data}


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(after=st.integers(0, 3000))
def test_without_repeats_a_cut_leaves_nothing(
    s3: S3Server, bucket: str, tmp_path_factory: pytest.TempPathFactory, after: int
) -> None:
    s3.put(bucket, "a.jpg", bytes(2000))
    target = tmp_path_factory.mktemp("copies") / "copy"
    with FaultyProxy("127.0.0.1", s3.port) as proxy:
        settings = s3.settings(endpoint=f"http://127.0.0.1:{proxy.port}", retry_seconds=0)
        source = open_source(f"s3://{bucket}", settings)
        proxy.cut_after(after)
        try:
            source.fetch("a.jpg", target, max_bytes=10**6)
        except StoreUnavailableError:
            assert not target.exists()
            proxy.heal()
            source.fetch("a.jpg", target, max_bytes=10**6)
    assert target.read_bytes() == bytes(2000)


def test_a_server_that_is_away_ends_a_walk_with_an_error(s3: S3Server, bucket: str) -> None:
    s3.put(bucket, "a.jpg", b"x")
    with FaultyProxy("127.0.0.1", s3.port) as proxy:
        settings = s3.settings(endpoint=f"http://127.0.0.1:{proxy.port}", retry_seconds=0.2)
        source = open_source(f"s3://{bucket}", settings)
        assert source.is_there()
        proxy.refuse()
        with pytest.raises(StoreUnavailableError, match="connection broke"):
            list(source.walk())
        with pytest.raises(StoreUnavailableError):
            source.is_there()
        proxy.heal()
        assert [item.path for item in source.walk()] == ["a.jpg"]
