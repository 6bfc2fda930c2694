"""Signatures are Amazon's own, to the letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from likeness.objects.access import Access
from likeness.objects.signing import query_string, signed_headers

NOW = datetime(2013, 5, 24, tzinfo=UTC)
AMAZONS = Access(
    endpoint="https://examplebucket.s3.amazonaws.com",
    bucket="examplebucket",
    region="us-east-1",
    virtual_host=True,
    access_key="AKIAIOSFODNN7EXAMPLE",
    secret_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    session_token="",
)


def test_the_example_of_amazons_documentation() -> None:
    query = query_string({"prefix": "J", "max-keys": "2"})
    headers = signed_headers(AMAZONS, AMAZONS.url, query, NOW)
    assert headers["authorization"].endswith(
        "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
    )


@given(st.dictionaries(st.text("abc-", min_size=1), st.text(st.characters(codec="utf-8"))))
def test_any_query_is_signed_as_amazons_library_does(parameters: dict[str, str]) -> None:
    from botocore.auth import S3SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    access = replace(AMAZONS, session_token="token+/=", virtual_host=False)
    query = query_string(parameters)
    ours = signed_headers(access, access.url, query, NOW)
    request = AWSRequest("GET", access.url, params=parameters)
    request.context["timestamp"] = ours["x-amz-date"]
    request.headers["X-Amz-Date"] = ours["x-amz-date"]
    request.headers["X-Amz-Content-SHA256"] = ours["x-amz-content-sha256"]
    request.headers["X-Amz-Security-Token"] = access.session_token
    keys = Credentials(access.access_key, access.secret_key, access.session_token)
    theirs = S3SigV4Auth(keys, "s3", access.region)
    signature = theirs.signature(
        theirs.string_to_sign(request, theirs.canonical_request(request)), request
    )
    assert ours["authorization"].endswith(f"Signature={signature}")


def test_without_keys_nothing_is_signed() -> None:
    assert signed_headers(replace(AMAZONS, access_key=""), AMAZONS.url, "", NOW) == {}
