"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make all tables."""
    _make_places()
    _make_faces()
    _make_log()


def _make_places() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("uri", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.UniqueConstraint("uri", name="uq_source_uri"),
    )
    op.create_table(
        "photo",
        sa.Column("id", KEY, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("status", KEY, nullable=False),
        sa.Column("taken", sa.DateTime),
        sa.Column("taken_offset", sa.Integer),
        sa.Column("taken_from", KEY),
        sa.Column("camera", sa.Text),
        sa.Column("phash", sa.BigInteger, nullable=False),
        sa.Column("thumbhash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_photo"),
    )
    op.create_table(
        "location",
        sa.Column("source", sa.Integer, nullable=False),
        sa.Column("path", KEY, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("photo", KEY, nullable=False),
        sa.Column("missing", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("source", "path", name="pk_location"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name="fk_location_source"),
        sa.ForeignKeyConstraint(["photo"], ["photo.id"], name="fk_location_photo"),
    )
    op.create_index("ix_location_photo", "location", ["photo"])
    op.create_table(
        "failure",
        sa.Column("source", sa.Integer, nullable=False),
        sa.Column("path", KEY, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("reason", KEY, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("source", "path", name="pk_failure"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name="fk_failure_source"),
    )
    op.create_table(
        "collection",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_collection"),
        sa.UniqueConstraint("name", name="uq_collection_name"),
    )
    op.create_table(
        "collection_photo",
        sa.Column("collection", sa.Integer, nullable=False),
        sa.Column("photo", KEY, nullable=False),
        sa.PrimaryKeyConstraint("collection", "photo", name="pk_collection_photo"),
        sa.ForeignKeyConstraint(
            ["collection"], ["collection.id"], name="fk_collection_photo_collection"
        ),
        sa.ForeignKeyConstraint(["photo"], ["photo.id"], name="fk_collection_photo_photo"),
    )
    op.create_index("ix_collection_photo_photo", "collection_photo", ["photo"])


def _make_faces() -> None:
    op.create_table(
        "person",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", KEY),
        sa.Column("hidden", sa.Boolean, nullable=False),
        sa.Column("feature", KEY),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "face",
        sa.Column("id", KEY, nullable=False),
        sa.Column("photo", KEY, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("detector", KEY, nullable=False),
        sa.Column("x1", sa.Double, nullable=False),
        sa.Column("y1", sa.Double, nullable=False),
        sa.Column("x2", sa.Double, nullable=False),
        sa.Column("y2", sa.Double, nullable=False),
        sa.Column("points", sa.LargeBinary, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("status", KEY, nullable=False),
        sa.Column("quality", sa.Double),
        sa.Column("pitch", sa.Double),
        sa.Column("yaw", sa.Double),
        sa.Column("roll", sa.Double),
        sa.Column("age", sa.Double),
        sa.Column("gender", KEY),
        sa.Column("gender_probability", sa.Double),
        sa.Column("mirror_distance", sa.Double),
        sa.Column("person", KEY),
        sa.Column("assigned_by", KEY),
        sa.Column("mark", KEY),
        sa.Column("landmarks", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_face"),
        sa.ForeignKeyConstraint(["photo"], ["photo.id"], name="fk_face_photo"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_face_person"),
        sa.CheckConstraint(
            "(person IS NULL) = (assigned_by IS NULL)", name=op.f("ck_face_assigned")
        ),
        sa.CheckConstraint("person IS NULL OR mark IS NULL", name=op.f("ck_face_marked")),
    )
    op.create_index("ix_face_photo_status_mark", "face", ["photo", "status", "mark"])
    op.create_index("ix_face_person_photo", "face", ["person", "photo"])
    op.create_table(
        "embedding",
        sa.Column("face", KEY, nullable=False),
        sa.Column("contract", KEY, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.Column("norm", sa.Double),
        sa.PrimaryKeyConstraint("face", "contract", name="pk_embedding"),
        sa.ForeignKeyConstraint(["face"], ["face.id"], name="fk_embedding_face"),
    )
    op.create_index("ix_embedding_contract_revision", "embedding", ["contract", "revision"])
    op.create_table(
        "contract",
        sa.Column("name", KEY, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("grouped", sa.Integer, nullable=False),
        sa.Column("grouped_edit", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_contract"),
    )
    op.create_table(
        "rejection",
        sa.Column("face", KEY, nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.PrimaryKeyConstraint("face", "person", name="pk_rejection"),
        sa.ForeignKeyConstraint(["face"], ["face.id"], name="fk_rejection_face"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_rejection_person"),
    )
    op.create_index("ix_rejection_person", "rejection", ["person"])


def _make_log() -> None:
    op.create_table(
        "edit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("payload", sa.JSON),
        sa.Column("forgotten", sa.Boolean, nullable=False),
        sa.Column("target", sa.Integer),
        sa.Column("undone_by", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_edit"),
        sa.ForeignKeyConstraint(["target"], ["edit.id"], name="fk_edit_target"),
        sa.ForeignKeyConstraint(["undone_by"], ["edit.id"], name="fk_edit_undone_by"),
    )
    op.create_table(
        "skip_photo",
        sa.Column("photo", KEY, nullable=False),
        sa.PrimaryKeyConstraint("photo", name="pk_skip_photo"),
    )
    op.create_table(
        "skip_face",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("photo", KEY, nullable=False),
        sa.Column("x1", sa.Double, nullable=False),
        sa.Column("y1", sa.Double, nullable=False),
        sa.Column("x2", sa.Double, nullable=False),
        sa.Column("y2", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_skip_face"),
    )
    op.create_index("ix_skip_face_photo", "skip_face", ["photo"])
    op.create_table(
        "pending_deletion",
        sa.Column("kind", KEY, nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_pending_deletion"),
    )
