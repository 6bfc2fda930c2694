"""What is no route of the API."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

PHOTO = "0" * 64


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/api/v1/library", "GET"),
        ("OPTIONS", "/api/v1/library", "GET"),
        ("TRACE", "/api/v1/keys", "GET, POST"),
        ("PATCH", f"/api/v1/photos/{PHOTO}/thumbnail", "GET"),
        ("POST", f"/api/v1/photos/{PHOTO}", "DELETE, GET"),
        ("DELETE", "/api/v1/openapi.json", "GET"),
    ],
)
def test_a_path_says_which_methods_it_takes(
    anybody: TestClient, method: str, path: str, allowed: str
) -> None:
    answer = anybody.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == allowed
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:likeness:problem:method-not-allowed"
    assert allowed in answer.json()["detail"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/", "/api/v2/library", "/api/v1/library/"]
)
def test_a_path_that_the_api_has_not_is_not_found(
    anybody: TestClient, method: str, path: str
) -> None:
    answer = anybody.request(method, path, follow_redirects=False)
    assert answer.status_code == 404
    assert "Allow" not in answer.headers
