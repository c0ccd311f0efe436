"""Keep, with the date of a part and of a quote, of when the plan is that it was worked out with."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TABLES = ("part_revision", "quote")


def upgrade() -> None:
    """Go up."""
    for table in _TABLES:
        op.add_column(table, sa.Column("ready_as_of", sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Go down."""
    for table in _TABLES:
        op.drop_column(table, "ready_as_of")
