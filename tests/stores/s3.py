"""A real server of the S3 API on the loopback (moto's), and how tests look behind it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import SecretStr

from likeness.settings import S3Settings

ACCESS_KEY, SECRET_KEY = "key-of-the-tests", "secret-of-the-tests"


def s3_settings(endpoint: str, **changes: Any) -> S3Settings:
    """Return settings for a server at *endpoint* that give up soon."""
    chosen: dict[str, Any] = {
        "endpoint": endpoint,
        "region": "us-east-1",
        "access_key": ACCESS_KEY,
        "secret_key": SecretStr(SECRET_KEY),
        "timeout_seconds": 10,
        "retry_seconds": 5,
        "parallel": 4,
    }
    return S3Settings(**(chosen | changes))


@dataclass(frozen=True)
class S3Server:
    """A server, and its objects as it keeps them."""

    port: int

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self, **changes: Any) -> S3Settings:
        return s3_settings(**({"endpoint": self.endpoint} | changes))

    def make_bucket(self) -> str:
        name = f"bucket-{secrets.token_hex(8)}"
        self._backend().create_bucket(name, "us-east-1")
        return name

    def put(self, bucket: str, key: str, data: bytes) -> None:
        self._backend().put_object(bucket, key, data)

    def delete(self, bucket: str, key: str) -> None:
        self._backend().delete_object(bucket, key)

    def objects(self, bucket: str) -> dict[str, bytes]:
        """Return all content of a bucket, under its keys as they are."""
        keys = self._backend().get_bucket(bucket).keys
        return {key: held.value for key, held in keys.items()}

    @staticmethod
    def _backend() -> Any:
        from moto.core import DEFAULT_ACCOUNT_ID
        from moto.s3.models import s3_backends

        return s3_backends[DEFAULT_ACCOUNT_ID]["aws"]


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    """One server for each process that runs tests."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # a line for each request else
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield S3Server(server.get_host_and_port()[1])
    finally:
        server.stop()


@pytest.fixture
def bucket(s3: S3Server) -> str:
    """The name of a new, empty bucket."""
    return s3.make_bucket()
