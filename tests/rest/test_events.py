"""News: who listens hears what changes, whoever changes it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import httpx
import pytest

from likeness import Library
from likeness.rest import events
from likeness.rest.events import EVERYTHING, Changed, Events
from likeness.rest.problems import ProblemError
from likeness.rest.serving import make_server
from likeness.rest.state import Server
from tests.rest.live import SECONDS, Live, live

QUICK = 0.05


@pytest.fixture
def server(server: Server, library: Library) -> Server:
    """A server that asks the catalog for changes twenty times a second."""
    return quick(library, server)


def quick(library: Library, server: Server | None = None) -> Server:
    """Return a server, a new one if none is given, that asks so often."""
    server = server or make_server(library, who="tests")
    server.events = Events(library, most=server.settings.listeners, seconds=QUICK)
    return server


def browser(running: Live, server: Server) -> httpx.Client:
    """Return a browser that came in by a one-time link."""
    client = httpx.Client(base_url=running.base, timeout=SECONDS)
    assert client.get(f"/enter?token={server.links.make()}").status_code == 303
    client.headers["X-CSRF-Token"] = client.get("/api/v1/session").json()["csrf"]
    return client


def heard(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    """Yield events and their data."""
    event = ""
    for line in lines:
        if line.startswith("event: "):
            event = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield event, json.loads(line.removeprefix("data: "))


def test_two_browsers_see_each_others_edits(
    running: Live, server: Server, library: Library
) -> None:
    face = library.faces()[0].face
    with ExitStack() as held:
        one = held.enter_context(closing(browser(running, server)))
        other = held.enter_context(closing(browser(running, server)))
        news = [
            heard(held.enter_context(each.stream("GET", "/api/v1/events")).iter_lines())
            for each in (one, other)
        ]
        assert [next(each)[0] for each in news] == ["hello", "hello"]

        assert one.post(f"/api/v1/faces/{face}/ignore").status_code == 200
        for each in news:
            event, data = next(each)
            assert event == "library"
            assert data["edits"]

        assert other.post("/api/v1/sources/scan").status_code == 202
        for each in news:
            event, data = next(each)
            assert event == "job"
            assert (data["kind"], data["state"]) == ("add", "queued")


def test_what_another_process_writes_is_heard(
    running: Live, server: Server, library: Library
) -> None:
    with ExitStack() as held:
        one = held.enter_context(closing(browser(running, server)))
        news = heard(held.enter_context(one.stream("GET", "/api/v1/events")).iter_lines())
        next(news)
        with Library.open(library.folder) as elsewhere:
            elsewhere.ignore(elsewhere.faces()[0].face)
        event, data = next(news)
        assert (event, data["edits"]) == ("library", True)


def test_one_visitor_has_so_many_listeners_and_no_more(running: Live, server: Server) -> None:
    with ExitStack() as held:
        one = held.enter_context(closing(browser(running, server)))
        streams = []
        for _ in range(server.settings.listeners):
            stream = held.enter_context(one.stream("GET", "/api/v1/events"))
            assert stream.status_code == 200
            streams.append(heard(stream.iter_lines()))
            assert next(streams[-1])[0] == "hello"
        with one.stream("GET", "/api/v1/events") as refused:
            assert refused.status_code == 429
            assert refused.headers["retry-after"]


def test_a_stream_ends_when_the_server_stops(server: Server) -> None:
    with live(server) as running:
        client = browser(running, server)
        stream = client.send(client.build_request("GET", "/api/v1/events"), stream=True)
        lines = stream.iter_lines()
        assert next(heard(lines))[0] == "hello"
    assert not list(heard(lines))  # it ended as it should: no error here
    client.close()
    assert server.events.listeners == 0


def test_a_stream_is_not_for_everybody(running: Live) -> None:
    assert httpx.get(f"{running.base}/api/v1/events").status_code == 401


SHUT_OUT: list[Callable[[Library], object]] = [
    lambda library: library.access.remove_account("Bob"),
    lambda library: library.access.set_disabled("Bob", True),
    lambda library: library.access.revoke_key("Bob's phone"),
]


@pytest.mark.parametrize("shut_out", SHUT_OUT)
def test_who_is_shut_out_hears_nothing_more(
    library: Library, shut_out: Callable[[Library], object]
) -> None:
    for name in ("Anna", "Bob"):
        library.access.create_account(name, "a long password", "owner")
    _, secret = library.access.create_key("Bob's phone", "read", account="Bob")
    with (
        live(quick(library)) as running,
        httpx.Client(base_url=running.base, timeout=SECONDS) as client,
        client.stream("GET", "/api/v1/events", headers={"X-API-Key": secret}) as stream,
    ):
        news = heard(stream.iter_lines())
        assert next(news)[0] == "hello"
        library.jobs.ask("group", {}, who="Anna")
        assert next(news)[0] == "job"
        shut_out(library)
        library.ignore(library.faces()[0].face)
        assert list(news) == []


def test_a_round_that_begins_and_ends_is_news(
    running: Live, server: Server, library: Library
) -> None:
    with ExitStack() as held:
        one = held.enter_context(closing(browser(running, server)))
        stream = held.enter_context(one.stream("GET", "/api/v1/events"))
        news = heard(stream.iter_lines())
        assert next(news)[0] == "hello"
        acts: tuple[Callable[[str], object], ...] = (
            library.open_round,
            library.close_round,
            library.remove_round,
        )
        for act in acts:
            act("Party")
            event, data = next(news)
            while event == "job":
                event, data = next(news)
            assert (event, data["rounds"]) == ("library", True)


def test_who_logged_out_hears_nothing_more(running: Live, server: Server, library: Library) -> None:
    with ExitStack() as held:
        one = held.enter_context(closing(browser(running, server)))
        stream = held.enter_context(one.stream("GET", "/api/v1/events"))
        news = heard(stream.iter_lines())
        assert next(news)[0] == "hello"
        assert one.delete("/api/v1/session").status_code == 204
        library.ignore(library.faces()[0].face)
        assert list(news) == []


def test_news_are_told_with_the_rights_of_now(library: Library) -> None:
    for name in ("Anna", "Bob"):
        library.access.create_account(name, "a long password", "owner")
    _, secret = library.access.create_key("Bob's phone", "admin", account="Bob")
    with (
        live(quick(library)) as running,
        httpx.Client(base_url=running.base, timeout=SECONDS) as client,
        client.stream("GET", "/api/v1/events", headers={"X-API-Key": secret}) as stream,
    ):
        news = heard(stream.iter_lines())
        next(news)
        library.jobs.ask("add", {"paths": ["/photos/secret"]}, who="Anna")
        assert "/photos/secret" in str(next(news))
        library.access.set_role("Bob", "viewer")
        library.jobs.ask("add", {"paths": ["/photos/other secret"]}, who="Anna")
        event, data = next(news)
        assert event == "job"
        assert "secret" not in str(data)


# ---------------------------------------------------------------- listeners


async def taken(news: AsyncIterator[Any], most: int) -> list[Any]:
    """Return the news that wait, at most so many."""
    found: list[Any] = []
    for _ in range(most):
        try:
            async with asyncio.timeout(0.05):
                found.append(await anext(news))
        except TimeoutError:
            break
    return found


def test_who_is_far_behind_is_told_to_look_at_everything(library: Library) -> None:
    async def scene() -> None:
        told = Events(library, most=1, seconds=60)
        async with told.listening("Anna") as news:
            queue = next(iter(told._listeners))
            change = Changed(photos=False, people=True, edits=True)
            for _ in range(events.WAITING + 1):
                events._put(queue, change)
            assert await taken(news, 10) == [EVERYTHING, change]
        told.stop()

    asyncio.run(scene())


def test_a_listener_more_than_allowed_is_refused_and_others_are_not(library: Library) -> None:
    async def scene() -> None:
        told = Events(library, most=1, seconds=60)
        async with told.listening("Anna"), told.listening("Bea"):
            with pytest.raises(ProblemError) as refused:
                async with told.listening("Anna"):
                    pass
            assert refused.value.status == 429
        async with told.listening("Anna"):
            pass
        told.stop()

    asyncio.run(scene())


def test_nothing_is_told_after_the_end(library: Library) -> None:
    async def scene() -> None:
        told = Events(library, most=2, seconds=60)
        async with told.listening("Anna") as before:
            told.stop()
            assert [one async for one in before] == []
        async with told.listening("Anna") as after:
            assert [one async for one in after] == []
        assert told.listeners == 0

    asyncio.run(scene())
