"""The pictures of a round's averages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from likeness import Library
from likeness.errors import EditRefusedError, UsageError
from likeness.types import AverageOf
from likeness.workflows.rounds.ahead import RoundsAhead
from tests.workflows.rounds.conftest import GUESTS, Join


def closed(library: Library, join: Join, guests: tuple[str, ...]) -> list[str]:
    """Close a round with these guests; return the ids of participants."""
    library.open_round("Party")
    ids = [join("Party", name).participant for name in guests]
    library.close_round("Party")
    return [str(id_) for id_ in ids]


def test_the_picture_is_the_average_of_who_took_part(library: Library, join: Join) -> None:
    closed(library, join, GUESTS[:3])
    picture = library.round_average("Party")

    faces = tuple(row.face for row in library.boards("Party")[0].entries)
    whole = library.average(AverageOf(faces=faces)).pixels
    assert np.abs(picture.astype(int) - whole.astype(int)).max() <= 3
    assert len(library.averages()) == 1
    assert np.abs(library.round_average("Party").astype(int) - picture.astype(int)).max() <= 3


def test_fewer_than_three_have_none_since_it_would_show_somebody(
    library: Library, join: Join
) -> None:
    closed(library, join, GUESTS[:2])

    with pytest.raises(UsageError, match=r"2 took part .* it would show somebody"):
        library.round_average("Party")


def test_it_goes_as_soon_as_somebody_leaves(library: Library, join: Join) -> None:
    ids = closed(library, join, GUESTS[:3])
    library.round_average("Party")
    library.withdraw(ids[0])

    assert library.averages() == []
    with pytest.raises(UsageError, match="2 took part"):
        library.round_average("Party")


def test_an_open_round_shows_none(library: Library) -> None:
    library.open_round("Party", collection="Event")

    with pytest.raises(EditRefusedError, match="is open"):
        library.round_average("Party")


def test_there_is_none_of_a_board_that_there_is_not(library: Library, join: Join) -> None:
    closed(library, join, GUESTS[:3])

    for board in ("women:men", "Other", "<script>"):
        with pytest.raises(UsageError, match="There is no average of"):
            library.round_average("Party", board)


def test_an_idle_worker_closes_rounds_and_makes_their_pictures_once(
    library: Library, join: Join
) -> None:
    now = datetime.now(UTC)
    library.open_round("Party", closes=now + timedelta(hours=1))
    for name in GUESTS[:3]:
        join("Party", name)
    ahead = RoundsAhead(library._parts, lambda: now + timedelta(hours=1))

    assert ahead.step()
    assert library.round("Party").state == "closed"
    assert [row.title for row in library.averages()] == [f"Round {library.rounds()[0].round}: all"]
    while ahead.step():
        pass
    made = {row.id for row in library.averages()}
    assert not ahead.step()
    assert {row.id for row in library.averages()} == made
