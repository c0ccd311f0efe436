"""Keep the mended file."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("part_revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mended_sha256", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("part_revision", schema=None) as batch_op:
        batch_op.drop_column("mended_sha256")
