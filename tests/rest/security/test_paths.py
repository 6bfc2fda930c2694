"""Whatever text the API takes: it names no file of the server, and no address that it asks."""

from __future__ import annotations

import copy
import io
import os
import socket
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, cast

import pytest
import requests
from fastapi import FastAPI
from schemathesis.core import NotSet
from schemathesis.python import asgi
from starlette.testclient import TestClient

from likeness import Library
from likeness.rest.app import create_app
from likeness.rest.limits import Limits
from likeness.rest.serving import make_server
from tests.rest.conftest import BASE
from tests.rest.contract import Case, examples, ids_of
from tests.rest.live import Live, status

PASSWD = b"root:"
"""Begins what no answer may hold."""

HOSTILE = (
    "../../../../../../etc/passwd",
    "/etc/passwd",
    "file:///etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..\\..\\..\\etc\\passwd",
    "/etc/passwd\x00.jpg",
    "\x00",
    "~root/.ssh/id_rsa",
    "/proc/self/environ",
)

Send = Callable[[Case], requests.Response]


@pytest.fixture
def send(kept_library: Library) -> Iterator[Send]:
    """Send a request as a program that may do everything."""
    server = make_server(kept_library, who="tests")
    server.limits = Limits(logins_per_minute=10_000, finds_per_minute=10_000)
    app = create_app(server)
    key, secret = kept_library.access.create_key("paths", "admin")
    with asgi.get_client(cast(Any, app), max_stream_events=1) as client:

        def sent(case: Case) -> requests.Response:
            words = case.as_transport_kwargs(base_url=BASE, headers={"X-API-Key": secret})
            return client.request(timeout=20, **words)

        yield sent
    kept_library.access.revoke_key(key.key)


def with_text(case: Case, texts: tuple[str, ...]) -> Iterator[Case]:
    """Yield a request again for each text in it, each time with one of *texts* in its place."""
    number = 0
    for part in ("path_parameters", "query", "body"):
        held = getattr(case, part)
        if isinstance(held, NotSet) or not isinstance(held, dict):
            continue
        for where in places(held):
            changed = copy.deepcopy(held)
            put(changed, where, texts[number % len(texts)])
            number += 1
            setattr(case, part, changed)
            yield case
        setattr(case, part, held)


def places(value: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every text."""
    if isinstance(value, str):
        yield where
    inside: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, held in inside:
        yield from places(held, (*where, key))


def put(value: Any, where: tuple[Any, ...], text: str) -> None:
    for key in where[:-1]:
        value = value[key]
    value[where[-1]] = text


def harmless(case: Case) -> bool:
    """Whether the library has what the tests need after it."""
    return case.method != "DELETE"


@pytest.mark.parametrize("turn", range(2))
def test_no_text_leads_to_a_file_of_the_server(
    send: Send, kept_library: Library, app: FastAPI, turn: int
) -> None:
    texts = HOSTILE[turn:] + HOSTILE[:turn]
    sent = 0
    for case in examples(app.openapi(), ids_of(kept_library), each=3, seed=turn):
        for hostile in filter(harmless, with_text(case, texts)):
            answer = send(hostile)
            sent += 1
            assert answer.status_code < 500, (hostile, answer.text)
            assert PASSWD not in answer.content, hostile
            if answer.status_code < 300:
                assert b"PATH=" not in answer.content, hostile
    assert sent > 150


def test_no_text_makes_the_server_ask_an_address(
    send: Send, kept_library: Library, app: FastAPI
) -> None:
    """Also not later, when a worker does the jobs that were asked for."""
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.setblocking(False)
        here = f"127.0.0.1:{canary.getsockname()[1]}"
        texts = (
            f"http://{here}/a.jpg",
            f"s3://{here}/bucket/a.jpg",
            f"http://{here}@127.0.0.1/",
            f"//{here}/share/a.jpg",
            f"postgresql://{here}/x",
        )
        for case in examples(app.openapi(), ids_of(kept_library), each=3, seed=9):
            for hostile in filter(harmless, with_text(case, texts)):
                assert send(hostile).status_code < 500, hostile
        kept_library.work(once=True)
        with pytest.raises(BlockingIOError):
            canary.accept()


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    "path",
    ["/docs/assets/{}", "/{}", "/api/v1/photos/{}/file", "/api/v1/review/questions/{}/picture"],
)
def test_no_path_leads_to_a_file_of_the_server(admin: TestClient, path: str, hostile: str) -> None:
    for text in (hostile, hostile.replace("/", "%2f"), hostile.replace(".", "%2e")):
        answer = admin.get(path.format(text.replace("\x00", "%00").replace("\\", "%5c")))
        assert answer.status_code in {400, 404, 405, 409, 422}, text


@pytest.mark.parametrize(
    "target",
    [
        b"/../../../../etc/passwd",
        b"/docs/assets/../../../../../etc/passwd",
        b"/docs/assets/..%2f..%2f..%2f..%2fetc%2fpasswd",
        b"/docs/assets/%2e%2e/%2e%2e/etc/passwd",
        b"/docs/assets//etc/passwd",
        b"/docs/assets/..\\..\\etc\\passwd",
        b"//etc/passwd",
        b"/%00",
        b"/\x80\xff",
        b"/%ff%fe",
        b"/docs/assets/swagger-ui.css%00.png",
        b"*",
        b"file:///etc/passwd",
    ],
)
def test_no_target_as_it_is_leads_to_a_file(standing: Live, target: bytes) -> None:
    answer = standing.say(b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % target)
    assert status(answer) in {0, 400, 404}, answer
    assert PASSWD not in answer


@pytest.mark.parametrize(
    "path", ["/etc", "/", "/etc/../etc", "~root", "{0}/..", "{0}/.hidden", "{0}/link", "{1}"]
)
def test_only_folders_below_the_roots_become_sources(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    root = tmp_path / "root"
    (root / ".hidden").mkdir(parents=True)
    (root / "link").symlink_to("/etc")
    server = make_server(library, who="tests")
    changes = {"roots": (str(root), str(library.folder.parent))}
    server.settings = server.settings.model_copy(update=changes)
    _, secret = library.access.create_key("roots", "admin")
    client = TestClient(create_app(server), BASE, headers={"X-API-Key": secret})
    chosen = path.format(root, library.folder)
    if path == "{0}/..":  # its parent is a root, too: go one further
        chosen = str(tmp_path.parent)
    assert client.post("/api/v1/sources", json={"path": chosen}).status_code in {403, 422}
    assert client.get("/api/v1/folders", params={"path": chosen}).status_code in {403, 422}
    assert not library.jobs.list((), limit=1)


# ---------------------------------------------------------------- zip-slip

SLIPPERY = (
    "..%2f..%2fevil.jpg",
    "..\\..\\evil.jpg",
    "a\nb\r\nContent-Type: text%2fhtml\r\n.jpg",
    "=cmd|' %2fC calc'!A0.jpg",
    "con.jpg",
    "\u202egpj.exe.jpg",
    "<img src=x onerror=alert(1)>.jpg",
    " .jpg",
    "-rf.jpg",
)


@pytest.fixture
def slippery(library: Library, served_photos: Path, tmp_path: Path) -> Library:
    """A library with photos whose names are attacks."""
    folder = tmp_path / "slippery"
    folder.mkdir()
    content = (served_photos / "t1.jpg").read_bytes()
    for number, name in enumerate(SLIPPERY):
        (folder / name).write_bytes(content + bytes([number]))
    odd = os.fsencode(str(folder)) + b"/\xff\xfe.jpg"
    with open(odd, "wb") as file:
        file.write(content + b"odd")
    library.add(folder)
    return library


def test_no_name_in_an_archive_leads_out_of_it(slippery: Library, admin: TestClient) -> None:
    photos = [photo.sha256 for photo in slippery.photos()]
    answer = admin.post("/api/v1/photos/zip", json={"photos": photos})
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert len(names) == len(set(map(str.casefold, names))) >= len(SLIPPERY)
    for name in names:
        assert not PurePosixPath(name).is_absolute()
        assert ".." not in PurePosixPath(name.replace("\\", "/")).parts
        assert "\\" not in name
        assert name.isprintable()


def test_no_name_makes_a_header_of_its_own(slippery: Library, admin: TestClient) -> None:
    for photo in slippery.photos():
        answer = admin.get(f"/api/v1/photos/{photo.sha256}/file?download=true")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/jpeg"
        header = answer.headers["content-disposition"]
        assert header.isascii()
        assert header.startswith("attachment; filename=")
        assert "/" not in header
        assert "\\" not in header
