"""Take parts in."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
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


def downgrade() -> None:
    """Go down."""
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
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_user_id"))
        batch_op.drop_index(batch_op.f("ix_part_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_part_group_id"))

    op.drop_table("part")
