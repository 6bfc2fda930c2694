"""What a Qdrant server, and the way to it, may answer instead of an answer, in our words."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from likeness.errors import LikenessError, SettingsError, StoreUnavailableError
from likeness.index.address import Server
from likeness.index.engine import GenerationGoneError
from likeness.index.retries import PassingError

PASSING = {
    408: "it gave up waiting for the request",
    429: "it has too much to do",
    502: "what is in front of it cannot reach it",
    503: "it is not ready",
    504: "what is in front of it does not get an answer",
}
MOST_TOLD = 200  # characters of what the server says


@contextmanager
def as_ours(server: Server, api_key: str) -> Iterator[None]:
    """Let no foreign exception out.

    Raises:
        PassingError: Asking again may help; its text says why.
        GenerationGoneError: There is no such collection.
        SettingsError: Asking again will not help before a setting is changed.
        StoreUnavailableError: The server could not do it.
    """
    try:
        yield
    except (LikenessError, PassingError, GenerationGoneError):
        raise
    except Exception as exc:
        raise _translated(exc, server, api_key) from exc


def _translated(exc: Exception, server: Server, api_key: str) -> Exception:
    """Return our exception for one of qdrant-client, known by what it carries."""
    source = getattr(exc, "source", None)
    if isinstance(source, Exception):
        return _of_the_way(source, server)
    after = getattr(exc, "retry_after_s", None)
    if isinstance(after, int):
        return PassingError(PASSING[429], after=after)
    status = getattr(exc, "status_code", None)
    if isinstance(status, int):
        return _of_status(status, _told(getattr(exc, "content", b""), api_key), server)
    if isinstance(exc, ValueError):  # no JSON
        return _no_qdrant(server)
    return StoreUnavailableError(
        f"The Qdrant server {server.url} answered what cannot be understood "
        f"({type(exc).__name__}). See that its version and that of qdrant-client are alike."
    )


def _of_status(status: int, told: str, server: Server) -> Exception:
    if status in PASSING:
        return PassingError(PASSING[status])
    if status == 404:
        return GenerationGoneError()
    return _settings_at_fault(status, server) or _server_at_fault(status, told, server)


def _settings_at_fault(status: int, server: Server) -> SettingsError | None:
    if status in {401, 403}:
        return SettingsError(
            f"The Qdrant server {server.url} refuses index.api_key, or asks for one where there "
            "is none. Set it to the key of the server; it must allow writing."
        )
    if 300 <= status < 400:
        return SettingsError(
            f"index.url: {server.url} sends us elsewhere (HTTP {status}). Set it to the address "
            "of the Qdrant server itself."
        )
    return None


def _server_at_fault(status: int, told: str, server: Server) -> StoreUnavailableError:
    if status == 413:
        return StoreUnavailableError(
            f"What is in front of the Qdrant server {server.url} refuses requests of our size "
            "(HTTP 413). Let it pass bodies of 32 MB."
        )
    if "space left" in told or "disk" in told.lower():
        return StoreUnavailableError(
            f"The Qdrant server {server.url} has no space left on its disk: {told} "
            "Free some there, and run the same command again."
        )
    return StoreUnavailableError(
        f"The Qdrant server {server.url} failed with HTTP {status}: {told} "
        "Its log may say more; what was written before stays."
    )


def _of_the_way(exc: Exception, server: Server) -> Exception:
    """Return our exception for one of httpx, or of the validation of an answer."""
    causes = list(_causes(exc))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return SettingsError(
                f"The certificate of the Qdrant server {server.url} is not trusted: "
                f"{cause.verify_message}. Give the server one that is, or name the file of the "
                "authority that signed it in SSL_CERT_FILE."
            )
        if isinstance(cause, ssl.SSLError) and cause.reason == "WRONG_VERSION_NUMBER":
            return SettingsError(
                f"index.url: there is no TLS at {server.url}. Use http:// if that server is on "
                "this computer or in your own network."
            )
        if isinstance(cause, socket.gaierror) and cause.errno != socket.EAI_AGAIN:
            return SettingsError(
                f"index.url: there is no such host as in {server.url}, as far as this computer "
                "can tell. Check the name and the network."
            )
    if type(exc).__module__.startswith("pydantic"):
        return _no_qdrant(server)
    if isinstance(exc, OSError) or type(exc).__module__.partition(".")[0] == "httpx":
        return PassingError(_reason(exc, causes))
    return StoreUnavailableError(
        f"The Qdrant server {server.url} could not be asked ({type(exc).__name__})."
    )


def _no_qdrant(server: Server) -> SettingsError:
    return SettingsError(
        f"index.url: {server.url} answers, but not as a Qdrant server does. Check host, port and "
        "path."
    )


def _reason(exc: Exception, causes: list[BaseException]) -> str:
    if "Timeout" in type(exc).__name__:
        return "no answer within index.timeout_seconds"
    for cause in causes:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror[:1].lower() + cause.strerror[1:]
    return "the connection ended too early"


def _causes(exc: BaseException | None) -> Iterator[BaseException]:
    for _ in range(20):
        if exc is None:
            return
        yield exc
        exc = exc.__cause__ or exc.__context__


def _told(content: object, api_key: str) -> str:
    """Return what a server says went wrong: one line, short, and without the key."""
    text = content.decode(errors="replace") if isinstance(content, bytes) else ""
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        text = str(json.loads(text)["status"]["error"])
    if api_key:
        text = text.replace(api_key, "***")
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    line = line[:MOST_TOLD].rstrip(".") or "it does not say why"
    return f"{line}."
