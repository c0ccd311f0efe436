"""Carry the whole process: recoater, stripes, data sheet rates, and the removal of supports.

Columns are added and dropped one by one: to rebuild a table others point to would take their rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ADDED = (
    ("machine", "recoater_axis", sa.String(length=1), "x"),
    ("parameter_set", "stripe_mm", sa.Float(), sa.text("10.0")),
    ("parameter_set", "stripe_overlap_mm", sa.Float(), sa.text("0.1")),
    ("parameter_set", "sheet_rate_mm3_s", sa.Float(), sa.text("0.0")),
    ("parameter_set", "sheet_source", sa.String(length=500), sa.text("''")),
)
"""Table, new column, its type, and what rows that are there get."""


def upgrade() -> None:
    """Go up."""
    for table, name, kind, default in _ADDED:
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
    op.add_column("part_revision", sa.Column("removal_s", sa.Float(), nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("part_revision", "removal_s")
    for table, name, _, _ in reversed(_ADDED):
        op.drop_column(table, name)
