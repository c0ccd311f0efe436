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
_OF_A_PART = ("removal_s", "planned_laser_s")


def upgrade() -> None:
    """Go up."""
    for table, name, kind, default in _ADDED:
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
    for name in _OF_A_PART:
        op.add_column("part_revision", sa.Column(name, sa.Float(), nullable=True))


def downgrade() -> None:
    """Go down."""
    for name in reversed(_OF_A_PART):
        op.drop_column("part_revision", name)
    for table, name, _, _ in reversed(_ADDED):
        op.drop_column(table, name)
