"""What stores elsewhere need: who a library is, the tags of faces, the etags of objects."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Name the library, and make room for tags and etags."""
    library = op.create_table(
        "library",
        sa.Column("id", KEY, nullable=False),
        sa.Column("tagged", sa.Integer, nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("copied_from", KEY),
        sa.PrimaryKeyConstraint("id", name="pk_library"),
    )
    op.bulk_insert(library, [{"id": secrets.token_hex(16), "tagged": 0, "state": "whole"}])
    op.add_column("location", sa.Column("etag", sa.Text))
    op.add_column("failure", sa.Column("etag", sa.Text))
    op.add_column("face", sa.Column("tagged", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_face_tagged", "face", ["tagged"])
