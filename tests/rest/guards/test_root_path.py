from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.app import create_app
from likeness.rest.serving import make_server

PASSWORD = "three red apples"


@pytest.mark.parametrize("cut_off", [True, False])
def test_a_proxy_may_show_the_server_below_a_path(library: Library, cut_off: bool) -> None:
    library.access.create_account("Owen", PASSWORD, "owner")
    server = make_server(library, who="tests")
    below = server.settings.model_copy(update={"root_path": "/faces"})
    client = TestClient(create_app(replace(server, settings=below)), "http://127.0.0.1")
    begin = "" if cut_off else "/faces"

    assert client.get(f"{begin}/healthz").status_code == 200
    assert '<base href="/faces/">' in client.get(f"{begin}/").text
    assert 'href="/faces/docs/assets/swagger-ui.css"' in client.get(f"{begin}/docs").text
    login = {"name": "Owen", "password": PASSWORD}
    assert client.post(f"{begin}/api/v1/session", json=login).json()["who"] == "Owen"
    assert client.get(f"{begin}/api/v1/library").json()["photos"] == 6
    assert client.get(f"{begin}/api/v1/none").status_code == 404
