from __future__ import annotations

import gzip
import os
import ssl
import stat
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.errors import DownloadError
from likeness.web.download import Downloader
from likeness.web.limits import WebLimits
from tests.web.certificates import server_trust
from tests.web.servers import (
    OTHER_PUBLIC,
    PUBLIC,
    Dialler,
    Names,
    Talk,
    WebServer,
    drip,
    endless,
    plain,
    raw,
    redirect,
    serving,
    silence,
)

PICTURE = bytes(range(256)) * 40
LIMITS = WebLimits(max_bytes=1_000_000, max_seconds=30, parallel=3, allow_private=True)


def fetched(server: WebServer, path: str, target: Path, **limits: float) -> bytes:
    """Fetch one path of a server of this machine."""
    values = {"max_bytes": 1_000_000, "max_seconds": 30, **limits}
    Downloader(WebLimits(allow_private=True, **values)).fetch(  # type: ignore[arg-type]
        server.url(path), target
    )
    return target.read_bytes()


def refused(server: WebServer, path: str, target: Path, **limits: float) -> str:
    """Return why a path of a server is not fetched, and see that nothing is left of it."""
    with pytest.raises(DownloadError) as caught:
        fetched(server, path, target, **limits)
    assert not target.exists()
    return str(caught.value)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "picture"


@pytest.fixture(scope="module")
def server() -> Iterator[WebServer]:
    routes = {
        "/good": plain(PICTURE),
        "/empty": plain(b""),
        "/open-end": raw("HTTP/1.0 200 OK", body=PICTURE),
        "/chunked": raw(
            "HTTP/1.1 200 OK",
            "Transfer-Encoding: chunked",
            body=b"2800\r\n" + PICTURE + b"\r\n0\r\n\r\n",
        ),
        "/away": redirect("/good?a=b"),
        "/relative": redirect("good"),
        "/loop": redirect("/loop"),
        "/nowhere": redirect("http://[::1/"),
        "/file": redirect("file:///etc/passwd"),
        "/ftp": redirect("ftp://127.0.0.1/x"),
        "/mail": redirect("http://127.0.0.1:25/"),
        "/password": redirect("http://me:secret@127.0.0.1/"),
        "/no-location": plain(b"", status="302 Found"),
        "/error": plain(b"no", status="500 \x1b[31mred"),
        "/nothing": raw("HTTP/1.1 204 No Content"),
        "/part": plain(b"part", status="206 Partial Content"),
        "/odd": plain(b"odd", status="799 What"),
        "/drip": drip(),
        "/drip-head": drip(b"HTTP/1.1 200 OK\r\nX: "),
        "/drip-hints": endless("", b"HTTP/1.1 102 Wait\r\n\r\n"),
        "/silence": silence,
        "/endless": endless(),
        "/endless-head": endless("HTTP/1.1 200 OK\r\n", b"X: " + b"y" * 60_000 + b"\r\n"),
        "/endless-chunks": endless(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"10000\r\n" + b"x" * 65536 + b"\r\n",
        ),
        "/crumbs": endless(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"".join(b"1;" + b"z" * 500 + b"\r\nx\r\n" for _ in range(100)),
        ),
        "/huge": raw("HTTP/1.1 200 OK", f"Content-Length: {5 * 2**30}", body=b"x"),
        "/short": raw("HTTP/1.1 200 OK", "Content-Length: 999", body=b"short"),
        "/short-chunk": raw("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", body=b"2800\r\nxx"),
        "/negative": raw("HTTP/1.1 200 OK", "Content-Length: -1", body=b"x"),
        "/digits": raw("HTTP/1.1 200 OK", f"Content-Length: {'9' * 5000}", body=b"x"),
        "/two-lengths": raw(
            "HTTP/1.1 200 OK", "Content-Length: 1", "Content-Length: 2", body=b"xx"
        ),
        "/bomb": plain(gzip.compress(bytes(50_000_000)), "Content-Encoding: gzip"),
        "/named-aws": plain(PICTURE, "Content-Encoding: aws-chunked"),
        "/noise": raw("\x00\x01\x02", body=b"\xff" * 100),
        "/hang-up": lambda talk: None,
        "/cookie": plain(PICTURE, "Set-Cookie: a=b; Path=/"),
    }
    with serving(routes) as server:
        yield server


# ---------------------------------------------------------------- what works


@pytest.mark.parametrize(
    "path", ["/good", "/open-end", "/chunked", "/away", "/relative", "/named-aws", "/good?a=%20b#c"]
)
def test_a_file_arrives_whole(server: WebServer, path: str, target: Path) -> None:
    assert fetched(server, path, target) == PICTURE


def test_an_empty_file_is_a_file(server: WebServer, target: Path) -> None:
    assert fetched(server, "/empty", target) == b""


def test_only_its_owner_can_read_the_file(server: WebServer, target: Path) -> None:
    fetched(server, "/good", target)

    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_what_lies_there_is_never_replaced(server: WebServer, target: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"mine")
    target.symlink_to(tmp_path / "other")

    with pytest.raises(DownloadError, match="cannot be kept"):
        fetched(server, "/good", target)

    assert (tmp_path / "other").read_bytes() == b"mine"


@given(st.binary(max_size=2000), st.lists(st.integers(1, 700), max_size=5))
@settings(max_examples=20, deadline=None)
def test_any_bytes_in_any_chunks_arrive_whole(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, cuts: list[int]
) -> None:
    edges = sorted({0, len(body), *(cut for cut in cuts if cut < len(body))})
    chunks = [body[a:b] for a, b in pairwise(edges)]
    framed = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    target = tmp_path_factory.mktemp("any") / "file"

    with serving(
        {"/": raw("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", body=framed)}
    ) as server:
        assert fetched(server, "/", target) == body


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize("path", ["/drip", "/drip-head", "/drip-hints", "/silence"])
def test_time_is_limited_for_the_whole_file(server: WebServer, path: str, target: Path) -> None:
    assert "longer than 0.4 seconds" in refused(server, path, target, max_seconds=0.4)


@pytest.mark.parametrize("path", ["/huge", "/endless", "/endless-chunks"])
def test_size_is_limited_whatever_was_announced(server: WebServer, path: str, target: Path) -> None:
    assert "1,000,000 bytes" in refused(server, path, target)


def test_a_body_that_is_mostly_framing_is_limited_too(server: WebServer, target: Path) -> None:
    assert "more than is allowed" in refused(server, "/crumbs", target)


def test_a_file_of_just_the_allowed_size_passes(server: WebServer, target: Path) -> None:
    assert fetched(server, "/good", target, max_bytes=len(PICTURE)) == PICTURE


@pytest.mark.parametrize("path", ["/good", "/chunked", "/open-end"])
def test_a_byte_more_than_allowed_is_refused(server: WebServer, path: str, target: Path) -> None:
    assert "10,239 bytes" in refused(server, path, target, max_bytes=len(PICTURE) - 1)


def test_redirects_are_limited(server: WebServer, target: Path) -> None:
    before = len(server.heads)

    assert "more than 3 times" in refused(server, "/loop", target, max_redirects=3)
    assert len(server.heads) - before == 4


def test_no_redirect_may_be_allowed(server: WebServer, target: Path) -> None:
    assert "more than 0 times" in refused(server, "/away", target, max_redirects=0)


# ---------------------------------------------------------------- servers that are wrong


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/missing", "answered 404 Not Found"),
        ("/error", "answered 500 Internal Server Error"),
        ("/nothing", "answered 204 No Content"),
        ("/part", "answered 206 Partial Content"),
        ("/odd", "answered 799."),
        ("/no-location", "answered 302 Found"),
        ("/short", "too early"),
        ("/short-chunk", "too early"),
        ("/hang-up", "too early"),
        ("/negative", "rules of HTTP"),
        ("/digits", "rules of HTTP"),
        ("/two-lengths", "rules of HTTP"),
        ("/noise", "rules of HTTP"),
        ("/endless-head", "rules of HTTP"),
        ("/bomb", "compressed"),
        ("/nowhere", "redirects to what is no URL"),
        ("/file", "Only http and https"),
        ("/ftp", "Only http and https"),
        ("/mail", "Port 25"),
        ("/password", "user name or password"),
    ],
)
def test_what_is_wrong_is_said(server: WebServer, path: str, words: str, target: Path) -> None:
    told = refused(server, path, target)

    assert words in told
    assert told.isprintable()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://",
        "http:///path",
        "http://me@127.0.0.1/",
        "http://me:secret@127.0.0.1/",
        "http://127.0.0.1:0/",
        "http://127.0.0.1:22/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:x/",
        "http://[::1/",
        "http://[fe80::1%25lo]/",
        "http://a\nb/",
        "http://\N{CIRCLED DIGIT ONE}.test/",
        "http://" + "a" * 70_000,
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1/",
        "data:image/png;base64,AAAA",
        "//127.0.0.1/",
        "/etc/passwd",
    ],
)
def test_urls_that_make_no_sense_are_refused(url: str, target: Path) -> None:
    with pytest.raises(DownloadError):
        Downloader(LIMITS).fetch(url, target)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_refused_or_fetched_and_never_more(text: str) -> None:
    names = Names()

    with pytest.raises(DownloadError):
        Downloader(LIMITS, resolve=names, dialler=Dialler()).fetch(
            f"http://{text}", Path("/nowhere")
        )


def test_messages_hold_neither_path_nor_query(target: Path) -> None:
    url = "http://unknown.test/private/path?Signature=secret"

    with pytest.raises(DownloadError) as caught:
        Downloader(LIMITS, resolve=Names()).fetch(url, target)

    assert "unknown.test" in str(caught.value)
    assert not any(word in str(caught.value) for word in ("private/path", "Signature", "secret"))


def test_a_closed_port_is_said(target: Path) -> None:
    with serving({}) as server:
        url = server.url("/")

    with pytest.raises(DownloadError, match="cannot be reached"):
        Downloader(LIMITS).fetch(url, target)


def test_a_full_disk_is_the_files_own_error(server: WebServer) -> None:
    with pytest.raises(DownloadError, match="cannot be kept here"):
        fetched(server, "/good", Path("/dev/full"))
    with pytest.raises(DownloadError, match="cannot be kept here"):
        fetched(server, "/good", Path("/no/such/folder/file"))


# ---------------------------------------------------------------- whom we talk to


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1"])
def test_this_machine_is_refused_in_every_spelling(host: str, target: Path) -> None:
    with serving({"/": plain(PICTURE)}) as server:
        with pytest.raises(DownloadError, match="a loopback address, which is not allowed here"):
            Downloader(WebLimits()).fetch(server.url("/", host), target)

        assert server.heads == []


@pytest.mark.parametrize(
    "host", ["[::1]", "[::ffff:127.0.0.1]", "[::]", "[fe80::1]", "[64:ff9b::7f00:1]", "0.0.0.0"]
)
def test_special_addresses_are_refused_without_a_connection(host: str, target: Path) -> None:
    dialler = Dialler()

    with pytest.raises(DownloadError, match="not allowed here"):
        Downloader(WebLimits(), dialler=dialler).fetch(f"http://{host}:8000/", target)

    assert dialler.dialled == []


def test_the_service_of_cloud_credentials_is_refused_even_where_private_hosts_are_allowed(
    target: Path,
) -> None:
    dialler = Dialler()

    with pytest.raises(DownloadError, match="link-local"):
        Downloader(LIMITS, dialler=dialler).fetch("http://169.254.169.254/latest", target)

    assert dialler.dialled == []


def test_the_address_that_was_checked_is_the_one_connected_to(
    server: WebServer, target: Path
) -> None:
    names = Names(photos_test=[[PUBLIC], ["127.0.0.1"]])
    dialler = Dialler()

    Downloader(WebLimits(), resolve=names, dialler=dialler).fetch(
        server.url("/good", "photos.test"), target
    )

    assert names.asked == ["photos.test"]  # a second answer would be another
    assert dialler.dialled == [PUBLIC]
    assert f"Host: photos.test:{server.port}\r\n" in server.heads[-1]


def test_every_hop_is_checked_anew(target: Path) -> None:
    names = Names(photos_test=[[PUBLIC]], inside_test=[["10.0.0.1"]])
    dialler = Dialler()
    routes = {"/a": redirect("//inside.test:8000/secret"), "/b": redirect("//PHOTOS.test:8000/")}

    with serving(routes) as server:
        downloader = Downloader(WebLimits(), resolve=names, dialler=dialler)
        with pytest.raises(DownloadError, match=r"inside\.test leads to a private address"):
            downloader.fetch(server.url("/a", "photos.test"), target)

    assert dialler.dialled == [PUBLIC]


def test_a_name_that_turns_private_between_two_hops_is_refused(target: Path) -> None:
    names = Names(photos_test=[[PUBLIC], ["127.0.0.1"]])
    dialler = Dialler()

    with serving({"/a": redirect("/b"), "/b": plain(PICTURE)}) as server:
        downloader = Downloader(WebLimits(), resolve=names, dialler=dialler)
        with pytest.raises(DownloadError, match="loopback"):
            downloader.fetch(server.url("/a", "photos.test"), target)

    assert len(server.heads) == 1


def test_the_next_address_is_tried_where_one_does_not_answer(
    server: WebServer, target: Path
) -> None:
    class OneDown(Dialler):
        def connect_tcp(self, host, *args, **more):  # type: ignore[no-untyped-def]
            import httpcore

            if host == PUBLIC:
                self.dialled.append(host)
                raise httpcore.ConnectError
            return super().connect_tcp(host, *args, **more)

    dialler = OneDown()
    names = Names(photos_test=[[PUBLIC, OTHER_PUBLIC]])
    Downloader(WebLimits(), resolve=names, dialler=dialler).fetch(
        server.url("/good", "photos.test"), target
    )

    assert dialler.dialled == [PUBLIC, OTHER_PUBLIC]


def test_nothing_of_ours_is_told_to_the_server(
    server: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    downloader = Downloader(LIMITS)
    for number in range(2):
        downloader.fetch(server.url("/cookie"), tmp_path / str(number))

    head = server.heads[-1].lower()
    names = {line.partition(":")[0] for line in head.splitlines()[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert "accept-encoding: identity" in head


def test_proxies_of_the_environment_are_not_used(
    server: WebServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving({}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.url(""))

        assert fetched(server, "/good", target) == PICTURE
        assert proxy.heads == []


# ---------------------------------------------------------------- https


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WebServer, ssl.SSLContext]]:
    """A server called photos.test, and what verifies it."""
    trust, public = server_trust("photos.test", tmp_path_factory.mktemp("trust"))
    routes = {
        "/good": plain(PICTURE),
        "/down": redirect("http://photos.test:8000/good"),
        "/cut": lambda talk: talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"),
        "/drip": drip(),
    }
    with serving(routes, trust) as server:
        yield server, ssl.create_default_context(cafile=str(public))


def secure_downloader(trust: ssl.SSLContext | None, **limits: float) -> Downloader:
    names = Names(photos_test=[[PUBLIC]], other_test=[[PUBLIC]])
    return Downloader(WebLimits(**limits), resolve=names, dialler=Dialler(), trust=trust)  # type: ignore[arg-type]


def test_https_is_verified_by_name_though_an_address_is_connected_to(
    secure: tuple[WebServer, ssl.SSLContext], target: Path
) -> None:
    server, trust = secure
    secure_downloader(trust).fetch(server.url("/good", "photos.test"), target)

    assert target.read_bytes() == PICTURE


@pytest.mark.parametrize(("host", "known"), [("other.test", True), ("photos.test", False)])
def test_certificates_of_others_and_of_nobody_are_refused(
    secure: tuple[WebServer, ssl.SSLContext], target: Path, host: str, known: bool
) -> None:
    server, trust = secure
    before = len(server.heads)

    with pytest.raises(DownloadError, match=rf"certificate of {host} is not valid"):
        secure_downloader(trust if known else None).fetch(server.url("/good", host), target)

    assert len(server.heads) == before


def test_a_private_authority_can_be_named_in_the_environment(
    secure: tuple[WebServer, ssl.SSLContext],
    target: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trust, public = server_trust("photos.test", tmp_path_factory.mktemp("own"))
    monkeypatch.setenv("SSL_CERT_FILE", str(public))

    with serving({"/good": plain(PICTURE)}, trust) as server:
        secure_downloader(None).fetch(server.url("/good", "photos.test"), target)

    assert target.read_bytes() == PICTURE


def test_a_redirect_from_https_to_http_is_refused(
    secure: tuple[WebServer, ssl.SSLContext], target: Path
) -> None:
    server, trust = secure

    with pytest.raises(DownloadError, match="from https to http"):
        secure_downloader(trust).fetch(server.url("/down", "photos.test"), target)


@pytest.mark.parametrize(
    ("path", "seconds", "words"), [("/cut", 30, "too early|broke"), ("/drip", 1, "longer than")]
)
def test_limits_hold_over_https(
    secure: tuple[WebServer, ssl.SSLContext], target: Path, path: str, seconds: float, words: str
) -> None:
    server, trust = secure

    with pytest.raises(DownloadError, match=words):
        secure_downloader(trust, max_seconds=seconds).fetch(server.url(path, "photos.test"), target)


def test_a_server_without_tls_is_said(server: WebServer, target: Path) -> None:
    with pytest.raises(DownloadError, match="does not speak TLS"):
        Downloader(LIMITS).fetch(server.url("/good").replace("http:", "https:"), target)


# ---------------------------------------------------------------- several at a time


def test_outcomes_come_in_the_order_of_the_urls(server: WebServer, tmp_path: Path) -> None:
    paths = ["/good", "/missing", "/away", "/short", "/good"] * 4
    jobs = [(server.url(path), tmp_path / str(n)) for n, path in enumerate(paths)]

    outcomes = list(Downloader(LIMITS).fetch_all(jobs))

    assert [outcome is None for outcome in outcomes] == [True, False, True, False, True] * 4
    assert sorted(int(name) for name in os.listdir(tmp_path)) == [
        n for n, outcome in enumerate(outcomes) if outcome is None
    ]


def test_as_many_as_allowed_are_fetched_at_once(tmp_path: Path) -> None:
    together = threading.Barrier(3)

    def meet(talk: Talk) -> None:
        together.wait(30)
        plain(PICTURE)(talk)

    with serving({"/": meet}) as server:
        jobs = [(server.url("/"), tmp_path / str(n)) for n in range(6)]

        assert list(Downloader(LIMITS).fetch_all(jobs)) == [None] * 6


def test_only_a_few_are_fetched_ahead_of_the_caller(server: WebServer, tmp_path: Path) -> None:
    taken: list[int] = []

    def jobs() -> Iterator[tuple[str, Path]]:
        for number in range(1000):
            taken.append(number)
            yield server.url("/good"), tmp_path / str(number)

    outcomes = Downloader(LIMITS).fetch_all(jobs())
    next(outcomes)
    outcomes.close()

    assert len(taken) <= 2 * LIMITS.parallel + 1


def test_giving_up_ends_what_is_under_way(server: WebServer, tmp_path: Path) -> None:
    jobs = [(server.url(path), tmp_path / path[1:]) for path in ("/good", "/drip", "/silence")]

    outcomes = Downloader(LIMITS).fetch_all(jobs)
    next(outcomes)
    outcomes.close()

    assert os.listdir(tmp_path) == ["good"]


def test_no_urls_are_no_work() -> None:
    assert list(Downloader(LIMITS).fetch_all([])) == []
