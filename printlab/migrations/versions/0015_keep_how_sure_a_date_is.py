"""Keep, with the date of a part and of a quote, how often it is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TABLES = ("part_revision", "quote")


def upgrade() -> None:
    """Go up."""
    for table in _TABLES:
        op.add_column(table, sa.Column("ready_share", sa.Float(), nullable=True))


def downgrade() -> None:
    """Go down."""
    for table in _TABLES:
        op.drop_column(table, "ready_share")
