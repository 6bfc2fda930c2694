"""Handwriting instead of faces: other vectors with pictures need no change anywhere.

The pictures are scikit-learn's 1,797 handwritten digits of 8 by 8 pixels (from UCI, by Alpaydin and
Kaynak), the vectors their 64 pixels at unit length. `docs/explanation/other-vectors.md` tells it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

from likeness import Library
from likeness.blobs.base import crop_key
from likeness.imaging.webp import encode_webp
from likeness.types import (
    Contract,
    FaceFacts,
    FaceId,
    IngestBatch,
    Location,
    PersonId,
    PhotoFacts,
    PhotoId,
)
from likeness.workflows.index import refresh
from likeness.workflows.network.portraits import portraits_of

HANDWRITING = Contract("digits-pixels")
COUNT = 300
SIDE = 64  # pixels of a thumbnail


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, np.ndarray]:
    """Pictures (n, 8, 8), 0 to 16, and which digit each shows (n,)."""
    found = load_digits()
    return found.images[:COUNT], found.target[:COUNT]


@pytest.fixture
def library(tmp_path: Path, digits: tuple[np.ndarray, np.ndarray]) -> Iterator[Library]:
    """A library of handwriting: one digit on each sheet of paper."""
    with Library.open(tmp_path / "library") as opened:
        parts = opened._parts
        parts._contract = HANDWRITING  # what another embedder would call its space
        source = parts.catalog.add_source("folder", "/handwriting").id
        facts = [written(number, picture) for number, picture in enumerate(digits[0])]
        parts.catalog.write(
            IngestBatch(
                source=source,
                photos=tuple(sheet for sheet, _ in facts),
                faces=tuple(digit for _, digit in facts),
                locations=tuple(
                    Location(path=f"{number}.png", size=64, mtime_ns=0, photo=sheet.id)
                    for number, (sheet, _) in enumerate(facts)
                ),
            )
        )
        for (_, digit), picture in zip(facts, digits[0], strict=True):
            parts.blobs.put(crop_key(digit.id), encode_webp(thumbnail(picture)))
        yield opened


def written(number: int, picture: np.ndarray) -> tuple[PhotoFacts, FaceFacts]:
    """Return what is known of a sheet, and of the digit on it: a box, a vector, nothing else."""
    sheet = PhotoId(hashlib.sha256(f"{number}".encode() + picture.tobytes()).hexdigest())
    vector = picture.ravel() / np.linalg.norm(picture)
    return (
        PhotoFacts(
            id=sheet,
            size=64,
            width=8,
            height=8,
            format="PNG",
            status="ok",
            taken=None,
            taken_offset=None,
            taken_from=None,
            camera=None,
            phash=0,
            thumbhash=b"",
        ),
        FaceFacts(
            id=FaceId(f"f{sheet[:16]}"),
            photo=sheet,
            position=0,
            detector=Contract("one-digit-on-a-sheet"),
            box=(0.0, 0.0, 8.0, 8.0),
            points=((2.0, 2.0), (6.0, 2.0), (4.0, 4.0), (2.0, 6.0), (6.0, 6.0)),
            score=1.0,
            status="ok",
            quality=1.0,
            contract=HANDWRITING,
            embedding=vector.astype(np.float32),
            norm=1.0,
        ),
    )


def thumbnail(picture: np.ndarray) -> np.ndarray:
    """Return a picture as grey RGB pixels (SIDE, SIDE, 3), ink dark."""
    grey = np.kron(255 - picture * 255 / 16, np.ones((SIDE // 8, SIDE // 8)))
    return np.repeat(grey[..., None], 3, axis=2).astype(np.uint8)


def which(library: Library, digits: tuple[np.ndarray, np.ndarray]) -> dict[FaceId, int]:
    """Return which digit each "face" is."""
    facts = [written(number, picture)[1].id for number, picture in enumerate(digits[0])]
    assert {face.face for face in library.faces()} == set(facts)
    return dict(zip(facts, digits[1].tolist(), strict=True))


def test_the_index_finds_the_same_digit(
    library: Library, digits: tuple[np.ndarray, np.ndarray]
) -> None:
    parts = library._parts
    shown = which(library, digits)
    index = refresh(parts, HANDWRITING)
    right = 0
    for face, digit in shown.items():
        hits = index.search(parts.catalog.embeddings([face], HANDWRITING), 2)[0]
        right += shown[next(other for other in hits.ids if other != face)] == digit
    assert right >= 0.95 * COUNT


def test_grouping_puts_equal_digits_together(
    library: Library, digits: tuple[np.ndarray, np.ndarray]
) -> None:
    shown = which(library, digits)
    library.group()
    groups: dict[PersonId, Counter[int]] = {}
    for face in library.faces():
        if face.person is not None:
            groups.setdefault(face.person, Counter())[shown[face.face]] += 1
    grouped = sum(group.total() for group in groups.values())
    alike = sum(group.most_common(1)[0][1] for group in groups.values())
    assert grouped >= 0.7 * COUNT
    assert alike >= 0.98 * grouped


def test_their_network_is_drawn_with_thumbnails_and_written(
    library: Library, digits: tuple[np.ndarray, np.ndarray], tmp_path: Path
) -> None:
    shown = which(library, digits)

    network = library.network("faces", minimum=1.0, nearest=3)

    assert network.contract == HANDWRITING
    assert len(network.nodes) == COUNT
    same = [shown[FaceId(edge.one)] == shown[FaceId(edge.other)] for edge in network.edges]
    assert np.mean(same) > 0.9
    assert len(portraits_of(library._parts, network)) == COUNT
    library.save_network(network, tmp_path / "digits.html")
    assert (tmp_path / "digits.html").read_bytes().count(b"data:image/webp;base64,") >= COUNT


def test_groups_of_digits_resemble_each_other_as_people_do(library: Library) -> None:
    library.group()
    network = library.network("people", minimum=0.5)
    assert {node.node for node in network.nodes} == {row.person for row in library.people()}
    assert all(node.face is not None for node in network.nodes)
    assert network.edges


def test_faces_and_handwriting_are_never_compared(library: Library) -> None:
    other = Contract("faces-128")
    network = library._parts.catalog.network
    library.network("faces")
    assert network.mirrored(HANDWRITING, "faces") is not None
    assert network.mirrored(other, "faces") is None
    assert network.neighbours(other, "faces") == {}
