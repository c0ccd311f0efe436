"""Keep the mended file."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("part_revision", sa.Column("mended_sha256", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("part_revision", "mended_sha256")
