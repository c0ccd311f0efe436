"""Furnish the lab."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "closure",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_closure_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
        sa.UniqueConstraint("organisation_id", "day", name=op.f("uq_closure_organisation_id_day")),
    )
    op.create_table(
        "material",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("density_g_cm3", sa.Float(), nullable=False),
        sa.Column("powder_cents_per_kg", sa.Integer(), nullable=False),
        sa.Column("packing_fraction", sa.Float(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_material_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
        sa.UniqueConstraint(
            "organisation_id", "name", name=op.f("uq_material_organisation_id_name")
        ),
    )
    op.create_table(
        "operator_shift",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("heads > 0", name=op.f("ck_operator_shift_heads_positive")),
        sa.CheckConstraint("starts <> ends", name=op.f("ck_operator_shift_not_empty")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_operator_shift_weekday_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_operator_shift_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_shift")),
    )
    with op.batch_alter_table("operator_shift", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_operator_shift_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "machine",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("machine_class", sa.String(length=80), nullable=False),
        sa.Column("platform_shape", sa.String(length=16), nullable=False),
        sa.Column("platform_width_mm", sa.Float(), nullable=True),
        sa.Column("platform_depth_mm", sa.Float(), nullable=True),
        sa.Column("platform_diameter_mm", sa.Float(), nullable=True),
        sa.Column("platform_margin_mm", sa.Float(), nullable=False),
        sa.Column("height_mm", sa.Float(), nullable=False),
        sa.Column("lasers", sa.Integer(), nullable=False),
        sa.Column("recoat_s", sa.Float(), nullable=False),
        sa.Column("warm_up_s", sa.Float(), nullable=False),
        sa.Column("cool_down_s", sa.Float(), nullable=False),
        sa.Column("setup_s", sa.Float(), nullable=False),
        sa.Column("unload_s", sa.Float(), nullable=False),
        sa.Column("powder_change_s", sa.Float(), nullable=False),
        sa.Column("powder_changes", sa.JSON(), nullable=False),
        sa.Column("rate_cents_per_h", sa.Integer(), nullable=False),
        sa.Column("setup_cents", sa.Integer(), nullable=False),
        sa.Column("loaded_material_id", sa.String(length=16), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "platform_shape IN ('rectangle', 'circle')",
            name=op.f("ck_machine_platform_shape_known"),
        ),
        sa.ForeignKeyConstraint(
            ["loaded_material_id"],
            ["material.id"],
            name=op.f("fk_machine_loaded_material_id_material"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_machine_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine")),
        sa.UniqueConstraint(
            "organisation_id", "name", name=op.f("uq_machine_organisation_id_name")
        ),
    )
    op.create_table(
        "parameter_set",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("material_id", sa.String(length=16), nullable=False),
        sa.Column("machine_class", sa.String(length=80), nullable=True),
        sa.Column("layer_mm", sa.Float(), nullable=False),
        sa.Column("hatch_mm", sa.Float(), nullable=False),
        sa.Column("contours", sa.Integer(), nullable=False),
        sa.Column("hatch_speed_mm_s", sa.Float(), nullable=False),
        sa.Column("contour_speed_mm_s", sa.Float(), nullable=False),
        sa.Column("jump_speed_mm_s", sa.Float(), nullable=False),
        sa.Column("delay_per_vector_us", sa.Float(), nullable=False),
        sa.Column("power_w", sa.Float(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_parameter_set_material_id_material")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_parameter_set_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter_set")),
        sa.UniqueConstraint(
            "organisation_id", "name", name=op.f("uq_parameter_set_organisation_id_name")
        ),
    )
    with op.batch_alter_table("parameter_set", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_parameter_set_material_id"), ["material_id"], unique=False
        )

    op.create_table(
        "powder_lot",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("material_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("supplier", sa.String(length=200), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("mass_g", sa.Float(), nullable=False),
        sa.Column("reuse_count", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "state IN ('new', 'in_use', 'empty', 'blocked')", name=op.f("ck_powder_lot_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_powder_lot_material_id_material")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_powder_lot_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_powder_lot")),
        sa.UniqueConstraint(
            "organisation_id", "number", name=op.f("uq_powder_lot_organisation_id_number")
        ),
    )
    with op.batch_alter_table("powder_lot", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_powder_lot_material_id"), ["material_id"], unique=False
        )

    op.create_table(
        "machine_downtime",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("machine_id", sa.String(length=16), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_machine_downtime_order")),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["machine.id"], name=op.f("fk_machine_downtime_machine_id_machine")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_machine_downtime_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_downtime")),
    )
    with op.batch_alter_table("machine_downtime", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_machine_downtime_machine_id"), ["machine_id"], unique=False
        )

    op.create_table(
        "machine_material",
        sa.Column("machine_id", sa.String(length=16), nullable=False),
        sa.Column("material_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["machine_id"],
            ["machine.id"],
            name=op.f("fk_machine_material_machine_id_machine"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_machine_material_material_id_material")
        ),
        sa.PrimaryKeyConstraint("machine_id", "material_id", name=op.f("pk_machine_material")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("machine_material")
    with op.batch_alter_table("machine_downtime", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_machine_downtime_machine_id"))

    op.drop_table("machine_downtime")
    with op.batch_alter_table("powder_lot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_powder_lot_material_id"))

    op.drop_table("powder_lot")
    with op.batch_alter_table("parameter_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parameter_set_material_id"))

    op.drop_table("parameter_set")
    op.drop_table("machine")
    with op.batch_alter_table("operator_shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_operator_shift_organisation_id"))

    op.drop_table("operator_shift")
    op.drop_table("material")
    op.drop_table("closure")
