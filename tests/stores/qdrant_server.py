"""A Qdrant server on the loopback: the REST endpoints that we use, over qdrant-client's local mode.

It takes and gives the JSON that a true server does, as far as qdrant-client's models say, and can
be told to fail. It stands in where no true server can be had.
"""

from __future__ import annotations

import json
import re
import ssl
import threading
import warnings
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from qdrant_client import QdrantClient, models

VERSION = "1.16.0"


@dataclass(frozen=True)
class Fault:
    """An answer in place of the true one."""

    status: int
    body: bytes = b'{"status":{"error":"told to fail"},"time":0}'
    headers: dict[str, str] = field(default_factory=dict)
    only: str = ""  # pattern that method and path must match
    late: bool = False  # answer so after having done what was asked


class QdrantServer:
    """Serves from its own threads until it is left.

    with QdrantServer(api_key="secret") as server:
        connect(server.url, api_key="secret")
        server.faults.append(Fault(503))
        assert server.asked[-1] == "GET /collections"
    """

    def __init__(self, *, api_key: str = "", tls: ssl.SSLContext | None = None) -> None:
        self.api_key = api_key
        self.version = VERSION
        self.faults: deque[Fault] = deque()
        self.asked: list[str] = []
        self.sizes: list[int] = []
        self.most_at_once = 0
        self.client = QdrantClient(":memory:")
        self.mutex = threading.Lock()
        self._running = 0
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        if tls is not None:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        self._scheme = "http" if tls is None else "https"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()
        self.client.close()

    def answer(self, method: str, path: str, key: str | None, body: bytes) -> tuple[int, Any]:
        """Return the status and the JSON of the answer."""
        if self.api_key and key != self.api_key and path != "/":
            return 401, _failed("Must provide an API key or an Authorization bearer token")
        for asked, pattern, do in ROUTES:
            match = re.fullmatch(pattern, path)
            if asked == method and match:
                content = json.loads(body) if body else {}
                try:
                    with self.mutex, warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        return 200, do(self, content, **match.groupdict())
                except (ValueError, KeyError) as exc:
                    return (404 if "not found" in str(exc).lower() else 400), _failed(str(exc))
        return 404, _failed(f"no such endpoint: {method} {path}")

    def due(self, asked: str) -> Fault | None:
        """Take the next fault, if it is meant for what is asked."""
        with self.mutex:
            if self.faults and re.search(self.faults[0].only, asked):
                return self.faults.popleft()
            return None

    def enter(self, asked: str, size: int) -> None:
        with self.mutex:
            self.asked.append(asked)
            self.sizes.append(size)
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)

    def leave(self) -> None:
        with self.mutex:
            self._running -= 1


def _handler(server: QdrantServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            bodiless = self.command in {"GET", "DELETE"}
            expected = int(self.headers.get("content-length") or (0 if bodiless else -1))
            body = self.rfile.read(expected) if expected > 0 else b""
            if len(body) != expected:
                self.close_connection = True  # the request was cut off, the client is gone
                return
            path = self.path.partition("?")[0]
            asked = f"{self.command} {path}"
            server.enter(asked, len(body))
            try:
                fault = server.due(asked)
                if fault is None or fault.late:
                    key = self.headers.get("api-key")
                    status, content = server.answer(self.command, path, key, body)
                    headers, data = {}, json.dumps(content).encode()
                if fault is not None:
                    status, headers, data = fault.status, fault.headers, fault.body
            finally:
                server.leave()
            self.send_response(status)
            for name, value in {"content-type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_PUT = do_POST = do_DELETE = _serve

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                self.close_connection = True  # the client is gone

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    return Handler


def _failed(reason: str) -> dict[str, Any]:
    return {"status": {"error": reason}, "time": 0.0}


def _done(result: Any) -> dict[str, Any]:
    return {"result": result, "status": "ok", "time": 0.0}


UPDATED = {"operation_id": 0, "status": "completed"}


def _records(records: Any) -> list[Any]:
    return [json.loads(record.model_dump_json(exclude_none=True)) for record in records]


def _root(server: QdrantServer, body: Any) -> Any:
    return {"title": "qdrant - vector search engine", "version": server.version}


def _collections(server: QdrantServer, body: Any) -> Any:
    found = server.client.get_collections().collections
    return _done({"collections": [{"name": each.name} for each in found]})


def _exists(server: QdrantServer, body: Any, name: str) -> Any:
    return _done({"exists": server.client.collection_exists(name)})


def _create(server: QdrantServer, body: Any, name: str) -> Any:
    asked = models.CreateCollection.model_validate(body)
    server.client.create_collection(name, vectors_config=asked.vectors)
    return _done(True)


def _delete(server: QdrantServer, body: Any, name: str) -> Any:
    return _done(server.client.delete_collection(name))


def _index(server: QdrantServer, body: Any, name: str) -> Any:
    asked = models.CreateFieldIndex.model_validate(body)
    server.client.create_payload_index(name, asked.field_name, asked.field_schema)
    return _done(UPDATED)


def _aliases(server: QdrantServer, body: Any) -> Any:
    return _done(json.loads(server.client.get_aliases().model_dump_json()))


def _change_aliases(server: QdrantServer, body: Any) -> Any:
    asked = models.ChangeAliasesOperation.model_validate(body)
    return _done(server.client.update_collection_aliases(asked.actions))


def _upsert(server: QdrantServer, body: Any, name: str) -> Any:
    server.client.upsert(name, models.PointsList.model_validate(body).points)
    return _done(UPDATED)


def _retrieve(server: QdrantServer, body: Any, name: str) -> Any:
    asked = models.PointRequest.model_validate(body)
    found = server.client.retrieve(
        name,
        asked.ids,
        with_payload=True if asked.with_payload is None else asked.with_payload,
        with_vectors=asked.with_vector or False,
    )
    return _done(_records(found))


def _scroll(server: QdrantServer, body: Any, name: str) -> Any:
    asked = models.ScrollRequest.model_validate(body)
    found, following = server.client.scroll(
        name,
        limit=asked.limit or 10,
        offset=asked.offset,
        with_payload=asked.with_payload or False,
        with_vectors=asked.with_vector or False,
    )
    return _done({"points": _records(found), "next_page_offset": following})


def _batch(server: QdrantServer, body: Any, name: str) -> Any:
    asked = models.UpdateOperations.model_validate(body)
    server.client.batch_update_points(name, asked.operations)
    return _done([UPDATED for _ in asked.operations])


def _query(server: QdrantServer, body: Any, name: str) -> Any:
    asked = models.QueryRequestBatch.model_validate(body)
    answers = server.client.query_batch_points(name, asked.searches)
    return _done([{"points": _records(answer.points)} for answer in answers])


NAME = "(?P<name>[^/]+)"
ROUTES: list[tuple[str, str, Callable[..., Any]]] = [
    ("GET", "/", _root),
    ("GET", "/collections", _collections),
    ("GET", f"/collections/{NAME}/exists", _exists),
    ("PUT", f"/collections/{NAME}", _create),
    ("DELETE", f"/collections/{NAME}", _delete),
    ("PUT", f"/collections/{NAME}/index", _index),
    ("GET", "/aliases", _aliases),
    ("POST", "/collections/aliases", _change_aliases),
    ("PUT", f"/collections/{NAME}/points", _upsert),
    ("POST", f"/collections/{NAME}/points", _retrieve),
    ("POST", f"/collections/{NAME}/points/scroll", _scroll),
    ("POST", f"/collections/{NAME}/points/batch", _batch),
    ("POST", f"/collections/{NAME}/points/query/batch", _query),
]
