"""Rounds of the game, played over HTTP by people with a photo each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

ROUNDS = "/api/v1/rounds"
PLAY = "/api/v1/play"

NAMES = ("Howard", "Leonard", "Penny", "Raj", "Sheldon")
"""Four men and a woman."""

ALONE = tuple(f"singles/{name}.jpg" for name in NAMES)
"""Below the folder of shared photos: each of them alone."""


def opened(organiser: TestClient, **order: Any) -> dict[str, Any]:
    """Open a round, and return it."""
    answer = organiser.post(ROUNDS, json={"title": "Party"} | order)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def closed(organiser: TestClient, round_: dict[str, Any]) -> dict[str, Any]:
    """Close a round, and return it."""
    answer = organiser.post(f"{ROUNDS}/{round_['round']}/close")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def joining(round_: dict[str, Any]) -> str:
    """Return the path of the API for those who have the link to join a round."""
    assert round_["join"].startswith("/join/")
    return PLAY + str(round_["join"])


def screen(round_: dict[str, Any]) -> str:
    """Return the path of the API for those who have the link for a big screen."""
    assert round_["screen"].startswith("/screen/")
    return PLAY + str(round_["screen"])


def bring(
    client: TestClient,
    path: str,
    photo: Path | bytes,
    nickname: str | None = "Anna",
    consent: str | None = "yes",
    **headers: str,
) -> Response:
    """Send a photo to join with."""
    data = {"nickname": nickname, "consent": consent}
    content = photo if isinstance(photo, bytes) else photo.read_bytes()
    return client.post(
        path,
        data={name: value for name, value in data.items() if value is not None},
        files={"photo": ("IMG_0001.jpg", content)},
        headers=headers,
    )


def joined(client: TestClient, path: str, photo: Path, nickname: str) -> dict[str, Any]:
    """Join a round, and return what only the participant is told."""
    answer = bring(client, path, photo, nickname)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def secret(own: dict[str, Any]) -> dict[str, str]:
    """Return the header with which a participant comes back."""
    return {"X-Participant-Secret": own["secret"]}


def kind(answer: Response) -> str:
    """Return the end of a problem's type."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return str(answer.json()["type"]).removeprefix("urn:likeness:problem:")
