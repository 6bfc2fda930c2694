"""The game: whose face is closest to the average."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from likeness.library.door import Door, OnProgress, told
from likeness.types import (
    GameRound,
    GameSeries,
    Joined,
    OwnPlace,
    Participant,
    ParticipantId,
    RankedBoard,
    Replay,
    RoundTokens,
    Standing,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Rounds(Door):
    """The game: whose face is closest to the average."""

    def open_round(
        self,
        title: str | None = None,
        *,
        collection: str | None = None,
        everyone: bool | None = None,
        groups: Sequence[str] = (),
        closes: datetime | None = None,
        every: str | None = None,
        season: str | None = None,
        now: datetime | None = None,
    ) -> GameRound:
        """Open a round.

        Args:
            title: 1 to 100 visible characters; None: one that says the day.
            collection: Whose photos it is over; None: the whole library.
            everyone: Whether all people on those photos take part, or only who joins; None: all,
                if there is a collection.
            groups: Names of collections that get boards of their own, at most 20.
            closes: When it closes by itself; a time without a zone is local.
            every: "daily" (at midnight), "weekly" (Monday at midnight) or cron text, all in local
                time: it closes then and the next round of the series opens.
            season: Title of a series that it belongs to, made if there is none.
            now: The time; None: the clock's.

        Raises:
            UnknownCollectionError: No such collection.
            UsageError: A title, group, time or schedule that cannot be one.
        """
        from likeness.workflows.rounds import open as opening

        return opening.open_round(
            self._parts,
            title,
            collection=collection,
            everyone=everyone,
            groups=groups,
            closes=closes,
            every=every,
            season=season,
            now=now,
        )

    def join_round(
        self,
        round: str,  # noqa: A002 - what it is
        photo: str | Path,
        nickname: str,
        *,
        consent: bool,
        now: datetime | None = None,
    ) -> Joined:
        """Let somebody take part with a photo of themselves, which is kept as an upload.

        Args:
            round: Its id, its beginning, or its exact title.
            photo: A file on this machine.
            nickname: 1 to 40 visible characters.
            consent: Whether they agree that the photo is kept and shown.
            now: The time; None: the clock's.

        Returns:
            With the secret that lets them withdraw, which is kept nowhere.

        Raises:
            JoinRefusedError: The photo does not show one clear face, they take part already, they
                do not consent, the nickname is none, or the round is closed. `reason` says which.
            PhotoError, UploadError: The file cannot be used.
            UnknownRoundError: No such round.
        """
        from likeness.workflows.rounds import join

        return join.join(self._parts, round, Path(photo), nickname, consent=consent, now=now)

    def withdraw(self, participant: str, *, secret: str | None = None, who: str = "") -> GameRound:
        """Take somebody out of a round, and rank a closed one anew.

        Their photo is forgotten for good, unless the library had it by other means.

        Args:
            participant: Their id.
            secret: That they were told; None: the organiser takes them out.
            who: For the history.

        Raises:
            UnknownParticipantError: Nobody of that id takes part, or the secret is not theirs.
        """
        from likeness.workflows.rounds import withdraw

        return withdraw.withdraw(self._parts, participant, secret=secret, who=who)

    def own_place(self, participant: str, secret: str) -> OwnPlace:
        """Tell somebody who joined how they did.

        Raises:
            UnknownParticipantError: Nobody of that id takes part, or the secret is not theirs.
        """
        from likeness.workflows.rounds import boards

        return boards.own_place(self._parts, participant, secret)

    def close_round(
        self,
        round: str,  # noqa: A002 - what it is
        *,
        now: datetime | None = None,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> GameRound:
        """Close a round and rank who takes part; one that is closed stays as it is.

        Photos of participants that are still on their way in are added first.

        Raises:
            UnknownRoundError: No such round.
            LibraryBusyError: Photos are on their way in, and somebody else adds some now.
            InterruptedRunError: *stop* said so.
        """
        from likeness.workflows.rounds import close

        return close.close_round(self._parts, round, now=now, **told(progress, stop))

    def remove_round(self, round: str, *, who: str = "") -> GameRound:  # noqa: A002 - what it is
        """Remove a round, with all who joined it as `withdraw` does.

        Raises:
            UnknownRoundError: No such round.
        """
        from likeness.workflows.rounds import withdraw

        return withdraw.remove_round(self._parts, round, who=who)

    def rounds(self) -> list[GameRound]:
        """Return all rounds, open ones first, then the newest first."""
        from likeness.workflows.rounds import boards

        return boards.rounds(self._parts)

    def round(self, round: str) -> GameRound:  # noqa: A002 - what it is
        """Return a round by id, its beginning (r and 4 digits or more), or exact title.

        Raises:
            UnknownRoundError: No such round.
        """
        from likeness.workflows.rounds import boards

        return boards.game_round(self._parts, round)

    def boards(self, round: str) -> list[RankedBoard]:  # noqa: A002 - what it is
        """Return the boards of a closed round: "all", "women", "men", groups, opposites.

        None while it is open; boards on which nobody is are left out.

        Raises:
            UnknownRoundError: No such round.
        """
        from likeness.workflows.rounds import boards

        return boards.boards(self._parts, round)

    def participants(self, round: str) -> list[Participant]:  # noqa: A002 - what it is
        """Return who joined a round by themselves, the first first.

        Raises:
            UnknownRoundError: No such round.
        """
        from likeness.workflows.rounds import boards

        return boards.participants(self._parts, round)

    def nicknames(self, round: str) -> dict[ParticipantId, str]:  # noqa: A002 - what it is
        """Return what those are called who joined a round, the first first; no face is looked for.

        Raises:
            UnknownRoundError: No such round.
        """
        from likeness.workflows.rounds import boards

        return boards.nicknames(self._parts, round)

    def round_average(
        self,
        round: str,  # noqa: A002 - what it is
        board: str = "all",
        *,
        progress: OnProgress | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> NDArray[np.uint8]:
        """Return the picture of the average of a closed round, (side, side, 3) uint8 RGB.

        It is kept once it is made, and made anew when somebody in it withdraws or is forgotten.

        Args:
            round: Which.
            board: "all", "women", "men" or a chosen group.
            progress: Told how far it is.
            stop: Asked now and then; True ends it.

        Raises:
            UnknownRoundError: No such round.
            EditRefusedError: It is open.
            UsageError: There is no such board, or fewer than `types.LEAST_PICTURED` are on it: a
                picture would show somebody.
        """
        from likeness.workflows.rounds import pictures

        return pictures.average_of(self._parts, round, board, **told(progress, stop))

    def replay_round(self, round: str) -> Replay:  # noqa: A002 - what it is
        """Rank a closed round once more from the faces that took part.

        Raises:
            UnknownRoundError: No such round.
            EditRefusedError: It is open.
        """
        from likeness.workflows.rounds import replay

        return replay.replay(self._parts, round)

    def leaderboard(self, series: str | None = None) -> list[Standing]:
        """Return who has most points over closed rounds: 3, 2 and 1 for the first three places.

        Args:
            series: Id or title; None: over all rounds.

        Raises:
            UnknownSeriesError: No such series.
        """
        from likeness.workflows.rounds import leaderboard

        return leaderboard.leaderboard(self._parts, series)

    def series(self) -> list[GameSeries]:
        """Return the series of rounds by title, then id."""
        from likeness.workflows.rounds import boards

        return boards.series(self._parts)

    def remove_series(self, series: str) -> GameSeries:
        """Remove a series; its rounds stay, and no more open by themselves.

        Raises:
            UnknownSeriesError: No such series.
        """
        from likeness.workflows.rounds import schedule

        return schedule.remove_series(self._parts, series)

    def tick_rounds(
        self, now: datetime | None = None, *, grace_seconds: float = 0.0
    ) -> list[GameRound]:
        """Close the rounds that are due and open those that follow; return both.

        Any number of servers and workers may do so at once. A round that cannot be closed now,
        since somebody else is writing for instance, is closed by a later tick.

        Args:
            now: The time; None: the clock's.
            grace_seconds: So long a round waits for a worker to add the photos that were sent;
                after that they are added here.
        """
        from likeness.workflows.rounds import schedule

        return schedule.tick(self._parts, now, grace=timedelta(seconds=grace_seconds))

    def round_of_token(self, *, join: str | None = None, screen: str | None = None) -> GameRound:
        """Return the round that a token lets somebody into: one of them is given.

        Raises:
            UnknownRoundError: No such round.
        """
        from likeness.workflows.rounds import boards

        return boards.round_of_token(self._parts, join=join, screen=screen)

    def round_tokens(self, round: str) -> RoundTokens:  # noqa: A002 - what it is
        """Return what lets people into a round without an account: only for its organiser.

        Raises:
            UnknownRoundError: No such round.
        """
        from likeness.workflows.rounds import boards

        return boards.tokens(self._parts, round)
