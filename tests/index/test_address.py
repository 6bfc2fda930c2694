"""What `index.url` may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from likeness.errors import SettingsError
from likeness.index.address import Engine, Server, demand_secrecy, parse


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("http://localhost", Server("http://localhost:6333")),
        ("https://db.example.org", Server("https://db.example.org:6333")),
        ("https://db.example.org:443/qdrant/", Server("https://db.example.org:443/qdrant")),
        ("http://[::1]:7000", Server("http://[::1]:7000")),
        ("qdrant-local:", Engine("qdrant-local", None)),
        ("qdrant-edge:", Engine("qdrant-edge", None)),
        ("qdrant-edge:/srv/index", Engine("qdrant-edge", Path("/srv/index"))),
    ],
)
def test_an_address_is_a_server_or_an_engine(url: str, meant: Server | Engine) -> None:
    assert parse(url) == meant


@pytest.mark.parametrize(
    "url",
    [
        "exact",
        "localhost:6333",
        "ftp://host",
        "http://",
        "http://host:port",
        "http://host:99999",
        "http://ho st",
        "http://user:secret@host",
        "https://host?api_key=secret",
        "https://host#secret",
        "qdrant-local:relative/secret",
        "qdrant-edge",
        "http://[::1",
    ],
)
def test_what_is_neither_is_refused_in_one_line_and_without_secrets(url: str) -> None:
    with pytest.raises(SettingsError, match=r"index\.url") as caught:
        parse(url)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://db.example.org",
        "http://localhost",
        "http://127.0.0.1",
        "http://[::1]",
        "http://10.1.2.3",
        "http://192.168.0.7",
        "http://qdrant",
        "http://nas.local",
    ],
)
def test_a_key_is_sent_where_nobody_outside_can_read_it(url: str) -> None:
    server = parse(url)
    assert isinstance(server, Server)
    demand_secrecy(server, "secret")


@pytest.mark.parametrize("url", ["http://db.example.org", "http://8.8.8.8", "http://[2600::1]"])
def test_a_key_is_never_sent_in_the_clear_over_the_internet(url: str) -> None:
    server = parse(url)
    assert isinstance(server, Server)
    demand_secrecy(server, "")
    with pytest.raises(SettingsError, match="in the clear") as caught:
        demand_secrecy(server, "secret")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("key", ["sec ret", "secret\n", "sécret", "sec\x00ret"])
def test_a_key_that_cannot_be_sent_is_refused(key: str) -> None:
    with pytest.raises(SettingsError, match="no key has") as caught:
        demand_secrecy(Server("https://host:6333"), key)
    assert key not in str(caught.value)
