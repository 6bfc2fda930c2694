"""Shapes of photos in the index of their times: a layout of all of them reads nothing else."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Widen the index."""
    op.drop_index("ix_photo_taken_id", "photo")
    op.create_index("ix_photo_taken_id_width_height", "photo", ["taken", "id", "width", "height"])
