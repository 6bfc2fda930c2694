"""When rounds close: schedules in words, and the time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType

from cronsim import CronSim, CronSimError

from likeness.errors import UsageError

WORDS: Mapping[str, str] = MappingProxyType({"daily": "0 0 * * *", "weekly": "0 0 * * 1"})
"""Schedules that have a name: midnight, and the midnight on which Monday begins."""

LONGEST = 100  # characters of a schedule
FIELDS = 5  # minute, hour, day, month, day of the week

LEAST = timedelta(minutes=5)
"""Between the ends of two rounds."""

LOOKED_AT = 50  # moments of a schedule that are compared

FARTHEST = timedelta(days=366 * 10)
"""Ahead: a round that closes later than that was mistyped."""


def time_of(now: datetime | None) -> datetime:
    """Return the time in UTC: *now*, if it is given; one without a zone is local."""
    return datetime.now(UTC) if now is None else now.astimezone(UTC)


def clean_schedule(text: str) -> str:
    """Return the cron text of a schedule: a word of `WORDS`, or cron text.

    Raises:
        UsageError: It is neither, never comes, or comes too often.
    """
    cron = WORDS.get(text.strip().lower(), " ".join(text.split()))
    wrong = (
        "A schedule is `daily`, `weekly` or cron text of five fields, such as "
        '"0 18 * * 5" for Fridays at 18:00.'
    )
    if len(cron) > LONGEST or len(cron.split(" ")) != FIELDS:
        raise UsageError(wrong)
    try:
        moments = CronSim(cron, datetime(2026, 1, 1))  # noqa: DTZ001 - a local time, as below
        found = [moment for moment, _ in zip(moments, range(LOOKED_AT), strict=False)]
    except CronSimError as exc:
        raise UsageError(f"{wrong} {exc}.") from exc
    if not found:
        raise UsageError(f"The schedule {cron} never comes.")
    if any(later - earlier < LEAST for earlier, later in pairwise(found)):
        raise UsageError(f"The schedule {cron} comes more often than every 5 minutes.")
    return cron


def next_after(cron: str, now: datetime) -> datetime:
    """Return when a schedule comes next, in UTC; it is read in the local time of this machine.

    A time that clocks skip, as they are put forward, counts as that an hour before.

    Args:
        cron: As `clean_schedule` returned it.
        now: The moment after which it is.
    """
    local = now.astimezone().replace(tzinfo=None)
    for moment in CronSim(cron, local):
        found = moment.astimezone(UTC)
        if found > now:  # not where clocks are put back, and the hour comes twice
            return found
    raise UsageError(f"The schedule {cron} does not come any more.")


def require_ahead(closes: datetime, now: datetime) -> datetime:
    """Return when a round closes, in UTC. Raises `UsageError` if that was, or is far away."""
    moment = time_of(closes)
    if not now < moment <= now + FARTHEST:
        raise UsageError(
            f"A round closes after it opens and within ten years, not at {closes:%Y-%m-%d %H:%M}."
        )
    return moment
