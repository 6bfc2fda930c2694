"""Archives are plain tar files for whoever reads them, and nothing else passes for one."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.errors import BackupError
from likeness.workflows.backup import archive

Hostile = Callable[[tarfile.TarInfo], None]


def written(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    writer = archive.Writer(file)
    for name, data in members:
        writer.add(name, len(data), [data])
    writer.finish()
    return file.getvalue()


def found(data: bytes) -> list[tuple[str, bytes]]:
    return [(name, b"".join(pieces)) for name, _, pieces in archive.read(io.BytesIO(data))]


@given(st.lists(st.binary(max_size=1500), max_size=5))
@settings(max_examples=25, deadline=None)
def test_what_was_written_is_read(contents: list[bytes]) -> None:
    members = [(f"thumbs/{k}.webp", data) for k, data in enumerate(contents)]
    assert found(written(*members)) == members


def test_any_tar_can_unpack_it() -> None:
    data = written(("a.txt", b"one"), ("b/c.txt", b"x" * 2000))
    with tarfile.open(fileobj=io.BytesIO(data)) as opened:
        assert opened.getnames() == ["a.txt", "b/c.txt"]
        content = opened.extractfile("b/c.txt")
        assert content is not None
        assert content.read() == b"x" * 2000


def test_the_same_members_make_the_same_bytes() -> None:
    assert written(("a", b"1")) == written(("a", b"1"))


def test_a_file_of_many_gigabytes_has_a_plain_header() -> None:
    block = archive.header("catalog.db", 20 * 2**30)
    assert len(block) == archive.BLOCK
    assert tarfile.TarInfo.frombuf(block, "ascii", "strict").size == 20 * 2**30


def test_pieces_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="has 3 bytes"):
        archive.Writer(io.BytesIO()).add("a", 4, [b"123"])


def as_link(info: tarfile.TarInfo) -> None:
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"


def as_hard_link(info: tarfile.TarInfo) -> None:
    info.type, info.linkname = tarfile.LNKTYPE, "catalog.db"


def as_device(info: tarfile.TarInfo) -> None:
    info.type, info.devmajor, info.devminor = tarfile.CHRTYPE, 1, 5


def as_fifo(info: tarfile.TarInfo) -> None:
    info.type = tarfile.FIFOTYPE


def as_folder(info: tarfile.TarInfo) -> None:
    info.type = tarfile.DIRTYPE


def as_sparse(info: tarfile.TarInfo) -> None:
    info.type = tarfile.GNUTYPE_SPARSE


def as_huge_header(info: tarfile.TarInfo) -> None:
    info.type, info.size = tarfile.XHDTYPE, 2**40


def as_long_name(info: tarfile.TarInfo) -> None:
    info.type = tarfile.GNUTYPE_LONGNAME


def as_somebody(info: tarfile.TarInfo) -> None:
    info.uname = "root"


def as_program(info: tarfile.TarInfo) -> None:
    info.mode = 0o4755


@pytest.mark.parametrize(
    "hostile",
    [
        as_link,
        as_hard_link,
        as_device,
        as_fifo,
        as_folder,
        as_sparse,
        as_huge_header,
        as_long_name,
        as_somebody,
        as_program,
    ],
)
def test_whatever_is_no_plain_file_is_refused(hostile: Hostile) -> None:
    info = tarfile.TarInfo("thumbs/a.webp")
    info.size, info.mode = 4, 0o600
    assert info.tobuf(tarfile.GNU_FORMAT) == archive.header(info.name, 4)
    hostile(info)
    block = info.tobuf(tarfile.GNU_FORMAT)
    with pytest.raises(BackupError):
        found(block + b"data".ljust(512, b"\0") + archive.END)


def test_a_negative_size_is_refused() -> None:
    block = bytearray(archive.header("a", 4))
    block[124:136] = b"\xff" * 12
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    with pytest.raises(BackupError):
        found(bytes(block) + bytes(512) + archive.END)


def test_every_truncation_is_refused() -> None:
    data = written(("a", b"one"), ("b", b"two"))
    for length in range(0, len(data), 7):
        with pytest.raises(BackupError):
            found(data[:length])


def test_what_stands_between_or_behind_is_refused() -> None:
    data = written(("a", b"one"))
    with pytest.raises(BackupError, match="behind its end"):
        found(data + b"\0")
    with pytest.raises(BackupError, match="behind a"):
        found(data[:516] + b"x" + data[517:])


@given(st.binary(max_size=2000))
@settings(max_examples=50, deadline=None)
def test_no_bytes_do_anything_but_be_refused(data: bytes) -> None:
    with pytest.raises(BackupError):
        found(data + b"x")
