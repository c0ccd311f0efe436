"""Keep, with each plan, how sure its dates are and why each job is done when it is."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("plan", sa.Column("insight", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("plan", "insight")
