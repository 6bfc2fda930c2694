"""Files come in whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import textwrap
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from likeness import Library
from likeness.errors import (
    LibraryBusyError,
    PhotoError,
    StoreUnavailableError,
    UnknownUploadError,
    UploadError,
    UploadOffsetError,
    UploadTakenError,
    UploadTooLargeError,
    UsageError,
)
from likeness.settings import LibrarySettings, ServeSettings
from likeness.types import Job
from likeness.workflows.uploads.uploads import Uploads
from tests.stores.disk import small_disk
from tests.workflows.uploads.sending import begin, picture, send, send_all, sha256


def of(library: Library, **serve: object) -> Uploads:
    """Return the uploads of a library with other settings."""
    settings = LibrarySettings(serve=ServeSettings(**serve))  # type: ignore[arg-type]
    parts = library._parts
    parts.settings = settings
    return library.uploads


def test_a_file_comes_in_pieces(library: Library) -> None:
    data = picture()
    upload = begin(library.uploads, data)

    send(library.uploads, upload, data[:300])
    assert library.uploads.finish(upload) is None
    assert library.uploads.get(upload).offset == 300
    send(library.uploads, upload, data[300:], 300)
    arrived = library.uploads.finish(upload)

    assert arrived is not None
    assert arrived.path is not None
    assert arrived.path.read_bytes() == data
    assert (arrived.outcome, arrived.photo) == ("stored", sha256(data))
    assert library.uploads.get(upload).complete
    assert library.uploads.unfinished() == []


def test_files_lie_by_month_under_safe_names_for_their_owner_alone(library: Library) -> None:
    data = picture()

    path = send_all(library.uploads, data, "C:\\photos\\../me?.jpg").path

    assert path is not None
    month = datetime.now(UTC).strftime("%Y-%m")
    assert path.relative_to(library.uploads.folder) == Path(month, f"{sha256(data)[:8]}-me_.jpg")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.stat().st_nlink == 1


def test_a_job_that_adds_it_is_asked_for_once(library: Library) -> None:
    jobs = [send_all(library.uploads, picture(), who="Anna").job for _ in range(2)]

    assert jobs[0] is not None
    assert jobs[0].kind == "uploads"
    assert jobs[0].who == "uploads"
    assert [job.job for job in jobs if job] == [jobs[0].job] * 2


def test_what_is_in_place_stays_though_nobody_can_be_asked(library: Library) -> None:
    def refuse(who: str) -> Job:
        raise LibraryBusyError("Too many jobs are queued.")

    arrived = send_all(Uploads(library._parts, refuse), picture())

    assert arrived.job is None
    assert arrived.path is not None
    assert arrived.path.is_file()


@pytest.mark.parametrize("offset", [0, 299, 301, 1000])
def test_bytes_that_go_elsewhere_are_refused_with_the_right_place(
    library: Library, offset: int
) -> None:
    data = picture()
    upload = begin(library.uploads, data)
    send(library.uploads, upload, data[:300])

    with pytest.raises(UploadOffsetError) as refused:
        send(library.uploads, upload, data[300:301], offset)

    assert refused.value.offset == 300
    assert library.uploads.get(upload).offset == 300


def test_more_than_was_announced_is_refused_before_it_comes(library: Library) -> None:
    upload = begin(library.uploads, picture(10))

    with pytest.raises(UploadTooLargeError, match="announced with 10 bytes"):
        send(library.uploads, upload, picture(11))

    assert library.uploads.get(upload).offset == 0


def test_of_more_than_was_announced_nothing_is_kept(library: Library) -> None:
    data = picture(10)
    upload = begin(library.uploads, data)
    send(library.uploads, upload, data[:4])

    with library.uploads.receiving(upload, 4) as receiver:
        receiver.write(data[4:9])
        with pytest.raises(UploadTooLargeError):
            receiver.write(b"too much")

    assert library.uploads.get(upload).offset == 4


@pytest.mark.parametrize(("size", "error"), [(0, UploadError), (2**40, UploadTooLargeError)])
def test_nothing_and_too_much_cannot_be_announced(
    library: Library, size: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        library.uploads.begin("me.jpg", size)


def test_a_collection_needs_a_name_that_one_can_have(library: Library) -> None:
    with pytest.raises(UsageError):
        library.uploads.begin("me.jpg", 10, collection=" ")


def test_unfinished_uploads_are_bounded(library: Library) -> None:
    uploads = of(library, uploads_bytes=1500)
    begin(uploads, picture())

    with pytest.raises(LibraryBusyError, match="the limit is 1,500"):
        begin(uploads, picture())


def test_what_is_not_what_was_announced_is_deleted(library: Library) -> None:
    data = picture()
    upload = begin(library.uploads, data, sha256=sha256(picture()))
    send(library.uploads, upload, data)

    with pytest.raises(UploadError, match="SHA-256 differs"):
        library.uploads.finish(upload)

    with pytest.raises(UnknownUploadError):
        library.uploads.get(upload)
    assert files(library) == []


def test_what_is_no_picture_is_deleted(library: Library) -> None:
    upload = begin(library.uploads, b"#!/bin/sh\nrm -rf /")
    send(library.uploads, upload, b"#!/bin/sh\nrm -rf /")

    with pytest.raises(PhotoError, match="not that of an image"):
        library.uploads.finish(upload)

    assert files(library) == []


def test_nobody_goes_on_with_the_upload_of_somebody_else(library: Library) -> None:
    data = picture()
    upload = begin(library.uploads, data, who="Anna")

    for forbidden in (
        lambda: library.uploads.get(upload, who="Bob"),
        lambda: send(library.uploads, upload, data, who="Bob"),
        lambda: library.uploads.finish(upload, who="Bob"),
        lambda: library.uploads.give_up(upload, who="Bob"),
    ):
        with pytest.raises(UnknownUploadError):
            forbidden()
    assert library.uploads.unfinished(who="Bob") == []
    assert [row.upload for row in library.uploads.unfinished(who="Anna")] == [upload]


def test_two_at_once_do_not_mix(library: Library) -> None:
    data = picture()
    upload = begin(library.uploads, data)

    with library.uploads.receiving(upload, 0) as receiver:
        receiver.write(data[:10])
        with pytest.raises(UploadTakenError):
            send(library.uploads, upload, data)
        with pytest.raises(UploadTakenError):
            library.uploads.give_up(upload)
        receiver.write(data[10:])

    arrived = library.uploads.finish(upload)
    assert arrived is not None
    assert arrived.photo == sha256(data)


def test_what_came_before_the_sender_went_away_is_kept(library: Library) -> None:
    data = picture()
    upload = begin(library.uploads, data)

    with suppress(ConnectionError), library.uploads.receiving(upload, 0) as receiver:
        receiver.write(data[:10])
        raise ConnectionError

    assert library.uploads.get(upload).offset == 10


def test_an_upload_survives_kill_9_in_the_middle(library: Library) -> None:
    data = picture()
    upload = begin(library.uploads, data)
    code = f"""
        import os, signal
        from likeness import Library
        with Library.open({str(library.folder)!r}) as library:
            with library.uploads.receiving({upload!r}, 0) as receiver:
                receiver.write({data[:400]!r})
                os.kill(os.getpid(), signal.SIGKILL)
    """

    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False)

    assert killed.returncode == -signal.SIGKILL
    offset = library.uploads.get(upload).offset
    assert offset == 400
    send(library.uploads, upload, data[offset:], offset)
    arrived = library.uploads.finish(upload)
    assert arrived is not None
    assert arrived.photo == sha256(data)


def test_finishing_goes_on_where_a_crash_left_it(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = picture()
    upload = begin(library.uploads, data)
    send(library.uploads, upload, data)
    uploads = library.uploads
    with monkeypatch.context() as crash:
        crash.setattr(uploads._store, "complete", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            uploads.finish(upload)

    arrived = library.uploads.finish(upload)

    assert arrived is not None
    assert files(library) == [arrived.path]


def test_asking_twice_for_the_end_is_answered_twice(library: Library) -> None:
    data = picture()
    upload = begin(library.uploads, data)
    send(library.uploads, upload, data)

    first, second = library.uploads.finish(upload), library.uploads.finish(upload)

    assert first is not None
    assert second is not None
    assert first.photo == second.photo


def test_a_whole_upload_takes_no_more(library: Library) -> None:
    data = picture()
    upload = begin(library.uploads, data)
    send(library.uploads, upload, data)
    library.uploads.finish(upload)

    with pytest.raises(UploadOffsetError, match="whole already"):
        send(library.uploads, upload, b"more", len(data))


def test_the_same_file_again_lies_there_once(library: Library) -> None:
    data = picture()

    paths = {send_all(library.uploads, data).path for _ in range(2)}

    assert len(paths) == 1
    assert len(files(library)) == 1


def test_nothing_is_overwritten(library: Library) -> None:
    data = picture()
    month = library.uploads.folder / datetime.now(UTC).strftime("%Y-%m")
    month.mkdir(parents=True)
    taken = month / f"{sha256(data)[:8]}-me.jpg"
    taken.write_bytes(b"somebody else's")

    path = send_all(library.uploads, data).path

    assert taken.read_bytes() == b"somebody else's"
    assert path == month / f"{sha256(data)[:16]}-me.jpg"


def test_a_link_in_the_place_of_the_target_is_not_followed(
    library: Library, tmp_path: Path
) -> None:
    data = picture()
    month = library.uploads.folder / datetime.now(UTC).strftime("%Y-%m")
    month.mkdir(parents=True)
    (month / f"{sha256(data)[:8]}-me.jpg").symlink_to(tmp_path / "elsewhere.jpg")

    send_all(library.uploads, data)

    assert not (tmp_path / "elsewhere.jpg").exists()


def test_a_folder_that_is_a_link_is_refused(library: Library, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    library.uploads.folder.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(StoreUnavailableError, match="is a link"):
        library.uploads.begin("me.jpg", 10)


def test_a_disk_without_hard_links_will_do(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    data = picture()

    paths = {send_all(library.uploads, data).path for _ in range(2)}

    assert [path.read_bytes() for path in paths if path] == [data]


def test_photos_may_go_elsewhere(library: Library, tmp_path: Path) -> None:
    path = send_all(of(library, uploads=str(tmp_path / "inbox")), picture()).path

    assert path is not None
    assert path.is_relative_to(tmp_path / "inbox")


def test_a_full_disk_keeps_what_was_acknowledged(library: Library) -> None:
    data = picture(2**20)
    with small_disk("512k") as disk:
        uploads = of(library, uploads=str(disk / "uploads"))
        upload = begin(uploads, data)
        send(uploads, upload, data[:1000])

        with pytest.raises(StoreUnavailableError, match="disk with the uploads is full"):
            send(uploads, upload, data[1000:], 1000)

        offset = uploads.get(upload).offset
        assert offset >= 1000
        assert uploads._place.part(upload).read_bytes() == data[:offset]


def test_what_nobody_touched_for_a_day_is_given_up(library: Library) -> None:
    old, new = begin(library.uploads, picture()), begin(library.uploads, picture())
    send(library.uploads, old, b"some")
    stray = library.uploads.folder / ".unfinished" / ("u" + "0" * 32 + ".part")
    stray.write_bytes(b"of a crash")
    two_days_ago = datetime.now(UTC).timestamp() - 2 * 24 * 3600
    os.utime(stray, (two_days_ago, two_days_ago))
    library._parts.catalog.uploads.touch(new, datetime.now(UTC) + timedelta(hours=3))

    tomorrow = Uploads(
        library._parts,
        lambda _: pytest.fail("nobody came"),
        clock=lambda: datetime.now(UTC) + timedelta(hours=25),
    )
    tomorrow.give_up_old()

    assert [row.upload for row in library.uploads.unfinished()] == [new]
    assert list((library.uploads.folder / ".unfinished").iterdir()) == []


def test_giving_up_deletes_what_came(library: Library) -> None:
    upload = begin(library.uploads, picture())
    send(library.uploads, upload, b"some")

    library.uploads.give_up(upload)

    with pytest.raises(UnknownUploadError):
        library.uploads.get(upload)
    assert not library.uploads._place.part(upload).exists()


def test_a_file_is_taken_in_one_go_and_stays(library: Library, tmp_path: Path) -> None:
    data = picture()
    (tmp_path / "me.jpg").write_bytes(data)

    arrived = library.uploads.take(tmp_path / "me.jpg", "me.jpg")

    assert arrived.outcome == "stored"
    assert (tmp_path / "me.jpg").read_bytes() == data
    assert library.uploads.unfinished() == []


def test_of_a_file_that_is_refused_nothing_is_left(library: Library, tmp_path: Path) -> None:
    (tmp_path / "me.jpg").write_bytes(b"no picture")

    with pytest.raises(PhotoError):
        library.uploads.take(tmp_path / "me.jpg", "me.jpg")

    assert library.uploads.unfinished() == []
    assert files(library) == []


def files(library: Library) -> list[Path]:
    """Return the files that are in place."""
    return sorted(file for file in library.uploads.folder.glob("2*/*") if file.is_file())
