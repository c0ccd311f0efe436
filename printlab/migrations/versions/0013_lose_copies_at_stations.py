"""Know what was spoilt at a station, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("operation", sa.Column("failure_reason", sa.String(length=2000), nullable=True))
    no = sa.false()
    lost: sa.Column[bool] = sa.Column("lost", sa.Boolean(), nullable=False, server_default=no)
    op.add_column("placement", lost)


def downgrade() -> None:
    """Go down."""
    op.drop_column("placement", "lost")
    op.drop_column("operation", "failure_reason")
