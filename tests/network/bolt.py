"""A server that speaks Bolt 5.4 to Neo4j's own driver, over LadybugDB instead of Neo4j.

The wire is real (https://neo4j.com/docs/bolt/current/), and so is the Cypher that answers, though
it is another engine's. What LadybugDB does not know, Neo4j's constraints, is written down and
otherwise passed over.
"""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from likeness.network.schema import tables

MAGIC = b"\x60\x60\xb0\x17"
MAJOR, MINOR = 5, 4
HELLO, GOODBYE, RESET, RUN, BEGIN, COMMIT, ROLLBACK = 0x01, 0x02, 0x0F, 0x10, 0x11, 0x12, 0x13
DISCARD, PULL, ROUTE, LOGON, LOGOFF = 0x2F, 0x3F, 0x66, 0x6A, 0x6B
SUCCESS, RECORD, IGNORED, FAILURE = 0x70, 0x71, 0x7E, 0x7F


class Graph:
    """What all visitors of a server share."""

    def __init__(self, file: Path, user: str, password: str) -> None:
        import ladybug

        self.database = ladybug.Database(str(file), buffer_pool_size=64 * 2**20)
        self.credentials = (user, password)
        self.queries: list[str] = []
        self.lock = threading.RLock()
        self.connection = ladybug.Connection(self.database)
        for table in tables():
            self.run(table, {})

    def run(self, query: str, parameters: dict[str, Any]) -> tuple[list[str], list[list[Any]]]:
        """Return names and rows of an answer."""
        with self.lock:
            self.queries.append(query)
            if query.startswith("CREATE CONSTRAINT IF NOT EXISTS FOR "):
                return [], []
            result = self.connection.execute(query, parameters)
            try:
                return result.get_column_names(), [list(row) for row in result.get_all()]
            finally:
                result.close()

    def close(self) -> None:
        self.connection.close()
        self.database.close()


class Visit(socketserver.BaseRequestHandler):
    """One connection of the driver."""

    graph: ClassVar[Graph]
    _broken = False
    _rows: list[list[Any]]

    def handle(self) -> None:
        if self._take(4) != MAGIC or not _offered(self._take(16)):
            return
        self.request.sendall(bytes([0, 0, MINOR, MAJOR]))
        self._rows = []
        while True:
            try:
                tag, fields = self._message()
            except ConnectionError:
                return
            if tag == GOODBYE:
                return
            self._answer(tag, fields)

    def _answer(self, tag: int, fields: list[Any]) -> None:
        if tag == RESET:
            self._broken = False
            self._say(SUCCESS, {})
            return
        if self._broken:
            self._say(IGNORED)
            return
        try:
            self._obey(tag, fields)
        except Refusal as refusal:
            self._broken = True
            self._say(FAILURE, {"code": refusal.args[0], "message": refusal.args[1]})
        except RuntimeError as error:
            self._broken = True
            code = "Neo.ClientError.Statement.SyntaxError"
            self._say(FAILURE, {"code": code, "message": str(error)})

    def _obey(self, tag: int, fields: list[Any]) -> None:
        if tag == HELLO:
            self._say(SUCCESS, {"server": "Neo4j/5.26.0", "connection_id": "bolt-1"})
        elif tag == LOGON:
            given = (fields[0].get("principal"), fields[0].get("credentials"))
            if given != self.graph.credentials:
                code = "Neo.ClientError.Security.Unauthorized"
                raise Refusal(code, f"Not the password: {given[1]}")
            self._say(SUCCESS, {})
        elif tag == RUN:
            if fields[2].get("db", "neo4j") != "neo4j":
                code = "Neo.ClientError.Database.DatabaseNotFound"
                raise Refusal(code, "Graph not found")
            names, self._rows = self.graph.run(fields[0], fields[1])
            self._say(SUCCESS, {"fields": names})
        elif tag == PULL:
            for row in self._rows:
                self._say(RECORD, row)
            self._rows = []
            self._say(SUCCESS, {"type": "rw"})
        elif tag in {BEGIN, COMMIT, ROLLBACK}:
            words = {BEGIN: "BEGIN TRANSACTION", COMMIT: "COMMIT", ROLLBACK: "ROLLBACK"}
            self.graph.run(words[tag], {})
            self._say(SUCCESS, {})
        else:
            raise Refusal("Neo.ClientError.Request.Invalid", f"Message {tag:#x} is not known here")

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            more = self.request.recv(count - len(taken))
            if not more:
                raise ConnectionError
            taken += more
        return taken

    def _message(self) -> tuple[int, list[Any]]:
        whole = b""
        while True:
            (size,) = struct.unpack(">H", self._take(2))
            if size:
                whole += self._take(size)
            elif whole:
                tag, fields = Reader(whole).value()
                return tag, fields

    def _say(self, tag: int, *fields: Any) -> None:
        whole = bytes([0xB0 + len(fields), tag]) + b"".join(map(packed, fields))
        chunks = [whole[start : start + 65_535] for start in range(0, len(whole), 65_535)]
        self.request.sendall(
            b"".join(struct.pack(">H", len(chunk)) + chunk for chunk in chunks) + b"\0\0"
        )


class Refusal(Exception):  # noqa: N818 (what it is, and nothing else)
    """A code of Neo4j's, and what it says."""


class Reader:
    """PackStream, read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def value(self) -> Any:
        mark = self._bytes(1)[0]
        if mark < 0x80 or mark >= 0xF0:
            return mark if mark < 0x80 else mark - 256
        small = {0x8: self._text, 0x9: self._list, 0xA: self._map, 0xB: self._struct}
        if mark >> 4 in small:
            return small[mark >> 4](mark & 0x0F)
        plain = {0xC0: None, 0xC2: False, 0xC3: True}
        if mark in plain:
            return plain[mark]
        if mark == 0xC1:
            return struct.unpack(">d", self._bytes(8))[0]
        if 0xC8 <= mark <= 0xCB:
            return int.from_bytes(self._bytes(1 << (mark - 0xC8)), "big", signed=True)
        sized = {0xD0: self._text, 0xD4: self._list, 0xD8: self._map}
        for first, read in sized.items():
            if first <= mark <= first + 2:
                return read(int.from_bytes(self._bytes(1 << (mark - first)), "big"))
        raise AssertionError(hex(mark))

    def _bytes(self, count: int) -> bytes:
        self._at += count
        return self._data[self._at - count : self._at]

    def _text(self, size: int) -> str:
        return self._bytes(size).decode()

    def _list(self, size: int) -> list[Any]:
        return [self.value() for _ in range(size)]

    def _map(self, size: int) -> dict[str, Any]:
        return {self.value(): self.value() for _ in range(size)}

    def _struct(self, size: int) -> tuple[int, list[Any]]:
        return self._bytes(1)[0], self._list(size)


def packed(value: Any) -> bytes:
    """Return a value as PackStream."""
    if value is None or isinstance(value, bool):
        return {None: b"\xc0", False: b"\xc2", True: b"\xc3"}[value]
    if isinstance(value, int):
        return b"\xcb" + value.to_bytes(8, "big", signed=True)
    if isinstance(value, float):
        return b"\xc1" + struct.pack(">d", value)
    if isinstance(value, str):
        data = value.encode()
        return b"\xd2" + struct.pack(">I", len(data)) + data
    if isinstance(value, list):
        return b"\xd6" + struct.pack(">I", len(value)) + b"".join(map(packed, value))
    pairs = b"".join(packed(name) + packed(each) for name, each in value.items())
    return b"\xda" + struct.pack(">I", len(value)) + pairs


def _offered(proposals: bytes) -> bool:
    """Return whether 5.4 is among what the driver proposes: ranges of minor versions."""
    for start in range(0, 16, 4):
        _, below, minor, major = proposals[start : start + 4]
        if major == MAJOR and minor - below <= MINOR <= minor:
            return True
    return False


@contextmanager
def serving(file: Path, *, user: str, password: str) -> Iterator[tuple[str, Graph]]:
    """Yield the host and port of such a server, and what it serves."""
    graph = Graph(file, user, password)
    visit = type("OwnVisit", (Visit,), {"graph": graph})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), visit) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            host, port = server.server_address[:2]
            yield f"{host!s}:{port}", graph
        finally:
            server.shutdown()
            thread.join()
    graph.close()
