"""A sealed file opens with its passphrase, whole and unchanged, or not at all."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.errors import BackupError, PassphraseError
from likeness.workflows.backup import sealed
from likeness.workflows.backup.sealed import Cost, Opener, Sealer, is_sealed, require_strong

CHEAP = Cost(log_n=10, r=1)
WORDS = "correct horse"
CHUNK = 64


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "CHUNK", CHUNK)


def seal(*pieces: bytes, passphrase: str = WORDS) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, passphrase, CHEAP)
    for piece in pieces:
        sealer.write(piece)
    sealer.finish()
    return file.getvalue()


def opened(data: bytes, passphrase: str = WORDS, size: int = 10_000) -> bytes:
    opener = Opener(io.BytesIO(data), passphrase)
    content = b""
    while piece := opener.read(size):
        content += piece
    return content


def chunks(data: bytes) -> tuple[bytes, list[bytes]]:
    body, step = data[sealed.FORM.size :], CHUNK + sealed.TAG
    return data[: sealed.FORM.size], [body[k : k + step] for k in range(0, len(body), step)]


@given(st.lists(st.binary(max_size=200), max_size=6), st.integers(1, 200))
@settings(max_examples=30, deadline=None)
def test_what_was_sealed_comes_out_however_it_is_cut(pieces: list[bytes], size: int) -> None:
    assert opened(seal(*pieces), size=size) == b"".join(pieces)


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_file_of_any_length_is_whole(length: int) -> None:
    assert opened(seal(b"x" * length)) == b"x" * length


def test_another_passphrase_is_said_to_be_another() -> None:
    with pytest.raises(PassphraseError, match="not the passphrase"):
        opened(seal(b"secret"), "correct hors")


def test_one_text_is_one_passphrase_however_a_keyboard_writes_it() -> None:
    data = seal(b"secret", passphrase="Zo\u00eb and Anna")
    assert opened(data, "Zoe\u0308 and Anna") == b"secret"


def test_nothing_of_the_content_is_to_be_seen() -> None:
    data = seal(b"Anna" * 100)
    assert is_sealed(data)
    assert b"Anna" not in data


def test_two_seals_of_one_content_have_nothing_in_common() -> None:
    one, other = chunks(seal(b"Anna" * 100)), chunks(seal(b"Anna" * 100))
    assert not set(one[1]) & set(other[1])


def test_every_flipped_byte_is_refused() -> None:
    data = seal(b"x" * (CHUNK + 10))
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 + place % 255
        with pytest.raises(BackupError):
            opened(bytes(changed))


def test_every_truncation_is_refused() -> None:
    data = seal(b"x" * (2 * CHUNK))
    for length in range(len(data)):
        with pytest.raises(BackupError):
            opened(data[:length])


def test_what_stands_behind_the_end_is_refused() -> None:
    for more in (b"\0", b"x" * (CHUNK + sealed.TAG)):
        with pytest.raises(BackupError):
            opened(seal(b"x" * CHUNK) + more)


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2), (0, 0, 1, 2), (0, 2, 1), (0, 1)])
def test_chunks_in_another_order_are_refused(order: tuple[int, ...]) -> None:
    head, parts = chunks(seal(b"a" * CHUNK, b"b" * CHUNK, b"c" * CHUNK))
    assert len(parts) == 3
    with pytest.raises(BackupError):
        opened(head + b"".join(parts[k] for k in order))


def test_chunks_of_another_file_are_refused() -> None:
    (head, mine), (_, theirs) = chunks(seal(b"a" * CHUNK * 2)), chunks(seal(b"b" * CHUNK * 2))
    with pytest.raises(BackupError):
        opened(head + theirs[0] + mine[1])


@pytest.mark.parametrize("cost", [(63, 8, 1), (17, 2**31, 1), (20, 8, 2**31), (1, 8, 1)])
def test_a_header_cannot_ask_for_all_memory(cost: tuple[int, int, int]) -> None:
    head = struct.pack(">16sBBII", sealed.MAGIC, 1, *cost) + bytes(64)
    with pytest.raises(BackupError, match="does not know"):
        opened(head + bytes(100))


def test_the_usual_cost_is_128_mebibytes() -> None:
    assert Cost().bytes == 128 * 2**20
    assert Cost().is_bearable()


def test_a_short_passphrase_is_refused_for_a_new_file() -> None:
    require_strong("12345678")
    for bad in ("1234567", "x" * 1025):
        with pytest.raises(PassphraseError, match="8 to 1024"):
            require_strong(bad)
