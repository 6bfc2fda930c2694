"""Groups at every strictness, years of birth, and questions that nobody was sure about."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make room for them. No run has left any yet."""
    op.execute(
        "ALTER TABLE person ADD COLUMN born INTEGER "
        "CONSTRAINT ck_person_born CHECK (born BETWEEN 1800 AND 2200)"
    )
    op.add_column("contract", sa.Column("strictness", sa.Double))
    op.add_column("contract", sa.Column("strictness_edit", sa.Integer))
    op.add_column("edit", sa.Column("strictness", sa.Double))
    op.add_column("edit", sa.Column("contract", KEY))
    op.create_table(
        "labeling",
        sa.Column("contract", KEY, nullable=False),
        sa.Column("faces", sa.LargeBinary, nullable=False),
        sa.Column("sureness", sa.LargeBinary, nullable=False),
        sa.Column("chosen", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("contract", name="pk_labeling"),
    )
    op.create_table(
        "rung",
        sa.Column("contract", KEY, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("strictness", sa.Double, nullable=False),
        sa.Column("groups", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("contract", "number", name="pk_rung"),
        sa.ForeignKeyConstraint(["contract"], ["labeling.contract"], name="fk_rung_contract"),
    )
    op.create_table(
        "asked",
        sa.Column("one", KEY, nullable=False),
        sa.Column("other", KEY, nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_asked"),
    )
