"""Jobs, uploads, accounts, sessions and keys; pages of photos by time."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
QUEUED = sa.text("state = 'queued'")


def upgrade() -> None:
    """Make room for them. Nobody has an account so far."""
    op.create_index("ix_photo_taken_id", "photo", ["taken", "id"])
    op.create_index("ix_face_person_quality_id", "face", ["person", "quality", "id"])
    listed = sa.Column("listed", sa.Integer, nullable=False, server_default="0")
    op.add_column("library", listed)
    _jobs()
    _uploads()
    _access()


def _jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("same", KEY, nullable=False),
        sa.Column("arguments", sa.JSON, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("started", sa.DateTime),
        sa.Column("finished", sa.DateTime),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("cancel", sa.Boolean, nullable=False),
        sa.Column("worker", sa.Text),
        sa.Column("lease", sa.DateTime),
        sa.Column("progress", sa.JSON),
        sa.Column("result", sa.JSON),
        sa.Column("error", sa.Text),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_index(
        "uq_job_queued",
        "job",
        ["same"],
        unique=True,
        sqlite_where=QUEUED,
        postgresql_where=QUEUED,
    )
    op.create_index("ix_job_state_created", "job", ["state", "created"])
    op.create_index("ix_job_changed", "job", ["changed"])


def _uploads() -> None:
    op.create_table(
        "upload",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("sha256", KEY),
        sa.Column("collection", sa.Text),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("touched", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
    )


def _access() -> None:
    op.create_table(
        "account",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", KEY, nullable=False),
        sa.Column("password", KEY, nullable=False),
        sa.Column("role", KEY, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("seen", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("folded", name="uq_account_folded"),
    )
    op.create_table(
        "session",
        sa.Column("token", KEY, nullable=False),
        sa.Column("account", KEY),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("seen", sa.DateTime, nullable=False),
        sa.Column("expires", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_session"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_session_account"),
    )
    op.create_index("ix_session_account", "session", ["account"])
    op.create_table(
        "api_key",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("secret", KEY, nullable=False),
        sa.Column("scope", KEY, nullable=False),
        sa.Column("account", KEY),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("used", sa.DateTime),
        sa.Column("expires", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_api_key"),
        sa.UniqueConstraint("secret", name="uq_api_key_secret"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_api_key_account"),
    )
    op.create_index("ix_api_key_account", "api_key", ["account"])
