"""/rounds: the game, for those who hold it."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI
from PIL import Image
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.serving import make_server
from tests.rest.conftest import BASE, serving
from tests.rest.game import (
    ALONE,
    NAMES,
    ROUNDS,
    closed,
    joined,
    joining,
    kind,
    opened,
)
from tests.rest.test_qr import read


@pytest.fixture(scope="module")
def played(
    prepared_folder: Path, photos: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    """A library with a closed round "Party" of five who joined; nobody changes it."""
    folder = tmp_path_factory.mktemp("played") / "library"
    shutil.copytree(prepared_folder, folder)
    with Library.open(folder) as library:
        made = library.open_round("Party")
        for name, photo in zip(NAMES, ALONE, strict=True):
            library.join_round(made.round, photos / photo, name, consent=True)
        library.close_round(made.round)
        yield library


@pytest.fixture
def looking(routes: FastAPI, played: Library) -> Iterator[TestClient]:
    """A program that may read, of the library with that round."""
    app = serving(routes, make_server(played, who="tests"))
    key, secret_ = played.access.create_key("looking", "read")
    with TestClient(
        app, BASE, headers={"X-API-Key": secret_}, raise_server_exceptions=False
    ) as client:
        yield client
    played.access.revoke_key(key.key)


@pytest.fixture
def party(looking: TestClient) -> dict[str, Any]:
    """That round."""
    (found,) = looking.get(ROUNDS).json()["items"]
    return dict(found)


# ---------------------------------------------------------------- a round begins and ends


def test_a_round_is_opened_and_who_may_change_things_gets_its_links(
    editor: TestClient, reader: TestClient
) -> None:
    made = opened(editor, collection="Trip", groups=["Trip"])

    assert made["round"].startswith("r")
    assert (made["title"], made["collection"], made["groups"]) == ("Party", "Trip", ["Trip"])
    assert made["everyone"] is True  # there is a collection, and nobody said otherwise
    assert (made["state"], made["closed"], made["winners"]) == ("open", None, [])
    assert made["join"] != made["screen"].replace("/screen/", "/join/")
    assert editor.get(f"{ROUNDS}/{made['round']}").json() == made
    assert editor.get(ROUNDS).json() == {"items": [made]}
    seen = reader.get(f"{ROUNDS}/{made['round']}").json()
    assert seen == made | {"join": None, "screen": None}
    assert reader.get(ROUNDS).json() == {"items": [seen]}


def test_tokens_have_128_bits_and_no_two_are_the_same(editor: TestClient) -> None:
    rounds = [opened(editor, title=f"Round {number}") for number in range(4)]
    tokens = [made[one].rpartition("/")[2] for made in rounds for one in ("join", "screen")]

    assert len(set(tokens)) == 8
    assert all(len(token) >= 22 for token in tokens)  # of 64 different characters each


def test_a_round_of_those_who_join_alone_says_so(editor: TestClient) -> None:
    assert opened(editor, everyone=False)["everyone"] is False


def test_a_round_says_when_it_closes_by_itself(editor: TestClient) -> None:
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)

    made = opened(editor, closes=later.isoformat())

    assert datetime.fromisoformat(made["closes"]) == later


def test_a_schedule_makes_a_series_that_can_be_removed(
    editor: TestClient, reader: TestClient
) -> None:
    made = opened(editor, every="weekly")

    (series,) = reader.get(f"{ROUNDS}/series").json()["items"]
    assert series["series"] == made["series"]
    assert series["due"] == made["closes"]
    assert series["cron"]
    gone = editor.delete(f"{ROUNDS}/series/{made['series']}")
    assert gone.status_code == 204
    assert reader.get(f"{ROUNDS}/series").json() == {"items": []}
    assert reader.get(f"{ROUNDS}/{made['round']}").json()["series"] is None
    assert kind(editor.delete(f"{ROUNDS}/series/{made['series']}")) == "unknown-series"


@pytest.mark.parametrize(
    "order",
    [
        {"title": ""},
        {"title": "x" * 101},
        {"title": "\u202eevil"},
        {"title": "\x00"},
        {"closes": "2001-01-01T00:00:00Z"},
        {"closes": "2999-01-01T00:00:00"},
        {"closes": "soon"},
        {"every": "every full moon"},
        {"every": "* * * * * *" * 20},
        {"groups": ["women"]},
        {"groups": [f"g{number}" for number in range(21)]},
        {"collection": "\x00"},
        {"secret": "1"},
    ],
)
def test_a_round_that_makes_no_sense_is_refused(editor: TestClient, order: dict[str, Any]) -> None:
    answer = editor.post(ROUNDS, json={"title": "Party"} | order)

    assert answer.status_code == 422, answer.text
    assert editor.get(ROUNDS).json() == {"items": []}


@pytest.mark.parametrize("order", [{"collection": "None"}, {"groups": ["None"]}])
def test_a_round_over_what_there_is_not_is_refused(
    editor: TestClient, order: dict[str, Any]
) -> None:
    assert kind(editor.post(ROUNDS, json=order)) == "unknown-collection"


def test_people_of_a_collection_are_ranked_without_anybody_joining(editor: TestClient) -> None:
    made = opened(editor, collection="Trip")

    done = closed(editor, made)

    assert done["state"] == "closed"
    assert done["winners"]
    assert closed(editor, made) == done  # once more: it stays as it is
    (board, *_) = editor.get(f"{ROUNDS}/{made['round']}/boards").json()["items"]
    assert board["board"] == "all"
    assert board["members"] == len(board["entries"])
    assert board["entries"][0] == done["winners"][0]


def test_a_round_in_which_nobody_took_part_has_no_winner(editor: TestClient) -> None:
    made = opened(editor, everyone=False)

    done = closed(editor, made)

    assert (done["state"], done["winners"], done["participants"]) == ("closed", [], 0)
    assert editor.get(f"{ROUNDS}/{made['round']}/boards").json() == {"items": []}
    assert kind(editor.get(f"{ROUNDS}/{made['round']}/average")) == "no-average"


def test_a_round_is_deleted_with_the_photos_that_were_brought_to_it(
    editor: TestClient, anybody: TestClient, library: Library, photos: Path
) -> None:
    made = opened(editor)
    joined(anybody, joining(made), photos / ALONE[0], "Anna")
    closed(editor, made)
    assert len(list(library.photos())) == 7

    assert editor.delete(f"{ROUNDS}/{made['round']}").status_code == 204

    assert editor.get(ROUNDS).json() == {"items": []}
    assert len(list(library.photos())) == 6
    assert kind(anybody.get(joining(made))) == "unknown-round"
    assert kind(editor.delete(f"{ROUNDS}/{made['round']}")) == "unknown-round"


def test_an_organiser_takes_somebody_out(
    editor: TestClient, anybody: TestClient, photos: Path
) -> None:
    made, other = opened(editor), opened(editor, title="Other")
    own = joined(anybody, joining(made), photos / ALONE[0], "Anna")
    theirs = f"participants/{own['participant']}"

    wrong = editor.delete(f"{ROUNDS}/{other['round']}/{theirs}")
    assert kind(wrong) == "unknown-participant"
    assert editor.get(f"{ROUNDS}/{made['round']}").json()["participants"] == 1
    assert editor.delete(f"{ROUNDS}/{made['round']}/{theirs}").status_code == 204
    assert editor.get(f"{ROUNDS}/{made['round']}/participants").json() == {"items": []}
    again = editor.delete(f"{ROUNDS}/{made['round']}/{theirs}")
    assert kind(again) == "unknown-participant"


# ---------------------------------------------------------------- what came of it


def test_everybody_who_joined_has_a_place_on_the_board_of_all(
    looking: TestClient, party: dict[str, Any]
) -> None:
    boards = looking.get(f"{ROUNDS}/{party['round']}/boards").json()["items"]

    whole = boards[0]
    assert (whole["board"], whole["members"], whole["average"]) == ("all", 5, True)
    assert sorted(entry["name"] for entry in whole["entries"]) == sorted(NAMES)
    assert [entry["place"] for entry in whole["entries"]] == [1, 2, 3, 4, 5]
    alike = [entry["similarity"] for entry in whole["entries"]]
    assert alike == sorted(alike, reverse=True)
    entries = {entry["entry"] for entry in whole["entries"]}
    assert all(entry["twin"] in entries - {entry["entry"]} for entry in whole["entries"])
    assert party["winners"] == whole["entries"][:1]


def test_boards_say_whose_average_there_is_a_picture_of(
    looking: TestClient, party: dict[str, Any]
) -> None:
    """One woman took part: an average of women would show her, and men are measured against it."""
    boards = looking.get(f"{ROUNDS}/{party['round']}/boards").json()["items"]

    assert {board["board"]: board["average"] for board in boards} == {
        "all": True,
        "women": False,
        "men": True,
        "women:men": True,
        "men:women": False,
    }
    pictures = {
        board["board"]: looking.get(
            f"{ROUNDS}/{party['round']}/average", params={"board": board["board"]}
        )
        for board in boards
    }
    assert {name for name, answer in pictures.items() if answer.status_code == 200} == {
        "all",
        "men",
        "women:men",
    }
    assert kind(pictures["women"]) == kind(pictures["men:women"]) == "no-average"


def test_the_average_of_a_closed_round_is_a_picture(
    looking: TestClient, party: dict[str, Any]
) -> None:
    path = f"{ROUNDS}/{party['round']}/average"

    looking.get(path)  # makes it
    answer = looking.get(path)

    assert answer.headers["content-type"] == "image/webp"
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.format == "WEBP"
    assert np.asarray(picture).std() > 10
    same = looking.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert same.status_code == 304


@pytest.mark.parametrize("board", ["children", "../../etc", "<script>", "x" * 401, "\x00", ""])
def test_there_is_no_average_of_a_board_that_there_is_not(
    looking: TestClient, party: dict[str, Any], board: str
) -> None:
    answer = looking.get(f"{ROUNDS}/{party['round']}/average", params={"board": board})

    assert answer.status_code in {404, 422}


def test_who_joined_is_listed_with_their_faces(
    looking: TestClient, party: dict[str, Any], played: Library
) -> None:
    found = looking.get(f"{ROUNDS}/{party['round']}/participants").json()["items"]

    assert [one["nickname"] for one in found] == list(NAMES)
    faces = {face.face for face in played.faces()}
    assert all(one["face"] in faces for one in found)
    assert not [word for word in str(found) if "secret" in word]


def test_the_winner_leads_the_leaderboard(looking: TestClient, party: dict[str, Any]) -> None:
    found = looking.get(f"{ROUNDS}/leaderboard").json()["items"]

    first = found[0]
    assert (first["name"], first["wins"], first["points"]) == (party["winners"][0]["name"], 1, 3)
    assert [one["points"] for one in found][:3] == [3, 2, 1]
    unknown = looking.get(f"{ROUNDS}/leaderboard", params={"series": "s" + "0" * 16})
    assert kind(unknown) == "unknown-series"


# ---------------------------------------------------------------- the code to join by


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8420", "[::1]:8420"])
def test_the_qr_code_leads_to_the_page_as_the_organiser_sees_the_server(
    editor: TestClient, host: str
) -> None:
    made = opened(editor)

    answer = editor.get(f"{ROUNDS}/{made['round']}/qr", headers={"Host": host})

    assert answer.headers["content-type"] == "image/svg+xml"
    assert read(answer.content) == f"http://{host}{made['join']}"


def test_the_qr_code_leads_below_the_path_that_a_proxy_shows(
    editor: TestClient, app: FastAPI
) -> None:
    server = app.state.server
    settings = server.settings.model_copy(update={"root_path": "/faces"})
    server.settings = settings
    serving(app, server)
    made = opened(editor)

    answer = editor.get(f"/faces{ROUNDS}/{made['round']}/qr")

    assert read(answer.content) == f"{BASE}/faces{made['join']}"


def test_a_name_that_is_not_ours_is_in_no_qr_code(editor: TestClient) -> None:
    made = opened(editor)

    answer = editor.get(f"{ROUNDS}/{made['round']}/qr", headers={"Host": "evil.example"})

    assert kind(answer) == "wrong-host"


def test_who_may_only_read_gets_no_qr_code_since_it_holds_the_link(
    editor: TestClient, reader: TestClient
) -> None:
    made = opened(editor)

    assert reader.get(f"{ROUNDS}/{made['round']}/qr").status_code == 403
    other = editor.get(f"{ROUNDS}/{made['round']}/qr", params={"format": "exe"})
    assert kind(other) == "invalid-request"
