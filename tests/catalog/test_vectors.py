from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import insert

from likeness.catalog import schema, vectors
from likeness.catalog.sql import SqlCatalog
from likeness.errors import UsageError
from likeness.types import Contract, PersonId
from tests.catalog.makers import CONTRACT, face_id, unit_vector

OTHER = Contract("other-64-v1")


def test_vectors_come_back_bit_by_bit_and_may_be_written_to() -> None:
    rows = [vectors.to_bytes(unit_vector(seed)) for seed in range(3)]
    back = vectors.from_bytes(rows)
    np.testing.assert_array_equal(back, [unit_vector(seed) for seed in range(3)])
    back += 1
    assert vectors.from_bytes([]).shape == (0, 0)


def test_of_several_models_the_one_that_all_faces_share_is_taken(
    catalog: SqlCatalog, people: list[PersonId]
) -> None:
    faces = [face_id(0), face_id(1)]

    def embed(number: int) -> None:
        with catalog._db.writing() as connection:
            connection.execute(
                insert(schema.embedding).values(
                    face=face_id(number),
                    contract=OTHER,
                    revision=vectors.extended(connection, OTHER),
                    vector=vectors.to_bytes(unit_vector(number, 64)),
                )
            )

    embed(0)
    assert catalog.embeddings(faces).shape == (2, 128)
    embed(1)
    with pytest.raises(UsageError, match=f"cannot be compared: {OTHER}, {CONTRACT}"):
        catalog.embeddings(faces)
    assert catalog.embeddings(faces, OTHER).shape == (2, 64)
    catalog.mark(face_id(0), "ignored", who="me")
    assert catalog.changes_since(OTHER, 2) == catalog.changes_since(CONTRACT, 1) == "changed"
