"""The files of an index survive what can happen to files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from likeness.index import files

IDS = np.arange(3, dtype=np.uint64)
ROWS = np.eye(3, 8, dtype=np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files.write(tmp_path, "model-1", IDS, ROWS, 5)
    return tmp_path


def part(folder: Path, name: str) -> Path:
    (path,) = folder.glob(f"*.{name}")
    return path


def test_what_was_written_is_read(folder: Path) -> None:
    rows = files.read(folder, "model-1")
    assert rows is not None
    assert rows.manifest.revision == 5
    np.testing.assert_array_equal(rows.ids, IDS)
    np.testing.assert_array_equal(rows.vectors, ROWS)


def test_files_of_another_contract_do_not_count(folder: Path) -> None:
    assert files.read(folder, "model-2") is None


@pytest.mark.parametrize("name", files.PARTS)
@pytest.mark.parametrize("left", [0, 10])
def test_a_truncated_file_is_noticed(folder: Path, name: str, left: int) -> None:
    os.truncate(part(folder, name), left)
    assert files.read(folder, "model-1") is None


@pytest.mark.parametrize("name", files.PARTS)
def test_a_missing_file_is_noticed(folder: Path, name: str) -> None:
    part(folder, name).unlink()
    assert files.read(folder, "model-1") is None


@pytest.mark.parametrize("name", files.PARTS)
def test_a_flipped_bit_is_noticed(folder: Path, name: str) -> None:
    data = bytearray(part(folder, name).read_bytes())
    data[-1] ^= 1
    part(folder, name).write_bytes(data)
    assert files.read(folder, "model-1") is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: text[:-10],
        lambda text: "[]",
        lambda text: "null",
        lambda text: text.replace('"count": 3', '"count": 2'),
        lambda text: text.replace('"format": 1', '"format": 2'),
        lambda text: json.dumps(json.loads(text) | {"extra": 1}),
        lambda text: "\x00" * len(text),
    ],
)
def test_a_spoilt_manifest_is_noticed(folder: Path, spoil: Callable[[str], str]) -> None:
    manifest = folder / files.MANIFEST
    text = manifest.read_text()
    changed = spoil(text)
    assert changed != text
    manifest.write_text(changed)
    assert files.read(folder, "model-1") is None
    assert files.stamp(folder) is not None


def test_a_folder_in_the_place_of_a_file_is_noticed(folder: Path) -> None:
    path = part(folder, "codes")
    path.unlink()
    path.mkdir()
    assert files.read(folder, "model-1") is None


def test_rows_that_were_never_committed_do_not_count_and_are_overwritten(folder: Path) -> None:
    with part(folder, "vectors").open("ab") as file:
        file.write(b"half a row")
    rows = files.read(folder, "model-1")
    assert rows is not None
    assert len(rows.ids) == 3
    files.append(folder, rows.manifest, IDS + np.uint64(10), ROWS, 6)
    longer = files.read(folder, "model-1")
    assert longer is not None
    np.testing.assert_array_equal(longer.vectors, np.concatenate([ROWS, ROWS]))
    assert longer.manifest.revision == 6


def test_only_one_generation_is_left(folder: Path) -> None:
    files.write(folder, "model-1", IDS, ROWS, 6)
    assert len(list(folder.iterdir())) == 1 + len(files.PARTS)


def test_a_reader_that_meets_a_replaced_generation_looks_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading the manifest and opening its files a writer replaces both."""
    original, calls = files._read_manifest, []

    def slow(path: Path) -> files.Manifest | None:
        manifest = original(path)
        if not calls:
            calls.append(1)
            files.write(folder, "model-1", IDS, ROWS, 6)
        return manifest

    monkeypatch.setattr(files, "_read_manifest", slow)
    rows = files.read(folder, "model-1")
    assert rows is not None
    assert rows.manifest.revision == 6


class Crash(BaseException):
    """The process dies here."""


@pytest.mark.parametrize("job", ["write", "append"])
def test_a_crash_at_any_step_leaves_the_old_rows_or_the_new_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: str
) -> None:
    new: NDArray[np.float32] = np.roll(ROWS, 1, axis=1)
    outcomes = []
    for step in range(100):
        folder = tmp_path / f"{job}{step}"
        files.write(folder, "model-1", IDS, ROWS, 5)
        old = files.read(folder, "model-1")
        assert old is not None
        with monkeypatch.context() as patch:
            crash_at(patch, step)
            try:
                if job == "write":
                    files.write(folder, "model-1", IDS, new, 6)
                else:
                    files.append(folder, old.manifest, IDS + np.uint64(3), new, 6)
                finished = True
            except Crash:
                finished = False
        rows = files.read(folder, "model-1")
        assert rows is not None
        outcomes.append(rows.manifest.revision)
        expected = {5: ROWS, 6: new if job == "write" else np.concatenate([ROWS, new])}
        np.testing.assert_array_equal(rows.vectors, expected[rows.manifest.revision])
        if finished:
            break
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {5, 6}
    assert len(outcomes) > 8


def crash_at(patch: pytest.MonkeyPatch, step: int) -> None:
    """Let the *step*-th of the calls that change the disk be the last."""
    counts = [0]

    def guarded(call: Callable[..., object]) -> Callable[..., object]:
        def maybe(*args: object, **kwargs: object) -> object:
            if counts[0] == step:
                raise Crash
            counts[0] += 1
            return call(*args, **kwargs)

        return maybe

    for name in ("open", "fsync"):
        patch.setattr(files.os, name, guarded(getattr(os, name)))
    patch.setattr(Path, "replace", guarded(Path.replace))
    patch.setattr(Path, "unlink", guarded(Path.unlink))


def planted(folder: Path, **lies: object) -> None:
    """Change the manifest as somebody would who knows how it is made."""
    content = json.loads((folder / files.MANIFEST).read_bytes())
    content = {k: v for k, v in (content | lies).items() if k not in {"format", "checksum"}}
    whole = {**content, "format": files.FORMAT, "checksum": files._checksum(content)}
    (folder / files.MANIFEST).write_text(json.dumps(whole))


LIES = [None, True, -1, 2**70, 1.5, float("nan"), "", "x", "../../x", [], [1], {}, {"vectors": 1}]


@pytest.mark.parametrize("lie", LIES, ids=repr)
@pytest.mark.parametrize(
    "key", ["contract", "dimensions", "revision", "generation", "centre", "count", "checksums"]
)
def test_a_manifest_that_was_planted_is_no_manifest(folder: Path, key: str, lie: object) -> None:
    planted(folder, **{key: lie})
    assert files.read(folder, "model-1") is None
    files.remove_waste(folder)


def test_sizes_that_overflow_are_no_sizes(folder: Path) -> None:
    planted(folder, dimensions=2**32, count=2**32, centre=[0.0] * 8)
    assert files.read(folder, "model-1") is None


def test_a_manifest_nested_without_end_is_no_manifest(folder: Path) -> None:
    (folder / files.MANIFEST).write_bytes(b"[" * 100_000)
    assert files.read(folder, "model-1") is None


def test_links_in_the_place_of_our_files_are_not_written_through(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    victim = tmp_path_factory.mktemp("elsewhere") / "victim"
    victim.write_bytes(b"mine")
    (folder / f"{files.MANIFEST}.new").symlink_to(victim)
    files.write(folder, "model-1", IDS, ROWS, 6)
    rows = files.read(folder, "model-1")
    assert rows is not None
    generation = part(folder, "codes")
    generation.unlink()
    generation.symlink_to(victim)
    with pytest.raises(OSError, match="symbolic"):
        files.append(folder, rows.manifest, IDS, ROWS, 7)
    assert victim.read_bytes() == b"mine"
