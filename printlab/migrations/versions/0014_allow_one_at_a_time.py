"""Allow one published plan, one running build per machine, and one thing per unit of a station."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ONES = (
    ("plan_published", "plan", ["organisation_id"], "state = 'published'"),
    ("build_running", "build", ["machine_id"], "state = 'running'"),
    ("operation_running", "operation", ["station_id", "unit"], "state = 'running'"),
)


def upgrade() -> None:
    """Go up."""
    for name, table, columns, where in _ONES:
        condition = sa.text(where)
        op.create_index(
            op.f(f"only_one_{name}"),
            table,
            columns,
            unique=True,
            sqlite_where=condition,
            postgresql_where=condition,
        )


def downgrade() -> None:
    """Go down."""
    for name, table, _, _ in reversed(_ONES):
        op.drop_index(op.f(f"only_one_{name}"), table_name=table)
