"""Networks as files."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from likeness import Library
from likeness.blobs.base import crop_key
from likeness.errors import ExportError, InterruptedRunError
from likeness.types import Network, Progress
from likeness.workflows.network import portraits
from likeness.workflows.network.files import ENDINGS


@pytest.fixture
def network(indexed: Library) -> Network:
    """A network of all faces."""
    return indexed.network("faces")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_network_is_written_in_every_format_the_same_each_time(
    indexed: Library, network: Network, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / "new" / f"network{ending.upper()}"

    indexed.save_network(network, file)
    first = file.read_bytes()
    indexed.save_network(network, file)

    assert first
    assert file.read_bytes() == first == indexed.network_file(network, ending)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_portraits_are_square_and_small(indexed: Library, network: Network) -> None:
    told: list[Progress] = []

    found = portraits.portraits_of(indexed._parts, network, progress=told.append)

    assert found.keys() == {node.node for node in network.nodes}
    sizes = [Image.open(io.BytesIO(data)).size for data in found.values()]
    assert all(width == height <= 128 for width, height in sizes)
    assert (128, 128) in sizes
    assert {Image.open(io.BytesIO(data)).format for data in found.values()} == {"WEBP"}
    assert told[0] == Progress(stage="portraits", done=0, total=len(network.nodes))


def test_of_many_nodes_only_those_of_most_faces_get_a_small_portrait(
    indexed: Library, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portraits, "MOST", 2)
    monkeypatch.setattr(portraits, "FEW", 1)
    *rest, one, other = network.nodes
    large = replace(network, nodes=(*rest, replace(one, faces=9), replace(other, faces=5)))

    found = portraits.portraits_of(indexed._parts, large)

    assert list(found) == [one.node, other.node]
    assert all(max(Image.open(io.BytesIO(data)).size) <= 64 for data in found.values())


def test_a_portrait_that_is_gone_or_damaged_is_left_out(
    indexed: Library, network: Network, tmp_path: Path
) -> None:
    gone, damaged, *others = (node.face for node in network.nodes)
    assert gone is not None
    assert damaged is not None
    indexed._parts.blobs.delete(crop_key(gone))
    indexed._parts.blobs.put(crop_key(damaged), b"This is no picture.")

    found = portraits.portraits_of(indexed._parts, network)

    assert found.keys() == set(others)
    indexed.save_network(network, tmp_path / "network.html")


def test_other_endings_and_places_of_the_users_are_refused(
    indexed: Library, network: Network, tmp_path: Path, few_photos: Path
) -> None:
    photo = few_photos / "008_B.jpg"
    before = photo.read_bytes()
    taken = tmp_path / "photo.html"
    taken.write_bytes(before)

    for file, why in (
        (tmp_path / "network.doc", "must end in"),
        (tmp_path / "network", "must end in"),
        (photo, "must end in"),
        (taken, "is a photo of this library"),
        (indexed.folder / "network.html", "lies inside the library"),
    ):
        with pytest.raises(ExportError, match=why):
            indexed.check_network_file(file)
        with pytest.raises(ExportError, match=why):
            indexed.save_network(network, file)

    assert photo.read_bytes() == before
    assert taken.read_bytes() == before


def test_one_that_was_stopped_leaves_the_file_before(
    indexed: Library, network: Network, tmp_path: Path
) -> None:
    file = tmp_path / "network.html"
    file.write_text("before")

    with pytest.raises(InterruptedRunError):
        indexed.save_network(network, file, stop=lambda: True)

    assert file.read_text() == "before"


def test_a_name_that_is_code_stays_a_name(indexed: Library) -> None:
    evil = "</script><script>alert(1)</script>'; MATCH (n) DETACH DELETE n; //"
    indexed.name(indexed.people()[0].person, evil)
    network = indexed.network()

    html = indexed.network_file(network, ".html").decode()
    told = json.loads(indexed.network_file(network, ".json"))

    assert "<script>alert(1)" not in html
    assert evil in {node["name"] for node in told["nodes"]}
