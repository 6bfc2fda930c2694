"""Ask the server in this container whether it is alive; exit status 1 if not.

Python's standard library alone: the image has no curl, and needs none.
"""

from __future__ import annotations

import http.client
import os
import ssl
import sys

SECONDS = 5


def is_alive(environment: dict[str, str]) -> bool:
    """Return whether `/healthz` says 200, by HTTPS where the server has a certificate."""
    port = int(environment.get("LIKENESS_SERVE__PORT", "8420"))
    secure = environment.get("LIKENESS_SERVE__TLS", "off") != "off" or bool(
        environment.get("LIKENESS_SERVE__TLS_CERTIFICATE")
    )
    connection: http.client.HTTPConnection
    if secure:
        # This very container is asked, whatever name its certificate is for.
        trust = ssl._create_unverified_context()  # noqa: S323, SLF001
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=SECONDS, context=trust)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    path = environment.get("LIKENESS_SERVE__ROOT_PATH", "") + "/healthz"
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_alive(dict(os.environ)) else 1)
