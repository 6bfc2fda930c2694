"""What the specification says is what the server does: some thousand requests drawn from it.

`benchmarks/contract.py` sends ten times as many, over HTTP.
"""

from __future__ import annotations

from typing import Any, cast

from fastapi import FastAPI
from schemathesis.core.transport import Response
from schemathesis.python import asgi

from likeness import Library
from likeness.rest.limits import Limits
from likeness.rest.state import Server
from tests.rest.contract import Case, ids_of, play

EACH = 8
"""Requests of either kind for an operation: more than 1,000 together."""

BASE = "http://127.0.0.1"


def test_a_thousand_requests_are_answered_as_specified(
    app: FastAPI, server: Server, library: Library
) -> None:
    server.limits = Limits(logins_per_minute=10_000, finds_per_minute=10_000)
    library.jobs.ask("group", {}, who="tests")
    library.open_round("Party", every="weekly")
    _, secret = library.access.create_key("contract", "admin")

    with asgi.get_client(
        cast(Any, app), max_stream_events=1
    ) as client:  # of the endless stream, the first

        def send(case: Case) -> Response:
            return case.call(
                base_url=BASE, session=client, headers={"X-API-Key": secret}, app=app, timeout=20
            )

        found = play(app.openapi(), send, ids_of(library), each=EACH)

    assert found.cases >= 1000
    assert not found.failures, "\n\n".join(found.failures.values())
    assert {status // 100 for _, status in found.statuses} >= {2, 4}
