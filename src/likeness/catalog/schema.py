"""The tables of a library. `migrations/` makes them; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    false,
    text,
)

from likeness.catalog.columns import (
    Hash64,
    Instant,
    Nanoseconds,
    PlainText,
    Points,
    key_text,
)
from likeness.catalog.pathtext import PathText

REVISION = "0008"
"""The newest migration: what this version of Likeness reads and writes."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

WHOLE, COPYING = "whole", "copying"
"""States of a library: complete, or being filled from another one."""

library = Table(
    "library",  # one row
    metadata,
    Column("id", key_text(), primary_key=True),  # 32 hex digits, drawn once
    Column("tagged", Integer, nullable=False),  # grows with every change of tags; see `tags`
    Column("state", key_text(), nullable=False),
    Column("copied_from", key_text()),  # the id of the library that this is a copy of
    Column("listed", Integer, nullable=False, server_default="0"),  # see `listing`
)

# ---------------------------------------------------------------- photos and where they lie

source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", key_text(), nullable=False),
    Column("uri", PathText, nullable=False, unique=True),
)

photo = Table(
    "photo",
    metadata,
    Column("id", key_text(), primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("format", PlainText, nullable=False),
    Column("status", key_text(), nullable=False),
    Column("taken", DateTime),  # the camera's clock, without zone
    Column("taken_offset", Integer),  # minutes east of UTC
    Column("taken_from", key_text()),
    Column("camera", PlainText),
    Column("phash", Hash64, nullable=False),
    Column("thumbhash", LargeBinary, nullable=False),
    Index(None, "taken", "id", "width", "height"),  # pages of photos by time, and layouts
)

location = Table(
    "location",
    metadata,
    Column("source", ForeignKey("source.id"), primary_key=True),
    Column("path", PathText, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", Nanoseconds, nullable=False),
    Column("photo", ForeignKey("photo.id"), nullable=False),
    Column("missing", Boolean, nullable=False),
    Column("etag", PlainText),  # of an object in a bucket
    Index(None, "photo"),
)

failure = Table(
    "failure",
    metadata,
    Column("source", ForeignKey("source.id"), primary_key=True),
    Column("path", PathText, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", Nanoseconds, nullable=False),
    Column("reason", key_text(), nullable=False),
    Column("detail", PlainText, nullable=False),
    Column("etag", PlainText),
)

collection = Table(
    "collection",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", key_text(), nullable=False, unique=True),
)

collection_photo = Table(
    "collection_photo",
    metadata,
    Column("collection", ForeignKey("collection.id"), primary_key=True),
    Column("photo", ForeignKey("photo.id"), primary_key=True),
    Index(None, "photo"),
)

# ---------------------------------------------------------------- faces and people

person = Table(
    "person",
    metadata,
    Column("id", key_text(), primary_key=True),
    Column("name", key_text()),
    Column("hidden", Boolean, nullable=False),
    Column("feature", key_text()),  # holds as long as that face is this person's
    Column("created", Instant, nullable=False),
    Column("born", Integer),  # year
    Column("opted_out", Boolean, nullable=False, server_default=false()),
    CheckConstraint("born BETWEEN 1800 AND 2200", name="born"),
)

face = Table(
    "face",
    metadata,
    Column("id", key_text(), primary_key=True),
    Column("photo", ForeignKey("photo.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("detector", key_text(), nullable=False),
    Column("x1", Double, nullable=False),
    Column("y1", Double, nullable=False),
    Column("x2", Double, nullable=False),
    Column("y2", Double, nullable=False),
    Column("points", Points, nullable=False),
    Column("score", Double, nullable=False),
    Column("status", key_text(), nullable=False),
    Column("quality", Double),
    Column("pitch", Double),
    Column("yaw", Double),
    Column("roll", Double),
    Column("age", Double),
    Column("gender", key_text()),
    Column("gender_probability", Double),
    Column("mirror_distance", Double),
    Column("person", ForeignKey("person.id")),
    Column("assigned_by", key_text()),
    Column("mark", key_text()),
    Column("landmarks", LargeBinary),  # float32, little-endian, x and y by turns
    Column("landmark_spread", Double),  # in face sizes; see `Landmarks`
    Column("landmarker", key_text()),  # what placed the landmarks
    Column("tagged", Integer, nullable=False, server_default="0"),  # when its tags last changed
    CheckConstraint("(person IS NULL) = (assigned_by IS NULL)", name="assigned"),
    CheckConstraint("person IS NULL OR mark IS NULL", name="marked"),
    Index(None, "photo", "status", "mark"),
    Index(None, "person", "photo"),
    Index(None, "person", "quality", "id"),  # pages of faces, the best first
    Index(None, "tagged"),
)

embedding = Table(
    "embedding",
    metadata,
    Column("face", ForeignKey("face.id"), primary_key=True),
    Column("contract", key_text(), primary_key=True),
    Column("revision", Integer, nullable=False),  # of the contract, when this was written
    Column("vector", LargeBinary, nullable=False),  # float32, little-endian, unit length
    Column("norm", Double),
    Index(None, "contract", "revision"),
)

contract = Table(
    "contract",
    metadata,
    Column("name", key_text(), primary_key=True),
    Column("revision", Integer, nullable=False),  # grows with every change
    Column("changed", Integer, nullable=False),  # the last that did more than add faces
    Column("grouped", Integer, nullable=False),  # the one that the last run saw; 0: none did
    Column("grouped_edit", Integer, nullable=False),  # the newest edit after that run
    Column("strictness", Double),  # that the last run over everything chose
    Column("strictness_edit", Integer),  # the newest edit after that run
)

labeling = Table(
    "labeling",  # of the last run over everything; made again by the next
    metadata,
    Column("contract", key_text(), primary_key=True),
    Column("faces", LargeBinary, nullable=False),  # see `labelings`, as all three
    Column("sureness", LargeBinary, nullable=False),
    Column("chosen", Integer, nullable=False),  # number of the rung that the run decided by
)

rung = Table(
    "rung",
    metadata,
    Column("contract", ForeignKey("labeling.contract"), primary_key=True),
    Column("number", Integer, primary_key=True),  # from 0, the strictest
    Column("strictness", Double, nullable=False),
    Column("groups", LargeBinary, nullable=False),
)

asked = Table(
    "asked",  # questions whose answer was "not sure", about two faces or people
    metadata,
    Column("one", key_text(), primary_key=True),  # the smaller of the ids
    Column("other", key_text(), primary_key=True),
)

rejection = Table(
    "rejection",
    metadata,
    Column("face", ForeignKey("face.id"), primary_key=True),
    Column("person", ForeignKey("person.id"), primary_key=True),
    Index(None, "person"),
)

# ---------------------------------------------------------------- averages

average = Table(
    "average",  # derived: how it was asked for, so that it can be made again
    metadata,
    Column("id", key_text(), primary_key=True),
    Column("title", PlainText, nullable=False),
    Column("recipe", JSON(none_as_null=True), nullable=False),
    Column("made", Instant),  # null: it has to be made anew
    Column("report", JSON(none_as_null=True)),
)

average_face = Table(
    "average_face",  # whose face shaped which picture
    metadata,
    Column("average", ForeignKey("average.id"), primary_key=True),
    Column("face", ForeignKey("face.id"), primary_key=True),
    Index(None, "face"),
)

# ---------------------------------------------------------------- who resembles whom

neighbour = Table(
    "neighbour",  # derived: the most alike of each face, and of each person; see `neighbours`
    metadata,
    Column("contract", key_text(), primary_key=True),
    Column("node", key_text(), primary_key=True),  # a face or a person
    Column("other", key_text(), primary_key=True),  # of the same kind
    Column("similarity", Double, nullable=False),  # cosine
    Index(None, "other"),
)

together = Table(
    "together",  # derived: who is on photos with whom
    metadata,
    Column("one", key_text(), primary_key=True),  # the smaller of the ids of two people
    Column("other", key_text(), primary_key=True),  # the same one: the rows of them are level
    Column("photos", Integer, nullable=False),
    Index(None, "other"),
)

mirrored = Table(
    "mirrored",  # what the neighbours kept of a contract were made of
    metadata,
    Column("contract", key_text(), primary_key=True),
    Column("kind", key_text(), primary_key=True),  # see `NodeKind`
    Column("revision", Integer, nullable=False),  # of the contract
    Column("tagged", Integer, nullable=False),  # of the tags: who is whose
)

# ---------------------------------------------------------------- the game

series = Table(
    "series",  # rounds that follow each other on a schedule, or belong together
    metadata,
    Column("id", key_text(), primary_key=True),  # "s" and 16 hex digits, drawn
    Column("title", PlainText, nullable=False),
    Column("collection", PlainText),  # null: everybody in the library
    Column("everyone", Boolean, nullable=False),  # whether who is on its photos takes part
    Column("groups", JSON(none_as_null=True), nullable=False),  # chosen ones, beside women and men
    Column("cron", key_text()),  # when one round ends and the next begins; null: by hand
    Column("due", Instant),  # when that is next
    Column("created", Instant, nullable=False),
)

game_round = Table(
    "round",
    metadata,
    Column("id", key_text(), primary_key=True),  # "r" and 16 hex digits, drawn
    Column("series", ForeignKey("series.id")),
    Column("title", PlainText, nullable=False),
    Column("collection", PlainText),
    Column("everyone", Boolean, nullable=False),
    Column("groups", JSON(none_as_null=True), nullable=False),
    Column("state", key_text(), nullable=False),  # see `RoundState`
    Column("opened", Instant, nullable=False),
    Column("closes", Instant),  # when it closes by itself
    Column("closed", Instant),
    Column("join_token", key_text(), nullable=False, unique=True),  # lets somebody take part
    Column("screen_token", key_text(), nullable=False, unique=True),  # lets a big screen look
    Column("report", JSON(none_as_null=True)),  # of its averages: numbers, nobody's name
    Index(None, "series"),
)

participant = Table(
    "participant",  # who joined by themselves
    metadata,
    Column("id", key_text(), primary_key=True),  # "q" and 16 hex digits, drawn
    Column("round", ForeignKey("round.id"), nullable=False),
    Column("nickname", PlainText, nullable=False),
    Column("photo", key_text(), nullable=False),  # that they brought; it may be on its way in
    Column("brought", Boolean, nullable=False),  # whether the library has the photo from them only
    Column("secret", key_text(), nullable=False),  # SHA-256 of what lets them withdraw
    Column("consented", Instant, nullable=False),
    Index(None, "round"),
    Index(None, "photo"),
)

ranking = Table(
    "ranking",  # of a closed round, computed anew when somebody withdraws or is forgotten
    metadata,
    Column("round", ForeignKey("round.id"), primary_key=True),
    Column("board", key_text(), primary_key=True),  # "all", "women", "men" or a chosen group
    Column("entry", key_text(), primary_key=True),  # a participant, a person or a face of nobody
    Column("place", Integer, nullable=False),  # from 1; equal ones share it
    Column("face", key_text(), nullable=False),  # that stands for them
    Column("similarity", Double, nullable=False),  # cosine to the average of the board
    Column("weight", Double, nullable=False),  # of the face in the average
    Column("member", Boolean, nullable=False),  # False: measured against an average without them
    Column("twin", key_text()),  # the other entry of the board that is most alike
    Index(None, "face"),
)

# ---------------------------------------------------------------- what was decided and forgotten

edit = Table(
    "edit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("who", PlainText, nullable=False),
    Column("kind", key_text(), nullable=False),
    Column("what", PlainText, nullable=False),
    Column("payload", JSON(none_as_null=True)),  # see `changes`; null: nothing to take back
    Column("forgotten", Boolean, nullable=False),  # values were removed: it cannot be undone
    Column("target", Integer),  # of an undo: the edit that it took back
    Column("undone_by", Integer),
    Column("strictness", Double),  # of a slide: where to
    Column("contract", key_text()),  # of a slide: whose groups
    ForeignKeyConstraint(["target"], ["edit.id"]),
    ForeignKeyConstraint(["undone_by"], ["edit.id"]),
)

skip_photo = Table("skip_photo", metadata, Column("photo", key_text(), primary_key=True))

skip_face = Table(
    "skip_face",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("photo", key_text(), nullable=False),
    Column("x1", Double, nullable=False),
    Column("y1", Double, nullable=False),
    Column("x2", Double, nullable=False),
    Column("y2", Double, nullable=False),
    Index(None, "photo"),
)

pending_deletion = Table(
    "pending_deletion",
    metadata,
    Column("kind", key_text(), primary_key=True),  # see `forget`
    Column("key", key_text(), primary_key=True),
)

# ---------------------------------------------------------------- work that is done for somebody

job = Table(
    "job",
    metadata,
    Column("id", key_text(), primary_key=True),  # "j" and 16 hex digits, drawn
    Column("kind", key_text(), nullable=False),
    Column("same", key_text(), nullable=False),  # hash of kind and arguments: equal work
    Column("arguments", JSON(none_as_null=True), nullable=False),
    Column("who", PlainText, nullable=False),
    Column("state", key_text(), nullable=False),  # see `JobState`
    Column("created", Instant, nullable=False),
    Column("started", Instant),
    Column("finished", Instant),
    Column("attempts", Integer, nullable=False),
    Column("cancel", Boolean, nullable=False),  # somebody asked for its end
    Column("worker", PlainText),  # who has it, or had it last
    Column("lease", Instant),  # until then nobody else takes it
    Column("progress", JSON(none_as_null=True)),
    Column("result", JSON(none_as_null=True)),
    Column("error", PlainText),
    Column("changed", Integer, nullable=False),  # grows with every change of any job
    Index(
        "uq_job_queued",
        "same",
        unique=True,
        sqlite_where=text("state = 'queued'"),
        postgresql_where=text("state = 'queued'"),
    ),
    Index(None, "state", "created"),
    Index(None, "changed"),
)

upload = Table(
    "upload",  # files that are on their way in
    metadata,
    Column("id", key_text(), primary_key=True),  # "u" and 32 hex digits, drawn
    Column("name", PlainText, nullable=False),  # as its owner calls it
    Column("bytes", BigInteger, nullable=False),  # it will have; negative once it has them all
    Column("sha256", key_text()),  # that it must have, if its owner said so
    Column("collection", PlainText),  # where to put the photo
    Column("who", PlainText, nullable=False),
    Column("created", Instant, nullable=False),
    Column("touched", Instant, nullable=False),
)

# ---------------------------------------------------------------- who may come in

account = Table(
    "account",
    metadata,
    Column("id", key_text(), primary_key=True),  # "a" and 16 hex digits, drawn
    Column("name", PlainText, nullable=False),
    Column("folded", key_text(), nullable=False, unique=True),  # the name, as names are compared
    Column("password", key_text(), nullable=False),  # argon2id, in PHC form
    Column("role", key_text(), nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("created", Instant, nullable=False),
    Column("seen", Instant),
)

session = Table(
    "session",
    metadata,
    Column("token", key_text(), primary_key=True),  # SHA-256 of what the browser holds
    Column("account", ForeignKey("account.id")),  # null: whoever started the server
    Column("created", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Index(None, "account"),
)

api_key = Table(
    "api_key",
    metadata,
    Column("id", key_text(), primary_key=True),  # "k" and 8 hex digits, drawn
    Column("name", PlainText, nullable=False),
    Column("secret", key_text(), nullable=False, unique=True),  # SHA-256 of what its holder has
    Column("scope", key_text(), nullable=False),
    Column("account", ForeignKey("account.id")),  # whose it is; null: nobody's in particular
    Column("created", Instant, nullable=False),
    Column("used", Instant),
    Column("expires", Instant),
    Index(None, "account"),
)
