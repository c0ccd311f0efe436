"""Keep what each laser of a machine reaches."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("machine", sa.Column("laser_fields_mm", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("machine", "laser_fields_mm")
