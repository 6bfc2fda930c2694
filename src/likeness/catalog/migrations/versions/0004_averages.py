"""Averages, how far landmarks can be trusted, and people who opted out."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make room for them. Nobody has opted out so far."""
    op.add_column("face", sa.Column("landmark_spread", sa.Double))
    op.add_column("face", sa.Column("landmarker", KEY))
    opted_out = sa.Column("opted_out", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("person", opted_out)
    op.create_table(
        "average",
        sa.Column("id", KEY, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("recipe", sa.JSON, nullable=False),
        sa.Column("made", sa.DateTime),
        sa.Column("report", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_average"),
    )
    op.create_table(
        "average_face",
        sa.Column("average", KEY, nullable=False),
        sa.Column("face", KEY, nullable=False),
        sa.PrimaryKeyConstraint("average", "face", name="pk_average_face"),
        sa.ForeignKeyConstraint(["average"], ["average.id"], name="fk_average_face_average"),
        sa.ForeignKeyConstraint(["face"], ["face.id"], name="fk_average_face_face"),
    )
    op.create_index("ix_average_face_face", "average_face", ["face"])
