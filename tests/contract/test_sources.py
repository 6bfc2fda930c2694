"""What every source of photos must do, whatever lies beneath it."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likeness.errors import PhotoError
from likeness.settings import S3Settings
from likeness.sources.base import FoundFile, Obstacle, PhotoSource
from likeness.sources.open import open_source
from tests.stores.s3 import S3Server

Tree = Mapping[str, bytes]
Maker = Callable[[Tree], PhotoSource]


@pytest.fixture(params=["folder", "bucket"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def make(
    kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Maker:
    """Return what makes a source of a tree of files: their paths and contents."""

    def folder(tree: Tree) -> PhotoSource:
        root = tmp_path_factory.mktemp("photos")
        for path, data in tree.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        return open_source(str(root), S3Settings())

    def bucket(tree: Tree) -> PhotoSource:
        s3: S3Server = request.getfixturevalue("s3")
        name = s3.make_bucket()
        for path, data in tree.items():
            s3.put(name, f"my photos/{path}", data)
        s3.put(name, "my photos.jpg", b"beside")
        return open_source(f"s3://{name}/my photos", s3.settings())

    return {"folder": folder, "bucket": bucket}[kind]


NAMES = st.sampled_from(
    ["a", "b", "a.jpg", "A.JPG", "a b.jpg", " ", "ü", "u\u0308", "😀.jpg", "100%.jpg", "a%2Fb",
     "#1", "a?b=c&d", "+", "~", "'\"", "back\\slash", "new\nline", "-rf", ".hidden", "...", "a-"]
)  # fmt: skip
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)


def without_clashes(tree: dict[str, bytes]) -> dict[str, bytes]:
    """Leave out files where another file needs a folder."""
    return {
        path: data
        for path, data in tree.items()
        if not any(other.startswith(path + "/") for other in tree)
    }


TREES = st.dictionaries(PATHS, st.binary(max_size=30), max_size=8).map(without_clashes)


def is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def in_order(kind: str, paths: list[str]) -> list[str]:
    """Return the order that a walk promises: of keys, or of a folder's files before its folders."""
    if kind == "bucket":
        return sorted(paths, key=str.encode)

    def place(path: str) -> list[tuple[bool, bytes]]:
        *folders, name = path.split("/")
        return [(True, folder.encode()) for folder in folders] + [(False, name.encode())]

    return sorted(paths, key=place)


def copy(source: PhotoSource, path: str, folder: Path) -> tuple[bytes, FoundFile]:
    target = folder / secrets.token_hex(8)
    found = source.fetch(path, target, max_bytes=1000)
    info = target.stat()
    assert stat.S_IMODE(info.st_mode) == 0o600
    assert (info.st_size, info.st_mtime_ns) == (found.size, found.mtime_ns)
    return target.read_bytes(), found


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tree=TREES)
def test_a_source_is_a_dictionary_that_can_be_walked(
    make: Maker, kind: str, tree: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = make(tree)
    copies = tmp_path_factory.mktemp("copies")
    model = {path: data for path, data in tree.items() if not is_hidden(path)}

    walked = list(source.walk())

    assert source.is_there() == bool(tree)
    assert [item.path for item in walked] == in_order(kind, list(model))
    for item in walked:
        assert source.look(item.path) == (
            item if isinstance(item, FoundFile) else replaced(item, source.look(item.path))
        )
        if isinstance(item, Obstacle):
            assert kind == "bucket"
            assert "\n" in item.path
            with pytest.raises(PhotoError):
                source.fetch(item.path, copies / "obstacle", max_bytes=1000)
            continue
        assert item.size == len(model[item.path])
        assert copy(source, item.path, copies) == (model[item.path], item)
        local = source.local(item.path)
        assert local is None or local.read_bytes() == model[item.path]
    for folder in {path.partition("/")[0] + "/" for path in model if "/" in path}:
        inside = [path for path in model if path.startswith(folder)]
        assert [item.path for item in source.walk(folder)] == in_order(kind, inside)
    for path in model:
        assert list(source.walk(path)) == [source.look(path)]


def replaced(item: Obstacle, looked: FoundFile | Obstacle) -> Obstacle:
    """A look at a name that cannot be asked for knows neither size nor time."""
    assert isinstance(looked, Obstacle)
    assert (looked.path, looked.reason, looked.detail) == (item.path, item.reason, item.detail)
    return looked


def test_what_is_gone_says_so(make: Maker, tmp_path: Path) -> None:
    source = make({"a.jpg": b"x"})

    looked = source.look("b.jpg")

    assert isinstance(looked, Obstacle)
    assert looked.reason == "vanished"
    with pytest.raises(PhotoError) as caught:
        source.fetch("b.jpg", tmp_path / "copy", max_bytes=1000)
    assert caught.value.reason == "vanished"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_photo(make: Maker, tmp_path: Path) -> None:
    source = make({"a/b.jpg": b"x"})

    assert isinstance(source.look("a"), Obstacle)
    with pytest.raises(PhotoError):
        source.fetch("a", tmp_path / "copy", max_bytes=1000)


def test_nothing_larger_than_the_limit_is_copied(make: Maker, tmp_path: Path) -> None:
    source = make({"a.jpg": bytes(1001), "b.jpg": bytes(1000)})

    with pytest.raises(PhotoError, match="the limit is 1,000") as caught:
        source.fetch("a.jpg", tmp_path / "a", max_bytes=1000)
    source.fetch("b.jpg", tmp_path / "b", max_bytes=1000)

    assert caught.value.reason == "too_many_bytes"
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_an_empty_photo_can_be_copied(make: Maker, tmp_path: Path) -> None:
    found = make({"a.jpg": b""}).fetch("a.jpg", tmp_path / "copy", max_bytes=1000)

    assert found.size == 0
    assert (tmp_path / "copy").read_bytes() == b""


def test_what_lies_at_the_target_is_not_touched(make: Maker, tmp_path: Path) -> None:
    from likeness.errors import StoreUnavailableError

    (tmp_path / "copy").write_bytes(b"old")
    with pytest.raises(StoreUnavailableError, match="File exists"):
        make({"a.jpg": b"new"}).fetch("a.jpg", tmp_path / "copy", max_bytes=1000)

    assert (tmp_path / "copy").read_bytes() == b"old"


def test_nothing_is_there_where_nothing_lies(make: Maker) -> None:
    source = make({})

    assert not source.is_there()
    assert list(source.walk()) == []


def test_the_uri_opens_the_same_source(make: Maker, s3: S3Server) -> None:
    source = make({"a.jpg": b"x"})

    again = open_source(source.uri, s3.settings())

    assert again.uri == source.uri
    assert list(again.walk()) == list(source.walk())


def test_a_source_is_only_ever_read(make: Maker, tmp_path: Path) -> None:
    source = make({"a.jpg": b"x", "b/c.jpg": b"y"})
    before = list(source.walk())

    for item in before:
        copy(source, item.path, tmp_path)
        os.truncate(next(tmp_path.iterdir()), 0)

    assert list(source.walk()) == before
