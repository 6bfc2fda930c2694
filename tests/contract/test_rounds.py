"""What every catalog must do for the game."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from likeness.catalog.round_store import CONTRACT as IN
from likeness.catalog.round_store import STALE
from likeness.catalog.sql import SqlCatalog, open_catalog
from likeness.errors import EditRefusedError, UnknownParticipantError, UnknownRoundError
from likeness.types import (
    Grouping,
    PersonId,
)
from tests.catalog.makers import CONTRACT, batch, face_id, photo_id
from tests.catalog.round_makers import NOON, REPORT, SERIES, joined, kept, place, ranked
from tests.stores.databases import DATABASES, database_url


@pytest.fixture(params=DATABASES)
def catalog(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlCatalog]:
    """A catalog with ten photos that show one face each."""
    with database_url(request.param) as url:
        made = open_catalog(url, folder=tmp_path / "library", wait_seconds=0.2)
        made.write(batch(made.add_source("folder", "/photos").id, range(10)))
        yield made
        made.close()


def test_a_round_comes_back_as_it_was_kept(catalog: SqlCatalog) -> None:
    made = kept(closes=NOON + timedelta(days=1), collection="Émile", everyone=True)
    catalog.rounds.add(made)

    assert catalog.rounds.find(made.round) == made
    assert catalog.rounds.find(made.round[:5]) == made
    assert catalog.rounds.find("Round 1") == made
    assert catalog.rounds.of_token(join="join 1") == made
    assert catalog.rounds.of_token(screen="screen 1") == made


def test_a_token_opens_only_its_own_door(catalog: SqlCatalog) -> None:
    catalog.rounds.add(kept())

    for wrong in ({"join": "screen 1"}, {"screen": "join 1"}, {"join": ""}, {"screen": None}):
        with pytest.raises(UnknownRoundError):
            catalog.rounds.of_token(**wrong)


def test_a_title_that_two_rounds_have_names_neither(catalog: SqlCatalog) -> None:
    catalog.rounds.add(kept(1, title="Party"))
    catalog.rounds.add(kept(2, title="Party"))

    with pytest.raises(UnknownRoundError, match=r"Party stands for several rounds: r0.*, r0"):
        catalog.rounds.find("Party")


def test_open_rounds_come_first_then_the_newest(catalog: SqlCatalog) -> None:
    ranked(catalog, 1, round_=3)
    ranked(catalog, 2, round_=2)
    catalog.rounds.add(kept(1))

    assert [row.title for row in catalog.rounds.all()] == ["Round 1", "Round 3", "Round 2"]


def test_places_come_back_bit_by_bit_in_order(catalog: SqlCatalog) -> None:
    id_ = ranked(catalog, 4, 2)

    assert catalog.rounds.places([id_]) == {
        id_: [place(4, 1, twin=2), place(2, 2, twin=4)],
    }
    assert catalog.rounds.places() == catalog.rounds.places([id_])
    now = catalog.rounds.find(id_)
    assert (now.state, now.closed, now.report) == ("closed", NOON, REPORT)


def test_only_the_whole_board_is_told_of_all_rounds(catalog: SqlCatalog) -> None:
    catalog.rounds.add(kept())
    catalog.rounds.rank(kept().round, [place(1, 1), place(1, 1, board="men")], REPORT, NOON)

    assert catalog.rounds.places() == {kept().round: [place(1, 1)]}


def test_ranking_again_replaces_what_was_kept(catalog: SqlCatalog) -> None:
    id_ = ranked(catalog, 1, 2, 3)
    catalog.rounds.rank(id_, [place(3, 1)], REPORT, NOON)

    assert catalog.rounds.places([id_]) == {id_: [place(3, 1)]}


def test_who_leaves_is_on_no_board_and_nobodys_twin(catalog: SqlCatalog) -> None:
    id_ = ranked(catalog, 1, 2, 3)
    catalog.rounds.remove_participant(joined(2).participant)

    assert [row.nickname for row in catalog.rounds.participants(id_)] == ["Nick 1", "Nick 3"]
    left = catalog.rounds.places([id_])[id_]
    assert [(row.entry, row.twin) for row in left] == [
        (joined(1).participant, None),
        (joined(3).participant, joined(1).participant),
    ]
    assert catalog.rounds.outdated() == [id_]
    assert catalog.rounds.find(id_).report == {IN: CONTRACT, STALE: True}
    with pytest.raises(UnknownParticipantError):
        catalog.rounds.participant(joined(2).participant)


def test_nobody_joins_a_round_that_is_gone(catalog: SqlCatalog) -> None:
    id_ = ranked(catalog, 1)
    catalog.rounds.remove(id_)

    with pytest.raises(UnknownRoundError):
        catalog.rounds.add_participant(joined(2))
    assert catalog.rounds.participants() == []
    assert catalog.rounds.places() == {}
    assert catalog.check() == []


def test_forgetting_a_photo_takes_who_brought_it_out_of_every_round(catalog: SqlCatalog) -> None:
    one, other = ranked(catalog, 1, 2), ranked(catalog, 3, 4, round_=2)
    catalog.rounds.add_participant(joined(9, 2, photo=photo_id(1)))
    catalog.forget_photos([photo_id(1)], who="me")

    assert [row.nickname for row in catalog.rounds.participants()] == ["Nick 2", "Nick 3", "Nick 4"]
    assert [row.entry for row in catalog.rounds.places([one])[one]] == [joined(2).participant]
    assert len(catalog.rounds.places([other])[other]) == 2
    assert catalog.rounds.outdated() == [one, other]


def test_forgetting_a_person_takes_them_out_whatever_stood_for_them(catalog: SqlCatalog) -> None:
    person = PersonId("p" + face_id(5)[1:])
    faces = {face_id(5): person, face_id(6): person}
    catalog.write_grouping(Grouping(assignments=faces, founded=(person,)))
    id_ = ranked(catalog, 1)
    shown = replace(place(5, 2), entry=person)
    catalog.rounds.rank(id_, [place(1, 1, twin=None), shown], REPORT, NOON)
    catalog.rounds.add_participant(joined(6))  # the same human being, by another photo
    catalog.forget_person(person, who="me")

    assert [row.entry for row in catalog.rounds.places([id_])[id_]] == [joined(1).participant]
    assert [row.nickname for row in catalog.rounds.participants(id_)] == ["Nick 1"]


def test_a_title_that_names_who_was_forgotten_goes(catalog: SqlCatalog) -> None:
    person = PersonId("p" + face_id(5)[1:])
    catalog.write_grouping(Grouping(assignments={face_id(5): person}, founded=(person,)))
    catalog.name(person, "Anna", who="me")
    catalog.rounds.add(kept(1, title="Anna's party"))
    catalog.rounds.add(kept(2, title="Annapolis"))
    catalog.forget_person(person, who="me")

    assert {row.title for row in catalog.rounds.all()} == {"(forgotten)", "Annapolis"}


@pytest.mark.parametrize("way", ["hide", "opt_out", "mark"])
def test_a_round_is_outdated_as_soon_as_somebody_on_it_may_not_be(
    catalog: SqlCatalog, way: str
) -> None:
    person = PersonId("p" + face_id(1)[1:])
    catalog.write_grouping(Grouping(assignments={face_id(1): person}, founded=(person,)))
    id_ = ranked(catalog, 1, 2)
    assert catalog.rounds.outdated() == []
    if way == "mark":
        catalog.mark(face_id(1), "not_a_face", who="me")
    else:
        getattr(catalog, way)(person, True, who="me")

    assert catalog.rounds.outdated() == [id_]


def test_a_series_comes_back_and_its_rounds_outlive_it(catalog: SqlCatalog) -> None:
    made = SERIES
    catalog.rounds.add_series(made, NOON)
    assert catalog.rounds.series() == [made]

    later = NOON + timedelta(days=1)
    catalog.rounds.add(kept(series=made.series), due=later)
    assert catalog.rounds.series() == [replace(made, due=later)]

    catalog.rounds.remove_series(made.series)
    assert catalog.rounds.series() == []
    assert catalog.rounds.find("Round 1").series is None


def test_photos_that_were_brought_are_told_and_others_are_not(catalog: SqlCatalog) -> None:
    catalog.rounds.add(kept())
    catalog.rounds.add_participant(joined(1))
    catalog.rounds.add_participant(joined(2, brought=False))

    assert catalog.rounds.brought() == {photo_id(1)}


def test_a_photo_that_is_refused_never_comes(catalog: SqlCatalog) -> None:
    catalog.refuse_photos([photo_id(11)])
    catalog.refuse_photos([photo_id(11)])  # once more is fine

    assert catalog.skipped([photo_id(11), photo_id(1)]) == {photo_id(11)}
    with pytest.raises(EditRefusedError, match="forget it instead"):
        catalog.refuse_photos([photo_id(1)])


def test_hostile_names_come_back_as_they_are(catalog: SqlCatalog) -> None:
    name = "'; DROP TABLE round; -- <script>'}) DETACH DELETE (n)"
    catalog.rounds.add(kept(title=name))
    catalog.rounds.add_participant(joined(1, nickname=name))

    assert catalog.rounds.find(name).title == name
    assert catalog.rounds.participants()[0].nickname == name
