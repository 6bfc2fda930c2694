"""A form is the same however it comes in pieces, and no form does more than fill its folder."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.rest.forms import FIELD_BYTES, Form, Limits, _Reader
from likeness.rest.problems import ProblemError

LIMITS = Limits(files=frozenset({"a"}), most=2, fields=frozenset({"f"}))


def part(head: str, data: bytes) -> bytes:
    return f"--x\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + data + b"\r\n"


def read(folder: Path, *pieces: bytes) -> Form:
    reader = _Reader(folder, LIMITS, b"x")
    try:
        for piece in pieces:
            reader.feed(piece)
        return reader.result()
    finally:
        reader.close()


@settings(max_examples=50)
@given(st.binary(max_size=200), st.lists(st.integers(0, 400), max_size=8))
def test_pieces_make_no_difference(data: bytes, cuts: list[int]) -> None:
    body = part('name="a"; filename="é/1.jpg"', data) + part('name="f"', b"Trip") + b"--x--\r\n"
    ends = sorted({0, len(body), *(min(cut, len(body)) for cut in cuts)})

    with tempfile.TemporaryDirectory() as folder:
        if b"\r\n--x" in b"\r\n" + data:
            return
        form = read(Path(folder), *(body[a:b] for a, b in itertools.pairwise(ends)))
        (file,) = form.files

        assert (file.field, file.name, file.size) == ("a", "é/1.jpg", len(data))
        assert file.path.read_bytes() == data
        assert file.path.parent == Path(folder)
        assert form.fields == {"f": "Trip"}


@settings(max_examples=100)
@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda data: b"--x\r\n" + data))
def test_garbage_is_refused_and_nothing_worse(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with pytest.raises(ProblemError) as refused:
            read(Path(folder), data)

        assert refused.value.status in {400, 422}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (part('name="f"', b"x" * (FIELD_BYTES + 1)), 422),
        (part('name="f"', b"1") * 2, 422),
        (part('name="other"', b"1"), 422),
        (part('name="a"; filename="1"', b"1") * 3, 422),
        (part('filename="1"', b"1"), 400),
        (b"--x\r\n" + b"A" * 10_000 + b": 1\r\n\r\n", 400),
        (b"--x\r\n" + b"A: 1\r\n" * 100 + b"\r\n", 400),
    ],
    ids=["long", "twice", "unknown", "many", "nameless", "long header", "many headers"],
)
def test_forms_that_hold_too_much(tmp_path: Path, body: bytes, status: int) -> None:
    with pytest.raises(ProblemError) as refused:
        read(tmp_path, body + b"--x--\r\n")

    assert refused.value.status == status
