"""Downloads: a visitor has a few at a time, and who went away has none."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from likeness import Library
from likeness.rest.downloads import MOST, Downloads
from likeness.rest.problems import ProblemError
from likeness.rest.state import Server
from tests.rest.live import SECONDS, Live, until

PEOPLE = "/api/v1/exports/people"


def test_one_more_than_allowed_is_refused_and_others_are_not() -> None:
    downloads = Downloads(most=1)

    with downloads.counted("anna"), downloads.counted("bea"):
        with pytest.raises(ProblemError) as refused, downloads.counted("anna"):
            pass
        assert downloads.under_way == 2
    with downloads.counted("anna"):
        pass

    assert (refused.value.status, refused.value.headers["Retry-After"]) == (429, "10")
    assert downloads.under_way == 0


def test_what_breaks_counts_no_longer() -> None:
    downloads = Downloads(most=1)

    for _ in range(2):
        with pytest.raises(ZeroDivisionError), downloads.counted("anna"):
            raise ZeroDivisionError
    assert downloads.under_way == 0


# ---------------------------------------------------------------- over HTTP


@pytest.fixture
def complete(library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Archives whose second half comes once this is set."""
    event = threading.Event()

    def people_zipped(_: object) -> Generator[bytes]:
        yield b"first"
        while not event.wait(0.01):
            yield b""  # where it notices that nobody reads any more
        yield b"second"

    monkeypatch.setattr(library, "people_zipped", people_zipped)
    yield event
    event.set()


@pytest.fixture
def anna(running: Live, library: Library) -> Iterator[httpx.Client]:
    with client_of(running, library, "Anna's phone") as client:
        yield client


def client_of(running: Live, library: Library, name: str) -> httpx.Client:
    _, secret = library.access.create_key(name, "read")
    return httpx.Client(base_url=running.base, timeout=SECONDS, headers={"X-API-Key": secret})


def begun(client: httpx.Client, held: ExitStack) -> httpx.Response:
    """Return the answer to an order of an archive, of which nothing was read yet."""
    answer = held.enter_context(client.stream("POST", PEOPLE, json={}))
    assert answer.status_code == 200
    return answer


def test_a_visitor_has_a_few_downloads_and_another_one_too(
    running: Live,
    server: Server,
    library: Library,
    anna: httpx.Client,
    complete: threading.Event,
) -> None:
    with ExitStack() as held:
        answers = [begun(anna, held) for _ in range(MOST)]
        for order in ORDERS:
            refused = order(anna)
            assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
        bea = held.enter_context(client_of(running, library, "Bea's phone"))
        answers.append(begun(bea, held))
        complete.set()
        assert {answer.read() for answer in answers} == {b"firstsecond"}

    until(lambda: server.downloads.under_way == 0)
    assert anna.post(PEOPLE, json={}).content == b"firstsecond"


ORDERS: tuple[Callable[[httpx.Client], Any], ...] = (
    lambda client: client.post(PEOPLE, json={}),
    lambda client: client.get("/api/v1/exports/faces.csv"),
    lambda client: client.post("/api/v1/photos/zip", json={"photos": ["0" * 64]}),
    lambda client: client.post(
        "/api/v1/find/zip", json={"samples": [{"face": "f0123456789abcdef"}]}
    ),
    lambda client: client.get("/api/v1/downloads/t" + "0" * 32),
)


def test_a_ticket_is_not_spent_on_a_refusal(
    server: Server, anna: httpx.Client, complete: threading.Event
) -> None:
    path = anna.post(f"{PEOPLE}/tickets", json={}).json()["path"]
    with ExitStack() as held:
        for _ in range(MOST):
            begun(anna, held)
        assert anna.get(path).status_code == 429
        complete.set()

    until(lambda: server.downloads.under_way == 0)
    assert anna.get(path).content == b"firstsecond"


@pytest.mark.usefixtures("complete")
def test_who_breaks_off_has_none(server: Server, anna: httpx.Client) -> None:
    with ExitStack() as held:
        for _ in range(MOST):
            begun(anna, held)
        assert server.downloads.under_way == MOST

    until(lambda: server.downloads.under_way == 0)


def test_what_is_refused_counts_no_longer(server: Server, anna: httpx.Client) -> None:
    for _ in range(MOST + 1):
        assert anna.post(PEOPLE, json={"people": ["p" + "0" * 16]}).status_code == 404
        assert anna.post(PEOPLE, json={"people": ["nonsense"]}).status_code == 422
    assert server.downloads.under_way == 0
