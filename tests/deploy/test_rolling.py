"""Servers behind nginx are restarted one after the other, and nobody notices."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from likeness.rest.serving import DRAIN_SECONDS
from tests.deploy.needs import program
from tests.deploy.proxy import CONFIG
from tests.stores.postgres import server

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def test_what_nginx_holds_of_a_server_it_forgets_before_that_server_is_gone() -> None:
    upstream = (CONFIG / "templates" / "10-servers.conf.template").read_text(encoding="utf-8")

    seconds = re.findall(r"(?:fail_timeout=|keepalive_timeout )(\d+)s;", upstream)

    assert len(seconds) == 3 * len(re.findall("^upstream ", upstream, re.MULTILINE))
    assert max(map(int, seconds)) < DRAIN_SECONDS


def test_no_request_fails_while_servers_are_restarted(
    photos: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server()  # skips where there is no PostgreSQL
    program("nginx")
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    benchmark = runpy.run_path(str(BENCHMARKS / "rolling.py"))

    status = benchmark["main"](["--rounds", "1", "--workers", "0"])

    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["what"] == []
    assert found["wrong"] == []
    assert (status, found["failed"], found["restarts"]) == (0, 0, 2)
    assert found["answered"].keys() == {"page", "picture", "name", "find"}
    assert found["streams"] > 1

    rows = list(runpy.run_path(str(BENCHMARKS / "campaign_rows.py"))["rolling_rows"](found))
    assert ("requests that failed", "0", "0") in rows
