"""likeness rounds"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from rich.cells import cell_len

from likeness.cli.rounds import when
from likeness.errors import JoinRefusedError, UnknownRoundError, UsageError
from likeness.types import (
    Board,
    FaceId,
    GameRound,
    GameSeries,
    Joined,
    Participant,
    ParticipantId,
    PhotoId,
    RankedBoard,
    RankedEntry,
    Replay,
    RoundId,
    RoundTokens,
    SeriesId,
    Standing,
)
from tests.cli.conftest import Cli, part

NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
ID = RoundId("r00000000000000aa")
TOKENS = RoundTokens(join="JOIN", screen="SCREEN")


def entry(number: int, name: str | None) -> RankedEntry:
    return RankedEntry(
        entry=f"q{number:016x}",
        place=number,
        name=name,
        face=FaceId(f"f{number:016x}"),
        person=None,
        similarity=0.987654,
        weight=0.5,
        twin=f"q{number % 3 + 1:016x}",
    )


ENTRIES = (entry(1, "Anna"), entry(2, "Bob"), entry(3, "Carl"))
BOARD = RankedBoard(board=Board("all"), entries=ENTRIES, members=3)

OPEN = GameRound(
    round=ID,
    series=None,
    title="Party",
    collection="Event",
    everyone=True,
    groups=(),
    state="open",
    opened=NOON,
    closes=NOON + timedelta(hours=2),
    closed=None,
    participants=2,
    winners=(),
)
CLOSED = replace(
    OPEN, state="closed", closed=NOON + timedelta(hours=2), participants=3, winners=ENTRIES[:1]
)

CONTRACT = {
    "round": ID,
    "collection": "Event",
    "state": "closed",
    "participants": 3,
    "winners": [
        {
            "entry": "q0000000000000001",
            "place": 1,
            "name": "Anna",
            "face": "f0000000000000001",
            "person": None,
            "similarity": 0.987654,
            "weight": 0.5,
            "twin": "q0000000000000002",
        }
    ],
}


@pytest.mark.parametrize("words", [("rounds",), ("rounds", "list")])
def test_rounds_are_listed_with_who_won(cli: Cli, words: tuple[str, ...]) -> None:
    lines = cli(*words, rounds=[OPEN, CLOSED]).lines

    assert lines[0].split() == ["round", "state", "people", "closes", "title"]
    assert lines[1].endswith("Party")
    assert lines[2].endswith("Party, won by Anna")


def test_without_rounds_it_says_how_to_open_one(cli: Cli) -> None:
    assert "likeness rounds open TITLE" in cli("rounds", rounds=[]).err


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        (("close", "Party"), {"close_round": CLOSED, "boards": [BOARD]}),
        (("open", "Party"), {"open_round": CLOSED, "round_tokens": TOKENS}),
        (("withdraw", "q1"), {"withdraw": CLOSED}),
        (
            ("show", "Party"),
            {"round": CLOSED, "boards": [BOARD], "participants": []},
        ),
        (
            ("remove", "Party", "--yes"),
            {"round": CLOSED, "participants": [], "remove_round": CLOSED},
        ),
        ((), {"rounds": [CLOSED]}),
    ],
    ids=lambda value: value[0] if value and isinstance(value, tuple) else None,
)
def test_scripts_get_the_keys_of_the_contract(
    cli: Cli, words: tuple[str, ...], answers: dict[str, object]
) -> None:
    (row,) = cli("rounds", *words, "--json", **answers).rows

    assert part(row, CONTRACT) == CONTRACT
    assert row["closed"] == "2026-02-03T14:00:00+00:00"


def test_a_round_is_opened_as_it_was_asked_for(cli: Cli) -> None:
    done = cli(
        *("rounds", "open", "Party", "--collection", "Event", "--only-joined"),
        *("--group", "Desk", "--group", "Lab", "--season", "Summer"),
        *("--closes", "2026-03-04T05:06:07+00:00"),
        open_round=OPEN,
        round_tokens=TOKENS,
    )

    name, args, told = done.library.calls[0]
    assert (name, args) == ("open_round", ("Party",))
    assert told == {
        "collection": "Event",
        "everyone": False,
        "groups": ["Desk", "Lab"],
        "closes": datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
        "every": None,
        "season": "Summer",
    }
    assert f"likeness rounds join {ID} ME.jpg --name ME" in done.err


def test_scripts_are_told_where_phones_and_screens_go(cli: Cli) -> None:
    (row,) = cli("rounds", "open", "--json", open_round=OPEN, round_tokens=TOKENS).rows

    assert (row["join"], row["screen"]) == ("/join/JOIN", "/screen/SCREEN")


def joined() -> Joined:
    return Joined(
        participant=ParticipantId("q1"),
        round=ID,
        nickname="Anna",
        photo=PhotoId("ab" * 32),
        secret="geheim",
    )


def test_joining_tells_how_to_leave_again(cli: Cli) -> None:
    done = cli("rounds", "join", "Party", "me.jpg", "--name", "Anna", "--yes", join_round=joined())

    assert done.library.calls == [("join_round", ("Party", "me.jpg", "Anna"), {"consent": True})]
    assert done.out == "Anna takes part.\n"
    assert "likeness rounds withdraw q1" in done.err
    assert "geheim" not in done.out + done.err


def test_nobody_joins_without_saying_yes(cli: Cli) -> None:
    done = cli("rounds", "join", "Party", "me.jpg", "--name", "Anna", join_round=joined())

    assert done.status != 0
    assert done.library.calls == []


def test_why_somebody_cannot_join_is_one_line(cli: Cli) -> None:
    refused = JoinRefusedError("no-face", "There is no face on this photo.")
    done = cli("rounds", "join", "P", "me.jpg", "--name", "A", "--yes", join_round=refused)

    assert done.status == 1
    assert "There is no face on this photo." in done.err


def test_closing_shows_the_podium(cli: Cli) -> None:
    done = cli("rounds", "close", "Party", close_round=CLOSED, boards=[BOARD])

    assert all(name in done.out for name in ("Anna", "Bob", "Carl"))
    assert "█" in done.out or "#" in done.out
    assert max(map(cell_len, done.lines)) <= 80


def test_a_round_without_anybody_says_that_nobody_won(cli: Cli) -> None:
    nobody = replace(CLOSED, participants=0, winners=())
    done = cli("rounds", "close", "Party", close_round=nobody, boards=[])

    assert done.status == 0
    assert "Nobody took part" in done.err


def test_an_average_of_two_is_said_to_be_none_to_show(cli: Cli) -> None:
    two = replace(BOARD, entries=ENTRIES[:2], members=2)

    assert "too few" in cli("rounds", "close", "P", close_round=CLOSED, boards=[two]).err


def test_showing_a_closed_round_tells_all_places_and_twins(cli: Cli) -> None:
    done = cli("rounds", "show", "Party", round=CLOSED, boards=[BOARD], participants=[])

    assert done.lines[-4:] == [
        "place  similarity  who   looks most like",
        "    1    0.987654  Anna  Bob",
        "    2    0.987654  Bob   Carl",
        "    3    0.987654  Carl  Anna",
    ]


def test_showing_an_open_round_tells_who_joined(cli: Cli) -> None:
    row = Participant(
        participant=ParticipantId("q1"), round=ID, nickname="\x1b[2JAnna", consented=NOON, face=None
    )
    done = cli("rounds", "show", "Party", round=OPEN, boards=[], participants=[row])

    assert done.lines[-1].startswith("q1")
    assert "\x1b[2J" not in done.out


def test_a_board_that_there_is_not_is_refused_with_those_there_are(cli: Cli) -> None:
    done = cli(
        *("rounds", "show", "Party", "--board", "cats"),
        round=CLOSED,
        boards=[BOARD],
        participants=[],
    )

    assert done.status == 2
    assert "There are: all" in done.err


def test_a_round_that_is_not_there_is_one_clear_line(cli: Cli) -> None:
    done = cli("rounds", "close", "None", close_round=UnknownRoundError("No round None."))

    assert (done.status, done.out) == (1, "")
    assert "No round None." in done.err


@pytest.mark.parametrize(("same", "status"), [(True, 0), (False, 1)])
def test_a_replay_says_whether_it_came_out_the_same(cli: Cli, same: bool, status: int) -> None:
    done = cli("rounds", "replay", "P", replay_round=Replay(round=ID, same=same, boards=(BOARD,)))

    assert done.status == status


def test_the_leaderboard_tells_points(cli: Cli) -> None:
    row = Standing(
        entry="anna", name="Anna", face=FaceId("f1"), rounds=4, wins=2, points=9, best=0.9
    )
    done = cli("rounds", "leaderboard", "Summer", leaderboard=[row])

    assert done.library.calls == [("leaderboard", ("Summer",), {})]
    assert done.lines[1].split() == ["9", "2", "4", "0.900000", "Anna"]


def test_series_tell_when_the_next_round_begins(cli: Cli) -> None:
    row = GameSeries(
        series=SeriesId("s1"),
        title="Daily",
        collection=None,
        everyone=False,
        groups=(),
        cron="0 0 * * *",
        due=NOON,
    )

    assert "0 0 * * *" in cli("rounds", "series", series=[row]).lines[1]
    (told,) = cli("rounds", "series", "--json", series=[row]).rows
    assert told["due"] == "2026-02-03T12:00:00+00:00"
    assert cli("rounds", "series", "--end", "Daily", remove_series=row).status == 0


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("45m", timedelta(minutes=45)),
        ("2h", timedelta(hours=2)),
        ("3d", timedelta(days=3)),
        ("18:30", timedelta(hours=6, minutes=30)),
        ("11:00", timedelta(hours=23)),
        ("2026-02-03T13:00:00+00:00", timedelta(hours=1)),
    ],
)
def test_a_time_may_be_said_in_many_ways(text: str, ahead: timedelta) -> None:
    assert when(text, NOON) == NOON + ahead


@pytest.mark.parametrize("text", ["", "soon", "25:00", "99999999d", "2026-13-01", "-2h"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no time"):
        when(text, NOON)
