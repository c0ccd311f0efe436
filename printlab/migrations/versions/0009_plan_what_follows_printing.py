"""Plan what follows printing: stations, what is done there, and who can do it.

Columns are added and dropped one by one: to rebuild a table others point to would take their rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ADDED = (
    ("machine", "keep_outs", sa.JSON()),
    ("machine", "site", sa.String(length=100)),
    ("machine", "setup_skill", sa.String(length=100)),
    ("machine", "unload_skill", sa.String(length=100)),
    ("machine", "powder_change_skill", sa.String(length=100)),
    ("operator_shift", "skills", sa.JSON()),
    ("operator_shift", "sites", sa.JSON()),
)
"""Table, new column and its type; rows that are there have nothing in it."""
_MOMENTS = ("load", "start", "end", "unload", "unload_end")


def upgrade() -> None:
    """Go up."""
    for table, name, kind in _ADDED:
        op.add_column(table, sa.Column(name, kind, nullable=True))
    _make_stations()
    _make_operations()


def _make_stations() -> None:
    op.create_table(
        "station",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("load_s", sa.Float(), nullable=False),
        sa.Column("unload_s", sa.Float(), nullable=False),
        sa.Column("transport_s", sa.Float(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.Column("skill", sa.String(length=100), nullable=True),
        sa.Column("site", sa.String(length=100), nullable=True),
        sa.Column("work", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('batch', 'platform', 'part')", name="kind_known"),
        sa.CheckConstraint("units > 0", name="units_positive"),
        sa.CheckConstraint("capacity > 0", name="capacity_positive"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("organisation_id", "name", "kind"),
    )


def _make_operations() -> None:
    moments = (sa.Column(f"planned_{name}_at", sa.DateTime(), nullable=False) for name in _MOMENTS)
    op.create_table(
        "operation",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("plan_id", sa.String(length=16), nullable=False),
        sa.Column("station_id", sa.String(length=16), nullable=False),
        sa.Column("job_id", sa.String(length=16), nullable=True),
        sa.Column("copies", sa.JSON(), nullable=True),
        sa.Column("unit", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(length=100), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        *moments,
        sa.Column("actual_start_at", sa.DateTime(), nullable=True),
        sa.Column("actual_end_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'running', 'finished', 'cancelled', 'superseded')",
            name="state_known",
        ),
        sa.CheckConstraint("unit > 0", name="unit_positive"),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"]),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("job_id", "plan_id", "state", "station_id"):
        op.create_index(op.f(f"ix_operation_{name}"), "operation", [name])
    op.create_table(
        "operation_build",
        sa.Column("operation_id", sa.String(length=16), nullable=False),
        sa.Column("build_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["build_id"], ["build.id"]),
        sa.ForeignKeyConstraint(["operation_id"], ["operation.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("operation_id", "build_id"),
    )
    op.create_index(op.f("ix_operation_build_build_id"), "operation_build", ["build_id"])


def downgrade() -> None:
    """Go down."""
    for table in ("operation_build", "operation", "station"):
        op.drop_table(table)
    for table, name, _ in reversed(_ADDED):
        op.drop_column(table, name)
