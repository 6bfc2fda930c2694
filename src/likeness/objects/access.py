"""How a bucket is reached: its URL and the keys, from the settings and what AWS tools read."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from likeness.errors import SettingsError
from likeness.settings import S3Settings

ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
DEFAULT_REGION = "us-east-1"  # what servers other than Amazon's expect too

# Endings of names that exist inside one network only (RFC 6761, 6762, 8375 and habit).
PRIVATE_NAMES = (".localhost", ".local", ".lan", ".internal", ".home.arpa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Where requests about one bucket go, and how they are signed."""

    endpoint: str  # with the bucket in its name, if `virtual_host`; no "/" at the end
    bucket: str
    region: str
    virtual_host: bool
    access_key: str = field(repr=False)  # "": requests are not signed
    secret_key: str = field(repr=False)
    session_token: str = field(repr=False)

    @property
    def anonymous(self) -> bool:
        """Whether requests are not signed."""
        return not self.access_key

    @property
    def host(self) -> str:
        """The server as messages name it."""
        return urlsplit(self.endpoint).netloc

    @property
    def url(self) -> str:
        """Where the bucket itself answers, without query."""
        return f"{self.endpoint}/" if self.virtual_host else f"{self.endpoint}/{self.bucket}"


def access_to(bucket: str, settings: S3Settings, environment: Mapping[str, str]) -> Access:
    """Return how to reach *bucket*.

    Args:
        bucket: Its name.
        settings: What is empty in them is looked up in *environment*.
        environment: The variables of the process.

    Raises:
        SettingsError: The endpoint is malformed or would send photos in the clear over the
            internet, or keys are missing.
    """
    region = settings.region or _first(environment, REGIONS) or DEFAULT_REGION
    endpoint = settings.endpoint or _first(environment, ENDPOINTS)
    access_key, secret_key, token = _keys(settings, environment)
    return Access(
        endpoint=_endpoint(endpoint, bucket, region, virtual_host=settings.virtual_host),
        bucket=bucket,
        region=region,
        virtual_host=settings.virtual_host,
        access_key=access_key,
        secret_key=secret_key,
        session_token=token,
    )


def _first(environment: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((environment[name] for name in names if environment.get(name)), "")


def _keys(settings: S3Settings, environment: Mapping[str, str]) -> tuple[str, str, str]:
    if settings.anonymous:
        return "", "", ""
    access_key, secret_key = settings.access_key, settings.secret_key.get_secret_value()
    token = settings.session_token.get_secret_value()
    if not access_key and not secret_key:
        access_key = environment.get("AWS_ACCESS_KEY_ID", "")
        secret_key = environment.get("AWS_SECRET_ACCESS_KEY", "")
        # A token belongs to one pair of keys: never to those of the settings.
        token = token or environment.get("AWS_SESSION_TOKEN", "")
    if not access_key or not secret_key:
        raise SettingsError(
            "Buckets need both s3.access_key and s3.secret_key (or AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY); for a public bucket set s3.anonymous = true."
        )
    return access_key, secret_key, token


def _endpoint(text: str, bucket: str, region: str, *, virtual_host: bool) -> str:
    text = text.strip() or f"https://s3.{region}.amazonaws.com"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as exc:
        raise _malformed() from exc
    plain = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in {"http", "https"} or not host or not plain:
        raise _malformed()
    if parts.scheme == "http" and not is_private(host):
        raise SettingsError(
            f"s3.endpoint is {parts.scheme}://{parts.netloc}: photos would cross the internet "
            "unencrypted. Use https; http is for this machine and private networks."
        )
    return f"{parts.scheme}://{bucket + '.' if virtual_host else ''}{parts.netloc}"


def _malformed() -> SettingsError:
    return SettingsError(
        "s3.endpoint is not usable: write it as https://host or https://host:port, "
        "without keys, path or query."
    )


def is_private(host: str) -> bool:
    """Return whether *host* is this machine or one in a private network, by its look alone."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(PRIVATE_NAMES)
    return address.is_loopback or address.is_private
