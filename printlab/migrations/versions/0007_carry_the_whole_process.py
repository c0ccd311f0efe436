"""Carry the whole process: recoater, stripes, data sheet rates, and the removal of supports."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_COLUMNS: dict[str, tuple[tuple[str, sa.types.TypeEngine[str] | sa.Float[float], str], ...]] = {
    "machine": (("recoater_axis", sa.String(length=1), "x"),),
    "parameter_set": (
        ("stripe_mm", sa.Float(), "10.0"),
        ("stripe_overlap_mm", sa.Float(), "0.1"),
        ("sheet_rate_mm3_s", sa.Float(), "0.0"),
        ("sheet_source", sa.String(length=500), ""),
    ),
}
"""Tables with their new columns, and what rows that are there get."""


def upgrade() -> None:
    """Go up."""
    for table, columns in _COLUMNS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, kind, default in columns:
                column = sa.Column(name, kind, nullable=False, server_default=default)
                batch_op.add_column(column)
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, kind, _ in columns:
                batch_op.alter_column(
                    name, existing_type=kind, existing_nullable=False, server_default=None
                )
    with op.batch_alter_table("part_revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removal_s", sa.Float(), nullable=True))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("part_revision", schema=None) as batch_op:
        batch_op.drop_column("removal_s")
    for table, columns in _COLUMNS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, _, _ in columns:
                batch_op.drop_column(name)
