"""No name, however meant, leads out of the folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from likeness.settings import ServeSettings
from likeness.types import PhotoId, UploadId
from likeness.workflows.names import MAX_BYTES
from likeness.workflows.uploads.folder import UploadsFolder, file_name
from likeness.workflows.uploads.part import Part
from tests.workflows.uploads.sending import picture, sha256

PHOTO = PhotoId("0123456789abcdef" * 4)
HOSTILE = st.text() | st.lists(
    st.sampled_from(
        ["..", "/", "\\", "\0", "~", "C:", "con", ".", " ", "a.jpg", "\u202e", "\udcff"]
    )
).map("".join)


@given(HOSTILE, st.sampled_from([8, 16, 64]))
def test_a_name_is_one_part_of_a_path_that_tells_the_photo(name: str, digits: int) -> None:
    made = file_name(name, PHOTO, digits)

    assert made.startswith(PHOTO[:digits] + "-")
    assert not {"/", "\\", "\0"} & set(made)
    assert len(made.encode()) <= MAX_BYTES
    assert made.isprintable()


@settings(max_examples=50)
@given(HOSTILE)
def test_every_name_lies_in_its_month(name: str) -> None:
    import tempfile

    data = picture(20)
    with tempfile.TemporaryDirectory() as folder:
        place = UploadsFolder(Path(folder), ServeSettings())
        place.prepare()
        with Part(place.part(UploadId("u1"))) as part:
            part.write(data)
            target = place.place(
                part, name, PhotoId(sha256(data)), datetime(2026, 3, 1, tzinfo=UTC)
            )

        assert target.resolve().parent == (Path(folder) / "uploads" / "2026-03").resolve()
        assert target.read_bytes() == data
        assert list(place.copies(PhotoId(sha256(data)))) == [target]
