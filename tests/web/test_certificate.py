"""Certificates of our own: what they say, who may read the key, and when they are renewed."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
import ssl
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from likeness.errors import SettingsError, StoreUnavailableError
from likeness.web.certificate import self_signed

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def read(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


def said_names(certificate: x509.Certificate) -> x509.SubjectAlternativeName:
    return certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> str | None:
    """Connect on the loopback network, and return which TLS both agreed on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            try:
                with server.wrap_socket(connection, server_side=True) as spoken:
                    spoken.recv(1)
            except OSError:
                connection.close()

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            with (
                socket.create_connection(listener.getsockname()) as plain,
                client.wrap_socket(plain, server_hostname=name) as spoken,
            ):
                spoken.sendall(b"x")
                return spoken.version()
        finally:
            thread.join()


def contexts(folder: Path, *names: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a server shows, and a client that trusts nothing else."""
    made = self_signed(folder, names)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(made.certificate, made.key)
    return server, ssl.create_default_context(cafile=str(made.certificate))


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "photos.example.org", "192.0.2.7"])
def test_a_browser_that_trusts_it_connects_by_every_name(tmp_path: Path, name: str) -> None:
    server, client = contexts(tmp_path / "tls", "photos.example.org", "192.0.2.7")

    assert shake_hands(server, client, name) == "TLSv1.3"


def test_a_browser_refuses_it_for_another_name(tmp_path: Path) -> None:
    server, client = contexts(tmp_path / "tls")

    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        shake_hands(server, client, "elsewhere.example.org")


def test_a_browser_that_does_not_know_it_refuses_it(tmp_path: Path) -> None:
    server, _ = contexts(tmp_path / "tls")

    with pytest.raises(ssl.SSLCertVerificationError, match="self-signed"):
        shake_hands(server, ssl.create_default_context(), "localhost")


def test_it_says_who_it_is_for_and_nothing_more(tmp_path: Path) -> None:
    made = self_signed(tmp_path / "tls", ["Photos.Example.ORG", "[2001:db8::1]"], now=NOW)

    certificate = read(made.certificate)
    names = said_names(certificate)
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"
    assert {"localhost", "photos.example.org"} <= set(names.get_values_for_type(x509.DNSName))
    assert set(names.get_values_for_type(x509.IPAddress)) == {
        ipaddress.ip_address(text) for text in ("127.0.0.1", "::1", "2001:db8::1")
    }
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc == dt.timedelta(398)
    assert certificate.not_valid_before_utc < NOW


def test_it_names_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "shelf")

    made = self_signed(tmp_path / "tls")

    assert "shelf" in said_names(read(made.certificate)).get_values_for_type(x509.DNSName)


def test_a_machine_without_a_proper_name_has_one_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "the shelf")

    assert self_signed(tmp_path / "tls").certificate.is_file()


def test_a_name_in_any_script_is_written_as_browsers_send_it(tmp_path: Path) -> None:
    made = self_signed(tmp_path / "tls", ["bücher.example.org"])

    names = said_names(read(made.certificate)).get_values_for_type(x509.DNSName)
    assert "xn--bcher-kva.example.org" in names


def test_its_fingerprint_is_what_browsers_show(tmp_path: Path) -> None:
    made = self_signed(tmp_path / "tls")

    der = ssl.PEM_cert_to_DER_cert(made.certificate.read_text())
    assert made.fingerprint.replace(":", "").lower() == sha256(der).hexdigest()
    assert made.fingerprint.count(":") == 31


def test_nobody_else_can_read_the_key(tmp_path: Path) -> None:
    folder = tmp_path / "tls"
    folder.mkdir(mode=0o755)
    before = os.umask(0)
    try:
        made = self_signed(folder)
    finally:
        os.umask(before)

    assert made.key.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_key_that_others_could_read_is_closed_again(tmp_path: Path) -> None:
    made = self_signed(tmp_path / "tls")
    made.key.chmod(0o644)

    assert self_signed(tmp_path / "tls") == made
    assert made.key.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("days", "renewed"), [(366, False), (368, True), (500, True)])
def test_it_is_renewed_a_month_before_its_end(tmp_path: Path, days: int, renewed: bool) -> None:
    first = self_signed(tmp_path / "tls", now=NOW)

    later = self_signed(tmp_path / "tls", now=NOW + dt.timedelta(days=days))

    assert (later.fingerprint != first.fingerprint) == renewed


def test_one_from_the_future_is_not_used(tmp_path: Path) -> None:
    first = self_signed(tmp_path / "tls", now=NOW + dt.timedelta(days=100))

    assert self_signed(tmp_path / "tls", now=NOW).fingerprint != first.fingerprint


def test_a_new_name_needs_a_new_one_and_a_name_less_does_not(tmp_path: Path) -> None:
    first = self_signed(tmp_path / "tls", ["a.example.org"])
    more = self_signed(tmp_path / "tls", ["a.example.org", "192.0.2.7"])
    fewer = self_signed(tmp_path / "tls", ["192.0.2.7"])

    assert first.fingerprint != more.fingerprint == fewer.fingerprint


@pytest.mark.parametrize("damage", ["certificate", "key", "pair"])
def test_what_is_damaged_is_made_anew(tmp_path: Path, damage: str) -> None:
    first = self_signed(tmp_path / "tls")
    if damage == "pair":  # as after a kill between the two
        other = self_signed(tmp_path / "other")
        first.key.write_bytes(other.key.read_bytes())
    else:
        getattr(first, damage).write_bytes(b"-----BEGIN NOTHING-----\n")

    again = self_signed(tmp_path / "tls")

    assert again.fingerprint != first.fingerprint
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(again.certificate, again.key)


def test_many_at_once_get_the_same_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: self_signed(tmp_path / "tls"), range(8)))

    assert len(made) == 1
    left = {file.name for file in (tmp_path / "tls").iterdir()}
    assert left - {"self-signed.lock"} == {"self-signed.pem", "self-signed.key"}


@pytest.mark.parametrize(
    "name", ["https://x.example.org", "a b", "", "x" * 64, "a..b", "host:8420"]
)
def test_what_is_no_name_is_refused_in_words(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="neither a host name nor an IP address"):
        self_signed(tmp_path / "tls", [name])

    assert not (tmp_path / "tls").exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreUnavailableError, match="Make the folder writable"):
        self_signed(tmp_path / "file" / "tls")


def test_cryptography_is_loaded_only_when_a_certificate_is_made() -> None:
    said = "import sys, likeness.web.certificate; print('cryptography' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", said], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "False"
