"""Who resembles whom, and who is on photos with whom."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make room for edges; they are worked out when they are first asked for."""
    op.create_table(
        "neighbour",
        sa.Column("contract", KEY, nullable=False),
        sa.Column("node", KEY, nullable=False),
        sa.Column("other", KEY, nullable=False),
        sa.Column("similarity", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("contract", "node", "other", name="pk_neighbour"),
    )
    op.create_index("ix_neighbour_other", "neighbour", ["other"])
    op.create_table(
        "together",
        sa.Column("one", KEY, nullable=False),
        sa.Column("other", KEY, nullable=False),
        sa.Column("photos", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_together"),
    )
    op.create_index("ix_together_other", "together", ["other"])
    op.create_table(
        "mirrored",
        sa.Column("contract", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("tagged", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("contract", "kind", name="pk_mirrored"),
    )
