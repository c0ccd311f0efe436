"""Keep shadows with holes, how unsure the lasers' time is, and the wish for a plan at once."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_FACTORS = ("planned_laser_low", "planned_laser_high")
_SHADOWS = (("part_revision", "footprint_mm"), ("placement", "outline_mm"))


def upgrade() -> None:
    """Go up: a hull becomes the only ring of its shadow."""
    for name in _FACTORS:
        op.add_column("part_revision", sa.Column(name, sa.Float(), nullable=True))
    op.add_column(
        "task",
        sa.Column("enough_requested", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for table, column in _SHADOWS:
        _change(table, column, lambda ring: [ring] if ring else [])


def downgrade() -> None:
    """Go down: the outline of a shadow stays, its holes are lost."""
    for table, column in _SHADOWS:
        _change(table, column, lambda rings: rings[0] if rings else [])
    op.drop_column("task", "enough_requested")
    for name in _FACTORS:
        op.drop_column("part_revision", name)


def _change(name: str, column: str, changed: Callable[[list[Any]], list[Any]]) -> None:
    table = sa.table(name, sa.column("id", sa.String()), sa.column(column, sa.JSON()))
    link = op.get_bind()
    known = sa.select(table.c.id, table.c[column]).where(table.c[column].is_not(None))
    for one, rings in link.execute(known).all():
        if rings is not None:
            new = table.update().where(table.c.id == one).values({column: changed(rings)})
            link.execute(new)
