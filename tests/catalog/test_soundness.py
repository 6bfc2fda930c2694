from __future__ import annotations

import pytest
from sqlalchemy import text

from likeness.catalog.sql import SqlCatalog
from likeness.types import Grouping, PersonId
from tests.catalog.makers import CONTRACT, face_id, labelings
from tests.stores.databases import ON_EVERY_DATABASE

pytestmark = ON_EVERY_DATABASE


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            (
                "INSERT INTO person (id, hidden, created) "
                "VALUES ('p1', false, '2026-01-01 00:00:00.0')"
            ),
            "1 people without faces and decisions, such as 'p1'",
        ),
        (
            "INSERT INTO rejection SELECT id, person FROM face WHERE person IS NOT NULL",
            "11 faces with a person they are held not to be, such as 'f",
        ),
        ("UPDATE face SET status = 'too_small'", "12 embedded faces not ok, such as 'f"),
        (
            "INSERT INTO failure SELECT source, path, 1, 1, '', '', NULL FROM location LIMIT 1",
            "1 paths that are both read and failed, such as '",
        ),
        (
            "INSERT INTO average (id, title, recipe, report) VALUES ('a1', '', '{}', '{}')",
            "1 averages not made that hold something made, such as 'a1'",
        ),
        ("UPDATE person SET name = 'Anna'", "1 names that several people carry"),
        (
            f"UPDATE embedding SET vector = substr(vector, 1, 3) WHERE face = '{face_id(1)}'",
            "embeddings of several lengths: test-128-v1",
        ),
    ],
)
def test_what_does_not_hold_is_said(
    catalog: SqlCatalog, people: list[PersonId], spoil: str, said: str
) -> None:
    assert catalog.check() == []
    with catalog._db.writing() as connection:
        connection.execute(text(spoil))
    (line,) = catalog.check()
    assert line.startswith(said)


def test_damaged_groups_are_said(catalog: SqlCatalog, people: list[PersonId]) -> None:
    """Their bytes are made again by the next run over everything, which the line says."""
    kept = labelings([], [[0, 1]], photos=12)
    catalog.write_grouping(Grouping(assignments={}, labelings=kept), CONTRACT)
    assert catalog.check() == []
    for spoil in ("UPDATE rung SET groups = substr(groups, 1, 9)", "DELETE FROM rung"):
        with catalog._db.writing() as connection:
            connection.execute(text(spoil))
        (line,) = catalog.check()
        assert CONTRACT in line
        assert "group --again" in line


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE face SET assigned_by = NULL",
        "UPDATE face SET mark = 'ignored'",
        "UPDATE face SET person = 'p0'",
        "UPDATE person SET born = 20",
        "UPDATE person SET opted_out = NULL",
        "INSERT INTO average_face SELECT 'a1', id FROM face",
        "DELETE FROM photo",
    ],
)
def test_the_database_itself_refuses_what_must_never_be(
    catalog: SqlCatalog, people: list[PersonId], spoil: str
) -> None:
    with (
        pytest.raises(Exception, match=r"constraint failed|Nothing was written"),
        catalog._db.writing() as connection,
    ):
        connection.execute(text(spoil))
