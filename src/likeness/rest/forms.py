"""Forms with files, written straight into a private folder while they come, under limits.

The frameworks' own way reads the whole body before it is known who sends it, into the folder for
temporary files, which may be memory. Here a route reads its form itself, once the visitor is in.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from fastapi import Request
from fastapi.concurrency import contextmanager_in_threadpool
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from likeness.errors import StoreUnavailableError
from likeness.rest.problems import ProblemError

if TYPE_CHECKING:
    from likeness.library import Library

PIECE = 2**18
"""Bytes that are parsed together: each time is a trip to another thread."""

FIELD_BYTES = 4096
LONGEST_NAME = 500  # characters of a file's name; the rest is cut off
MULTIPART = b"multipart/form-data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a form may hold."""

    files: frozenset[str]  # names of the fields that are files
    most: int  # files
    fields: frozenset[str] = frozenset()  # names of other fields


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFile:
    """A file of a form, for as long as the request lasts."""

    field: str
    name: str  # as its owner calls it
    path: Path
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What came in a form."""

    files: tuple[FormFile, ...]  # in the order in which they came
    fields: Mapping[str, str]


@asynccontextmanager
async def form_of(request: Request, library: Library, limits: Limits) -> AsyncIterator[Form]:
    """Yield the form that a request brings; its files are gone with the block.

    How large all of it may be, the guard of bodies says.

    Raises:
        ProblemError: It is no such form (400), or holds what it should not (422).
        StoreUnavailableError: There is no room for the files.
    """
    boundary = _boundary(request)
    async with contextmanager_in_threadpool(library.scratch()) as folder:
        reader = _Reader(folder, limits, boundary)
        try:
            gathered = bytearray()
            async for chunk in request.stream():
                gathered += chunk
                if len(gathered) >= PIECE:
                    await run_in_threadpool(reader.feed, bytes(gathered))
                    gathered.clear()
            await run_in_threadpool(reader.feed, bytes(gathered))
            form = reader.result()
        finally:
            reader.close()
        yield form


def schema(
    required: Mapping[str, Any], optional: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return `openapi_extra` for a route that reads such a form."""
    properties = {**required, **(optional or {})}
    body = {"type": "object", "properties": properties, "required": sorted(required)}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": body}}}}


FILE = {"type": "string", "format": "binary"}


def malformed(detail: str) -> ProblemError:
    """Return the problem of a form that cannot be read."""
    return ProblemError(400, "malformed", "The request cannot be read", detail)


def senseless(detail: str) -> ProblemError:
    """Return the problem of a form that holds what it should not."""
    return ProblemError(422, "invalid-request", "The request makes no sense", detail)


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != MULTIPART or not boundary:
        raise malformed("Send a form: multipart/form-data with a boundary.")
    return boundary


@dataclass
class _Part:
    """The part of a form that is being read."""

    headers: dict[bytes, bytes] = field(default_factory=dict)
    header: bytes = b""
    value: bytes = b""
    name: str = ""
    file: BinaryIO | None = None
    file_name: str = ""
    data: bytes = b""


class _Reader:
    """Takes the bytes of a form and keeps what they hold."""

    def __init__(self, folder: Path, limits: Limits, boundary: bytes) -> None:
        self._folder = folder
        self._limits = limits
        self._files: list[FormFile] = []
        self._fields: dict[str, str] = {}
        self._part = _Part()
        self._ended = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin,
                    "on_part_data": self._data,
                    "on_part_end": self._end,
                    "on_header_begin": self._header_begin,
                    "on_header_field": self._header_field,
                    "on_header_value": self._header_value,
                    "on_header_end": self._header_end,
                    "on_headers_finished": self._headers,
                    "on_end": self._all,
                },
            )
        except FormParserError as exc:
            raise malformed("The boundary of the form cannot be one.") from exc

    def feed(self, data: bytes) -> None:
        """Read more of the form."""
        try:
            self._parser.write(data)
        except FormParserError as exc:
            raise malformed("The form is malformed.") from exc
        except OSError as exc:
            raise StoreUnavailableError(
                f"There is no room for what you sent: {exc.strerror or exc}. Try again later."
            ) from exc

    def result(self) -> Form:
        """Return what came."""
        if not self._ended:
            raise malformed("The form ends in the middle.")
        return Form(files=tuple(self._files), fields=self._fields)

    def close(self) -> None:
        """Let go of the file that was being written."""
        if self._part.file is not None:
            self._part.file.close()
            self._part.file = None

    # -- as the parser calls them

    def _begin(self) -> None:
        self._part = _Part()

    def _header_begin(self) -> None:
        self._part.header = self._part.value = b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._part.header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._part.value += data[start:end]

    def _header_end(self) -> None:
        self._part.headers[self._part.header.lower()] = self._part.value

    def _headers(self) -> None:
        part = self._part
        kind, options = parse_options_header(part.headers.get(b"content-disposition", b""))
        if kind != b"form-data" or b"name" not in options:
            raise malformed("A part of the form does not say what it is.")
        part.name = _text(options[b"name"])
        if b"filename" not in options:
            if part.name in self._limits.files:
                raise senseless(f"{part.name} has to be a file.")
            if part.name not in self._limits.fields or part.name in self._fields:
                raise senseless("The form holds a field that is not known, or one twice.")
            return
        if part.name not in self._limits.files:
            raise senseless("The form holds a file that is not asked for.")
        if len(self._files) >= self._limits.most:
            raise senseless(f"{self._limits.most} files at most, please.")
        part.file_name = _text(options[b"filename"])[:LONGEST_NAME]
        part.file = open(self._folder / str(len(self._files)), "xb")  # noqa: SIM115

    def _data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        if part.file is not None:
            part.file.write(memoryview(data)[start:end])
            return
        part.data += data[start:end]
        if len(part.data) > FIELD_BYTES:
            raise senseless(f"{part.name} has more than {FIELD_BYTES:,} bytes.")

    def _end(self) -> None:
        part = self._part
        if part.file is None:
            self._fields[part.name] = _text(part.data)
            return
        size = part.file.tell()
        path = Path(part.file.name)
        self.close()
        self._files.append(FormFile(field=part.name, name=part.file_name, path=path, size=size))

    def _all(self) -> None:
        self._ended = True


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
