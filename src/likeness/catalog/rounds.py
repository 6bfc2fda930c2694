"""The game as rows: rounds, who joined them, and how they were ranked."""

from __future__ import annotations

import builtins
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection as AnyOf
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    case,
    delete,
    func,
    insert,
    null,
    or_,
    select,
    update,
)

from likeness.catalog.bulk import insert_rows
from likeness.catalog.database import Database, chunks
from likeness.catalog.round_store import (
    CONTRACT,
    STALE,
    KeptParticipant,
    KeptPlace,
    KeptRound,
)
from likeness.catalog.schema import face, game_round, participant, person, ranking
from likeness.catalog.schema import series as series_table
from likeness.errors import UnknownParticipantError, UnknownRoundError
from likeness.types import (
    Board,
    FaceId,
    GameSeries,
    ParticipantId,
    PhotoId,
    RoundId,
    SeriesId,
)

PREFIX = re.compile(r"r[0-9a-f]{4,}")
SHOWN_CANDIDATES = 5
WHOLE = Board("all")


class SqlRounds:
    """The game of a library in a relational database: fulfils `RoundStore`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # -- series

    def add_series(self, series: GameSeries, created: datetime) -> None:
        with self._db.writing() as connection:
            connection.execute(
                insert(series_table).values(
                    id=series.series,
                    title=_normal(series.title),
                    collection=series.collection,
                    everyone=series.everyone,
                    groups=list(series.groups),
                    cron=series.cron,
                    due=series.due,
                    created=created,
                )
            )

    def series(self) -> list[GameSeries]:
        with self._db.reading() as connection:
            rows = connection.execute(select(series_table)).all()
        return sorted(map(_series, rows), key=lambda row: (row.title, row.series))

    def remove_series(self, series: SeriesId) -> None:
        with self._db.writing() as connection:
            theirs = game_round.c.series == series
            connection.execute(update(game_round).where(theirs).values(series=None))
            connection.execute(delete(series_table).where(series_table.c.id == series))

    # -- rounds

    def add(self, round_: KeptRound, *, due: datetime | None = None) -> None:
        with self._db.writing() as connection:
            if due is not None:
                here = series_table.c.id == round_.series
                connection.execute(update(series_table).where(here).values(due=due))
            connection.execute(
                insert(game_round).values(
                    id=round_.round,
                    series=round_.series,
                    title=_normal(round_.title),
                    collection=round_.collection,
                    everyone=round_.everyone,
                    groups=list(round_.groups),
                    state=round_.state,
                    opened=round_.opened,
                    closes=round_.closes,
                    closed=round_.closed,
                    join_token=round_.join_token,
                    screen_token=round_.screen_token,
                    report=null() if round_.report is None else dict(round_.report),
                )
            )

    def all(self) -> builtins.list[KeptRound]:
        first = case((game_round.c.state == "open", 0), else_=1)
        wanted = select(game_round).order_by(first, game_round.c.opened.desc(), game_round.c.id)
        with self._db.reading() as connection:
            return [_kept(row) for row in connection.execute(wanted)]

    def find(self, key: str) -> KeptRound:
        with self._db.reading() as connection:
            found = _candidates(connection, key)
        if len(found) > 1:
            listed = ", ".join(f'{row.id} ("{row.title}")' for row in found[:SHOWN_CANDIDATES])
            more = f" and {len(found) - SHOWN_CANDIDATES} more" if found[SHOWN_CANDIDATES:] else ""
            raise UnknownRoundError(
                f"{key} stands for several rounds: {listed}{more}. Give the id."
            )
        if not found:
            raise UnknownRoundError(
                f"No round {key} in this library. Give an id, its beginning (r and at least 4 "
                "digits) or the exact title."
            )
        return _kept(found[0])

    def of_token(self, *, join: str | None = None, screen: str | None = None) -> KeptRound:
        if join is not None:
            here = game_round.c.join_token == join
        else:
            here = game_round.c.screen_token == (screen or "")
        with self._db.reading() as connection:
            row = connection.execute(select(game_round).where(here)).one_or_none()
        if row is None:
            raise UnknownRoundError("There is no round behind this address, or it was removed.")
        return _kept(row)

    def rank(
        self,
        round_: RoundId,
        places: Sequence[KeptPlace],
        report: Mapping[str, Any],
        closed: datetime,
    ) -> None:
        here = game_round.c.id == round_
        with self._db.writing() as connection:
            connection.execute(delete(ranking).where(ranking.c.round == round_))
            insert_rows(connection, ranking, [_place_row(round_, place) for place in places])
            values = {"state": "closed", "closed": closed, "report": dict(report)}
            connection.execute(update(game_round).where(here).values(values))

    def remove(self, round_: RoundId) -> None:
        with self._db.writing() as connection:
            for table in (ranking, participant):
                connection.execute(delete(table).where(table.c.round == round_))
            connection.execute(delete(game_round).where(game_round.c.id == round_))

    def places(
        self, rounds: AnyOf[RoundId] | None = None
    ) -> dict[RoundId, builtins.list[KeptPlace]]:
        wanted = select(ranking).order_by(
            ranking.c.round, ranking.c.board, ranking.c.place, ranking.c.entry
        )
        parts: list[Select[Any]] = [wanted.where(ranking.c.board == WHOLE)]
        if rounds is not None:
            parts = [wanted.where(ranking.c.round.in_(part)) for part in chunks(sorted(rounds))]
        found: dict[RoundId, builtins.list[KeptPlace]] = defaultdict(list)
        with self._db.reading() as connection:
            for part in parts:
                for row in connection.execute(part):
                    found[RoundId(row.round)].append(_place(row))
        return dict(found)

    def outdated(self) -> builtins.list[RoundId]:
        wrong = or_(
            face.c.id.is_(None), face.c.mark.is_not(None), person.c.hidden, person.c.opted_out
        )
        shown = (
            select(ranking.c.round)
            .join_from(ranking, face, face.c.id == ranking.c.face, isouter=True)
            .join(person, person.c.id == face.c.person, isouter=True)
            .where(wrong)
        )
        closed = select(game_round.c.id, game_round.c.report).where(game_round.c.state == "closed")
        with self._db.reading() as connection:
            found = set(connection.execute(shown).scalars())
            rows = connection.execute(closed).all()
        return sorted(RoundId(row.id) for row in rows if row.id in found or STALE in row.report)

    # -- who joined

    def add_participant(self, participant_: KeptParticipant) -> None:
        with self._db.writing() as connection:
            require_round(connection, participant_.round)
            connection.execute(
                insert(participant).values(
                    id=participant_.participant,
                    round=participant_.round,
                    nickname=participant_.nickname,
                    photo=participant_.photo,
                    brought=participant_.brought,
                    secret=participant_.secret,
                    consented=participant_.consented,
                )
            )

    def participants(self, round_: RoundId | None = None) -> builtins.list[KeptParticipant]:
        wanted = select(participant).order_by(participant.c.consented, participant.c.id)
        if round_ is not None:
            wanted = wanted.where(participant.c.round == round_)
        with self._db.reading() as connection:
            return [_participant(row) for row in connection.execute(wanted)]

    def participant(self, id_: str) -> KeptParticipant:
        with self._db.reading() as connection:
            row = connection.execute(select(participant).where(participant.c.id == id_)).first()
        if row is None:
            raise UnknownParticipantError(
                "Nobody of this id takes part any more, or the secret is not theirs."
            )
        return _participant(row)

    def remove_participant(self, id_: ParticipantId) -> None:
        with self._db.writing() as connection:
            unrank(connection, participant.c.id == id_)
            connection.execute(delete(participant).where(participant.c.id == id_))

    def brought(self) -> set[PhotoId]:
        with self._db.reading() as connection:
            rows = connection.execute(select(participant.c.photo).where(participant.c.brought))
            return {PhotoId(id_) for id_ in rows.scalars()}


def require_round(connection: Connection, round_: RoundId) -> None:
    """Raise `UnknownRoundError` unless there is a round of that id."""
    row = connection.execute(select(game_round.c.id).where(game_round.c.id == round_)).first()
    if row is None:
        raise UnknownRoundError(f"The round {round_} was removed.")


def unrank(connection: Connection, who: ColumnElement[bool]) -> None:
    """Take participants out of rankings, and note that these have to be made anew.

    Args:
        connection: In a transaction that writes.
        who: Condition on the table `participant`.
    """
    rows = connection.execute(select(participant.c.id, participant.c.round).where(who)).all()
    ids = {row.id for row in rows}
    drop_entries(connection, ids)
    make_stale(connection, {row.round for row in rows})


def drop_entries(connection: Connection, entries: AnyOf[str]) -> None:
    """Delete the places of *entries*, and that they are anybody's twin."""
    for part in chunks(sorted(entries)):
        connection.execute(delete(ranking).where(ranking.c.entry.in_(part)))
        theirs = ranking.c.twin.in_(part)
        connection.execute(update(ranking).where(theirs).values(twin=None))


def make_stale(connection: Connection, rounds: AnyOf[str]) -> None:
    """Note that closed rounds have to be ranked anew; of their reports only the contract stays."""
    for part in chunks(sorted(rounds)):
        closed = select(game_round.c.id, game_round.c.report).where(
            game_round.c.id.in_(part), game_round.c.state == "closed"
        )
        for row in connection.execute(closed).all():
            left = {CONTRACT: row.report.get(CONTRACT), STALE: True}
            here = update(game_round).where(game_round.c.id == row.id)
            connection.execute(here.values(report=left))


# ---------------------------------------------------------------- rows


def _candidates(connection: Connection, key: str) -> list[Row[Any]]:
    """Return what *key* may stand for, by the first way to read it that fits any."""
    rows: list[Row[Any]] = []
    if PREFIX.fullmatch(key):
        rows = _where(connection, func.substr(game_round.c.id, 1, len(key)) == key)
    return rows or _where(connection, game_round.c.title == _normal(key))


def _where(connection: Connection, condition: ColumnElement[bool]) -> list[Row[Any]]:
    wanted = select(game_round).where(condition).order_by(game_round.c.id)
    return list(connection.execute(wanted))


def _kept(row: Row[Any]) -> KeptRound:
    return KeptRound(
        round=RoundId(row.id),
        series=None if row.series is None else SeriesId(row.series),
        title=row.title,
        collection=row.collection,
        everyone=row.everyone,
        groups=tuple(row.groups),
        state=row.state,
        opened=row.opened,
        closes=row.closes,
        closed=row.closed,
        join_token=row.join_token,
        screen_token=row.screen_token,
        report=row.report,
    )


def _series(row: Row[Any]) -> GameSeries:
    return GameSeries(
        series=SeriesId(row.id),
        title=row.title,
        collection=row.collection,
        everyone=row.everyone,
        groups=tuple(row.groups),
        cron=row.cron,
        due=row.due,
    )


def _participant(row: Row[Any]) -> KeptParticipant:
    return KeptParticipant(
        participant=ParticipantId(row.id),
        round=RoundId(row.round),
        nickname=row.nickname,
        photo=PhotoId(row.photo),
        brought=row.brought,
        secret=row.secret,
        consented=row.consented,
    )


def _place(row: Row[Any]) -> KeptPlace:
    return KeptPlace(
        board=Board(row.board),
        entry=row.entry,
        place=row.place,
        face=FaceId(row.face),
        similarity=row.similarity,
        weight=row.weight,
        member=row.member,
        twin=row.twin,
    )


def _place_row(round_: RoundId, place: KeptPlace) -> dict[str, Any]:
    return {
        "round": round_,
        "board": place.board,
        "entry": place.entry,
        "place": place.place,
        "face": place.face,
        "similarity": place.similarity,
        "weight": place.weight,
        "member": place.member,
        "twin": place.twin,
    }


def _normal(title: str) -> str:
    return unicodedata.normalize("NFC", title)
