"""Debian's nginx with the configuration in deploy/, on free ports and in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from likeness.web.certificate import SelfSigned, self_signed
from tests.deploy.composed import service
from tests.deploy.needs import DEPLOY, program

CONFIG = DEPLOY / "nginx"
MIME_TYPES = "types { text/html html; text/css css; image/webp webp; }\n"


@dataclass
class Proxy:
    """A running nginx."""

    port: int
    plain_port: int
    certificate: SelfSigned

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate.certificate))

    def client(self, **options: Any) -> httpx.Client:
        return httpx.Client(base_url=self.url, verify=self.trust, timeout=20, **options)

    def connect(self, trust: ssl.SSLContext | None = None) -> ssl.SSLSocket:
        """Return a connection for who writes requests by hand."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as plain:
            return (trust or self.trust).wrap_socket(plain, server_hostname="localhost")


def render(template: str, values: dict[str, str]) -> str:
    """Fill a template as the container does: only variables of ours, whatever else has a dollar."""
    return re.sub(r"\$\{(EDGE_\w+)\}", lambda found: values[found[1]], template)


def written(folder: Path, *servers: str, **changed: str) -> tuple[list[str], Proxy]:
    """Write the configuration into *folder*; return the command that runs it, and where it will be.

    Args:
        folder: An empty one.
        servers: Addresses of both servers.
        changed: EDGE_ variables that differ from those of compose.yaml, without their prefix.
    """
    nginx = program("nginx")
    made = self_signed(folder / "tls")
    port, plain_port = free_ports(2)
    values = dict(service("nginx")["environment"])
    values |= {
        "EDGE_FOLDER": str(folder),
        "EDGE_PORT": str(plain_port),
        "EDGE_TLS_PORT": str(port),
        "EDGE_SERVER_1": servers[0],
        "EDGE_SERVER_2": servers[1],
        "EDGE_CERTIFICATE": str(made.certificate),
        "EDGE_KEY": str(made.key),
        "EDGE_REDIRECT": f":{port}",
        "EDGE_HTTP2": "http2 on;" if version(nginx) >= (1, 25, 1) else "",
        # What one page of a person needs is not what a test may do in a second.
        "EDGE_RATE": "1000r/s",
        **{f"EDGE_{name.upper()}": value for name, value in changed.items()},
    }
    shutil.copy(CONFIG / "nginx.conf", folder)
    shutil.copytree(CONFIG / "likeness", folder / "likeness")
    (folder / "mime.types").write_text(MIME_TYPES)
    (folder / "conf.d").mkdir()
    for template in (CONFIG / "templates").iterdir():
        text = render(template.read_text(encoding="utf-8"), values)
        (folder / "conf.d" / template.name.removesuffix(".template")).write_text(text)
    user = "user root;" if os.getuid() == 0 else ""  # the folders of tests are private
    said = f"daemon off; pid {folder}/nginx.pid; {user}"
    command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", said]
    return command, Proxy(port, plain_port, made)


@contextlib.contextmanager
def proxying(folder: Path, *servers: str, **changed: str) -> Iterator[Proxy]:
    """Run nginx until the block is left."""
    command, proxy = written(folder, *servers, **changed)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_for(proxy.port, process, folder / "log")
        yield proxy
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, "nginx did not begin to listen"
            time.sleep(0.01)
        else:
            return


def version(nginx: str) -> tuple[int, ...]:
    done = subprocess.run([nginx, "-v"], check=True, capture_output=True, text=True)
    found = re.search(r"nginx/(\d+)\.(\d+)\.(\d+)", done.stderr)
    assert found, done.stderr
    return tuple(map(int, found.groups()))


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [each.getsockname()[1] for each in sockets]
