"""Remember the machine whose time and rate a part is priced with.

No foreign key: a column that has one cannot be dropped again from a table others point to.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column(
        "part_revision", sa.Column("priced_machine_id", sa.String(length=36), nullable=True)
    )


def downgrade() -> None:
    """Go down."""
    op.drop_column("part_revision", "priced_machine_id")
