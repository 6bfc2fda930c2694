"""Blobs in a bucket: what is special about objects."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from likeness.blobs.base import BlobKey
from likeness.blobs.objects import open_object_blobs
from likeness.errors import BlobNotFoundError, SettingsError, StoreUnavailableError
from likeness.settings import S3Settings
from tests.stores.s3 import SECRET_KEY, S3Server, s3_settings
from tests.stores.stub import Answer, Request, StubServer, s3_error

KEY = BlobKey("thumbs/3f/3f7a.webp")


def test_blobs_lie_under_their_keys(s3: S3Server, bucket: str) -> None:
    store = open_object_blobs(f"s3://{bucket}/lib", s3.settings())
    store.put(KEY, b"picture")

    assert s3.objects(bucket) == {f"lib/{KEY}": b"picture"}
    assert store.uri == f"s3://{bucket}/lib"


def test_anybody_can_read_from_a_link(s3: S3Server, bucket: str) -> None:
    store = open_object_blobs(f"s3://{bucket}/lib", s3.settings())
    store.put(KEY, b"picture")

    link = store.link(KEY, 3600)

    assert link is not None
    answer = httpx.get(link)
    assert (answer.status_code, answer.content) == (200, b"picture")
    assert answer.headers["content-type"] == "image/webp"
    query = parse_qs(urlsplit(link).query)
    assert query["X-Amz-Expires"] == ["3600"]
    assert "X-Amz-Signature" in query
    assert SECRET_KEY not in link


def test_without_keys_there_are_no_links(s3: S3Server, bucket: str) -> None:
    store = open_object_blobs(f"s3://{bucket}", s3.settings(anonymous=True))
    assert store.link(KEY, 60) is None


def test_an_empty_object_counts_as_absent(s3: S3Server, bucket: str) -> None:
    store = open_object_blobs(f"s3://{bucket}", s3.settings())
    s3.put(bucket, KEY, b"")
    assert list(store.keys()) == []
    with pytest.raises(BlobNotFoundError):
        store.get(KEY)


def test_foreign_objects_are_not_listed(s3: S3Server, bucket: str) -> None:
    store = open_object_blobs(f"s3://{bucket}/lib", s3.settings())
    store.put(KEY, b"x")
    for key in ("lib/README.md", "lib/thumbs/", "lib/thumbs//a.webp", "library/thumbs/3f/a.webp"):
        s3.put(bucket, key, b"x")
    assert list(store.keys()) == [KEY]


def test_a_large_blob_is_put_in_parts_and_whole(
    s3: S3Server, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_object_blobs(f"s3://{bucket}", s3.settings())
    data = bytes(range(256)) * (68 * 2**10)  # 17 MiB
    store.put(KEY, data)
    assert store.get(KEY) == data
    assert s3.objects(bucket).keys() == {KEY}


def test_something_huge_in_the_place_of_a_blob_is_not_read(
    s3: S3Server, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("likeness.blobs.objects.LARGEST", 1000)
    s3.put(bucket, KEY, bytes(1001))
    store = open_object_blobs(f"s3://{bucket}", s3.settings())
    with pytest.raises(StoreUnavailableError, match="at most 1,000"):
        store.get(KEY)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("/blobs", "s3://bucket/prefix"),
        ("s3://Blobs", "no name of a bucket"),
        ("s3://AKID:secret@blobs", "holds no keys"),
    ],
)
def test_a_malformed_url_is_a_mistake_of_the_settings(url: str, why: str) -> None:
    with pytest.raises(SettingsError, match=rf"blobs\.url is not usable: .*{why}") as caught:
        open_object_blobs(url, s3_settings("http://127.0.0.1:1"))
    assert "secret@" not in str(caught.value)


def test_photos_in_the_clear_over_the_internet_are_refused() -> None:
    with pytest.raises(SettingsError, match="Use https"):
        open_object_blobs("s3://blobs", s3_settings("http://example.org"))
    open_object_blobs("s3://blobs", s3_settings("https://example.org"))


def test_opening_asks_nothing() -> None:
    with StubServer(lambda _: Answer(500)) as server:
        open_object_blobs("s3://blobs", s3_settings(server.endpoint))
    assert server.requests == []


def counted(most: list[int]) -> Callable[[Request], Answer]:
    """Return an answer to puts that notes how many were under way at a time."""
    lock, now = threading.Lock(), [0]
    together = threading.Barrier(3)

    def answer(_: Request) -> Answer:
        with lock:
            now[0] += 1
            most.append(now[0])
        together.wait(timeout=10)
        with lock:
            now[0] -= 1
        return Answer(200, headers={"ETag": '"1"'})

    return answer


def test_so_many_are_put_together_and_no_more() -> None:
    most: list[int] = []
    with StubServer(counted(most)) as server:
        store = open_object_blobs("s3://blobs", s3_settings(server.endpoint, parallel=3))
        store.put_all({BlobKey(f"crops/00/f{n}.webp"): b"x" for n in range(30)})
    assert max(most) == 3
    assert len(most) == 30


def test_after_a_failure_nothing_more_is_begun() -> None:
    with StubServer(lambda _: s3_error(403, "AccessDenied")) as server:
        store = open_object_blobs("s3://blobs", s3_settings(server.endpoint, parallel=2))
        with pytest.raises(StoreUnavailableError, match="no permission"):
            store.put_all({BlobKey(f"crops/00/f{n}.webp"): b"x" for n in range(300)})
    assert len(server.requests) < 100


def test_a_busy_server_is_asked_again_until_it_takes_the_blob() -> None:
    answers = [s3_error(503, "SlowDown"), s3_error(500, "InternalError"), Answer(200)]
    answers[-1] = Answer(200, headers={"ETag": '"1"'})
    with StubServer(lambda _: answers.pop(0)) as server:
        open_object_blobs("s3://blobs", s3_settings(server.endpoint)).put(KEY, b"x")
    assert [request.method for request in server.requests] == ["PUT"] * 3


def test_a_server_that_stays_busy_is_given_up() -> None:
    with StubServer(lambda _: s3_error(503, "SlowDown")) as server:
        store = open_object_blobs("s3://blobs", s3_settings(server.endpoint, retry_seconds=0.3))
        with pytest.raises(StoreUnavailableError, match="too much to do"):
            store.put(KEY, b"x")
    assert len(server.requests) >= 2


def test_keys_of_the_environment_serve_where_settings_have_none(
    s3: S3Server, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3.endpoint)
    store = open_object_blobs(f"s3://{bucket}", S3Settings())
    store.put(KEY, b"x")
    assert list(store.keys()) == [KEY]
    assert "AKENV" in str(store.link(KEY, 60))
