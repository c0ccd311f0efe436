"""Lay down all the nouns of the lab."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "number_series",
        sa.Column("prefix", sa.String(length=8), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_number_series")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("kvk", sa.String(length=16), nullable=True),
        sa.Column("btw_id", sa.String(length=20), nullable=True),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("confidential_default", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('lab', 'university', 'college', 'company')",
            name=op.f("ck_organisation_kind_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=True),
        sa.Column("session_key", sa.String(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("invite_token_hash", sa.String(length=64), nullable=True),
        sa.Column("invite_expires_at", sa.DateTime(), nullable=True),
        sa.Column("last_sign_in_at", sa.DateTime(), nullable=True),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("invite_token_hash", name=op.f("uq_user_invite_token_hash")),
        sa.UniqueConstraint("session_key", name=op.f("uq_user_session_key")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.String(length=16), nullable=True),
        sa.Column("organisation_id", sa.String(length=16), nullable=True),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_audit_entry_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_audit_entry_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
        sa.UniqueConstraint("sequence", name=op.f("uq_audit_entry_sequence")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_entry_subject_kind_subject_id"),
            ["subject_kind", "subject_id"],
            unique=False,
        )

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
        "group",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_group_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("uq_group_organisation_id_code")),
    )
    op.create_table(
        "lab_setting",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user.id"], name=op.f("fk_lab_setting_changed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lab_setting")),
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
        "plan",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("objective", sa.Float(), nullable=True),
        sa.Column("bound", sa.Float(), nullable=True),
        sa.Column("gap", sa.Float(), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("runtime_s", sa.Float(), nullable=False),
        sa.Column("origin_at", sa.DateTime(), nullable=False),
        sa.Column("tick_s", sa.Integer(), nullable=False),
        sa.Column("problem_sha256", sa.String(length=64), nullable=False),
        sa.Column("result_sha256", sa.String(length=64), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.String(length=16), nullable=True),
        sa.Column("published_by_id", sa.String(length=16), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'published', 'superseded', 'withdrawn')",
            name=op.f("ck_plan_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_plan_created_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_plan_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_plan_published_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint(
            "organisation_id", "version", name=op.f("uq_plan_organisation_id_version")
        ),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_state"), ["state"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=True),
        sa.Column("user_id", sa.String(length=16), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=16), nullable=True),
        sa.Column("idempotency_key", sa.String(length=160), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=80), nullable=True),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(), nullable=True),
        sa.Column("rung_at", sa.DateTime(), nullable=True),
        sa.Column("progress_stage", sa.String(length=40), nullable=False),
        sa.Column("progress_done", sa.Integer(), nullable=False),
        sa.Column("progress_total", sa.Integer(), nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("error_code", sa.String(length=80), nullable=True),
        sa.Column("error_message", sa.String(length=500), nullable=True),
        sa.Column("error_params", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed', 'cancelled')",
            name=op.f("ck_task_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_task_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_task_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_task_idempotency_key")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_task_state_lease_until"), ["state", "lease_until"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_task_subject_id_kind"), ["subject_id", "kind"], unique=False
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
        "membership",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("user_id", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("group_id", sa.String(length=16), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "role IN ('student', 'teacher', 'operator', 'manager', 'company', 'admin')",
            name=op.f("ck_membership_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_membership_group_id_group")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "user_id",
            "organisation_id",
            "group_id",
            "role",
            name=op.f("uq_membership_user_id_organisation_id_group_id_role"),
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False
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
        "part",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.String(length=16), nullable=False),
        sa.Column("group_id", sa.String(length=16), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_part_group_id_group")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_part_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_part_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part")),
    )
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_part_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_part_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_part_user_id"), ["user_id"], unique=False)

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
        "build",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=True),
        sa.Column("plan_id", sa.String(length=16), nullable=False),
        sa.Column("machine_id", sa.String(length=16), nullable=False),
        sa.Column("material_id", sa.String(length=16), nullable=False),
        sa.Column("parameter_set_id", sa.String(length=16), nullable=False),
        sa.Column("powder_lot_id", sa.String(length=16), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("planned_powder_change_at", sa.DateTime(), nullable=True),
        sa.Column("planned_setup_at", sa.DateTime(), nullable=False),
        sa.Column("planned_start_at", sa.DateTime(), nullable=False),
        sa.Column("planned_end_at", sa.DateTime(), nullable=False),
        sa.Column("planned_cool_end_at", sa.DateTime(), nullable=False),
        sa.Column("planned_unload_at", sa.DateTime(), nullable=False),
        sa.Column("planned_unload_end_at", sa.DateTime(), nullable=False),
        sa.Column("actual_start_at", sa.DateTime(), nullable=True),
        sa.Column("actual_end_at", sa.DateTime(), nullable=True),
        sa.Column("height_mm", sa.Float(), nullable=False),
        sa.Column("failure_reason", sa.String(length=2000), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'running', 'finished', 'failed', 'cancelled', 'superseded')",
            name=op.f("ck_build_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["machine.id"], name=op.f("fk_build_machine_id_machine")
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_build_material_id_material")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_build_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["parameter_set_id"],
            ["parameter_set.id"],
            name=op.f("fk_build_parameter_set_id_parameter_set"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_build_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["powder_lot_id"], ["powder_lot.id"], name=op.f("fk_build_powder_lot_id_powder_lot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_build")),
        sa.UniqueConstraint("number", name=op.f("uq_build_number")),
    )
    with op.batch_alter_table("build", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_build_machine_id"), ["machine_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_build_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_build_state"), ["state"], unique=False)

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
    op.create_table(
        "part_revision",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("part_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_bytes", sa.BigInteger(), nullable=False),
        sa.Column("file_format", sa.String(length=40), nullable=True),
        sa.Column("unit", sa.String(length=8), nullable=True),
        sa.Column("material_id", sa.String(length=16), nullable=False),
        sa.Column("parameter_set_id", sa.String(length=16), nullable=False),
        sa.Column("machine_class", sa.String(length=80), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("error_code", sa.String(length=80), nullable=True),
        sa.Column("error_params", sa.JSON(), nullable=False),
        sa.Column("triangles", sa.Integer(), nullable=True),
        sa.Column("volume_mm3", sa.Float(), nullable=True),
        sa.Column("area_mm2", sa.Float(), nullable=True),
        sa.Column("size_x_mm", sa.Float(), nullable=True),
        sa.Column("size_y_mm", sa.Float(), nullable=True),
        sa.Column("size_z_mm", sa.Float(), nullable=True),
        sa.Column("report_sha256", sa.String(length=64), nullable=True),
        sa.Column("layers_sha256", sa.String(length=64), nullable=True),
        sa.Column("picture_sha256", sa.String(length=64), nullable=True),
        sa.Column("picture_dark_sha256", sa.String(length=64), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("error_count", sa.Integer(), nullable=True),
        sa.Column("warning_count", sa.Integer(), nullable=True),
        sa.Column("layer_count", sa.Integer(), nullable=True),
        sa.Column("height_mm", sa.Float(), nullable=True),
        sa.Column("footprint_mm", sa.JSON(), nullable=True),
        sa.Column("time_s", sa.Float(), nullable=True),
        sa.Column("time_low_s", sa.Float(), nullable=True),
        sa.Column("time_high_s", sa.Float(), nullable=True),
        sa.Column("scan_time_s", sa.Float(), nullable=True),
        sa.Column("mass_g", sa.Float(), nullable=True),
        sa.Column("support_mass_g", sa.Float(), nullable=True),
        sa.Column("powder_g", sa.Float(), nullable=True),
        sa.Column("net_cents", sa.Integer(), nullable=True),
        sa.Column("ready_at", sa.DateTime(), nullable=True),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'checking', 'checked', 'failed')",
            name=op.f("ck_part_revision_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_part_revision_material_id_material")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_part_revision_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["parameter_set_id"],
            ["parameter_set.id"],
            name=op.f("fk_part_revision_parameter_set_id_parameter_set"),
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["part.id"], name=op.f("fk_part_revision_part_id_part")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_revision")),
        sa.UniqueConstraint("part_id", "number", name=op.f("uq_part_revision_part_id_number")),
    )
    with op.batch_alter_table("part_revision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_part_revision_file_sha256"), ["file_sha256"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_part_revision_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "submission",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.String(length=16), nullable=False),
        sa.Column("group_id", sa.String(length=16), nullable=True),
        sa.Column("part_revision_id", sa.String(length=16), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("needed_by", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("course_or_company", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("idempotency_key", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'sent_back', 'ordered', 'withdrawn')",
            name=op.f("ck_submission_state_known"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_submission_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_submission_group_id_group")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_submission_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["part_revision_id"],
            ["part_revision.id"],
            name=op.f("fk_submission_part_revision_id_part_revision"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_submission_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "user_id", "idempotency_key", name=op.f("uq_submission_user_id_idempotency_key")
        ),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_group_id"), ["group_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_submission_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_submission_part_revision_id"), ["part_revision_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_submission_state"), ["state"], unique=False)

    op.create_table(
        "approval",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("submission_id", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.String(length=16), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.CheckConstraint(
            "decision IN ('approved', 'sent_back')", name=op.f("ck_approval_decision_known")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_approval_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_approval_submission_id_submission")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_approval_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_approval_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_approval_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "job",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("submission_id", sa.String(length=16), nullable=False),
        sa.Column("part_revision_id", sa.String(length=16), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("release_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("promised_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'planned', 'printing', 'printed', 'failed', 'cancelled')",
            name=op.f("ck_job_state_known"),
        ),
        sa.CheckConstraint("copies > 0", name=op.f("ck_job_copies_positive")),
        sa.CheckConstraint("weight > 0", name=op.f("ck_job_weight_positive")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_job_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["part_revision_id"],
            ["part_revision.id"],
            name=op.f("fk_job_part_revision_id_part_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_job_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("number", name=op.f("uq_job_number")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_job_submission_id")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_job_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_job_state"), ["state"], unique=False)

    op.create_table(
        "quote",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("submission_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("net_cents", sa.Integer(), nullable=False),
        sa.Column("vat_cents", sa.Integer(), nullable=False),
        sa.Column("gross_cents", sa.Integer(), nullable=False),
        sa.Column("vat_percent", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("valid_until", sa.DateTime(), nullable=False),
        sa.Column("ready_at", sa.DateTime(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("po_number", sa.String(length=80), nullable=True),
        sa.Column("accepted_by_id", sa.String(length=16), nullable=True),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('offered', 'accepted', 'expired', 'withdrawn')",
            name=op.f("ck_quote_state_known"),
        ),
        sa.CheckConstraint("gross_cents = net_cents + vat_cents", name=op.f("ck_quote_sum")),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["user.id"], name=op.f("fk_quote_accepted_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_quote_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_quote_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("number", name=op.f("uq_quote_number")),
    )
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_quote_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_quote_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "placement",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("build_id", sa.String(length=16), nullable=False),
        sa.Column("job_id", sa.String(length=16), nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("orientation", sa.String(length=40), nullable=False),
        sa.Column("x_mm", sa.Float(), nullable=False),
        sa.Column("y_mm", sa.Float(), nullable=False),
        sa.Column("width_mm", sa.Float(), nullable=False),
        sa.Column("depth_mm", sa.Float(), nullable=False),
        sa.Column("height_mm", sa.Float(), nullable=False),
        sa.Column("rotation_deg", sa.Integer(), nullable=False),
        sa.Column("outline_mm", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["build_id"], ["build.id"], name=op.f("fk_placement_build_id_build"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_placement_job_id_job")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_placement_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint(
            "build_id", "job_id", "copy", name=op.f("uq_placement_build_id_job_id_copy")
        ),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_job_id"), ["job_id"], unique=False)


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_job_id"))

    op.drop_table("placement")
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quote_submission_id"))
        batch_op.drop_index(batch_op.f("ix_quote_organisation_id"))

    op.drop_table("quote")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_state"))
        batch_op.drop_index(batch_op.f("ix_job_organisation_id"))

    op.drop_table("job")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_submission_id"))
        batch_op.drop_index(batch_op.f("ix_approval_organisation_id"))

    op.drop_table("approval")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_state"))
        batch_op.drop_index(batch_op.f("ix_submission_part_revision_id"))
        batch_op.drop_index(batch_op.f("ix_submission_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_submission_group_id"))

    op.drop_table("submission")
    with op.batch_alter_table("part_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_revision_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_part_revision_file_sha256"))

    op.drop_table("part_revision")
    op.drop_table("machine_material")
    with op.batch_alter_table("machine_downtime", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_machine_downtime_machine_id"))

    op.drop_table("machine_downtime")
    with op.batch_alter_table("build", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_build_state"))
        batch_op.drop_index(batch_op.f("ix_build_plan_id"))
        batch_op.drop_index(batch_op.f("ix_build_machine_id"))

    op.drop_table("build")
    with op.batch_alter_table("powder_lot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_powder_lot_material_id"))

    op.drop_table("powder_lot")
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_user_id"))
        batch_op.drop_index(batch_op.f("ix_part_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_part_group_id"))

    op.drop_table("part")
    with op.batch_alter_table("parameter_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parameter_set_material_id"))

    op.drop_table("parameter_set")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_membership_group_id"))

    op.drop_table("membership")
    op.drop_table("machine")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_subject_id_kind"))
        batch_op.drop_index(batch_op.f("ix_task_state_lease_until"))

    op.drop_table("task")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_state"))

    op.drop_table("plan")
    with op.batch_alter_table("operator_shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_operator_shift_organisation_id"))

    op.drop_table("operator_shift")
    op.drop_table("material")
    op.drop_table("lab_setting")
    op.drop_table("group")
    op.drop_table("closure")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_subject_kind_subject_id"))

    op.drop_table("audit_entry")
    op.drop_table("user")
    op.drop_table("organisation")
    op.drop_table("number_series")
