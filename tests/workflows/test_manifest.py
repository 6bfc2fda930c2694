"""The manifest: what is ours in an export folder, and what is not."""

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from likeness.errors import ExportError
from likeness.workflows.manifest import (
    MANIFEST,
    ExportedFile,
    ExportedPerson,
    Link,
    Manifest,
    printable,
    sha256_of,
)

CONTENT = b"pixels"
SHA = sha256(CONTENT).hexdigest()


def entry(path: str = "Anna/a.jpg", *, link: Link = "copy", **changes: Any) -> ExportedFile:
    return ExportedFile(
        **{"path": path, "sha256": SHA, "origin": "/photos/a.jpg", "link": link, "person": "p1"}
        | changes
    )


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """A file as the export wrote it."""
    (tmp_path / "Anna").mkdir()
    path = tmp_path / "Anna" / "a.jpg"
    path.write_bytes(CONTENT)
    return path


def recorded(path: Path) -> ExportedFile:
    found = path.stat()
    return entry(bytes=found.st_size, mtime_ns=found.st_mtime_ns)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    manifest = Manifest(
        people=(ExportedPerson(person="p1", name="毛利", folder="毛利"),),
        files=(entry("毛利/a.jpg", bytes=6, mtime_ns=1), entry("毛利/b.jpg", link="soft")),
    )
    manifest.write(tmp_path)
    assert Manifest.read(tmp_path) == manifest
    assert "毛利" in (tmp_path / MANIFEST).read_text(encoding="utf-8")


def test_an_equal_manifest_is_not_written_again(tmp_path: Path) -> None:
    Manifest().write(tmp_path)
    os.utime(tmp_path / MANIFEST, ns=(1, 1))
    Manifest().write(tmp_path)
    assert (tmp_path / MANIFEST).stat().st_mtime_ns == 1


def test_an_empty_or_absent_folder_has_an_empty_manifest(tmp_path: Path) -> None:
    assert Manifest.read(tmp_path) == Manifest.read(tmp_path / "absent") == Manifest()


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").touch()
    with pytest.raises(ExportError, match=r"not empty and has no manifest\.json"):
        Manifest.read(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"program":"other","version":1,"people":[],"files":[]}',
        b'{"program":"likeness","version":99,"people":[],"files":[]}',
        b'{"program":"likeness","version":1,"people":[],"files":[{}]}',
        b'{"program":"likeness","version":1,"people":3,"files":[]}',
    ],
)
def test_a_manifest_that_is_none_of_ours_is_refused(tmp_path: Path, text: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(text)
    with pytest.raises(ExportError, match="Choose another folder"):
        Manifest.read(tmp_path)


@pytest.mark.parametrize(
    "bad",
    [
        {"path": "../a.jpg"},
        {"path": "/etc/passwd"},
        {"path": "a.jpg"},
        {"path": "Anna/../../a.jpg"},
        {"path": "Anna/\0"},
        {"link": "move"},
    ],
)
def test_an_entry_that_leads_out_of_the_folder_is_refused(
    tmp_path: Path, bad: dict[str, str]
) -> None:
    Manifest(files=(entry(),)).write(tmp_path)
    document = json.loads((tmp_path / MANIFEST).read_bytes())
    document["files"][0].update(bad)
    (tmp_path / MANIFEST).write_text(json.dumps(document))
    with pytest.raises(ExportError, match="unsafe entry"):
        Manifest.read(tmp_path)


def test_a_file_that_nobody_changed_is_ours(tmp_path: Path, exported: Path) -> None:
    assert recorded(exported).is_ours(tmp_path)


def test_a_file_with_another_time_but_the_same_content_is_ours(
    tmp_path: Path, exported: Path
) -> None:
    ours = recorded(exported)
    os.utime(exported, ns=(5, 5))
    assert ours.is_ours(tmp_path)


def test_a_file_that_was_announced_is_ours_by_its_content(tmp_path: Path, exported: Path) -> None:
    assert entry().is_ours(tmp_path)
    exported.write_bytes(b"others")
    assert not entry().is_ours(tmp_path)


@pytest.mark.parametrize("content", [b"edited", b"longer than before"])
def test_a_file_that_somebody_edited_is_theirs(
    tmp_path: Path, exported: Path, content: bytes
) -> None:
    ours = recorded(exported)
    exported.write_bytes(content)
    os.utime(exported, ns=(5, 5))
    assert not ours.is_ours(tmp_path)


def test_a_file_that_is_gone_is_not_ours(tmp_path: Path) -> None:
    assert not entry().is_ours(tmp_path)


def test_what_replaced_our_file_is_not_ours(tmp_path: Path, exported: Path) -> None:
    ours = recorded(exported)
    exported.unlink()
    exported.mkdir()
    assert not ours.is_ours(tmp_path)
    assert not entry(link="soft").is_ours(tmp_path)


def test_a_folder_that_became_a_link_hides_what_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.jpg").write_bytes(CONTENT)
    (tmp_path / "Anna").symlink_to("elsewhere")
    assert not entry().is_ours(tmp_path)


def test_a_symbolic_link_is_ours_while_it_leads_where_it_did(tmp_path: Path) -> None:
    (tmp_path / "Anna").mkdir()
    (tmp_path / "Anna" / "a.jpg").symlink_to("/photos/a.jpg")
    assert entry(link="soft").is_ours(tmp_path)
    assert not entry(link="soft", origin="/photos/b.jpg").is_ours(tmp_path)
    assert not entry(link="copy").is_ours(tmp_path)


def test_entries_are_found_by_path_and_by_photo() -> None:
    one, two = entry("Anna/a.jpg"), entry("Anna/a.jpg", sha256="0" * 64)
    manifest = Manifest(files=(one, two))
    assert manifest.by_path() == {"Anna/a.jpg": [one, two]}
    assert manifest.by_photo() == {SHA: [one], "0" * 64: [two]}


def test_bytes_that_are_no_utf8_are_shown_as_numbers() -> None:
    assert printable("/photos/caf\udce9.jpg") == "/photos/caf\\xe9.jpg"
    assert printable("/photos/毛.jpg") == "/photos/毛.jpg"


def test_the_hash_is_that_of_the_content(exported: Path) -> None:
    assert sha256_of(exported) == SHA
