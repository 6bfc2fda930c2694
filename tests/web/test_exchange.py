from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.errors import DownloadError
from likeness.web.exchange import read_url


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://photos.test/a", "photos.test", 80),
        ("HTTPS://Photos.Test/a", "photos.test", 443),
        ("http://photos.test:9000", "photos.test", 9000),
        ("http://[2606:2800::1]:1024/", "2606:2800::1", 1024),
        ("http://b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.test/", "xn--bcher-kva.test", 80),
    ],
)
def test_a_url_names_a_host_and_a_port(url: str, host: str, port: int) -> None:
    read = read_url(url)

    assert (read.host, read.port) == (host, port)


@given(st.integers(1, 1023))
def test_below_1024_only_the_ports_of_the_web_are_asked(port: int) -> None:
    if port in {80, 443}:
        assert read_url(f"http://photos.test:{port}/").port == port
    else:
        with pytest.raises(DownloadError, match=f"Port {port}"):
            read_url(f"http://photos.test:{port}/")


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("c", "https://photos.test/a/c"),
        ("/c?d=e", "https://photos.test/c?d=e"),
        ("//other.test/c", "https://other.test/c"),
        ("https://other.test", "https://other.test"),
    ],
)
def test_a_redirect_is_read_from_where_it_stands(location: str, leads_to: str) -> None:
    followed = read_url("https://photos.test/a/b").follow(location)

    assert str(followed.url) == leads_to


@pytest.mark.parametrize(
    "location",
    ["http://photos.test/", "file:///etc/passwd", "javascript:1", "https://me@photos.test/",
     "https://[::1/", "https://photos.test:25/", "https://a\x00b/", "\x1b"],
)  # fmt: skip
def test_a_redirect_to_anything_else_is_refused(location: str) -> None:
    with pytest.raises(DownloadError):
        read_url("https://photos.test/").follow(location)


@given(st.text())
def test_any_text_is_a_web_url_or_an_error_of_ours(text: str) -> None:
    with contextlib.suppress(DownloadError):
        read = read_url(text)

        assert read.scheme in {"http", "https"}
        assert read.host
