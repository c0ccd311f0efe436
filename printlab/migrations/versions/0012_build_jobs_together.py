"""Know which jobs are to be in one build."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("job", sa.Column("together", sa.String(length=16), nullable=True))
    op.create_index(op.f("ix_job_together"), "job", ["together"])


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_job_together"), table_name="job")
    op.drop_column("job", "together")
