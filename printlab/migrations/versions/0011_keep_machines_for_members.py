"""Keep stretches of machines for organisations, know stations out of use, and shares of time."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_STRETCHES = (("machine_reservation", "machine"), ("station_downtime", "station"))


def upgrade() -> None:
    """Go up."""
    op.add_column("organisation", sa.Column("share", sa.Float(), nullable=True))
    for table, what in _STRETCHES:
        op.create_table(
            table,
            sa.Column("id", sa.String(length=16), nullable=False),
            sa.Column("created_at", sa.DateTime(), nullable=False),
            sa.Column("organisation_id", sa.String(length=16), nullable=False),
            sa.Column(f"{what}_id", sa.String(length=16), nullable=False),
            sa.Column("starts_at", sa.DateTime(), nullable=False),
            sa.Column("ends_at", sa.DateTime(), nullable=False),
            sa.Column("reason", sa.String(length=300), nullable=False),
            sa.CheckConstraint("starts_at < ends_at", name="order"),
            sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
            sa.ForeignKeyConstraint([f"{what}_id"], [f"{what}.id"]),
            sa.PrimaryKeyConstraint("id"),
        )
        op.create_index(op.f(f"ix_{table}_{what}_id"), table, [f"{what}_id"])
    op.create_table(
        "machine_reservation_organisation",
        sa.Column("machine_reservation_id", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["machine_reservation_id"], ["machine_reservation.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("machine_reservation_id", "organisation_id"),
    )


def downgrade() -> None:
    """Go down."""
    for table in ("machine_reservation_organisation", "machine_reservation", "station_downtime"):
        op.drop_table(table)
    op.drop_column("organisation", "share")
