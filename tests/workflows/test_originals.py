"""Originals are read, never written, and only handed on when they are what was indexed."""

import os
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from likeness.errors import ExportError, PhotoError
from likeness.types import Photo, PhotoId
from likeness.workflows import originals
from likeness.workflows.manifest import Link
from likeness.workflows.originals import check_content, file_name, opened, place, tags
from likeness.workflows.parts import Parts

CONTENT = b"pixels" * 1000
PARTS = cast(Parts, SimpleNamespace())  # of a library without buckets nothing is asked


def photo(content: bytes = CONTENT, *paths: str) -> Photo:
    sha = PhotoId(sha256(content).hexdigest())
    return Photo(
        photo=paths[0] if paths else sha,
        sha256=sha,
        paths=paths,
        width=1,
        height=1,
        taken=None,
        faces=0,
        status="ok",
        bytes=len(content),
    )


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "original.jpg"
    path.write_bytes(CONTENT)
    os.utime(path, ns=(1_000, 987_654_321_000))
    path.chmod(0o400)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "copy.jpg"


def test_a_copy_has_the_content_and_the_time_of_the_original(original: Path, target: Path) -> None:
    assert place(PARTS, photo(), [str(original)], target, "copy") == str(original)
    assert target.read_bytes() == CONTENT
    assert target.stat().st_mtime_ns == original.stat().st_mtime_ns
    assert not target.samefile(original)


def test_a_soft_link_leads_to_the_original(original: Path, target: Path) -> None:
    assert place(PARTS, photo(), [str(original)], target, "soft") == str(original)
    assert target.readlink() == original


def test_a_hard_link_is_the_original_even_behind_a_symbolic_link(
    original: Path, target: Path, tmp_path: Path
) -> None:
    (tmp_path / "link.jpg").symlink_to(original)
    assert place(PARTS, photo(), [str(tmp_path / "link.jpg")], target, "hard") is not None
    assert target.samefile(original)
    assert not target.is_symlink()


def test_the_first_origin_that_still_holds_the_photo_is_used(
    original: Path, target: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "changed.jpg"
    changed.write_bytes(b"slixep" * 1000)
    origins = [str(tmp_path / "gone.jpg"), str(changed), "bad\0name", str(original)]
    assert place(PARTS, photo(), origins, target, "copy") == str(original)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("link", ["copy", "soft", "hard"])
def test_what_is_not_the_photo_any_more_leaves_the_target_alone(
    target: Path, tmp_path: Path, link: Link
) -> None:
    target.write_bytes(b"earlier")
    grown, pipe = tmp_path / "grown.jpg", tmp_path / "pipe.jpg"
    grown.write_bytes(CONTENT + b"more")
    os.mkfifo(pipe)
    origins = [str(grown), str(pipe), str(tmp_path), str(tmp_path / "gone.jpg")]
    assert place(PARTS, photo(), origins, target, link) is None
    assert [path.name for path in target.parent.iterdir()] == ["copy.jpg"]
    assert target.read_bytes() == b"earlier"


def test_a_read_error_in_the_middle_is_no_copy(
    original: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        name = str(original)

        def read(self, size: int) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(PhotoError, match="cannot be read"):
        check_content(photo(), Broken())  # type: ignore[arg-type]


def test_a_link_that_cannot_be_made_says_what_to_do(
    original: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with pytest.raises(ExportError, match=r"cross-device link\. Export with --link copy"):
        place(PARTS, photo(), [str(original)], target, "hard")


def test_content_is_checked_and_the_file_rewound(original: Path, tmp_path: Path) -> None:
    with opened(PARTS, photo(), str(original)) as file:
        check_content(photo(), file)
        assert file.read() == CONTENT
    other = photo(b"slixep" * 1000)
    with opened(PARTS, other, str(original)) as file, pytest.raises(PhotoError, match="any more"):
        check_content(other, file)


def test_large_files_are_copied_in_pieces(
    original: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(originals, "CHUNK", 7)
    place(PARTS, photo(), [str(original)], target, "copy")
    assert target.read_bytes() == CONTENT


def test_a_copy_is_named_like_the_original_made_safe() -> None:
    assert file_name(photo(), ["/photos/a:b?.jpg", "/photos/c.jpg"]) == "a_b_.jpg"
    assert file_name(photo(), []) == photo().sha256


def test_tags_go_from_short_to_surely_unique() -> None:
    sha = photo().sha256
    assert tags(photo()) == (sha[:8], sha[:16], sha)
