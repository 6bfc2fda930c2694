"""Where requests go and how they are signed, from settings and the environment."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from likeness.errors import SettingsError
from likeness.objects.access import Access, access_to, is_private
from likeness.settings import S3Settings

KEYS = {"access_key": "AKID", "secret_key": SecretStr("wJalrXUtn")}


def access(environment: dict[str, str] | None = None, **settings: object) -> Access:
    return access_to("photos", S3Settings.model_validate(settings), environment or {})


def test_without_an_endpoint_it_is_amazons() -> None:
    found = access(region="eu-west-1", **KEYS)
    assert found.url == "https://s3.eu-west-1.amazonaws.com/photos"


def test_the_bucket_may_stand_in_the_name_of_the_host() -> None:
    found = access(endpoint="https://s3.example.org:9000/", virtual_host=True, **KEYS)
    assert found.url == "https://photos.s3.example.org:9000/"


def test_what_is_not_set_is_taken_from_the_variables_of_aws() -> None:
    environment = {
        "AWS_ACCESS_KEY_ID": "AKENV",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "token",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ENDPOINT_URL": "https://s3.example.org",
    }
    found = access(environment)
    assert (found.access_key, found.secret_key, found.session_token) == ("AKENV", "secret", "token")
    assert (found.region, found.endpoint) == ("eu-central-1", "https://s3.example.org")


def test_a_token_of_the_environment_is_not_mixed_with_keys_of_the_settings() -> None:
    assert access({"AWS_SESSION_TOKEN": "token"}, **KEYS).session_token == ""


def test_half_a_pair_of_keys_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"s3\.secret_key"):
        access({"AWS_SECRET_ACCESS_KEY": "secret"}, access_key="AKID")
    with pytest.raises(SettingsError, match=r"s3\.anonymous"):
        access()


def test_anonymous_needs_no_keys() -> None:
    assert access(anonymous=True).anonymous


@pytest.mark.parametrize(
    "endpoint",
    ["minio:9000", "ftp://minio", "https://", "https://a/b", "https://a?b", "https://a:b", "//a"],
)
def test_a_malformed_endpoint_is_refused(endpoint: str) -> None:
    with pytest.raises(SettingsError, match=r"s3\.endpoint"):
        access(endpoint=endpoint, **KEYS)


def test_keys_in_an_endpoint_are_refused_and_not_repeated() -> None:
    with pytest.raises(SettingsError) as caught:
        access(endpoint="https://AKID:wJalrXUtn@host", **KEYS)
    assert "wJalrXUtn" not in str(caught.value)


@pytest.mark.parametrize(
    "host", ["localhost", "minio", "nas.local", "s3.home.arpa", "127.0.0.1", "::1", "192.168.1.2"]
)
def test_http_is_allowed_in_private_networks(host: str) -> None:
    assert is_private(host)
    shown = f"[{host}]" if ":" in host else host
    assert access(endpoint=f"http://{shown}:9000", **KEYS).host == f"{shown}:9000"


@pytest.mark.parametrize("host", ["example.org", "8.8.8.8", "s3.amazonaws.com", "local.example"])
def test_http_over_the_internet_is_refused(host: str) -> None:
    with pytest.raises(SettingsError, match="Use https"):
        access(endpoint=f"http://{host}", **KEYS)


def test_keys_are_not_shown() -> None:
    assert "wJalrXUtn" not in repr(access(**KEYS))
    assert "AKID" not in repr(access(**KEYS))
