"""The health check of the container, against servers that are well and others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from likeness.web.certificate import self_signed
from tests.deploy.needs import DEPLOY
from tests.deploy.proxy import free_ports
from tests.deploy.stub import Handler, Route, Stub, said
from tests.web.servers import plain, serving


def check(port: int | str, **settings: str) -> int:
    told = {f"LIKENESS_SERVE__{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-I", str(DEPLOY / "healthcheck.py")],
        env={"LIKENESS_SERVE__PORT": str(port), "http_proxy": "http://127.0.0.1:1", **told},
        check=False,
        timeout=30,
    ).returncode


@pytest.mark.parametrize(
    ("route", "status"), [(said(b"ok"), 0), (said(b"", 503), 1), (Handler.hang_up, 1)]
)
def test_it_says_what_the_server_says(route: Route, status: int) -> None:
    with Stub("one", {"/healthz": route}) as stub:
        assert check(stub.address.rpartition(":")[2]) == status


def test_nobody_there_is_not_well() -> None:
    assert check(free_ports(1)[0]) == 1


def test_it_asks_below_the_path_that_the_server_is_shown_at() -> None:
    with Stub("one", {"/faces/healthz": said(b"ok"), "/healthz": said(b"", 404)}) as stub:
        assert check(stub.address.rpartition(":")[2], root_path="/faces") == 0


@pytest.mark.parametrize("settings", [{"tls": "self-signed"}, {"tls_certificate": "own.pem"}])
def test_it_speaks_tls_where_the_server_does(tmp_path: Path, settings: dict[str, str]) -> None:
    import ssl

    made = self_signed(tmp_path / "tls")
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(made.certificate, made.key)
    with serving({"/healthz": plain(b"ok")}, trust) as server:
        assert check(server.port, **settings) == 0
