"""Whatever a server answers is told in plain words, and never with keys."""

from __future__ import annotations

import socket
import traceback
from collections.abc import Callable

import pytest
from pydantic import SecretStr

from likeness.errors import StoreUnavailableError
from likeness.objects.address import parse_address
from likeness.objects.bucket import Bucket
from likeness.objects.trouble import ObjectError, trouble
from tests.stores.s3 import s3_settings
from tests.stores.stub import Answer, StubServer, s3_error

TOKEN = "FwoGZXIvYXdzEJr-secret-token"

# A code of S3, with what its answer says besides, and what people are told.
ANSWERS: dict[str, tuple[Answer, str, str]] = {
    "clock": (
        s3_error(
            403,
            "RequestTimeTooSkewed",
            "<RequestTime>20240101T120000Z</RequestTime>"
            "<ServerTime>2024-01-01T14:30:00Z</ServerTime>",
        ),
        r"clock of this machine is wrong .* \(it is 150 minutes behind\)\. Set the clock",
        "refused",
    ),
    "no bucket": (s3_error(404, "NoSuchBucket"), "no such bucket. Make it", "refused"),
    "access key": (
        s3_error(403, "InvalidAccessKeyId", "<AWSAccessKeyId>key-of-the-tests</AWSAccessKeyId>"),
        r"does not know the access key\. Check s3\.access_key",
        "refused",
    ),
    "secret key": (
        s3_error(403, "SignatureDoesNotMatch", "<StringToSign>key-of-the-tests</StringToSign>"),
        r"secret key does not belong to the access key\. Check s3\.secret_key",
        "refused",
    ),
    "old token": (
        s3_error(400, "ExpiredToken", f"<Token-0>{TOKEN}</Token-0>"),
        "session token has expired. Get new keys",
        "refused",
    ),
    "permission": (s3_error(403, "AccessDenied"), "no permission .* Allow", "denied"),
    "permission without words": (Answer(403), "no permission", "denied"),
    "busy": (s3_error(503, "SlowDown"), "too much to do", "passing"),
    "failing": (s3_error(500, "InternalError"), "answered 500 InternalError", "passing"),
    "gateway": (Answer(502, b"<html>"), "answered 502", "passing"),
    "region": (
        s3_error(400, "AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>"),
        "another region. Set s3.region to eu-west-1,",
        "refused",
    ),
    "redirect": (Answer(301), r"another region\. Set s3\.region", "refused"),
    "archive": (s3_error(403, "InvalidObjectState"), "in an archive. Restore", "archived"),
    "full": (s3_error(507, "XMinioStorageFull"), "bucket is full", "refused"),
    "unknown": (s3_error(418, "Teapot"), "answered 418 Teapot. Check", "refused"),
}

CALLS: dict[str, Callable[[Bucket], object]] = {
    "read": lambda bucket: bucket.read("a.jpg", 0, 10),
    "put": lambda bucket: bucket.put("a.jpg", b"x", "image/jpeg"),
    "delete": lambda bucket: bucket.delete("a.jpg"),
    "list": lambda bucket: list(bucket.objects()),
}


def bucket_at(endpoint: str, **changes: object) -> Bucket:
    settings = s3_settings(endpoint, **({"retry_seconds": 0} | changes))
    return Bucket(parse_address("s3://photos/2024"), settings)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", ANSWERS)
def test_what_s3_answers_is_told_in_plain_words(name: str, call: str) -> None:
    answer, told, kind = ANSWERS[name]
    with StubServer(lambda _: answer) as server:
        bucket = bucket_at(server.endpoint, session_token=SecretStr(TOKEN))
        with pytest.raises(StoreUnavailableError, match=told) as caught:
            CALLS[call](bucket)
    assert isinstance(caught.value, ObjectError)
    assert caught.value.kind == kind
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    assert "s3://photos/2024" in message
    shown = "".join(traceback.format_exception(caught.value))
    for secret in (TOKEN, "key-of-the-tests", "secret-of-the-tests"):
        assert secret not in shown


def test_a_missing_object_is_told_from_a_missing_bucket() -> None:
    with StubServer(lambda _: s3_error(404, "NoSuchKey")) as server:
        with pytest.raises(ObjectError, match="no such object") as caught:
            bucket_at(server.endpoint).read("a.jpg", 0, 1)
        assert caught.value.kind == "gone"
        bucket_at(server.endpoint).delete("a.jpg")


def test_the_region_is_named_where_a_listing_learns_it() -> None:
    answer = s3_error(301, "PermanentRedirect", x_amz_bucket_region="eu-west-3")
    with (
        StubServer(lambda _: answer) as server,
        pytest.raises(ObjectError, match=r"Set s3\.region to eu-west-3"),
    ):
        list(bucket_at(server.endpoint).objects())


@pytest.mark.parametrize("call", CALLS)
def test_nobody_is_asked_because_a_server_sends_us_there(
    call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.upper(), raising=False)
    with StubServer(lambda _: Answer(200, b"x")) as other:
        elsewhere = other.endpoint.replace("127.0.0.1", "localhost")
        away = Answer(307, b"", {"Location": f"{elsewhere}/secret"})
        with (
            StubServer(lambda _: away) as server,
            pytest.raises(ObjectError, match="another region"),
        ):
            CALLS[call](bucket_at(server.endpoint))
        assert other.requests == []


@pytest.mark.parametrize("call", CALLS)
def test_a_port_where_nothing_listens(call: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(StoreUnavailableError, match="nothing answers there"):
            CALLS[call](bucket_at(f"http://127.0.0.1:{unused.getsockname()[1]}"))


@pytest.mark.parametrize("call", CALLS)
def test_a_name_that_no_server_has(call: str) -> None:
    with pytest.raises(StoreUnavailableError, match="no server has this name"):
        CALLS[call](bucket_at("http://nothing-of-this-name.localdomain.internal"))


@pytest.mark.parametrize("call", CALLS)
def test_a_server_without_encryption_where_https_was_said(call: str) -> None:
    with StubServer(lambda _: Answer(200)) as server:
        endpoint = server.endpoint.replace("http:", "https:")
        with pytest.raises(StoreUnavailableError, match="TLS"):
            CALLS[call](bucket_at(endpoint))


@pytest.mark.parametrize("call", CALLS)
def test_a_server_that_takes_the_connection_and_says_nothing(call: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        bucket = bucket_at(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout_seconds=0.1)
        with pytest.raises(StoreUnavailableError, match="did not answer in time"):
            CALLS[call](bucket)


def test_a_web_page_is_no_listing() -> None:
    with (
        StubServer(lambda _: Answer(200, b"<!DOCTYPE html><p>Welcome")) as server,
        pytest.raises(StoreUnavailableError, match="names an S3 server"),
    ):
        list(bucket_at(server.endpoint, retry_seconds=60).objects())
    assert len(server.requests) == 1


def test_the_name_of_an_object_is_not_taken_for_what_happened() -> None:
    text = 'Reading "http://host/certificate%20dns%20error" Debug source: uri: http://a/ssl Eof'
    assert trouble("Reading", text).kind == "passing"


def test_times_that_are_none_are_left_out() -> None:
    text = "status code: 403 <Code>RequestTimeTooSkewed</Code><RequestTime>99999999T</RequestTime>"
    assert "minutes." in str(trouble("Reading", text))
