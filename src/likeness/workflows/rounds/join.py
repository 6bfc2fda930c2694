"""Somebody joins a round with a photo of themselves."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from likeness.catalog.round_store import KeptParticipant, KeptRound
from likeness.errors import JoinReason, JoinRefusedError, LikenessError, UploadError
from likeness.types import FaceFacts, Joined, ParticipantId, PhotoId, RoundId
from likeness.workflows import find
from likeness.workflows.jobs.jobs import Jobs
from likeness.workflows.parts import Parts
from likeness.workflows.rounds import withdraw
from likeness.workflows.rounds.boards import hash_of
from likeness.workflows.rounds.clock import time_of
from likeness.workflows.rounds.names import clean_nickname, photos_of
from likeness.workflows.uploads.settling import put_in
from likeness.workflows.uploads.uploads import Uploads

MOST = 2_000
"""Participants of one round."""

ID_BYTES, SECRET_BYTES = 8, 16

NAME = "participant"
"""What files are called that participants bring: what their own names say is nobody's business."""

WHO = "round "
"""Begins what the list of uploads says about who sent them."""


def join(
    parts: Parts,
    key: str,
    photo: Path,
    nickname: str,
    *,
    consent: bool,
    now: datetime | None,
) -> Joined:
    """Let somebody take part; see `Library.join_round`."""
    moment = time_of(now)
    kept = parts.catalog.rounds.find(key)
    _require_open(kept, moment)
    if not consent:
        raise JoinRefusedError(
            "no-consent",
            "Nobody takes part without saying so: agree that the photo is kept and shown.",
        )
    name = clean_nickname(nickname)
    sample = find.look_at(parts, photo, NAME)
    id_ = _only_face(sample.faces).photo
    _require_new(parts, kept.round, id_)
    brought = _take(parts, kept, photo, id_)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = KeptParticipant(
        participant=ParticipantId(f"q{secrets.token_hex(ID_BYTES)}"),
        round=kept.round,
        nickname=name,
        photo=id_,
        brought=brought,
        secret=hash_of(secret),
        consented=moment,
    )
    try:
        with parts.catalog.writing("rounds"):
            _require_open(parts.catalog.rounds.find(kept.round), moment)
            _require_new(parts, kept.round, id_)
            parts.catalog.rounds.add_participant(row)
    except LikenessError:
        if brought:  # it was closed meanwhile, for instance: then nothing of them stays
            withdraw.forget_photos(parts, [id_], who=WHO + kept.round)
        raise
    return Joined(
        participant=row.participant, round=kept.round, nickname=name, photo=id_, secret=secret
    )


# ---------------------------------------------------------------- within


def _require_open(kept: KeptRound, now: datetime) -> None:
    if kept.state == "closed" or (kept.closes is not None and kept.closes <= now):
        raise JoinRefusedError("closed", f"The round {kept.title} is closed: nobody can join it.")


def _only_face(faces: Sequence[FaceFacts]) -> FaceFacts:
    """Return the one face of a photo that counts; faint ones in the background do not."""
    clear = [face for face in faces if face.status == "ok"]
    if len(clear) == 1:
        return clear[0]
    why: tuple[JoinReason, str] = ("no-face", "There is no face on this photo.")
    if clear:
        why = "several-faces", f"There are {len(clear)} faces on this photo."
    elif faces:
        why = "unclear-face", "The face on this photo is too small or too unclear."
    raise JoinRefusedError(
        why[0], f"{why[1]} Take one of yourself alone, from near, in good light."
    )


def _require_new(parts: Parts, round_: RoundId, photo: PhotoId) -> None:
    if parts.catalog.skipped([photo]):
        raise JoinRefusedError(
            "forgotten", "This photo was forgotten on purpose, and is not taken in again."
        )
    joined = parts.catalog.rounds.participants(round_)
    if any(row.photo == photo for row in joined):
        raise JoinRefusedError("already-joined", "Somebody takes part with this photo already.")
    if len(joined) >= MOST:
        raise JoinRefusedError("full", f"{MOST:,} take part in this round: it is full.")


def _take(parts: Parts, kept: KeptRound, file: Path, photo: PhotoId) -> bool:
    """Take a photo in; return whether the library has it from participants only."""
    collection, who = photos_of(kept.title), WHO + kept.round
    sent = [row for row in parts.catalog.uploads.all() if row.complete and row.sha256 == photo]
    only_here = all(row.who.startswith(WHO) for row in sent)
    if parts.catalog.analysed([photo]):
        put_in(parts, collection, photo)
        # An upload of ours without a participant: of somebody whose joining was cut off.
        return photo in parts.catalog.rounds.brought() or (bool(sent) and only_here)
    uploads = Uploads(parts, lambda _: Jobs(parts).ask("uploads", who="uploads"))
    arrived = uploads.take(file, NAME, collection=collection, who=who)
    if arrived.photo != photo:
        raise UploadError("The file changed while it was read: send it again.")
    return only_here
