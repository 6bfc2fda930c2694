"""Rounds of the game, who takes part, and how they are ranked."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        "series",
        sa.Column("id", KEY, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("collection", sa.Text),
        sa.Column("everyone", sa.Boolean, nullable=False),
        sa.Column("groups", sa.JSON, nullable=False),
        sa.Column("cron", KEY),
        sa.Column("due", sa.DateTime),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
    )
    op.create_table(
        "round",
        sa.Column("id", KEY, nullable=False),
        sa.Column("series", KEY),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("collection", sa.Text),
        sa.Column("everyone", sa.Boolean, nullable=False),
        sa.Column("groups", sa.JSON, nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("opened", sa.DateTime, nullable=False),
        sa.Column("closes", sa.DateTime),
        sa.Column("closed", sa.DateTime),
        sa.Column("join_token", KEY, nullable=False),
        sa.Column("screen_token", KEY, nullable=False),
        sa.Column("report", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
        sa.ForeignKeyConstraint(["series"], ["series.id"], name="fk_round_series"),
        sa.UniqueConstraint("join_token", name="uq_round_join_token"),
        sa.UniqueConstraint("screen_token", name="uq_round_screen_token"),
    )
    op.create_index("ix_round_series", "round", ["series"])
    op.create_table(
        "participant",
        sa.Column("id", KEY, nullable=False),
        sa.Column("round", KEY, nullable=False),
        sa.Column("nickname", sa.Text, nullable=False),
        sa.Column("photo", KEY, nullable=False),
        sa.Column("brought", sa.Boolean, nullable=False),
        sa.Column("secret", KEY, nullable=False),
        sa.Column("consented", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_participant"),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_participant_round"),
    )
    op.create_index("ix_participant_round", "participant", ["round"])
    op.create_index("ix_participant_photo", "participant", ["photo"])
    op.create_table(
        "ranking",
        sa.Column("round", KEY, nullable=False),
        sa.Column("board", KEY, nullable=False),
        sa.Column("entry", KEY, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("face", KEY, nullable=False),
        sa.Column("similarity", sa.Double, nullable=False),
        sa.Column("weight", sa.Double, nullable=False),
        sa.Column("member", sa.Boolean, nullable=False),
        sa.Column("twin", KEY),
        sa.PrimaryKeyConstraint("round", "board", "entry", name="pk_ranking"),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_ranking_round"),
    )
    op.create_index("ix_ranking_face", "ranking", ["face"])
