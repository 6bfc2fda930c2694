"""A certificate of our own, so that browsers on the home network speak TLS with this machine.

Nobody vouches for it: a browser asks once, and its owner compares the fingerprint.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from likeness.errors import SettingsError, StoreUnavailableError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

CERTIFICATE = "self-signed.pem"
KEY = "self-signed.key"
LOCK = "self-signed.lock"

VALID_DAYS = 398  # browsers refuse server certificates that are valid for longer
RENEW_DAYS = 30
CLOCK_SKEW = dt.timedelta(hours=1)  # a client whose clock is slow must not find it too young
LOCK_SECONDS = 30

ALWAYS = ("localhost", "127.0.0.1", "::1")
"""Names of this machine for itself."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class SelfSigned(NamedTuple):
    """Two PEM files, and the SHA-256 of the certificate as browsers show it: `AB:CD:...`."""

    certificate: Path
    key: Path
    fingerprint: str


def self_signed(
    folder: Path, names: Iterable[str] = (), *, now: dt.datetime | None = None
) -> SelfSigned:
    """Return a certificate for this machine, made or renewed if there is none that will do.

    The one that lies in *folder* is kept while it names everything it should, fits its key and is
    good for another 30 days. Else both files are written anew, the key readable by its owner only.
    Processes that share *folder* get the same certificate.

    Args:
        folder: Where both files lie; made private to its owner.
        names: Host names and IP addresses by which this machine is visited, beside `localhost`,
            the loopback addresses and its own name.
        now: The time to judge by, with a time zone; None: the present.

    Raises:
        SettingsError: A name is neither a host name nor an address.
        StoreUnavailableError: *folder* cannot be written, or somebody else holds it.
    """
    from filelock import FileLock, Timeout

    wanted = _parse((*ALWAYS, *_own_name(), *names))
    moment = now or dt.datetime.now(dt.UTC)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        with FileLock(folder / LOCK, timeout=LOCK_SECONDS, mode=0o600):
            kept = _kept(folder, wanted, moment)
            return kept or _make(folder, wanted, moment)
    except Timeout as exc:
        raise StoreUnavailableError(
            f"Another process has been holding {folder / LOCK} for {LOCK_SECONDS} s: "
            "end it, then try again."
        ) from exc
    except OSError as exc:
        raise StoreUnavailableError(
            f"The certificate cannot be kept in {folder}: {exc.strerror or exc}. "
            "Make the folder writable, or name a certificate of your own "
            "(serve.tls_certificate, serve.tls_key)."
        ) from exc


def _own_name() -> tuple[str, ...]:
    """Return what this machine calls itself, unless no certificate could say so."""
    name = socket.gethostname()
    try:
        _parse([name])
    except SettingsError:
        return ()
    return (name,)


def _parse(names: Iterable[str]) -> tuple[frozenset[str], frozenset[Address]]:
    """Return host names in ASCII and lower case, and addresses."""
    hosts, addresses = set(), set()
    for name in names:
        try:
            addresses.add(ipaddress.ip_address(name.strip("[]")))
        except ValueError:
            hosts.add(_ascii(name))
    return frozenset(hosts), frozenset(addresses)


def _ascii(name: str) -> str:
    try:
        host = name.encode("idna").decode().lower()
    except UnicodeError:
        host = ""
    labels = host.removeprefix("*.").removesuffix(".").split(".")
    if len(host) > 253 or not all(
        label.replace("-", "").replace("_", "").isalnum() for label in labels
    ):
        raise SettingsError(
            f"{name!r} is neither a host name nor an IP address, so no certificate can name it: "
            "write it without scheme and port, such as photos.example.org."
        )
    return host


def _kept(
    folder: Path, wanted: tuple[frozenset[str], frozenset[Address]], now: dt.datetime
) -> SelfSigned | None:
    """Return what lies in *folder*, unless it is missing, damaged, ending or lacks a name."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key((folder / KEY).read_bytes(), password=None)
        certificate = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
        said = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (FileNotFoundError, ValueError, TypeError, x509.ExtensionNotFound):
        return None
    hosts, addresses = wanted
    ends = certificate.not_valid_after_utc - dt.timedelta(days=RENEW_DAYS)
    if (
        private.public_key() != certificate.public_key()
        or not certificate.not_valid_before_utc <= now < ends
        or not hosts.issubset(said.get_values_for_type(x509.DNSName))
        or not addresses.issubset(said.get_values_for_type(x509.IPAddress))
    ):
        return None
    (folder / KEY).chmod(0o600)
    return _named(folder, certificate)


def _make(
    folder: Path, wanted: tuple[frozenset[str], frozenset[Address]], now: dt.datetime
) -> SelfSigned:
    """Write a new key and its certificate."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    private = ec.generate_private_key(ec.SECP256R1())
    certificate = _signed(private, wanted, now)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    # Whoever is cut off between the two leaves a pair that does not fit, which is made anew.
    _replace(folder / KEY, pem, mode=0o600)
    _replace(folder / CERTIFICATE, certificate.public_bytes(serialization.Encoding.PEM), mode=0o644)
    return _named(folder, certificate)


def _signed(
    private: EllipticCurvePrivateKey,
    wanted: tuple[frozenset[str], frozenset[Address]],
    now: dt.datetime,
) -> x509.Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    hosts, addresses = wanted
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Likeness")])
    begins = now.astimezone(dt.UTC).replace(microsecond=0) - CLOCK_SKEW
    said = [
        *(x509.DNSName(host) for host in sorted(hosts)),
        *(x509.IPAddress(address) for address in sorted(addresses, key=str)),
    ]
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days=VALID_DAYS))
        .add_extension(x509.SubjectAlternativeName(said), critical=False)
        # Nobody can be vouched for with this key, even where somebody trusts it.
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, **usage), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )


def _named(folder: Path, certificate: x509.Certificate) -> SelfSigned:
    from cryptography.hazmat.primitives import hashes

    fingerprint = certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    return SelfSigned(folder / CERTIFICATE, folder / KEY, fingerprint)


def _replace(file: Path, content: bytes, *, mode: int) -> None:
    """Replace *file* whole or not at all; nobody else can read it at any moment before *mode*."""
    handle, partial = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # 0600
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(partial, mode)
        os.replace(partial, file)
    except BaseException:
        os.unlink(partial)
        raise
