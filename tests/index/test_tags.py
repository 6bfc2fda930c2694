"""The file of tags says what was told, or that it is damaged."""

from __future__ import annotations

import json
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likeness.index.base import Where
from likeness.index.tags import (
    HEAD,
    LENGTH,
    Tags,
    columns_of,
    decoded,
    encoded,
    joined,
    revision_of,
)
from likeness.types import FaceTags, PersonId

TAKEN = datetime(2024, 5, 6, 7, 8, 9, 10)  # noqa: DTZ001 - the camera's clock
some_tags = st.builds(
    FaceTags,
    status=st.sampled_from(["ok", "low_confidence", "too_small"]),
    quality=st.none() | st.floats(0, 1),
    taken=st.none() | st.datetimes(),
    person=st.none() | st.sampled_from([PersonId("p1"), PersonId("p2")]),
    collections=st.frozensets(st.sampled_from(["a", "b", "ü 🎈"])),
)
some_faces = st.dictionaries(st.integers(0, 2**64 - 1), some_tags, max_size=20)


def columns(told: dict[int, FaceTags]) -> Tags:
    return columns_of(np.array(list(told), np.uint64), list(told.values()))


def records(tags: Tags) -> dict[int, FaceTags]:
    everything = tags.records(np.arange(len(tags.ids)))
    return dict(zip(tags.ids.tolist(), everything, strict=True))


@given(told=some_faces, more=some_faces)
def test_what_was_told_is_read(told: dict[int, FaceTags], more: dict[int, FaceTags]) -> None:
    both = joined(columns(told), columns(more))
    data = encoded(both, 7)
    read = decoded(data)
    assert revision_of(data) == 7
    assert read is not None
    assert records(read) == records(both) == told | more
    assert len(set(read.person_table)) == len(read.person_table)
    assert len(set(read.group_table)) == len(read.group_table)


def whole() -> bytes:
    tags = FaceTags(
        status="ok", quality=0.5, taken=TAKEN, person=PersonId("p1"), collections=frozenset("a")
    )
    return encoded(columns({1: tags, 2: tags}), 7)


@pytest.mark.parametrize("place", range(0, len(whole()), 7))
def test_a_flipped_bit_is_noticed(place: int) -> None:
    data = bytearray(whole())
    data[place] ^= 1
    read = decoded(bytes(data))
    # Of the head only the revision is not covered by the checksum of the rest.
    assert read is None or (place < HEAD.size and revision_of(bytes(data)) != 7)


@pytest.mark.parametrize("length", [0, 10, HEAD.size, HEAD.size + LENGTH.size, len(whole()) - 1])
def test_a_file_that_ends_too_early_is_noticed(length: int) -> None:
    assert decoded(whole()[:length]) is None
    assert revision_of(whole()[:length]) == -1


def planted(**lies: object) -> bytes:
    """Return a file with false tables, as somebody would who knows how it is made."""
    import zlib

    data = whole()
    start = HEAD.size + LENGTH.size
    end = start + LENGTH.unpack_from(data, HEAD.size)[0]
    tables = json.dumps(json.loads(data[start:end]) | lies).encode()
    body = LENGTH.pack(len(tables)) + tables + data[end:]
    return HEAD.pack(b"tags", 1, 7, len(body), zlib.crc32(body)) + body


@pytest.mark.parametrize(
    "lies",
    [
        {"count": 3},
        {"count": -2},
        {"count": 2**60},
        {"count": 2.0},
        {"people": []},
        {"people": [1]},
        {"people": None},
        {"collections": []},
        {"groups": [[7]]},
        {"groups": []},
        {"groups": [["a"]]},
    ],
)
def test_tables_that_were_planted_are_no_tables(lies: dict[str, object]) -> None:
    assert decoded(planted()) is not None
    assert decoded(planted(**lies)) is None


def test_a_million_faces_are_filtered_as_columns() -> None:
    count = 1_000_000
    tags = Tags(
        ids=np.arange(count, dtype=np.uint64),
        statuses=np.zeros(count, np.int32),
        qualities=np.linspace(0, 1, count),
        taken=np.arange(count, dtype=np.int64),
        people=np.arange(count, dtype=np.int32) % 3 - 1,
        groups=np.zeros(count, np.int32),
        person_table=("p1", "p2"),
        group_table=(frozenset(),),
    )
    read = decoded(encoded(tags, 1))
    assert read is not None
    found = read.matching(Where(people=frozenset([PersonId("p2")]), min_quality=0.5))
    assert 166_000 < len(found) < 167_000
