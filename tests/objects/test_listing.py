"""A listing yields every object once, whatever its name and whatever happens on the way."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likeness.errors import StoreUnavailableError
from likeness.objects.address import parse_address
from likeness.objects.bucket import Bucket
from likeness.objects.trouble import ObjectError
from tests.faults.proxy import FaultyProxy
from tests.stores.s3 import S3Server, s3_settings
from tests.stores.stub import Answer, Request, StubServer

ODD = [
    "a", "a/", "a//b", "./x", "../x", "x/..", "/lead", "tab\tx", "\x01c", "\x7fd",
    "ä ö/😀.jpg", "100%.jpg", "a%20b", "a+b", "a&amp;b", "<x>.jpg", "x#y?z", "e\u0301", "é", "~",
]  # fmt: skip


def page(keys: Iterable[str], *, more: bool, head: str = "") -> Answer:
    contents = "".join(
        f"<Contents><Key>{quote_plus(key)}</Key><LastModified>2024-02-03T04:05:06.789Z"
        "</LastModified><ETag>&quot;1b2c&quot;</ETag><Size>7</Size></Contents>"
        for key in keys
    )
    return Answer(
        200,
        f'<?xml version="1.0" encoding="UTF-8"?>{head}'
        '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        f"<EncodingType>url</EncodingType><IsTruncated>{str(more).lower()}</IsTruncated>"
        f"{contents}</ListBucketResult>".encode(),
    )


def bucket_at(endpoint: str, uri: str = "s3://photos", **changes: object) -> Bucket:
    return Bucket(parse_address(uri), s3_settings(endpoint, **changes))


def test_every_name_comes_back_as_it_is(s3: S3Server, bucket: str) -> None:
    for key in ODD:
        s3.put(bucket, key, key.encode())

    found = list(bucket_at(s3.endpoint, f"s3://{bucket}").objects(page=3))

    assert [facts.key for facts in found] == sorted(ODD, key=str.encode)
    assert [facts.size for facts in found] == [len(facts.key.encode()) for facts in found]


def test_a_prefix_is_any_text_and_is_left_out_of_the_keys(s3: S3Server, bucket: str) -> None:
    for key in ("a/b/1", "a/b/2", "a/bc/3", "a/c", "ab", "b"):
        s3.put(bucket, key, b"x")
    part = bucket_at(s3.endpoint, f"s3://{bucket}/a")

    assert [facts.key for facts in part.objects()] == ["b/1", "b/2", "bc/3", "c"]
    assert [facts.key for facts in part.objects("b")] == ["b/1", "b/2", "bc/3"]
    assert [facts.key for facts in part.objects("b/2")] == ["b/2"]


def test_a_listing_and_a_read_say_the_same_of_an_object(s3: S3Server, bucket: str) -> None:
    s3.put(bucket, "a.jpg", b"content")
    opened = bucket_at(s3.endpoint, f"s3://{bucket}")

    assert list(opened.objects()) == [opened.look("a.jpg")]
    assert opened.look("a.jpg").mtime_ns % 10**9 == 0


def test_a_part_of_a_second_is_left_out() -> None:
    with StubServer(lambda _: page(["a"], more=False)) as server:
        (facts,) = bucket_at(server.endpoint).objects()
    assert facts.mtime_ns == 1_706_933_106 * 10**9
    assert facts.etag == '"1b2c"'


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32), size=st.sampled_from([1, 2, 7]))
def test_a_listing_that_is_cut_again_and_again_yields_every_key_once(
    s3: S3Server, big_bucket: str, seed: int, size: int
) -> None:
    chance = random.Random(seed)
    with FaultyProxy("127.0.0.1", s3.port) as proxy:
        bucket = bucket_at(f"http://127.0.0.1:{proxy.port}", f"s3://{big_bucket}")
        found = []
        for facts in bucket.objects(page=size):
            found.append(facts.key)
            if chance.random() < 0.3:
                proxy.cut_after(chance.randrange(3000))
    assert found == [f"{number:02}" for number in range(20)]


@pytest.fixture(scope="module")
def big_bucket(s3: S3Server) -> str:
    name = s3.make_bucket()
    for number in range(20):
        s3.put(name, f"{number:02}", b"x")
    return name


def test_objects_that_come_and_go_meanwhile_move_nothing(s3: S3Server, bucket: str) -> None:
    for number in range(10, 20):
        s3.put(bucket, str(number), b"x")
    found = []
    for facts in bucket_at(s3.endpoint, f"s3://{bucket}").objects(page=2):
        found.append(facts.key)
        s3.delete(bucket, facts.key)
        s3.put(bucket, f"0{facts.key}", b"x")
    assert found == [str(number) for number in range(10, 20)]


def test_a_page_is_asked_for_by_the_last_key_of_the_one_before() -> None:
    def answer(request: Request) -> Answer:
        query = parse_qs(urlsplit(request.target).query)
        start = query.get("start-after", [""])[0]
        return page(["a b"], more=True) if not start else page(["a c"], more=False)

    with StubServer(answer) as server:
        assert [facts.key for facts in bucket_at(server.endpoint).objects()] == ["a b", "a c"]
    assert "start-after=a%20b" in server.requests[1].target


@pytest.mark.parametrize(
    "answer",
    [page(["b", "a"], more=False), page(["a"], more=True), page([], more=True),
     page(["a", "a"], more=False)],
    ids=["falling", "the same page again", "nothing but more", "twice"],
)  # fmt: skip
def test_a_server_that_would_make_it_endless_or_leave_out_is_refused(answer: Answer) -> None:
    with StubServer(lambda _: answer) as server, pytest.raises(ObjectError, match="order of names"):
        list(bucket_at(server.endpoint).objects())


@pytest.mark.parametrize(
    "answer",
    [
        page(["a"], more=False, head='<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
        Answer(200, page(["a"], more=False).body.replace(b"<Size>7", b"<Size>many")),
        Answer(200, page(["a"], more=False).body.replace(b"<Size>7", b"<Size>-7")),
        Answer(200, page(["a"], more=False).body.replace(b"<Size>7", b"<Size>" + b"7" * 5000)),
        Answer(200, page(["a"], more=False).body.replace(b"2024-02", b"2024-99")),
        Answer(200, page(["a"], more=False).body.replace(b"<Key>", b"<a/>" * 200_001 + b"<Key>")),
        Answer(200, b"<a>" * 200_001),
        Answer(200, page(["a"], more=False).body.replace(b"false", b"perhaps")),
        Answer(200, page(["a"], more=False).body[:-5]),
        Answer(200, b""),
    ],
    ids=[
        "entities",
        "size",
        "no size",
        "endless size",
        "time",
        "tags",
        "deep",
        "flag",
        "half",
        "nothing",
    ],
)
def test_what_is_no_listing_is_our_error(answer: Answer) -> None:
    with (
        StubServer(lambda _: answer) as server,
        pytest.raises(StoreUnavailableError, match="no listing"),
    ):
        list(bucket_at(server.endpoint, retry_seconds=0).objects())


def test_an_answer_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("likeness.objects.listing.LARGEST_PAGE", 1000)
    with (
        StubServer(lambda _: Answer(200, b"x" * 1001)) as server,
        pytest.raises(ObjectError, match="longer than 1,000 bytes"),
    ):
        list(bucket_at(server.endpoint).objects())


def test_a_packed_answer_is_not_unpacked() -> None:
    def packed(request: Request) -> Answer:
        assert request.headers["accept-encoding"] == "identity"
        body = gzip.compress(page(["a"], more=False).body)
        return Answer(200, body, {"Content-Encoding": "gzip"})

    with StubServer(packed) as server, pytest.raises(ObjectError, match="no listing"):
        list(bucket_at(server.endpoint, retry_seconds=0).objects())


@pytest.mark.parametrize("year", [b"0001", b"1600", b"2300", b"9999"])
def test_no_size_or_time_is_larger_than_a_catalog_holds(year: bytes) -> None:
    body = page(["a"], more=False).body.replace(b"2024-02", year + b"-02")
    body = body.replace(b"<Size>7", b"<Size>" + b"7" * 30)
    with StubServer(lambda _: Answer(200, body)) as server:
        (facts,) = bucket_at(server.endpoint).objects()

    assert facts.size == 2**63 - 1
    assert abs(facts.mtime_ns) < 2**63
    assert facts.mtime_ns % 10**9 == 0


def test_anonymous_requests_carry_no_signature() -> None:
    with StubServer(lambda _: page([], more=False)) as server:
        list(bucket_at(server.endpoint, anonymous=True).objects())
        list(bucket_at(server.endpoint).objects())
    assert ["authorization" in request.headers for request in server.requests] == [False, True]
