"""Opening an index: which, where, and what it says when it cannot be."""

from __future__ import annotations

import builtins
import os
import ssl
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from likeness.errors import LikenessError, SettingsError, StoreUnavailableError
from likeness.index.base import Index
from likeness.index.exact import ExactIndex
from likeness.index.open import index_name, open_index
from likeness.settings import IndexSettings
from likeness.types import Contract
from tests.index.test_faults import faces, names
from tests.stores.qdrant_server import QdrantServer

CONTRACT = Contract("model 1/äöü: the same")
LIBRARY = "0123456789abcdef" * 2


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[list[Index]]:
    indexes: list[Index] = []
    yield indexes
    for index in indexes:
        index.close()


def made(opened: list[Index], url: str, folder: Path, key: str = "") -> Index:
    settings = IndexSettings(url=url, api_key=SecretStr(key), retry_seconds=0)
    opened.append(open_index(settings, folder=folder, contract=CONTRACT, library=LIBRARY))
    return opened[-1]


def test_without_an_address_the_index_is_exact(tmp_path: Path) -> None:
    index = open_index(IndexSettings(), folder=tmp_path, contract=Contract("m"), library=LIBRARY)
    assert isinstance(index, ExactIndex)
    assert index.folder == tmp_path / "m"


@pytest.mark.parametrize("url", ["", "qdrant-local:", "qdrant-edge:", "http://127.0.0.1:1"])
def test_opening_reads_and_writes_nothing(opened: list[Index], tmp_path: Path, url: str) -> None:
    settings = IndexSettings(url=url)
    folder = tmp_path / "index"
    opened.append(open_index(settings, folder=folder, contract=Contract("m"), library=LIBRARY))
    assert not folder.exists()


@pytest.mark.parametrize("kind", ["qdrant-local", "qdrant-edge"])
def test_the_folders_are_the_owners_alone(opened: list[Index], tmp_path: Path, kind: str) -> None:
    old = os.umask(0)
    try:
        made(opened, f"{kind}:", tmp_path / "index").replace(names(1), faces(1), 1)
        made(opened, f"{kind}:{tmp_path}/own", tmp_path).replace(names(1), faces(1), 1)
    finally:
        os.umask(old)
    for folder in (tmp_path / "index" / kind, tmp_path / "own"):
        (inner,) = folder.iterdir()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(inner.stat().st_mode) == 0o700


def test_indexes_of_libraries_and_contracts_have_names_of_their_own() -> None:
    every = {
        index_name(library, contract)
        for library in ("a" * 32, "b" * 32, "x/y", "x y")
        for contract in (CONTRACT, Contract("other"))
    }
    assert len(every) == 8
    assert all(name.replace("_", "").isalnum() and name.isascii() for name in every)


@pytest.mark.parametrize(
    ("url", "module", "extra"),
    [
        ("qdrant-local:", "qdrant_client", r"likeness\[qdrant\]"),
        ("http://localhost", "qdrant_client", r"likeness\[qdrant\]"),
        ("qdrant-edge:", "qdrant_edge", r"likeness\[qdrant-edge\]"),
    ],
)
def test_a_package_that_is_not_installed_is_named(
    opened: list[Index],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    module: str,
    extra: str,
) -> None:
    original = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> object:
        if name == module:
            raise ImportError(name)
        return original(name, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingsError, match=extra):
        made(opened, url, tmp_path).replace(names(1), faces(1), 1)


def problem(opened: list[Index], url: str, folder: Path, key: str = "") -> LikenessError:
    """Return the error of the first question to a server."""
    with pytest.raises(LikenessError) as caught:
        _ = made(opened, url, folder, key).revision
    assert "\n" not in str(caught.value)
    assert not key or key not in str(caught.value)
    return caught.value


def test_a_wrong_key_and_none_are_told_from_a_server_that_is_gone(
    opened: list[Index], tmp_path: Path
) -> None:
    with QdrantServer(api_key="right-key") as server:
        for key in ("wrong-key", ""):
            error = problem(opened, server.url, tmp_path, key)
            assert isinstance(error, SettingsError)
            assert "refuses index.api_key" in str(error)
        assert made(opened, server.url, tmp_path, "right-key").revision == -1
        gone = server.url
    error = problem(opened, gone, tmp_path)
    assert isinstance(error, StoreUnavailableError)
    assert "connection refused" in str(error)


def test_a_server_that_is_too_old_or_another_one_is_refused(
    opened: list[Index], tmp_path: Path
) -> None:
    with QdrantServer() as server:
        server.version = "1.9.7"
        assert "has version 1.9.7" in str(problem(opened, server.url, tmp_path))
        server.version = "nonsense"
        assert "no Qdrant server" in str(problem(opened, server.url, tmp_path))


def test_a_host_that_does_not_exist_is_a_wrong_setting(opened: list[Index], tmp_path: Path) -> None:
    error = problem(opened, "http://no-such-host.invalid", tmp_path)
    # Without any name server nobody can tell a wrong name from a failure.
    assert isinstance(error, SettingsError) or "resolution" in str(error)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make a certificate for the loopback that signs itself."""
    folder = tmp_path_factory.mktemp("tls")
    key, file = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-keyout", str(key), "-out", str(file), "-days", "2"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not on this machine")
    return key, file


def test_a_server_must_prove_who_it_is(
    opened: list[Index],
    tmp_path: Path,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, file = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    with QdrantServer(api_key="a-key", tls=context) as server:
        error = problem(opened, server.url, tmp_path, "a-key")
        assert isinstance(error, SettingsError)
        assert "is not trusted" in str(error)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        index = made(opened, server.url, tmp_path, "a-key")
        index.replace(names(1), faces(1), 1)
        assert index.revision == 1
        index.close()


def test_encryption_where_there_is_none_is_a_wrong_setting(
    opened: list[Index], tmp_path: Path
) -> None:
    with QdrantServer() as server:
        error = problem(opened, server.url.replace("http:", "https:"), tmp_path)
        assert isinstance(error, SettingsError)
        assert "there is no TLS" in str(error)
