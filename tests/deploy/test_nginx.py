"""nginx, run for real with deploy/nginx in front of two servers."""

from __future__ import annotations

import gzip
import json
import re
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest

from tests.deploy.composed import service
from tests.deploy.proxy import CONFIG, Proxy, proxying, written
from tests.deploy.stub import Handler, Route, Stub, said

THUMBNAIL = "/api/v1/photos/h0123abc/thumbnail"
SESSION = "/api/v1/session"


@pytest.fixture
def stubs() -> Iterator[list[Stub]]:
    with Stub("one") as one, Stub("two") as two:
        yield [one, two]


@pytest.fixture
def proxy(stubs: list[Stub], tmp_path: Path) -> Iterator[Proxy]:
    with proxying(tmp_path, *(stub.address for stub in stubs)) as running:
        yield running


@pytest.fixture
def client(proxy: Proxy) -> Iterator[httpx.Client]:
    with proxy.client() as opened:
        yield opened


def asked(stubs: list[Stub], path: str) -> int:
    return sum(len(stub.asked_for(path)) for stub in stubs)


def everywhere(stubs: list[Stub], path: str, route: Route) -> None:
    for stub in stubs:
        stub.routes[path] = route


def admits(*keys: str) -> Route:
    """Answer the question who asks, as /api/v1/session does."""

    def answer(handler: Handler) -> None:
        known = handler.headers.get("Cookie") in keys
        handler.answer(204 if known else 401, b"")

    return answer


# ---------------------------------------------------------------- the files


def test_nginx_accepts_the_configuration(tmp_path: Path) -> None:
    command, _ = written(tmp_path, "127.0.0.1:1", "127.0.0.1:2")

    done = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_compose_gives_every_value_that_the_templates_want_and_no_other() -> None:
    templates = [file.read_text(encoding="utf-8") for file in (CONFIG / "templates").iterdir()]
    wanted = set(re.findall(r"\$\{(\w+)\}", "".join(templates)))
    given = {name for name in service("nginx")["environment"] if name.startswith("EDGE_")}

    assert wanted == given


# ---------------------------------------------------------------- two servers


def test_both_servers_get_work(client: httpx.Client) -> None:
    assert {client.get("/api/v1/people").text for _ in range(10)} == {"one", "two"}


def test_who_reads_does_not_notice_that_a_server_is_gone(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    stubs[0].stop()

    assert {client.get("/api/v1/people").text for _ in range(6)} == {"two"}


@pytest.mark.parametrize("failure", [said(b"", 502), said(b"", 503), Handler.hang_up])
def test_who_reads_does_not_notice_that_a_server_fails(
    client: httpx.Client, stubs: list[Stub], failure: Route
) -> None:
    stubs[0].routes["/api/v1/people"] = failure

    assert [client.get("/api/v1/people").text for _ in range(4)] == ["two"] * 4


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("failure", [said(b"", 503), Handler.hang_up])
def test_what_changes_something_is_never_sent_twice(
    client: httpx.Client, stubs: list[Stub], method: str, failure: Route
) -> None:
    everywhere(stubs, "/api/v1/people/p1", failure)

    answer = client.request(method, "/api/v1/people/p1", json={"name": "Anna"})

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert asked(stubs, "/api/v1/people/p1") == 1


def test_what_was_not_sent_yet_goes_to_the_server_that_is_there(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    stubs[0].stop()

    assert {client.post("/api/v1/people").text for _ in range(4)} == {"two"}


def test_when_no_server_is_there_that_is_said_in_json(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    for stub in stubs:
        stub.stop()

    answer = client.get("/api/v1/people")

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == HTTPStatus.SERVICE_UNAVAILABLE
    assert int(answer.headers["retry-after"]) > 0


# ---------------------------------------------------------------- limits


def test_a_large_body_is_refused_before_it_reaches_a_server(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    answer = client.post("/api/v1/people", content=b"x" * (18 * 2**20))

    assert answer.status_code == 413
    assert answer.json()["title"] == "Content Too Large"
    assert asked(stubs, "/api/v1/people") == 0


@pytest.mark.parametrize(
    "order",
    ["/api/v1/photos/zip/tickets", "/api/v1/find/zip/tickets", "/api/v1/exports/people/tickets"],
)
def test_an_archive_is_fetched_from_the_server_that_took_the_order(
    client: httpx.Client, order: str
) -> None:
    for visitor in range(6):
        cookie = {"Cookie": f"likeness_session={visitor}"}
        took = client.post(order, headers=cookie).text

        assert client.get("/api/v1/downloads/t1", headers=cookie).text == took


@pytest.mark.parametrize("path", ["/api/v1/uploads/u1", "/api/v1/find"])
def test_uploads_and_samples_may_be_larger(
    client: httpx.Client, stubs: list[Stub], path: str
) -> None:
    answer = client.request("PATCH", path, content=b"x" * (18 * 2**20))

    assert answer.status_code == HTTPStatus.OK
    assert sum(len(each.body) for stub in stubs for each in stub.asked_for(path)) == 18 * 2**20


def test_a_piece_of_an_upload_is_passed_on_while_it_arrives(
    proxy: Proxy, stubs: list[Stub]
) -> None:
    began = threading.Event()

    def answer(handler: Handler) -> None:
        handler.answer(204, b"")

    def read(handler: Handler) -> bytes:
        first = handler.rfile.read(4)
        began.set()
        return first + handler.rfile.read(4)

    everywhere(stubs, "/api/v1/uploads/u1", answer)
    with pytest.MonkeyPatch.context() as changes, proxy.connect() as connection:
        changes.setattr(Handler, "read_body", read)
        connection.sendall(
            b"PATCH /api/v1/uploads/u1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\nhalf"
        )
        assert began.wait(10)
        connection.sendall(b"rest")
        assert connection.recv(100).startswith(b"HTTP/1.1 204")

    assert [each.body for stub in stubs for each in stub.asked] == [b"halfrest"]


@pytest.mark.parametrize(
    ("changed", "method", "path"),
    [
        ({"rate": "1r/m", "burst": "3"}, "GET", "/api/v1/people"),
        ({"login_rate": "1r/m"}, "POST", SESSION),
        ({"login_rate": "1r/m"}, "PUT", "/api/v1/session/password"),
        ({"find_rate": "1r/m"}, "POST", "/api/v1/find"),
        ({"find_rate": "1r/m"}, "POST", "/api/v1/play/join/t1"),
    ],
)
def test_who_asks_too_often_has_to_wait(
    stubs: list[Stub], tmp_path: Path, changed: dict[str, str], method: str, path: str
) -> None:
    with (
        proxying(tmp_path, *(stub.address for stub in stubs), **changed) as proxy,
        proxy.client() as client,
    ):
        answers = [client.request(method, path) for _ in range(30)]

    statuses = [answer.status_code for answer in answers]
    assert set(statuses) == {HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS}
    assert statuses[0] == HTTPStatus.OK
    refused = answers[-1]
    assert refused.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert refused.json()["status"] == HTTPStatus.TOO_MANY_REQUESTS
    assert refused.headers["retry-after"] == "2"


def test_visiting_is_not_logging_in(stubs: list[Stub], tmp_path: Path) -> None:
    with (
        proxying(tmp_path, *(stub.address for stub in stubs), login_rate="1r/m") as proxy,
        proxy.client() as client,
    ):
        assert {client.get(SESSION).status_code for _ in range(20)} == {HTTPStatus.OK}


# ---------------------------------------------------------------- streams


def test_events_arrive_while_the_stream_is_open(client: httpx.Client, stubs: list[Stub]) -> None:
    received = threading.Event()

    def stream(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(b"data: first\n\n")
        handler.wfile.flush()
        assert received.wait(10)
        handler.wfile.write(b"data: second\n\n")
        handler.close_connection = True

    everywhere(stubs, "/api/v1/events", stream)
    with client.stream("GET", "/api/v1/events", headers={"Accept-Encoding": "gzip"}) as answer:
        lines = answer.iter_lines()
        assert next(lines) == "data: first"  # while the server waits for us
        received.set()
        assert "data: second" in list(lines)


# ---------------------------------------------------------------- who asks


def test_what_clients_claim_about_themselves_is_overwritten(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    client.get(
        "/api/v1/people",
        headers={
            "X-Forwarded-For": "192.0.2.1",
            "X-Real-IP": "192.0.2.1",
            "X-Forwarded-Proto": "http",
            "X-Forwarded-Host": "evil.example.org",
            "X-Forwarded-Prefix": "/evil",
            "Forwarded": "for=192.0.2.1",
            "Proxy": "http://evil.example.org",
        },
    )

    (seen,) = [each.headers for stub in stubs for each in stub.asked]
    assert seen["x-forwarded-for"] == seen["x-real-ip"] == "127.0.0.1"
    assert seen["x-forwarded-proto"] == "https"
    assert seen["x-forwarded-host"] == seen["host"] == client.base_url.netloc.decode()
    assert not {"x-forwarded-prefix", "forwarded", "proxy"} & set(seen)


def test_measurements_and_the_inner_question_are_not_public(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    for path in ("/metrics", "/metrics/", "/_visitor"):
        assert client.get(path).status_code == HTTPStatus.NOT_FOUND

    assert not [each for stub in stubs for each in stub.asked]


def test_plain_http_is_sent_on_to_https(proxy: Proxy) -> None:
    plain = httpx.get(f"http://127.0.0.1:{proxy.plain_port}/people?x=1")
    wrong_port = httpx.get(f"http://127.0.0.1:{proxy.port}/people?x=1")

    assert plain.status_code == wrong_port.status_code == HTTPStatus.PERMANENT_REDIRECT
    sent_on = f"https://127.0.0.1:{proxy.port}/people?x=1"
    assert plain.headers["location"] == wrong_port.headers["location"] == sent_on


def test_its_own_health_is_told_to_the_container_only(proxy: Proxy) -> None:
    asked_inside = httpx.get(f"http://127.0.0.1:{proxy.plain_port}/_nginx")

    assert asked_inside.status_code == HTTPStatus.NO_CONTENT


def test_tls_is_modern(proxy: Proxy) -> None:
    old = proxy.trust
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    old.set_ciphers("ECDHE+AES:!AESGCM:!AESCCM")  # CBC

    with proxy.connect() as connection:
        assert connection.version() == "TLSv1.3"
    with pytest.raises(ssl.SSLError, match="handshake failure"):
        proxy.connect(old)


# ---------------------------------------------------------------- what browsers are told

HARDENING = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'self'",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=1",
}


def test_headers_of_the_server_come_once_and_as_they_are(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    hardened = {name.replace("-", "_"): value for name, value in HARDENING.items()}
    everywhere(stubs, "/people", said(b"", **hardened))

    answer = client.get("/people")

    for name, value in HARDENING.items():
        assert answer.headers.get_list(name) == [value]


def test_what_nginx_says_itself_has_them_too(client: httpx.Client) -> None:
    answer = client.get("/metrics")

    for name in HARDENING:
        assert len(answer.headers.get_list(name)) == 1
    assert "nginx/" not in answer.headers["server"]


def test_json_is_compressed_but_nothing_that_holds_secrets(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    body = json.dumps(["x" * 5000]).encode()
    for path in ("/api/v1/people", SESSION):
        everywhere(stubs, path, said(body, Content_Type="application/json"))
    wanted = {"Accept-Encoding": "gzip"}

    with client.stream("GET", "/api/v1/people", headers=wanted) as answer:
        assert gzip.decompress(b"".join(answer.iter_raw())) == body
    assert "content-encoding" not in client.get(SESSION, headers=wanted).headers


# ---------------------------------------------------------------- cached pictures


def picture(body: bytes = b"picture", **headers: str) -> Route:
    return said(
        body,
        Content_Type="image/webp",
        Cache_Control="private, max-age=31536000, immutable",
        Vary="Cookie",
        ETag='"1"',
        **headers,
    )


def test_a_thumbnail_is_fetched_once_and_asked_for_each_time(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    everywhere(stubs, THUMBNAIL, picture())
    everywhere(stubs, SESSION, admits("a=1", "b=2"))

    first = client.get(f"{THUMBNAIL}?side=256", headers={"Cookie": "a=1"})
    second = client.get(f"{THUMBNAIL}?side=256", headers={"Cookie": "b=2"})

    assert first.content == second.content == b"picture"
    assert second.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert asked(stubs, THUMBNAIL) == 1
    assert asked(stubs, SESSION) == 2


def test_a_cached_thumbnail_is_refused_to_strangers(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    everywhere(stubs, THUMBNAIL, picture())
    everywhere(stubs, SESSION, admits("a=1"))
    client.get(THUMBNAIL, headers={"Cookie": "a=1"})

    refused = [client.get(THUMBNAIL), client.get(THUMBNAIL, headers={"Cookie": "a=2"})]

    assert [each.status_code for each in refused] == [HTTPStatus.UNAUTHORIZED] * 2
    assert all(b"picture" not in each.content for each in refused)
    assert refused[0].json()["status"] == HTTPStatus.UNAUTHORIZED
    assert asked(stubs, THUMBNAIL) == 1


def test_strangers_do_not_fill_the_cache(client: httpx.Client, stubs: list[Stub]) -> None:
    everywhere(stubs, SESSION, admits("a=1"))

    assert client.get(THUMBNAIL).status_code == HTTPStatus.UNAUTHORIZED
    assert asked(stubs, THUMBNAIL) == 0


def test_when_nobody_can_say_who_asks_nothing_is_shown(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    everywhere(stubs, THUMBNAIL, picture())
    everywhere(stubs, SESSION, admits("a=1"))
    client.get(THUMBNAIL, headers={"Cookie": "a=1"})
    everywhere(stubs, SESSION, said(b"", 500))

    answer = client.get(THUMBNAIL, headers={"Cookie": "a=1"})

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert b"picture" not in answer.content


def test_the_session_is_asked_with_the_key_that_the_visitor_sent(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    client.get(THUMBNAIL, headers={"Authorization": "Bearer key"})

    (question,) = [each for stub in stubs for each in stub.asked_for(SESSION)]
    assert question.headers["authorization"] == "Bearer key"
    assert question.method == "GET"


def test_sizes_are_kept_apart(client: httpx.Client, stubs: list[Stub]) -> None:
    everywhere(stubs, THUMBNAIL, lambda handler: handler.answer(200, handler.path.encode()))

    assert client.get(f"{THUMBNAIL}?side=256").text.endswith("side=256")
    assert client.get(f"{THUMBNAIL}?side=512").text.endswith("side=512")
    assert client.get(THUMBNAIL).text.endswith("thumbnail")


@pytest.mark.parametrize("query", ["side=256&x=1", "x=1", "side=99999", "side=a"])
def test_unusual_questions_pass_by_the_cache(
    client: httpx.Client, stubs: list[Stub], query: str
) -> None:
    everywhere(stubs, THUMBNAIL, picture())

    for _ in range(2):
        client.get(f"{THUMBNAIL}?{query}")

    assert asked(stubs, THUMBNAIL) == 2


def test_an_answer_for_one_visitor_is_not_kept(client: httpx.Client, stubs: list[Stub]) -> None:
    everywhere(stubs, THUMBNAIL, picture(Set_Cookie="a=1"))

    for _ in range(2):
        client.get(THUMBNAIL)

    assert asked(stubs, THUMBNAIL) == 2


def test_the_server_may_forbid_to_keep_a_picture(client: httpx.Client, stubs: list[Stub]) -> None:
    everywhere(stubs, THUMBNAIL, picture(X_Accel_Expires="0"))

    for _ in range(2):
        client.get(THUMBNAIL)

    assert asked(stubs, THUMBNAIL) == 2


def test_a_forgotten_photo_vanishes_with_the_state_of_the_library(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    everywhere(stubs, THUMBNAIL, picture())
    everywhere(stubs, SESSION, said(b"{}", X_Library_State="7"))
    assert client.get(THUMBNAIL).status_code == HTTPStatus.OK

    everywhere(stubs, THUMBNAIL, said(b"gone", 404))
    everywhere(stubs, SESSION, said(b"{}", X_Library_State="8"))

    assert client.get(THUMBNAIL).status_code == HTTPStatus.NOT_FOUND


def test_without_that_state_it_vanishes_when_its_short_time_is_over(
    client: httpx.Client, stubs: list[Stub], tmp_path: Path
) -> None:
    everywhere(stubs, THUMBNAIL, picture(X_Accel_Expires="1"))  # in place of a minute
    assert client.get(THUMBNAIL).status_code == HTTPStatus.OK
    everywhere(stubs, THUMBNAIL, said(b"gone", 404))

    deadline = time.monotonic() + 10
    while client.get(THUMBNAIL).status_code == HTTPStatus.OK:
        assert time.monotonic() < deadline
        time.sleep(0.05)

    kept = [file for file in (tmp_path / "pictures").rglob("*") if file.is_file()]
    assert not any(b"picture" in file.read_bytes() for file in kept)


def test_a_picture_that_is_still_there_is_not_sent_again(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    def answer(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == '"1"':
            handler.answer(304, b"", ETag='"1"', X_Accel_Expires="60")
        else:
            picture(X_Accel_Expires="1")(handler)

    everywhere(stubs, THUMBNAIL, answer)
    deadline = time.monotonic() + 10
    while asked(stubs, THUMBNAIL) < 2:
        assert client.get(THUMBNAIL).content == b"picture"
        assert time.monotonic() < deadline
        time.sleep(0.05)

    assert client.get(THUMBNAIL).content == b"picture"


def test_files_of_the_web_page_are_kept_without_anybodys_cookies(
    client: httpx.Client, stubs: list[Stub]
) -> None:
    everywhere(stubs, "/assets/page.css", said(b"x", Cache_Control="public, max-age=600"))
    everywhere(stubs, "/assets/no.css", said(b"x"))

    for _ in range(3):
        client.get("/assets/page.css", headers={"Cookie": "a=1", "Authorization": "Bearer key"})
        client.get("/assets/no.css")

    (seen,) = [each for stub in stubs for each in stub.asked_for("/assets/page.css")]
    assert not {"cookie", "authorization"} & set(seen.headers)
    assert asked(stubs, "/assets/no.css") == 3  # nobody said for how long


def test_the_log_names_nothing_that_was_asked_for(client: httpx.Client, tmp_path: Path) -> None:
    client.get("/api/v1/photos/h0123abc/faces?person=Anna", headers={"Referer": "https://x/Anna"})

    deadline = time.monotonic() + 10
    while "/api/v1/photos 200" not in (log := (tmp_path / "log").read_text()):
        assert time.monotonic() < deadline, log  # it is written after the answer
        time.sleep(0.01)
    assert "h0123abc" not in log
    assert "Anna" not in log


@pytest.mark.parametrize("path", ["/api/v1/play/join/S3CRET", "/join/S3CRET", "/screen/S3CRET"])
def test_what_lets_somebody_into_a_round_is_not_logged_even_where_no_server_answers(
    client: httpx.Client, stubs: list[Stub], tmp_path: Path, path: str
) -> None:
    for stub in stubs:
        stub.stop()
    assert client.get(path).status_code == HTTPStatus.SERVICE_UNAVAILABLE
    client.get("/api/v1/people")  # whose error is logged, so that of the others was, too

    deadline = time.monotonic() + 10
    while "/api/v1/people" not in (log := (tmp_path / "log").read_text()):
        assert time.monotonic() < deadline, log
        time.sleep(0.01)
    assert "S3CRET" not in log


def test_a_photo_for_a_round_may_be_larger(client: httpx.Client, stubs: list[Stub]) -> None:
    whole, more = b"x" * (16 * 2**20), b"x" * (18 * 2**20)

    assert client.post("/api/v1/play/join/t1", content=whole).status_code == HTTPStatus.OK
    refused = client.post("/api/v1/play/join/t1", content=more)
    assert refused.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert asked(stubs, "/api/v1/play/join/t1") == 1
