"""/play: take part in a round, and show it on a big screen, with nothing but its link."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI
from PIL import Image
from starlette.testclient import TestClient

from likeness import Library
from likeness.imaging.blur import STEPS
from likeness.rest.limits import Limits
from likeness.rest.serving import make_server
from tests.rest.conftest import BASE, serving
from tests.rest.game import (
    ALONE,
    NAMES,
    PLAY,
    ROUNDS,
    bring,
    closed,
    joined,
    joining,
    kind,
    opened,
    screen,
    secret,
)
from tests.rest.test_qr import read

SEVERAL = "scenes/015_6.jpg"  # six people
NOBODY = "scenes/017_0.jpg"


@pytest.fixture
def party(editor: TestClient) -> dict[str, Any]:
    """A round that is open, for those who join alone."""
    return opened(editor)


# ---------------------------------------------------------------- joining


def test_who_has_the_link_sees_what_it_is_for_and_nothing_else(
    anybody: TestClient, party: dict[str, Any]
) -> None:
    assert anybody.get(joining(party)).json() == {
        "title": "Party",
        "state": "open",
        "participants": 0,
        "closes": None,
    }


def test_somebody_joins_looks_and_withdraws(
    anybody: TestClient,
    editor: TestClient,
    library: Library,
    party: dict[str, Any],
    photos: Path,
) -> None:
    before = len(list(library.photos()))

    answer = bring(anybody, joining(party), photos / ALONE[0], "  Anna   B. ")

    assert answer.status_code == 201
    own = answer.json()
    assert own.keys() == {"participant", "secret", "face"}
    assert own["face"] is True
    assert len(own["secret"]) >= 22
    assert anybody.get(joining(party)).json()["participants"] == 1
    mine = f"{joining(party)}/{own['participant']}"
    assert anybody.get(mine, headers=secret(own)).json() == {
        "nickname": "Anna B.",
        "state": "open",
        "place": None,
        "of": 0,
        "similarity": None,
        "twin": None,
    }
    closed(editor, party)
    assert len(list(library.photos())) == before + 1
    ranked = anybody.get(mine, headers=secret(own)).json()
    assert (ranked["state"], ranked["place"], ranked["of"]) == ("closed", 1, 1)
    assert ranked["similarity"] == 1
    assert ranked["twin"] is None

    assert anybody.delete(mine, headers=secret(own)).status_code == 204

    assert len(list(library.photos())) == before
    assert kind(anybody.get(mine, headers=secret(own))) == "unknown-participant"
    assert kind(anybody.delete(mine, headers=secret(own))) == "unknown-participant"
    assert editor.get(f"{ROUNDS}/{party['round']}/participants").json() == {"items": []}


def test_a_photo_that_cannot_take_part_says_why_and_is_not_kept(
    anybody: TestClient, library: Library, party: dict[str, Any], photos: Path
) -> None:
    refused = {
        "no-face": bring(anybody, joining(party), photos / NOBODY),
        "several-faces": bring(anybody, joining(party), photos / SEVERAL),
        "photo-refused": bring(anybody, joining(party), b"This is no picture."),
        "no-consent": bring(anybody, joining(party), photos / ALONE[0], consent=None),
        "bad-nickname": bring(anybody, joining(party), photos / ALONE[0], "x" * 41),
    }

    assert {name: kind(answer) for name, answer in refused.items()} == {
        name: name for name in refused
    }
    assert {answer.status_code for answer in refused.values()} == {422}
    assert refused["no-face"].json()["reason"] == "no-face"
    assert anybody.get(joining(party)).json()["participants"] == 0
    assert not list(library.uploads.folder.rglob("*.*"))


@pytest.mark.parametrize("consent", ["", "no", "YES", "true", "yes yes", "\x00", "y" * 4096])
def test_only_yes_is_consent(
    anybody: TestClient, party: dict[str, Any], photos: Path, consent: str
) -> None:
    answer = bring(anybody, joining(party), photos / ALONE[0], consent=consent)

    assert kind(answer) == "no-consent"


def test_a_form_without_photo_or_with_other_fields_is_refused(
    anybody: TestClient, party: dict[str, Any]
) -> None:
    path = joining(party)
    words = {"nickname": "Anna", "consent": "yes"}

    assert anybody.post(path, json=words).status_code == 400
    assert anybody.post(path, data=words).status_code == 400
    two = [("photo", ("a.jpg", b"a")), ("photo", ("b.jpg", b"b"))]
    assert kind(anybody.post(path, data=words, files=two)) == "invalid-request"
    other = words | {"round": "r" + "0" * 16}
    some = {"photo": ("a.jpg", b"a")}
    assert kind(anybody.post(path, data=other, files=some)) == "invalid-request"
    none = {"photo": (None, b"a")}
    assert kind(anybody.post(path, data=words, files=none)) == "invalid-request"


def test_nobody_joins_twice_with_the_same_photo(
    anybody: TestClient, party: dict[str, Any], photos: Path
) -> None:
    joined(anybody, joining(party), photos / ALONE[0], "Anna")

    again = bring(anybody, joining(party), photos / ALONE[0], "Other")

    assert (again.status_code, kind(again)) == (409, "already-joined")


def test_nobody_joins_a_round_that_is_closed(
    anybody: TestClient, editor: TestClient, party: dict[str, Any], photos: Path
) -> None:
    closed(editor, party)

    answer = bring(anybody, joining(party), photos / ALONE[0])

    assert (answer.status_code, kind(answer)) == (409, "closed")
    assert anybody.get(joining(party)).json()["state"] == "closed"


def test_who_withdraws_before_the_end_leaves_nothing(
    anybody: TestClient, editor: TestClient, library: Library, party: dict[str, Any], photos: Path
) -> None:
    own = joined(anybody, joining(party), photos / ALONE[0], "Anna")
    assert list(library.uploads.folder.rglob("*.jpg"))

    gone = anybody.delete(f"{joining(party)}/{own['participant']}", headers=secret(own))

    assert gone.status_code == 204
    assert not list(library.uploads.folder.rglob("*.jpg"))
    assert closed(editor, party)["winners"] == []
    assert len(list(library.photos())) == 6


def test_a_secret_opens_one_participant_of_one_round(
    anybody: TestClient, editor: TestClient, party: dict[str, Any], photos: Path
) -> None:
    other = opened(editor, title="Other")
    own = joined(anybody, joining(party), photos / ALONE[0], "Anna")
    their = joined(anybody, joining(other), photos / ALONE[1], "Ben")

    for path, given in (
        (f"{joining(party)}/{own['participant']}", secret(their)),
        (f"{joining(party)}/{their['participant']}", secret(their)),
        (f"{joining(other)}/{own['participant']}", secret(own)),
        (f"{joining(party)}/{own['participant']}", {"X-Participant-Secret": "x"}),
        (f"{joining(party)}/q{'0' * 16}", secret(own)),
    ):
        for method in ("GET", "DELETE"):
            answer = anybody.request(method, path, headers=given)
            assert (answer.status_code, kind(answer)) == (404, "unknown-participant")
    mine = f"{joining(party)}/{own['participant']}"
    assert anybody.get(mine).status_code == 422  # without any
    assert anybody.get(mine, headers=secret(own)).status_code == 200


def test_people_of_the_library_are_not_named_to_who_joins(
    anybody: TestClient, editor: TestClient, library: Library, photos: Path
) -> None:
    """Everybody is ranked, and whoever is most alike to the only one who joined did not join."""
    for number, person in enumerate(library.people()):
        library.name(person.person, f"Secret {number}")
    made = opened(editor, everyone=True)
    own = joined(anybody, joining(made), photos / ALONE[0], "Anna")
    closed(editor, made)
    boards = editor.get(f"{ROUNDS}/{made['round']}/boards").json()["items"]
    (mine,) = [one for one in boards[0]["entries"] if one["entry"] == own["participant"]]
    assert mine["twin"] is not None

    seen = anybody.get(f"{joining(made)}/{own['participant']}", headers=secret(own)).json()

    assert seen["of"] == len(boards[0]["entries"]) > 1
    assert seen["twin"] is None


# ---------------------------------------------------------------- the big screen


@dataclass(frozen=True)
class Played:
    """A round that is over, and those who took part."""

    library: Library
    join: str
    screen: str
    own: dict[str, dict[str, Any]]  # by nickname


@pytest.fixture(scope="module")
def played(
    prepared_folder: Path, photos: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Played]:
    """A closed round of five who joined; nobody changes it."""
    folder = tmp_path_factory.mktemp("over") / "library"
    shutil.copytree(prepared_folder, folder)
    with Library.open(folder) as library:
        made = library.open_round("Party")
        own = {}
        for name, photo in zip(NAMES, ALONE, strict=True):
            one = library.join_round(made.round, photos / photo, name, consent=True)
            own[name] = {"participant": one.participant, "secret": one.secret}
        library.close_round(made.round)
        tokens = library.round_tokens(made.round)
        yield Played(
            library=library,
            join=f"{PLAY}/join/{tokens.join}",
            screen=f"{PLAY}/screen/{tokens.screen}",
            own=own,
        )


@pytest.fixture
def stranger(routes: FastAPI, played: Played) -> Iterator[TestClient]:
    """Somebody without any key, at a server of that library."""
    app = serving(routes, make_server(played.library, who="tests"))
    with TestClient(app, BASE, raise_server_exceptions=False) as client:
        yield client


def test_a_screen_shows_who_joined_while_the_round_is_open(
    anybody: TestClient, party: dict[str, Any], photos: Path
) -> None:
    own = joined(anybody, joining(party), photos / ALONE[0], "Anna")

    seen = anybody.get(screen(party)).json()

    assert seen == {
        "title": "Party",
        "state": "open",
        "participants": [{"entry": own["participant"], "nickname": "Anna"}],
        "opened": party["opened"],
        "closes": None,
        "closed": None,
        "join": party["join"],
        "boards": [],
    }
    portrait = anybody.get(f"{screen(party)}/portrait/{own['participant']}")
    assert portrait.status_code == 404  # nobody is shown before the end
    assert kind(anybody.get(f"{screen(party)}/average")) == "no-average"


def test_the_podium_holds_the_first_three_of_each_board(
    stranger: TestClient, played: Played
) -> None:
    seen = stranger.get(played.screen).json()

    whole = seen["boards"][0]
    assert (seen["state"], whole["board"], whole["members"]) == ("closed", "all", 5)
    assert [one["place"] for one in whole["podium"]] == [1, 2, 3]
    assert {one["nickname"] for one in whole["podium"]} < set(NAMES)
    assert whole["podium"][0].keys() == {"entry", "place", "nickname", "similarity"}
    alike = [one["similarity"] for one in whole["podium"]]
    assert alike == sorted(alike, reverse=True)
    averages = {board["board"]: board["average"] for board in seen["boards"]}
    assert (averages["all"], averages["men"], averages["women"]) == (True, True, False)


def test_the_average_is_revealed_step_by_step(stranger: TestClient, played: Played) -> None:
    stranger.get(f"{played.screen}/average")  # makes it
    pictures = [
        np.asarray(
            Image.open(
                io.BytesIO(stranger.get(f"{played.screen}/average", params={"blur": blur}).content)
            ).convert("L"),
            dtype=np.float64,
        )
        for blur in range(STEPS + 1)
    ]

    assert len({picture.shape for picture in pictures}) == 1
    edges = [np.abs(np.diff(picture, axis=1)).mean() for picture in pictures]
    assert edges == sorted(edges, reverse=True)
    assert edges[-1] < edges[0] / 4
    for blur in (-1, STEPS + 1, "much"):
        answer = stranger.get(f"{played.screen}/average", params={"blur": blur})
        assert kind(answer) == "invalid-request"


def test_portraits_are_of_who_is_on_the_podium_and_of_nobody_else(
    stranger: TestClient, played: Played
) -> None:
    boards = stranger.get(played.screen).json()["boards"]
    shown = {one["entry"] for board in boards for one in board["podium"]}

    for entry in shown:
        answer = stranger.get(f"{played.screen}/portrait/{entry}")
        assert answer.headers["content-type"] == "image/webp"
        assert Image.open(io.BytesIO(answer.content)).format == "WEBP"
    library = played.library
    others: set[str] = {face.face for face in library.faces()}
    others |= {one.person for one in library.people()}
    others |= {one["participant"] for one in played.own.values()} - shown
    others |= {"none", "q" + "0" * 16, "..%2f..%2fetc", "face:" + next(iter(library.faces())).face}
    for entry in others:
        assert stranger.get(f"{played.screen}/portrait/{entry}").status_code == 404, entry


def test_the_screen_shows_the_code_to_join_by(stranger: TestClient, played: Played) -> None:
    answer = stranger.get(f"{played.screen}/qr", headers={"Host": "localhost:8420"})

    address = played.join.removeprefix(PLAY)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert read(answer.content) == f"http://localhost:8420{address}"


def test_participants_see_their_own_place_and_who_is_most_alike(
    stranger: TestClient, played: Played
) -> None:
    seen = {
        name: stranger.get(f"{played.join}/{own['participant']}", headers=secret(own)).json()
        for name, own in played.own.items()
    }

    assert sorted(one["place"] for one in seen.values()) == [1, 2, 3, 4, 5]
    assert all(one["of"] == 5 for one in seen.values())
    assert all(one["twin"] in set(NAMES) - {name} for name, one in seen.items())
    podium = stranger.get(played.screen).json()["boards"][0]["podium"]
    assert seen[podium[0]["nickname"]]["place"] == 1


# ---------------------------------------------------------------- limits


def test_photos_from_one_address_are_limited(
    anybody: TestClient, app: FastAPI, party: dict[str, Any], photos: Path
) -> None:
    app.state.server.limits = Limits(logins_per_minute=5, finds_per_minute=2)
    for _ in range(2):
        assert kind(bring(anybody, joining(party), photos / NOBODY)) == "no-face"

    refused = bring(anybody, joining(party), photos / ALONE[0])

    assert (refused.status_code, kind(refused)) == (429, "too-many")
    assert int(refused.headers["retry-after"]) > 0
    assert anybody.get(joining(party)).status_code == 200  # looking is not


def test_links_that_lead_nowhere_are_limited_and_a_good_one_is_not(
    anybody: TestClient, app: FastAPI, party: dict[str, Any]
) -> None:
    app.state.server.limits = Limits(logins_per_minute=1, finds_per_minute=1)
    for _ in range(30):
        assert anybody.get(joining(party)).status_code == 200
    for number in range(20):
        assert anybody.get(f"{PLAY}/join/guess{number}").status_code == 404

    for path in ("join", "screen"):
        refused = anybody.get(f"{PLAY}/{path}/guess")
        assert (refused.status_code, kind(refused)) == (429, "too-many")


def test_wrong_secrets_count_as_links_that_lead_nowhere(
    anybody: TestClient, app: FastAPI, party: dict[str, Any], photos: Path
) -> None:
    own = joined(anybody, joining(party), photos / ALONE[0], "Anna")
    app.state.server.limits = Limits(logins_per_minute=1, finds_per_minute=1)
    mine = f"{joining(party)}/{own['participant']}"
    for number in range(19):
        answer = anybody.get(mine, headers={"X-Participant-Secret": f"guess{number}"})
        assert answer.status_code == 404

    assert anybody.get(mine, headers=secret(own)).status_code == 200
    anybody.get(mine, headers={"X-Participant-Secret": "the last one"})
    assert kind(anybody.get(mine, headers=secret(own))) == "too-many"
