"""Addresses of buckets are read strictly, and have one normal form."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.objects.address import Address, is_address, parse_address


@pytest.mark.parametrize(
    ("text", "address", "uri"),
    [
        ("s3://photos", Address("photos", ""), "s3://photos"),
        ("s3://photos/", Address("photos", ""), "s3://photos"),
        ("S3://photos/2024", Address("photos", "2024/"), "s3://photos/2024"),
        ("s3://photos//2024/trip//", Address("photos", "2024/trip/"), "s3://photos/2024/trip"),
        ("s3://my.own-photos.1/ä b/#1 100%", Address("my.own-photos.1", "ä b/#1 100%/"), None),
    ],
)
def test_an_address_is_a_bucket_and_a_prefix(text: str, address: Address, uri: str | None) -> None:
    assert parse_address(text) == address
    assert address.uri == (uri or text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("/home/photos", "s3://bucket/prefix"),
        ("https://bucket/prefix", "s3://bucket/prefix"),
        ("s3://", "no name of a bucket"),
        ("s3:///prefix", "no name of a bucket"),
        ("s3://ab", "no name of a bucket"),
        ("s3://" + "a" * 64, "no name of a bucket"),
        ("s3://Photos", "no name of a bucket"),
        ("s3://my_photos", "no name of a bucket"),
        ("s3://my..photos", "no name of a bucket"),
        ("s3://photos.", "no name of a bucket"),
        ("s3://-photos", "no name of a bucket"),
        ("s3://photos-", "no name of a bucket"),
        ("s3://192.168.0.1", "no name of a bucket"),
        ("s3://photos:9000/a", "no name of a bucket"),
        ("s3://photos\n/a", "no name of a bucket"),
        ("s3://photos/a//b", "empty part"),
        ("s3://photos/../b", '"." or ".."'),
        ("s3://photos/a/./b", '"." or ".."'),
        ("s3://photos/a\x00b", "control character"),
        ("s3://photos/a\nb", "control character"),
        ("s3://photos/\udcff", "UTF-8"),
        ("s3://photos/" + "ä" * 513, "1024 bytes"),
    ],
)
def test_anything_else_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        parse_address(text)


@pytest.mark.parametrize(
    "text", ["s3://AKIA:wJalrXUtn@photos/a", "s3://photos/a?X-Amz-Signature=wJalrXUtn"]
)
def test_secrets_in_an_address_are_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(ValueError, match="holds no keys") as caught:
        parse_address(text)
    assert "wJalrXUtn" not in str(caught.value)


@given(st.text())
def test_any_text_is_an_address_or_a_value_error(text: str) -> None:
    try:
        address = parse_address("s3://photos/" + text)
    except ValueError:
        return
    assert parse_address(address.uri) == address


def test_only_the_scheme_says_what_is_meant_as_a_bucket() -> None:
    assert is_address("s3://")
    assert is_address("S3://x")
    assert not is_address("/s3://x")
    assert not is_address("s3:/x")
