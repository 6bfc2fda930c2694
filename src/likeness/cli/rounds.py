"""likeness rounds: the game. Whose face is closest to the average?"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from likeness.cli.context import Session, who
from likeness.cli.interrupts import stoppable
from likeness.cli.options import Json, Quiet, Yes, flag, noun
from likeness.cli.output import (
    fields_of,
    print_json,
    print_line,
    print_lines,
    print_message,
    print_next,
    print_pairs,
    print_rows,
)
from likeness.cli.podium import fitted, label, podium
from likeness.cli.progress import show_progress
from likeness.cli.questions import confirmed
from likeness.cli.table import Column
from likeness.cli.text import counted, moment, people
from likeness.errors import LikenessError, UsageError
from likeness.types import (
    LEAST_PICTURED,
    GameRound,
    GameSeries,
    Participant,
    RankedBoard,
    RankedEntry,
    RoundTokens,
    Standing,
)

app = noun()

AFTER = re.compile(r"([0-9]{1,5})([mhd])")
CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
UNITS: Mapping[str, str] = {"m": "minutes", "h": "hours", "d": "days"}

NAME_WIDTH = 26  # columns of a name on a board, so that two of them fit

RoundArgument = Annotated[
    str, typer.Argument(metavar="ROUND", help="Id, its beginning, or the exact title.")
]


@app.callback()
def rounds(context: typer.Context, json: Json = False) -> None:
    """List the rounds of the game: whose face is closest to the average.

    Example: likeness rounds open "Summer party" --collection "Summer 2024" --closes 2h
    """
    if context.invoked_subcommand is None:
        list_rounds(context, json=json)


@app.command("list")
def list_rounds(context: typer.Context, json: Json = False) -> None:
    """List all rounds, open ones first.

    Example: likeness rounds list
    """
    session = Session.of(context)
    with session.open() as library:
        found = library.rounds()
    if json:
        for row in found:
            print_json(plain(row))
        return
    first = session.command("rounds", "open", "TITLE")
    print_rows(found, COLUMNS, json=False, empty=f"No rounds yet. Open one: {first}")


@app.command("open")
def open_round(
    context: typer.Context,
    *,
    title: Annotated[
        str | None, typer.Argument(metavar="TITLE", help="What it is called.", show_default=False)
    ] = None,
    collection: Annotated[
        str | None, typer.Option(metavar="C", help="Over the photos of this collection.")
    ] = None,
    everyone: Annotated[
        bool | None,
        flag(
            "--everyone/--only-joined",
            text="Whether all people on the photos take part, or only who joins; all, if there is "
            "a collection.",
        ),
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(metavar="C", help="A collection with a board of its own; repeat for more."),
    ] = None,
    closes: Annotated[
        str | None,
        typer.Option(
            metavar="WHEN", help='By itself: "45m", "2h", "3d", "18:00" or "2026-12-31 18:00".'
        ),
    ] = None,
    every: Annotated[
        str | None,
        typer.Option(
            metavar="SCHEDULE",
            help="Close and open the next one: daily, weekly, or cron text in local time.",
        ),
    ] = None,
    season: Annotated[
        str | None, typer.Option(metavar="TITLE", help="Count it in this leaderboard.")
    ] = None,
    json: Json = False,
) -> None:
    """Open a round; others join it from their phones while a server runs, or with `rounds join`.

    A round that closes by itself needs a running server or worker at that time.

    Example: likeness rounds open "Friday" --collection Office --every "0 18 * * 5"
    """
    session = Session.of(context)
    with session.open() as library:
        found = library.open_round(
            title,
            collection=collection,
            everyone=everyone,
            groups=group or (),
            closes=None if closes is None else when(closes, datetime.now().astimezone()),
            every=every,
            season=season,
        )
        tokens = library.round_tokens(found.round)
    if json:
        print_json(plain(found), **addresses(tokens))
        return
    print_round(found)
    print_next(
        [
            ("Join with a phone", session.command("serve")),
            ("Join here", session.command("rounds", "join", found.round, "ME.jpg", "--name", "ME")),
            ("See who won", session.command("rounds", "close", found.round)),
        ]
    )


@app.command()
def join(
    context: typer.Context,
    *,
    round_: RoundArgument,
    photo: Annotated[str, typer.Argument(metavar="PHOTO", help="Of one person: a file.")],
    name: Annotated[str, typer.Option(metavar="NICK", help="Nickname, at most 40 characters.")],
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Take part in a round with a photo, which is kept in the library until you withdraw.

    Example: likeness rounds join "Summer party" me.jpg --name Anna --yes
    """
    warning = (
        f"{photo} is kept in the library, and shown with the nickname to all who see the round."
    )
    if not confirmed(f"{warning} Does who is on it agree?", yes=yes):
        raise LikenessError("Nobody joined.")
    session = Session.of(context)
    with session.open() as library:
        joined = library.join_round(round_, photo, name, consent=True)
    if json:
        print_json(joined)
        return
    print_line(f"{joined.nickname} takes part.")
    leave = session.command("rounds", "withdraw", joined.participant)
    print_next([("Leave again", leave)])


@app.command()
def withdraw(
    context: typer.Context,
    *,
    participant: Annotated[
        str, typer.Argument(metavar="PARTICIPANT", help="Id, as `rounds show` tells it.")
    ],
    json: Json = False,
) -> None:
    """Take somebody out of a round; the photo they brought is forgotten for good.

    A closed round is ranked anew without them.

    Example: likeness rounds withdraw q0123456789abcdef
    """
    with Session.of(context).open() as library:
        found = library.withdraw(participant, who=who())
    if json:
        print_json(plain(found))
    else:
        print_line(f"Left {found.title}: {people(found.participants)} take part.")


@app.command()
def close(
    context: typer.Context, *, round_: RoundArgument, quiet: Quiet = False, json: Json = False
) -> None:
    """Close a round and say who won.

    Example: likeness rounds close "Summer party"
    """
    session = Session.of(context)
    with (
        session.open() as library,
        stoppable() as stop,
        show_progress(quiet=quiet, stopping=stop) as progress,
    ):
        found = library.close_round(round_, progress=progress, stop=stop)
        boards = library.boards(found.round)
    if json:
        print_json(plain(found))
        return
    print_round(found)
    print_board(boards, "all")
    if boards:
        print_next([("All places", session.command("rounds", "show", found.round))])


@app.command()
def show(
    context: typer.Context,
    *,
    round_: RoundArgument,
    board: Annotated[
        str,
        typer.Option(
            metavar="B", help="all, women, men, women:men, men:women, or the name of a group."
        ),
    ] = "all",
    out: Annotated[
        str | None,
        typer.Option(
            "-o", "--out", metavar="FILE", help="Write the average there: .jpg, .png or .webp."
        ),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Show a round: who joined while it is open, then who is how close to the average.

    Example: likeness rounds show "Summer party" --board women:men
    """
    session = Session.of(context)
    with (
        session.open() as library,
        stoppable() as stop,
        show_progress(quiet=quiet, stopping=stop) as progress,
    ):
        found = library.round(round_)
        boards = library.boards(found.round)
        joined = library.participants(found.round)
        require_board(found, boards, board)
        if out is not None:
            library.check_files(still=[out])
            picture = library.round_average(found.round, board, progress=progress, stop=stop)
            library.save_picture(picture, out)
    if json:
        print_json(plain(found), boards=[fields_of(row) for row in boards], file=out)
        return
    print_round(found)
    if found.state == "open":
        print_rows(joined, JOINED, json=False, empty="Nobody joined yet.")
    else:
        print_board(boards, board)
        print_places(boards, board)
    if out is not None:
        print_message(f"The average is in {out}.")


@app.command()
def replay(context: typer.Context, *, round_: RoundArgument, json: Json = False) -> None:
    """Rank a closed round once more from the same faces, and say whether that is the same.

    Example: likeness rounds replay "Summer party"
    """
    with Session.of(context).open() as library:
        found = library.replay_round(round_)
    if json:
        print_json(found)
    elif found.same:
        print_line("The same places, to the last digit.")
    else:
        raise LikenessError(
            f"The round {found.round} came out otherwise than it is kept: the embeddings were "
            "made anew since. Nothing was changed."
        )


@app.command()
def remove(
    context: typer.Context, *, round_: RoundArgument, yes: Yes = False, json: Json = False
) -> None:
    """Remove a round; the photos that were brought to it are forgotten for good.

    Example: likeness rounds remove "Summer party"
    """
    with Session.of(context).open() as library:
        found = library.round(round_)
        joined = len(library.participants(found.round))
        warning = (
            f"This removes the round {found.title}, and for good what {people(joined)} brought. "
            "Remove it?"
        )
        if not confirmed(warning, yes=yes):
            raise LikenessError("Nothing was removed.")
        library.remove_round(found.round, who=who())
    if json:
        print_json(plain(found), removed=True)
    else:
        print_line(f"Removed {found.title}.")


@app.command()
def leaderboard(
    context: typer.Context,
    *,
    series: Annotated[
        str | None,
        typer.Argument(metavar="SERIES", help="Id or title; none: over all.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """Show who has most points over closed rounds: 3, 2 and 1 for the first three places.

    Example: likeness rounds leaderboard "Summer party"
    """
    with Session.of(context).open() as library:
        found = library.leaderboard(series)
    print_rows(found, STANDINGS, json=json, empty="No round is closed yet.")


@app.command("series")
def list_series(
    context: typer.Context,
    *,
    end: Annotated[
        str | None,
        typer.Option(metavar="SERIES", help="End this one; its rounds stay.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """List the series of rounds: seasons, and schedules with when the next round begins.

    Example: likeness rounds series --end Friday
    """
    with Session.of(context).open() as library:
        found = library.series() if end is None else [library.remove_series(end)]
    if json:
        for row in found:
            print_json(plain(row))
    elif end is not None:
        print_line(f"Ended {found[0].title}; its rounds stay.")
    else:
        print_rows(found, SERIES, json=False, empty="No series yet.")


# ---------------------------------------------------------------- words


def when(text: str, now: datetime) -> datetime:
    """Return the moment that somebody means, seen from *now*.

    Raises:
        UsageError: Nothing that can be read.
    """
    if match := AFTER.fullmatch(text):
        return now + timedelta(**{UNITS[match[2]]: int(match[1])})
    if match := CLOCK.fullmatch(text):
        today = now.replace(hour=int(match[1]), minute=int(match[2]), second=0, microsecond=0)
        return today if today > now else today + timedelta(days=1)
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as exc:
        raise UsageError(
            f'{text} is no time. Say "45m", "2h", "3d", "18:00" or "2026-12-31 18:00".'
        ) from exc


def plain(record: GameRound | GameSeries) -> dict[str, Any]:
    """Return a record with its moments as text (ISO 8601, UTC)."""
    return {
        name: value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
        for name, value in fields_of(record).items()
    }


def addresses(tokens: RoundTokens) -> dict[str, object]:
    """Return the paths of the pages that need no login, below the server's address."""
    return {"join": f"/join/{tokens.join}", "screen": f"/screen/{tokens.screen}"}


def require_board(found: GameRound, boards: Sequence[RankedBoard], board: str) -> None:
    """Raise `UsageError` unless there is such a board, or there are none at all."""
    if boards and board not in {row.board for row in boards}:
        known = ", ".join(row.board for row in boards)
        raise UsageError(f"Nobody is on a board {board} of {found.title}. There are: {known}.")


def told(at: datetime | None) -> str:
    """Return a moment in local time, "" for none."""
    return moment(None if at is None else at.isoformat())


# ---------------------------------------------------------------- pictures in letters


def print_round(found: GameRound) -> None:
    """Print what a round is about."""
    over = found.collection or "the whole library"
    rows = [
        ("round", f"{found.title} ({found.round})"),
        ("over", f"{over}, {'everyone' if found.everyone else 'who joins'}"),
        ("groups", ", ".join(found.groups)),
        ("closes" if found.state == "open" else "closed", told(found.closed or found.closes)),
        ("take part", f"{found.participants:,}"),
    ]
    print_pairs([row for row in rows if row[1]])


def print_board(boards: Sequence[RankedBoard], board: str) -> None:
    """Print the first three of a board."""
    shown = next((row for row in boards if row.board == board), None)
    if shown is None:
        print_message("Nobody took part, so nobody won.")
        return
    print_line("")
    print_lines(podium(shown.entries, encoding=sys.stdout.encoding or "ascii"))
    print_line("")
    if shown.members < LEAST_PICTURED:
        print_message(
            f"The average is of {people(shown.members)}: too few for a picture of nobody."
        )


def print_places(boards: Sequence[RankedBoard], board: str) -> None:
    """Print all places of a board."""
    for shown in boards:
        if shown.board == board:
            names = {row.entry: label(row) for row in shown.entries}
            print_rows(shown.entries, places(names), json=False, empty="")


def places(names: Mapping[str, str]) -> list[Column[RankedEntry]]:
    """Return the columns of a board; *names*: what entries are called."""
    return [
        Column("place", lambda row: f"{row.place:,}", right=True),
        Column("similarity", lambda row: f"{row.similarity:.6f}", right=True),
        Column("who", lambda row: fitted(label(row), NAME_WIDTH)),
        Column(
            "looks most like",
            lambda row: "" if row.twin is None else fitted(names.get(row.twin, ""), NAME_WIDTH),
        ),
    ]


def _title(row: GameRound) -> str:
    winners = " and ".join(label(winner) for winner in row.winners[:2])
    more = f" and {counted(len(row.winners) - 2, 'other')}" if row.winners[2:] else ""
    return f"{row.title}, won by {winners}{more}" if winners else row.title


COLUMNS: list[Column[GameRound]] = [
    Column("round", lambda row: row.round),
    Column("state", lambda row: row.state),
    Column("people", lambda row: f"{row.participants:,}", right=True),
    Column("closes", lambda row: told(row.closed or row.closes)),
    Column("title", _title, prose=True),
]

JOINED: list[Column[Participant]] = [
    Column("participant", lambda row: row.participant),
    Column("joined", lambda row: told(row.consented)),
    Column("nickname", lambda row: row.nickname),
]

STANDINGS: list[Column[Standing]] = [
    Column("points", lambda row: f"{row.points:,}", right=True),
    Column("wins", lambda row: f"{row.wins:,}", right=True),
    Column("rounds", lambda row: f"{row.rounds:,}", right=True),
    Column("best", lambda row: f"{row.best:.6f}", right=True),
    Column("who", lambda row: row.name or row.entry),
]

SERIES: list[Column[GameSeries]] = [
    Column("series", lambda row: row.series),
    Column("schedule", lambda row: row.cron or ""),
    Column("next", lambda row: told(row.due)),
    Column("title", lambda row: row.title, prose=True),
]
