"""Keep, with a toolpath that the lab makes, how it was asked to be made."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("toolpath", sa.Column("recipe", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("toolpath", "recipe")
